#include "report/junit.h"

#include "base/escape.h"
#include "report/case.h"
#include "report/common.h"

enum { SECOND_US = 1000000 };

static bool fails(const struct spw_finding *f, unsigned attempt)
{
    return f->attempt == attempt && f->severity == SPW_ERROR;
}

static size_t count_errors(const struct spw_report *r, unsigned attempt)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_findings; i++) {
        n += fails(&r->findings[i], attempt);
    }
    return n;
}

/* An attempt that failed for reasons that nothing explains has failed all the same. */
static bool case_fails(const struct spw_report *r, const struct spw_attempt *a)
{
    return count_errors(r, a->id) > 0 || a->outcome == SPW_OUTCOME_FAILED;
}

static bool case_skipped(const struct spw_report *r, const struct spw_attempt *a)
{
    return !case_fails(r, a) &&
           (a->outcome == SPW_OUTCOME_UNKNOWN || a->outcome == SPW_OUTCOME_UNFINISHED);
}

/* Findings of the trace as a whole, and of attempts that the report has not kept. */
static bool is_of_trace(const struct spw_report *r, const struct spw_finding *f)
{
    return report_attempt(r, f->attempt) == NULL;
}

static bool trace_fails(const struct spw_report *r)
{
    bool any = r->n_unexplained > 0 || !r->at_traffic;
    for (size_t i = 0; i < r->n_findings; i++) {
        any = any || (is_of_trace(r, &r->findings[i]) && r->findings[i].severity == SPW_ERROR);
    }
    return any;
}

/* ---- cases --------------------------------------------------------------------------------------------- */

static void put_steps(const char *label, const struct spw_step *steps, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "%s: ", label);
        esc_html(out, slice_trim(steps[i].text));
        buf_byte(out, '\n');
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            buf_cstr(out, "    ");
            esc_html(out, steps[i].commands[k]);
            buf_byte(out, '\n');
        }
    }
}

static void put_places(const struct report_trace *t, const struct spw_finding *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct mark *at = &f->evidence[i].at;
        if (span_is_set(at->span)) {
            esc_html(out, report_path(t));
            buf_printf(out, ":%lu:%lu: ", (unsigned long)at->span.line,
                       (unsigned long)at->span.column);
            esc_html(out, report_first_line(mark_text(at)));
            buf_byte(out, '\n');
        }
    }
}

static void put_case_row(void *context, const struct report_case_row *row)
{
    const struct spw_step step = {row->text, row->commands, row->n_commands};
    put_steps(report_case_label(row->kind), &step, 1, (struct buf *)context);
}

static void put_details(const struct report_trace *t, const struct spw_finding *f, struct buf *out)
{
    esc_html(out, slice_trim(f->explanation));
    buf_byte(out, '\n');
    put_places(t, f, out);
    put_steps("fix", f->fix, f->n_fix, out);
    put_steps("ask", f->confirm, f->n_confirm, out);
    report_case(f, put_case_row, out);
}

/* JUnit has one failure a case: the first finding gives it its message, the text holds them all. */
static void put_failure(const struct report_trace *t, unsigned attempt, bool of_trace,
                        struct buf *out)
{
    const struct spw_report *r = t->report;
    bool open = false;
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        bool mine = of_trace ? is_of_trace(r, f) : f->attempt == attempt;
        if (!mine || f->severity != SPW_ERROR) {
            continue;
        }
        if (!open) {
            buf_cstr(out, "      <failure type=\"");
            esc_xml(out, f->cause);
            buf_cstr(out, "\" message=\"");
            esc_xml(out, slice_trim(f->title));
            buf_cstr(out, "\">");
            open = true;
        } else {
            buf_byte(out, '\n');
            esc_html(out, slice_trim(f->title));
            buf_byte(out, '\n');
        }
        put_details(t, f, out);
    }
    buf_cstr(out, open ? "</failure>\n"
                       : "      <failure type=\"unexplained\" message=\"failed; nothing in the "
                         "capture explains it\"/>\n");
}

static void put_remarks(const struct report_trace *t, unsigned attempt, bool of_trace,
                        struct buf *out)
{
    const struct spw_report *r = t->report;
    bool open = false;
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        bool mine = of_trace ? is_of_trace(r, f) : f->attempt == attempt;
        if (mine && f->severity != SPW_ERROR) {
            buf_cstr(out, open ? "" : "      <system-out>");
            buf_printf(out, "%s: ", spw_severity_name(f->severity));
            esc_html(out, slice_trim(f->title));
            buf_byte(out, '\n');
            open = true;
        }
    }
    buf_cstr(out, open ? "</system-out>\n" : "");
}

static void put_attempt(const struct report_trace *t, const struct spw_attempt *a, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_attempt_words(&words, a);
    buf_cstr(out, "    <testcase classname=\"");
    esc_xml(out, report_path(t));
    buf_cstr(out, "\" name=\"");
    esc_xml(out, buf_slice(&words));
    buf_printf(out, "\" time=\"%.3f\">\n",
               a->duration_us > 0 ? (double)a->duration_us / SECOND_US : 0.0);
    if (case_fails(t->report, a)) {
        put_failure(t, a->id, false, out);
    } else if (case_skipped(t->report, a)) {
        buf_cstr(out, "      <skipped message=\"the capture does not show how it ended\"/>\n");
    }
    put_remarks(t, a->id, false, out);
    buf_cstr(out, "    </testcase>\n");
    buf_dispose(&words);
}

static void put_whole(const struct report_trace *t, struct buf *out)
{
    buf_cstr(out, "    <testcase classname=\"");
    esc_xml(out, report_path(t));
    buf_cstr(out, "\" name=\"the capture as a whole\" time=\"0.000\">\n");
    if (trace_fails(t->report)) {
        put_failure(t, 0, true, out);
    }
    put_remarks(t, 0, true, out);
    buf_cstr(out, "    </testcase>\n");
}

void report_junit_begin(const struct report_options *o, struct buf *out)
{
    (void)o;
    buf_cstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"spwfdiag\">\n");
}

void report_junit_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                        struct buf *out)
{
    const struct spw_report *r = t->report;
    size_t failures = trace_fails(r);
    size_t skipped = 0;
    (void)o;
    for (size_t i = 0; i < r->n_attempts; i++) {
        failures += case_fails(r, &r->attempts[i]);
        skipped += case_skipped(r, &r->attempts[i]);
    }
    buf_printf(out, "  <testsuite id=\"%zu\" name=\"", index);
    esc_xml(out, report_path(t));
    buf_printf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n",
               r->n_attempts + 1, failures, skipped);
    for (size_t i = 0; i < r->n_attempts; i++) {
        put_attempt(t, &r->attempts[i], out);
    }
    put_whole(t, out);
    buf_cstr(out, "  </testsuite>\n");
}

void report_junit_end(const struct report_options *o, const struct report_totals *t,
                      struct buf *out)
{
    (void)o;
    (void)t;
    buf_cstr(out, "</testsuites>\n");
}
