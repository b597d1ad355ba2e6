/* The report as one HTML file: nothing is fetched, every byte of a trace goes through esc_html, and a
 * Content-Security-Policy lets only the page's own script and style (web/) run. The trace stands beside
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

/* html_page.c: up to the opening of <main>, and from its end. */
void html_open(struct slice title, struct buf *out);
void html_close(struct buf *out);
/* <h2> and so on; `id` may be empty and is of our own making. */
void html_heading(unsigned level, const char *id, struct slice text, struct buf *out);
/* Paragraphs and lists of prose. */
void html_prose(struct slice text, struct buf *out);
/* A row of <dl class="facts">. */
void html_fact(const char *name, struct slice value, struct buf *out);
/* A block to be copied and typed; none is nothing. */
void html_commands(const struct slice *commands, size_t n, struct buf *out);
void html_steps(const char *label, const struct spw_step *steps, size_t n, struct buf *out);

/* html_finding.c: all findings, the most important first. `index` makes ids unique. */
void html_findings(const struct report_trace *t, size_t index, struct buf *out);
/* "line 85", as a link when the page has that line. */
void html_line_link(const struct report_trace *t, size_t index, uint32_t line, struct buf *out);

/* html_attempt.c: outcome, phases and diagram of each attempt. */
void html_attempts(const struct report_options *o, const struct report_trace *t, size_t index,
                   struct buf *out);

/* html_lines.c: the lines of the trace, with the evidence marked and what it says below it. */
void html_lines(const struct report_trace *t, size_t index, struct buf *out);
/* The place a piece of evidence is marked at can be linked to: #t<index>-f<finding>-e<evidence>. */
bool html_has_place(const struct report_trace *t, const struct span *at);

enum { HTML_STYLE_MAX = 256 * 1024 };

#ifdef __cplusplus
}
#endif
#endif
