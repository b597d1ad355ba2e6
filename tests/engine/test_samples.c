/* Every sample trace against its expect.tsv. Prints the score. */
#include "engine/sample.h"
#include "support/spw_test.h"

struct score {
    unsigned files, checks, missed;
    unsigned false_alarms;
};

struct sample_case {
    const char *folder, *file;
    const struct spw_report *report;
    struct slice expect; /* all of expect.tsv */
    struct score *score;
};

static void miss(struct sample_case *c, const char *what, struct slice value)
{
    c->score->missed++;
    print_error("%s/%s: %s %.*s\n", c->folder, c->file, what, SLICE_ARG(value));
    for (size_t i = 0; i < c->report->n_findings; i++) {
        const struct spw_finding *f = &c->report->findings[i];
        print_error("    attempt %u rank %u %s %s %.*s (%.*s)\n", f->attempt, f->rank,
                    spw_severity_name(f->severity), spw_confidence_name(f->confidence),
                    SLICE_ARG(f->cause), SLICE_ARG(f->rule));
    }
}

static bool found(const struct sample_case *c, struct slice cause, unsigned rank)
{
    for (size_t i = 0; i < c->report->n_findings; i++) {
        const struct spw_finding *f = &c->report->findings[i];
        if (slice_eq(f->cause, cause) && (rank == 0 || f->rank == rank)) {
            return true;
        }
    }
    return false;
}

static bool any_found(const struct sample_case *c, struct slice causes)
{
    struct slice head = {0}, rest = causes;
    bool ok = false, more = true;
    while (more) {
        more = slice_split(rest, ' ', &head, &rest);
        ok = ok || found(c, head, 1);
    }
    return ok;
}

static size_t count_from(const struct spw_report *r, enum spw_severity least)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_findings; i++) {
        n += r->findings[i].severity >= least ? 1u : 0u;
    }
    return n;
}

static bool holds(const struct sample_case *c, struct slice what, struct slice value)
{
    if (slice_eq(what, SLICE("dialect"))) {
        return slice_eq(c->report->dialect, value);
    }
    if (slice_eq(what, SLICE("rank1"))) {
        return found(c, value, 1);
    }
    if (slice_eq(what, SLICE("rank1any"))) {
        return any_found(c, value);
    }
    if (slice_eq(what, SLICE("must"))) {
        return found(c, value, 0);
    }
    if (slice_eq(what, SLICE("silent"))) {
        return count_from(c->report, SPW_WARNING) == 0;
    }
    if (slice_eq(what, SLICE("noerror"))) {
        return count_from(c->report, SPW_ERROR) == 0;
    }
    if (slice_eq(what, SLICE("attempts"))) {
        uint64_t n = 0;
        return slice_to_u64(value, 1000, &n) == NUMBER_OK && n == c->report->n_attempts;
    }
    if (slice_eq(what, SLICE("exit"))) {
        return (count_from(c->report, SPW_ERROR) > 0) == slice_eq(value, SLICE("1"));
    }
    return slice_eq(what, SLICE("may"));
}

/* The cells of a row; returns how many of the four there were. */
static size_t cells(struct slice row, struct slice out[4])
{
    size_t n = 0;
    struct slice rest = row;
    bool more = true;
    while (more && n < 4) {
        more = slice_split(rest, '\t', &out[n], &rest);
        n++;
    }
    return n;
}

static bool named(const struct sample_case *c, struct slice cause)
{
    struct slice row = {0}, rest = c->expect, cell[4];
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &row, &rest);
        if (cells(row, cell) >= 3 && slice_contains(cell[2], cause)) {
            return true;
        }
    }
    return false;
}

static void look_for_false_alarms(struct sample_case *c)
{
    for (size_t i = 0; i < c->report->n_findings; i++) {
        const struct spw_finding *f = &c->report->findings[i];
        if (f->severity > SPW_NOTE && !named(c, f->cause)) {
            c->score->false_alarms++;
            miss(c, "false alarm", f->cause);
        }
    }
}

static void check_rows(struct sample_case *c)
{
    struct slice row = {0}, rest = c->expect, cell[4];
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &row, &rest);
        if (cells(row, cell) < 3 || slice_eq(cell[0], SLICE("file"))) {
            continue;
        }
        if (!slice_eq(cell[0], SLICE("*")) && !slice_eq(cell[0], slice_cstr(c->file))) {
            continue;
        }
        c->score->checks++;
        if (!holds(c, cell[1], cell[2])) {
            char what[64];
            (void)snprintf(what, sizeof what, "not so: %.*s", SLICE_ARG(cell[1]));
            miss(c, what, cell[2]);
        }
    }
}

static void check(void *context, const char *folder, const char *file, struct slice bytes)
{
    struct spw_engine *e = sample_diagnose(bytes, 0, false);
    struct sample_case c = {
        .folder = folder, .file = file, .report = spw_engine_report(e), .score = context};
    struct buf expect;
    char path[600];

    buf_init(&expect, 1 << 16);
    (void)snprintf(path, sizeof path, "traces/%s/expect.tsv", folder);
    assert_true(sample_read(path, &expect));
    c.expect = buf_slice(&expect);
    c.score->files++;
    check_rows(&c);
    look_for_false_alarms(&c);
    buf_dispose(&expect);
    spw_engine_free(e);
}

static void every_sample_is_diagnosed_as_its_expectations_say(void **state)
{
    struct score s = {0};
    (void)state;
    samples_visit(check, &s);
    print_message("score: %u of %u expectations in %u files, %u false alarms\n",
                  s.checks - (s.missed - s.false_alarms), s.checks, s.files, s.false_alarms);
    assert_true(s.files >= 28);
    assert_int_equal(s.missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(every_sample_is_diagnosed_as_its_expectations_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
