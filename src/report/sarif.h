/* The report as SARIF 2.1.0, for code-scanning viewers: a result a finding, a rule a cause, places as
 * physical locations. May include: report/common.h, base/. */
#ifndef SPW_REPORT_SARIF_H
#define SPW_REPORT_SARIF_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_sarif_begin(const struct report_options *o, struct buf *out);
void report_sarif_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                        struct buf *out);
void report_sarif_end(const struct report_options *o, const struct report_totals *t,
                      struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
