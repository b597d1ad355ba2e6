#include "facts/encoding.h"
#include "facts/token.h"

#include "base/arena.h"
#include "base/stamp.h"
#include "support/spw_test.h"

static void signatures_are_read_in_any_order(void **state)
{
    static const struct {
        const char *name, *text;
        enum token_kind kind;
        bool sr, sig, se, skn, prefix;
        int64_t expires;
    } rows[] = {
        {"usual", "SharedAccessSignature sr=h.net%2Fdevices%2Fd&sig=AA%3D&se=1529349013", TOKEN_SAS,
         true, true, true, false, true, 1529349013},
        {"other order", "SharedAccessSignature se=1529349013&skn=p&sig=AA%3D&sr=h", TOKEN_SAS, true,
         true, true, true, true, 1529349013},
        {"no blank", "SharedAccessSignaturesr=h&sig=A&se=1", TOKEN_SAS, true, true, true, false,
         false, 1},
        {"two blanks", "SharedAccessSignature  sr=h&sig=A&se=1", TOKEN_SAS, true, true, true, false,
         false, 1},
        {"other case", "sharedaccesssignature sr=h&sig=A&se=1", TOKEN_SAS, true, true, true, false,
         false, 1},
        {"no word", "sr=h&sig=A&se=7", TOKEN_SAS, true, true, true, false, false, 7},
        {"unencoded equal sign", "SharedAccessSignature sr=h&sig=AA==&se=5", TOKEN_SAS, true, true,
         true, false, true, 5},
        {"cut", "SharedAccessSignature sr=h&sig=A", TOKEN_SAS, true, true, false, false, true,
         TIME_NONE},
        {"word alone", "SharedAccessSignature", TOKEN_SAS, false, false, false, false, false,
         TIME_NONE},
        {"word and blank", "SharedAccessSignature ", TOKEN_SAS, false, false, false, false, false,
         TIME_NONE},
        {"milliseconds", "SharedAccessSignature sr=h&sig=A&se=1529349013000", TOKEN_SAS, true, true,
         true, false, true, TIME_NONE},
        {"not a number", "SharedAccessSignature sr=h&sig=A&se=soon", TOKEN_SAS, true, true, true,
         false, true, TIME_NONE},
        {"huge number", "SharedAccessSignature sr=h&sig=A&se=99999999999999999999999", TOKEN_SAS,
         true, true, true, false, true, TIME_NONE},
        {"a device key", "KA+SBotfK/FPFUvKf4Xtb1z3zPLzfplNkMsWmMXu5oo=", TOKEN_NONE, false, false,
         false, false, false, TIME_NONE},
        {"empty", "", TOKEN_NONE, false, false, false, false, false, TIME_NONE},
        {"ampersands", "&&&&=&=&", TOKEN_NONE, false, false, false, false, false, TIME_NONE},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct token t;
        token_parse(slice_cstr(rows[i].text), &t);
        assert_number_row(t.kind, rows[i].kind);
        assert_number_row(t.has[TOKEN_SR], rows[i].sr);
        assert_number_row(t.has[TOKEN_SIG], rows[i].sig);
        assert_number_row(t.has[TOKEN_SE], rows[i].se);
        assert_number_row(t.has[TOKEN_SKN], rows[i].skn);
        assert_number_row(t.prefix_ok, rows[i].prefix);
        assert_number_row(t.expires, rows[i].expires);
    }
}

static void the_first_of_equal_parts_counts(void **state)
{
    struct token t;
    (void)state;
    token_parse(SLICE("SharedAccessSignature sr=one&sr=two&sig=A&se=12&se=34"), &t);
    assert_slice(t.part[TOKEN_SR], SLICE("one"));
    assert_int_equal(t.expires, 12);
    assert_int_equal(t.expires_digits, 2);
}

static void web_tokens_tell_their_expiry(void **state)
{
    static const struct {
        const char *name, *text;
        enum token_kind kind;
        int64_t expires;
    } rows[] = {
        /* {"alg":"RS256","typ":"JWT"} . payload . c2ln */
        {"usual: {\"aud\":\"p\",\"iat\":1509654401,\"exp\":1612893233}",
         "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9."
         "eyJhdWQiOiJwIiwiaWF0IjoxNTA5NjU0NDAxLCJleHAiOjE2MTI4OTMyMzN9.c2ln",
         TOKEN_JWT, 1612893233},
        {"nested first: {\"a\":{\"exp\":5},\"exp\" : 7}",
         "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjp7ImV4cCI6NX0sImV4cCIgOiA3fQ.c2ln", TOKEN_JWT,
         7},
        {"in a string: {\"a\":\"\\\"exp\\\":5\"}",
         "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoiXCJleHBcIjo1In0.c2ln", TOKEN_JWT, TIME_NONE},
        {"no payload", "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9..c2ln", TOKEN_JWT, TIME_NONE},
        {"header is no object", "c2ln.c2ln.c2ln", TOKEN_NONE, TIME_NONE},
        {"two parts", "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.c2ln", TOKEN_NONE, TIME_NONE},
        {"not base64", "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.e!J.c2ln", TOKEN_NONE, TIME_NONE},
        {"a host name", "mqtt.example.com", TOKEN_NONE, TIME_NONE},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct token t;
        token_parse(slice_cstr(rows[i].text), &t);
        assert_number_row(t.kind, rows[i].kind);
        assert_number_row(t.expires, rows[i].expires);
    }
}

/* Each is cut at every byte, and stands behind a guard that a sanitizer watches. */
static void hostile_tokens_end_somewhere(void **state)
{
    static const char *const texts[] = {
        "SharedAccessSignature sr=%&sig=%%%&se=%31&skn=",
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE2MTI4OTMyMzN9.c2ln",
        /* {"exp  and  {"\ */
        "eyJhIjoxfQ.eyJleHA.c2ln",
        "eyJhIjoxfQ.eyJc.c2ln",
        /* {[{[{[{[... */
        "eyJhIjoxfQ.e1t7W3tbe1t7W3tbe1t7W3tbe1t7W3tbe1t7W3tbe1t7W3tb.c2ln",
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, 1024 * 1024);
    for (size_t i = 0; i < SPW_COUNT(texts); i++) {
        for (size_t n = 0; n <= slice_cstr(texts[i]).n; n++) {
            struct token t;
            struct slice part = arena_copy(&arena, slice_sub(slice_cstr(texts[i]), 0, n));
            token_parse(part, &t);
            (void)percent_decode(part, &arena);
        }
    }
    arena_dispose(&arena);
}

static void a_payload_beyond_the_limit_has_no_expiry(void **state)
{
    struct buf b;
    struct token t;
    (void)state;
    buf_init(&b, 100000);
    buf_cstr(&b, "eyJhIjoxfQ.");
    for (int i = 0; i < 5000; i++) {
        buf_cstr(&b, "eyAg"); /* "{  " again and again */
    }
    buf_cstr(&b, ".c2ln");
    token_parse(buf_slice(&b), &t);
    assert_int_equal(t.kind, TOKEN_JWT);
    assert_int_equal(t.expires, TIME_NONE);
    buf_dispose(&b);
}

static void percent_escapes_are_decoded_once(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {{"", ""},         {"abc", "abc"},   {"a%2Fb", "a/b"},
                {"%2f%2F", "//"}, {"%252F", "%2F"}, {"100%", "100%"},
                {"%4", "%4"},     {"%zz", "%zz"},   {"+", "+"}};
    struct arena arena;
    (void)state;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        assert_slice_row(percent_decode(slice_cstr(rows[i].text), &arena),
                         slice_cstr(rows[i].want));
    }
    arena_dispose(&arena);
    arena_init(&arena, 1);
    assert_null(percent_decode(SLICE("%41%41%41%41"), &arena).p);
    arena_dispose(&arena);
}

static void base64_lengths_are_counted(void **state)
{
    static const struct {
        const char *text;
        int want;
    } rows[] = {{"", 0},
                {"QQ==", 1},
                {"QQ", 1},
                {"QUI=", 2},
                {"QUJD", 3},
                {"Q", -1},
                {"Q!==", -1},
                {"-_-_", 3},
                {"+/+/", 3},
                {"====", -1},
                {"igZeiL7d8T66eWHlf4TDtc55pMlbXBae8f/E8pEAJWI=", 32}};
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        assert_number_row(base64_length(slice_cstr(rows[i].text)), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(signatures_are_read_in_any_order),
        SPW_TEST(the_first_of_equal_parts_counts),
        SPW_TEST(web_tokens_tell_their_expiry),
        SPW_TEST(hostile_tokens_end_somewhere),
        SPW_TEST(a_payload_beyond_the_limit_has_no_expiry),
        SPW_TEST(percent_escapes_are_decoded_once),
        SPW_TEST(base64_lengths_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
