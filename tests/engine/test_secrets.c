/* Made-up secrets of every kind, each introduced where such a secret stands and repeated in some encoding,
 * in traces recorded in some way: nothing of them is left, and a redactor that is blind for an encoding is
 * caught by the second look. */
#include "engine/sample.h"
#include "redact/view.h"
#include "support/spw_test.h"

enum { TRACE_MAX = 1 << 16, NAMES_MAX = 128, VALUE = 16 };

/* Linear congruential (Knuth's MMIX numbers): the same secrets in every run. */
static uint64_t seed = 1;
static uint32_t next(void)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(seed >> 33);
}

static void make_value(uint8_t *out)
{
    static const char letters[] = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    for (size_t i = 0; i < VALUE; i++) {
        out[i] = (uint8_t)letters[next() % (sizeof letters - 1)];
    }
}

/* ---- where secrets stand ---------------------------------------------------------------------------------- */

static void put_base64(struct slice s, struct buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.n; i += 3) {
        unsigned group = 0;
        for (size_t k = 0; k < 3; k++) {
            group = group << 8 | (i + k < s.n ? s.p[i + k] : 0U);
        }
        for (size_t k = 0; k < 4; k++) {
            bool padding = i + k > s.n;
            buf_byte(out, padding ? '=' : (uint8_t)digits[group >> (18 - 6 * k) & 63U]);
        }
    }
}

/* A line with "@" where the value stands, "^" where it stands as base64 behind "someone:". */
static const char *const places[] = {
    "AT+S.MQTTCONN=broker.example.com,1883,,0,someone,@,dev-77,60,,,,",
    "AT+S.MQTTCONN=broker.example.com,1883,,0,@,,dev-77,60,,,,",
    "SharedAccessSignature sr=h.azure-devices.net%2Fdevices%2Fd&sig=@%3D&se=1800000000",
    "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJwcm9qZWN0In0.@",
    "Authorization: Basic ^",
    "Authorization: Bearer @",
    "Cookie: session=@",
    "Set-Cookie: id=@; Path=/; HttpOnly",
    "POST /login user=someone&password=@&remember=1",
    "{\"name\":\"x\",\"api_key\":\"@\"}",
    "https://someone:@@@example.com/path", /* the first sign is the value, then the sign itself */
};

static void put_place(const char *form, struct slice value, struct buf *out)
{
    bool done = false;
    for (const char *c = form; *c != '\0'; c++) {
        if (*c == '@' && (!done || c[1] != 'e')) {
            if (!done) {
                buf_put(out, value);
            }
            done = true;
        } else if (*c == '^') {
            struct buf both;
            buf_init(&both, 200);
            buf_cstr(&both, "someone:");
            buf_put(&both, value);
            put_base64(buf_slice(&both), out);
            buf_dispose(&both);
        } else {
            buf_byte(out, (uint8_t)*c);
        }
    }
    buf_cstr(out, "\r\n");
}

/* ---- how they are repeated ----------------------------------------------------------------------------------- */

enum encoding { PLAIN, PERCENT, BASE64, HEX, SPACED, BROKEN, DUMP, ENCODINGS };
static const char *const encoding_names[ENCODINGS] = {
    "plain",      "percent codes",  "base64",          "hexadecimal",
    "spaced hex", "over two lines", "hexadecimal dump"};

static void put_dump(struct slice s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i += 16) {
        struct slice row = slice_sub(s, i, 16);
        buf_printf(out, "%08zx  ", i);
        for (size_t k = 0; k < row.n; k++) {
            buf_printf(out, "%02x %s", (unsigned)row.p[k], k == 7 ? " " : "");
        }
        buf_cstr(out, " |");
        buf_put(out, row);
        buf_cstr(out, "|\r\n");
    }
}

static void put_encoded(enum encoding e, struct slice s, struct buf *out)
{
    for (size_t i = 0; i < s.n && (e == PERCENT || e == HEX || e == SPACED); i++) {
        buf_printf(out, e == PERCENT ? "%%%02X" : e == HEX ? "%02x" : "%02x ", (unsigned)s.p[i]);
    }
    if (e == PLAIN) {
        buf_put(out, s);
    } else if (e == BASE64) {
        put_base64(s, out);
    } else if (e == BROKEN) {
        buf_put(out, slice_sub(s, 0, s.n / 2));
        buf_cstr(out, "\r\n");
        buf_put(out, slice_from(s, s.n / 2));
    } else if (e == DUMP) {
        put_dump(s, out);
    }
}

enum recording { BARE, STAMPED, WIDE, RECORDINGS };

/* The same text with stamps in front of lines, or as UTF-16. */
static void record(enum recording how, struct slice text, struct buf *out)
{
    bool begins = true;
    buf_cstr(out, how == WIDE ? "\xFF\xFE" : "");
    for (size_t i = 0; i < text.n; i++) {
        buf_cstr(out, how == STAMPED && begins ? "[10:00:01.000] " : "");
        buf_byte(out, text.p[i]);
        if (how == WIDE) {
            buf_byte(out, 0);
        }
        begins = text.p[i] == '\n';
    }
}

/* ---- the trials ------------------------------------------------------------------------------------------------ */

static unsigned secrets, left;

static bool holds(struct slice redacted, enum recording how, enum encoding e, struct slice value)
{
    struct buf needle, wide;
    buf_init(&needle, TRACE_MAX);
    buf_init(&wide, TRACE_MAX);
    put_encoded(e == DUMP || e == BROKEN ? PLAIN : e, value, &needle);
    record(how == WIDE ? WIDE : BARE, buf_slice(&needle), &wide);
    bool found = slice_contains(redacted, slice_from(buf_slice(&wide), how == WIDE ? 2 : 0));
    buf_dispose(&needle);
    buf_dispose(&wide);
    return found;
}

static void make_trace(const char *form, enum encoding e, enum recording how, struct slice value,
                       struct buf *out)
{
    struct buf text;
    buf_init(&text, TRACE_MAX);
    buf_cstr(&text, "AT\r\nAT-S.OK\r\n");
    put_place(form, value, &text);
    buf_cstr(&text, "AT-S.OK\r\nnoted: \r\n");
    put_encoded(e, value, &text);
    buf_cstr(&text, "\r\nAT\r\nAT-S.OK\r\n");
    record(how, buf_slice(&text), out);
    buf_dispose(&text);
}

/* SPW_OK: nothing is left by the second look. */
static enum spw_status redact(struct buf *trace, unsigned blind, struct buf *why)
{
    const struct spw_redaction o = {.blind = blind};
    struct spw_redactor *r = NULL;
    assert_int_equal(spw_redactor_new(&r, sample_knowledge(), &o), SPW_OK);
    assert_int_equal(spw_redactor_learn(r, buf_slice(trace)), SPW_OK);
    assert_int_equal(spw_redactor_apply(r, trace->p, trace->n), SPW_OK);
    enum spw_status status = spw_redactor_check(r, buf_slice(trace), why);
    spw_redactor_free(r);
    return status;
}

static void try_one(const char *form, enum encoding e, enum recording how)
{
    uint8_t value[VALUE];
    struct buf trace, why;
    make_value(value);
    buf_init(&trace, TRACE_MAX);
    buf_init(&why, 4096);
    make_trace(form, e, how, slice_of(value, VALUE), &trace);
    bool clean = redact(&trace, 0, &why) == SPW_OK;
    secrets++;
    if (!clean || holds(buf_slice(&trace), how, e, slice_of(value, VALUE)) ||
        holds(buf_slice(&trace), how, PLAIN, slice_of(value, VALUE))) {
        left++;
        print_error("%s, %s, %s\n", form, encoding_names[e],
                    how == BARE      ? "bare"
                    : how == STAMPED ? "stamped"
                                     : "UTF-16");
        spw_print_slice("why", buf_slice(&why));
    }
    buf_dispose(&trace);
    buf_dispose(&why);
}

static void try_all(const char *form)
{
    for (int e = 0; e < ENCODINGS; e++) {
        for (int how = 0; how < RECORDINGS; how++) {
            try_one(form, (enum encoding)e, (enum recording)how);
        }
    }
}

/* Every variable that the tables call secret, set by command. */
static void try_variables(const char *path)
{
    struct buf table;
    struct slice line, name, kind, secret, rest;
    buf_init(&table, 1 << 20);
    assert_true(sample_read(path, &table));
    for (rest = buf_slice(&table); rest.n > 0;) {
        char form[200];
        (void)slice_split(rest, '\n', &line, &rest);
        (void)slice_split(line, '\t', &name, &line);
        (void)slice_split(line, '\t', &kind, &line);
        (void)slice_split(line, '\t', &secret, &line);
        if (slice_eq(secret, SLICE("yes"))) {
            (void)snprintf(form, sizeof form, "AT+S.SCFG=%.*s,@", SLICE_ARG(name));
            try_all(form);
        }
    }
    buf_dispose(&table);
}

static void no_made_up_secret_is_left(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(places); i++) {
        try_all(places[i]);
    }
    try_variables("rules/dialects/spwf04/variables.tsv");
    try_variables("rules/dialects/spwf01/variables.tsv");
    print_message("%u secrets, %u left\n", secrets, left);
    assert_int_equal(left, 0);
    assert_true(secrets >= 200);
}

/* One encoding each that the redactor is made blind for; the second look reads otherwise and sees it. */
static void a_blind_redactor_is_caught(void **state)
{
    static const struct {
        enum encoding encoding;
        enum recording recording;
        unsigned blind;
    } rows[] = {
        {BASE64, BARE,
         1U << VIEW_BASE64 | 1U << VIEW_BASE64_1 | 1U << VIEW_BASE64_2 | 1U << VIEW_BASE64_3},
        {HEX, BARE, 1U << VIEW_HEX | 1U << VIEW_HEX_1 | 1U << VIEW_DUMP},
        {SPACED, BARE, 1U << VIEW_HEX | 1U << VIEW_HEX_1 | 1U << VIEW_DUMP},
        {BROKEN, BARE,
         1U << VIEW_JOINED | 1U << VIEW_STRIPPED | 1U << VIEW_UNMARKED | 1U << VIEW_UNESCAPED},
        {BROKEN, STAMPED, 1U << VIEW_STRIPPED | 1U << VIEW_UNMARKED | 1U << VIEW_UNESCAPED},
        {DUMP, BARE, 1U << VIEW_HEX | 1U << VIEW_HEX_1 | 1U << VIEW_DUMP}};
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(encoding_names[rows[i].encoding]);
        uint8_t value[VALUE];
        struct buf trace, why;
        buf_init(&trace, TRACE_MAX);
        buf_init(&why, 4096);
        make_value(value);
        make_trace("AT+S.SCFG=wifi_wpa_psk_text,@", rows[i].encoding, rows[i].recording,
                   slice_of(value, VALUE), &trace);
        assert_number_row(redact(&trace, rows[i].blind, &why), SPW_INVALID);
        assert_false(slice_contains(buf_slice(&why), slice_of(value, VALUE)));
        buf_dispose(&trace);
        buf_dispose(&why);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(no_made_up_secret_is_left),
                                       SPW_TEST(a_blind_redactor_is_caught)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
