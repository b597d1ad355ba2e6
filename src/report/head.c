#include "report/head.h"

enum { ATTEMPTS_SHOWN = 12, SECOND_US = 1000000, INPUT_MAX = 2000 };

/* ---- the input --------------------------------------------------------------------------------------- */

static void add_known(struct buf *out, const char *what, struct slice value)
{
    buf_printf(out, ", %s ", what);
    buf_put(out, value.n == 0 ? SLICE("unknown") : value);
}

static void put_input(const struct page *p)
{
    const struct spw_report *r = p->trace->report;
    struct buf text;
    buf_init(&text, INPUT_MAX);
    page_plural(&text, r->lines, "line");
    buf_cstr(&text, ", ");
    page_plural(&text, r->bytes, "byte");
    add_known(&text, "framing", r->framing);
    if (r->framing_why.n > 0 && p->options->verbose) {
        buf_cstr(&text, " (");
        buf_put(&text, r->framing_why);
        buf_cstr(&text, ")");
    }
    add_known(&text, "dialect", r->dialect);
    add_known(&text, "firmware", r->firmware);
    size_t column = page_put(p, ROLE_STRONG, p->trace->path);
    column += page_cstr(p, ROLE_PLAIN, ": ");
    page_prose(p, column, 2 * PAGE_INDENT, ROLE_PLAIN, buf_slice(&text));
    buf_dispose(&text);
}

/* ---- one attempt ---------------------------------------------------------------------------------------- */

static void put_target(const struct page *p, const struct spw_attempt *a)
{
    if (a->command.n > 0) {
        page_cstr(p, ROLE_PLAIN, " ");
        page_put(p, ROLE_STRONG, a->command);
    } else {
        page_cstr(p, ROLE_DIM, " (command not in the capture)");
    }
    if (a->host.n > 0) {
        page_cstr(p, ROLE_PLAIN, " ");
        page_put(p, ROLE_PLAIN, a->host);
    }
    if (a->port > 0) {
        page_printf(p, ROLE_PLAIN, a->host.n > 0 ? ":%u" : " port %u", a->port);
    }
    if (a->security.n > 0) {
        page_cstr(p, ROLE_PLAIN, " ");
        page_put(p, ROLE_PLAIN, a->security);
    }
}

void report_attempt_name(const struct page *p, const struct spw_attempt *a)
{
    page_printf(p, ROLE_PLAIN, "attempt %u:", a->id);
    put_target(p, a);
    if (span_is_set(a->at.span)) {
        page_printf(p, ROLE_DIM, ", line %lu", (unsigned long)a->at.span.line);
    }
}

/* The phase at which it failed; SPW_PHASE_COUNT when none is marked so. */
static enum spw_phase_id failed_phase(const struct spw_attempt *a)
{
    unsigned i = 0;
    while (i < SPW_PHASE_COUNT && a->phases[i].status != SPW_PHASE_FAILED) {
        i++;
    }
    return (enum spw_phase_id)i;
}

static void put_outcome(const struct page *p, const struct spw_attempt *a)
{
    enum spw_phase_id phase = failed_phase(a);
    page_cstr(p, ROLE_PLAIN, ": ");
    switch (a->outcome) {
    case SPW_OUTCOME_UNKNOWN:
        page_cstr(p, ROLE_DIM, "outcome not shown");
        break;
    case SPW_OUTCOME_OK:
        page_cstr(p, ROLE_GOOD, "ok");
        break;
    case SPW_OUTCOME_FAILED:
        page_cstr(p, ROLE_ERROR, "failed");
        if (phase != SPW_PHASE_COUNT) {
            page_printf(p, ROLE_ERROR, " at %s", spw_phase_name(phase));
        }
        break;
    case SPW_OUTCOME_UNFINISHED:
        page_cstr(p, ROLE_WARNING, "unfinished");
        break;
    }
    if (a->duration_us >= 0) {
        page_printf(p, ROLE_DIM, " after %.2f s", (double)a->duration_us / SECOND_US);
    }
}

/* ---- the phase ladder --------------------------------------------------------------------------------------- */

/* One phase as text, and the role it is shown in. */
static enum page_role rung_text(struct buf *out, enum spw_phase_id id,
                                const struct spw_phase *phase)
{
    const char *star = phase->observed ? "" : "*";
    buf_cstr(out, spw_phase_name(id));
    switch (phase->status) {
    case SPW_PHASE_UNKNOWN:
        buf_cstr(out, " ?");
        return ROLE_DIM;
    case SPW_PHASE_OK:
        buf_printf(out, " ok%s", star);
        return ROLE_GOOD;
    case SPW_PHASE_FAILED:
        buf_printf(out, " FAILED%s", star);
        return ROLE_ERROR;
    case SPW_PHASE_NOT_REACHED:
        buf_cstr(out, " -");
        return ROLE_DIM;
    }
    return ROLE_PLAIN;
}

/* Returns the column behind the rung. */
static size_t put_rung(const struct page *p, size_t column, enum spw_phase_id id,
                       const struct spw_phase *phase)
{
    static const size_t indent = 2 * PAGE_INDENT, between = 3;
    struct buf text;
    buf_init(&text, 64);
    enum page_role role = rung_text(&text, id, phase);
    if (column > 0 && column + between + text.n > page_width(p)) {
        page_newline(p);
        column = 0;
    }
    if (column == 0) {
        page_indent(p, indent);
        column = indent;
    } else {
        column += page_cstr(p, ROLE_DIM, p->options->ascii ? " > " : " \xC2\xB7 ");
    }
    column += page_put(p, role, buf_slice(&text));
    buf_dispose(&text);
    return column;
}

static void put_ladder(const struct page *p, const struct spw_attempt *a)
{
    size_t column = 0;
    for (unsigned i = 0; i < SPW_PHASE_COUNT; i++) {
        if (a->phases[i].relevant) {
            column = put_rung(p, column, (enum spw_phase_id)i, &a->phases[i]);
        }
    }
    if (column > 0) {
        page_newline(p);
    }
}

struct signs { /* which marks of the ladders need explaining */
    bool star, question, dash;
};

static void collect_signs(struct signs *s, const struct spw_attempt *a)
{
    for (unsigned i = 0; i < SPW_PHASE_COUNT; i++) {
        const struct spw_phase *phase = &a->phases[i];
        bool judged = phase->status == SPW_PHASE_OK || phase->status == SPW_PHASE_FAILED;
        s->star |= phase->relevant && judged && !phase->observed;
        s->question |= phase->relevant && phase->status == SPW_PHASE_UNKNOWN;
        s->dash |= phase->relevant && phase->status == SPW_PHASE_NOT_REACHED;
    }
}

static void put_signs(const struct page *p, const struct signs *s)
{
    const char *const texts[] = {s->star ? "* concluded, not seen" : NULL,
                                 s->question ? "? cannot be told from this capture" : NULL,
                                 s->dash ? "- not reached" : NULL};
    size_t column = 0;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i] != NULL) {
            page_cstr(p, ROLE_DIM, column == 0 ? "    (" : "; ");
            column = 1;
            page_cstr(p, ROLE_DIM, texts[i]);
        }
    }
    if (column > 0) {
        page_cstr(p, ROLE_DIM, ")");
        page_newline(p);
    }
}

/* ---- all attempts --------------------------------------------------------------------------------------------- */

static bool same_story(const struct spw_attempt *a, const struct spw_attempt *b)
{
    bool same = slice_eq(a->command, b->command) && slice_eq(a->host, b->host) &&
                a->port == b->port && slice_eq(a->security, b->security) &&
                a->outcome == b->outcome;
    for (unsigned i = 0; i < SPW_PHASE_COUNT; i++) {
        same = same && a->phases[i].status == b->phases[i].status &&
               a->phases[i].observed == b->phases[i].observed;
    }
    return same;
}

/* A driver that tries again and again writes the same story a hundred times: it is told once. */
static size_t put_attempts_like(const struct page *p, const struct spw_attempt *a, size_t n)
{
    size_t same = 1;
    while (same < n && same_story(a, a + same)) {
        same++;
    }
    page_indent(p, PAGE_INDENT);
    report_attempt_name(p, a);
    put_outcome(p, a);
    if (same == 2) {
        page_printf(p, ROLE_PLAIN, "; the same for attempt %u", a[1].id);
    } else if (same > 2) {
        page_printf(p, ROLE_PLAIN, "; the same for attempts %u to %u", a[1].id, a[same - 1].id);
    }
    page_newline(p);
    put_ladder(p, a);
    return same;
}

static void put_attempts(const struct page *p)
{
    const struct spw_report *r = p->trace->report;
    struct signs signs = {false, false, false};
    size_t i = 0;
    for (size_t shown = 0; i < r->n_attempts; shown++) {
        if (shown == ATTEMPTS_SHOWN && !p->options->verbose) {
            break;
        }
        collect_signs(&signs, &r->attempts[i]);
        i += put_attempts_like(p, &r->attempts[i], r->n_attempts - i);
    }
    size_t more = r->n_attempts - i + r->attempts_dropped;
    if (more > 0) {
        page_indent(p, PAGE_INDENT);
        page_printf(p, ROLE_DIM, "and %lu more attempts", (unsigned long)more);
        page_newline(p);
    }
    put_signs(p, &signs);
}

void report_head_put(const struct page *p)
{
    put_input(p);
    put_attempts(p);
    page_newline(p);
}
