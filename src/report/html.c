#include "report/html.h"

#include "base/escape.h"
#include "report/common.h"
#include "report/page.h"

/* ---- small parts ------------------------------------------------------------------------------------- */

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

void html_commands(const struct slice *commands, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_cstr(out, i == 0 ? "<div class=\"commands\"><pre>" : "\n");
        esc_html(out, commands[i]);
    }
    buf_cstr(out, n > 0 ? "</pre></div>\n" : "");
}

void html_steps(const char *label, const struct spw_step *steps, size_t n, struct buf *out)
{
    if (n == 0) {
        return;
    }
    bool fix = slice_eq(slice_cstr(label), SLICE("Fix"));
    buf_printf(out, "<div class=\"do%s\">\n<p class=\"label\">%s</p>\n", fix ? " fix" : "", label);
    for (size_t i = 0; i < n; i++) {
        html_prose(steps[i].text, out);
        html_commands(steps[i].commands, steps[i].n_commands, out);
    }
    buf_cstr(out, "</div>\n");
}

/* ---- what a trace comes to --------------------------------------------------------------------------- */

/* The folder is said more quietly than the file. */
static void put_name(const struct report_trace *t, size_t index, struct buf *out)
{
    struct slice path = report_first_line(report_path(t));
    size_t name = path.n;
    while (name > 0 && path.p[name - 1] != '/') {
        name--;
    }
    buf_printf(out, "<h2 id=\"t%zu\">", index);
    if (name > 0) {
        buf_cstr(out, "<span class=\"dir\">");
        esc_html(out, slice_sub(path, 0, name));
        buf_cstr(out, "</span>");
    }
    esc_html(out, slice_from(path, name));
    buf_cstr(out, "</h2>\n");
}

static void put_pill(const char *kind, struct slice words, struct buf *out)
{
    buf_printf(out, "<span class=\"pill %s\">", kind);
    esc_html(out, words);
    buf_cstr(out, "</span>\n");
}

static void put_counts(const struct spw_report *r, struct buf *out)
{
    static const enum spw_severity order[] = {SPW_ERROR, SPW_WARNING, SPW_NOTE};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const char *noun = spw_severity_name(order[i]);
        size_t n = report_count(r, order[i]);
        if (n > 0) {
            struct buf words;
            buf_init(&words, COMMON_TEXT_MAX);
            page_plural(&words, n, noun);
            put_pill(noun, buf_slice(&words), out);
            buf_dispose(&words);
        }
    }
}

static void put_tally(const struct spw_report *r, struct buf *out)
{
    size_t attempts = r->n_attempts + r->attempts_dropped;
    size_t unexplained = r->n_unexplained + r->unexplained_dropped;
    buf_cstr(out, "<p class=\"tally\">\n");
    if (!r->at_traffic) {
        put_pill("error", SLICE("No AT traffic"), out);
    } else if (report_count(r, SPW_ERROR) + report_count(r, SPW_WARNING) + unexplained == 0) {
        put_pill("good", SLICE("Nothing wrong found"), out);
    }
    put_counts(r, out);
    if (unexplained > 0) {
        buf_printf(out, "<span class=\"pill warning\">%zu unexplained</span>\n", unexplained);
    }
    if (attempts > 0) {
        buf_cstr(out, "<span class=\"dim\">in ");
        page_plural(out, attempts, "connection attempt");
        buf_cstr(out, "</span>\n");
    }
    buf_cstr(out, "</p>\n");
}

/* What to act on first, linked; otherwise the verdict in words. */
static void put_verdict(const struct report_trace *t, size_t index, struct buf *out)
{
    const struct spw_report *r = t->report;
    struct buf words;
    buf_cstr(out, "<p class=\"verdict\">");
    if (r->n_findings > 0 && r->findings[0].severity != SPW_NOTE) {
        buf_printf(out, "First to act on: <a href=\"#t%zu-f1\">", index);
        esc_html(out, slice_trim(r->findings[0].title));
        buf_printf(out, "</a> (%s).", spw_confidence_name(r->findings[0].confidence));
    } else {
        buf_init(&words, COMMON_TEXT_MAX);
        report_verdict(&words, r);
        esc_html(out, buf_slice(&words));
        buf_dispose(&words);
    }
    buf_cstr(out, "</p>\n");
}

void html_fact(const char *name, struct slice value, struct buf *out)
{
    buf_printf(out, "<div><dt>%s</dt><dd>", name);
    esc_html(out, value.n > 0 ? value : SLICE("unknown"));
    buf_cstr(out, "</dd></div>\n");
}

static void put_facts(const struct spw_report *r, struct buf *out)
{
    buf_printf(out,
               "<dl class=\"facts\">\n<div><dt>size</dt><dd>%llu lines, %llu bytes</dd></div>\n",
               (unsigned long long)r->lines, (unsigned long long)r->bytes);
    html_fact("framing", r->framing, out);
    html_fact("dialect", r->dialect, out);
    html_fact("firmware", r->firmware, out);
    buf_cstr(out, "</dl>\n");
}

/* ---- the rest of a trace --------------------------------------------------------------------------------- */

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
            html_line_link(t, index, remarks[i].at.span.line, out);
            buf_cstr(out, ")");
        }
        buf_cstr(out, "</li>\n");
    }
    buf_cstr(out, "</ul>\n");
}

static void put_unexplained(const struct report_trace *t, size_t index, struct buf *out)
{
    const struct spw_report *r = t->report;
    if (r->n_unexplained + r->unexplained_dropped == 0) {
        return;
    }
    html_heading(3, "", SLICE("Unexplained"), out);
    buf_cstr(out, "<ul class=\"evidence\">\n");
    for (size_t i = 0; i < r->n_unexplained; i++) {
        buf_cstr(out, "<li><span class=\"where\">");
        html_line_link(t, index, r->unexplained[i].span.line, out);
        buf_cstr(out, "</span> <code>");
        esc_html(out, report_first_line(mark_text(&r->unexplained[i])));
        buf_cstr(out, "</code></li>\n");
    }
    buf_cstr(out, "</ul>\n");
    if (r->unexplained_dropped > 0) {
        buf_printf(out, "<p>And %zu more lines.</p>\n", r->unexplained_dropped);
    }
}

static void put_left(const struct report_options *o, const struct report_trace *t, size_t index,
                     struct buf *out)
{
    const struct spw_report *r = t->report;
    html_heading(3, "", SLICE("Findings"), out);
    html_findings(t, index, out);
    if (r->n_attempts > 0) {
        html_heading(3, "", SLICE("Attempts"), out);
        html_attempts(o, t, index, out);
    }
    put_remarks(t, index, "Ruled out", r->ruled_out, r->n_ruled_out, out);
    put_remarks(t, index, "Not shown by this capture", r->not_shown, r->n_not_shown, out);
    put_unexplained(t, index, out);
}

/* ---- the three entries ------------------------------------------------------------------------------- */

void report_html_begin(const struct report_options *o, struct buf *out)
{
    (void)o;
    html_open(SLICE("spwfdiag report"), out);
}

void report_html_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                       struct buf *out)
{
    buf_printf(out, "<section class=\"report\" aria-labelledby=\"t%zu\">\n", index);
    put_name(t, index, out);
    put_tally(t->report, out);
    put_verdict(t, index, out);
    if (t->report->at_traffic) {
        put_facts(t->report, out);
        buf_cstr(out, "<div class=\"cols\">\n<div>\n");
        put_left(o, t, index, out);
        buf_printf(out,
                   "</div>\n<div class=\"beside\">\n<h3 id=\"t%zu-trace\">Trace</h3>\n"
                   "<div class=\"trace\" tabindex=\"0\" role=\"region\" "
                   "aria-labelledby=\"t%zu-trace t%zu\">\n",
                   index, index, index);
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
