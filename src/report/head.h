/* The head of a text report: what the input is, and each connection attempt with the phases it went
 * through. May include: report/page.h. */
#ifndef SPW_REPORT_HEAD_H
#define SPW_REPORT_HEAD_H

#include "report/page.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_head_put(const struct page *p);
/* "attempt 2, MQTTCONN host:8883 tls, line 81". */
void report_attempt_name(const struct page *p, const struct spw_attempt *a);

#ifdef __cplusplus
}
#endif
#endif
