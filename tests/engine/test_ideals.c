/* What an expert says of each sample trace, statement by statement (ideals.tsv): it must be in the report, in the
 * finding with that cause, or stand in the table with the reason why it is not. Prints the score. */
#include "engine/sample.h"
#include "report/format.h"
#include "support/spw_test.h"

enum { TEXT_MAX = 1 << 22, TABLE_MAX = 1 << 18, WIDTH = 4000 };

enum { ROWS_MAX = 512 };
enum row_state { NO_TRACE = 0, SAID, MISSED, OMITTED, STATES };

struct score {
    struct slice table;
    enum row_state state[ROWS_MAX];
};

struct statement {
    struct slice trace, text, cause, words;
};

static const struct slice not_said = SLICE_INIT("no"), anywhere = SLICE_INIT("-");

/* The next row that is no comment; false at the end. */
static bool next_row(struct slice *rest, struct statement *out)
{
    struct slice row = {0};
    while (rest->n > 0) {
        (void)slice_split(*rest, '\n', &row, rest);
        if (row.n > 0 && row.p[0] != '#') {
            struct slice cells = row;
            (void)slice_split(cells, '\t', &out->trace, &cells);
            (void)slice_split(cells, '\t', &out->text, &cells);
            (void)slice_split(cells, '\t', &out->cause, &cells);
            (void)slice_split(cells, '\t', &out->words, &cells);
            return true;
        }
    }
    return false;
}

static void put_step(struct buf *out, const struct spw_step *steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_put(out, steps[i].text);
        buf_byte(out, '\n');
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            buf_put(out, steps[i].commands[k]);
            buf_byte(out, '\n');
        }
    }
}

static void put_finding(struct buf *out, const struct spw_finding *f)
{
    buf_put(out, f->title);
    buf_byte(out, '\n');
    buf_put(out, f->explanation);
    for (size_t i = 0; i < f->n_evidence; i++) {
        buf_put(out, f->evidence[i].note);
        buf_byte(out, '\n');
        buf_put(out, mark_text(&f->evidence[i].at));
        buf_byte(out, '\n');
    }
    put_step(out, f->fix, f->n_fix);
    put_step(out, f->confirm, f->n_confirm);
}

static void put_page(struct buf *out, const char *path, const struct spw_report *r)
{
    const struct report_format *f = report_format_find(SLICE("text"));
    struct report_options o = {.ascii = true, .width = WIDTH};
    struct report_trace t = {.path = slice_cstr(path), .report = r};
    struct report_totals totals = {0};
    report_totals_add(&totals, r);
    f->trace(&o, &t, 0, out);
    f->end(&o, &totals, out);
}

/* Lines are broken and indented: runs of blanks become one. */
static void unfold(struct buf *text)
{
    size_t n = 0;
    for (size_t i = 0; i < text->n; i++) {
        uint8_t c = text->p[i] == '\n' ? ' ' : text->p[i];
        if (c != ' ' || n == 0 || text->p[n - 1] != ' ') {
            text->p[n++] = c;
        }
    }
    text->n = n;
}

/* All the words, which are separated by " & ". */
static bool holds_all(struct buf *text, struct slice words)
{
    static const struct slice and = SLICE_INIT(" & ");
    unfold(text);
    for (;;) {
        size_t at = slice_find(words, and, 0);
        if (!slice_contains(buf_slice(text), slice_sub(words, 0, at))) {
            return false;
        }
        if (at == words.n) {
            return true;
        }
        words = slice_from(words, at + and.n);
    }
}

static bool is_said(const struct statement *s, const char *path, const struct spw_report *r)
{
    struct buf text;
    bool said = false;
    buf_init(&text, TEXT_MAX);
    if (slice_eq(s->cause, anywhere)) {
        put_page(&text, path, r);
        said = holds_all(&text, s->words);
    }
    for (size_t i = 0; !said && i < r->n_findings; i++) {
        if (slice_eq(r->findings[i].cause, s->cause)) {
            buf_clear(&text);
            put_finding(&text, &r->findings[i]);
            said = holds_all(&text, s->words);
        }
    }
    buf_dispose(&text);
    return said;
}

/* Some traces are there in several wrappings, of which one may be longer: a statement has to be in one of the
 * reports. */
static void check(void *context, const char *folder, const char *file, struct slice bytes)
{
    struct score *score = context;
    struct statement s;
    struct slice rest = score->table;
    struct spw_engine *e = sample_diagnose(bytes, 0, false);
    for (size_t row = 0; row < ROWS_MAX && next_row(&rest, &s); row++) {
        if (slice_starts(slice_cstr(folder), s.trace)) {
            score->state[row] =
                slice_eq(s.cause, not_said)                                            ? OMITTED
                : score->state[row] == SAID || is_said(&s, file, spw_engine_report(e)) ? SAID
                                                                                       : MISSED;
        }
    }
    spw_engine_free(e);
}

static void what_an_expert_says_is_in_the_report(void **state)
{
    static struct score score;
    struct statement s;
    struct buf table;
    unsigned count[STATES] = {0};
    (void)state;
    buf_init(&table, TABLE_MAX);
    assert_true(sample_read("tests/engine/ideals.tsv", &table));
    score.table = buf_slice(&table);
    samples_visit(check, &score);
    struct slice rest = score.table;
    for (size_t row = 0; next_row(&rest, &s); row++) {
        assert_in_range(row, 0, ROWS_MAX - 1);
        count[score.state[row]]++;
        if (score.state[row] == MISSED || score.state[row] == NO_TRACE) {
            print_error("%.*s: not said: %.*s [%.*s: %.*s]\n", SLICE_ARG(s.trace),
                        SLICE_ARG(s.text), SLICE_ARG(s.cause), SLICE_ARG(s.words));
        }
    }
    print_message("%u of %u statements are in the reports; %u more are not, with the reason\n",
                  count[SAID], count[SAID] + count[MISSED] + count[NO_TRACE], count[OMITTED]);
    assert_int_equal(count[MISSED] + count[NO_TRACE], 0);
    assert_true(count[SAID] > 0);
    buf_dispose(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(what_an_expert_says_is_in_the_report)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
