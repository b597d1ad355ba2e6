#include "base/message.h"

#include <string.h>

#include "base/message_ids.h"
#include "support/spw_test.h"

static const struct slice file = SLICE_INIT("rules/services.tsv");
static const struct slice none = {NULL, 0};

static void assert_shown(const struct messages *m, struct slice want)
{
    struct buf out;
    buf_init(&out, 10000);
    message_put(&out, &m->list[0]);
    assert_slice(buf_slice(&out), want);
    buf_dispose(&out);
}

static void a_message_shows_its_line_with_a_caret_and_a_hint(void **state)
{
    (void)state;
    struct messages m;
    messages_init(&m);
    messages_add(&m, MSG_TABLE_NUMBER, file, SLICE("# x\nazure\t88b83\r\nlast"), 2, 7,
                 SLICE("did you mean 8883?"), "the port \"%s\" is no number", "88b83");
    assert_int_equal(m.n, 1);
    assert_shown(&m, SLICE("rules/services.tsv:2:7: error: the port \"88b83\" is no number "
                           "[SPW-0006]\n"
                           "    azure 88b83\n"
                           "          ^\n"
                           "    did you mean 8883?\n"));
    messages_dispose(&m);
}

static void the_caret_counts_columns_of_the_screen_not_bytes(void **state)
{
    (void)state;
    struct messages m;
    messages_init(&m);
    messages_add(&m, MSG_TABLE_VALUE, file, SLICE("\xE4\xB8\xAD\x1B!"), 1, 5, none, "bad");
    assert_shown(&m, SLICE("rules/services.tsv:1:5: error: bad [SPW-0003]\n"
                           "    \xE4\xB8\xAD<1B>!\n"
                           "          ^\n"));
    messages_dispose(&m);
}

static void a_message_about_a_file_as_a_whole_has_no_line(void **state)
{
    (void)state;
    struct messages m;
    messages_init(&m);
    messages_add(&m, MSG_TABLE_MISSING, file, none, 0, 0, none, "is missing");
    assert_shown(&m, SLICE("rules/services.tsv: error: is missing [SPW-0007]\n"));
    messages_dispose(&m);
}

static void a_place_outside_the_file_is_told_without_a_source_line(void **state)
{
    (void)state;
    struct messages m;
    messages_init(&m);
    messages_add(&m, MSG_YAML_SYNTAX, file, SLICE("one\n"), 9, 3, none, "ends early");
    assert_shown(&m, SLICE("rules/services.tsv:9:3: error: ends early [SPW-0020]\n"));
    messages_dispose(&m);
    messages_init(&m);
    messages_add(&m, MSG_YAML_SYNTAX, file, SLICE("one\n"), 1, 99, none, "far right");
    assert_shown(&m, SLICE("rules/services.tsv:1:99: error: far right [SPW-0020]\n    one\n"));
    messages_dispose(&m);
}

static void of_a_long_line_the_part_around_the_column_is_shown(void **state)
{
    (void)state;
    struct messages m;
    uint8_t line[5000];
    memset(line, 'a', sizeof line);
    line[3999] = '*';
    messages_init(&m);
    messages_add(&m, MSG_TABLE_VALUE, file, slice_of(line, sizeof line), 1, 4000, none, "bad");
    struct buf out;
    buf_init(&out, 10000);
    message_put(&out, &m.list[0]);
    assert_true(out.n < 400);
    size_t star = slice_find_byte(buf_slice(&out), '*', 0);
    size_t caret = slice_find_byte(buf_slice(&out), '^', 0);
    size_t end = slice_find_byte(buf_slice(&out), '\n', star);
    size_t start = slice_find_byte(buf_slice(&out), '\n', 0) + 1;
    assert_int_equal(star - start, caret - end - 1);
    buf_dispose(&out);
    messages_dispose(&m);
}

static void messages_beyond_the_maximum_are_counted(void **state)
{
    (void)state;
    struct messages m;
    messages_init(&m);
    for (size_t i = 0; i < m.max + 7; i++) {
        messages_add(&m, MSG_TABLE_VALUE, file, none, 1, 1, none, "number %zu", i);
    }
    assert_int_equal(m.n, m.max);
    assert_int_equal(m.dropped, 7);
    assert_slice(m.list[m.max - 1].text, SLICE("number 199"));
    messages_dispose(&m);
}

static void a_text_too_long_gives_way_to_the_meaning_of_its_number(void **state)
{
    (void)state;
    struct messages m;
    messages_init(&m);
    messages_add(&m, MSG_IO_READ, file, none, 0, 0, none, "%0*d", 100000, 1);
    assert_slice(m.list[0].text, SLICE("The file cannot be read."));
    messages_dispose(&m);
}

static void every_kind_has_a_name_and_a_text_and_numbers_rise(void **state)
{
    (void)state;
    size_t n = 0;
    const struct message_kind *kinds = message_kinds(&n);
    assert_true(n > 40);
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 || kinds[i].number > kinds[i - 1].number);
        assert_true(kinds[i].name.n > 0);
        assert_true(slice_ends(kinds[i].text, SLICE(".")));
    }
    assert_int_equal(kinds[0].number, MSG_TABLE_COLUMNS);
}

static void the_nearest_name_is_suggested_only_when_near(void **state)
{
    (void)state;
    static const struct slice names[] = {
        SLICE_INIT("store.ca.present"),
        SLICE_INIT("store.key.present"),
        SLICE_INIT("radio.joined"),
        SLICE_INIT("id"),
        SLICE_INIT(""),
    };
    static const struct {
        struct slice word, want;
    } rows[] = {
        {SLICE_INIT("store.ca.presnt"), SLICE_INIT("store.ca.present")},
        {SLICE_INIT("STORE.CA.PRESENT"), SLICE_INIT("store.ca.present")},
        {SLICE_INIT("store.kay.present"), SLICE_INIT("store.key.present")},
        {SLICE_INIT("radio.join"), SLICE_INIT("radio.joined")},
        {SLICE_INIT("ip"), SLICE_INIT("id")},
        {SLICE_INIT("x"), SLICE_INIT("")},
        {SLICE_INIT("certificate"), SLICE_INIT("")},
        {SLICE_INIT(""), SLICE_INIT("")},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW((const char *)rows[i].word.p);
        assert_slice_row(nearest_name(rows[i].word, names, SPW_COUNT(names)), rows[i].want);
    }
    uint8_t large[200];
    memset(large, 'a', sizeof large);
    struct slice long_name = slice_of(large, sizeof large);
    assert_int_equal(nearest_name(long_name, names, SPW_COUNT(names)).n, 0);
    assert_int_equal(nearest_name(SLICE("aaaa"), &long_name, 1).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_message_shows_its_line_with_a_caret_and_a_hint),
        SPW_TEST(the_caret_counts_columns_of_the_screen_not_bytes),
        SPW_TEST(a_message_about_a_file_as_a_whole_has_no_line),
        SPW_TEST(a_place_outside_the_file_is_told_without_a_source_line),
        SPW_TEST(of_a_long_line_the_part_around_the_column_is_shown),
        SPW_TEST(messages_beyond_the_maximum_are_counted),
        SPW_TEST(a_text_too_long_gives_way_to_the_meaning_of_its_number),
        SPW_TEST(every_kind_has_a_name_and_a_text_and_numbers_rise),
        SPW_TEST(the_nearest_name_is_suggested_only_when_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
