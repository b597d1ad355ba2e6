#include "redact/watch.h"

#include "base/base64.h"
#include "base/recording.h"

enum {
    HEAD = 8,            /* bytes of DER that tell a key */
    REACH = 1024,        /* in how much text they may stand, stamps and offsets between them */
    BLOCK = 64,          /* looked at as one */
    PEEK = 4,            /* signs that a block's test reads from each place */
    OFFSET_DIGITS = 4,   /* of a dump, at least */
    ROWS_BETWEEN_MAX = 4 /* lines without digits between two rows of a dump: headers of pieces */
};

/* ---- heads ------------------------------------------------------------------------------------------------ */

/* A sequence that begins with version 0 and a number or an algorithm, or with version 1 and octets. */
static bool is_key(const uint8_t *p, size_t n)
{
    if (n < 2 || p[0] != 0x30) {
        return false;
    }
    size_t at = p[1] < 0x80 ? 2 : p[1] == 0x81 ? 3 : p[1] == 0x82 ? 4 : n;
    if (at + 4 > n || p[at] != 0x02 || p[at + 1] != 0x01) {
        return false;
    }
    return p[at + 2] == 0 ? p[at + 3] == 0x02 || p[at + 3] == 0x30
                          : p[at + 2] == 1 && p[at + 3] == 0x04;
}

static bool is_pair(struct slice s, size_t at)
{
    return at + 1 < s.n && ascii_hex(s.p[at]) >= 0 && ascii_hex(s.p[at + 1]) >= 0;
}

static size_t skip_blanks(struct slice s, size_t at)
{
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t')) {
        at++;
    }
    return at;
}

/* Behind what may stand in front of a row: "[12:00:01] ", "> ", and a dump's offset. */
static size_t skip_front(struct slice s, size_t at, bool offsets)
{
    size_t from = skip_blanks(s, at);
    if (from < s.n && s.p[from] == '[') {
        from = skip_blanks(s, slice_find_byte(slice_sub(s, 0, from + BLOCK), ']', from) + 1);
    }
    size_t end = from;
    while (end < s.n && ascii_hex(s.p[end]) >= 0) {
        end++;
    }
    bool offset =
        offsets && end - from >= OFFSET_DIGITS && end < s.n && (s.p[end] == ':' || s.p[end] == ' ');
    return offset ? skip_blanks(s, end + 1) : from;
}

/* Behind "0x", "\\x" and a quote in front of them. */
static size_t skip_mark(struct slice s, size_t at)
{
    at += at < s.n && s.p[at] == '"' ? 1 : 0;
    bool marked = at + 1 < s.n && (s.p[at] == '0' || s.p[at] == '\\') && s.p[at + 1] == 'x';
    return marked ? at + 2 : at;
}

/* The first digits of the next row that has some; s.n: there is none. */
static size_t next_row(struct slice s, size_t at, bool offsets)
{
    for (size_t rows = 0; rows < ROWS_BETWEEN_MAX && at < s.n; rows++) {
        at = slice_find_byte(s, '\n', at) + 1;
        size_t from = skip_mark(s, skip_front(s, at, offsets));
        if (is_pair(s, from)) {
            return from;
        }
    }
    return s.n;
}

/* Where the next pair may stand: "30 82", "30:82", "0x30, 0x82", "\x30\x82", "%30%82", a row further. */
static size_t next_pair(struct slice s, size_t at, bool offsets)
{
    size_t blanks = skip_blanks(s, at);
    bool halves = is_pair(s, blanks) && blanks + 2 < s.n && s.p[blanks + 2] == ' ';
    bool ends = blanks < s.n && (s.p[blanks] == '\r' || s.p[blanks] == '\n' || s.p[blanks] == '|');
    if (ends || (blanks > at + 1 && !halves)) {
        return next_row(s, blanks, offsets);
    }
    at = blanks;
    if (at < s.n && slice_find_byte(SLICE(":-,%"), s.p[at], 0) < 4) {
        at = skip_blanks(s, at + 1);
    }
    bool line_end = at < s.n && (s.p[at] == '\r' || s.p[at] == '\n');
    at = line_end ? next_row(s, at, offsets) : at;
    return skip_mark(s, at);
}

static bool is_hex_key(struct slice s, size_t at, bool offsets)
{
    uint8_t head[HEAD];
    size_t n = 0;
    while (n < HEAD && is_pair(s, at) && (n != 2 || (head[1] > 0x1F && head[1] < 0x83))) {
        head[n++] = (uint8_t)(ascii_hex(s.p[at]) << 4 | ascii_hex(s.p[at + 1]));
        at = is_pair(s, at + 2) ? at + 2 : next_pair(s, at + 2, offsets);
    }
    return is_key(head, n);
}

/* From the first digit of a group; line ends, written out or not, may stand between digits. */
static bool is_base64_key(struct slice s, size_t at)
{
    uint8_t head[HEAD + 2] = {0};
    size_t digits = 0;
    for (; at < s.n && digits < 12; at++) {
        int digit = base64_any_digit(s.p[at]);
        bool written =
            s.p[at] == '\\' && at + 1 < s.n && (s.p[at + 1] == 'n' || s.p[at + 1] == 'r');
        if (written) {
            at++;
        } else if (digit >= 0) {
            for (size_t b = 0; b < 6; b++) {
                size_t bit = 6 * digits + b;
                if (bit < 8 * sizeof head) {
                    head[bit / 8] |= (uint8_t)(((unsigned)digit >> (5 - b) & 1U) << (7 - bit % 8));
                }
            }
            digits++;
        } else if (s.p[at] != '\r' && s.p[at] != '\n' && s.p[at] != '\\') {
            break;
        }
    }
    return is_key(head, digits * 6 / 8 < HEAD ? digits * 6 / 8 : HEAD);
}

/* The version and what follows it, as a recording or a program's text spells bytes: what stands before them
 * may be spelled as letters, and is not asked for. */
static bool is_escaped_key(struct slice s, size_t at)
{
    uint8_t head[HEAD] = {0x30, 0x40};
    size_t n = 2;
    for (size_t width = 1; n < 6 && at < s.n && width > 0; at += width) {
        width = recording_byte(s, at, &head[n++]);
    }
    return is_key(head, n);
}

static bool is_raw_key(struct slice s, size_t at)
{
    for (size_t back = 2; back <= 4 && back <= at; back++) {
        if (is_key(s.p + at - back, s.n - at + back < HEAD ? s.n - at + back : HEAD)) {
            return true;
        }
    }
    return false;
}

/* ---- looking ----------------------------------------------------------------------------------------------- */

/* Sixteen signs at once; compilers that know no such registers make it of what they have. */
typedef uint8_t signs __attribute__((vector_size(16)));

static inline signs signs_at(const uint8_t *p)
{
    signs s;
    memcpy(&s, p, sizeof s);
    return s;
}

/* Where could one of the heads begin? Few comparisons: what they let through is looked at one by one. */
static inline signs may_begin(const uint8_t *p)
{
    const signs a = signs_at(p);
    const signs b = signs_at(p + 1);
    const signs c = signs_at(p + 2);
    const signs d = signs_at(p + 3);
    signs hex = (signs)(a == '3') & (signs)(b == '0');
    signs base64 = (signs)(a == 'M') & ((signs)(b == 'I') | (signs)(d == 'C'));
    signs escaped = (signs)(b == 'x') & (signs)(d == '2') & (signs)(a == '\\');
    signs raw = (signs)(a == 2) & (signs)(b == 1);
    signs armour = (signs)(c == 'I') & (signs)(d == 'V') & (signs)(a == 'P'); /* of "PRIVATE KEY" */
    signs wrapped = (signs)(c == '0') & (signs)(b == 'S') & (signs)(a == 'L'); /* "LS0t": "---" */
    return hex | base64 | escaped | raw | armour | wrapped;
}

static inline bool has_any(signs s)
{
    uint64_t half[2];
    memcpy(half, &s, sizeof s);
    return (half[0] | half[1]) != 0;
}

/* A pair's first digit of a length of 32 to 127, or of 81 and 82. */
static bool is_length_digit(uint8_t c) { return c >= '2' && c <= '8'; }

/* Behind "30" the length, or what parts the two: times ("12:30:59") get no further. */
static bool may_be_hex(struct slice s, size_t at)
{
    uint8_t c = at + 2 < s.n ? s.p[at + 2] : 0;
    uint8_t d = at + 3 < s.n ? s.p[at + 3] : 0;
    return is_length_digit(c) || (!ascii_alnum(c) && c != '.' && c != ']' &&
                                  (is_length_digit(d) || !ascii_alnum(d) || d == '0' || d == 'x'));
}

static unsigned spelling_at(struct slice s, size_t at)
{
    struct slice rest = slice_sub(s, at, REACH);
    switch (s.p[at]) {
    case 'P':
        return slice_starts(rest, SLICE("PRIVATE KEY-----")) ? KEY_ARMOURED
               : slice_starts(rest, SLICE("PRIVATE%20KEY")) ||
                       slice_starts(rest, SLICE("PRIVATE+KEY-"))
                   ? KEY_SPELLED
                   : 0;
    case 'L': /* the armour, once more in base64 */
        return slice_starts(rest, SLICE("LS0tLS1CRUdJTi")) ? KEY_SPELLED : 0;
    case 'M':
        return is_base64_key(rest, 0) ? KEY_SPELLED : 0;
    case '3':
        return may_be_hex(s, at) && (is_hex_key(rest, 0, true) || is_hex_key(rest, 0, false))
                   ? KEY_SPELLED
                   : 0;
    case '\\':
        return is_escaped_key(rest, 0) ? KEY_SPELLED : 0;
    default:
        return is_raw_key(s, at) ? KEY_SPELLED : 0;
    }
}

static unsigned look_at_sixteen(struct slice s, size_t at, signs begins)
{
    uint8_t places[sizeof begins];
    unsigned seen = 0;
    memcpy(places, &begins, sizeof places);
    for (size_t i = slice_find_byte(slice_of(places, sizeof places), 0xFF, 0); i < sizeof places;
         i = slice_find_byte(slice_of(places, sizeof places), 0xFF, i + 1)) {
        seen |= spelling_at(s, at + i);
    }
    return seen;
}

static unsigned look(struct slice s)
{
    unsigned seen = 0;
    size_t at = 0;
    for (; at + BLOCK + PEEK <= s.n; at += BLOCK) {
        signs begins[BLOCK / sizeof(signs)];
        signs any = {0};
        for (size_t i = 0; i < BLOCK / sizeof(signs); i++) {
            begins[i] = may_begin(s.p + at + i * sizeof(signs));
            any |= begins[i];
        }
        for (size_t i = 0; has_any(any) && i < BLOCK / sizeof(signs); i++) {
            seen |= has_any(begins[i]) ? look_at_sixteen(s, at + i * sizeof(signs), begins[i]) : 0;
        }
    }
    for (; at < s.n; at++) { /* the last ones one by one, with nothing behind them */
        uint8_t last[sizeof(signs) + PEEK] = {0};
        memcpy(last, s.p + at, s.n - at < PEEK ? s.n - at : PEEK);
        seen |= may_begin(last)[0] != 0 ? spelling_at(s, at) : 0;
    }
    return seen;
}

/* ---- pieces ------------------------------------------------------------------------------------------------- */

void key_watch_init(struct key_watch *w)
{
    *w = (struct key_watch){.seen = 0};
    buf_init(&w->tail, 3 * REACH);
}

void key_watch_dispose(struct key_watch *w) { buf_dispose(&w->tail); }

/* What stands in the last REACH bytes is looked at again with what comes. */
static void feed_narrow(struct key_watch *w, struct slice bytes)
{
    buf_put(&w->tail, slice_sub(bytes, 0, REACH));
    w->seen |= look(buf_slice(&w->tail)) | look(bytes);
    if (bytes.n > REACH) {
        buf_clear(&w->tail);
        buf_put(&w->tail, slice_from(bytes, bytes.n - REACH));
    } else if (w->tail.n > REACH) {
        buf_drop(&w->tail, w->tail.n - REACH);
    }
}

void key_watch_feed(struct key_watch *w, struct slice bytes)
{
    if (!w->begun && bytes.n >= 2) {
        w->begun = true;
        w->wide = bytes.p[0] == 0 || bytes.p[1] == 0 || slice_starts(bytes, SLICE("\xFF\xFE")) ||
                  slice_starts(bytes, SLICE("\xFE\xFF"));
    }
    if (!w->wide) {
        feed_narrow(w, bytes);
        return;
    }
    uint8_t narrow[4 * REACH];
    size_t n = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        narrow[n] = bytes.p[i];
        n += bytes.p[i] != 0;
        if (n == sizeof narrow || i + 1 == bytes.n) {
            feed_narrow(w, slice_of(narrow, n));
            n = 0;
        }
    }
}

unsigned key_spellings(struct slice bytes)
{
    struct key_watch w;
    key_watch_init(&w);
    key_watch_feed(&w, bytes);
    key_watch_dispose(&w);
    return w.seen;
}
