/* Lines are counted as reports count them, and every byte belongs to one. */
#include "compare/split.h"
#include "support/spw_test.h"

static const struct {
    const char *name;
    struct slice bytes, mark;
    struct slice lines[4];
    size_t n;
} rows[] = {
    {"every kind of line end",
     SLICE_INIT("a\nb\r\nc\rd"),
     SLICE_INIT(""),
     {SLICE_INIT("a\n"), SLICE_INIT("b\r\n"), SLICE_INIT("c\r"), SLICE_INIT("d")},
     4},
    {"empty lines",
     SLICE_INIT("\n\r\r\n"),
     SLICE_INIT(""),
     {SLICE_INIT("\n"), SLICE_INIT("\r"), SLICE_INIT("\r\n")},
     3},
    {"nothing", SLICE_INIT(""), SLICE_INIT(""), {SLICE_INIT("")}, 0},
    {"a mark of UTF-8",
     SLICE_INIT("\xEF\xBB\xBF"
                "a\nb"),
     SLICE_INIT("\xEF\xBB\xBF"),
     {SLICE_INIT("a\n"), SLICE_INIT("b")},
     2},
    {"UTF-16, low byte first",
     SLICE_INIT("\xFF\xFE"
                "a\0\r\0\n\0b\0"),
     SLICE_INIT("\xFF\xFE"),
     {SLICE_INIT("a\0\r\0\n\0"), SLICE_INIT("b\0")},
     2},
    {"UTF-16, high byte first",
     SLICE_INIT("\xFE\xFF"
                "\0a\0\n\0b\0\n"),
     SLICE_INIT("\xFE\xFF"),
     {SLICE_INIT("\0a\0\n"), SLICE_INIT("\0b\0\n")},
     2},
    {"UTF-16 without a mark, cut in a character",
     SLICE_INIT("a\0b\0\n\0c"),
     SLICE_INIT(""),
     {SLICE_INIT("a\0b\0\n\0"), SLICE_INIT("c")},
     2},
    {"a line feed that is the high half of a character",
     SLICE_INIT("\xFF\xFE"
                "a\n\n\0b\0"),
     SLICE_INIT("\xFF\xFE"),
     {SLICE_INIT("a\n\n\0"), SLICE_INIT("b\0")},
     2},
};

static void lines_are_those_of_the_reports(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct split s;
        assert_int_equal(split_lines(&s, rows[i].bytes), SPW_OK);
        assert_slice_row(s.mark, rows[i].mark);
        assert_number_row(s.lines.n, rows[i].n);
        for (size_t k = 0; k < s.lines.n; k++) {
            assert_slice_row(*ARRAY_AT(&s.lines, struct slice, k), rows[i].lines[k]);
        }
        split_dispose(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(lines_are_those_of_the_reports)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
