#include "support/spw_test.h"
#include "tui/prompt.h"

/* Types the keys, named as in key.c and separated by blanks; characters stand for themselves. */
static enum prompt_answer type(struct prompt *p, const char *keys)
{
    enum prompt_answer answer = PROMPT_GOES_ON;
    struct slice name, rest = slice_cstr(keys);
    while (rest.n > 0) {
        uint32_t key = 0;
        (void)slice_split(rest, ' ', &name, &rest);
        assert_true(key_parse(name, &key));
        answer = prompt_key(p, key);
    }
    return answer;
}

static void keys_edit_the_line(void **state)
{
    static const struct {
        const char *keys, *text;
    } rows[] = {
        {"a b c", "abc"},
        {"a b Left x", "axb"},
        {"a b Home x", "xab"},
        {"a b Home End x", "abx"},
        {"a b c Backspace", "ab"},
        {"a b c Left Left Del", "ac"},
        {"ä ö Left x", "äxö"},
        {"ä ö Backspace", "ä"},
        {"a ä b Home Right Del", "ab"},
        {"a Space b b ^W x", "a x"},
        {"a b c ^U d", "d"},
        {"a b c Left ^K", "ab"},
        {"Left Right Del a", "a"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct prompt p;
        SPW_ROW(rows[i].keys);
        prompt_init(&p);
        prompt_begin(&p, NULL, slice_of(NULL, 0));
        assert_int_equal(type(&p, rows[i].keys), PROMPT_GOES_ON);
        assert_slice_row(buf_slice(&p.text), slice_cstr(rows[i].text));
        prompt_dispose(&p);
    }
}

static void what_was_typed_before_comes_back(void **state)
{
    struct prompt_history h;
    struct prompt p;
    (void)state;
    prompt_history_init(&h);
    prompt_init(&p);
    prompt_begin(&p, &h, slice_of(NULL, 0));
    assert_int_equal(type(&p, "o n e Enter"), PROMPT_DONE);
    prompt_history_add(&h, buf_slice(&p.text));
    prompt_begin(&p, &h, slice_of(NULL, 0));
    assert_int_equal(type(&p, "t w o Enter"), PROMPT_DONE);
    prompt_history_add(&h, buf_slice(&p.text));
    prompt_begin(&p, &h, slice_of(NULL, 0));
    (void)type(&p, "n e w Up");
    assert_buf(p.text, "two");
    (void)type(&p, "Up Up");
    assert_buf(p.text, "one");
    (void)type(&p, "Down Down");
    assert_buf(p.text, "new");
    prompt_dispose(&p);
    prompt_history_dispose(&h);
}

static void the_line_can_be_left(void **state)
{
    struct prompt p;
    (void)state;
    prompt_init(&p);
    prompt_begin(&p, NULL, slice_of(NULL, 0));
    assert_int_equal(type(&p, "a Esc"), PROMPT_LEFT);
    prompt_begin(&p, NULL, slice_of(NULL, 0));
    assert_int_equal(type(&p, "a Backspace"), PROMPT_GOES_ON);
    assert_int_equal(type(&p, "Backspace"), PROMPT_LEFT);
    prompt_dispose(&p);
}

static void no_line_is_longer_than_it_may_be(void **state)
{
    struct prompt p;
    (void)state;
    prompt_init(&p);
    prompt_begin(&p, NULL, slice_of(NULL, 0));
    for (size_t i = 0; i < 2 * (size_t)PROMPT_BYTES_MAX; i++) {
        (void)prompt_key(&p, 0xE4);
    }
    assert_int_equal(p.text.n, PROMPT_BYTES_MAX);
    assert_int_equal(p.text.status, SPW_OK);
    prompt_dispose(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(keys_edit_the_line),
        SPW_TEST(what_was_typed_before_comes_back),
        SPW_TEST(the_line_can_be_left),
        SPW_TEST(no_line_is_longer_than_it_may_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
