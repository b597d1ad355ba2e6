#include "base/slice.h"

#include "support/spw_test.h"

static void equality_is_by_bytes_and_nul_is_a_byte_like_others(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice a, b;
        bool same, same_nocase;
        int order;
    } rows[] = {
        {"both empty", SLICE_INIT(""), SLICE_INIT(""), true, true, 0},
        {"empty without pointer", {NULL, 0}, SLICE_INIT(""), true, true, 0},
        {"one is a head of the other", SLICE_INIT("ab"), SLICE_INIT("abc"), false, false, -1},
        {"case differs", SLICE_INIT("At+S"), SLICE_INIT("AT+s"), false, true, 1},
        {"NUL inside, differing behind it", SLICE_INIT("a\0b"), SLICE_INIT("a\0c"), false, false,
         -1},
        {"blank is not folded with NUL", SLICE_INIT("\0"), SLICE_INIT(" "), false, false, -1},
        {"@ and ` differ by the case bit only", SLICE_INIT("@"), SLICE_INIT("`"), false, false, -1},
        {"bytes are unsigned", SLICE_INIT("\xFF"), SLICE_INIT("a"), false, false, 1},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        assert_number_row(slice_eq(rows[i].a, rows[i].b), rows[i].same);
        assert_number_row(slice_eq_nocase(rows[i].a, rows[i].b), rows[i].same_nocase);
        assert_number_row(slice_cmp(rows[i].a, rows[i].b), rows[i].order);
        assert_number_row(slice_cmp(rows[i].b, rows[i].a), -rows[i].order);
        if (rows[i].same_nocase) {
            assert_number_row(slice_hash_nocase(rows[i].a) == slice_hash_nocase(rows[i].b), true);
        }
    }
    assert_true(slice_hash(SLICE("ab")) != slice_hash(SLICE("aB")));
}

static void find_gives_the_length_when_there_is_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice s, part;
        size_t from, at;
    } rows[] = {
        {"at the start", SLICE_INIT("ab"), SLICE_INIT("a"), 0, 0},
        {"at the end", SLICE_INIT("xxab"), SLICE_INIT("ab"), 0, 2},
        {"second occurrence", SLICE_INIT("ab ab"), SLICE_INIT("ab"), 1, 3},
        {"behind a false start", SLICE_INIT("aaab"), SLICE_INIT("aab"), 0, 1},
        {"cut off at the end", SLICE_INIT("xa"), SLICE_INIT("ab"), 0, 2},
        {"longer than the whole", SLICE_INIT("a"), SLICE_INIT("ab"), 0, 1},
        {"from beyond the end", SLICE_INIT("ab"), SLICE_INIT("a"), 9, 2},
        {"empty part is where one stands", SLICE_INIT("ab"), SLICE_INIT(""), 1, 1},
        {"behind a NUL", SLICE_INIT("\0b"), SLICE_INIT("b"), 0, 1},
        {"in nothing", {NULL, 0}, SLICE_INIT("a"), 0, 0},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        assert_number_row(slice_find(rows[i].s, rows[i].part, rows[i].from), rows[i].at);
        if (rows[i].part.n == 1) {
            uint8_t c = rows[i].part.p[0];
            assert_number_row(slice_find_byte(rows[i].s, c, rows[i].from), rows[i].at);
        }
    }
    assert_true(slice_contains(SLICE("+WIND:1"), SLICE("WIND")));
    assert_true(slice_contains(slice_of(NULL, 0), SLICE("")));
    assert_false(slice_contains(SLICE("WIN"), SLICE("WIND")));
}

static void heads_and_tails_may_be_the_whole_or_nothing(void **state)
{
    (void)state;
    assert_true(slice_starts(SLICE("AT+S"), SLICE("AT+S")));
    assert_true(slice_starts(SLICE("AT"), SLICE("")));
    assert_false(slice_starts(SLICE("A"), SLICE("AT")));
    assert_false(slice_starts(SLICE("at"), SLICE("AT")));
    assert_true(slice_starts_nocase(SLICE("at+S"), SLICE("AT+")));
    assert_true(slice_ends(SLICE("OK\r\n"), SLICE("\r\n")));
    assert_false(slice_ends(SLICE("\n"), SLICE("\r\n")));
}

static void parts_are_clamped_to_the_whole(void **state)
{
    (void)state;
    struct slice s = SLICE("abcd");
    assert_slice(slice_sub(s, 1, 2), SLICE("bc"));
    assert_slice(slice_sub(s, 3, 99), SLICE("d"));
    assert_slice(slice_sub(s, 9, 1), SLICE(""));
    assert_slice(slice_sub(s, 2, SIZE_MAX), SLICE("cd"));
    assert_slice(slice_from(s, SIZE_MAX), SLICE(""));
    assert_slice(slice_from(slice_of(NULL, 0), 3), SLICE(""));
    assert_slice(slice_cstr(NULL), SLICE(""));
    assert_slice(slice_cstr("ab"), SLICE("ab"));
}

static void trim_takes_blanks_from_both_ends_only(void **state)
{
    (void)state;
    assert_slice(slice_trim(SLICE(" \t a b\r\n")), SLICE("a b"));
    assert_slice(slice_trim(SLICE(" \r\n\t")), SLICE(""));
    assert_slice(slice_trim(SLICE("\0a ")), SLICE("\0a"));
    assert_slice(slice_trim(slice_of(NULL, 0)), SLICE(""));
}

static void split_without_separator_gives_the_whole_as_head(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice s, head, rest;
        bool found;
    } rows[] = {
        {"in the middle", SLICE_INIT("a,b,c"), SLICE_INIT("a"), SLICE_INIT("b,c"), true},
        {"first", SLICE_INIT(",b"), SLICE_INIT(""), SLICE_INIT("b"), true},
        {"last", SLICE_INIT("a,"), SLICE_INIT("a"), SLICE_INIT(""), true},
        {"none", SLICE_INIT("ab"), SLICE_INIT("ab"), SLICE_INIT(""), false},
        {"nothing", {NULL, 0}, SLICE_INIT(""), SLICE_INIT(""), false},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct slice head = SLICE("?");
        struct slice rest = rows[i].s;
        assert_number_row(slice_split(rest, ',', &head, &rest), rows[i].found);
        assert_slice_row(head, rows[i].head);
        assert_slice_row(rest, rows[i].rest);
    }
}

static void too_big_a_number_is_not_an_absent_one(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice s;
        uint64_t max;
        enum parse_number outcome;
        uint64_t value;
    } rows[] = {
        {"zero", SLICE_INIT("0"), 9, NUMBER_OK, 0},
        {"leading zeros", SLICE_INIT("007"), 9, NUMBER_OK, 7},
        {"at the maximum", SLICE_INIT("255"), 255, NUMBER_OK, 255},
        {"above the maximum", SLICE_INIT("256"), 255, NUMBER_TOO_BIG, 0},
        {"largest of all", SLICE_INIT("18446744073709551615"), UINT64_MAX, NUMBER_OK, UINT64_MAX},
        {"one more", SLICE_INIT("18446744073709551616"), UINT64_MAX, NUMBER_TOO_BIG, 0},
        {"huge", SLICE_INIT("99999999999999999999999999"), UINT64_MAX, NUMBER_TOO_BIG, 0},
        {"huge but no number", SLICE_INIT("99999999999999999999999999x"), 9, NUMBER_ABSENT, 0},
        {"nothing", SLICE_INIT(""), 9, NUMBER_ABSENT, 0},
        {"sign", SLICE_INIT("+1"), 9, NUMBER_ABSENT, 0},
        {"blank behind", SLICE_INIT("1 "), 9, NUMBER_ABSENT, 0},
        {"hexadecimal digit", SLICE_INIT("1a"), 99, NUMBER_ABSENT, 0},
        {"NUL behind", SLICE_INIT("1\0"), 9, NUMBER_ABSENT, 0},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        uint64_t value = 0;
        assert_number_row(slice_to_u64(rows[i].s, rows[i].max, &value), rows[i].outcome);
        assert_true(value == rows[i].value);
    }
}

static void signed_numbers_reach_both_ends_of_their_range(void **state)
{
    (void)state;
    static const struct {
        struct slice s;
        enum parse_number outcome;
        int64_t value;
    } rows[] = {
        {SLICE_INIT("-1"), NUMBER_OK, -1},
        {SLICE_INIT("-0"), NUMBER_OK, 0},
        {SLICE_INIT("0x1F"), NUMBER_OK, 31},
        {SLICE_INIT("0Xff"), NUMBER_OK, 255},
        {SLICE_INIT("-0x10"), NUMBER_OK, -16},
        {SLICE_INIT("9223372036854775807"), NUMBER_OK, INT64_MAX},
        {SLICE_INIT("9223372036854775808"), NUMBER_TOO_BIG, 0},
        {SLICE_INIT("-9223372036854775808"), NUMBER_OK, INT64_MIN},
        {SLICE_INIT("-9223372036854775809"), NUMBER_TOO_BIG, 0},
        {SLICE_INIT("0x10000000000000000"), NUMBER_TOO_BIG, 0},
        {SLICE_INIT("0x"), NUMBER_ABSENT, 0},
        {SLICE_INIT("-"), NUMBER_ABSENT, 0},
        {SLICE_INIT("--1"), NUMBER_ABSENT, 0},
        {SLICE_INIT("1F"), NUMBER_ABSENT, 0},
        {SLICE_INIT(""), NUMBER_ABSENT, 0},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW((const char *)rows[i].s.p);
        int64_t value = 0;
        assert_number_row(slice_to_i64(rows[i].s, &value), rows[i].outcome);
        assert_number_row(value, rows[i].value);
    }
}

static void character_classes_end_at_ascii(void **state)
{
    (void)state;
    assert_int_equal(ascii_hex('9'), 9);
    assert_int_equal(ascii_hex('a'), 10);
    assert_int_equal(ascii_hex('F'), 15);
    assert_int_equal(ascii_hex('g'), -1);
    assert_int_equal(ascii_hex('/'), -1);
    assert_int_equal(ascii_fold('Z'), 'z');
    assert_int_equal(ascii_fold('['), '[');
    assert_int_equal(ascii_fold(0xC4), 0xC4);
    assert_false(ascii_alnum(0xE9));
    assert_false(ascii_print(0x7F));
    assert_false(ascii_space(0x0B));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(equality_is_by_bytes_and_nul_is_a_byte_like_others),
        SPW_TEST(find_gives_the_length_when_there_is_nothing),
        SPW_TEST(heads_and_tails_may_be_the_whole_or_nothing),
        SPW_TEST(parts_are_clamped_to_the_whole),
        SPW_TEST(trim_takes_blanks_from_both_ends_only),
        SPW_TEST(split_without_separator_gives_the_whole_as_head),
        SPW_TEST(too_big_a_number_is_not_an_absent_one),
        SPW_TEST(signed_numbers_reach_both_ends_of_their_range),
        SPW_TEST(character_classes_end_at_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
