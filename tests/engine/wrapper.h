/* Writes a trace the way the programs do that people capture with, for tests that demand the same
 * findings from all of them. */
#ifndef SPW_TESTS_ENGINE_WRAPPER_H
#define SPW_TESTS_ENGINE_WRAPPER_H

#include "base/buf.h"

enum { WRAPPER_LINES = 4096 };

/* One line of the bare trace, its line end included. */
struct wrapper_piece {
    struct slice bytes;
    unsigned index; /* of the line, from 0 */
    size_t offset;  /* of its first byte */
    bool host;
    double seconds; /* since the start */
};

struct wrapper {
    const char *name;    /* of the test's output */
    const char *framing; /* that must be recognised; NULL: any */
    void (*head)(struct buf *out);
    void (*piece)(const struct wrapper_piece *p, struct buf *out);
    void (*whole)(struct slice bytes, struct buf *out); /* instead: all bytes in one go */
    size_t row; /* bytes a line of `whole`, 0: lines stay lines */
};

extern const struct wrapper wrappers[];
extern const size_t wrapper_count;
/* wrapper_people.c: what no program defines. */
extern const struct wrapper people_wrappers[];
extern const size_t people_wrapper_count;

/* A wrapped trace, and where each bare line stands in it. */
struct wrapped {
    struct buf bytes;
    unsigned first[WRAPPER_LINES], last[WRAPPER_LINES]; /* line numbers */
    unsigned n;
};
void wrapper_run(const struct wrapper *w, struct slice bare, struct wrapped *out);

#endif
