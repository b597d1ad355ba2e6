/* spw_lint CHECK < list of files: one path a line, relative to the top folder.
 * Exit 0: nothing to complain about; 1: complaints on standard output; 2: the tool was used wrongly. */
#include <stdio.h>
#include <string.h>

#include "lint.h"

static const struct {
    const char *name;
    int (*check)(const struct source *s);
} checks[] = {
    {"layers", check_layers},
    {"banned", check_banned},
    {"braces", check_braces},
    {"size", check_size},
};

static int check_file(const char *path, int (*check)(const struct source *s))
{
    struct source s;
    if (!source_read(&s, path)) {
        printf("%s: cannot be read\n", path);
        return 1;
    }
    int complaints = check(&s);
    source_free(&s);
    return complaints;
}

int main(int argc, char **argv)
{
    int (*check)(const struct source *s) = NULL;
    for (size_t i = 0; argc == 2 && i < sizeof checks / sizeof checks[0]; i++) {
        check = strcmp(argv[1], checks[i].name) == 0 ? checks[i].check : check;
    }
    if (check == NULL) {
        fprintf(stderr, "usage: spw_lint layers|banned|braces|size < list\n");
        return 2;
    }
    char path[1000];
    int complaints = 0;
    int files = 0;
    while (fgets(path, sizeof path, stdin) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        complaints += check_file(path, check);
        files++;
    }
    printf("%d files, %d complaints\n", files, complaints);
    return complaints == 0 && files > 0 ? 0 : 1;
}
