/* The matrix of mistakes: each in a session made for it, in the dialects that have it, recorded in many
 * ways; each must be found, and the corrected session must be silent. Prints the score.
 * With an argument: prints the sessions whose names hold it. */
#include <stdio.h>
#include <string.h>

#include "engine/matrix/material.h"
#include "engine/matrix/trial.h"
#include "engine/sample.h"
#include "support/spw_test.h"

enum { CASES_MAX = 400 };

static const char *const mistake_files[] = {"boot.matrix", "console.matrix", "wifi.matrix",
                                            "net.matrix",  "tls.matrix",     "validity.matrix",
                                            "ip.matrix",   "slots.matrix",   "client.matrix",
                                            "mqtt.matrix", "http.matrix"};
static const char *const healthy_files[] = {"healthy.matrix"};

/* Causes that no row can show in a dialect, and why. */
static const struct unreachable {
    const char *cause, *dialect, *reason;
} unreachable[] = {
#include "engine/matrix/unreachable.def"
};

static struct array mistakes, healthy;
static struct buf texts[SPW_COUNT(mistake_files) + SPW_COUNT(healthy_files)];

/* ---- the tests ------------------------------------------------------------------------------------ */

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

static void sessions_that_begin_late_or_break_off_are_silent(void **state)
{
    struct score s = {0};
    (void)state;
    visit(&mistakes, try_cuts, &s);
    visit(&healthy, try_cuts, &s);
    tell("cut", &s);
}

static void what_is_said_while_a_session_goes_on_stands(void **state)
{
    struct score s = {0};
    (void)state;
    visit(&mistakes, try_watched, &s);
    print_message("told before the end: %u of %u mistakes\n", s.early, s.sessions / 2);
    visit(&healthy, try_watched, &s);
    tell("watched", &s);
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
        buf_init(&texts[i], SESSION_MAX);
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
        buf_init(&b, SESSION_MAX);
        case_script(c, elder, mistaken, &s);
        script_write(&s, STYLE_CONSOLE, trial_all(&s), &b);
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
        SPW_TEST(what_is_said_while_a_session_goes_on_stands),
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
