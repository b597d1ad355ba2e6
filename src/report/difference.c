/* What the forms of a comparison share, and its text. */
#include "report/difference.h"

#include "report/common.h"
#include "report/page.h"

enum { WORDS_MAX = 16 * 1024, NUMBER_WIDTH = 6 };

/* ---- shared ------------------------------------------------------------------------------------------------- */

const struct difference_format *difference_format_find(struct slice name)
{
    static const struct difference_format formats[] = {
        {SLICE_INIT("text"), difference_text},
        {SLICE_INIT("json"), difference_json},
        {SLICE_INIT("markdown"), difference_markdown}};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (name.n == 0 || slice_eq(formats[i].name, name)) {
            return &formats[i];
        }
    }
    return NULL;
}

static const struct {
    char sign;
    const char *word;
} kinds[] = {[DIFF_SAME] = {' ', "same"},
             [DIFF_CHANGED] = {'~', "changed"},
             [DIFF_MOVED] = {'<', "moved"},
             [DIFF_GOOD] = {'-', "good"},
             [DIFF_BAD] = {'+', "bad"}};

char difference_sign(enum diff_kind k) { return kinds[k].sign; }
const char *difference_word(enum diff_kind k) { return kinds[k].word; }

bool difference_near(const struct diff *d, size_t i)
{
    size_t from = i > DIFFERENCE_CONTEXT ? i - DIFFERENCE_CONTEXT : 0;
    bool near = false;
    for (size_t k = from; k <= i + DIFFERENCE_CONTEXT && k < d->rows.n && !near; k++) {
        near = diff_is_real(ARRAY_AT(&d->rows, struct diff_row, k)->kind);
    }
    return near;
}

struct slice difference_side(const struct diff_value *v, bool good)
{
    struct slice side = good ? v->good : v->bad;
    return side.p == NULL ? SLICE("(none)") : v->secret ? SLICE("(secret)") : side;
}

void difference_step_words(const struct step *s, struct buf *out)
{
    if (s->kind == STEP_STORE && s->n_values > 0) {
        buf_cstr(out, "(the store now holds as ");
        buf_put(out, s->values[0].name);
        buf_cstr(out, ": ");
        buf_put(out, s->text);
        buf_byte(out, ')');
    } else if (s->kind == STEP_PAYLOAD) {
        buf_cstr(out, "(payload of ");
        buf_put(out, s->n_values > 0 ? s->values[s->n_values - 1].text : SLICE("unknown length"));
        buf_cstr(out, " bytes)");
    } else {
        buf_put(out, report_first_line(slice_trim(s->text)));
    }
}

size_t difference_values_shown(const struct diff_row *row)
{
    bool store = row->n_values > 0 && row->good->kind == STEP_STORE;
    return store ? 1 : row->n_values;
}

static void put_one_attempt(const struct spw_attempt *a, struct buf *out)
{
    buf_put(out, a->command.n > 0 ? a->command : SLICE("(command not in the capture)"));
    buf_cstr(out, a->host.n > 0 ? " " : "");
    buf_put(out, a->host);
    if (a->port > 0) {
        buf_printf(out, ":%u", a->port);
    }
}

void difference_attempt_words(const struct diff_attempt *a, struct buf *out)
{
    put_one_attempt(a->good != NULL ? a->good : a->bad, out);
    if (a->good == NULL || a->bad == NULL) {
        buf_cstr(out,
                 a->good == NULL ? ": in the bad session only, " : ": in the good session only, ");
        report_outcome_words(out, a->good == NULL ? a->bad : a->good);
        return;
    }
    buf_cstr(out, ": good ");
    report_outcome_words(out, a->good);
    buf_cstr(out, ", bad ");
    report_outcome_words(out, a->bad);
    if (a->phase != SPW_PHASE_COUNT) {
        buf_printf(out, "; first other at %s: %s, %s", spw_phase_name(a->phase),
                   spw_phase_status_name(a->good->phases[a->phase].status),
                   spw_phase_status_name(a->bad->phases[a->phase].status));
    }
}

/* ---- text ---------------------------------------------------------------------------------------------------- */

static void put_name(const struct page *p, const char *name)
{
    page_newline(p);
    page_cstr(p, ROLE_STRONG, name);
    page_newline(p);
}

static void put_findings(const struct page *p, const char *name, const struct array *list)
{
    if (list->n > 0) {
        put_name(p, name);
    }
    for (size_t i = 0; i < list->n; i++) {
        const struct spw_finding *f = *ARRAY_AT(list, const struct spw_finding *, i);
        const struct mark *place = report_place(f);
        page_indent(p, PAGE_INDENT);
        if (place != NULL) {
            page_printf(p, ROLE_FRAME, "line %lu ", (unsigned long)place->span.line);
        }
        page_printf(p, page_severity_role(f->severity), "%s: ", spw_severity_name(f->severity));
        page_put(p, ROLE_PLAIN, report_first_line(slice_trim(f->title)));
        page_cstr(p, ROLE_DIM, " [");
        page_put(p, ROLE_DIM, f->cause);
        page_printf(p, ROLE_DIM, ", %s]", spw_confidence_name(f->confidence));
        page_newline(p);
    }
}

static void put_value(const struct page *p, size_t indent, const struct diff_value *v)
{
    page_indent(p, indent);
    page_put(p, ROLE_LABEL, v->name.n > 0 ? v->name : SLICE("value"));
    page_cstr(p, ROLE_PLAIN, ": good ");
    page_put(p, ROLE_STRONG, difference_side(v, true));
    page_cstr(p, ROLE_PLAIN, ", bad ");
    page_put(p, ROLE_STRONG, difference_side(v, false));
}

static void put_lines_of(const struct page *p, uint32_t good, uint32_t bad)
{
    if (good > 0 && bad > 0) {
        page_printf(p, ROLE_DIM, " (lines %lu, %lu)", (unsigned long)good, (unsigned long)bad);
    }
    page_newline(p);
}

static void put_settings(const struct page *p, const struct diff *d)
{
    if (d->settings.n > 0) {
        put_name(p, "settings");
    }
    for (size_t i = 0; i < d->settings.n; i++) {
        const struct diff_setting *s = ARRAY_AT(&d->settings, struct diff_setting, i);
        put_value(p, PAGE_INDENT, &s->value);
        put_lines_of(p, s->good_line, s->bad_line);
    }
}

static void put_slots(const struct page *p, const struct diff *d)
{
    if (d->slots.n > 0) {
        put_name(p, "certificate store at the end");
    }
    for (size_t i = 0; i < d->slots.n; i++) {
        const struct diff_slot *s = ARRAY_AT(&d->slots, struct diff_slot, i);
        put_value(p, PAGE_INDENT, &s->holds);
        put_lines_of(p, s->good_line, s->bad_line);
        for (size_t k = 0; k < s->n_facts; k++) {
            put_value(p, 2 * PAGE_INDENT, &s->facts[k]);
            page_newline(p);
        }
    }
}

static void put_attempts(const struct page *p, const struct diff *d)
{
    struct buf words;
    buf_init(&words, WORDS_MAX);
    if (d->attempts.n > 0) {
        put_name(p, "connection attempts");
    }
    for (size_t i = 0; i < d->attempts.n; i++) {
        const struct diff_attempt *a = ARRAY_AT(&d->attempts, struct diff_attempt, i);
        buf_clear(&words);
        difference_attempt_words(a, &words);
        page_indent(p, PAGE_INDENT);
        page_prose(p, PAGE_INDENT, 2 * PAGE_INDENT, ROLE_PLAIN, buf_slice(&words));
    }
    buf_dispose(&words);
}

static void put_number(const struct page *p, const struct step *s)
{
    if (s != NULL && s->line > 0) {
        page_printf(p, ROLE_FRAME, "%*lu", NUMBER_WIDTH, (unsigned long)s->line);
    } else {
        page_indent(p, NUMBER_WIDTH);
    }
}

static void put_row(const struct page *p, const struct diff_row *row)
{
    static const enum page_role roles[] = {[DIFF_SAME] = ROLE_PLAIN,
                                           [DIFF_CHANGED] = ROLE_WARNING,
                                           [DIFF_MOVED] = ROLE_DIM,
                                           [DIFF_GOOD] = ROLE_GOOD,
                                           [DIFF_BAD] = ROLE_ERROR};
    struct buf words;
    buf_init(&words, WORDS_MAX);
    difference_step_words(row->bad != NULL ? row->bad : row->good, &words);
    put_number(p, row->good);
    put_number(p, row->bad);
    page_printf(p, roles[row->kind], " %c ", difference_sign(row->kind));
    page_put(p, roles[row->kind], buf_slice(&words));
    page_newline(p);
    for (size_t i = 0; i < difference_values_shown(row); i++) {
        put_value(p, 2 * NUMBER_WIDTH + 5, &row->values[i]);
        page_newline(p);
    }
    buf_dispose(&words);
}

static void put_rows(const struct page *p, const struct diff *d)
{
    size_t skipped = 0;
    put_name(p, "dialogue (line of the good session, of the bad one; - good only, + bad only, "
                "~ other values, < at another place)");
    for (size_t i = 0; i < d->rows.n; i++) {
        if (!p->options->verbose && !difference_near(d, i)) {
            skipped++;
            continue;
        }
        if (skipped > 0) {
            page_indent(p, 2 * NUMBER_WIDTH);
            page_printf(p, ROLE_DIM, "   ... %zu steps alike ...", skipped);
            page_newline(p);
            skipped = 0;
        }
        if (i == d->first) {
            page_indent(p, 2 * NUMBER_WIDTH);
            page_cstr(p, ROLE_STRONG, "   here they part:");
            page_newline(p);
        }
        put_row(p, ARRAY_AT(&d->rows, struct diff_row, i));
    }
    if (skipped > 0) {
        page_indent(p, 2 * NUMBER_WIDTH);
        page_printf(p, ROLE_DIM, "   ... %zu steps alike ...", skipped);
        page_newline(p);
    }
}

void difference_text(const struct difference *d, const struct report_options *o, struct buf *out)
{
    const struct page p = {out, o, NULL};
    bool same = diff_is_same(d->diff);
    page_cstr(&p, ROLE_GOOD, "good: ");
    page_put(&p, ROLE_STRONG, d->good_path);
    page_newline(&p);
    page_cstr(&p, ROLE_ERROR, "bad:  ");
    page_put(&p, ROLE_STRONG, d->bad_path);
    page_newline(&p);
    if (same) {
        page_cstr(&p, ROLE_GOOD, "no difference but what changes with every run");
        page_newline(&p);
    }
    if (same || o->quiet) {
        return;
    }
    put_findings(&p, "found in the bad session only", &d->diff->findings_bad);
    put_findings(&p, "found in the good session only", &d->diff->findings_good);
    put_attempts(&p, d->diff);
    put_settings(&p, d->diff);
    put_slots(&p, d->diff);
    if (!d->diff->aligned) {
        put_name(&p, "the sessions have too little in common to be compared step by step");
    } else if (d->diff->first < d->diff->rows.n) {
        put_rows(&p, d->diff);
    }
}
