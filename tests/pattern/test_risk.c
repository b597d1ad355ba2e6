/* Which patterns can take very long is told from their text. */
#include "pattern/pattern.h"

#include "support/spw_test.h"

static void repetitions_in_repetitions_are_found(void **state)
{
    static const struct {
        const char *pattern;
        size_t at;
    } rows[] = {
        {"(a+)+", 0},   {"x(a*)*y", 1},    {"^(\\w+\\s*)+$", 1},
        {"((a+))*", 0}, {"(?:a+|b)*", 0},  {"(b|[0-9]+){2,}", 0},
        {"(a?b*)+", 0}, {"a(b(c+)*)d", 3}, {"(?i)([a-z]*)+", 4},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        size_t at = 999;
        SPW_ROW(rows[i].pattern);
        assert_number_row(pattern_can_run_away(slice_cstr(rows[i].pattern), &at), true);
        assert_number_row(at, rows[i].at);
    }
}

static void what_has_something_firm_inside_passes(void **state)
{
    static const char *const rows[] = {
        "a+b+",    "(a+,)+",       "(ab)*",       "(a|b)+",    "(a+)?",
        "(a+){3}", "(?>a+)+",      "(a++)+",      "[(a+)]+",   "\\(a+\\)+",
        "(a+)b",   "^(x[0-9]*)+$", "(?i)^abc.*$", "a{2,3}{b}", "(?:-[a-z0-9]+)*[.]iot",
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        size_t at = 0;
        SPW_ROW(rows[i]);
        assert_number_row(pattern_can_run_away(slice_cstr(rows[i]), &at), false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(repetitions_in_repetitions_are_found),
        SPW_TEST(what_has_something_firm_inside_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
