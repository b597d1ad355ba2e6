/* The way back from tokens to values. */
#include "redact/restore.h"
#include "support/spw_test.h"

static const struct restore_pair pairs[] = {
    {SLICE_INIT("WifiKey1"), SLICE_INIT("hunter2x")},
    {SLICE_INIT("WifiKey1WifiKe"), SLICE_INIT("hunter2hunter2")},
    {SLICE_INIT("Sig+a/1="), SLICE_INIT("q+8/3A==")},
};

static void tokens_are_replaced_where_they_stand_alone(void **state)
{
    static const struct {
        const char *text, *want;
        size_t n;
    } rows[] = {{"WifiKey1", "hunter2x", 1},
                {"'WifiKey1WifiKe', \"WIFIKEY1\"", "'hunter2hunter2', \"hunter2x\"", 2},
                {"WifiKey12 aWifiKey1", "WifiKey12 aWifiKey1", 0},
                {"sig=Sig%2Ba%2f1%3D&se", "sig=q%2B8%2F3A%3D%3D&se", 1},
                {"sig=Sig+a/1=.", "sig=q+8/3A==.", 1},
                {"psk=576966694b657931.", "psk=68756e7465723278.", 1},
                {"57:57 576966694B657931", "57:57 68756E7465723278", 1},
                {"Basic bWU6V2lmaUtleTE=, me", "Basic bWU6aHVudGVyMng=, me", 1},
                {"bWU6V2lmaUtleTE", "bWU6aHVudGVyMng", 1},
                {"key=V2lmaUtleTE= WifiKey1", "key=aHVudGVyMng= hunter2x", 2},
                {"deadbeefdeadbeef bm90aGluZw==", "deadbeefdeadbeef bm90aGluZw==", 0},
                {"", "", 0}};
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        struct buf out;
        buf_init(&out, 1000);
        assert_number_row(restore_text(pairs, SPW_COUNT(pairs), slice_cstr(rows[i].text), &out),
                          rows[i].n);
        assert_slice_row(buf_slice(&out), slice_cstr(rows[i].want));
        buf_dispose(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(tokens_are_replaced_where_they_stand_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
