#include "base/recording.h"
#include "base/stamp.h"
#include "support/spw_test.h"

enum { TEXT_MAX = 1 << 20 };

static struct recording_piece piece(int64_t us, enum recording_mark mark, struct slice bytes)
{
    return (struct recording_piece){us, mark, bytes};
}

/* ---- writing -------------------------------------------------------------------------------------------- */

static void a_line_of_the_session_is_a_line_of_the_recording(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct recording_piece piece;
        const char *lines;
    } rows[] = {
        {"a command", {0, RECORDING_HOST, SLICE_INIT("AT+S.STS\r")}, "0.000000 > AT+S.STS\\r\n"},
        {"an answer with the line end in front",
         {12345, RECORDING_MODULE, SLICE_INIT("\r\nAT-S.OK\r\n")},
         "0.012345 < \\r\\nAT-S.OK\\r\\n\n"},
        {"two answers",
         {1000001, RECORDING_MODULE, SLICE_INIT("\r\nA\r\n\r\nB\r\n")},
         "1.000001 < \\r\\nA\\r\\n\n1.000001 < \\r\\nB\\r\\n\n"},
        {"parts of lines",
         {7, RECORDING_MODULE, SLICE_INIT("one\rtwo\nthree")},
         "0.000007 < one\\r\n0.000007 < two\\n\n0.000007 < three\n"},
        {"what is no text",
         {7, RECORDING_UNKNOWN, SLICE_INIT("\\ \t\x1b[m\xc3\xbc ")},
         "0.000007 ? \\\\ \\t\\x1b[m\\xc3\\xbc\\x20\n"},
        {"an event",
         {5000100, RECORDING_EVENT, SLICE_INIT("gap the adapter is gone")},
         "5.000100 ! gap the adapter is gone\n"},
        {"line ends in an event",
         {1, RECORDING_EVENT, SLICE_INIT("note a\nb\n")},
         "0.000001 ! note a\\nb\\n\n"},
        {"nothing", {1, RECORDING_HOST, SLICE_INIT("")}, ""},
        {"a time before the start", {-5, RECORDING_HOST, SLICE_INIT("A")}, "0.000000 > A\n"},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct buf out;
        SPW_ROW(rows[i].name);
        buf_init(&out, TEXT_MAX);
        recording_put(&out, &rows[i].piece);
        assert_slice_row(buf_slice(&out), slice_cstr(rows[i].lines));
        buf_dispose(&out);
    }
}

static void a_head_says_when_and_where(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, TEXT_MAX);
    recording_put_head(&out, 1795458600LL * 1000000 + 42, SLICE("serial /dev/a\nb"));
    assert_buf(out, "# spwfdiag-record 1\n# started 2026-11-23T18:30:00.000042Z\n"
                    "# source serial /dev/a?b\n");
    buf_clear(&out);
    recording_put_head(&out, TIME_NONE, SLICE(""));
    assert_buf(out, "# spwfdiag-record 1\n");
    buf_clear(&out);
    recording_put_head(&out, RECORDING_UNTIMED, SLICE("file old.log"));
    assert_buf(out, "# spwfdiag-record 1\n# times none\n# source file old.log\n");
    buf_dispose(&out);
}

/* ---- reading -------------------------------------------------------------------------------------------- */

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    uint8_t bytes[3 * RECORDING_PIECE_MAX];
    struct buf out, again;
    buf_init(&out, TEXT_MAX);
    buf_init(&again, TEXT_MAX);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i * i % 251 + i % 6);
    }
    const struct recording_piece p = piece(77, RECORDING_MODULE, slice_of(bytes, sizeof bytes));
    recording_put(&out, &p);
    struct slice line, rest = buf_slice(&out);
    while (slice_split(rest, '\n', &line, &rest)) {
        struct recording_piece got = {0};
        struct slice escaped;
        size_t before = again.n;
        assert_true(recording_read_piece(line, &got, &escaped));
        assert_int_equal(got.us, 77);
        assert_int_equal(got.mark, RECORDING_MODULE);
        recording_unescape(escaped, &again);
        assert_true(again.n - before <= RECORDING_PIECE_MAX);
    }
    assert_slice(buf_slice(&again), slice_of(bytes, sizeof bytes));
    buf_dispose(&out);
    buf_dispose(&again);
}

static void heads_are_read_back(void **state)
{
    (void)state;
    uint64_t version = 0;
    int64_t us = 0;
    struct slice words;
    assert_true(recording_read_version(SLICE("# spwfdiag-record 12"), &version));
    assert_int_equal(version, 12);
    assert_false(recording_read_version(SLICE("# spwfdiag-record x"), &version));
    assert_true(recording_read_started(SLICE("# started 2026-11-23T18:30:00.000042Z"), &us));
    assert_int_equal(us, 1795458600LL * 1000000 + 42);
    assert_true(recording_read_started(SLICE("# started 2026-11-23T18:30:00.5Z\r"), &us));
    assert_int_equal(us, 1795458600LL * 1000000 + 500000);
    assert_false(recording_read_started(SLICE("# started 2026-11-23T18:30:00"), &us));
    assert_false(recording_read_started(SLICE("# started 2026-13-23T18:30:00Z"), &us));
    assert_true(recording_read_source(SLICE("# source serial /dev/a"), &words));
    assert_slice(words, SLICE("serial /dev/a"));
    assert_true(recording_is_untimed(SLICE("# times none")));
    assert_false(recording_is_untimed(SLICE("# times nonesuch")));
}

static void lines_of_others_are_no_pieces(void **state)
{
    (void)state;
    static const char *const rows[] = {"",
                                       "AT-S.OK",
                                       "0.000000",
                                       "0.000000 >",
                                       "0.000000 = x",
                                       "0.000000 >x",
                                       "0.00000 > x",
                                       "0.0000000 > x",
                                       ".000000 > x",
                                       "1234567890123.000000 > x",
                                       " 0.000000 > x",
                                       "0,000000 > x"};
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct recording_piece p;
        struct slice escaped;
        if (recording_read_piece(slice_cstr(rows[i]), &p, &escaped)) {
            fail_msg("taken for a piece: %s", rows[i]);
        }
    }
}

static void unfinished_escapes_stand_for_themselves(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, TEXT_MAX);
    recording_unescape(SLICE("a\\x4\\q\\x41\\X41\\"), &out);
    assert_buf(out, "a\\x4\\qA\\X41\\");
    buf_dispose(&out);
}

static void events_are_told_apart_by_their_first_word(void **state)
{
    (void)state;
    const struct recording_piece gap = piece(1, RECORDING_EVENT, SLICE("gap")),
                                 gaps = piece(1, RECORDING_EVENT, SLICE("gaps are bad")),
                                 said = piece(1, RECORDING_HOST, SLICE("gap"));
    assert_true(recording_is(&gap, RECORDING_GAP));
    assert_false(recording_is(&gaps, RECORDING_GAP));
    assert_false(recording_is(&said, RECORDING_GAP));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_line_of_the_session_is_a_line_of_the_recording),
        SPW_TEST(a_head_says_when_and_where),
        SPW_TEST(what_is_written_is_read_back),
        SPW_TEST(heads_are_read_back),
        SPW_TEST(lines_of_others_are_no_pieces),
        SPW_TEST(unfinished_escapes_stand_for_themselves),
        SPW_TEST(events_are_told_apart_by_their_first_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
