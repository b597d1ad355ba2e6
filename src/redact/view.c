#include "redact/view.h"

#include <string.h>

#include "base/recording.h"
#include "redact/view_dump.h"

enum { PREFIX_MAX = 48 };

void view_of_bytes(struct view *v, uint8_t *bytes, size_t n)
{
    memset(v, 0, sizeof *v);
    v->kind = VIEW_BYTES;
    v->raw = bytes;
    v->n = n;
    buf_init(&v->bytes, 0);
    array_init(&v->at, sizeof(uint32_t), 0);
}

void view_dispose(struct view *v)
{
    buf_dispose(&v->bytes);
    array_dispose(&v->at);
}

struct slice view_slice(const struct view *v) { return slice_of(v->raw, v->n); }

bool view_has_lines(const struct view *v)
{
    for (; v != NULL; v = v->parent) {
        if (v->kind == VIEW_JOINED || v->kind == VIEW_STRIPPED || v->kind == VIEW_UNMARKED ||
            v->kind == VIEW_UNESCAPED || v->kind == VIEW_COLUMN) {
            return false;
        }
    }
    return true;
}

/* ---- writing back ------------------------------------------------------------------------------------ */

uint32_t view_at(const struct view *v, size_t i) { return ((const uint32_t *)v->at.items)[i]; }

size_t view_written_end(struct slice s, size_t at)
{
    static const struct slice forms[] = {
        SLICE_INIT("\\r"),     SLICE_INIT("\\n"),   SLICE_INIT("\\t"),
        SLICE_INIT("\\x0d"),   SLICE_INIT("\\x0a"), SLICE_INIT("\\u000d"),
        SLICE_INIT("\\u000a"), SLICE_INIT("\\\\n"), SLICE_INIT("\\\\r")};
    size_t longest = 0;
    for (size_t i = 0; at < s.n && s.p[at] == '\\' && i < sizeof forms / sizeof forms[0]; i++) {
        if (slice_starts_nocase(slice_from(s, at), forms[i]) && forms[i].n > longest) {
            longest = forms[i].n;
        }
    }
    return longest;
}

/* `like` tells which alphabet the text is in, as far as it shows. */
static uint8_t base64_char(unsigned digit, uint8_t like)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    bool url = like == '-' || like == '_';
    if (digit < 62) {
        return (uint8_t)digits[digit];
    }
    return digit == 62 ? (url ? '-' : '+') : (url ? '_' : '/');
}

/* In the case of the letter that stands there. */
static void put_hex_digit(struct view *v, size_t at, unsigned digit)
{
    bool upper = ascii_upper(v->raw[at]);
    view_put(v, at, (uint8_t)(digit < 10 ? '0' + digit : (upper ? 'A' : 'a') + digit - 10));
}

/* The bits of a byte lie in two neighbouring digits. */
static void put_base64(struct view *v, size_t i, uint8_t byte)
{
    struct view *p = v->parent;
    size_t first = view_at(v, i) & PLACE_BITS;
    unsigned phase = view_at(v, i) >> 30; /* 0..2: the byte's place in its group */
    unsigned low_bits = 2 * (phase + 1);  /* bits in the second digit that belong to the byte */
    unsigned a = (unsigned)base64_any_digit(p->raw[first]);
    unsigned b = (unsigned)base64_any_digit(p->raw[first + 1]);
    unsigned keep_a = a & ~((1U << (8 - low_bits)) - 1U) & 0x3FU;
    unsigned high = (unsigned)byte >> low_bits;
    if (low_bits == 2) {
        keep_a = 0;
    }
    unsigned mask_b = ((1U << low_bits) - 1U) << (6 - low_bits);
    unsigned low = ((unsigned)byte & ((1U << low_bits) - 1U)) << (6 - low_bits);
    view_put(p, first, base64_char(keep_a | high, p->raw[first]));
    view_put(p, first + 1, base64_char((b & ~mask_b & 0x3FU) | low, p->raw[first + 1]));
}

bool view_is_pair(struct slice s, size_t at)
{
    return at + 1 < s.n && ascii_hex(s.p[at]) >= 0 && ascii_hex(s.p[at + 1]) >= 0;
}

static void put_percent(struct view *v, size_t i, uint8_t byte)
{
    size_t at = view_at(v, i);
    size_t next = i + 1 < v->n ? view_at(v, i + 1) : v->parent->n;
    if (v->parent->raw[at] == '%' && next - at == 3 &&
        view_is_pair(view_slice(v->parent), at + 1)) {
        put_hex_digit(v->parent, at + 1, byte >> 4);
        put_hex_digit(v->parent, at + 2, byte & 15U);
    } else {
        view_put(v->parent, at, byte);
    }
}

static void put_pair(struct view *v, size_t i, uint8_t byte)
{
    put_hex_digit(v->parent, view_at(v, i), byte >> 4);
    put_hex_digit(v->parent, view_at(v, i) + 1, byte & 15U);
}

/* A backslash stays: in two signs nothing else can be written. */
static bool put_said(struct view *v, size_t i, uint8_t byte)
{
    size_t at = view_at(v, i);
    uint8_t unused = 0;
    size_t width = recording_byte(view_slice(v->parent), at, &unused);
    if (width == 1) {
        view_put(v->parent, at, byte);
    } else if (width == 4) {
        put_hex_digit(v->parent, at + 2, byte >> 4);
        put_hex_digit(v->parent, at + 3, byte & 15U);
    }
    return width != 2;
}

void view_put(struct view *v, size_t i, uint8_t byte)
{
    switch (v->kind) {
    case VIEW_SAID:
    case VIEW_SAID_2:
        if (!put_said(v, i, byte)) {
            return;
        }
        break;
    case VIEW_BYTES:
        break;
    case VIEW_JOINED:
    case VIEW_STRIPPED:
    case VIEW_UNMARKED:
    case VIEW_UNESCAPED:
    case VIEW_EVEN:
    case VIEW_COLUMN:
        view_put(v->parent, view_at(v, i), byte);
        break;
    case VIEW_DUMP:
        view_put_column(v, i, byte);
        put_pair(v, i, byte);
        break;
    case VIEW_HEX:
    case VIEW_HEX_1:
        put_pair(v, i, byte);
        break;
    case VIEW_PERCENT:
        put_percent(v, i, byte);
        break;
    case VIEW_BASE64:
    case VIEW_BASE64_1:
    case VIEW_BASE64_2:
    case VIEW_BASE64_3:
        put_base64(v, i, byte);
        break;
    case VIEW_KINDS:
        break;
    }
    v->raw[i] = byte;
}

/* Between two pairs that belong together stand separators only: no stamp, offset or column of a dump. */
static bool is_gap(struct slice gap)
{
    for (size_t i = 0; i < gap.n; i++) {
        bool follows = i > 0 && gap.p[i - 1] == '\\';
        bool mark = gap.p[i] == 'x' || (gap.p[i] == '0' && i + 1 < gap.n && gap.p[i + 1] == 'x');
        bool end = follows && (gap.p[i] == 'n' || gap.p[i] == 'r');
        const struct slice signs = SLICE(" \t\r\n,;:-%\"'\\");
        if (!mark && !end && slice_find_byte(signs, gap.p[i], 0) == signs.n) {
            return false;
        }
    }
    return true;
}

static size_t own_run_end(const struct view *v, size_t i, bool hex)
{
    for (i++; i < v->n; i++) {
        size_t before = view_at(v, i - 1) & PLACE_BITS;
        size_t at = view_at(v, i) & PLACE_BITS;
        bool together = hex ? is_gap(slice_sub(view_slice(v->parent), before + 2, at - before - 2))
                            : at - before <= 2;
        if (!together) {
            return i;
        }
    }
    return v->n;
}

/* Readings that change single signs only have the runs of what they read. */
size_t view_run_end(const struct view *v, size_t i)
{
    bool base64 = v->kind >= VIEW_BASE64 && v->kind <= VIEW_BASE64_3;
    bool hex = v->kind == VIEW_HEX || v->kind == VIEW_HEX_1;
    if (base64 || hex) {
        return own_run_end(v, i, hex);
    }
    if (v->kind != VIEW_PERCENT) {
        return v->n;
    }
    size_t end = view_run_end(v->parent, view_at(v, i));
    while (i < v->n && view_at(v, i) < end) {
        i++;
    }
    return i;
}

/* ---- making -------------------------------------------------------------------------------------------- */

void view_add(struct view *v, uint8_t byte, size_t at)
{
    uint32_t *slot = array_push(&v->at);
    if (slot == NULL) {
        v->bytes.status = SPW_NO_MEMORY;
        return;
    }
    *slot = (uint32_t)at;
    buf_byte(&v->bytes, byte);
}

static bool is_end(uint8_t c) { return c == '\r' || c == '\n'; }
static bool is_blank(uint8_t c) { return c == ' ' || c == '\t'; }

static size_t line_end(struct slice s, size_t at)
{
    while (at < s.n && !is_end(s.p[at])) {
        at++;
    }
    return at;
}

/* Signs and digits that stand in front of lines: stamps, directions, counters; RX and TX belong to them.
 * What is said may begin with a sign, too: it is taken for a mark only where `marks` says so, or where no
 * blank parts the two. */
static size_t prefix_end(struct slice s, size_t at, size_t end, bool marks)
{
    const struct slice signs = SLICE("[]<>:.,-/+|#*()= \t");
    size_t from = at;
    size_t blank = at;
    while (at < end && at - from < PREFIX_MAX) {
        uint8_t c = s.p[at];
        bool word = slice_starts_nocase(slice_from(s, at), SLICE("RX ")) ||
                    slice_starts_nocase(slice_from(s, at), SLICE("TX "));
        if (!word && !ascii_digit(c) && slice_find_byte(signs, c, 0) == signs.n) {
            break;
        }
        at += word ? 3 : 1;
        blank = is_blank(s.p[at - 1]) ? at : blank;
    }
    while (at > blank && ascii_digit(s.p[at - 1])) {
        at--; /* digits that a letter follows, or nothing, are said */
    }
    if (blank == from && !slice_contains(slice_sub(s, from, at - from), SLICE(":"))) {
        return from; /* no stamp: "4]Hz" is what was said */
    }
    return (marks || blank == from) && at < end ? at : blank;
}

static void make_lines(struct view *v, struct slice s)
{
    bool strip = v->kind != VIEW_JOINED;
    for (size_t at = 0; at < s.n;) {
        size_t end = line_end(s, at);
        size_t from = strip ? prefix_end(s, at, end, v->kind == VIEW_UNMARKED) : at;
        size_t to = end;
        while (from < to && is_blank(s.p[from])) {
            from++;
        }
        while (to > from && (is_blank(s.p[to - 1]) || (strip && s.p[to - 1] == '\\'))) {
            to--;
        }
        for (size_t i = from; i < to; i++) {
            view_add(v, s.p[i], i);
        }
        at = end + 1;
    }
}

/* Real line ends are dropped, too: text in quotes is written over several lines. */
static void make_unescaped(struct view *v, struct slice s)
{
    for (size_t at = 0; at < s.n; at++) {
        size_t skip = view_written_end(s, at);
        if (skip > 0) {
            at += skip - 1;
        } else if (!is_end(s.p[at]) && !(s.p[at] == '\\' && at + 1 < s.n && s.p[at + 1] == '/')) {
            view_add(v, s.p[at], at);
        }
    }
}

/* The bytes of one side, or of the others. */
static void make_said(struct view *v, struct slice s, bool host)
{
    for (struct slice line, rest = s; rest.n > 0;) {
        struct recording_piece p;
        struct slice escaped;
        (void)slice_split(rest, '\n', &line, &rest);
        if (!recording_read_piece(line, &p, &escaped) || p.mark == RECORDING_EVENT ||
            (p.mark == RECORDING_HOST) != host) {
            continue;
        }
        uint8_t byte = 0;
        for (size_t at = 0, n = 0; at < escaped.n; at += n) {
            n = recording_byte(escaped, at, &byte);
            view_add(v, byte, (size_t)(escaped.p - s.p) + at);
        }
    }
}

/* "41 54", "41:54", "0x41, 0x54", "\x41\x54", "4154": what may stand between two pairs. */
static void make_hex(struct view *v, struct slice s, bool second)
{
    for (size_t at = 0; at < s.n;) {
        bool marked = at + 3 < s.n && (s.p[at] == '0' || s.p[at] == '\\') &&
                      ascii_fold(s.p[at + 1]) == 'x' && view_is_pair(s, at + 2);
        at += marked ? 2 : 0;
        bool begins = at == 0 || ascii_hex(s.p[at - 1]) < 0;
        if (!view_is_pair(s, at) || (second && begins)) {
            at++;
            continue;
        }
        view_add(v, (uint8_t)(ascii_hex(s.p[at]) << 4 | ascii_hex(s.p[at + 1])), at);
        at += 2;
    }
}

static void make_even(struct view *v, struct slice s)
{
    for (size_t at = 0; at < s.n;) {
        bool low = at + 1 < s.n && s.p[at] != 0 && s.p[at + 1] == 0;
        if (low || (at > 0 && s.p[at] != 0 && s.p[at - 1] == 0)) {
            view_add(v, s.p[at], at);
        }
        at++;
    }
}

static void make_percent(struct view *v, struct slice s)
{
    for (size_t at = 0; at < s.n;) {
        if (s.p[at] == '%' && view_is_pair(s, at + 1)) {
            view_add(v, (uint8_t)(ascii_hex(s.p[at + 1]) << 4 | ascii_hex(s.p[at + 2])), at);
            at += 3;
        } else {
            view_add(v, s.p[at], at);
            at++;
        }
    }
}

/* Runs of digits; a run shorter than a group holds nothing. Between runs stands a zero byte. */
static void make_base64(struct view *v, struct slice s, size_t shift)
{
    for (size_t at = 0; at < s.n;) {
        size_t end = at;
        while (end < s.n && base64_any_digit(s.p[end]) >= 0) {
            end++;
        }
        for (size_t i = at + shift; i + 1 < end; i++) {
            size_t phase = (i - at - shift) % 4;
            if (phase < 3) {
                unsigned bits = (unsigned)base64_any_digit(s.p[i]) << 6 |
                                (unsigned)base64_any_digit(s.p[i + 1]);
                view_add(v, (uint8_t)(bits >> (4 - 2 * phase)), i | phase << 30);
            }
        }
        at = end + 1;
    }
}

enum spw_status view_make(struct view *v, enum view_kind kind, struct view *parent)
{
    struct slice s = view_slice(parent);
    memset(v, 0, sizeof *v);
    v->kind = kind;
    v->parent = parent;
    buf_init(&v->bytes, VIEW_INPUT_MAX);
    array_init(&v->at, sizeof(uint32_t), VIEW_INPUT_MAX);
    switch (kind) {
    case VIEW_BYTES:
    case VIEW_KINDS:
        break;
    case VIEW_SAID:
    case VIEW_SAID_2:
        make_said(v, s, kind == VIEW_SAID);
        break;
    case VIEW_JOINED:
    case VIEW_STRIPPED:
    case VIEW_UNMARKED:
        make_lines(v, s);
        break;
    case VIEW_UNESCAPED:
        make_unescaped(v, s);
        break;
    case VIEW_HEX:
    case VIEW_HEX_1:
        make_hex(v, s, kind == VIEW_HEX_1);
        break;
    case VIEW_DUMP:
    case VIEW_COLUMN:
        view_make_dump(v, s, kind == VIEW_COLUMN);
        break;
    case VIEW_EVEN:
        make_even(v, s);
        break;
    case VIEW_PERCENT:
        make_percent(v, s);
        break;
    case VIEW_BASE64:
    case VIEW_BASE64_1:
    case VIEW_BASE64_2:
    case VIEW_BASE64_3:
        make_base64(v, s, (size_t)(kind - VIEW_BASE64));
        break;
    }
    v->raw = v->bytes.p;
    v->n = v->bytes.n;
    return v->bytes.status;
}
