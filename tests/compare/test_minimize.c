/* Every sample is cut down; the result gives the same findings, consists of lines of the original, and no
 * line of it can be left out. */
#include "compare/gist.h"
#include "compare/minimize.h"
#include "compare/split.h"
#include "engine/sample.h"
#include "engine/wrapper.h"
#include "support/spw_test.h"

enum { GIST_MAX = 1 << 20, TRACE_MAX = 1 << 24, TODAY = 1793491200 };

static const struct spw_options options = {.now = TODAY};

static void put_gist(struct slice trace, struct buf *out)
{
    struct spw_engine *e = sample_diagnose(trace, 0, false);
    buf_clear(out);
    gist_put(spw_engine_report(e), out);
    assert_int_equal(out->status, SPW_OK);
    spw_engine_free(e);
}

static void assert_gist(const char *what, struct slice trace, const struct buf *want, bool same)
{
    struct buf got;
    buf_init(&got, GIST_MAX);
    put_gist(trace, &got);
    if (slice_eq(buf_slice(&got), buf_slice(want)) != same) {
        spw_print_slice(what, trace);
        fail();
    }
    buf_dispose(&got);
}

/* The lines of `m` in `whole`, at the numbers it names. */
static void assert_made_of(const struct minimized *m, struct slice whole)
{
    struct split s;
    struct buf joined;
    buf_init(&joined, TRACE_MAX);
    assert_int_equal(split_lines(&s, whole), SPW_OK);
    assert_int_equal(m->lines, s.lines.n);
    buf_put(&joined, s.mark);
    for (size_t i = 0; i < m->kept.n; i++) {
        buf_put(&joined, *ARRAY_AT(&s.lines, struct slice, *ARRAY_AT(&m->kept, uint32_t, i) - 1));
    }
    assert_true(slice_eq(buf_slice(&joined), buf_slice(&m->bytes)));
    buf_dispose(&joined);
    split_dispose(&s);
}

static void assert_minimal(const char *what, struct slice cut, const struct buf *want)
{
    struct split s;
    struct buf rest;
    buf_init(&rest, TRACE_MAX);
    assert_int_equal(split_lines(&s, cut), SPW_OK);
    for (size_t left_out = 0; left_out < s.lines.n; left_out++) {
        buf_clear(&rest);
        buf_put(&rest, s.mark);
        for (size_t i = 0; i < s.lines.n; i++) {
            if (i != left_out) {
                buf_put(&rest, *ARRAY_AT(&s.lines, struct slice, i));
            }
        }
        assert_gist(what, buf_slice(&rest), want, false);
    }
    buf_dispose(&rest);
    split_dispose(&s);
}

static void check_trace(const char *what, struct slice bytes)
{
    struct minimized m;
    struct buf want;
    buf_init(&want, GIST_MAX);
    put_gist(bytes, &want);
    assert_int_equal(minimize(&m, bytes, sample_knowledge(), &options), SPW_OK);
    assert_gist(what, buf_slice(&m.bytes), &want, true);
    assert_made_of(&m, bytes);
    assert_minimal(what, buf_slice(&m.bytes), &want);
    minimized_dispose(&m);
    buf_dispose(&want);
}

static void check(void *context, const char *folder, const char *file, struct slice bytes)
{
    char what[600];
    (void)context;
    (void)snprintf(what, sizeof what, "%s/%s", folder, file);
    check_trace(what, bytes);
}

static void no_line_of_a_cut_sample_can_be_left_out(void **state)
{
    (void)state;
    samples_visit(check, NULL);
}

/* Recorders, analysers and dumps: what is left is still readable as what it was. */
static void no_line_of_a_wrapped_sample_can_be_left_out(void **state)
{
    struct buf bare;
    (void)state;
    buf_init(&bare, TRACE_MAX);
    assert_true(sample_read("traces/002-azure-client-certificate-missing/trace.txt", &bare));
    for (size_t i = 0; i < wrapper_count; i++) {
        static struct wrapped wrapped;
        buf_init(&wrapped.bytes, TRACE_MAX);
        wrapper_run(&wrappers[i], buf_slice(&bare), &wrapped);
        assert_true(wrapped.bytes.n > bare.n / 2);
        check_trace(wrappers[i].name, buf_slice(&wrapped.bytes));
        buf_dispose(&wrapped.bytes);
    }
    buf_dispose(&bare);
}

/* A mistake deep in a long log: the lines that the report names are tried first, so that few diagnoses
 * look at the whole of it. */
static void a_long_log_needs_few_diagnoses(void **state)
{
    enum { HEALTHY_COPIES = 50 };
    struct buf log, healthy;
    struct minimized m;
    (void)state;
    buf_init(&log, TRACE_MAX);
    buf_init(&healthy, TRACE_MAX);
    assert_true(sample_read("traces/044-healthy-mqtt-session/trace.txt", &healthy));
    for (unsigned i = 0; i < 2 * HEALTHY_COPIES; i++) {
        if (i == HEALTHY_COPIES) {
            assert_true(
                sample_read("traces/001-azure-intermediate-loaded-as-root/trace.txt", &log));
        }
        buf_put(&log, buf_slice(&healthy));
    }
    assert_int_equal(minimize(&m, buf_slice(&log), sample_knowledge(), &options), SPW_OK);
    assert_true(m.lines > 10000);
    assert_true(m.kept.n < 100);
    assert_true(m.runs < 500);
    minimized_dispose(&m);
    buf_dispose(&log);
    buf_dispose(&healthy);
}

static void ranges_name_what_stays_and_what_is_cut(void **state)
{
    static const struct {
        uint32_t kept[5];
        size_t n, lines;
        const char *stays, *cut;
    } rows[] = {{{3, 5, 6, 7, 9}, 5, 12, "3, 5-7, 9", "1-2, 4, 8, 10-12"},
                {{1, 2}, 2, 2, "1-2", ""},
                {{2}, 1, 2, "2", "1"},
                {{0}, 0, 3, "", "1-3"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct minimized m = {.lines = rows[i].lines};
        struct buf text;
        buf_init(&text, 100);
        array_init(&m.kept, sizeof(uint32_t), 5);
        for (size_t k = 0; k < rows[i].n; k++) {
            uint32_t *line = array_push(&m.kept);
            assert_non_null(line);
            *line = rows[i].kept[k];
        }
        minimized_put_ranges(&m, false, &text);
        spw_assert_slice(buf_slice(&text), slice_cstr(rows[i].stays), "stays", __FILE__, __LINE__);
        buf_clear(&text);
        minimized_put_ranges(&m, true, &text);
        spw_assert_slice(buf_slice(&text), slice_cstr(rows[i].cut), "cut", __FILE__, __LINE__);
        buf_dispose(&text);
        array_dispose(&m.kept);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(no_line_of_a_cut_sample_can_be_left_out),
                                       SPW_TEST(no_line_of_a_wrapped_sample_can_be_left_out),
                                       SPW_TEST(a_long_log_needs_few_diagnoses),
                                       SPW_TEST(ranges_name_what_stays_and_what_is_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
