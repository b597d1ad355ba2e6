/* Where reports go: standard output, or a file that takes its name only when it is complete.
 * May include: base/, cli/say.h. */
#ifndef SPW_CLI_OUTPUT_H
#define SPW_CLI_OUTPUT_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { OUTPUT_PATH_MAX = 4096 };

struct output {
    int fd;
    const char *path;                /* NULL: standard output */
    char temporary[OUTPUT_PATH_MAX]; /* written instead of path until the end; "" when not */
    bool closed_pipe; /* the reader has gone: nothing more is written, nobody is told */
    bool failed;      /* said already */
};

/* `path` NULL or "-": standard output. False, and said why, when it cannot be written. */
bool output_open(struct output *o, const char *path) SPW_MUST_USE;
/* Writes all of it. Failure is sticky and told by output_close. */
void output_put(struct output *o, struct slice bytes);
/* `keep` false throws a file away. False when anything could not be written; said why. */
bool output_close(struct output *o, bool keep);

#ifdef __cplusplus
}
#endif
#endif
