#include "base/buf.h"

#include "support/spw_test.h"

static void numbers_and_pieces_are_written_in_order(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    buf_put(&b, SLICE("a\0b"));
    buf_put(&b, slice_of(NULL, 0));
    buf_byte(&b, ',');
    buf_cstr(&b, "c");
    buf_fill(&b, '-', 3);
    buf_fill(&b, '-', 0);
    buf_u64(&b, 0);
    buf_u64(&b, UINT64_MAX);
    buf_byte(&b, ' ');
    buf_i64(&b, INT64_MIN);
    buf_i64(&b, 5);
    buf_printf(&b, "[%d %s]", 7, "x");
    assert_buf(b, "a\0b,c---018446744073709551615 -92233720368547758085[7 x]");
    assert_int_equal(b.status, SPW_OK);
    buf_dispose(&b);
}

static void failure_sticks_and_the_piece_is_not_begun(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 5);
    buf_cstr(&b, "abc");
    buf_cstr(&b, "def");
    assert_int_equal(b.status, SPW_NO_MEMORY);
    buf_cstr(&b, "g");
    assert_buf(b, "abc");
    buf_clear(&b);
    buf_cstr(&b, "12345");
    assert_int_equal(b.status, SPW_OK);
    buf_byte(&b, '6');
    assert_int_equal(b.status, SPW_NO_MEMORY);
    volatile size_t most = SIZE_MAX; /* or the compiler warns that no object is so large */
    buf_fill(&b, 'x', most);
    assert_buf(b, "12345");
    buf_dispose(&b);
}

static void a_long_text_is_formatted_whole(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 2000);
    buf_printf(&b, "%0*d", 255, 1);
    assert_int_equal(b.n, 255);
    buf_printf(&b, "%0*d", 256, 1);
    assert_int_equal(b.n, 511);
    buf_printf(&b, "%0*d|", 1000, 1);
    assert_int_equal(b.n, 1512);
    assert_int_equal(b.p[b.n - 1], '|');
    buf_printf(&b, "%0*d", 1000, 1);
    assert_int_equal(b.status, SPW_NO_MEMORY);
    assert_int_equal(b.n, 1512);
    buf_dispose(&b);
}

static void an_untouched_buffer_is_empty(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 10);
    assert_int_equal(buf_slice(&b).n, 0);
    buf_dispose(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(numbers_and_pieces_are_written_in_order),
        SPW_TEST(failure_sticks_and_the_piece_is_not_begun),
        SPW_TEST(a_long_text_is_formatted_whole),
        SPW_TEST(an_untouched_buffer_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
