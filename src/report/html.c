#include "report/html.h"

#include "base/escape.h"
#include "report/case.h"
#include "report/common.h"
#include "report/diagram.h"

enum { ATTEMPTS_SHOWN = 12 };

/* ---- the page ---------------------------------------------------------------------------------------- */

void html_open(struct slice title, struct buf *out)
{
    buf_cstr(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; "
                  "form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n"
                  "<meta name=\"generator\" content=\"spwfdiag " SPW_VERSION "\">\n<title>");
    esc_html(out, title);
    buf_cstr(out, "</title>\n<style>\n");
    html_style(out);
    buf_cstr(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the report</a>\n"
                  "<header>\n<h1>");
    esc_html(out, title);
    buf_cstr(out, "</h1>\n<form id=\"search\" role=\"search\" hidden>\n"
                  "<label for=\"q\">Search the report</label>\n"
                  "<input id=\"q\" type=\"search\" autocomplete=\"off\">\n"
                  "<button type=\"submit\">Next</button>\n"
                  "<output id=\"hits\" for=\"q\"></output>\n</form>\n</header>\n"
                  "<main id=\"main\">\n");
}

void html_close(struct buf *out)
{
    buf_cstr(out, "</main>\n<footer>\n<p class=\"dim\">Made by spwfdiag " SPW_VERSION
                  ".</p>\n</footer>\n<script>\n");
    html_script(out);
    buf_cstr(out, "</script>\n</body>\n</html>\n");
}

void html_heading(unsigned level, const char *id, struct slice text, struct buf *out)
{
    buf_printf(out, "<h%u", level);
    if (id[0] != '\0') {
        buf_printf(out, " id=\"%s\"", id);
    }
    buf_byte(out, '>');
    esc_html(out, report_first_line(slice_trim(text)));
    buf_printf(out, "</h%u>\n", level);
}

/* Lines belong to one paragraph until a blank one; "- " begins an item. */
void html_prose(struct slice text, struct buf *out)
{
    struct slice line;
    struct slice rest = slice_trim(text);
    const char *open = "";
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &line, &rest);
        line = slice_trim(line);
        bool item = slice_starts(line, SLICE("- "));
        if (line.n == 0 || item || open[0] == '\0') {
            buf_cstr(out, open);
            open = "";
        }
        if (line.n == 0) {
            continue;
        }
        buf_cstr(out, open[0] != '\0' ? "\n" : "<p>");
        buf_cstr(out, item ? "&bull; " : "");
        esc_html(out, item ? slice_from(line, 2) : line);
        open = "</p>\n";
    }
    buf_cstr(out, open);
}

void html_steps(const char *label, const struct spw_step *steps, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "<p><b>%s:</b> ", label);
        esc_html(out, slice_trim(steps[i].text));
        buf_cstr(out, "</p>\n");
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            buf_cstr(out, k == 0 ? "<pre>" : "\n");
            esc_html(out, steps[i].commands[k]);
        }
        buf_cstr(out, steps[i].n_commands > 0 ? "</pre>\n" : "");
    }
}

/* ---- findings ------------------------------------------------------------------------------------------- */

static void put_case_row(void *context, const struct report_case_row *row)
{
    const struct spw_step step = {row->text, row->commands, row->n_commands};
    html_steps(report_case_label(row->kind), &step, 1, (struct buf *)context);
}

static bool line_is_shown(const struct report_trace *t, uint32_t line)
{
    for (size_t i = 0; i < t->n_lines; i++) {
        if (t->lines[i].line == line) {
            return true;
        }
    }
    return false;
}

static void put_line_link(const struct report_trace *t, size_t index, uint32_t line,
                          struct buf *out)
{
    if (line_is_shown(t, line)) {
        buf_printf(out, "<a href=\"#t%zu-l%lu\">line %lu</a>", index, (unsigned long)line,
                   (unsigned long)line);
    } else {
        buf_printf(out, "line %lu", (unsigned long)line);
    }
}

static void put_evidence(const struct report_trace *t, size_t index, size_t finding,
                         struct buf *out)
{
    const struct spw_finding *f = &t->report->findings[finding];
    buf_cstr(out, f->n_evidence > 0 ? "<ul>\n" : "");
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct spw_evidence *e = &f->evidence[i];
        bool linked = html_has_place(t, &e->at.span);
        buf_cstr(out, "<li>");
        if (linked) {
            buf_printf(out, "<a href=\"#t%zu-f%zu-e%zu\">", index, finding + 1, i + 1);
        }
        if (span_is_set(e->at.span)) {
            buf_printf(out, "line %lu", (unsigned long)e->at.span.line);
        }
        buf_cstr(out, linked ? "</a>" : "");
        if (span_is_set(e->at.span)) {
            buf_cstr(out, ": <code>");
            esc_html(out, report_first_line(mark_text(&e->at)));
            buf_cstr(out, e->at.cut ? "...</code>" : "</code>");
        }
        buf_cstr(out, e->note.n > 0 && span_is_set(e->at.span) ? " &ndash; " : "");
        esc_html(out, slice_trim(e->note));
        buf_cstr(out, "</li>\n");
    }
    buf_cstr(out, f->n_evidence > 0 ? "</ul>\n" : "");
}

static void put_consequences(const struct report_trace *t, size_t index,
                             const struct spw_finding *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_consequences; i++) {
        buf_cstr(out, i == 0 ? "<p>Follows from it: " : ", ");
        put_line_link(t, index, f->consequences[i].span.line, out);
        buf_cstr(out, " <code>");
        esc_html(out, report_first_line(mark_text(&f->consequences[i])));
        buf_cstr(out, "</code>");
    }
    buf_cstr(out, f->n_consequences > 0 ? "</p>\n" : "");
}

static void put_references(const struct spw_finding *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_references; i++) {
        const struct spw_reference *r = &f->references[i];
        buf_cstr(out, i == 0 ? "<p class=\"dim\">See: " : "; ");
        esc_html(out, r->text.n > 0 ? r->text : r->key);
    }
    buf_cstr(out, f->n_references > 0 ? "</p>\n" : "");
}

static void put_kind(const struct report_trace *t, const struct spw_finding *f, struct buf *out)
{
    const struct spw_attempt *a = report_attempt(t->report, f->attempt);
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_kind_words(&words, f);
    buf_cstr(out, "<p><span class=\"kind\">");
    esc_html(out, buf_slice(&words));
    buf_cstr(out, "</span> <code>");
    esc_html(out, f->cause);
    buf_cstr(out, "</code>");
    if (a != NULL) {
        buf_clear(&words);
        report_attempt_words(&words, a);
        buf_cstr(out, ", ");
        esc_html(out, buf_slice(&words));
    }
    if (f->count > 1) {
        buf_printf(out, ", %u times", f->count);
    }
    buf_cstr(out, "</p>\n");
    buf_dispose(&words);
}

static void put_finding(const struct report_trace *t, size_t index, size_t i, struct buf *out)
{
    const struct spw_finding *f = &t->report->findings[i];
    bool ask_first = f->confidence == SPW_POSSIBLE;
    buf_printf(out, "<article class=\"%s\" id=\"t%zu-f%zu\">\n", spw_severity_name(f->severity),
               index, i + 1);
    html_heading(4, "", f->title, out);
    put_kind(t, f, out);
    html_prose(f->explanation, out);
    put_evidence(t, index, i, out);
    html_steps(ask_first ? "Ask" : "Fix", ask_first ? f->confirm : f->fix,
               ask_first ? f->n_confirm : f->n_fix, out);
    html_steps(ask_first ? "Fix" : "Ask", ask_first ? f->fix : f->confirm,
               ask_first ? f->n_fix : f->n_confirm, out);
    report_case(f, put_case_row, out);
    put_consequences(t, index, f, out);
    put_references(f, out);
    buf_cstr(out, "</article>\n");
}

/* ---- the rest of a trace --------------------------------------------------------------------------------- */

static void put_fact(const char *name, struct slice value, struct buf *out)
{
    buf_printf(out, "<dt>%s</dt><dd>", name);
    esc_html(out, value.n > 0 ? value : SLICE("unknown"));
    buf_cstr(out, "</dd>\n");
}

static void put_facts(const struct spw_report *r, struct buf *out)
{
    buf_printf(out, "<dl class=\"facts\">\n<dt>size</dt><dd>%llu lines, %llu bytes</dd>\n",
               (unsigned long long)r->lines, (unsigned long long)r->bytes);
    put_fact("framing", r->framing, out);
    put_fact("dialect", r->dialect, out);
    put_fact("firmware", r->firmware, out);
    buf_cstr(out, "</dl>\n");
}

static void put_attempts(const struct report_options *o, const struct report_trace *t, size_t index,
                         struct buf *out)
{
    const struct spw_report *r = t->report;
    size_t shown = r->n_attempts > ATTEMPTS_SHOWN && !o->verbose ? ATTEMPTS_SHOWN : r->n_attempts;
    for (size_t i = 0; i < shown; i++) {
        struct diagram d;
        struct buf words;
        buf_init(&words, COMMON_TEXT_MAX);
        report_attempt_words(&words, &r->attempts[i]);
        html_heading(4, "", buf_slice(&words), out);
        buf_printf(out,
                   "<div class=\"diagram\" tabindex=\"0\" role=\"group\" "
                   "aria-label=\"Diagram of attempt %u\">\n",
                   r->attempts[i].id);
        diagram_of(&r->attempts[i], &d);
        diagram_put_svg(&d, index, true, out);
        buf_cstr(out, "</div>\n");
        buf_dispose(&words);
    }
    if (r->n_attempts + r->attempts_dropped > shown) {
        buf_printf(out, "<p>And %zu more attempts.</p>\n",
                   r->n_attempts + r->attempts_dropped - shown);
    }
}

static void put_remarks(const struct report_trace *t, size_t index, const char *name,
                        const struct spw_remark *remarks, size_t n, struct buf *out)
{
    if (n == 0) {
        return;
    }
    html_heading(3, "", slice_cstr(name), out);
    buf_cstr(out, "<ul>\n");
    for (size_t i = 0; i < n; i++) {
        buf_cstr(out, "<li>");
        esc_html(out, slice_trim(remarks[i].text));
        if (span_is_set(remarks[i].at.span)) {
            buf_cstr(out, " (");
            put_line_link(t, index, remarks[i].at.span.line, out);
            buf_cstr(out, ")");
        }
        buf_cstr(out, "</li>\n");
    }
    buf_cstr(out, "</ul>\n");
}

static void put_unexplained(const struct report_trace *t, size_t index, struct buf *out)
{
    const struct spw_report *r = t->report;
    if (r->n_unexplained == 0) {
        return;
    }
    html_heading(3, "", SLICE("Unexplained"), out);
    buf_cstr(out, "<ul>\n");
    for (size_t i = 0; i < r->n_unexplained; i++) {
        buf_cstr(out, "<li>");
        put_line_link(t, index, r->unexplained[i].span.line, out);
        buf_cstr(out, ": <code>");
        esc_html(out, report_first_line(mark_text(&r->unexplained[i])));
        buf_cstr(out, "</code></li>\n");
    }
    buf_cstr(out, "</ul>\n");
}

static void put_left(const struct report_options *o, const struct report_trace *t, size_t index,
                     struct buf *out)
{
    const struct spw_report *r = t->report;
    html_heading(3, "", SLICE("Findings"), out);
    for (size_t i = 0; i < r->n_findings; i++) {
        put_finding(t, index, i, out);
    }
    buf_cstr(out, r->n_findings == 0 ? "<p>None.</p>\n" : "");
    if (r->n_attempts > 0) {
        html_heading(3, "", SLICE("Attempts"), out);
        put_attempts(o, t, index, out);
    }
    put_remarks(t, index, "Ruled out", r->ruled_out, r->n_ruled_out, out);
    put_remarks(t, index, "Not shown by this capture", r->not_shown, r->n_not_shown, out);
    put_unexplained(t, index, out);
}

void report_html_begin(const struct report_options *o, struct buf *out)
{
    (void)o;
    html_open(SLICE("spwfdiag report"), out);
}

void report_html_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                       struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    buf_printf(out, "<section aria-labelledby=\"t%zu\">\n", index);
    buf_printf(&words, "t%zu", index);
    buf_byte(&words, '\0');
    html_heading(2, words.p == NULL ? "" : (const char *)words.p, report_path(t), out);
    buf_clear(&words);
    report_verdict(&words, t->report);
    buf_cstr(out, "<p class=\"verdict\">");
    esc_html(out, buf_slice(&words));
    buf_cstr(out, "</p>\n");
    buf_dispose(&words);
    if (t->report->at_traffic) {
        put_facts(t->report, out);
        buf_cstr(out, "<div class=\"cols\">\n<div>\n");
        put_left(o, t, index, out);
        buf_printf(out,
                   "</div>\n<div>\n<h3 id=\"t%zu-trace\">Trace</h3>\n<div class=\"trace\" "
                   "tabindex=\"0\" role=\"region\" aria-labelledby=\"t%zu-trace\">\n",
                   index, index);
        html_lines(t, index, out);
        buf_cstr(out, "</div>\n</div>\n</div>\n");
    }
    buf_cstr(out, "</section>\n");
}

void report_html_end(const struct report_options *o, const struct report_totals *t, struct buf *out)
{
    (void)o;
    (void)t;
    html_close(out);
}
