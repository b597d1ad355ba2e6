#include "base/arena.h"

#include <string.h>

#include "base/check.h"
#include "support/spw_test.h"

static void what_is_given_is_zeroed_and_aligned_even_after_a_reset(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 100000);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 200; size += 7) {
            uint8_t *p = (uint8_t *)arena_alloc(&a, size);
            assert_non_null(p);
            assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++) {
                assert_int_equal(p[i], 0);
            }
            memset(p, 0xAA, size);
        }
        arena_reset(&a);
        assert_int_equal(a.used, 0);
    }
    arena_dispose(&a);
    assert_null(a.chunks);
}

static void the_cap_is_reached_by_null_and_a_reset_lifts_it(void **state)
{
    (void)state;
    struct arena a = {.cap = 1024};
    assert_non_null(arena_alloc(&a, 1024));
    assert_null(arena_alloc(&a, 1));
    assert_null(arena_alloc(&a, SIZE_MAX));
    assert_non_null(arena_alloc(&a, 0));
    arena_reset(&a);
    assert_non_null(arena_alloc(&a, 512));
    assert_null(arena_alloc(&a, 513));
    assert_non_null(arena_alloc(&a, 512));
    arena_dispose(&a);
}

static void an_arena_without_cap_gives_nothing(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_null(arena_alloc(&a, 1));
    arena_dispose(&a);
}

static void array_sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, SIZE_MAX);
    assert_null(arena_array(&a, SIZE_MAX / 2, 3));
    assert_null(arena_array(&a, 3, SIZE_MAX / 2));
    assert_non_null(arena_array(&a, 0, SIZE_MAX));
    assert_non_null(ARENA_ARRAY(&a, 10, uint32_t));
    assert_non_null(ARENA_NEW(&a, struct slice));
    arena_dispose(&a);
}

static void large_and_small_allocations_do_not_disturb_each_other(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 16 * 1024 * 1024);
    uint8_t *blocks[64];
    for (size_t i = 0; i < SPW_COUNT(blocks); i++) {
        size_t size = i % 8 == 0 ? 300000 : 100 + i;
        blocks[i] = (uint8_t *)arena_alloc(&a, size);
        assert_non_null(blocks[i]);
        memset(blocks[i], (int)i, size);
    }
    for (size_t i = 0; i < SPW_COUNT(blocks); i++) {
        assert_int_equal(blocks[i][0], i);
        assert_int_equal(blocks[i][99], i);
    }
    arena_dispose(&a);
}

static void a_copy_has_a_nul_behind_that_is_not_counted(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 64);
    struct slice copy = arena_copy(&a, SLICE("a\0b"));
    assert_slice(copy, SLICE("a\0b"));
    assert_int_equal(copy.p[3], 0);
    copy = arena_copy(&a, slice_of(NULL, 0));
    assert_int_equal(copy.n, 0);
    assert_non_null(copy.p);
    static const uint8_t large[100];
    copy = arena_copy(&a, slice_of(large, sizeof large));
    assert_int_equal(copy.n, 0);
    assert_null(copy.p);
    arena_dispose(&a);
}

static void checked_arithmetic_tells_overflow(void **state)
{
    (void)state;
    size_t out = 0;
    assert_true(check_add(SIZE_MAX - 1, 1, &out));
    assert_true(out == SIZE_MAX);
    assert_false(check_add(SIZE_MAX, 1, &out));
    assert_true(check_mul(0, SIZE_MAX, &out));
    assert_int_equal(out, 0);
    assert_true(check_mul(SIZE_MAX, 1, &out));
    assert_false(check_mul(SIZE_MAX / 2 + 1, 2, &out));
    assert_int_equal(clamp_u32(UINT64_MAX), UINT32_MAX);
    assert_int_equal(clamp_u32(7), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(what_is_given_is_zeroed_and_aligned_even_after_a_reset),
        SPW_TEST(the_cap_is_reached_by_null_and_a_reset_lifts_it),
        SPW_TEST(an_arena_without_cap_gives_nothing),
        SPW_TEST(array_sizes_that_overflow_are_refused),
        SPW_TEST(large_and_small_allocations_do_not_disturb_each_other),
        SPW_TEST(a_copy_has_a_nul_behind_that_is_not_counted),
        SPW_TEST(checked_arithmetic_tells_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
