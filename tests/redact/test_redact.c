/* Generated secrets of all kinds, repeated in all notations and framings: nothing of them is left, the
 * length of everything stays, the second scanner agrees; and it catches a redactor that is blind to a
 * notation. */
#include "base/recording.h"
#include "redact/redact.h"
#include "redact/scan.h"
#include "redact/view.h"
#include "support/spw_test.h"

enum { TRACE_MAX = 1 << 16, VALUE_MAX = 80 };

static const struct redact_place places[] = {
    {SLICE_INIT("wifi_wpa_psk_text"), -1, REDACT_WIFI_KEY, SLICE_INIT("")},
    {SLICE_INIT("wifi_eap_passwd"), -1, REDACT_PASSWORD, SLICE_INIT("")},
    {SLICE_INIT("wifi_eap_identity"), -1, REDACT_IDENTITY, SLICE_INIT("")},
    {SLICE_INIT("AT+S.MQTTCONN"), 4, REDACT_USER, SLICE_INIT("")},
    {SLICE_INIT("AT+S.MQTTCONN"), 5, REDACT_PASSWORD, SLICE_INIT("")},
};

static void start(struct redactor *r, unsigned blind)
{
    const struct redact_options o = {
        .places = places, .n_places = SPW_COUNT(places), .blind = blind};
    redactor_init(r, &o);
}

/* ---- where secrets stand ------------------------------------------------------------------------------ */

static const struct {
    const char *name, *before, *behind;
    bool base64ish; /* of letters that a signature or token has */
} kinds[] = {
    {"Wi-Fi key", "AT+S.SCFG=wifi_wpa_psk_text,", "\r\n", false},
    {"Wi-Fi key, read", "AT-S.Var:wifi_wpa_psk_text=", "\r\n", false},
    {"Wi-Fi key in a list", "#  wifi_wpa_psk_text = ", "\r\n", false},
    {"password of EAP", "AT+S.SCFG=wifi_eap_passwd,", "\r\n", false},
    {"identity of EAP", "AT+S.SCFG=wifi_eap_identity,", "\r\n", false},
    {"user", "AT+S.MQTTCONN=h.example.com,1883,,0,", ",x,dev,60\r\n", true},
    {"password", "AT+S.MQTTCONN=h.example.com,1883,,0,u,", ",dev,60\r\n", true},
    {"signature", "SharedAccessSignature sr=h&sig=", "&se=1521901101\r\n", true},
    {"web token", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.", "\r\n", true},
    {"authorization", "Authorization: Token ", "\r\n", true},
    {"cookie", "Set-Cookie: sid=", "; Path=/\r\n", true},
    {"form", "user=a&password=", "&x=1\r\n", true},
    {"JSON", "{\"password\":\"", "\"}\r\n", true},
    {"address", "mqtt://someuser:", "@h.example.com/\r\n", true},
};

/* ---- how they are repeated ------------------------------------------------------------------------------ */

static void hex_of(struct slice s, const char *before, const char *behind, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        buf_printf(out, "%s%02x%s", before, (unsigned)s.p[i], behind);
    }
}

static void base64_of(struct slice s, struct buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.n; i += 3) {
        unsigned v = (unsigned)s.p[i] << 16;
        v |= i + 1 < s.n ? (unsigned)s.p[i + 1] << 8 : 0;
        v |= i + 2 < s.n ? s.p[i + 2] : 0;
        buf_byte(out, (uint8_t)digits[v >> 18 & 63]);
        buf_byte(out, (uint8_t)digits[v >> 12 & 63]);
        buf_byte(out, i + 1 < s.n ? (uint8_t)digits[v >> 6 & 63] : '=');
        buf_byte(out, i + 2 < s.n ? (uint8_t)digits[v & 63] : '=');
    }
}

static void dump_of(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n; at += 16) {
        buf_printf(out, "%08zx  ", at);
        for (size_t i = at; i < at + 16 && i < s.n; i++) {
            buf_printf(out, "%02x ", (unsigned)s.p[i]);
        }
        buf_cstr(out, " |");
        for (size_t i = at; i < at + 16 && i < s.n; i++) {
            buf_byte(out, ascii_print(s.p[i]) ? s.p[i] : '.');
        }
        buf_cstr(out, "|\n");
    }
}

static void percent_of(struct slice s, bool all, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!all && ascii_alnum(s.p[i])) {
            buf_byte(out, s.p[i]);
        } else {
            buf_printf(out, "%%%02X", (unsigned)s.p[i]);
        }
    }
}

enum form {
    FORM_PLAIN,
    FORM_QUOTED,
    FORM_PERCENT,
    FORM_PERCENT_ALL,
    FORM_BASE64,
    FORM_BASE64_1,
    FORM_BASE64_2,
    FORM_HEX,
    FORM_HEX_SPACED,
    FORM_HEX_COLON,
    FORM_HEX_C,
    FORM_SPLIT,
    FORM_SPLIT_BLANK,
    FORM_SPLIT_STAMPED,
    FORM_DUMP,
    FORM_UTF16,
    FORM_HEX_UTF16,
    FORMS
};

static void split_of(struct slice s, const char *between, struct buf *out)
{
    buf_put(out, slice_sub(s, 0, s.n / 2));
    buf_cstr(out, between);
    buf_put(out, slice_from(s, s.n / 2));
}

static void base64_behind(const char *before, struct slice s, struct buf *out)
{
    struct buf all;
    buf_init(&all, 2 * VALUE_MAX);
    buf_cstr(&all, before);
    buf_put(&all, s);
    base64_of(buf_slice(&all), out);
    buf_dispose(&all);
}

static void put_form(enum form form, struct slice s, struct buf *out)
{
    switch (form) {
    case FORM_PLAIN:
        buf_put(out, s);
        break;
    case FORM_QUOTED:
        buf_cstr(out, "the key is '");
        buf_put(out, s);
        buf_cstr(out, "', I think");
        break;
    case FORM_PERCENT:
    case FORM_PERCENT_ALL:
        percent_of(s, form == FORM_PERCENT_ALL, out);
        break;
    case FORM_BASE64:
        base64_of(s, out);
        break;
    case FORM_BASE64_1:
        base64_behind("me:", s, out);
        break;
    case FORM_BASE64_2:
        base64_behind("user:", s, out);
        break;
    case FORM_HEX:
        hex_of(s, "", "", out);
        break;
    case FORM_HEX_SPACED:
        hex_of(s, "", " ", out);
        break;
    case FORM_HEX_COLON:
        hex_of(s, "", ":", out);
        break;
    case FORM_HEX_C:
        hex_of(s, "0x", ", ", out);
        break;
    case FORM_SPLIT:
        split_of(s, "\r\n", out);
        break;
    case FORM_SPLIT_BLANK:
        split_of(s, "\r\n\r\n   ", out);
        break;
    case FORM_SPLIT_STAMPED:
        split_of(s, "\r\n[12:00:01.500] < ", out);
        break;
    case FORM_DUMP:
        dump_of(s, out);
        break;
    case FORM_UTF16:
        for (size_t i = 0; i < s.n; i++) {
            buf_byte(out, s.p[i]);
            buf_byte(out, 0);
        }
        break;
    case FORM_HEX_UTF16:
        hex_of(s, "", "00", out);
        break;
    case FORMS:
        break;
    }
}

/* ---- values ----------------------------------------------------------------------------------------------- */

static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

/* Letters and digits of both cases; with signs that a password has when the place allows it. */
static struct slice make_value(uint32_t *seed, bool plain, uint8_t *p)
{
    static const char letters[] = "abcdefghijkmnopqrstuvwyzABCDEFGHJKLMNPQRSTUVWYZ23456789";
    static const char signs[] = "!$%+-@_()[]{}";
    size_t n = 12 + next_number(seed) % 40;
    for (size_t i = 0; i < n; i++) {
        bool sign = !plain && i > 0 && i + 1 < n && next_number(seed) % 9 == 0;
        p[i] = sign ? (uint8_t)signs[next_number(seed) % (sizeof signs - 1)]
                    : (uint8_t)letters[next_number(seed) % (sizeof letters - 1)];
    }
    return slice_of(p, n);
}

static void make_trace(size_t kind, enum form form, struct slice value, struct buf *out)
{
    buf_cstr(out, "+WIND:1:Poweron\r\n");
    buf_cstr(out, kinds[kind].before);
    buf_put(out, value);
    buf_cstr(out, kinds[kind].behind);
    buf_cstr(out, "AT-S.OK\r\nlog:\r\n");
    put_form(form, value, out);
    buf_cstr(out, "\r\nAT-S.OK\r\n");
}

static bool run(const struct buf *trace, unsigned blind, struct slice value, struct scan_leak *leak,
                struct buf *changed)
{
    struct redactor r;
    start(&r, blind);
    buf_put(changed, buf_slice(trace));
    assert_int_equal(redactor_learn(&r, buf_slice(trace)), SPW_OK);
    assert_true(redact_known(&r, value) != SIZE_MAX);
    assert_int_equal(redactor_apply(&r, changed->p, changed->n), SPW_OK);
    bool clean = redact_scan(&r, buf_slice(changed), leak) == SPW_OK;
    redactor_dispose(&r);
    return clean;
}

static void check(size_t kind, enum form form, uint32_t *seed)
{
    uint8_t bytes[VALUE_MAX];
    struct slice value = make_value(seed, kinds[kind].base64ish, bytes);
    struct scan_leak leak = {0, NULL};
    struct buf trace, changed, repeated;
    char row[200];
    (void)snprintf(row, sizeof row, "%s, form %d", kinds[kind].name, (int)form);
    buf_init(&trace, TRACE_MAX);
    buf_init(&changed, TRACE_MAX);
    buf_init(&repeated, TRACE_MAX);
    make_trace(kind, form, value, &trace);
    put_form(form, value, &repeated);
    bool clean = run(&trace, 0, value, &leak, &changed);
    bool left = slice_contains(buf_slice(&changed), value) ||
                slice_contains(buf_slice(&changed), buf_slice(&repeated));
    if (!clean || left || changed.n != trace.n) {
        print_error("%s: %s\n", row, leak.form == NULL ? "left" : leak.form);
        spw_print_slice("before", buf_slice(&trace));
        spw_print_slice("after", buf_slice(&changed));
        fail();
    }
    buf_dispose(&trace);
    buf_dispose(&changed);
    buf_dispose(&repeated);
}

static void no_generated_secret_is_left_in_any_notation(void **state)
{
    (void)state;
    uint32_t seed = 20180326;
    for (size_t kind = 0; kind < SPW_COUNT(kinds); kind++) {
        for (int form = 0; form < FORMS; form++) {
            check(kind, (enum form)form, &seed); /* 14 kinds, 17 forms */
        }
    }
}

/* A redactor that does not read a notation leaves it; the scanner, which knows nothing of the readings,
 * must say so. */
static void a_blind_redactor_is_caught(void **state)
{
    (void)state;
    const unsigned all = ~0U;
    uint32_t seed = 42;
    size_t caught = 0;
    for (int form = FORM_PERCENT_ALL; form < FORMS; form++) {
        uint8_t bytes[VALUE_MAX];
        struct slice value = make_value(&seed, true, bytes);
        struct scan_leak leak = {0, NULL};
        struct buf trace, changed;
        buf_init(&trace, TRACE_MAX);
        buf_init(&changed, TRACE_MAX);
        make_trace(0, (enum form)form, value, &trace);
        if (run(&trace, all, value, &leak, &changed)) {
            print_error("form %d was not caught\n", form);
        } else {
            caught++;
        }
        buf_dispose(&trace);
        buf_dispose(&changed);
    }
    assert_int_equal(caught, FORMS - FORM_PERCENT_ALL);
}

static void the_same_value_has_the_same_token_in_all_traces(void **state)
{
    (void)state;
    struct redactor r;
    uint8_t first[] = "AT+S.SCFG=wifi_wpa_psk_text,CorrectHorse7\r\n";
    uint8_t second[] = "we typed CorrectHorse7 here\r\n";
    start(&r, 0);
    assert_int_equal(redactor_learn(&r, slice_of(first, sizeof first - 1)), SPW_OK);
    assert_int_equal(redactor_learn(&r, slice_of(second, sizeof second - 1)), SPW_OK);
    assert_int_equal(redactor_apply(&r, first, sizeof first - 1), SPW_OK);
    assert_int_equal(redactor_apply(&r, second, sizeof second - 1), SPW_OK);
    assert_slice(slice_of(first, sizeof first - 1),
                 SLICE("AT+S.SCFG=wifi_wpa_psk_text,WifiKey1WifiK\r\n"));
    assert_slice(slice_of(second, sizeof second - 1), SLICE("we typed WifiKey1WifiK here\r\n"));
    redactor_dispose(&r);
}

static void what_a_diagnosis_needs_stays(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice before, after;
    } rows[] = {
        {"a key of hexadecimal digits",
         SLICE_INIT("AT+S.SCFG=wifi_wpa_psk_text,0123456789abcdef\r\n"),
         SLICE_INIT("AT+S.SCFG=wifi_wpa_psk_text,c0dec0dec0de0001\r\n")},
        {"hidden by hand", SLICE_INIT("AT+S.SCFG=wifi_wpa_psk_text,********\r\n"),
         SLICE_INIT("AT+S.SCFG=wifi_wpa_psk_text,********\r\n")},
        {"the form of a user name",
         SLICE_INIT("AT+S.MQTTCONN=h.io,8883,,2,h.io/mydevice77/?api-version=1,x,mydevice77\r\n"),
         SLICE_INIT("AT+S.MQTTCONN=h.io,8883,,2,h.io/User1User1/?api-version=1,x,User1User1\r\n")},
        {"percent codes of a signature",
         SLICE_INIT("sr=h&sig=abcdef%2Bghijkl%2Fmnopqrstuv%3D&se=1\r\n"),
         SLICE_INIT("sr=h&sig=Signat%2Bure1Si%2Fgnature1Si%3D&se=1\r\n")},
        {"a short one, where it stands", SLICE_INIT("AT+S.SCFG=wifi_wpa_psk_text,abc\r\nabc\r\n"),
         SLICE_INIT("AT+S.SCFG=wifi_wpa_psk_text,ey1\r\nabc\r\n")},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct redactor r;
        struct buf b;
        buf_init(&b, TRACE_MAX);
        buf_put(&b, rows[i].before);
        start(&r, 0);
        assert_int_equal(redactor_learn(&r, rows[i].before), SPW_OK);
        assert_int_equal(redactor_apply(&r, b.p, b.n), SPW_OK);
        assert_slice_row(buf_slice(&b), rows[i].after);
        redactor_dispose(&r);
        buf_dispose(&b);
    }
}

/* A key made for this test. Its public half (from the third row on) is what a diagnosis compares. */
#define KEY_BEGIN "-----BEGIN EC PRIVATE KEY-----\n"
#define KEY_END "-----END EC PRIVATE KEY-----\n"
static const char key_pem[] =
    KEY_BEGIN "MHcCAQEEIIyiFFqnYt5WIG6xDObqfPA5LPCGUQa4WZ+qJtABfWqAoAoGCCqGSM49\n"
              "AwEHoUQDQgAE6MkmKTskHWAVB5ocWTvMG5soPS1SGHaSn2mJ3Kx56mhuT6kxuKwN\n"
              "NnxY17FG5ZdOZiQJXypx1Pr5G1GM+EB7dw==\n" KEY_END;
static const char key_redacted[] =
    KEY_BEGIN "MHcCAQEEIFo8aS1aPGktWjxpLVo8aS1aPGktWjxpLVo8aS1aPGktoAoGCCqGSM49\n"
              "AwEHoUQDQgAE6MkmKTskHWAVB5ocWTvMG5soPS1SGHaSn2mJ3Kx56mhuT6kxuKwN\n"
              "NnxY17FG5ZdOZiQJXypx1Pr5G1GM+EB7dw==\n" KEY_END;
static const char key_number[] =
    "8ca2145aa762de56206eb10ce6ea7cf0392cf0865106b8599faa26d0017d6a80"; /* what must not be shown */

static void a_private_key_keeps_its_public_half_only(void **state)
{
    (void)state;
    struct redactor r;
    struct scan_leak leak = {0, NULL};
    struct buf b;
    buf_init(&b, TRACE_MAX);
    buf_cstr(&b, key_pem);
    buf_cstr(&b, "AT-S.OK\r\n");
    buf_cstr(&b, key_number); /* and once more, as a tool prints it */
    start(&r, 0);
    assert_int_equal(redactor_learn(&r, buf_slice(&b)), SPW_OK);
    assert_int_equal(redact_scan(&r, buf_slice(&b), &leak), SPW_INVALID);
    assert_int_equal(redactor_apply(&r, b.p, b.n), SPW_OK);
    assert_slice(slice_sub(buf_slice(&b), 0, sizeof key_pem - 1), slice_cstr(key_redacted));
    assert_false(slice_contains(buf_slice(&b), slice_cstr(key_number)));
    assert_int_equal(redact_scan(&r, buf_slice(&b), &leak), SPW_OK);
    redactor_dispose(&r);
    buf_dispose(&b);
}

static void a_cut_or_encrypted_key_loses_all_rows(void **state)
{
    (void)state;
    static const char *const traces[] = {
        KEY_BEGIN "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==\n" KEY_END,
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
        "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==\n",
    };
    for (size_t i = 0; i < SPW_COUNT(traces); i++) {
        struct redactor r;
        struct buf b;
        buf_init(&b, TRACE_MAX);
        buf_cstr(&b, traces[i]);
        start(&r, 0);
        assert_int_equal(redactor_learn(&r, buf_slice(&b)), SPW_OK);
        assert_int_equal(redactor_apply(&r, b.p, b.n), SPW_OK);
        assert_true(slice_contains(buf_slice(&b), SLICE("REDACTEDREDACTED")));
        assert_false(slice_contains(buf_slice(&b), SLICE("q83v")));
        assert_int_equal(b.n, slice_cstr(traces[i]).n);
        redactor_dispose(&r);
        buf_dispose(&b);
    }
}

/* ---- recordings of our own ----------------------------------------------------------------------------- */

/* Typed letter by letter, sent in two pieces, with escapes: in each the recording stays one. */
static void what_was_typed_into_a_recording_is_hidden(void **state)
{
    (void)state;
    static const char secret[] = "Sup3r Secret\\!Key", command[] = "AT+S.SCFG=wifi_wpa_psk_text,";
    static const size_t steps[] = {1, 2, 5, 33, 1000};
    for (size_t i = 0; i < SPW_COUNT(steps); i++) {
        struct buf said, text, again;
        struct redactor r;
        buf_init(&said, TRACE_MAX);
        buf_init(&text, TRACE_MAX);
        buf_init(&again, TRACE_MAX);
        buf_printf(&said, "%s%s\r", command, secret);
        recording_put_head(&text, 0, SLICE("test"));
        for (size_t at = 0; at < said.n; at += steps[i]) {
            const struct recording_piece p = {(int64_t)at * 120000, RECORDING_HOST,
                                              slice_sub(buf_slice(&said), at, steps[i])};
            recording_put(&text, &p);
        }
        start(&r, 0);
        assert_int_equal(redactor_learn(&r, buf_slice(&text)), SPW_OK);
        assert_int_equal(redactor_apply(&r, text.p, text.n), SPW_OK);
        for (struct slice line, escaped, rest = buf_slice(&text);
             slice_split(rest, '\n', &line, &rest);) {
            struct recording_piece p;
            if (recording_read_piece(line, &p, &escaped)) {
                recording_unescape(escaped, &again);
            } else {
                assert_int_equal(line.p[0], '#'); /* no head was written over */
            }
        }
        assert_int_equal(again.n, said.n);
        assert_true(slice_starts(buf_slice(&again), slice_cstr(command)));
        assert_false(slice_contains(buf_slice(&again), SLICE("Sup3r")));
        assert_false(slice_contains(buf_slice(&again), SLICE("Secret")));
        assert_false(slice_contains(buf_slice(&again), SLICE("Key\r")));
        redactor_dispose(&r);
        buf_dispose(&said);
        buf_dispose(&text);
        buf_dispose(&again);
    }
}

/* The letter of "\n" is no digit of the rows, nor are the stamps: what is said keeps its length, and the public half
 * can be read on. */
static void a_key_in_a_recording_keeps_the_lines_of_the_recording(void **state)
{
    (void)state;
    static const char unreadable[] =
        KEY_BEGIN "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==\n" KEY_END;
    static const char *const keys[] = {key_pem, unreadable};
    for (size_t i = 0; i < SPW_COUNT(keys); i++) {
        struct buf text, plain, again;
        struct redactor in_recording, alone;
        struct slice key = slice_cstr(keys[i]);
        buf_init(&text, TRACE_MAX);
        buf_init(&plain, TRACE_MAX);
        buf_init(&again, TRACE_MAX);
        buf_put(&plain, key);
        for (size_t at = 0; at < key.n; at += 50) { /* in pieces, as a port takes them */
            const struct recording_piece p = {549890, RECORDING_HOST, slice_sub(key, at, 50)};
            recording_put(&text, &p);
        }
        start(&alone, 0);
        start(&in_recording, 0);
        assert_int_equal(redactor_learn(&alone, buf_slice(&plain)), SPW_OK);
        assert_int_equal(redactor_apply(&alone, plain.p, plain.n), SPW_OK);
        assert_int_equal(redactor_learn(&in_recording, buf_slice(&text)), SPW_OK);
        assert_int_equal(redactor_apply(&in_recording, text.p, text.n), SPW_OK);
        for (struct slice line, escaped, rest = buf_slice(&text);
             slice_split(rest, '\n', &line, &rest);) {
            struct recording_piece p;
            assert_true(recording_read_piece(line, &p, &escaped));
            assert_int_equal(p.us, 549890);
            recording_unescape(escaped, &again);
        }
        assert_false(slice_eq(buf_slice(&plain), key));
        assert_slice(buf_slice(&again), buf_slice(&plain));
        redactor_dispose(&alone);
        redactor_dispose(&in_recording);
        buf_dispose(&text);
        buf_dispose(&plain);
        buf_dispose(&again);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_key_in_a_recording_keeps_the_lines_of_the_recording),
        SPW_TEST(what_was_typed_into_a_recording_is_hidden),
        SPW_TEST(no_generated_secret_is_left_in_any_notation),
        SPW_TEST(a_blind_redactor_is_caught),
        SPW_TEST(the_same_value_has_the_same_token_in_all_traces),
        SPW_TEST(what_a_diagnosis_needs_stays),
        SPW_TEST(a_private_key_keeps_its_public_half_only),
        SPW_TEST(a_cut_or_encrypted_key_loses_all_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
