#include "report/common.h"

#include "report/page.h"

enum { SECOND_US = 1000000 };

const struct spw_attempt *report_attempt(const struct spw_report *r, unsigned id)
{
    for (size_t i = 0; i < r->n_attempts; i++) {
        if (r->attempts[i].id == id) {
            return &r->attempts[i];
        }
    }
    return NULL;
}

void report_attempt_words(struct buf *out, const struct spw_attempt *a)
{
    buf_printf(out, "attempt %u: ", a->id);
    buf_put(out, a->command.n > 0 ? a->command : SLICE("(command not in the capture)"));
    if (a->host.n > 0) {
        buf_byte(out, ' ');
        buf_put(out, a->host);
    }
    if (a->port > 0) {
        buf_printf(out, a->host.n > 0 ? ":%u" : " port %u", a->port);
    }
    if (a->security.n > 0) {
        buf_byte(out, ' ');
        buf_put(out, a->security);
    }
    if (span_is_set(a->at.span)) {
        buf_printf(out, ", line %lu", (unsigned long)a->at.span.line);
    }
}

enum spw_phase_id report_failed_phase(const struct spw_attempt *a)
{
    unsigned i = 0;
    while (i < SPW_PHASE_COUNT && a->phases[i].status != SPW_PHASE_FAILED) {
        i++;
    }
    return (enum spw_phase_id)i;
}

void report_outcome_words(struct buf *out, const struct spw_attempt *a)
{
    enum spw_phase_id phase = report_failed_phase(a);
    if (a->outcome == SPW_OUTCOME_UNKNOWN) {
        buf_cstr(out, "outcome not shown");
    } else {
        buf_cstr(out, spw_outcome_name(a->outcome));
    }
    if (a->outcome == SPW_OUTCOME_FAILED && phase != SPW_PHASE_COUNT) {
        buf_printf(out, " at %s", spw_phase_name(phase));
    }
    if (a->duration_us >= 0) {
        buf_printf(out, " after %.2f s", (double)a->duration_us / SECOND_US);
    }
}

static void put_how_known(struct buf *out, const struct spw_phase *phase)
{
    if (!phase->observed) {
        buf_cstr(out, ", concluded");
    } else if (span_is_set(phase->at)) {
        buf_printf(out, ", seen in line %lu", (unsigned long)phase->at.line);
    } else {
        buf_cstr(out, ", seen");
    }
    if (phase->after_us >= 0) {
        buf_printf(out, " after %.2f s", (double)phase->after_us / SECOND_US);
    }
}

void report_phase_words(struct buf *out, const struct spw_phase *phase)
{
    switch (phase->status) {
    case SPW_PHASE_UNKNOWN:
        buf_cstr(out, "cannot be told");
        break;
    case SPW_PHASE_OK:
        buf_cstr(out, "ok");
        put_how_known(out, phase);
        break;
    case SPW_PHASE_FAILED:
        buf_cstr(out, "FAILED");
        put_how_known(out, phase);
        break;
    case SPW_PHASE_NOT_REACHED:
        buf_cstr(out, "not reached");
        break;
    }
}

void report_kind_words(struct buf *out, const struct spw_finding *f)
{
    buf_printf(out, "%s %s", spw_confidence_name(f->confidence), spw_severity_name(f->severity));
}

static void put_counts(struct buf *out, const struct spw_report *r)
{
    static const enum spw_severity order[] = {SPW_ERROR, SPW_WARNING, SPW_NOTE};
    bool any = false;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        size_t n = report_count(r, order[i]);
        if (n > 0) {
            buf_cstr(out, any ? ", " : "");
            page_plural(out, n, spw_severity_name(order[i]));
            any = true;
        }
    }
    buf_cstr(out, any ? "" : "no findings");
}

static void put_where(struct buf *out, const struct spw_report *r)
{
    size_t attempts = r->n_attempts + r->attempts_dropped;
    size_t unexplained = r->n_unexplained + r->unexplained_dropped;
    if (attempts > 0) {
        buf_cstr(out, " in ");
        page_plural(out, attempts, "connection attempt");
    }
    if (unexplained > 0) {
        buf_cstr(out, "; ");
        page_plural(out, unexplained, "failure line");
        buf_cstr(out, unexplained == 1 ? " is unexplained" : " are unexplained");
    }
    buf_cstr(out, ".");
}

void report_verdict(struct buf *out, const struct spw_report *r)
{
    if (!r->at_traffic) {
        buf_cstr(out, "No AT traffic found");
        buf_cstr(out, r->looks_like.n > 0 ? "; this looks like " : "");
        buf_put(out, r->looks_like);
        buf_cstr(out, ".");
        return;
    }
    bool wrong = report_count(r, SPW_ERROR) + report_count(r, SPW_WARNING) > 0;
    buf_cstr(out, wrong || r->n_unexplained > 0 ? "" : "Nothing wrong found: ");
    put_counts(out, r);
    put_where(out, r);
    if (wrong && r->n_findings > 0) {
        const struct spw_finding *f = &r->findings[0];
        buf_cstr(out, " First to act on: ");
        buf_put(out, slice_trim(f->title));
        buf_printf(out, " (%s).", spw_confidence_name(f->confidence));
    }
}

struct slice report_first_line(struct slice s)
{
    size_t end = 0;
    while (end < s.n && s.p[end] != '\n' && s.p[end] != '\r') {
        end++;
    }
    return slice_sub(s, 0, end);
}

const struct mark *report_place(const struct spw_finding *f)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        if (span_is_set(f->evidence[i].at.span)) {
            return &f->evidence[i].at;
        }
    }
    return NULL;
}

const struct report_line *report_source_line(const struct report_trace *t, const struct span *at)
{
    for (size_t i = 0; i < t->n_lines; i++) {
        const struct report_line *line = &t->lines[i];
        if (line->line == at->line && line->column <= at->column &&
            at->column - line->column < line->text.n + 1) {
            return line;
        }
    }
    return NULL;
}

const char *report_baseline_word(const struct report_trace *t, const struct spw_finding *f)
{
    if (t->baseline == NULL) {
        return NULL;
    }
    return baseline_is_new(t->baseline, (size_t)(f - t->report->findings)) ? "new" : "same";
}

struct slice report_path(const struct report_trace *t)
{
    return slice_eq(t->path, SLICE("-")) ? SLICE("<stdin>") : t->path;
}
