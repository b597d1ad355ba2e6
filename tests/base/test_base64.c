#include "base/base64.h"

#include "support/spw_test.h"

/* [RFC 4648 10], and the two digits that are neither letters nor numbers. */
static void bytes_are_written_as_the_standard_says(void **state)
{
    (void)state;
    static const struct {
        struct slice bytes;
        const char *text;
    } cases[] = {{SLICE_INIT(""), ""},
                 {SLICE_INIT("f"), "Zg=="},
                 {SLICE_INIT("fo"), "Zm8="},
                 {SLICE_INIT("foo"), "Zm9v"},
                 {SLICE_INIT("foob"), "Zm9vYg=="},
                 {SLICE_INIT("fooba"), "Zm9vYmE="},
                 {SLICE_INIT("foobar"), "Zm9vYmFy"},
                 {SLICE_INIT("\xFB\xFF\xBF"), "+/+/"}};
    for (size_t i = 0; i < SPW_COUNT(cases); i++) {
        struct buf out;
        buf_init(&out, 100);
        base64_put(&out, cases[i].bytes);
        assert_slice(buf_slice(&out), slice_cstr(cases[i].text));
        buf_dispose(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(bytes_are_written_as_the_standard_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
