/* Tables: exports of Saleae's Logic 1 and 2, and fields printed by tshark. */
#include "transcript/decode.h"
#include "transcript/wrap.h"

/* ---- Saleae --------------------------------------------------------------------------------------- */

enum { COLUMNS_MAX = 16, NO_COLUMN = COLUMNS_MAX };
enum radix { RADIX_UNKNOWN, RADIX_HEX, RADIX_BINARY, RADIX_DECIMAL, RADIX_ASCII };

struct saleae {
    bool begun;
    unsigned time, name, type, data;
    enum radix radix;
};

/* The next cell without its quotes; false at the end of the row. */
static bool cell_of(struct scan *x, struct slice *out, bool *more)
{
    size_t from = x->at + 1;

    if (!*more) {
        return false;
    }
    if (scan_is(x, '"')) { /* a quote inside is written twice */
        while (!scan_at_end(x) &&
               (scan_peek(x) != '"' || slice_starts(scan_rest(x), SLICE("\"\"")))) {
            x->at += scan_peek(x) == '"' ? 2u : 1u;
        }
        *out = slice_sub(x->s, from, x->at - from);
        (void)scan_is(x, '"');
    } else {
        *out = scan_until(x, ',');
    }
    *more = scan_is(x, ',');
    return true;
}

static bool saleae_header(struct saleae *s, struct slice t)
{
    struct scan x = {.s = t};
    struct slice cell;
    bool more = true;

    *s =
        (struct saleae){.time = NO_COLUMN, .name = NO_COLUMN, .type = NO_COLUMN, .data = NO_COLUMN};
    for (unsigned i = 0; i < COLUMNS_MAX && cell_of(&x, &cell, &more); i++) {
        if (slice_eq(cell, SLICE("start_time")) || slice_eq(cell, SLICE("Time [s]"))) {
            s->time = i;
        } else if (slice_eq(cell, SLICE("name")) || slice_eq(cell, SLICE("Analyzer Name"))) {
            s->name = i;
        } else if (slice_eq(cell, SLICE("type"))) {
            s->type = i;
        } else if (slice_eq(cell, SLICE("data")) || slice_eq(cell, SLICE("Value")) ||
                   slice_eq(cell, SLICE("Decoded Protocol Result"))) {
            s->data = i;
        }
    }
    return s->time < NO_COLUMN && s->data < NO_COLUMN;
}

bool sign_saleae(struct slice t)
{
    struct saleae unused;
    return (slice_starts(t, SLICE("name,type,")) || slice_starts(t, SLICE("\"name\",\"type\",")) ||
            slice_starts(t, SLICE("Time [s],")) || slice_starts(t, SLICE("\"Time [s]\","))) &&
           saleae_header(&unused, t);
}

static enum radix radix_of(struct slice v)
{
    uint64_t n = 0;
    if (slice_starts_nocase(v, SLICE("0x"))) {
        return RADIX_HEX;
    }
    if (slice_starts_nocase(v, SLICE("0b"))) {
        return RADIX_BINARY;
    }
    return v.n > 1 && slice_to_u64(v, 255, &n) == NUMBER_OK ? RADIX_DECIMAL : RADIX_ASCII;
}

static int binary(struct slice v)
{
    int out = 0;
    for (size_t i = 2; i < v.n && i < 12; i++) {
        if (v.p[i] == '0' || v.p[i] == '1') {
            out = out * 2 + (v.p[i] - '0');
        }
    }
    return out & 0xff;
}

/* "A", "\r", "'13'", "COMMA", "\x00" */
static int ascii_value(struct slice v)
{
    struct scan x = {.s = v};
    uint64_t n = 0;
    uint8_t byte = 0;

    if (v.n == 1) {
        return v.p[0];
    }
    if (slice_eq(v, SLICE("\\r")) || slice_eq(v, SLICE("CR"))) {
        return '\r';
    }
    if (slice_eq(v, SLICE("\\n")) || slice_eq(v, SLICE("LF"))) {
        return '\n';
    }
    if (slice_eq(v, SLICE("\\t")) || slice_eq(v, SLICE("TAB"))) {
        return '\t';
    }
    if (slice_eq(v, SLICE("COMMA"))) {
        return ',';
    }
    if (slice_eq(v, SLICE("\\\\")) || slice_eq(v, SLICE("\"\""))) {
        return v.p[0];
    }
    if (scan_literal(&x, SLICE("\\x")) && scan_hex_pair(&x, &byte)) {
        return byte;
    }
    if (scan_is(&x, '\'')) {
        return scan_digits(&x, &n) > 0 && n < 256 ? (int)n : ' ';
    }
    return decode_control(v);
}

static int saleae_value(struct saleae *s, struct slice v)
{
    struct scan x = {.s = v, .at = 2};
    uint64_t n = 0;
    uint8_t byte = 0;

    if (v.n == 0) {
        return -1;
    }
    s->radix = s->radix == RADIX_UNKNOWN ? radix_of(v) : s->radix;
    switch (s->radix) {
    case RADIX_HEX:
        return scan_hex_pair(&x, &byte) ? byte : -1;
    case RADIX_BINARY:
        return binary(v);
    case RADIX_DECIMAL:
        return slice_to_u64(v, 255, &n) == NUMBER_OK ? (int)n : -1;
    case RADIX_UNKNOWN:
    case RADIX_ASCII:
        break;
    }
    return ascii_value(v);
}

static void saleae_time(struct unwrap *u, struct slice t)
{
    struct scan x = {.s = t};
    struct stamp s = {STAMP_START, 0};
    if (scan_stamp(&x, "%Y-%m-%dT%H:%M:%S%.%f", STAMP_WALL, &s) || scan_seconds(&x, &s.us)) {
        unwrap_stamp(u, s);
    }
}

bool take_saleae(struct unwrap *u, const struct line *l)
{
    struct saleae *s = (struct saleae *)(void *)u->state;
    struct scan x = {.s = l->text};
    struct slice cell[COLUMNS_MAX] = {{0}};
    bool more = true;
    unsigned n = 0;
    int value = -1;

    if (sign_saleae(l->text)) {
        s->begun = saleae_header(s, l->text);
        return true;
    }
    while (n < COLUMNS_MAX && cell_of(&x, &cell[n], &more)) {
        n++;
    }
    if (!s->begun || n <= s->time || n <= s->data || cell[s->time].n == 0 ||
        !ascii_digit(cell[s->time].p[0])) {
        return false;
    }
    if (s->type < n && !slice_eq(cell[s->type], SLICE("data"))) {
        return true;
    }
    saleae_time(u, cell[s->time]);
    value = saleae_value(s, cell[s->data]);
    if (value >= 0) {
        unsigned channel =
            unwrap_channel(u, s->name < n ? cell[s->name] : SLICE("column"), DIR_UNKNOWN);
        u->channels.list[channel].mixed = s->name >= n; /* a file a direction */
        unwrap_byte(u, channel, (uint8_t)value, (size_t)(cell[s->data].p - l->text.p),
                    cell[s->data].n);
    }
    return true;
}

/* ---- tshark -T fields ---------------------------------------------------------------------------- */

enum { FIELDS_MAX = 8 };

static size_t fields_of(struct slice t, struct slice *out)
{
    struct slice rest = t;
    size_t n = 0;
    bool more = true;
    while (more && n < FIELDS_MAX) {
        more = slice_split(rest, '\t', &out[n++], &rest);
    }
    return n;
}

static bool is_digits(struct slice t)
{
    struct scan x = {.s = t};
    struct decode count = {0};
    return t.n >= 2 && decode_digits(&count, &x) > 0 && scan_at_end(&x);
}

static bool is_direction(struct slice t)
{
    return slice_eq(t, SLICE("0")) || slice_eq(t, SLICE("1")) || slice_eq(t, SLICE("host")) ||
           (t.n >= 5 && t.n < 12 && ascii_digit(t.p[0]) && slice_contains(t, SLICE(".")));
}

bool sign_tshark(struct slice t)
{
    struct slice f[FIELDS_MAX];
    struct scan time = {0};
    size_t n = 0;
    int64_t us = 0;

    if (t.n < 10 || slice_find_byte(t, '\t', 0) == t.n) {
        return false;
    }
    n = fields_of(t, f);
    time.s = f[0];
    return n >= 3 && scan_seconds(&time, &us) && slice_contains(f[0], SLICE(".")) &&
           is_direction(f[1]) && (f[n - 1].n == 0 || is_digits(f[n - 1]));
}

static void tshark_bytes(struct unwrap *u, const struct line *l, struct slice f, bool in)
{
    struct scan x = {.s = slice_sub(l->text, 0, (size_t)(f.p - l->text.p) + f.n),
                     .at = (size_t)(f.p - l->text.p)};
    struct decode d = {u, in ? 1 : 0};
    uint8_t first = 0, second = 0;
    struct scan ahead = x;

    /* An FTDI chip puts two bytes of its own state in front of what it received. */
    if (in && scan_hex_pair(&ahead, &first) && (scan_is(&ahead, ':') || true) &&
        scan_hex_pair(&ahead, &second) && (first & 0x0f) == 1 && (second & 0x9f) == 0) {
        x = ahead;
        (void)scan_is(&x, ':');
    }
    (void)decode_digits(&d, &x);
}

bool take_tshark(struct unwrap *u, const struct line *l)
{
    struct slice f[FIELDS_MAX];
    size_t n = 0;
    struct scan time = {0};
    struct stamp s = {STAMP_WALL, 0};
    bool in = false;

    if (!sign_tshark(l->text)) {
        return false;
    }
    n = fields_of(l->text, f);
    time.s = f[0];
    (void)scan_seconds(&time, &s.us);
    s.kind = s.us < (int64_t)100000000 * 1000000 ? STAMP_START : STAMP_WALL;
    in = slice_eq(f[1], SLICE("1")) ||
         (!slice_eq(f[1], SLICE("0")) && !slice_eq(f[1], SLICE("host")));
    unwrap_name(u, 0, SLICE("OUT"), DIR_HOST);
    unwrap_name(u, 1, SLICE("IN"), DIR_MODULE);
    unwrap_stamp(u, s);
    if (f[n - 1].n > 0) {
        tshark_bytes(u, l, f[n - 1], in);
    }
    return true;
}
