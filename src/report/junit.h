/* The report as JUnit XML, for test servers: a suite a trace, a case an attempt, errors are failures.
 * May include: report/common.h, base/. */
#ifndef SPW_REPORT_JUNIT_H
#define SPW_REPORT_JUNIT_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_junit_begin(const struct report_options *o, struct buf *out);
void report_junit_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                        struct buf *out);
void report_junit_end(const struct report_options *o, const struct report_totals *t,
                      struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
