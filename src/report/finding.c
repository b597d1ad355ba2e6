#include "report/finding.h"

#include "base/escape.h"
#include "report/case.h"
#include "report/common.h"
#include "report/quote.h"

enum {
    HEADLINE_MAX = 8192,    /* bytes; titles are one sentence */
    CONSEQUENCES_SHOWN = 4, /* more say nothing new; verbose shows all */
    COMMAND_INDENT = 9
};

/* ---- the headline ------------------------------------------------------------------------------------- */

static const struct span *place_of(const struct spw_finding *f)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        if (span_is_set(f->evidence[i].at.span)) {
            return &f->evidence[i].at.span;
        }
    }
    return NULL;
}

static size_t put_place(const struct page *p, const struct span *span)
{
    size_t column = page_put(p, ROLE_STRONG, p->trace->path);
    if (span != NULL) {
        column += page_printf(p, ROLE_STRONG, ":%lu:%lu", (unsigned long)span->line,
                              (unsigned long)span->column);
    }
    return column + page_cstr(p, ROLE_STRONG, ":") + page_cstr(p, ROLE_PLAIN, " ");
}

/* The line that editors and scripts look for stays one line unless a person is watching. */
static void put_headline(const struct page *p, const struct spw_finding *f)
{
    enum page_role role = page_severity_role(f->severity);
    size_t column = put_place(p, place_of(f));
    column += page_printf(p, role, "%s:", spw_severity_name(f->severity));
    column += page_cstr(p, ROLE_PLAIN, " ");

    struct buf text;
    buf_init(&text, HEADLINE_MAX);
    buf_put(&text, f->title);
    buf_cstr(&text, " [");
    buf_put(&text, f->cause);
    buf_printf(&text, ", %s]", spw_confidence_name(f->confidence));
    if (f->count > 1) {
        buf_printf(&text, " (%ux)", f->count);
    }
    if (report_baseline_word(p->trace, f) != NULL) {
        buf_printf(&text, " (%s)", report_baseline_word(p->trace, f));
    }
    if (p->options->terminal && !p->options->quiet) {
        page_prose(p, column, 2 * PAGE_INDENT, ROLE_STRONG, buf_slice(&text));
    } else {
        page_put(p, ROLE_STRONG, buf_slice(&text));
        page_newline(p);
    }
    buf_dispose(&text);
}

/* ---- what to do ---------------------------------------------------------------------------------------- */

/* Commands stand on lines of their own with nothing but blanks in front: they are copied from there. */
static void put_commands(const struct page *p, const struct slice *commands, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        page_indent(p, COMMAND_INDENT);
        page_put(p, ROLE_COMMAND, commands[i]);
        page_newline(p);
    }
}

static void put_step(const struct page *p, const char *label, const struct spw_step *step)
{
    page_labelled(p, label, ROLE_LABEL, step->text);
    put_commands(p, step->commands, step->n_commands);
}

static void put_steps(const struct page *p, const char *label, const struct spw_step *steps,
                      size_t n)
{
    for (size_t i = 0; i < n; i++) {
        put_step(p, label, &steps[i]);
    }
}

/* As long as the cause is only possible, the question that settles it comes first. */
static void put_remedy(const struct page *p, const struct spw_finding *f)
{
    if (f->confidence == SPW_POSSIBLE) {
        put_steps(p, "ask:", f->confirm, f->n_confirm);
        put_steps(p, "fix:", f->fix, f->n_fix);
    } else {
        put_steps(p, "fix:", f->fix, f->n_fix);
        put_steps(p, "ask:", f->confirm, f->n_confirm);
    }
}

/* ---- what else it could be ------------------------------------------------------------------------------- */

static void put_case_row(void *context, const struct report_case_row *row)
{
    static const char *const labels[] = {"for it:",     "against it:",     "or else:",  "perhaps:",
                                         "  for that:", "  against that:", "  to tell:"};
    const struct page *p = *(const struct page *const *)context;
    bool main_row = row->kind == CASE_RIVAL || row->kind == CASE_BEHIND;
    page_labelled(p, labels[row->kind], main_row ? ROLE_LABEL : ROLE_NOTE, row->text);
    put_commands(p, row->commands, row->n_commands);
}

/* ---- the rest -------------------------------------------------------------------------------------------- */

static void put_consequences(const struct page *p, const struct spw_finding *f)
{
    size_t n = f->n_consequences;
    size_t shown = n > CONSEQUENCES_SHOWN && !p->options->verbose ? CONSEQUENCES_SHOWN : n;
    for (size_t i = 0; i < shown; i++) {
        const struct mark *m = &f->consequences[i];
        page_indent(p, PAGE_INDENT);
        page_cstr(p, ROLE_NOTE, "follows from it:");
        page_printf(p, ROLE_FRAME, " line %lu ", (unsigned long)m->span.line);
        page_put(p, ROLE_PLAIN, mark_text(m));
        page_cstr(p, ROLE_DIM, m->cut ? "..." : "");
        page_newline(p);
    }
    if (shown < n) {
        page_indent(p, PAGE_INDENT);
        page_printf(p, ROLE_DIM, "follows from it: %lu more lines", (unsigned long)(n - shown));
        page_newline(p);
    }
}

static void put_references(const struct page *p, const struct spw_finding *f)
{
    struct buf text;
    buf_init(&text, HEADLINE_MAX);
    for (size_t i = 0; i < f->n_references; i++) {
        const struct spw_reference *r = &f->references[i];
        buf_cstr(&text, i == 0 ? "" : "; ");
        buf_put(&text, r->text.n > 0 ? r->text : r->key);
    }
    if (text.n > 0) {
        page_labelled(p, "see:", ROLE_DIM, buf_slice(&text));
    }
    buf_dispose(&text);
    if (p->options->verbose) {
        page_indent(p, PAGE_INDENT);
        page_cstr(p, ROLE_DIM, "rule: ");
        page_put(p, ROLE_PLAIN, f->rule);
        page_newline(p);
    }
}

static bool has_more(const struct page *p, const struct spw_finding *f)
{
    size_t n = f->n_fix + f->n_confirm + f->n_consequences + f->n_references + f->n_for +
               f->n_against + f->n_rivals;
    return n > 0 || p->options->verbose;
}

void report_finding_put(const struct page *p, const struct spw_finding *f)
{
    struct slice explanation = slice_trim(f->explanation);
    put_headline(p, f);
    if (p->options->quiet) {
        return;
    }
    quote_evidence(p, page_severity_role(f->severity), f->evidence, f->n_evidence);
    if (explanation.n > 0) {
        page_newline(p);
        page_prose(p, 0, PAGE_INDENT, ROLE_PLAIN, explanation);
    }
    if (has_more(p, f)) {
        page_newline(p);
    }
    put_remedy(p, f);
    report_case(f, put_case_row, &p);
    put_consequences(p, f);
    put_references(p, f);
    page_newline(p);
}
