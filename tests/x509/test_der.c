#include "x509/der.h"

#include "base/stamp.h"
#include "support/spw_test.h"

static void elements_are_read_one_by_one_and_never_past_the_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice bytes;
        bool good;
        size_t body, announced;
        bool cut;
    } rows[] = {
        {"empty input", SLICE_INIT(""), false, 0, 0, false},
        {"a tag without length", SLICE_INIT("\x30"), false, 0, 0, false},
        {"an empty element", SLICE_INIT("\x30\x00"), true, 0, 0, false},
        {"short form", SLICE_INIT("\x04\x02\x01\x02"), true, 2, 2, false},
        {"short form, cut", SLICE_INIT("\x04\x05\x01\x02"), true, 2, 5, true},
        {"one length byte", SLICE_INIT("\x04\x81\x03\x01\x02\x03"), true, 3, 3, false},
        {"two length bytes, cut", SLICE_INIT("\x30\x82\x05\xb4\x30"), true, 1, 0x5b4, true},
        {"four length bytes", SLICE_INIT("\x04\x84\x00\x00\x00\x01\x07"), true, 1, 1, false},
        {"a length of four gigabytes", SLICE_INIT("\x04\x84\xff\xff\xff\xff\x07"), true, 1,
         0xffffffff, true},
        {"five length bytes", SLICE_INIT("\x04\x85\x00\x00\x00\x00\x01\x07"), false, 0, 0, false},
        {"indefinite length", SLICE_INIT("\x30\x80\x00\x00"), false, 0, 0, false},
        {"a cut length", SLICE_INIT("\x30\x82\x05"), false, 0, 0, false},
        {"a tag of several bytes", SLICE_INIT("\x1f\x21\x01\x00"), false, 0, 0, false},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct slice rest = rows[i].bytes;
        struct der_item item;
        assert_number_row(der_read(&rest, &item), rows[i].good);
        if (!rows[i].good) {
            assert_true(rest.p == rows[i].bytes.p && rest.n == rows[i].bytes.n);
            continue;
        }
        assert_number_row(item.body.n, rows[i].body);
        assert_number_row(item.announced, rows[i].announced);
        assert_number_row(item.cut, rows[i].cut);
        assert_number_row(item.whole.n + rest.n, rows[i].bytes.n);
    }
}

static void another_tag_leaves_the_rest_where_it_was(void **state)
{
    (void)state;
    struct slice rest = SLICE("\x02\x01\x05");
    struct der_item item;
    assert_false(der_expect(&rest, DER_SEQUENCE, &item));
    assert_int_equal(rest.n, 3);
    assert_true(der_expect(&rest, DER_INTEGER, &item));
    assert_int_equal(rest.n, 0);
}

static void integers_tell_their_size_also_when_cut(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice bytes;
        unsigned bits;
    } rows[] = {
        {"zero", SLICE_INIT("\x02\x01\x00"), 0},
        {"one", SLICE_INIT("\x02\x01\x01"), 1},
        {"127", SLICE_INIT("\x02\x01\x7f"), 7},
        {"128 with the zero that keeps it positive", SLICE_INIT("\x02\x02\x00\x80"), 8},
        {"a modulus of 2048 bits, cut after the first byte", SLICE_INIT("\x02\x82\x01\x01\x00\xd8"),
         2048},
        {"cut in front of the first byte", SLICE_INIT("\x02\x82\x01\x01\x00"), 0},
        {"an absurd length", SLICE_INIT("\x02\x84\xff\xff\xff\xff\x01"), 0},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct slice rest = rows[i].bytes;
        struct der_item item;
        assert_true(der_read(&rest, &item));
        assert_number_row(der_integer_bits(&item), rows[i].bits);
    }
}

static void small_integers_have_a_maximum(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice bytes;
        bool good;
        unsigned value;
    } rows[] = {
        {"zero", SLICE_INIT("\x02\x01\x00"), true, 0},
        {"the maximum", SLICE_INIT("\x02\x02\x03\xe8"), true, 1000},
        {"one more", SLICE_INIT("\x02\x02\x03\xe9"), false, 0},
        {"negative", SLICE_INIT("\x02\x01\xff"), false, 0},
        {"empty", SLICE_INIT("\x02\x00"), false, 0},
        {"cut", SLICE_INIT("\x02\x02\x01"), false, 0},
        {"too long", SLICE_INIT("\x02\x04\x00\x00\x00\x01"), false, 0},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct slice rest = rows[i].bytes;
        struct der_item item;
        unsigned value = 0;
        assert_true(der_read(&rest, &item));
        assert_number_row(der_small(&item, 1000, &value), rows[i].good);
        assert_number_row(value, rows[i].value);
    }
}

static void times_of_both_types_become_seconds(void **state)
{
    (void)state;
    static const struct {
        uint8_t tag;
        struct slice text;
        int64_t seconds;
    } rows[] = {
        {DER_UTC_TIME, SLICE_INIT("700101000000Z"), 0},
        {DER_UTC_TIME, SLICE_INIT("160520125128Z"), 1463748688},
        {DER_UTC_TIME, SLICE_INIT("491231235959Z"), 2524607999},
        {DER_UTC_TIME, SLICE_INIT("500101000000Z"), -631152000},
        {DER_UTC_TIME, SLICE_INIT("7001010000Z"), 0},
        {DER_UTC_TIME, SLICE_INIT("700101010000+0100"), 0},
        {DER_UTC_TIME, SLICE_INIT("691231230000-0100"), 0},
        {DER_GENERALIZED_TIME, SLICE_INIT("20500101000000Z"), 2524608000},
        {DER_GENERALIZED_TIME, SLICE_INIT("99991231235959Z"), 253402300799},
        {DER_GENERALIZED_TIME, SLICE_INIT("20500101000000.5Z"), TIME_NONE},
        {DER_UTC_TIME, SLICE_INIT("161320125128Z"), TIME_NONE},
        {DER_UTC_TIME, SLICE_INIT("160520125128"), TIME_NONE},
        {DER_UTC_TIME, SLICE_INIT("1605201251"), TIME_NONE},
        {DER_UTC_TIME, SLICE_INIT("160520125128+99"), TIME_NONE},
        {DER_UTC_TIME, SLICE_INIT("160520125128*0100"), TIME_NONE},
        {DER_UTC_TIME, SLICE_INIT("16052012512xZ"), TIME_NONE},
        {DER_UTC_TIME, SLICE_INIT("1"), TIME_NONE},
        {DER_UTC_TIME, SLICE_INIT(""), TIME_NONE},
        {DER_INTEGER, SLICE_INIT("160520125128Z"), TIME_NONE},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW((const char *)rows[i].text.p);
        struct der_item item = {.tag = rows[i].tag, .body = rows[i].text};
        assert_number_row(der_time(&item), rows[i].seconds);
        item.cut = true;
        assert_number_row(der_time(&item), TIME_NONE);
    }
}

static void object_identifiers_are_written_with_dots(void **state)
{
    (void)state;
    static const struct {
        struct slice bytes;
        const char *text;
    } rows[] = {
        {SLICE_INIT("\x55\x04\x03"), "2.5.4.3"},
        {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"), "1.2.840.113549.1.1.11"},
        {SLICE_INIT("\x2b\x81\x04\x00\x22"), "1.3.132.0.34"},
        {SLICE_INIT("\x88\x37"), "2.999"},
        {SLICE_INIT("\x27"), "0.39"},
        {SLICE_INIT("\x2a\x86"), "1.2"},
        {SLICE_INIT(""), ""},
        {SLICE_INIT("\x2a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), "1.2..."},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        struct buf b;
        buf_init(&b, 256);
        der_oid_put(&b, rows[i].bytes);
        assert_slice_row(buf_slice(&b), slice_cstr(rows[i].text));
        buf_dispose(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(elements_are_read_one_by_one_and_never_past_the_bytes),
        SPW_TEST(another_tag_leaves_the_rest_where_it_was),
        SPW_TEST(integers_tell_their_size_also_when_cut),
        SPW_TEST(small_integers_have_a_maximum),
        SPW_TEST(times_of_both_types_become_seconds),
        SPW_TEST(object_identifiers_are_written_with_dots),
    };
    return cmocka_run_group_tests_name("x509/der", tests, NULL, NULL);
}
