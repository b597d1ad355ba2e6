#include "transcript/decode.h"

enum { NAME_REACH = 8 }; /* "<SPACE>" with its brackets */

static void put(const struct decode *d, uint8_t byte, size_t at, size_t width)
{
    if (d->u != NULL) {
        unwrap_byte(d->u, d->channel, byte, at, width);
    }
}

/* ---- hexadecimal ------------------------------------------------------------------------------ */

static bool ends_pair(const struct scan *x)
{
    return scan_at_end(x) || scan_peek(x) == ' ' || scan_peek(x) == '\t' || scan_peek(x) == '|';
}

size_t decode_pairs(const struct decode *d, struct scan *x, size_t most)
{
    size_t n = 0;
    while (n < most) {
        struct scan ahead = *x;
        uint8_t byte = 0;
        if (n > 0 && !scan_is(&ahead, ' ')) {
            break;
        }
        if (n == 8) {
            (void)scan_is(&ahead, ' ');
        }
        if (!scan_hex_pair(&ahead, &byte) || !ends_pair(&ahead)) {
            break;
        }
        put(d, byte, ahead.at - 2, 2);
        *x = ahead;
        n++;
    }
    return n;
}

size_t decode_digits(const struct decode *d, struct scan *x)
{
    size_t n = 0;
    uint8_t byte = 0;
    while (scan_hex_pair(x, &byte)) {
        put(d, byte, x->at - 2, 2);
        n++;
        if (scan_peek(x) == ':') { /* 0d:0a */
            x->at++;
        }
    }
    return n;
}

/* ---- backslashes -------------------------------------------------------------------------------- */

static int letter_value(uint8_t c)
{
    switch (c) {
    case 'a':
        return 7;
    case 'b':
        return 8;
    case 't':
        return 9;
    case 'n':
        return 10;
    case 'v':
        return 11;
    case 'f':
        return 12;
    case 'r':
        return 13;
    case 'e':
        return 27;
    case '\\':
    case '"':
    case '\'':
    case '/':
        return c;
    default:
        return -1;
    }
}

static bool hex_number(struct scan *x, size_t digits, unsigned *out)
{
    unsigned v = 0;
    for (size_t i = 0; i < digits; i++) {
        int h = x->at + i < x->s.n ? ascii_hex(x->s.p[x->at + i]) : -1;
        if (h < 0) {
            return false;
        }
        v = v * 16 + (unsigned)h;
    }
    x->at += digits;
    *out = v;
    return true;
}

void decode_codepoint(const struct decode *d, uint32_t c, size_t at, size_t width)
{
    if (c < 0x80) {
        put(d, (uint8_t)c, at, width);
    } else if (c < 0x800) {
        put(d, (uint8_t)(0xC0 | c >> 6), at, width);
        put(d, (uint8_t)(0x80 | (c & 0x3f)), at, width);
    } else if ((c >= 0xD800 && c < 0xE000) || c > 0xFFFF) {
        put(d, '?', at, width); /* nothing of the dialogue */
    } else {
        put(d, (uint8_t)(0xE0 | c >> 12), at, width);
        put(d, (uint8_t)(0x80 | (c >> 6 & 0x3f)), at, width);
        put(d, (uint8_t)(0x80 | (c & 0x3f)), at, width);
    }
}

static bool octal(struct scan *x, unsigned *out)
{
    size_t n = 0;
    *out = 0;
    while (n < 3 && x->at < x->s.n && x->s.p[x->at] >= '0' && x->s.p[x->at] <= '7') {
        *out = *out * 8 + (unsigned)(x->s.p[x->at++] - '0');
        n++;
    }
    return n > 0;
}

static bool escape(const struct decode *d, struct scan *x)
{
    struct scan ahead = *x;
    unsigned v = 0;
    uint8_t kind = 0;

    ahead.at++;
    kind = scan_peek(&ahead);
    if (octal(&ahead, &v)) {
        put(d, (uint8_t)v, x->at, ahead.at - x->at);
    } else if (kind == 'x' || kind == 'u') {
        ahead.at++;
        if (!hex_number(&ahead, kind == 'x' ? 2 : 4, &v)) {
            return false;
        }
        if (kind == 'x') {
            put(d, (uint8_t)v, x->at, ahead.at - x->at);
        } else {
            decode_codepoint(d, v, x->at, ahead.at - x->at);
        }
    } else if (letter_value(kind) >= 0) {
        put(d, (uint8_t)letter_value(kind), x->at, 2);
        ahead.at++;
    } else {
        return false;
    }
    *x = ahead;
    return true;
}

void decode_character(const struct decode *d, struct scan *x)
{
    if (scan_peek(x) != '\\' || !escape(d, x)) {
        put(d, x->s.p[x->at], x->at, 1);
        x->at++;
    }
}

bool decode_string(const struct decode *d, struct scan *x, uint8_t stop)
{
    while (!scan_at_end(x)) {
        if (scan_is(x, stop)) {
            return true;
        }
        decode_character(d, x);
    }
    return false;
}

/* ---- names of controls ---------------------------------------------------------------------------- */

int decode_control(struct slice name)
{
    static const char *const names[] = {
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS",  "HT",  "LF",
        "VT",  "FF",  "CR",  "SO",  "SI",  "DLE", "DC1", "DC2", "DC3", "DC4", "NAK",
        "SYN", "ETB", "CAN", "EM",  "SUB", "ESC", "FS",  "GS",  "RS",  "US",  "SPACE"};
    uint8_t byte = 0;
    struct scan x = {.s = name};

    for (int i = 0; i < (int)(sizeof names / sizeof names[0]); i++) {
        if (slice_eq(name, slice_cstr(names[i]))) {
            return i;
        }
    }
    if (slice_eq(name, SLICE("TAB"))) {
        return '\t';
    }
    if (slice_eq(name, SLICE("SP"))) {
        return ' ';
    }
    (void)scan_literal(&x, SLICE("0x"));
    return scan_hex_pair(&x, &byte) && scan_at_end(&x) ? byte : -1;
}

size_t decode_named(const struct decode *d, struct scan *x, size_t end)
{
    size_t names = 0;
    while (x->at < end && x->at < x->s.n) {
        const struct slice near = slice_sub(x->s, 0, x->at + NAME_REACH); /* of a long line, too */
        size_t close = scan_peek(x) == '<' ? slice_find_byte(near, '>', x->at) : near.n;
        int control = -1;
        if (close < end && close < near.n) {
            control = decode_control(slice_sub(x->s, x->at + 1, close - x->at - 1));
        }
        if (control >= 0) {
            put(d, (uint8_t)control, x->at, close + 1 - x->at);
            x->at = close + 1;
            names++;
        } else {
            put(d, x->s.p[x->at], x->at, 1);
            x->at++;
        }
    }
    return names;
}
