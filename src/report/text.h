/* The report for a person at a terminal or with a pager: as compilers tell it.
 * May include: report/format.h. */
#ifndef SPW_REPORT_TEXT_H
#define SPW_REPORT_TEXT_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_text_begin(const struct report_options *o, struct buf *out);
void report_text_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                       struct buf *out);
void report_text_end(const struct report_options *o, const struct report_totals *t,
                     struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
