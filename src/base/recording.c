#include "base/recording.h"

#include "base/stamp.h"

enum { SECOND_DIGITS = 12, DECIMALS = 6 };
static const int64_t second_us = 1000000;

bool recording_is(const struct recording_piece *p, const char *kind)
{
    struct slice word, rest;
    (void)slice_split(p->bytes, ' ', &word, &rest);
    return p->mark == RECORDING_EVENT && slice_eq(word, slice_cstr(kind));
}

/* ---- writing ------------------------------------------------------------------------------------------- */

void recording_put_head(struct buf *out, int64_t started_us, struct slice source)
{
    buf_printf(out, "# spwfdiag-record %d\n", RECORDING_VERSION);
    if (started_us == RECORDING_UNTIMED) {
        buf_cstr(out, "# times none\n");
    } else if (started_us >= 0) {
        const struct civil c = time_to_civil(started_us / second_us);
        buf_printf(out, "# started %04d-%02d-%02dT%02d:%02d:%02d.%06dZ\n", c.year, c.month, c.day,
                   c.hour, c.minute, c.second, (int)(started_us % second_us));
    }
    if (source.n > 0) {
        buf_cstr(out, "# source ");
        for (size_t i = 0; i < source.n; i++) { /* a name may hold anything but a line end */
            buf_byte(out, source.p[i] < 0x20 ? (uint8_t)'?' : source.p[i]);
        }
        buf_byte(out, '\n');
    }
}

static size_t line_end(struct slice s, size_t at)
{
    if (s.p[at] == '\r' && at + 1 < s.n && s.p[at + 1] == '\n') {
        return 2;
    }
    return 1;
}

size_t recording_cut(struct slice bytes)
{
    size_t at = 0;
    bytes = slice_sub(bytes, 0, RECORDING_PIECE_MAX);
    while (at < bytes.n && (bytes.p[at] == '\r' || bytes.p[at] == '\n')) {
        at++;
    }
    while (at < bytes.n && bytes.p[at] != '\r' && bytes.p[at] != '\n') {
        at++;
    }
    return at < bytes.n ? at + line_end(bytes, at) : at;
}

static void put_byte(struct buf *out, uint8_t c, bool last)
{
    switch (c) {
    case '\\':
        buf_cstr(out, "\\\\");
        break;
    case '\r':
        buf_cstr(out, "\\r");
        break;
    case '\n':
        buf_cstr(out, "\\n");
        break;
    case '\t':
        buf_cstr(out, "\\t");
        break;
    default:
        if (ascii_print(c) && !(c == ' ' && last)) {
            buf_byte(out, c);
        } else {
            buf_printf(out, "\\x%02x", c);
        }
    }
}

static void put_line(struct buf *out, const struct recording_piece *p, struct slice bytes)
{
    int64_t us = p->us > 0 ? p->us : 0;
    buf_printf(out, "%lld.%06d %c ", (long long)(us / second_us), (int)(us % second_us),
               (char)p->mark);
    for (size_t i = 0; i < bytes.n; i++) {
        put_byte(out, bytes.p[i], i + 1 == bytes.n);
    }
    buf_byte(out, '\n');
}

void recording_put(struct buf *out, const struct recording_piece *p)
{
    struct slice rest = p->bytes;
    if (p->mark == RECORDING_EVENT) {
        put_line(out, p, rest);
        return;
    }
    while (rest.n > 0) {
        size_t n = recording_cut(rest);
        put_line(out, p, slice_sub(rest, 0, n));
        rest = slice_from(rest, n);
    }
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static bool take(struct slice *s, struct slice head)
{
    if (!slice_starts(*s, head)) {
        return false;
    }
    *s = slice_from(*s, head.n);
    return true;
}

bool recording_read_version(struct slice line, uint64_t *version)
{
    return take(&line, SLICE("# spwfdiag-record ")) &&
           slice_to_u64(slice_trim(line), UINT32_MAX, version) == NUMBER_OK;
}

/* Decimals at the start of *s as microseconds; further digits are dropped. */
static bool take_fraction(struct slice *s, int64_t *us)
{
    size_t n = 0;
    int64_t v = 0;
    while (n < s->n && ascii_digit(s->p[n])) {
        v = n < DECIMALS ? v * 10 + (s->p[n] - '0') : v;
        n++;
    }
    for (size_t i = n; i < DECIMALS; i++) {
        v *= 10;
    }
    *s = slice_from(*s, n);
    *us = v;
    return n > 0;
}

bool recording_read_started(struct slice line, int64_t *us)
{
    const size_t whole = sizeof "2026-11-23T18:30:00" - 1;
    int64_t fraction = 0;
    if (!take(&line, SLICE("# started "))) {
        return false;
    }
    line = slice_trim(line);
    int64_t seconds = time_parse(slice_sub(line, 0, whole));
    line = slice_from(line, whole);
    if (seconds == TIME_NONE || (take(&line, SLICE(".")) && !take_fraction(&line, &fraction)) ||
        !take(&line, SLICE("Z")) || line.n > 0) {
        return false;
    }
    *us = seconds * second_us + fraction;
    return true;
}

bool recording_is_untimed(struct slice line)
{
    return slice_eq(slice_trim(line), SLICE("# times none"));
}

bool recording_read_source(struct slice line, struct slice *words)
{
    bool is = take(&line, SLICE("# source "));
    *words = slice_trim(line);
    return is;
}

static bool is_mark(uint8_t c)
{
    return c == RECORDING_HOST || c == RECORDING_MODULE || c == RECORDING_UNKNOWN ||
           c == RECORDING_EVENT;
}

bool recording_read_piece(struct slice line, struct recording_piece *p, struct slice *escaped)
{
    int64_t seconds = 0, fraction = 0;
    size_t n = 0;
    while (n < line.n && n < SECOND_DIGITS && ascii_digit(line.p[n])) {
        seconds = seconds * 10 + (line.p[n++] - '0');
    }
    if (n == 0 || n + 1 + DECIMALS + 3 > line.n || line.p[n] != '.') {
        return false;
    }
    line = slice_from(line, n + 1);
    const uint8_t *decimals = line.p;
    if (!take_fraction(&line, &fraction) || line.p - decimals != DECIMALS || line.n < 3 ||
        line.p[0] != ' ' || !is_mark(line.p[1]) || line.p[2] != ' ') {
        return false;
    }
    p->us = seconds * second_us + fraction;
    p->mark = (enum recording_mark)line.p[1];
    *escaped = slice_from(line, 3);
    return true;
}

size_t recording_byte(struct slice escaped, size_t at, uint8_t *byte)
{
    static const struct {
        uint8_t letter, byte;
    } letters[] = {{'\\', '\\'}, {'r', '\r'}, {'n', '\n'}, {'t', '\t'}};
    const struct slice s = slice_from(escaped, at);
    *byte = s.p[0];
    if (s.p[0] != '\\' || s.n < 2) {
        return 1;
    }
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        if (s.p[1] == letters[i].letter) {
            *byte = letters[i].byte;
            return 2;
        }
    }
    if (s.p[1] == 'x' && s.n >= 4 && ascii_hex(s.p[2]) >= 0 && ascii_hex(s.p[3]) >= 0) {
        *byte = (uint8_t)(ascii_hex(s.p[2]) * 16 + ascii_hex(s.p[3]));
        return 4;
    }
    return 1;
}

void recording_unescape(struct slice escaped, struct buf *out)
{
    uint8_t byte = 0;
    for (size_t at = 0; at < escaped.n;) {
        at += recording_byte(escaped, at, &byte);
        buf_byte(out, byte);
    }
}
