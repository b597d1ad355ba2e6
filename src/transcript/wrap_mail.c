/* Mail as a file: quoted-printable and base64 bodies; base64 by itself; and lines quoted in an answer. */
#include "base/base64.h"
#include "transcript/cut.h"
#include "transcript/decode.h"
#include "transcript/wrap.h"

/* ---- encoded bodies --------------------------------------------------------------------------------- */

enum coding { AS_IT_IS, QUOTED_PRINTABLE, BASE64 };

struct mail {
    enum coding coding;
    bool in_body; /* behind the blank line that ends the headers */
    bool opaque;  /* the part is no text */
    uint32_t bits;
    unsigned n_bits;
};

static bool is_header(struct slice t, struct slice name)
{
    return slice_starts_nocase(t, name) && t.n > name.n && t.p[name.n] == ':';
}

bool sign_mail(struct slice t) { return is_header(t, SLICE("Content-Transfer-Encoding")); }

static enum coding coding_of(struct slice value)
{
    struct slice v = slice_trim(value);
    if (slice_starts_nocase(v, SLICE("quoted-printable"))) {
        return QUOTED_PRINTABLE;
    }
    return slice_starts_nocase(v, SLICE("base64")) ? BASE64 : AS_IT_IS;
}

static void take_header(struct mail *s, struct slice t)
{
    if (is_header(t, SLICE("Content-Transfer-Encoding"))) {
        s->coding = coding_of(slice_from(t, 26));
        s->bits = s->n_bits = 0;
    } else if (is_header(t, SLICE("Content-Type"))) {
        s->opaque = slice_contains(t, SLICE("image/")) || slice_contains(t, SLICE("/pdf")) ||
                    slice_contains(t, SLICE("zip"));
    }
}

/* "=3D" is a byte, "=" at the end joins the next line. */
static void take_printable(struct unwrap *u, const struct line *l)
{
    struct scan x = {.s = l->text};
    bool joins = false;

    while (!scan_at_end(&x)) {
        struct scan ahead = {.s = x.s, .at = x.at + 1};
        uint8_t byte = 0;
        if (scan_peek(&x) == '=' && scan_hex_pair(&ahead, &byte)) {
            unwrap_byte(u, 0, byte, x.at, 3);
            x = ahead;
        } else if (scan_peek(&x) == '=' && slice_trim(scan_rest(&ahead)).n == 0) {
            joins = true;
            break;
        } else {
            unwrap_byte(u, 0, scan_peek(&x), x.at, 1);
            x.at++;
        }
    }
    if (!joins) {
        unwrap_end(u, 0);
    }
}

static bool take_base64(struct unwrap *u, struct mail *s, struct slice t)
{
    for (size_t i = 0; i < t.n; i++) {
        int v = base64_digit(t.p[i]);
        if (v < 0) {
            s->n_bits = 0;
            return t.p[i] == '=';
        }
        s->bits = (s->bits << 6 | (uint32_t)v) & 0xffffff;
        s->n_bits += 6;
        if (s->n_bits >= 8) {
            s->n_bits -= 8;
            unwrap_byte(u, 0, (uint8_t)(s->bits >> s->n_bits), i > 0 ? i - 1 : i, i > 0 ? 2 : 1);
        }
    }
    return true;
}

bool take_mail(struct unwrap *u, const struct line *l)
{
    struct mail *s = (struct mail *)(void *)u->state;

    channel_mixed(&u->channels, 0, SLICE("mail"));
    if (slice_starts(l->text, SLICE("--")) && l->text.n > 10 && s->coding != QUOTED_PRINTABLE) {
        channels_flush(&u->channels);
        *s = (struct mail){0};
        return true;
    }
    if (sign_mail(l->text) || is_header(l->text, SLICE("Content-Type"))) {
        s->in_body = false;
        take_header(s, l->text);
        return true;
    }
    if (!s->in_body) {
        s->in_body = l->text.n == 0;
        return s->coding != AS_IT_IS;
    }
    switch (s->coding) {
    case AS_IT_IS:
        return false;
    case QUOTED_PRINTABLE:
        take_printable(u, l);
        return true;
    case BASE64:
        return s->opaque || take_base64(u, s, l->text);
    }
    return false;
}

/* ---- base64 by itself ------------------------------------------------------------------------------- */

enum { BASE64_LEAST = 24, BASE64_LOOK = 96 };

static bool is_base64(struct slice t)
{
    size_t n = t.n;
    while (n > 0 && t.n - n < 2 && t.p[n - 1] == '=') {
        n--;
    }
    for (size_t i = 0; i < n; i++) {
        if (base64_digit(t.p[i]) < 0) {
            return false;
        }
    }
    return n > 0;
}

/* What a row says must be text in which the dialogue stands: a certificate's rows are bytes. */
bool sign_base64(struct slice t)
{
    uint8_t text[BASE64_LOOK];
    size_t n = 0;
    uint32_t bits = 0;

    if (t.n < BASE64_LEAST || t.n % 4 != 0) {
        return false;
    }
    for (size_t i = 0; i < t.n && n < sizeof text; i++) {
        int v = base64_digit(t.p[i]);
        if (v < 0) {
            break;
        }
        bits = bits << 6 | (uint32_t)v;
        if (i % 4 > 0) {
            uint8_t c = (uint8_t)(bits >> (6 - 2 * (i % 4)));
            if (c < 0x20 && !ascii_space(c) && c != 0x1b) {
                return false;
            }
            text[n++] = c;
        }
    }
    return cut_find_head(slice_of(text, n)) < n && is_base64(t);
}

bool take_plain_base64(struct unwrap *u, const struct line *l)
{
    bool whole = !l->cut && !l->fragment;
    if (!is_base64(l->text) || (whole && l->text.n % 4 != 0)) {
        return false;
    }
    channel_mixed(&u->channels, 0, SLICE("base64"));
    return take_base64(u, (struct mail *)(void *)u->state, l->text);
}

/* ---- quoted lines ---------------------------------------------------------------------------------- */

/* Length of "> > ": a mark counts only with a blank behind it, as ">>" is a driver's own sign. */
static size_t quote_marks(struct slice t)
{
    size_t at = 0;
    while (at + 1 < t.n && t.p[at] == '>' && t.p[at + 1] == ' ') {
        at += 2;
    }
    return at == 0 && slice_eq(t, SLICE(">")) ? 1 : at;
}

bool sign_quoted(struct slice t)
{
    size_t n = quote_marks(t);
    struct slice rest = slice_trim(slice_from(t, n));
    return n > 1 &&
           (slice_starts_nocase(rest, SLICE("AT+S.")) || slice_starts(rest, SLICE("AT-S.")) ||
            slice_starts(rest, SLICE("+WIND:")) || slice_starts(rest, SLICE("-----BEGIN ")) ||
            slice_starts(rest, SLICE("<<WIND ")) || slice_starts(rest, SLICE(">>")) ||
            slice_starts(rest, SLICE("0x02,")) || slice_eq(rest, SLICE("AT")));
}

bool take_quoted(struct unwrap *u, const struct line *l)
{
    size_t n = quote_marks(l->text);
    if (n == 0) {
        return false;
    }
    channel_mixed(&u->channels, 0, SLICE("quote"));
    unwrap_text(u, 0, n, l->text.n - n);
    unwrap_end(u, 0);
    return true;
}
