/* The findings of the HTML report: what is wrong, on which characters that rests, what to do. */
#include "base/escape.h"
#include "report/case.h"
#include "report/common.h"
#include "report/html.h"

enum { CONSEQUENCES_SHOWN = 6 };

static bool line_is_shown(const struct report_trace *t, uint32_t line)
{
    size_t low = 0;
    size_t high = t->n_lines;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->lines[middle].line < line) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < t->n_lines && t->lines[low].line == line;
}

void html_line_link(const struct report_trace *t, size_t index, uint32_t line, struct buf *out)
{
    if (line_is_shown(t, line)) {
        buf_printf(out, "<a href=\"#t%zu-l%lu\">line %lu</a>", index, (unsigned long)line,
                   (unsigned long)line);
    } else {
        buf_printf(out, "line %lu", (unsigned long)line);
    }
}

/* ---- evidence ---------------------------------------------------------------------------------------- */

static void put_where(const struct report_trace *t, size_t index, size_t finding, size_t i,
                      struct buf *out)
{
    const struct mark *at = &t->report->findings[finding].evidence[i].at;
    bool linked = html_has_place(t, &at->span);
    buf_cstr(out, "<span class=\"where\">");
    if (linked) {
        buf_printf(out, "<a href=\"#t%zu-f%zu-e%zu\">", index, finding + 1, i + 1);
    }
    buf_printf(out, "line %lu", (unsigned long)at->span.line);
    buf_cstr(out, linked ? "</a></span> <code>" : "</span> <code>");
    esc_html(out, report_first_line(mark_text(at)));
    bool more = at->cut || at->span.last_line > at->span.line;
    buf_cstr(out, more ? " ...</code>" : "</code>");
}

static void put_evidence(const struct report_trace *t, size_t index, size_t finding,
                         struct buf *out)
{
    const struct spw_finding *f = &t->report->findings[finding];
    buf_cstr(out, f->n_evidence > 0 ? "<ul class=\"evidence\">\n" : "");
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct spw_evidence *e = &f->evidence[i];
        buf_cstr(out, "<li>");
        if (span_is_set(e->at.span)) {
            put_where(t, index, finding, i, out);
        }
        if (e->note.n > 0) {
            buf_cstr(out, " <span class=\"says\">");
            esc_html(out, slice_trim(e->note));
            buf_cstr(out, "</span>");
        }
        buf_cstr(out, "</li>\n");
    }
    buf_cstr(out, f->n_evidence > 0 ? "</ul>\n" : "");
}

static void put_consequences(const struct report_trace *t, size_t index,
                             const struct spw_finding *f, struct buf *out)
{
    size_t n = f->n_consequences;
    size_t shown = n > CONSEQUENCES_SHOWN ? CONSEQUENCES_SHOWN : n;
    for (size_t i = 0; i < shown; i++) {
        buf_cstr(out, i == 0 ? "<p class=\"small\">Follows from it: " : ", ");
        html_line_link(t, index, f->consequences[i].span.line, out);
        buf_cstr(out, " <code>");
        esc_html(out, report_first_line(mark_text(&f->consequences[i])));
        buf_cstr(out, "</code>");
    }
    if (shown < n) {
        buf_printf(out, ", and %zu more lines", n - shown);
    }
    buf_cstr(out, n > 0 ? "</p>\n" : "");
}

static void put_references(const struct spw_finding *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_references; i++) {
        const struct spw_reference *r = &f->references[i];
        buf_cstr(out, i == 0 ? "<p class=\"small\">See: " : "; ");
        esc_html(out, r->text.n > 0 ? r->text : r->key);
    }
    buf_cstr(out, f->n_references > 0 ? "</p>\n" : "");
}

/* ---- where it belongs ------------------------------------------------------------------------------------- */

static void put_attempt(size_t index, const struct spw_attempt *a, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_attempt_words(&words, a);
    buf_printf(out, " <a href=\"#t%zu-a%u\">", index, a->id);
    esc_html(out, buf_slice(&words));
    buf_cstr(out, "</a>");
    buf_dispose(&words);
}

static void put_meta(const struct report_trace *t, size_t index, const struct spw_finding *f,
                     struct buf *out)
{
    const struct spw_attempt *a = report_attempt(t->report, f->attempt);
    buf_printf(out, "<p class=\"meta\"><b>%s, %s</b> <code>", spw_severity_name(f->severity),
               spw_confidence_name(f->confidence));
    esc_html(out, f->cause);
    buf_cstr(out, "</code>");
    if (f->count > 1) {
        buf_printf(out, " <span>%u times</span>", f->count);
    }
    if (report_baseline_word(t, f) != NULL) {
        buf_printf(out, " <span>%s since the earlier report</span>", report_baseline_word(t, f));
    }
    if (a != NULL) {
        put_attempt(index, a, out);
    }
    buf_cstr(out, "</p>\n");
}

/* ---- what else it could be ----------------------------------------------------------------------------- */

static void put_case_row(void *context, const struct report_case_row *row)
{
    static const char *const kinds[] = {[CASE_FOR] = "for",
                                        [CASE_AGAINST] = "against",
                                        [CASE_RIVAL] = "rival",
                                        [CASE_BEHIND] = "rival",
                                        [CASE_RIVAL_FOR] = "for inner",
                                        [CASE_RIVAL_AGAINST] = "against inner",
                                        [CASE_TELL] = "tell inner"};
    struct buf *out = context;
    buf_printf(out, "<div class=\"%s\"><dt>%s</dt><dd>", kinds[row->kind],
               report_case_label(row->kind));
    esc_html(out, row->text);
    html_commands(row->commands, row->n_commands, out);
    buf_cstr(out, "</dd></div>\n");
}

static void put_case(const struct spw_finding *f, struct buf *out)
{
    bool any = f->n_for + f->n_against + f->n_rivals > 0;
    buf_cstr(out, any ? "<dl class=\"case\">\n" : "");
    report_case(f, put_case_row, out);
    buf_cstr(out, any ? "</dl>\n" : "");
}

/* ---- the finding itself -------------------------------------------------------------------------------- */

/* A device that fails fails again and again: what an earlier finding says word by word is not repeated. */
static size_t told_by(const struct spw_report *r, size_t i)
{
    const struct spw_finding *f = &r->findings[i];
    size_t k = 0;
    while (k < i &&
           !(slice_eq(r->findings[k].rule, f->rule) && slice_eq(r->findings[k].title, f->title) &&
             slice_eq(r->findings[k].explanation, f->explanation) &&
             r->findings[k].confidence == f->confidence)) {
        k++;
    }
    return k;
}

static void put_remedy(const struct spw_finding *f, struct buf *out)
{
    bool ask_first = f->confidence == SPW_POSSIBLE;
    html_steps(ask_first ? "Ask" : "Fix", ask_first ? f->confirm : f->fix,
               ask_first ? f->n_confirm : f->n_fix, out);
    html_steps(ask_first ? "Fix" : "Ask", ask_first ? f->fix : f->confirm,
               ask_first ? f->n_fix : f->n_confirm, out);
}

static void put_finding(const struct report_trace *t, size_t index, size_t i, struct buf *out)
{
    const struct spw_finding *f = &t->report->findings[i];
    size_t first = told_by(t->report, i);
    buf_printf(out,
               "<article class=\"finding %s\" id=\"t%zu-f%zu\">\n"
               "<header><span class=\"no\">%zu</span>\n",
               spw_severity_name(f->severity), index, i + 1, i + 1);
    html_heading(4, "", f->title, out);
    buf_cstr(out, "</header>\n");
    put_meta(t, index, f, out);
    if (first == i) {
        html_prose(f->explanation, out);
    } else {
        buf_printf(out, "<p>The same as <a href=\"#t%zu-f%zu\">finding %zu</a>, ", index, first + 1,
                   first + 1);
        buf_cstr(out, "which tells what it means and what to do.</p>\n");
    }
    put_evidence(t, index, i, out);
    if (first == i) {
        put_remedy(f, out);
        put_case(f, out);
    }
    put_consequences(t, index, f, out);
    if (first == i) {
        put_references(f, out);
    }
    buf_cstr(out, "</article>\n");
}

/* All of them on one screen, as links. */
static void put_glance(const struct spw_report *r, size_t index, struct buf *out)
{
    buf_cstr(out, "<ol class=\"glance\">\n");
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        buf_printf(out, "<li class=\"%s\"><span class=\"no\">%zu</span> <a href=\"#t%zu-f%zu\">",
                   spw_severity_name(f->severity), i + 1, index, i + 1);
        esc_html(out, report_first_line(slice_trim(f->title)));
        buf_cstr(out, "</a>");
        if (r->n_attempts > 1 && f->attempt > 0) {
            buf_printf(out, " <span class=\"of\">attempt %u</span>", f->attempt);
        }
        buf_cstr(out, "</li>\n");
    }
    buf_cstr(out, "</ol>\n");
}

static void put_gone(const struct baseline_trace *b, struct buf *out)
{
    if (b == NULL || b->gone.n == 0) {
        return;
    }
    html_heading(4, "", SLICE("Gone since the earlier report"), out);
    buf_cstr(out, "<ul>\n");
    for (size_t i = 0; i < b->gone.n; i++) {
        const struct baseline_finding *f = *ARRAY_AT(&b->gone, const struct baseline_finding *, i);
        buf_printf(out, "<li>%s: ", spw_severity_name(f->severity));
        esc_html(out, report_first_line(f->title));
        buf_cstr(out, " (<code>");
        esc_html(out, f->cause);
        buf_cstr(out, "</code>)</li>\n");
    }
    buf_cstr(out, "</ul>\n");
}

void html_findings(const struct report_trace *t, size_t index, struct buf *out)
{
    const struct spw_report *r = t->report;
    if (r->n_findings > 1) {
        put_glance(r, index, out);
    }
    for (size_t i = 0; i < r->n_findings; i++) {
        put_finding(t, index, i, out);
    }
    if (r->findings_dropped > 0) {
        buf_printf(out, "<p>And %zu more findings that were not kept.</p>\n", r->findings_dropped);
    }
    buf_cstr(out, r->n_findings == 0 ? "<p>None.</p>\n" : "");
    put_gone(t->baseline, out);
}
