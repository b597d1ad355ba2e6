#include "report/markdown.h"

#include "base/escape.h"
#include "report/case.h"
#include "report/common.h"
#include "report/diagram.h"

enum { ATTEMPTS_SHOWN = 12, BLOCK_MAX = 64 * 1024 * 1024 };

/* ---- small parts ------------------------------------------------------------------------------------- */

void markdown_heading(struct buf *out, unsigned level, struct slice text)
{
    buf_fill(out, '#', level);
    buf_byte(out, ' ');
    esc_markdown(out, report_first_line(slice_trim(text)));
    buf_cstr(out, "\n\n");
}

void markdown_prose(struct buf *out, struct slice text)
{
    struct slice line;
    struct slice rest = slice_trim(text);
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &line, &rest);
        line = slice_trim(line);
        bool item = slice_starts(line, SLICE("- ")); /* lists stay lists */
        buf_cstr(out, item ? "- " : "");
        esc_markdown(out, item ? slice_from(line, 2) : line);
        buf_byte(out, '\n');
    }
    buf_byte(out, '\n');
}

void markdown_block(const char *kind, struct slice text, struct buf *out)
{
    size_t fence = esc_markdown_fence(text);
    struct slice line;
    buf_fill(out, '`', fence);
    buf_cstr(out, kind);
    buf_byte(out, '\n');
    while (text.n > 0) {
        (void)slice_split(text, '\n', &line, &text);
        esc_markdown_code(
            out, line.n > 0 && line.p[line.n - 1] == '\r' ? slice_sub(line, 0, line.n - 1) : line);
        buf_byte(out, '\n');
    }
    buf_fill(out, '`', fence);
    buf_cstr(out, "\n\n");
}

/* The summary of a <details>: HTML, so that a blank line or markup in it cannot end it early. */
static void open_details(struct buf *out, struct slice summary)
{
    buf_cstr(out, "<details>\n<summary>");
    esc_html(out, report_first_line(summary));
    buf_cstr(out, "</summary>\n\n");
}

static void close_details(struct buf *out) { buf_cstr(out, "</details>\n\n"); }

/* ---- evidence ------------------------------------------------------------------------------------------ */

static void put_evidence_lines(const struct spw_finding *f, struct buf *out)
{
    struct buf block;
    buf_init(&block, BLOCK_MAX);
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct spw_evidence *e = &f->evidence[i];
        if (span_is_set(e->at.span)) {
            buf_printf(&block, "%5lu | ", (unsigned long)e->at.span.line);
            buf_put(&block, report_first_line(mark_text(&e->at)));
            buf_cstr(&block, e->at.cut || e->at.span.last_line > e->at.span.line ? " ..." : "");
            buf_byte(&block, '\n');
        }
        if (e->note.n > 0) {
            buf_cstr(&block, "      = ");
            buf_put(&block, report_first_line(slice_trim(e->note)));
            buf_byte(&block, '\n');
        }
    }
    out->status = out->status == SPW_OK ? block.status : out->status;
    markdown_block("text", buf_slice(&block), out);
    buf_dispose(&block);
}

static void put_evidence(const struct spw_finding *f, struct buf *out)
{
    struct buf summary;
    if (f->n_evidence == 0) {
        return;
    }
    buf_init(&summary, COMMON_TEXT_MAX);
    const struct mark *first = report_place(f);
    buf_cstr(&summary, "Evidence");
    if (first != NULL) {
        buf_printf(&summary, " (line %lu", (unsigned long)first->span.line);
        buf_printf(&summary, f->n_evidence > 1 ? " and %zu more)" : ")", f->n_evidence - 1);
    }
    open_details(out, buf_slice(&summary));
    put_evidence_lines(f, out);
    close_details(out);
    buf_dispose(&summary);
}

/* ---- findings -------------------------------------------------------------------------------------------- */

void markdown_steps(const char *label, const struct spw_step *steps, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        struct buf block;
        buf_printf(out, "**%s:** ", label);
        markdown_prose(out, steps[i].text);
        buf_init(&block, BLOCK_MAX);
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            buf_put(&block, steps[i].commands[k]);
            buf_byte(&block, '\n');
        }
        if (block.n > 0) {
            markdown_block("text", buf_slice(&block), out);
        }
        buf_dispose(&block);
    }
}

static void put_case_row(void *context, const struct report_case_row *row)
{
    const struct spw_step step = {row->text, row->commands, row->n_commands};
    markdown_steps(report_case_label(row->kind), &step, 1, (struct buf *)context);
}

static void put_consequences(const struct spw_finding *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_consequences; i++) {
        const struct mark *m = &f->consequences[i];
        buf_printf(out, "%sline %lu ", i == 0 ? "Follows from it: " : ", ",
                   (unsigned long)m->span.line);
        esc_markdown_span(out, report_first_line(mark_text(m)));
    }
    buf_cstr(out, f->n_consequences > 0 ? "\n\n" : "");
}

static void put_references(const struct spw_finding *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_references; i++) {
        const struct spw_reference *r = &f->references[i];
        buf_cstr(out, i == 0 ? "See: " : "; ");
        esc_markdown(out, report_first_line(r->text.n > 0 ? r->text : r->key));
    }
    buf_cstr(out, f->n_references > 0 ? "\n\n" : "");
}

static void put_finding(const struct report_trace *t, const struct spw_finding *f, unsigned level,
                        struct buf *out)
{
    const struct spw_attempt *a = report_attempt(t->report, f->attempt);
    bool ask_first = f->confidence == SPW_POSSIBLE;
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    buf_printf(&words, "%s: ", spw_severity_name(f->severity));
    buf_put(&words, f->title);
    markdown_heading(out, level, buf_slice(&words));
    buf_clear(&words);
    esc_markdown_span(out, f->cause);
    buf_printf(out, ", %s", spw_confidence_name(f->confidence));
    if (a != NULL) {
        buf_cstr(out, ", ");
        report_attempt_words(&words, a);
        esc_markdown(out, buf_slice(&words));
    }
    if (f->count > 1) {
        buf_printf(out, ", %u times", f->count);
    }
    if (report_baseline_word(t, f) != NULL) {
        buf_printf(out, ", %s since the earlier report", report_baseline_word(t, f));
    }
    buf_cstr(out, "\n\n");
    markdown_prose(out, f->explanation);
    put_evidence(f, out);
    markdown_steps(ask_first ? "Ask" : "Fix", ask_first ? f->confirm : f->fix,
                   ask_first ? f->n_confirm : f->n_fix, out);
    markdown_steps(ask_first ? "Fix" : "Ask", ask_first ? f->fix : f->confirm,
                   ask_first ? f->n_fix : f->n_confirm, out);
    report_case(f, put_case_row, out);
    put_consequences(f, out);
    put_references(f, out);
    buf_dispose(&words);
}

void markdown_findings(const struct report_trace *t, unsigned level, struct buf *out)
{
    const struct spw_report *r = t->report;
    for (size_t i = 0; i < r->n_findings; i++) {
        put_finding(t, &r->findings[i], level, out);
    }
    if (r->findings_dropped > 0) {
        buf_printf(out, "And %zu more findings that were not kept.\n\n", r->findings_dropped);
    }
    if (r->n_findings == 0) {
        buf_cstr(out, "None.\n\n");
    }
}

static void put_gone(const struct baseline_trace *b, struct buf *out)
{
    if (b == NULL || b->gone.n == 0) {
        return;
    }
    markdown_heading(out, 2, SLICE("Gone since the earlier report"));
    for (size_t i = 0; i < b->gone.n; i++) {
        const struct baseline_finding *f = *ARRAY_AT(&b->gone, const struct baseline_finding *, i);
        buf_printf(out, "- %s: ", spw_severity_name(f->severity));
        esc_markdown(out, report_first_line(f->title));
        buf_cstr(out, " (");
        esc_markdown_span(out, f->cause);
        buf_cstr(out, ")\n");
    }
    buf_byte(out, '\n');
}

/* ---- the rest --------------------------------------------------------------------------------------------- */

void markdown_remarks(const struct spw_remark *remarks, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_cstr(out, "- ");
        esc_markdown(out, report_first_line(slice_trim(remarks[i].text)));
        if (span_is_set(remarks[i].at.span)) {
            buf_printf(out, " (line %lu)", (unsigned long)remarks[i].at.span.line);
        }
        buf_byte(out, '\n');
    }
    buf_cstr(out, n > 0 ? "\n" : "");
}

void markdown_unexplained(const struct spw_report *r, struct buf *out)
{
    struct buf block;
    buf_init(&block, BLOCK_MAX);
    for (size_t i = 0; i < r->n_unexplained; i++) {
        buf_printf(&block, "%5lu | ", (unsigned long)r->unexplained[i].span.line);
        buf_put(&block, report_first_line(mark_text(&r->unexplained[i])));
        buf_byte(&block, '\n');
    }
    markdown_block("text", buf_slice(&block), out);
    buf_dispose(&block);
}

void markdown_attempts(const struct report_trace *t, unsigned level, bool verbose, struct buf *out)
{
    const struct spw_report *r = t->report;
    const struct report_options plain = {.ascii = true};
    size_t shown = r->n_attempts > ATTEMPTS_SHOWN && !verbose ? ATTEMPTS_SHOWN : r->n_attempts;
    for (size_t i = 0; i < shown; i++) {
        struct diagram d;
        struct buf words;
        buf_init(&words, BLOCK_MAX);
        report_attempt_words(&words, &r->attempts[i]);
        buf_cstr(&words, ": ");
        report_outcome_words(&words, &r->attempts[i]);
        markdown_heading(out, level, buf_slice(&words));
        buf_clear(&words);
        diagram_of(t, &r->attempts[i], &d);
        diagram_put_text(&d, &plain, &words);
        open_details(out, SLICE("Connection diagram"));
        markdown_block("text", buf_slice(&words), out);
        close_details(out);
        buf_dispose(&words);
    }
    if (r->n_attempts + r->attempts_dropped > shown) {
        buf_printf(out, "And %zu more attempts.\n\n", r->n_attempts + r->attempts_dropped - shown);
    }
}

static void put_input(const struct report_trace *t, struct buf *out)
{
    const struct spw_report *r = t->report;
    buf_printf(out, "%llu lines, %llu bytes, framing ", (unsigned long long)r->lines,
               (unsigned long long)r->bytes);
    esc_markdown(out, r->framing);
    buf_cstr(out, ", dialect ");
    esc_markdown(out, r->dialect.n > 0 ? r->dialect : SLICE("unknown"));
    buf_cstr(out, ", firmware ");
    esc_markdown(out, r->firmware.n > 0 ? r->firmware : SLICE("unknown"));
    buf_cstr(out, "\n\n");
}

void report_markdown_begin(const struct report_options *o, struct buf *out)
{
    (void)o;
    (void)out;
}

void report_markdown_trace(const struct report_options *o, const struct report_trace *t,
                           size_t index, struct buf *out)
{
    const struct spw_report *r = t->report;
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    buf_cstr(out, index > 0 ? "---\n\n" : "");
    markdown_heading(out, 1, report_path(t));
    report_verdict(&words, r);
    markdown_prose(out, buf_slice(&words));
    buf_dispose(&words);
    if (!r->at_traffic) {
        return;
    }
    put_input(t, out);
    if (r->n_attempts > 0) {
        markdown_heading(out, 2, SLICE("Attempts"));
        markdown_attempts(t, 3, o->verbose, out);
    }
    markdown_heading(out, 2, SLICE("Findings"));
    markdown_findings(t, 3, out);
    put_gone(t->baseline, out);
    if (r->n_ruled_out > 0) {
        markdown_heading(out, 2, SLICE("Ruled out"));
        markdown_remarks(r->ruled_out, r->n_ruled_out, out);
    }
    if (r->n_not_shown > 0) {
        markdown_heading(out, 2, SLICE("Not shown by this capture"));
        markdown_remarks(r->not_shown, r->n_not_shown, out);
    }
    if (r->n_unexplained > 0) {
        markdown_heading(out, 2, SLICE("Unexplained"));
        markdown_unexplained(r, out);
    }
}

void report_markdown_end(const struct report_options *o, const struct report_totals *t,
                         struct buf *out)
{
    (void)o;
    (void)t;
    buf_cstr(out, "Made by spwfdiag " SPW_VERSION ".\n");
}
