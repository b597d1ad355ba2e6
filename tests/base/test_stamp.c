#include "base/stamp.h"

#include "support/spw_test.h"

static void dates_are_read_or_refused_whole(void **state)
{
    (void)state;
    static const struct {
        struct slice s;
        int64_t t;
    } rows[] = {
        {SLICE_INIT("1970-01-01"), 0},
        {SLICE_INIT("1970-01-01T00:00:01Z"), 1},
        {SLICE_INIT("1969-12-31 23:59:59"), -1},
        {SLICE_INIT("2018-03-24T14:18:21Z"), 1521901101},
        {SLICE_INIT("2018-03-24 14:18:21"), 1521901101},
        {SLICE_INIT("1521901101"), 1521901101},
        {SLICE_INIT("123456789"), 123456789},
        {SLICE_INIT("2000-02-29"), 951782400},
        {SLICE_INIT("1900-02-29"), TIME_NONE},
        {SLICE_INIT("2024-02-29"), 1709164800},
        {SLICE_INIT("2023-02-29"), TIME_NONE},
        {SLICE_INIT("2038-01-19T03:14:08Z"), 2147483648},
        {SLICE_INIT("0000-01-01"), -62167219200},
        {SLICE_INIT("9999-12-31T23:59:59Z"), 253402300799},
        {SLICE_INIT("2018-13-01"), TIME_NONE},
        {SLICE_INIT("2018-00-01"), TIME_NONE},
        {SLICE_INIT("2018-04-31"), TIME_NONE},
        {SLICE_INIT("2018-04-00"), TIME_NONE},
        {SLICE_INIT("2018-03-24T24:00:00"), TIME_NONE},
        {SLICE_INIT("2018-03-24T14:60:00"), TIME_NONE},
        {SLICE_INIT("2018-03-24T14:18:60"), TIME_NONE},
        {SLICE_INIT("2018-03-24T14:18"), TIME_NONE},
        {SLICE_INIT("2018-03-24T"), TIME_NONE},
        {SLICE_INIT("2018-03-24Z"), TIME_NONE},
        {SLICE_INIT("2018-3-24"), TIME_NONE},
        {SLICE_INIT("2018-03-24 "), TIME_NONE},
        {SLICE_INIT("-018-03-24"), TIME_NONE},
        {SLICE_INIT("12345678"), TIME_NONE},
        {SLICE_INIT("999999999999"), TIME_NONE},
        {SLICE_INIT(""), TIME_NONE},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW((const char *)rows[i].s.p);
        assert_number_row(time_parse(rows[i].s), rows[i].t);
    }
}

static void every_day_of_the_calendar_comes_back_the_same(void **state)
{
    (void)state;
    struct civil before = {.year = -1};
    for (int64_t t = -62167219200; t < 253402300800; t += 86400) {
        struct civil c = time_to_civil(t + 3661);
        assert_true(c.hour == 1 && c.minute == 1 && c.second == 1);
        assert_true(time_from_civil(&c) == t + 3661);
        assert_true(c.day == before.day + 1 || c.day == 1);
        before = c;
    }
    assert_true(before.year == 9999 && before.month == 12 && before.day == 31);
}

static void times_beyond_four_digit_years_are_held_at_the_edge(void **state)
{
    (void)state;
    assert_int_equal(time_to_civil(INT64_MAX).year, 9999);
    assert_int_equal(time_to_civil(INT64_MIN).year, 0);
    struct civil c = {.year = 10000, .month = 1, .day = 1};
    assert_true(time_from_civil(&c) == TIME_NONE);
    c = (struct civil){.year = 2018, .month = 1, .day = 1, .hour = -1};
    assert_true(time_from_civil(&c) == TIME_NONE);
}

static void a_time_is_written_in_three_ways_and_none_as_unknown(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 200);
    time_put(&b, 1521901101);
    buf_byte(&b, '|');
    time_put_date(&b, 1521901101);
    buf_byte(&b, '|');
    time_put_iso(&b, 1521901101);
    buf_byte(&b, '|');
    time_put(&b, TIME_NONE);
    time_put_date(&b, TIME_NONE);
    time_put_iso(&b, TIME_NONE);
    assert_buf(b, "2018-03-24 14:18:21 UTC|2018-03-24|2018-03-24T14:18:21Z|"
                  "unknownunknownunknown");
    buf_dispose(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(dates_are_read_or_refused_whole),
        SPW_TEST(every_day_of_the_calendar_comes_back_the_same),
        SPW_TEST(times_beyond_four_digit_years_are_held_at_the_edge),
        SPW_TEST(a_time_is_written_in_three_ways_and_none_as_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
