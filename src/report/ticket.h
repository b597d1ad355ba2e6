/* An attachment for a support ticket: what is wrong, how that is known, what to do, what is still open,
 * and the trace it rests on. As Markdown or HTML. May include: report/format.h, base/. */
#ifndef SPW_REPORT_TICKET_H
#define SPW_REPORT_TICKET_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ticket {
    struct slice title;                /* empty: made of the first finding */
    struct slice note;                 /* what the person wants to say; may be empty */
    const struct report_trace *traces; /* with their lines */
    const struct slice *texts;         /* each trace as a whole, redacted */
    const struct slice
        *cuts; /* what was left out of each, in words; empty: nothing. NULL: of none */
    size_t n;
    bool redacted;
    size_t secrets; /* how many values were replaced */
};

void ticket_title(const struct ticket *t, struct buf *out); /* plain text */
void ticket_markdown(const struct ticket *t, struct buf *out);
void ticket_html(const struct ticket *t, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
