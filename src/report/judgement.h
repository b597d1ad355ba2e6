/* What was judged of certificates, keys and servers, for people and for machines.
 * May include: include/, base/, report/format.h, report/page.h. */
#ifndef SPW_REPORT_JUDGEMENT_H
#define SPW_REPORT_JUDGEMENT_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_judgement_text(const struct report_options *o, const struct spw_judgement *j,
                           struct buf *out);
/* One document, schema "spwfdiag-judgement/1"; `command` is "cert" or "probe". */
void report_judgement_json(const char *command, const struct spw_judgement *j, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
