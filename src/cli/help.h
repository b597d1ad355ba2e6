/* What the program says about itself, made from the tables of commands and options.
 * May include: cli/option.h, base/. */
#ifndef SPW_CLI_HELP_H
#define SPW_CLI_HELP_H

#include "cli/option.h"

#ifdef __cplusplus
extern "C" {
#endif

/* For --help, of the whole program when `c` is NULL; in `width` columns. */
void help_put(const struct command *c, size_t width, struct buf *out);
/* The manual page docs/spwfdiag.1, for man(7). */
void help_put_manual(struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
