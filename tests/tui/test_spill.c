#include "support/spw_test.h"
#include "tui/spill.h"

enum { RECORDS = 10000 };
struct record {
    uint64_t number, square;
    uint32_t odd;
};

static struct record record_of(uint64_t i) { return (struct record){i, i * i, (uint32_t)(i % 2)}; }

static bool number_is_below(const void *record, const void *context)
{
    return ((const struct record *)record)->number < *(const uint64_t *)context;
}

static void fill(struct spill_table *t)
{
    assert_int_equal(spill_table_init(t, sizeof(struct record)), SPW_OK);
    for (uint64_t i = 0; i < RECORDS; i++) {
        const struct record r = record_of(i);
        assert_int_equal(spill_table_push(t, &r), SPW_OK);
    }
}

static void records_come_back_in_any_order(void **state)
{
    struct spill_table t;
    (void)state;
    fill(&t);
    assert_int_equal(spill_table_count(&t), RECORDS);
    for (uint64_t k = 0; k < RECORDS; k++) {
        uint64_t i = k * 7919 % RECORDS;
        struct record r;
        assert_true(spill_table_get(&t, i, &r));
        assert_int_equal(r.number, i);
        assert_int_equal(r.square, i * i);
    }
    struct record r;
    assert_false(spill_table_get(&t, RECORDS, &r));
    spill_table_dispose(&t);
}

static void what_was_read_while_it_grew_stays_right(void **state)
{
    struct spill_table t;
    (void)state;
    assert_int_equal(spill_table_init(&t, sizeof(struct record)), SPW_OK);
    for (uint64_t i = 0; i < RECORDS; i++) {
        const struct record in = record_of(i);
        struct record out;
        assert_int_equal(spill_table_push(&t, &in), SPW_OK);
        assert_true(spill_table_get(&t, i / 2, &out));
        assert_int_equal(out.number, i / 2);
        assert_true(spill_table_get(&t, i, &out));
        assert_int_equal(out.number, i);
    }
    spill_table_dispose(&t);
}

static void a_place_is_found_by_halving(void **state)
{
    static const uint64_t wanted[] = {0, 1, 4999, RECORDS - 1, RECORDS, RECORDS + 5};
    struct spill_table t;
    (void)state;
    fill(&t);
    for (size_t i = 0; i < SPW_COUNT(wanted); i++) {
        uint64_t expected = wanted[i] < RECORDS ? wanted[i] : RECORDS;
        assert_int_equal(spill_table_partition(&t, number_is_below, &wanted[i]), expected);
    }
    spill_table_dispose(&t);
}

static void nothing_is_read_behind_the_end(void **state)
{
    struct spill s;
    uint8_t bytes[8];
    (void)state;
    assert_int_equal(spill_init(&s), SPW_OK);
    assert_int_equal(spill_append(&s, SLICE("abcdef")), SPW_OK);
    assert_true(spill_read(&s, 2, bytes, 4));
    assert_slice(slice_of(bytes, 4), SLICE("cdef"));
    assert_false(spill_read(&s, 3, bytes, 4));
    assert_false(spill_read(&s, UINT64_MAX, bytes, 4));
    spill_dispose(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(records_come_back_in_any_order),
        SPW_TEST(what_was_read_while_it_grew_stays_right),
        SPW_TEST(a_place_is_found_by_halving),
        SPW_TEST(nothing_is_read_behind_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
