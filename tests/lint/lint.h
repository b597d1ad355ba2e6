/* The style checks that no compiler makes (see README.md of this folder). A host tool: C strings and
 * files are allowed here. */
#ifndef SPW_TESTS_LINT_LINT_H
#define SPW_TESTS_LINT_LINT_H

#include <stdbool.h>
#include <stddef.h>

/* Where a file belongs: what is banned depends on it. Bits, so that a rule can name several. */
enum place {
    PLACE_BASE = 1,    /* src/base */
    PLACE_LIBRARY = 2, /* the other folders of libspwfdiag */
    PLACE_PROGRAM = 4, /* src/cli, src/capture, src/net, src/tui */
    PLACE_TOOL = 8,    /* src/gen */
    PLACE_TEST = 16    /* tests */
};

struct source {
    const char *path;
    char folder[40]; /* src/<folder>/..., empty outside src */
    enum place place;
    char *text; /* the file, with a NUL behind */
    char *code; /* the same, comments and the insides of literals made blanks */
    size_t n;
};

bool source_read(struct source *s, const char *path);
void source_free(struct source *s);
/* Reports what stands at text + at; counted by the caller through the return value 1. */
int source_complain(const struct source *s, size_t at, const char *what, const char *name);
bool is_word_byte(char c);

/* Each gives the number of complaints. */
int check_layers(const struct source *s);
int check_banned(const struct source *s);
int check_braces(const struct source *s);
int check_size(const struct source *s);

#endif
