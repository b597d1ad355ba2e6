/* Quoting the input as compilers do: the source line behind its number, the exact characters
 * underlined, long lines shown around the underlined part. May include: report/page.h, base/. */
#ifndef SPW_REPORT_QUOTE_H
#define SPW_REPORT_QUOTE_H

#include "report/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All places of a finding in the order of the input, each source line once. The first of `evidence`
 * is underlined with ^~~~ in `role`, the others with ~~~~. */
void quote_evidence(const struct page *p, enum page_role role, const struct spw_evidence *evidence,
                    size_t n);
/* One line, not underlined: for lists of lines. */
void quote_line(const struct page *p, const struct mark *at);

#ifdef __cplusplus
}
#endif
#endif
