/* The private parts of keys. What a diagnosis compares stays: kind, size and public half. A key that
 * cannot be read (cut, damaged, encrypted) loses all but its outer form. */
#include "base/recording.h"
#include "redact/redact.h"
#include "redact/view.h"
#include "redact/view_dump.h"

enum { RANGES_MAX = 8, KEY_MAX = 16 * 1024, PART_MIN = 8 };

struct range {
    size_t from, n;
};
struct ranges {
    struct range list[RANGES_MAX];
    size_t n;
};

/* ---- DER -------------------------------------------------------------------------------------------------- */

/* Header at `at`: false when there is none. *body and *n may reach behind the end of what is there. */
static bool der_header(struct slice s, size_t at, uint8_t tag, size_t *body, size_t *n)
{
    if (at + 2 > s.n || s.p[at] != tag) {
        return false;
    }
    size_t length = s.p[at + 1];
    size_t more = 0;
    if (length >= 0x80) {
        more = length & 0x7FU;
        length = 0;
        if (more == 0 || more > 3 || at + 2 + more > s.n) {
            return false;
        }
        for (size_t i = 0; i < more; i++) {
            length = length << 8 | s.p[at + 2 + i];
        }
    }
    *body = at + 2 + more;
    *n = length;
    return length <= KEY_MAX;
}

static void add_range(struct slice s, struct ranges *r, size_t from, size_t n)
{
    if (from < s.n && r->n < RANGES_MAX) {
        r->list[r->n++] = (struct range){from, n < s.n - from ? n : s.n - from};
    }
}

/* RFC 8017: behind version, modulus and public exponent six numbers that must not be shown. */
static bool rsa_parts(struct slice s, size_t at, struct ranges *r)
{
    size_t n = 0;
    size_t seen = 0;
    size_t body = 0;
    for (; der_header(s, at, 0x02, &body, &n); at = body + n, seen++) {
        if (seen >= 3) {
            add_range(s, r, body, n);
        }
    }
    return seen >= 3;
}

/* RFC 5915: version 1, then the number as octets. */
static bool ec_parts(struct slice s, size_t at, struct ranges *r)
{
    size_t body = 0;
    size_t n = 0;
    if (!der_header(s, at, 0x02, &body, &n) || n != 1 ||
        !der_header(s, body + n, 0x04, &body, &n)) {
        return false;
    }
    add_range(s, r, body, n);
    return true;
}

/* What an octet string of PKCS#8 holds: a key of one of the forms above, or the bare number. */
static void inner_parts(struct slice s, size_t at, size_t n, struct ranges *r)
{
    size_t body = 0;
    size_t length = 0;
    if (der_header(s, at, 0x30, &body, &length)) {
        (void)(rsa_parts(s, body, r) || ec_parts(s, body, r));
        return; /* one that is cut off has its public parts first */
    }
    if (der_header(s, at, 0x04, &body, &length)) {
        add_range(s, r, body, length);
    } else {
        add_range(s, r, at, n);
    }
}

/* RFC 5958, and its encrypted form: the octet string behind the algorithm. */
static bool pkcs8_parts(struct slice s, size_t at, struct ranges *r)
{
    size_t body = 0;
    size_t n = 0;
    if (der_header(s, at, 0x02, &body, &n)) {
        at = body + n;
    }
    if (!der_header(s, at, 0x30, &body, &n) || !der_header(s, body, 0x06, &at, &(size_t){0}) ||
        !der_header(s, body + n, 0x04, &at, &n)) {
        return false;
    }
    inner_parts(s, at, n, r);
    return true;
}

/* Is there a private key at `at`? Then where its private parts stand. */
static bool private_parts(struct slice s, size_t at, struct ranges *r)
{
    size_t body = 0;
    size_t n = 0;
    r->n = 0;
    if (!der_header(s, at, 0x30, &body, &n) || body >= s.n) {
        return false;
    }
    return rsa_parts(s, body, r) || ec_parts(s, body, r) || pkcs8_parts(s, body, r);
}

/* Does v->raw[at] stand in a line of a recording of our own, seen with its stamp and its escapes? There the letter of
 * "\\n" would be taken for a digit, and the stamp, too; what the line says is found in the readings made for it. */
static bool is_recorded(const struct view *v, size_t at)
{
    for (; v->parent != NULL; v = v->parent) {
        if (v->kind == VIEW_SAID || v->kind == VIEW_SAID_2) {
            return false;
        }
        at = view_at(v, at) & PLACE_BITS;
    }
    size_t from = at;
    while (from > 0 && v->raw[from - 1] != '\n') {
        from--;
    }
    struct recording_piece piece;
    struct slice escaped;
    struct slice rest = slice_from(view_slice(v), from);
    return recording_read_piece(slice_sub(rest, 0, slice_find_byte(rest, '\n', 0)), &piece,
                                &escaped) &&
           piece.mark != RECORDING_EVENT;
}

/* ---- replacing ----------------------------------------------------------------------------------------------- */

/* Numbers stay positive and as long as they were: the leading byte is kept when it is zero. */
static void hide_part(struct redactor *r, struct view *v, struct range part, bool change)
{
    static const uint8_t fill[] = {0x5A, 0x3C, 0x69, 0x2D};
    struct slice value = slice_sub(view_slice(v), part.from, part.n);
    struct buf token;
    buf_init(&token, KEY_MAX);
    for (size_t i = 0; i < value.n; i++) {
        buf_byte(&token, i == 0 && value.p[0] == 0 ? 0 : fill[i % sizeof fill]);
    }
    bool done = slice_eq(buf_slice(&token), value);
    if (!change && value.n >= PART_MIN && !done) {
        (void)redact_remember_as(r, value, buf_slice(&token), REDACT_PRIVATE_KEY);
    }
    for (size_t i = 0; change && !done && i < value.n && i < token.n; i++) {
        view_put(v, part.from + i, token.p[i]);
    }
    buf_dispose(&token);
}

/* Keys as they are, in bytes: a payload, or what a dump holds. 30 82, or 30 7x for elliptic curves. */
static void find_der(struct redactor *r, struct view *v, bool change)
{
    struct slice s = view_slice(v);
    for (size_t at = slice_find_byte(s, 0x30, 0); at + 8 < s.n;
         at = slice_find_byte(s, 0x30, at + 1)) {
        struct ranges parts;
        bool likely = s.p[at + 1] == 0x82 || s.p[at + 1] == 0x81 || s.p[at + 1] < 0x80;
        size_t body = 0;
        size_t n = 0;
        /* Short lengths are everywhere in text ("0" is 30): only what begins with a version counts. */
        if (!likely || !der_header(s, at, 0x30, &body, &n) || n < 32 ||
            !(slice_starts(slice_from(s, body), SLICE("\x02\x01\x00")) ||
              slice_starts(slice_from(s, body), SLICE("\x02\x01\x01\x04")))) {
            continue;
        }
        if (private_parts(slice_sub(s, 0, view_run_end(v, at)), at, &parts) &&
            (v->kind == VIEW_HEX || !is_recorded(v, at))) {
            for (size_t i = 0; i < parts.n; i++) {
                hide_part(r, v, parts.list[i], change);
            }
        }
    }
}

/* ---- PEM -------------------------------------------------------------------------------------------------------- */

/* A view of the digits between the armour, over `v`, so that what is written goes back there. */
static enum spw_status pem_digits(struct view *digits, struct view *v, size_t from, size_t end)
{
    *digits = (struct view){.kind = VIEW_JOINED, .parent = v};
    buf_init(&digits->bytes, KEY_MAX * 2);
    array_init(&digits->at, sizeof(uint32_t), KEY_MAX * 2);
    for (size_t i = from; i < end; i++) {
        size_t skip = view_written_end(slice_sub(view_slice(v), 0, end), i);
        if (skip > 0) {
            i += skip - 1;
        } else if (base64_any_digit(v->raw[i]) >= 0) {
            uint32_t *at = array_push(&digits->at);
            if (at == NULL) {
                return SPW_LIMIT;
            }
            *at = (uint32_t)i;
            buf_byte(&digits->bytes, v->raw[i]);
        }
    }
    digits->raw = digits->bytes.p;
    digits->n = digits->bytes.n;
    return digits->bytes.status;
}

/* All rows as one secret: an echo may repeat them. */
static void blank_all(struct redactor *r, struct view *digits, bool change)
{
    const struct slice word = SLICE("REDACTED");
    struct buf token;
    buf_init(&token, 2 * KEY_MAX);
    for (size_t i = 0; i < digits->n; i++) {
        buf_byte(&token, word.p[i % word.n]);
    }
    bool done = slice_eq(view_slice(digits), buf_slice(&token));
    if (!change && !done) {
        (void)redact_remember_as(r, view_slice(digits), buf_slice(&token), REDACT_PRIVATE_KEY);
    }
    for (size_t i = 0; change && !done && i < token.n; i++) {
        view_put(digits, i, token.p[i]);
    }
    buf_dispose(&token);
}

static void hide_pem(struct redactor *r, struct view *v, size_t from, size_t end, bool change)
{
    struct view digits, plain;
    struct ranges parts;
    enum spw_status status = pem_digits(&digits, v, from, end);
    if (status != SPW_OK) {
        r->status = status;
    } else if (digits.n >= 8) {
        status = view_make(&plain, VIEW_BASE64, &digits);
        if (status == SPW_OK && private_parts(view_slice(&plain), 0, &parts) && parts.n > 0) {
            for (size_t i = 0; i < parts.n; i++) {
                hide_part(r, &plain, parts.list[i], change);
            }
        } else {
            blank_all(r, &digits, change);
        }
        view_dispose(&plain);
    }
    view_dispose(&digits);
}

/* The rows end at the next armour, at what is no row, or with the text. */
static size_t pem_end(struct slice s, size_t from)
{
    size_t end = slice_find(s, SLICE("-----"), from);
    size_t limit = from + 2 * KEY_MAX;
    return end < limit ? end : limit < s.n ? limit : s.n;
}

/* Headers of old encrypted keys ("DEK-Info: ...") stand in front of the rows. */
static size_t skip_headers(struct slice s, size_t at, size_t end)
{
    size_t colon = slice_find_byte(slice_sub(s, 0, end), ':', at);
    while (colon < end) {
        at = colon;
        while (at < end && s.p[at] != '\n' && s.p[at] != '\r') {
            at++;
        }
        colon = slice_find_byte(slice_sub(s, 0, end), ':', at);
    }
    return at;
}

static void find_pem(struct redactor *r, struct view *v, bool change)
{
    struct slice s = view_slice(v);
    const struct slice word = SLICE("PRIVATE KEY-----");
    for (size_t at = slice_find(s, word, 0); at < s.n; at = slice_find(s, word, at + 1)) {
        size_t line = at > 40 ? at - 40 : 0;
        size_t begin = slice_find(slice_sub(s, 0, at), SLICE("BEGIN "), line);
        if (begin >= at || slice_contains(slice_sub(s, begin, at - begin), SLICE("\n"))) {
            continue; /* the other end */
        }
        if (is_recorded(v, at)) {
            continue;
        }
        size_t from = at + word.n;
        size_t end = pem_end(s, from);
        hide_pem(r, v, skip_headers(s, from, end), end, change);
    }
}

void redact_find_keys(struct redactor *r, struct view *v, bool change)
{
    find_pem(r, v, change);
    find_der(r, v, change);
}
