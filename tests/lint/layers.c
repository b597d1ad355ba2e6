/* Includes against the arrow: src/layers.txt says what a folder may include. */
#include <stdio.h>
#include <string.h>

#include "lint.h"

enum { FOLDERS_MAX = 40 };

/* " folder may may may " for each folder. */
static char layers[FOLDERS_MAX][400];
static size_t n_layers;

static void read_layers(void)
{
    FILE *in = fopen("src/layers.txt", "r");
    if (in == NULL) {
        return;
    }
    char line[300];
    while (fgets(line, sizeof line, in) != NULL && n_layers < FOLDERS_MAX) {
        char *colon = strchr(line, ':');
        if (line[0] == '#' || colon == NULL) {
            continue;
        }
        *colon = ' ';
        line[strcspn(line, "\n")] = '\0';
        (void)snprintf(layers[n_layers++], sizeof layers[0], " %s ", line);
    }
    fclose(in);
}

static const char *layer_of(const char *folder)
{
    char key[64];
    (void)snprintf(key, sizeof key, " %s ", folder);
    for (size_t i = 0; i < n_layers; i++) {
        if (strncmp(layers[i], key, strlen(key)) == 0) {
            return layers[i];
        }
    }
    return NULL;
}

static int check_include(const struct source *s, const char *layer, size_t at, const char *path)
{
    char key[64] = " ";
    size_t n = strcspn(path, "/\"\n");
    if (path[n] != '/' || n + 3 > sizeof key) {
        return source_complain(s, at, "name the folder of the header", "");
    }
    memcpy(key + 1, path, n);
    key[n + 1] = ' ';
    key[n + 2] = '\0';
    if (strstr(layer, key) == NULL) {
        return source_complain(s, at, "layers.txt does not let this folder include", key);
    }
    return 0;
}

int check_layers(const struct source *s)
{
    static const char include[] = "#include \"";
    int complaints = 0;
    if (n_layers == 0) {
        read_layers();
    }
    if (s->place == PLACE_TEST) {
        return 0; /* what a test may reach is what it is linked to */
    }
    const char *layer = layer_of(s->folder);
    if (layer == NULL) {
        return source_complain(s, 0, "layers.txt does not know the folder", s->folder);
    }
    for (const char *p = strstr(s->code, include); p != NULL; p = strstr(p + 1, include)) {
        size_t at = (size_t)(p - s->code);
        complaints += check_include(s, layer, at, s->text + at + sizeof include - 1);
    }
    return complaints;
}
