/* Heads of private keys are seen in every spelling, wherever the input is cut; what looks like one is not. */
#include "redact/watch.h"
#include "support/spw_test.h"

static const struct {
    const char *name;
    struct slice text;
    unsigned want;
} rows[] = {{"armour", SLICE_INIT("-----BEGIN RSA PRIVATE KEY-----\n"), KEY_ARMOURED},
            {"armour in percent codes", SLICE_INIT("-----BEGIN%20PRIVATE%20KEY-----"), KEY_SPELLED},
            {"armour in base64", SLICE_INIT("x=LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0t"), KEY_SPELLED},
            {"bytes, PKCS#1", SLICE_INIT("\x30\x82\x02\x5d\x02\x01\x00\x02\x81\x81"), KEY_SPELLED},
            {"bytes, PKCS#8", SLICE_INIT("ab\x30\x81\x87\x02\x01\x00\x30\x13\x06"), KEY_SPELLED},
            {"bytes, SEC 1", SLICE_INIT("\x30\x77\x02\x01\x01\x04\x20"), KEY_SPELLED},
            {"hexadecimal", SLICE_INIT("key=3082025D020100028181"), KEY_SPELLED},
            {"colons", SLICE_INIT("30:77:02:01:01:04:20:aa"), KEY_SPELLED},
            {"a C array", SLICE_INIT("{ 0x30, 0x82, 0x02, 0x5d,\n  0x02, 0x01, 0x00, 0x02, 0x81"),
             KEY_SPELLED},
            {"escapes", SLICE_INIT("\"\\x30\\x77\\x02\\x01\\x01\\x04\\x20\""), KEY_SPELLED},
            {"a recording", SLICE_INIT("1.5 > 0w\\x02\\x01\\x01\\x04 abc"), KEY_SPELLED},
            {"a dump, over two rows",
             SLICE_INIT("00000010: 4142 4344 4546 4748 4142 4344 3082 025d  ABCDEFGHABCD0..]\n"
                        "00000020: 0201 0002 8181 00aa\n"),
             KEY_SPELLED},
            {"base64", SLICE_INIT("MIICXQIBAAKBgQDj"), KEY_SPELLED},
            {"base64, broken", SLICE_INIT("MHcCA\r\nQEEIKzN"), KEY_SPELLED},
            {"base64, broken in JSON", SLICE_INIT("MC4CA\\nQAwBQYDK2Vw"), KEY_SPELLED},
            {"UTF-16", SLICE_INIT("\xFF\xFEM\0H\0c\0C\0A\0Q\0E\0E\0I\0K\0z\0N\0"), KEY_SPELLED},
            {"a certificate", SLICE_INIT("MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa"), 0},
            {"a certificate in hexadecimal", SLICE_INIT("308203773082025fa003020102020402"), 0},
            {"a public key", SLICE_INIT("30819f300d06092a864886f70d010101050003818d00"), 0},
            {"another version", SLICE_INIT("3082025d020103028181"), 0},
            {"times", SLICE_INIT("12:30:59 AT+S.TIME=1504170338 2021-02-01 10:30:02.010 MIPS"), 0},
            {"its name", SLICE_INIT("the PRIVATE KEY is not here"), 0}};

static void keys_are_seen_wherever_the_input_is_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        assert_number_row(key_spellings(rows[i].text), rows[i].want);
        for (size_t cut = 2; cut < rows[i].text.n; cut++) {
            struct key_watch w;
            key_watch_init(&w);
            key_watch_feed(&w, slice_sub(rows[i].text, 0, cut));
            key_watch_feed(&w, slice_from(rows[i].text, cut));
            assert_number_row(w.seen, rows[i].want);
            key_watch_dispose(&w);
        }
    }
}

/* Behind any number of other bytes: the look goes by blocks. */
static void keys_are_seen_at_every_place_of_a_block(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        for (size_t before = 0; before < 140 && rows[i].text.p[0] != 0xFF; before++) {
            struct buf text;
            buf_init(&text, 1 << 16);
            buf_fill(&text, '.', before);
            buf_put(&text, rows[i].text);
            buf_fill(&text, '.', 100);
            assert_number_row(key_spellings(buf_slice(&text)), rows[i].want);
            buf_dispose(&text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(keys_are_seen_wherever_the_input_is_cut),
                                       SPW_TEST(keys_are_seen_at_every_place_of_a_block)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
