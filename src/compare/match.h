/* Which finding of one report is which of another: by rule, cause, what the attempt wanted to reach, and the
 * how-manieth of these it is. Lines, counts and values may be others.
 * May include: include/, base/. */
#ifndef SPW_COMPARE_MATCH_H
#define SPW_COMPARE_MATCH_H

#include "base/array.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MATCH_KEY_MAX = 64 * 1024 };

/* What identifies finding `i`, as bytes to compare. */
void match_put_key(const struct spw_report *r, size_t i, struct buf *out);
/* The same from what a report was written with; `host` may be empty, `nth` counts from 0 those alike. */
void match_put_parts(struct slice rule, struct slice cause, struct slice command, struct slice host,
                     unsigned port, struct buf *out);
/* Appends the findings (const struct spw_finding *) that only one of the reports has. */
enum spw_status match_findings(const struct spw_report *a, const struct spw_report *b,
                               struct array *only_a, struct array *only_b) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
