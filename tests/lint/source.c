#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lint.h"

static char *read_whole(const char *path, size_t *n)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        return NULL;
    }
    char *text = NULL;
    long size = fseek(in, 0, SEEK_END) == 0 ? ftell(in) : -1;
    rewind(in);
    if (size >= 0) {
        text = (char *)malloc((size_t)size + 1);
    }
    if (text != NULL) {
        *n = fread(text, 1, (size_t)size, in);
        text[*n] = '\0';
    }
    fclose(in);
    return text;
}

static void blank(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        p[i] = p[i] == '\n' ? '\n' : ' ';
    }
}

/* Length of the literal that starts at p, its quotes included. */
static size_t literal_length(const char *p)
{
    size_t n = 1;
    while (p[n] != '\0' && p[n] != p[0] && p[n] != '\n') {
        n += p[n] == '\\' && p[n + 1] != '\0' ? 2 : 1;
    }
    return p[n] == p[0] ? n + 1 : n;
}

static size_t comment_length(const char *p)
{
    if (strncmp(p, "//", 2) == 0) {
        return strcspn(p, "\n");
    }
    if (strncmp(p, "/*", 2) != 0) {
        return 0;
    }
    const char *end = strstr(p + 2, "*/");
    return end == NULL ? strlen(p) : (size_t)(end - p) + 2;
}

/* Makes comments and literals blank, so that the checks see code alone; quotes stay. */
static void strip(char *code)
{
    for (char *p = code; *p != '\0';) {
        size_t comment = comment_length(p);
        if (comment > 0) {
            blank(p, comment);
            p += comment;
        } else if (*p == '"' || *p == '\'') {
            size_t literal = literal_length(p);
            blank(p + 1, literal > 2 ? literal - 2 : 0);
            p += literal;
        } else {
            p++;
        }
    }
}

static void find_place(struct source *s)
{
    static const struct {
        const char *folder;
        enum place place;
    } special[] = {{"base", PLACE_BASE},   {"cli", PLACE_PROGRAM}, {"capture", PLACE_PROGRAM},
                   {"net", PLACE_PROGRAM}, {"tui", PLACE_PROGRAM}, {"bench", PLACE_PROGRAM},
                   {"gen", PLACE_TOOL}};
    s->folder[0] = '\0';
    s->place = PLACE_TEST;
    const char *in_src = strstr(s->path, "src/");
    const char *slash = in_src == NULL ? NULL : strchr(in_src + 4, '/');
    size_t n = slash == NULL ? 0 : (size_t)(slash - in_src) - 4;
    if (n == 0 || n >= sizeof s->folder) {
        return;
    }
    memcpy(s->folder, in_src + 4, n);
    s->folder[n] = '\0';
    s->place = PLACE_LIBRARY;
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) {
        if (strcmp(s->folder, special[i].folder) == 0) {
            s->place = special[i].place;
        }
    }
}

bool source_read(struct source *s, const char *path)
{
    memset(s, 0, sizeof *s);
    s->path = path;
    s->text = read_whole(path, &s->n);
    s->code = s->text == NULL ? NULL : (char *)malloc(s->n + 1);
    if (s->code == NULL) {
        source_free(s);
        return false;
    }
    memcpy(s->code, s->text, s->n + 1);
    strip(s->code);
    find_place(s);
    return true;
}

void source_free(struct source *s)
{
    free(s->text);
    free(s->code);
    s->text = NULL;
    s->code = NULL;
}

int source_complain(const struct source *s, size_t at, const char *what, const char *name)
{
    unsigned line = 1;
    for (size_t i = 0; i < at; i++) {
        line += s->text[i] == '\n';
    }
    printf("%s:%u: %s%s%s\n", s->path, line, what, name[0] != '\0' ? ": " : "", name);
    return 1;
}

bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
