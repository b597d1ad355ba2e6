/* Secrets of the web: signatures, web tokens, headers, cookies, forms, addresses with a password. */
#include "redact/redact.h"
#include "redact/view.h"

enum { TOKEN_MIN = 8 };

static bool is_one_of(uint8_t c, struct slice set) { return slice_find_byte(set, c, 0) < set.n; }

static size_t skip(struct slice s, size_t at, struct slice set)
{
    while (at < s.n && is_one_of(s.p[at], set)) {
        at++;
    }
    return at;
}

/* The end of a value: one of `stops`, a line end, or what is no text. */
static size_t until(struct slice s, size_t at, struct slice stops)
{
    while (at < s.n && s.p[at] > 0x20 && s.p[at] != 0x7f && !is_one_of(s.p[at], stops)) {
        at++;
    }
    return at;
}

/* The first place of `word` at or after `at`, without regard to case. */
static size_t find_nocase(struct slice s, struct slice word, size_t at)
{
    uint8_t low = ascii_fold(word.p[0]);
    for (; at + word.n <= s.n; at++) {
        if (ascii_fold(s.p[at]) == low && slice_starts_nocase(slice_from(s, at), word)) {
            return at;
        }
    }
    return s.n;
}

static bool starts_word(struct slice s, size_t at)
{
    return at == 0 || !(ascii_alnum(s.p[at - 1]) || s.p[at - 1] == '_');
}

/* ---- signatures and tokens ------------------------------------------------------------------------------ */

/* Digits of base64, as they are or in percent codes, to the padding if there is one. Where lines are
 * joined, only this tells where a value ends that was broken over several. */
static size_t signature_end(struct slice s, size_t at)
{
    while (at < s.n && (base64_any_digit(s.p[at]) >= 0 || s.p[at] == '%')) {
        bool padding = slice_starts_nocase(slice_from(s, at), SLICE("%3D"));
        at += padding ? 3 : 1;
        if (padding && !slice_starts_nocase(slice_from(s, at), SLICE("%3D"))) {
            return at;
        }
    }
    return skip(s, at, SLICE("="));
}

static bool is_closed(struct slice s, size_t from, size_t end)
{
    struct slice value = slice_sub(s, from, end - from);
    return slice_ends(value, SLICE("=")) || slice_ends(value, SLICE("D")) ||
           slice_ends(value, SLICE("d")) || (end < s.n && is_one_of(s.p[end], SLICE("&,\"")));
}

/* Notes repeat a signature without its padding, too. */
static void learn_bare(struct redactor *r, struct slice value)
{
    size_t n = value.n;
    while (n > 0 && (value.p[n - 1] == '=' || slice_ends(slice_sub(value, 0, n), SLICE("%3D")) ||
                     slice_ends(slice_sub(value, 0, n), SLICE("%3d")))) {
        n -= value.p[n - 1] == '=' ? 1 : 3;
    }
    if (n < value.n && n >= TOKEN_MIN) {
        (void)redact_remember(r, slice_sub(value, 0, n), REDACT_SIGNATURE);
    }
}

static void find_signatures(struct redactor *r, struct view *v, bool change)
{
    const struct slice word = SLICE("sig=");
    struct slice s = view_slice(v);
    bool lines = view_has_lines(v);
    for (size_t at = find_nocase(s, word, 0); at < s.n; at = find_nocase(s, word, at + 1)) {
        size_t from = at + word.n;
        size_t end = lines ? until(s, from, SLICE("&,\"';<>)|")) : signature_end(s, from);
        if (end - from >= TOKEN_MIN && (lines || is_closed(s, from, end))) {
            redact_hide(r, v, from, end - from, REDACT_SIGNATURE, change);
            if (!change && !redact_is_harmless(slice_sub(s, from, end - from))) {
                learn_bare(r, slice_sub(s, from, end - from));
            }
        }
    }
}

static size_t token_part(struct slice s, size_t at)
{
    while (at < s.n && (ascii_alnum(s.p[at]) || s.p[at] == '-' || s.p[at] == '_')) {
        at++;
    }
    return at;
}

/* header.payload.signature: the signature goes, what it says is what a diagnosis reads. */
static void find_tokens(struct redactor *r, struct view *v, bool change)
{
    struct slice s = view_slice(v);
    const struct slice word = SLICE("eyJ");
    for (size_t at = slice_find(s, word, 0); at < s.n; at = slice_find(s, word, at + 1)) {
        size_t header = token_part(s, at);
        if (header >= s.n || s.p[header] != '.') {
            continue;
        }
        size_t payload = token_part(s, header + 1);
        if (payload >= s.n || s.p[payload] != '.') {
            continue;
        }
        size_t end = token_part(s, payload + 1);
        if (end - payload - 1 >= TOKEN_MIN) {
            redact_hide(r, v, payload + 1, end - payload - 1, REDACT_SIGNATURE, change);
        }
        at = payload;
    }
}

/* ---- headers ----------------------------------------------------------------------------------------------- */

/* The password inside of "Basic dXNlcjpwYXNz" is a secret by itself: it may stand elsewhere. */
static void learn_basic(struct redactor *r, struct slice digits)
{
    struct buf copy;
    struct view whole, plain;
    buf_init(&copy, digits.n + 1);
    buf_put(&copy, digits);
    view_of_bytes(&whole, copy.p, copy.n);
    enum spw_status status = copy.n > 0 ? view_make(&plain, VIEW_BASE64, &whole) : SPW_INVALID;
    if (status == SPW_OK) {
        struct slice user, password;
        if (slice_split(view_slice(&plain), ':', &user, &password)) {
            (void)redact_remember(r, password, REDACT_WEB);
            (void)redact_remember(r, user, REDACT_USER);
        }
    }
    if (copy.n > 0) {
        view_dispose(&plain);
    }
    buf_dispose(&copy);
}

static void find_authorization(struct redactor *r, struct view *v, bool change)
{
    const struct slice word = SLICE("authorization:");
    struct slice s = view_slice(v);
    for (size_t at = find_nocase(s, word, 0); at < s.n; at = find_nocase(s, word, at + 1)) {
        size_t scheme = skip(s, at + word.n, SLICE(" \t"));
        size_t from = skip(s, until(s, scheme, SLICE("")), SLICE(" \t"));
        size_t end = until(s, from, SLICE("\"\\,"));
        if (slice_contains(slice_sub(s, scheme, end - scheme), SLICE("sig=")) ||
            slice_starts_nocase(slice_from(s, scheme), SLICE("SharedAccess"))) {
            continue; /* its signature is found by itself */
        }
        if (slice_starts_nocase(slice_from(s, scheme), SLICE("Basic")) && end > from) {
            learn_basic(r, slice_sub(s, from, end - from));
        }
        if (end > from && !slice_starts(slice_from(s, from), SLICE("eyJ"))) {
            redact_hide(r, v, from, end - from, REDACT_WEB, change);
        }
    }
}

/* Each value of "a=1; b=2" to the end of the line; behind Set-Cookie only the first, attributes follow. */
static void find_cookies(struct redactor *r, struct view *v, bool change)
{
    const struct slice word = SLICE("cookie:");
    struct slice s = view_slice(v);
    for (size_t at = find_nocase(s, word, 0); at < s.n; at = find_nocase(s, word, at + 1)) {
        bool set = at >= 4 && slice_eq_nocase(slice_sub(s, at - 4, 4), SLICE("Set-"));
        size_t from = skip(s, at + word.n, SLICE(" \t"));
        for (bool more = true; more;) {
            size_t equals = until(s, from, SLICE("=;"));
            size_t end =
                equals < s.n && s.p[equals] == '=' ? until(s, equals + 1, SLICE(";")) : equals;
            if (end > equals + 1) {
                redact_hide(r, v, equals + 1, end - equals - 1, REDACT_WEB, change);
            }
            more = !set && end < s.n && s.p[end] == ';';
            from = skip(s, end + 1, SLICE(" \t"));
        }
    }
}

/* ---- forms, JSON, addresses ------------------------------------------------------------------------------------ */

static const struct slice names[] = {
    SLICE_INIT("password"),        SLICE_INIT("passwd"),     SLICE_INIT("pwd"),
    SLICE_INIT("passphrase"),      SLICE_INIT("api_key"),    SLICE_INIT("apikey"),
    SLICE_INIT("access_token"),    SLICE_INIT("auth_token"), SLICE_INIT("client_secret"),
    SLICE_INIT("SharedAccessKey"), SLICE_INIT("x-api-key"),  SLICE_INIT("refresh_token")};

/* name=value, "name":"value", name: value */
static void find_named(struct redactor *r, struct view *v, struct slice name, bool change)
{
    struct slice s = view_slice(v);
    for (size_t at = find_nocase(s, name, 0); at < s.n; at = find_nocase(s, name, at + 1)) {
        size_t sign = skip(s, at + name.n, SLICE("\"' "));
        if (sign >= s.n || (s.p[sign] != '=' && s.p[sign] != ':') || !starts_word(s, at)) {
            continue;
        }
        size_t from = skip(s, sign + 1, SLICE("\"' "));
        size_t end = until(s, from, SLICE("&\"',;<>}"));
        if (end - from >= 3) {
            redact_hide(r, v, from, end - from, REDACT_WEB, change);
        }
    }
}

/* scheme://user:password@host */
static void find_addresses(struct redactor *r, struct view *v, bool change)
{
    struct slice s = view_slice(v);
    const struct slice word = SLICE("://");
    for (size_t at = slice_find(s, word, 0); at < s.n; at = slice_find(s, word, at + 1)) {
        size_t from = at + word.n;
        size_t end = until(s, from, SLICE("/\"'<>@"));
        size_t colon = slice_find_byte(slice_sub(s, 0, end), ':', from);
        if (end < s.n && s.p[end] == '@' && colon < end) {
            redact_hide(r, v, from, colon - from, REDACT_USER, change);
            redact_hide(r, v, colon + 1, end - colon - 1, REDACT_WEB, change);
        }
    }
}

void redact_find_web(struct redactor *r, struct view *v, bool change)
{
    if (!view_has_lines(v)) {
        find_signatures(r, v, change); /* the others need the end of the line */
        return;
    }
    find_signatures(r, v, change);
    find_tokens(r, v, change);
    find_authorization(r, v, change);
    find_cookies(r, v, change);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        find_named(r, v, names[i], change);
    }
    find_addresses(r, v, change);
}
