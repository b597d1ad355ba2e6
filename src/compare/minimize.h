/* The smallest trace with the same findings: lines are left out as long as the gist of the report stays
 * (compare/gist.h), until none can be spared. May include: include/, base/. */
#ifndef SPW_COMPARE_MINIMIZE_H
#define SPW_COMPARE_MINIMIZE_H

#include "base/array.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

struct minimized {
    struct buf bytes;  /* the lines that stay, byte for byte */
    struct array kept; /* uint32_t: their numbers in the whole trace, from 1, ascending */
    size_t lines;      /* of the whole trace */
    size_t runs;       /* diagnoses it took */
};

/* Leaving out any one line of the result changes its gist. `out` is owned by the caller and to be disposed
 * of in any case. SPW_LIMIT: too many lines; others as of the engine. */
enum spw_status minimize(struct minimized *out, struct slice trace, const struct spw_knowledge *k,
                         const struct spw_options *options) SPW_MUST_USE;
void minimized_dispose(struct minimized *m);

/* "3, 5-69, 94": the lines that stay, or with `cut` those that do not. */
void minimized_put_ranges(const struct minimized *m, bool cut, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
