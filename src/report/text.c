#include "report/text.h"

#include "report/group.h"
#include "report/head.h"
#include "report/quote.h"

enum {
    UNEXPLAINED_SHOWN = 20,
    REMARKS_SHOWN = 8,
    SUMMARY_MAX = 400 /* bytes */
};

/* ---- what else there is to say ------------------------------------------------------------------------------- */

static void put_section_name(const struct page *p, const char *name)
{
    page_cstr(p, ROLE_STRONG, name);
    page_newline(p);
}

static void put_remark(const struct page *p, const struct spw_remark *remark)
{
    struct buf text;
    buf_init(&text, 4096);
    buf_put(&text, slice_trim(remark->text));
    if (span_is_set(remark->at.span)) {
        buf_printf(&text, " (line %lu)", (unsigned long)remark->at.span.line);
    }
    page_cstr(p, ROLE_DIM, "  - ");
    page_prose(p, 4, 4, ROLE_PLAIN, buf_slice(&text));
    buf_dispose(&text);
}

static void put_remarks(const struct page *p, const char *name, const struct spw_remark *remarks,
                        size_t n)
{
    if (n == 0) {
        return;
    }
    size_t shown = n > REMARKS_SHOWN && !p->options->verbose ? REMARKS_SHOWN : n;
    put_section_name(p, name);
    for (size_t i = 0; i < shown; i++) {
        put_remark(p, &remarks[i]);
    }
    if (shown < n) {
        page_printf(p, ROLE_DIM, "  - and %lu more (-v shows all)", (unsigned long)(n - shown));
        page_newline(p);
    }
    page_newline(p);
}

static void put_lines(const struct page *p, const char *name, const struct mark *marks, size_t n,
                      size_t dropped)
{
    if (n + dropped == 0) {
        return;
    }
    size_t shown = n > UNEXPLAINED_SHOWN && !p->options->verbose ? UNEXPLAINED_SHOWN : n;
    put_section_name(p, name);
    for (size_t i = 0; i < shown; i++) {
        quote_line(p, &marks[i]);
    }
    if (n + dropped > shown) {
        page_printf(p, ROLE_DIM, shown > 0 ? "  and %lu more lines" : "  %lu lines",
                    (unsigned long)(n + dropped - shown));
        page_newline(p);
    }
    page_newline(p);
}

/* What the earlier report had and this one has not. */
static void put_gone(const struct page *p)
{
    const struct baseline_trace *b = p->trace->baseline;
    if (b == NULL || b->gone.n == 0) {
        return;
    }
    if (!p->options->quiet) {
        put_section_name(p, "gone since the earlier report");
    }
    for (size_t i = 0; i < b->gone.n; i++) {
        const struct baseline_finding *f = *ARRAY_AT(&b->gone, const struct baseline_finding *, i);
        if (p->options->quiet) {
            page_put(p, ROLE_STRONG, p->trace->path);
            page_cstr(p, ROLE_STRONG, ":");
        } else {
            page_cstr(p, ROLE_DIM, " ");
        }
        page_printf(p, ROLE_GOOD, " gone: %s: ", spw_severity_name(f->severity));
        page_put(p, ROLE_PLAIN, f->title);
        page_cstr(p, ROLE_DIM, " [");
        page_put(p, ROLE_DIM, f->cause);
        page_cstr(p, ROLE_DIM, "]");
        page_newline(p);
    }
    if (!p->options->quiet) {
        page_newline(p);
    }
}

static void put_statistics(const struct page *p)
{
    const struct spw_statistics *s = &p->trace->report->statistics;
    struct buf b;
    buf_init(&b, SUMMARY_MAX);
    page_plural(&b, s->events, "event");
    buf_cstr(&b, ": ");
    page_plural(&b, s->commands, "command");
    buf_printf(&b, ", %llu repl%s, ", (unsigned long long)s->replies,
               s->replies == 1 ? "y" : "ies");
    page_plural(&b, s->indications, "indication");
    buf_cstr(&b, ", ");
    page_plural(&b, s->payload_bytes, "payload byte");
    buf_printf(&b, ", %llu not recognised", (unsigned long long)s->unrecognized);
    page_prose(p, 0, 0, ROLE_DIM, buf_slice(&b));
    page_newline(p);
    buf_dispose(&b);
}

/* ---- the last line --------------------------------------------------------------------------------------------- */

/* "1 error, 1 warning, 2 notes"; what there is none of is left out, but something is always said. */
static void put_counts(struct buf *out, size_t errors, size_t warnings, size_t notes)
{
    const struct {
        size_t n;
        const char *noun;
    } parts[] = {{errors, "error"}, {warnings, "warning"}, {notes, "note"}};
    bool any = false;
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].n > 0) {
            buf_cstr(out, any ? ", " : "");
            page_plural(out, parts[i].n, parts[i].noun);
            any = true;
        }
    }
    if (!any) {
        buf_cstr(out, "no findings");
    }
}

static void put_rest(struct buf *out, size_t attempts, size_t unexplained)
{
    if (attempts > 0) {
        buf_cstr(out, " in ");
        page_plural(out, attempts, "attempt");
    }
    if (unexplained > 0) {
        buf_cstr(out, "; ");
        page_plural(out, unexplained, "failure line");
        buf_cstr(out, " unexplained");
    }
}

static enum page_role summary_role(size_t errors, size_t warnings)
{
    return errors > 0 ? ROLE_ERROR : warnings > 0 ? ROLE_WARNING : ROLE_GOOD;
}

static bool healthy(const struct spw_report *r)
{
    return report_count(r, SPW_ERROR) + report_count(r, SPW_WARNING) == 0 &&
           r->n_unexplained + r->unexplained_dropped == 0;
}

/* Where nothing wrong is found, a reader must not take silence for success. */
static void put_open_ends(struct buf *out, const struct spw_report *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_attempts; i++) {
        n += r->attempts[i].outcome == SPW_OUTCOME_UNKNOWN;
    }
    if (n == 0 || !healthy(r)) {
        return;
    }
    if (r->n_attempts == 1) {
        buf_cstr(out, "; how it ended is not shown");
    } else {
        buf_printf(out, "; how %zu of them ended is not shown", n);
    }
}

static void put_summary(const struct page *p)
{
    const struct spw_report *r = p->trace->report;
    size_t errors = report_count(r, SPW_ERROR);
    size_t warnings = report_count(r, SPW_WARNING);
    size_t attempts = r->n_attempts + r->attempts_dropped;
    struct buf b;
    buf_init(&b, SUMMARY_MAX);
    if (healthy(r)) {
        page_cstr(p, ROLE_GOOD, "nothing wrong found");
        page_cstr(p, ROLE_PLAIN, r->n_findings > 0 ? ": " : "");
    }
    if (!healthy(r) || r->n_findings > 0) {
        put_counts(&b, errors, warnings, report_count(r, SPW_NOTE));
    }
    put_rest(&b, attempts, r->n_unexplained + r->unexplained_dropped);
    put_open_ends(&b, r);
    if (attempts == 0 && r->n_findings == 0) {
        buf_cstr(&b, "; no connection attempt in this capture");
    }
    page_put(p, summary_role(errors, warnings), buf_slice(&b));
    page_newline(p);
    buf_dispose(&b);
}

/* ---- the three entries ------------------------------------------------------------------------------------------ */

static void put_no_traffic(const struct page *p)
{
    const struct spw_report *r = p->trace->report;
    page_put(p, ROLE_STRONG, p->trace->path);
    page_cstr(p, ROLE_STRONG, ": ");
    page_cstr(p, ROLE_ERROR, "no AT traffic found");
    if (r->looks_like.n > 0) {
        page_cstr(p, ROLE_PLAIN, "; this looks like ");
        page_put(p, ROLE_PLAIN, r->looks_like);
    }
    page_newline(p);
}

void report_text_begin(const struct report_options *o, struct buf *out)
{
    (void)o;
    (void)out;
}

/* Standard input goes by the name that compilers give it. */
static struct report_trace named(const struct report_trace *t)
{
    struct report_trace result = *t;
    if (slice_eq(t->path, SLICE("-"))) {
        result.path = SLICE("<stdin>");
    }
    return result;
}

void report_text_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                       struct buf *out)
{
    const struct report_trace trace = named(t);
    const struct page p = {out, o, &trace};
    const struct spw_report *r = t->report;
    if (!r->at_traffic) {
        put_no_traffic(&p);
        return;
    }
    if (o->quiet) {
        report_groups_put(&p);
        put_gone(&p);
        return;
    }
    if (index > 0) {
        page_newline(&p);
    }
    report_head_put(&p);
    report_groups_put(&p);
    put_gone(&p);
    put_remarks(&p, "ruled out", r->ruled_out, r->n_ruled_out);
    put_remarks(&p, "not shown by this capture", r->not_shown, r->n_not_shown);
    put_lines(&p, "unexplained", r->unexplained, r->n_unexplained, r->unexplained_dropped);
    if (o->verbose) {
        uint64_t all = r->statistics.unrecognized;
        size_t more = all > r->n_unrecognized ? (size_t)all - r->n_unrecognized : 0;
        put_lines(&p, "not recognised", r->unrecognized, r->n_unrecognized, more);
        put_statistics(&p);
    }
    put_summary(&p);
}

void report_text_end(const struct report_options *o, const struct report_totals *t, struct buf *out)
{
    const struct page p = {out, o, NULL};
    if (o->quiet || t->traces < 2) {
        return;
    }
    struct buf b;
    buf_init(&b, SUMMARY_MAX);
    page_plural(&b, t->traces, "trace");
    buf_printf(&b, ", %lu with errors: ", (unsigned long)t->failed);
    put_counts(&b, t->errors, t->warnings, t->notes);
    put_rest(&b, t->attempts, t->unexplained);
    page_newline(&p);
    page_put(&p, summary_role(t->errors, t->warnings), buf_slice(&b));
    page_newline(&p);
    buf_dispose(&b);
}
