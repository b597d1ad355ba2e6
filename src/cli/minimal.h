/* --minimize: a capture cut down to the lines on which its findings rest.
 * May include: cli/settings.h, compare/, include/. */
#ifndef SPW_CLI_MINIMAL_H
#define SPW_CLI_MINIMAL_H

#include "compare/minimize.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Cuts `bytes` down; false, and said, when that is not possible. *out is to be disposed of in any case. */
bool minimal_cut(const char *path, struct slice bytes, const struct spw_knowledge *k,
                 const struct spw_options *options, struct minimized *out) SPW_MUST_USE;
/* Tells on standard error which lines stayed; with `verbose` also what was cut and what it took. */
void minimal_say(const char *path, const struct minimized *m, bool verbose);

#ifdef __cplusplus
}
#endif
#endif
