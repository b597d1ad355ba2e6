#include "expr/token.h"

#include "base/stamp.h"
#include "support/spw_test.h"

enum { WORDS_MAX = 12 };

static void words_are_told_apart(void **state)
{
    static const struct {
        const char *text;
        enum token_word words[WORDS_MAX]; /* up to WORD_END, which is 0 */
    } rows[] = {
        {"", {WORD_END}},
        {" \t\r\n ", {WORD_END}},
        {"a and b or not c", {WORD_NAME, WORD_AND, WORD_NAME, WORD_OR, WORD_NOT, WORD_NAME}},
        {"a&&b||!c", {WORD_NAME, WORD_AND, WORD_NAME, WORD_OR, WORD_NOT, WORD_NAME}},
        {"a==1!=2<3<=4>5>=6",
         {WORD_NAME, WORD_EQ, WORD_NUMBER, WORD_NE, WORD_NUMBER, WORD_LT, WORD_NUMBER, WORD_LE,
          WORD_NUMBER, WORD_GT, WORD_NUMBER, WORD_GE}},
        {"in matches contains exists", {WORD_IN, WORD_MATCHES, WORD_CONTAINS, WORD_EXISTS}},
        {"true false", {WORD_TRUE, WORD_FALSE}},
        {"(1,2..3)",
         {WORD_OPEN, WORD_NUMBER, WORD_COMMA, WORD_NUMBER, WORD_RANGE, WORD_NUMBER, WORD_CLOSE}},
        {"a..b", {WORD_NAME, WORD_RANGE, WORD_NAME}},
        {"a - b", {WORD_NAME, WORD_MINUS, WORD_NAME}},
        {"a-b", {WORD_NAME}},
        {"a- b", {WORD_NAME, WORD_MINUS, WORD_NAME}},
        {"a -b", {WORD_NAME, WORD_MINUS, WORD_NAME}},
        {"5-3", {WORD_NUMBER, WORD_MINUS, WORD_NUMBER}},
        {"in-x android", {WORD_NAME, WORD_NAME}},
        {"a = b", {WORD_NAME, WORD_FAULT}},
        {"a # b", {WORD_NAME, WORD_FAULT}},
        {"a & b", {WORD_NAME, WORD_FAULT}},
        {"1x", {WORD_FAULT}},
        {"2024-13-01", {WORD_FAULT}},
        {"'open", {WORD_FAULT}},
        {"99999999999999999999", {WORD_FAULT}},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, 65536);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        struct tokenizer t = {.source = slice_cstr(rows[i].text), .arena = &arena};
        for (size_t w = 0; w < WORDS_MAX; w++) {
            struct expr_token token = token_next(&t);
            assert_number_row(token.word, rows[i].words[w]);
            if (token.word == WORD_END || token.word == WORD_FAULT) {
                break;
            }
        }
    }
    arena_dispose(&arena);
}

static struct expr_token only(struct arena *arena, const char *text)
{
    struct tokenizer t = {.source = slice_cstr(text), .arena = arena};
    struct expr_token token = token_next(&t);
    assert_int_equal(token_next(&t).word, WORD_END);
    assert_int_equal(token_next(&t).word, WORD_END);
    assert_int_equal(token.length, slice_cstr(text).n);
    return token;
}

static void texts_keep_backslashes_and_halve_quotes(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"\"\"", ""},        {"\"a b\"", "a b"}, {"'a\"b'", "a\"b"},       {"\"a\"\"b\"", "a\"b"},
        {"'it''s'", "it's"}, {"''''", "'"},      {"\"\\d+\\\"", "\\d+\\"}, {"\"a\nb\"", "a\nb"}};
    struct arena arena;
    (void)state;
    arena_init(&arena, 65536);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        struct expr_token token = only(&arena, rows[i].text);
        assert_number_row(token.word, WORD_TEXT);
        assert_slice_row(token.text, slice_cstr(rows[i].want));
    }
    arena_dispose(&arena);
}

static void numbers_and_times_have_their_value(void **state)
{
    static const struct {
        const char *text;
        enum token_word word;
        int64_t number;
    } rows[] = {{"0", WORD_NUMBER, 0},
                {"8883", WORD_NUMBER, 8883},
                {"0x17", WORD_NUMBER, 23},
                {"9223372036854775807", WORD_NUMBER, INT64_MAX},
                {"1970-01-02", WORD_TIME, 86400},
                {"1970-01-01T00:01:00Z", WORD_TIME, 60}};
    struct arena arena;
    (void)state;
    arena_init(&arena, 65536);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        struct expr_token token = only(&arena, rows[i].text);
        assert_number_row(token.word, rows[i].word);
        assert_number_row(token.number, rows[i].number);
    }
    arena_dispose(&arena);
}

static void names_hold_dots_and_hyphens(void **state)
{
    static const char *const rows[] = {"dialect",           "store.ca.self_signed",
                                       "certificate-error", "attempt.param.16",
                                       "trace.seen",        "_x"};
    struct arena arena;
    (void)state;
    arena_init(&arena, 65536);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i]);
        struct expr_token token = only(&arena, rows[i]);
        assert_number_row(token.word, WORD_NAME);
        assert_slice_row(token.text, slice_cstr(rows[i]));
    }
    arena_dispose(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(words_are_told_apart),
        SPW_TEST(texts_keep_backslashes_and_halve_quotes),
        SPW_TEST(numbers_and_times_have_their_value),
        SPW_TEST(names_hold_dots_and_hyphens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
