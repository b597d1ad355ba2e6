#include "base/array.h"

#include "support/spw_test.h"

struct pair {
    uint32_t a, b;
};

static void elements_keep_their_order_and_start_zeroed(void **state)
{
    (void)state;
    struct array a;
    array_init(&a, sizeof(struct pair), 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        struct pair *p = (struct pair *)array_push(&a);
        assert_non_null(p);
        assert_int_equal(p->a, 0);
        p->a = i;
    }
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(ARRAY_AT(&a, struct pair, i)->a, i);
    }
    array_dispose(&a);
}

static void the_maximum_is_reported_and_nothing_is_lost(void **state)
{
    (void)state;
    struct array a;
    array_init(&a, sizeof(uint32_t), 3);
    for (int i = 0; i < 3; i++) {
        assert_non_null(array_push(&a));
    }
    assert_null(array_push(&a));
    assert_int_equal(a.n, 3);
    array_clear(&a);
    assert_int_equal(a.n, 0);
    assert_non_null(array_push(&a));
    array_dispose(&a);
}

static void an_index_beyond_the_end_gives_null(void **state)
{
    (void)state;
    struct array a;
    array_init(&a, 1, 4);
    assert_null(array_at(&a, 0));
    assert_non_null(array_push(&a));
    assert_non_null(array_at(&a, 0));
    assert_null(array_at(&a, 1));
    assert_null(array_at(&a, SIZE_MAX));
    array_dispose(&a);
}

static void elements_too_large_to_count_are_refused(void **state)
{
    (void)state;
    struct array a;
    array_init(&a, SIZE_MAX / 2, SIZE_MAX);
    assert_null(array_push(&a));
    array_dispose(&a);
    array_init(&a, 4, 0);
    assert_null(array_push(&a));
    array_dispose(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(elements_keep_their_order_and_start_zeroed),
        SPW_TEST(the_maximum_is_reported_and_nothing_is_lost),
        SPW_TEST(an_index_beyond_the_end_gives_null),
        SPW_TEST(elements_too_large_to_count_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
