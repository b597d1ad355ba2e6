/* Findings grouped by attempt; a group that says what an earlier one said is named, not repeated.
 * May include: report/page.h, report/finding.h. */
#ifndef SPW_REPORT_GROUP_H
#define SPW_REPORT_GROUP_H

#include "report/page.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_groups_put(const struct page *p);

#ifdef __cplusplus
}
#endif
#endif
