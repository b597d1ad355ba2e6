#include "facts/token.h"

#include <string.h>

#include "base/stamp.h"
#include "facts/encoding.h"

enum {
    PAYLOAD_MAX = 4096, /* bytes of a web token's payload that are looked at */
    NESTING_MAX = 16
};
/* The end of the year 9999: no expiry lies behind it, but numbers in milliseconds do. */
static const uint64_t EXPIRY_MAX = 253402300799;

static const struct slice sas_word = SLICE_INIT("SharedAccessSignature");

/* A decimal expiry; what does not fit stays TIME_NONE, its digits tell. */
static void take_expiry(struct token *t, struct slice digits)
{
    uint64_t seconds = 0;
    size_t n = 0;
    while (n < digits.n && ascii_digit(digits.p[n])) {
        n++;
    }
    t->expires_digits = n;
    if (n == digits.n && slice_to_u64(digits, EXPIRY_MAX, &seconds) == NUMBER_OK) {
        t->expires = (int64_t)seconds;
    }
}

/* ---- shared access signatures ------------------------------------------------------------------- */

/* The first of several parts of the same name counts. */
static void take_part(struct token *t, struct slice field)
{
    static const struct slice names[TOKEN_PARTS] = {SLICE_INIT("sr"), SLICE_INIT("sig"),
                                                    SLICE_INIT("se"), SLICE_INIT("skn")};
    struct slice name;
    struct slice value;
    if (!slice_split(field, '=', &name, &value)) {
        return;
    }
    for (int i = 0; i < TOKEN_PARTS; i++) {
        if (slice_eq_nocase(slice_trim(name), names[i]) && !t->has[i]) {
            t->has[i] = true;
            t->part[i] = slice_trim(value);
        }
    }
}

static void parse_sas(struct slice text, struct token *t)
{
    struct slice rest = text;
    bool prefixed = slice_starts_nocase(text, sas_word);
    if (prefixed) {
        rest = slice_from(text, sas_word.n);
        t->prefix_ok = slice_starts(text, sas_word) && rest.n > 1 && rest.p[0] == ' ' &&
                       !ascii_space(rest.p[1]);
    }
    bool more = rest.n > 0;
    while (more) {
        struct slice field;
        more = slice_split(rest, '&', &field, &rest);
        take_part(t, field);
    }
    if (prefixed || (t->has[TOKEN_SR] && t->has[TOKEN_SIG])) {
        t->kind = TOKEN_SAS;
        take_expiry(t, t->part[TOKEN_SE]);
    }
}

/* ---- web tokens: header.payload.signature, each base64 for URLs (RFC 7519) ---------------------- */

struct json {
    struct slice text;
    size_t at;
};

static uint8_t json_peek(const struct json *j) { return j->at < j->text.n ? j->text.p[j->at] : 0; }

static void json_blanks(struct json *j)
{
    while (ascii_space(json_peek(j))) {
        j->at++;
    }
}

/* From the opening quote behind the closing one; escapes are skipped, not decoded. */
static struct slice json_string(struct json *j)
{
    size_t from = ++j->at;
    while (j->at < j->text.n && j->text.p[j->at] != '"') {
        j->at += j->text.p[j->at] == '\\' ? 2 : 1;
    }
    size_t end = j->at < j->text.n ? j->at : j->text.n;
    j->at = end + 1;
    return slice_sub(j->text, from, end - from);
}

/* The digits behind a member's name, empty when it is no such member or no whole number. */
static struct slice member_digits(struct json *j)
{
    json_blanks(j);
    if (json_peek(j) != ':') {
        return slice_of(NULL, 0);
    }
    j->at++;
    json_blanks(j);
    size_t from = j->at;
    while (ascii_digit(json_peek(j))) {
        j->at++;
    }
    return slice_sub(j->text, from, j->at - from);
}

/* Looks for "exp" among the members of the outermost object; no general reader of JSON. */
static void find_exp(struct slice payload, struct token *t)
{
    struct json j = {payload, 0};
    int depth = 0;
    while (j.at < payload.n && depth <= NESTING_MAX) {
        uint8_t c = json_peek(&j);
        if (c == '"') {
            bool is_exp = slice_eq(json_string(&j), SLICE("exp")) && depth == 1;
            struct slice digits = is_exp ? member_digits(&j) : slice_of(NULL, 0);
            if (digits.n > 0) {
                take_expiry(t, digits);
                return;
            }
            continue;
        }
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= c == '}' || c == ']' ? 1 : 0;
        j.at++;
    }
}

static void parse_jwt(struct slice text, struct token *t)
{
    struct slice header;
    struct slice payload;
    struct slice signature;
    uint8_t bytes[PAYLOAD_MAX];
    size_t n = 0;
    if (!slice_split(text, '.', &header, &text) || !slice_split(text, '.', &payload, &signature) ||
        !base64_decode(header, bytes, sizeof bytes, &n) || n == 0 || bytes[0] != '{' ||
        base64_length(signature) < 0 || !base64_decode(payload, bytes, sizeof bytes, &n)) {
        return;
    }
    t->kind = TOKEN_JWT;
    find_exp(slice_of(bytes, n), t);
}

void token_parse(struct slice text, struct token *out)
{
    memset(out, 0, sizeof *out);
    out->expires = TIME_NONE;
    text = slice_trim(text);
    parse_sas(text, out);
    if (out->kind == TOKEN_NONE) {
        parse_jwt(text, out);
    }
}
