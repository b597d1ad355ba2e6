/* The report as Markdown, for issue trackers and forums: the evidence is collapsed, and no byte of a
 * trace becomes markup. May include: report/common.h, report/diagram.h, base/. */
#ifndef SPW_REPORT_MARKDOWN_H
#define SPW_REPORT_MARKDOWN_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_markdown_begin(const struct report_options *o, struct buf *out);
void report_markdown_trace(const struct report_options *o, const struct report_trace *t,
                           size_t index, struct buf *out);
void report_markdown_end(const struct report_options *o, const struct report_totals *t,
                         struct buf *out);

/* Parts that a ticket uses, too. `level` is the number of # of the headings in them. */
void markdown_heading(struct buf *out, unsigned level, struct slice text);
/* Prose of ours with trace bytes in it: escaped, blank lines part paragraphs. */
void markdown_prose(struct buf *out, struct slice text);
void markdown_findings(const struct report_trace *t, unsigned level, struct buf *out);
void markdown_steps(const char *label, const struct spw_step *steps, size_t n, struct buf *out);
void markdown_remarks(const struct spw_remark *remarks, size_t n, struct buf *out);
void markdown_attempts(const struct report_trace *t, unsigned level, bool verbose, struct buf *out);
void markdown_unexplained(const struct spw_report *r, struct buf *out);
/* A fenced block of many lines; `kind` is its info word. */
void markdown_block(const char *kind, struct slice text, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
