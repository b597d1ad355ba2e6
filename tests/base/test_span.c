#include "base/span.h"

#include <string.h>

#include "base/tri.h"
#include "support/spw_test.h"

static void a_mark_keeps_its_text_when_the_input_is_gone(void **state)
{
    (void)state;
    struct mark m = {0};
    char input[] = "ERROR:111";
    struct span span = {.offset = 5, .line = 2, .column = 1, .length = 9, .last_line = 2};
    mark_set(&m, span, slice_cstr(input));
    memset(input, 'x', sizeof input - 1);
    assert_slice(mark_text(&m), SLICE("ERROR:111"));
    assert_int_equal(m.cut, 0);
    assert_true(span_is_set(m.span));
    mark_set(&m, (struct span){0}, slice_of(NULL, 0));
    assert_int_equal(mark_text(&m).n, 0);
    assert_false(span_is_set(m.span));
}

static void a_mark_says_when_its_text_was_cut(void **state)
{
    (void)state;
    struct mark m = {0};
    uint8_t text[MARK_TEXT_MAX + 1];
    memset(text, 'a', sizeof text);
    mark_set(&m, (struct span){0}, slice_of(text, MARK_TEXT_MAX));
    assert_int_equal(m.n, MARK_TEXT_MAX);
    assert_int_equal(m.cut, 0);
    mark_set(&m, (struct span){0}, slice_of(text, MARK_TEXT_MAX + 1));
    assert_int_equal(m.n, MARK_TEXT_MAX);
    assert_int_equal(m.cut, 1);
}

static void unknown_yields_only_to_what_decides(void **state)
{
    (void)state;
    static const struct {
        enum tri a, b, both, either;
    } rows[] = {
        {TRI_YES, TRI_YES, TRI_YES, TRI_YES},
        {TRI_YES, TRI_NO, TRI_NO, TRI_YES},
        {TRI_YES, TRI_UNKNOWN, TRI_UNKNOWN, TRI_YES},
        {TRI_NO, TRI_NO, TRI_NO, TRI_NO},
        {TRI_NO, TRI_UNKNOWN, TRI_NO, TRI_UNKNOWN},
        {TRI_UNKNOWN, TRI_UNKNOWN, TRI_UNKNOWN, TRI_UNKNOWN},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_int_equal(tri_and(rows[i].a, rows[i].b), rows[i].both);
        assert_int_equal(tri_and(rows[i].b, rows[i].a), rows[i].both);
        assert_int_equal(tri_or(rows[i].a, rows[i].b), rows[i].either);
        assert_int_equal(tri_or(rows[i].b, rows[i].a), rows[i].either);
    }
    assert_int_equal(tri_not(TRI_UNKNOWN), TRI_UNKNOWN);
    assert_int_equal(tri_not(TRI_YES), TRI_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_mark_keeps_its_text_when_the_input_is_gone),
        SPW_TEST(a_mark_says_when_its_text_was_cut),
        SPW_TEST(unknown_yields_only_to_what_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
