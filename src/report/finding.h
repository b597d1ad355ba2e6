/* One finding as a compiler would tell it: headline, quoted lines, what it means, what to do.
 * May include: report/page.h, report/quote.h. */
#ifndef SPW_REPORT_FINDING_H
#define SPW_REPORT_FINDING_H

#include "report/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Ends with a blank line, or after one line when the options say quiet. */
void report_finding_put(const struct page *p, const struct spw_finding *f);

#ifdef __cplusplus
}
#endif
#endif
