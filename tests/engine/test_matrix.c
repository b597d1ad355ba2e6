/* The matrix of mistakes: each in a session made for it, in the dialects that have it, recorded in many
 * ways; each must be found, and the corrected session must be silent. Prints the score.
 * With an argument: prints the sessions whose names hold it. */
#include <stdio.h>
#include <string.h>

#include "engine/matrix/cases.h"
#include "engine/matrix/material.h"
#include "engine/sample.h"
#include "support/spw_test.h"

enum { CASES_MAX = 400, BYTES_MAX = 1 << 22, LOOPS = 20 };

static const char *const mistake_files[] = {"boot.matrix",  "console.matrix", "wifi.matrix",
                                            "net.matrix",   "tls.matrix",     "slots.matrix",
                                            "client.matrix", "mqtt.matrix",    "http.matrix"};
static const char *const healthy_files[] = {"healthy.matrix"};

/* Causes that no row can show in a dialect, and why. */
static const struct unreachable {
    const char *cause, *dialect, *reason;
} unreachable[] = {
#include "engine/matrix/unreachable.def"
};

static struct array mistakes, healthy;
static struct buf texts[SPW_COUNT(mistake_files) + SPW_COUNT(healthy_files)];

struct score {
    unsigned rows, sessions, missed, not_first, false_alarms;
};

/* ---- one session -------------------------------------------------------------------------------- */

struct trial {
    const struct matrix_case *c;
    bool elder;
    const char *variant;
    const struct spw_report *report;
    struct score *score;
};

static void complain(const struct trial *t, const char *what)
{
    print_error("%.*s [%s, %s]: %s %.*s\n", SLICE_ARG(t->c->name), t->elder ? "01" : "04",
                t->variant, what, SLICE_ARG(t->c->cause));
    for (size_t i = 0; i < t->report->n_findings; i++) {
        const struct spw_finding *f = &t->report->findings[i];
        print_error("    attempt %u rank %u %s %s %.*s (%.*s)\n", f->attempt, f->rank,
                    spw_severity_name(f->severity), spw_confidence_name(f->confidence),
                    SLICE_ARG(f->cause), SLICE_ARG(f->rule));
    }
}

static const struct spw_finding *first_of(const struct trial *t)
{
    for (size_t i = 0; i < t->report->n_findings; i++) {
        const struct spw_finding *f = &t->report->findings[i];
        if ((f->rank == 1 || case_skips(t->c, "rank")) && slice_eq(f->cause, t->c->cause)) {
            return f;
        }
    }
    return NULL;
}

static bool any_error(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].severity == SPW_ERROR) {
            return true;
        }
    }
    return false;
}

/* `strict`: a recording that keeps everything; others may leave less certainty, never more. */
static void expect_mistake(const struct trial *t, bool strict)
{
    const struct spw_finding *f = first_of(t);
    bool error = slice_eq(t->c->severity, SLICE("error")), behind = case_skips(t->c, "rank");

    t->score->sessions++;
    if (f == NULL) {
        t->score->missed++;
        complain(t, "not at rank 1:");
    } else if (strict && !behind &&
               !slice_eq(slice_cstr(spw_severity_name(f->severity)), t->c->severity)) {
        t->score->missed++;
        complain(t, "of another severity:");
    } else if (strict ? any_error(t->report) != error : any_error(t->report) && !error) {
        t->score->missed++;
        complain(t, "exit status:");
    } else if (f != &t->report->findings[0] && !case_skips(t->c, "first")) {
        t->score->not_first++;
        complain(t, "not the first to be read:");
    }
}

static void expect_silence(const struct trial *t)
{
    t->score->sessions++;
    for (size_t i = 0; i < t->report->n_findings; i++) {
        if (t->report->findings[i].severity > SPW_NOTE) {
            t->score->false_alarms++;
            complain(t, "false alarm in the corrected session of");
            return;
        }
    }
}

static struct spw_engine *diagnose(const struct script *s, enum style style, struct range which)
{
    struct spw_engine *e = NULL;
    struct buf bytes;
    buf_init(&bytes, BYTES_MAX);
    script_write(s, style, which, &bytes);
    assert_int_equal(bytes.status, SPW_OK);
    e = sample_diagnose(buf_slice(&bytes), 0, false);
    buf_dispose(&bytes);
    return e;
}

static struct range all(const struct script *s)
{
    return (struct range){0, s->items.n, s->items.n};
}

static void run(struct trial *t, const struct script *s, enum style style, struct range which,
                bool mistaken)
{
    struct spw_engine *e = diagnose(s, style, which);
    t->report = spw_engine_report(e);
    if (mistaken && t->c->cause.n > 0) {
        expect_mistake(t, style == STYLE_CONSOLE && strcmp(t->variant, "console") == 0);
    } else {
        expect_silence(t);
    }
    spw_engine_free(e);
}

/* ---- the tests ------------------------------------------------------------------------------------ */

typedef void case_visitor(const struct matrix_case *c, bool elder, struct score *score);

static void visit(const struct array *cases, case_visitor *with, struct score *score)
{
    for (size_t i = 0; i < cases->n; i++) {
        const struct matrix_case *c = ARRAY_AT(cases, struct matrix_case, i);
        score->rows++;
        if (c->newer) {
            with(c, false, score);
        }
        if (c->elder) {
            with(c, true, score);
        }
    }
}

static void try_both(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .variant = "console", .score = score};
    struct script s;

    case_script(c, elder, true, &s);
    run(&t, &s, STYLE_CONSOLE, all(&s), true);
    script_dispose(&s);
    if (c->cause.n > 0) {
        case_script(c, elder, false, &s);
        t.variant = "corrected";
        run(&t, &s, STYLE_CONSOLE, all(&s), false);
        script_dispose(&s);
    }
}

static void try_styles(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .score = score};
    struct script s, right;

    case_script(c, elder, true, &s);
    case_script(c, elder, false, &right);
    for (int i = STYLE_CONSOLE + 1; i < STYLE_COUNT; i++) {
        t.variant = style_names[i];
        if (i == STYLE_HOST_SIDE || i == STYLE_MODULE_SIDE) { /* half of it tells little */
            run(&t, &right, (enum style)i, all(&right), false);
        } else if (!case_skips(c, t.variant) && !(elder && (i == STYLE_NUMBERS || i == STYLE_TERSE))) {
            run(&t, &s, (enum style)i, all(&s), true);
            run(&t, &right, (enum style)i, all(&right), false);
        }
    }
    script_dispose(&right);
    script_dispose(&s);
}

/* Adds items [from, to) of `source` once more. */
static void repeat(struct script *s, const struct script *source, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct item *it = array_push(&s->items);
        const struct item *have = ARRAY_AT(&source->items, struct item, i);
        assert_non_null(it);
        *it = *have;
    }
}

static void try_loop(struct trial *t, struct script *s)
{
    const size_t n = s->items.n, from = script_attempt(s);

    t->variant = "loop";
    if (from == n || case_skips(t->c, t->variant)) {
        return;
    }
    for (int i = 0; i < LOOPS; i++) {
        repeat(s, s, from, n);
    }
    run(t, s, STYLE_CRLF, all(s), true);
    s->items.n = n;
}

static void try_success_later(struct trial *t, struct script *s, const struct script *right)
{
    const size_t n = s->items.n;

    t->variant = "mended";
    if (!case_skips(t->c, t->variant)) {
        repeat(s, right, 0, right->items.n);
        run(t, s, STYLE_CRLF, all(s), true);
        s->items.n = n;
    }
}

static void try_histories(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .score = score};
    struct script s, right;
    size_t attempt = 0;

    case_script(c, elder, true, &s);
    case_script(c, elder, false, &right);
    attempt = script_attempt(&s);
    try_loop(&t, &s);
    try_success_later(&t, &s, &right);
    t.variant = "commandless";
    if (!elder && attempt < s.items.n && !case_skips(c, t.variant)) {
        run(&t, &s, STYLE_CRLF, (struct range){0, s.items.n, attempt}, true);
    }
    script_dispose(&right);
    script_dispose(&s);
}

static void tell(const char *what, const struct score *s)
{
    print_message("%s: %u rows, %u sessions, %u missed, %u not first, %u false alarms\n", what,
                  s->rows, s->sessions, s->missed, s->not_first, s->false_alarms);
    assert_int_equal(s->missed + s->not_first + s->false_alarms, 0);
}

static void every_mistake_is_found_and_its_correction_is_silent(void **state)
{
    struct score s = {0};
    (void)state;
    visit(&mistakes, try_both, &s);
    assert_true(s.rows >= 60);
    tell("mistakes", &s);
}

static void however_a_mistake_is_recorded_it_is_found(void **state)
{
    struct score s = {0};
    (void)state;
    visit(&mistakes, try_styles, &s);
    tell("recordings", &s);
}

static void repeated_mended_or_half_recorded_mistakes_are_found(void **state)
{
    struct score s = {0};
    (void)state;
    visit(&mistakes, try_histories, &s);
    tell("histories", &s);
}

static void healthy_sessions_are_silent(void **state)
{
    struct score s = {0};
    (void)state;
    visit(&healthy, try_both, &s);
    assert_true(s.rows >= 25);
    visit(&healthy, try_styles, &s);
    tell("healthy", &s);
}

/* Silence behind these lines is what a rule is about: a dead module cannot be told from a cut. */
static bool awaits_boot(const struct item *last)
{
    return slice_starts(last->text, SLICE("+WIND:1:")) || slice_starts(last->text, SLICE("+WIND:2:"));
}

/* A recording that stops anywhere in a session without mistakes. */
static void try_cuts(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .variant = "cut", .score = score};
    struct script s;

    case_script(c, elder, false, &s);
    for (size_t n = 1; n < s.items.n; n++) {
        if (!awaits_boot(ARRAY_AT(&s.items, struct item, n - 1))) {
            run(&t, &s, STYLE_CONSOLE, (struct range){0, n, s.items.n}, false);
        }
        if (n > 1 || !awaits_boot(ARRAY_AT(&s.items, struct item, s.items.n - n))) {
            run(&t, &s, STYLE_CRLF, (struct range){s.items.n - n, s.items.n, s.items.n}, false);
        }
    }
    script_dispose(&s);
}

static void sessions_that_begin_late_or_break_off_are_silent(void **state)
{
    struct score s = {0};
    (void)state;
    visit(&mistakes, try_cuts, &s);
    visit(&healthy, try_cuts, &s);
    tell("cut", &s);
}

static bool excused(struct slice cause, bool elder)
{
    for (size_t i = 0; i < SPW_COUNT(unreachable); i++) {
        if (slice_eq(cause, slice_cstr(unreachable[i].cause)) &&
            strstr(unreachable[i].dialect, elder ? "01" : "04") != NULL) {
            return true;
        }
    }
    return false;
}

static bool shown(struct slice cause, bool elder)
{
    for (size_t i = 0; i < mistakes.n; i++) {
        const struct matrix_case *c = ARRAY_AT(&mistakes, struct matrix_case, i);
        if (slice_eq(c->cause, cause) && (elder ? c->elder : c->newer)) {
            return true;
        }
    }
    return false;
}

static void every_cause_has_a_row_in_every_dialect_or_a_reason(void **state)
{
    struct slice line = {0}, rest = {0}, cause = {0};
    unsigned missing = 0;
    struct buf b;

    (void)state;
    buf_init(&b, 1 << 16);
    assert_true(sample_read("rules/causes.tsv", &b));
    (void)slice_split(buf_slice(&b), '\n', &line, &rest);
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &line, &rest);
        (void)slice_split(line, '\t', &cause, &line);
        for (int elder = 0; elder < 2 && cause.n > 0; elder++) {
            if (shown(cause, elder != 0) == excused(cause, elder != 0)) {
                missing++;
                print_error("%.*s [%s]: no row and no reason, or both\n", SLICE_ARG(cause),
                            elder != 0 ? "01" : "04");
            }
        }
    }
    buf_dispose(&b);
    assert_int_equal(missing, 0);
}

/* ---- set-up ----------------------------------------------------------------------------------------- */

static void load(void)
{
    size_t n = 0;
    array_init(&mistakes, sizeof(struct matrix_case), CASES_MAX);
    array_init(&healthy, sizeof(struct matrix_case), CASES_MAX);
    for (size_t i = 0; i < SPW_COUNT(texts); i++) {
        buf_init(&texts[i], BYTES_MAX);
    }
    for (size_t i = 0; i < SPW_COUNT(mistake_files); i++) {
        cases_read(mistake_files[i], &texts[n++], &mistakes);
    }
    for (size_t i = 0; i < SPW_COUNT(healthy_files); i++) {
        cases_read(healthy_files[i], &texts[n++], &healthy);
    }
}

static int set_up(void **state)
{
    (void)state;
    material_make();
    load();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    material_free();
    array_dispose(&mistakes);
    array_dispose(&healthy);
    for (size_t i = 0; i < SPW_COUNT(texts); i++) {
        buf_dispose(&texts[i]);
    }
    return 0;
}

static void print_case(const struct matrix_case *c, const char *part, bool elder, bool mistaken)
{
    struct script s;
    struct buf b;

    if (slice_contains(c->name, slice_cstr(part)) && (elder ? c->elder : c->newer)) {
        buf_init(&b, BYTES_MAX);
        case_script(c, elder, mistaken, &s);
        script_write(&s, STYLE_CONSOLE, all(&s), &b);
        (void)fwrite(b.p, 1, b.n, stdout);
        script_dispose(&s);
        buf_dispose(&b);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_mistake_is_found_and_its_correction_is_silent),
        SPW_TEST(however_a_mistake_is_recorded_it_is_found),
        SPW_TEST(repeated_mended_or_half_recorded_mistakes_are_found),
        SPW_TEST(healthy_sessions_are_silent),
        SPW_TEST(sessions_that_begin_late_or_break_off_are_silent),
        SPW_TEST(every_cause_has_a_row_in_every_dialect_or_a_reason)};

    if (argc > 1) {
        (void)set_up(NULL);
        for (size_t i = 0; i < mistakes.n + healthy.n; i++) {
            const struct matrix_case *c =
                i < mistakes.n ? ARRAY_AT(&mistakes, struct matrix_case, i)
                               : ARRAY_AT(&healthy, struct matrix_case, i - mistakes.n);
            print_case(c, argv[1], argc > 2 && strcmp(argv[2], "01") == 0, argc < 4);
        }
        return tear_down(NULL);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
