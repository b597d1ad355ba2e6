/* What of a report must stay the same when its trace is cut down: the findings, in their order, each
 * with its rule, cause, severity, confidence and title, with which attempt it belongs to (counted among
 * those that have findings, with its command, host and port) and with the texts and notes of its
 * evidence. Line numbers, counts and what merely follows from a finding are not part of it. A trace without findings has for its gist the failure
 * lines that nothing explains.
 * May include: include/, base/. */
#ifndef SPW_COMPARE_GIST_H
#define SPW_COMPARE_GIST_H

#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Two reports have the same gist when the same bytes are appended to `out`. */
void gist_put(const struct spw_report *r, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
