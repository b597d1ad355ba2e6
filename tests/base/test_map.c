#include "base/map.h"

#include "base/arena.h"
#include "support/spw_test.h"

static void many_keys_are_all_found_again(void **state)
{
    (void)state;
    enum { KEYS = 5000 };
    struct arena perm;
    struct map m;
    struct buf name;
    struct slice keys[KEYS];
    arena_init(&perm, 1 << 20);
    map_init(&m, KEYS, false);
    buf_init(&name, 64);
    for (uint32_t i = 0; i < KEYS; i++) {
        buf_clear(&name);
        buf_printf(&name, "key-%u", (unsigned)i);
        keys[i] = arena_copy(&perm, buf_slice(&name));
        assert_int_equal(map_put(&m, keys[i], i, NULL), SPW_OK);
    }
    for (uint32_t i = 0; i < KEYS; i++) {
        uint32_t value = KEYS;
        assert_true(map_get(&m, keys[i], &value));
        assert_int_equal(value, i);
    }
    assert_false(map_get(&m, SLICE("key-"), NULL));
    assert_int_equal(map_put(&m, SLICE("one more"), 1, NULL), SPW_LIMIT);
    assert_int_equal(map_put(&m, keys[7], 1, NULL), SPW_OK);
    buf_dispose(&name);
    map_dispose(&m);
    arena_dispose(&perm);
}

static void a_key_keeps_its_first_value(void **state)
{
    (void)state;
    struct map m;
    uint32_t found = 0;
    map_init(&m, 8, false);
    assert_int_equal(map_put(&m, SLICE("ca"), 1, &found), SPW_OK);
    assert_int_equal(found, 1);
    assert_int_equal(map_put(&m, SLICE("ca"), 2, &found), SPW_OK);
    assert_int_equal(found, 1);
    assert_int_equal(m.n, 1);
    map_dispose(&m);
}

static void case_matters_unless_chosen_otherwise_at_birth(void **state)
{
    (void)state;
    struct map m;
    map_init(&m, 8, false);
    assert_int_equal(map_put(&m, SLICE("TLSCERT"), 1, NULL), SPW_OK);
    assert_false(map_get(&m, SLICE("tlscert"), NULL));
    map_dispose(&m);
    map_init(&m, 8, true);
    assert_int_equal(map_put(&m, SLICE("TLSCERT"), 1, NULL), SPW_OK);
    assert_true(map_get(&m, SLICE("tlsCert"), NULL));
    map_dispose(&m);
}

static void odd_keys_are_keys_too(void **state)
{
    (void)state;
    struct map m;
    uint32_t value = 0;
    map_init(&m, 8, false);
    assert_false(map_get(&m, SLICE(""), NULL));
    assert_int_equal(map_put(&m, slice_of(NULL, 0), 1, NULL), SPW_OK);
    assert_int_equal(map_put(&m, SLICE("\0"), 2, NULL), SPW_OK);
    assert_int_equal(map_put(&m, SLICE("\0\0"), 3, NULL), SPW_OK);
    assert_true(map_get(&m, SLICE(""), &value));
    assert_int_equal(value, 1);
    assert_true(map_get(&m, SLICE("\0\0"), &value));
    assert_int_equal(value, 3);
    map_dispose(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(many_keys_are_all_found_again),
        SPW_TEST(a_key_keeps_its_first_value),
        SPW_TEST(case_matters_unless_chosen_otherwise_at_birth),
        SPW_TEST(odd_keys_are_keys_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
