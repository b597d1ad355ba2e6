/* The report as one HTML file: nothing is fetched, every byte of a trace goes through esc_html, a
 * Content-Security-Policy forbids whatever might slip through to load anything. The trace stands beside
 * the findings, and each piece of evidence is linked to its characters.
 * May include: report/common.h, report/diagram.h, base/. */
#ifndef SPW_REPORT_HTML_H
#define SPW_REPORT_HTML_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

void report_html_begin(const struct report_options *o, struct buf *out);
void report_html_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                       struct buf *out);
void report_html_end(const struct report_options *o, const struct report_totals *t,
                     struct buf *out);

/* ---- parts that a ticket uses, too ---- */

/* Up to the opening of <main>, and from its end. */
void html_open(struct slice title, struct buf *out);
void html_close(struct buf *out);
/* <h2> and so on; `id` may be empty and is of our own making. */
void html_heading(unsigned level, const char *id, struct slice text, struct buf *out);
/* Paragraphs and lists of prose. */
void html_prose(struct slice text, struct buf *out);
void html_steps(const char *label, const struct spw_step *steps, size_t n, struct buf *out);

/* html_lines.c: the lines of the trace, with the evidence marked. `index` makes ids unique. */
void html_lines(const struct report_trace *t, size_t index, struct buf *out);
/* The place a piece of evidence is marked at can be linked to: #t<index>-f<finding>-e<evidence>. */
bool html_has_place(const struct report_trace *t, const struct span *at);
/* html_page.c: the style and the script of the page. */
void html_style(struct buf *out);
void html_script(struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
