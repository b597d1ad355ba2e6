#include "pattern/pattern.h"

#include <string.h>

#include "base/buf.h"
#include "support/spw_test.h"

static struct pattern *compile(struct arena *arena, const char *source)
{
    struct pattern *p = NULL;
    struct pattern_fault fault;
    assert_int_equal(pattern_new(&p, slice_cstr(source), arena, &fault), SPW_OK);
    return p;
}

static void subjects_match_or_not(void **state)
{
    static const struct {
        const char *pattern, *subject;
        enum tri want;
    } rows[] = {
        {"", "", TRI_YES},           {"^$", "", TRI_YES},         {"abc", "xabcx", TRI_YES},
        {"^abc$", "abc\n", TRI_NO},  {"abc", "ABC", TRI_NO},      {"(?i)abc", "xABCx", TRI_YES},
        {"^\\d+$", "0123", TRI_YES}, {"^.$", "\xC3\xA4", TRI_NO}, /* bytes, not characters */
        {"\\xff", "\xff", TRI_YES},  {"a|b", "c", TRI_NO},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, 65536);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].pattern);
        struct pattern *p = compile(&arena, rows[i].pattern);
        assert_number_row(pattern_match(p, slice_cstr(rows[i].subject)), rows[i].want);
        pattern_dispose(p);
    }
    arena_dispose(&arena);
}

static void bad_patterns_are_refused_with_their_place(void **state)
{
    static const struct {
        const char *pattern;
        size_t offset;
    } rows[] = {{"a(b", 3}, {"[z-a]", 3}, {"*a", 0}, {"\\C", 2}, {"(*UTF)a", 6}};
    struct arena arena;
    (void)state;
    arena_init(&arena, 65536);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].pattern);
        struct pattern *p = NULL;
        struct pattern_fault fault;
        assert_number_row(pattern_new(&p, slice_cstr(rows[i].pattern), &arena, &fault),
                          SPW_INVALID);
        assert_number_row(fault.offset, rows[i].offset);
        assert_true(fault.text[0] != '\0');
    }
    arena_dispose(&arena);
}

static struct slice repeated(struct buf *b, char c, size_t n)
{
    buf_init(b, n + 16);
    buf_fill(b, (uint8_t)c, n);
    return buf_slice(b);
}

static void runaway_patterns_end_without_an_answer(void **state)
{
    static const char *const patterns[] = {"^(a+)+$", "^(a|a)*b$", "(a*)*b\\1c", "^(?:.*a){20}x$"};
    struct arena arena;
    struct buf b;
    (void)state;
    arena_init(&arena, 65536);
    struct slice subject = repeated(&b, 'a', 5000);
    for (size_t i = 0; i < SPW_COUNT(patterns); i++) {
        SPW_ROW(patterns[i]);
        struct pattern *p = compile(&arena, patterns[i]);
        enum tri first = pattern_match(p, slice_sub(subject, 0, 0));
        assert_number_row(first != TRI_UNKNOWN, true);
        for (int n = 0; n < 80; n++) { /* interpreted at first, machine code later */
            buf_byte(&b, 'x');
            assert_number_row(pattern_match(p, buf_slice(&b)) != TRI_YES, true);
        }
        pattern_dispose(p);
    }
    struct pattern *p = compile(&arena, "^(a+)+$");
    assert_int_equal(pattern_match(p, buf_slice(&b)), TRI_UNKNOWN);
    pattern_dispose(p);
    buf_dispose(&b);
    arena_dispose(&arena);
}

static void limits_hold_for_patterns_and_subjects(void **state)
{
    struct arena arena;
    struct buf b;
    struct pattern *p = NULL;
    struct pattern_fault fault;
    (void)state;
    arena_init(&arena, 65536);
    struct slice longest = repeated(&b, 'a', PATTERN_SOURCE_MAX + 1);
    assert_int_equal(pattern_new(&p, longest, &arena, &fault), SPW_INVALID);
    buf_dispose(&b);
    p = compile(&arena, "a");
    struct slice subject = repeated(&b, 'a', PATTERN_SUBJECT_MAX + 1);
    assert_int_equal(pattern_match(p, slice_sub(subject, 0, PATTERN_SUBJECT_MAX)), TRI_YES);
    assert_int_equal(pattern_match(p, subject), TRI_UNKNOWN);
    pattern_dispose(p);
    assert_int_equal(pattern_match(p, SLICE("a")), TRI_UNKNOWN);
    pattern_dispose(NULL);
    buf_dispose(&b);
    arena_dispose(&arena);
}

static void many_uses_give_the_same_answers(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, 65536);
    struct pattern *p = compile(&arena, "^[0-9a-f]{4}\\.(net|us)$");
    for (int i = 0; i < 200; i++) {
        assert_int_equal(pattern_match(p, SLICE("09af.us")), TRI_YES);
        assert_int_equal(pattern_match(p, SLICE("09ag.us")), TRI_NO);
    }
    pattern_dispose(p);
    arena_dispose(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(subjects_match_or_not),
        SPW_TEST(bad_patterns_are_refused_with_their_place),
        SPW_TEST(runaway_patterns_end_without_an_answer),
        SPW_TEST(limits_hold_for_patterns_and_subjects),
        SPW_TEST(many_uses_give_the_same_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
