/* The report for other programs: the JSON document of the report contract, one a run. ASCII only, so
 * that it may be looked at anywhere. May include: report/format.h; the only user of jansson here. */
#ifndef SPW_REPORT_JSON_H
#define SPW_REPORT_JSON_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_json_begin(const struct report_options *o, struct buf *out);
void report_json_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                       struct buf *out);
/* One object a line: "schema" and "tool" stand in each, for readers of streams. */
void report_ndjson_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                         struct buf *out);
void report_json_end(const struct report_options *o, const struct report_totals *t,
                     struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
