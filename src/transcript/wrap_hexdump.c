/* Dumps of a file's bytes: hexdump, xxd, od; and text that a terminal showed as hexadecimal. */
#include <string.h>

#include "transcript/decode.h"
#include "transcript/wrap.h"

/* A row "*" may stand for any number of bytes, so it is written out within limits only. */
enum { ROW_MAX = 64, REPEAT_MAX = 4096, REPEATS_MAX = 65536 };

struct hexdump {
    uint64_t next;     /* offset behind the last row */
    uint64_t repeated; /* bytes that were written out for rows "*" */
    size_t n_last;
    uint8_t last[ROW_MAX];
    bool repeats; /* a row "*": the last one, until the next offset */
    bool begun;
};

struct row {
    uint64_t offset;
    bool colon, words;  /* xxd; two bytes as one little-endian number */
    size_t n_offset, n; /* digits of the offset; bytes */
    size_t end;         /* of the bytes' digits */
    struct {            /* where each byte's digits stand */
        uint8_t byte;
        uint16_t at;
    } bytes[ROW_MAX];
};

static bool read_offset(struct scan *x, struct row *r)
{
    uint64_t v = 0;
    size_t n = 0;
    while (n < 16 && x->at < x->s.n && ascii_hex(x->s.p[x->at]) >= 0) {
        v = v * 16 + (uint64_t)ascii_hex(x->s.p[x->at++]);
        n++;
    }
    r->offset = v;
    r->n_offset = n;
    r->colon = scan_is(x, ':');
    return n >= 6 && n <= 8 && (scan_at_end(x) || scan_is(x, ' '));
}

static size_t group_digits(const struct scan *x)
{
    size_t n = 0;
    while (x->at + n < x->s.n && ascii_hex(x->s.p[x->at + n]) >= 0 && n < 9) {
        n++;
    }
    return x->at + n == x->s.n || x->s.p[x->at + n] == ' ' || x->s.p[x->at + n] == '|' ? n : 0;
}

static void take_group(struct row *r, struct scan *x, size_t digits)
{
    size_t first = r->n;
    for (size_t i = 0; i + 1 < digits && r->n < ROW_MAX; i += 2) {
        r->bytes[r->n].at = (uint16_t)x->at;
        (void)scan_hex_pair(x, &r->bytes[r->n].byte);
        r->n++;
    }
    if (r->words && digits == 4 && r->n == first + 2) {
        uint8_t swap = r->bytes[first].byte;
        r->bytes[first].byte = r->bytes[first + 1].byte;
        r->bytes[first + 1].byte = swap;
        r->bytes[first].at = (uint16_t)(r->bytes[first].at + 2);
        r->bytes[first + 1].at = (uint16_t)(r->bytes[first + 1].at - 2);
    }
}

/* Two blanks end the bytes, but for the gap that hexdump -C leaves in the middle. */
static void read_groups(struct scan *x, struct row *r)
{
    while (r->n < ROW_MAX && x->at < UINT16_MAX - ROW_MAX) {
        size_t blanks = 0, digits = 0;
        struct scan ahead = *x;
        while (scan_is(&ahead, ' ')) {
            blanks++;
        }
        digits = group_digits(&ahead);
        if (digits == 0 || digits % 2 != 0 ||
            (blanks > 1 && r->n > 0 &&
             !(r->n == 8 && blanks == 2 && !r->colon && digits == 2 && !r->words))) {
            return;
        }
        r->words = digits == 4 && !r->colon;
        *x = ahead;
        take_group(r, x, digits);
        r->end = x->at;
    }
}

/* The text at the end of a row must say what the digits say, where it is there. */
static bool text_fits(const struct row *r, struct slice t)
{
    struct slice s = slice_trim(t);
    size_t same = 0;

    if (s.n >= 2 && (s.p[0] == '|' || s.p[0] == '>')) {
        s = slice_sub(s, 1, s.n - 2);
    }
    for (size_t i = 0; i < s.n && i < r->n; i++) {
        same += s.p[i] == '.' || s.p[i] == r->bytes[i].byte ? 1u : 0u;
    }
    return same == r->n || (same + 2 >= s.n && same > 0);
}

static bool read_row(struct slice t, struct row *r)
{
    struct scan x = {.s = t};

    memset(r, 0, offsetof(struct row, bytes));
    if (t.n < 6 || t.n > 400 || !read_offset(&x, r)) {
        return false;
    }
    read_groups(&x, r);
    return true;
}

bool sign_hexdump(struct slice t)
{
    struct row r;
    if (t.n < 10 || (ascii_hex(t.p[5]) < 0) || !read_row(t, &r) || r.n < 2) {
        return false;
    }
    return r.offset == 0 ||
           (slice_trim(slice_from(t, r.end)).n > 0 && text_fits(&r, slice_from(t, r.end)));
}

static void repeat(struct unwrap *u, struct hexdump *h, uint64_t until)
{
    uint64_t missing = until > h->next ? until - h->next : 0;
    if (!h->repeats || h->n_last == 0 || missing > REPEAT_MAX ||
        h->repeated + missing > REPEATS_MAX) {
        return;
    }
    h->repeated += missing;
    for (uint64_t i = 0; i < missing; i++) {
        unwrap_byte(u, 0, h->last[i % h->n_last], 0, 1);
    }
}

bool take_hexdump(struct unwrap *u, const struct line *l)
{
    struct hexdump *h = (struct hexdump *)(void *)u->state;
    struct row r;

    if (h->begun && slice_eq(l->text, SLICE("*"))) {
        h->repeats = true;
        return true;
    }
    if (!read_row(l->text, &r) || (r.n == 0 && (!h->begun || slice_trim(l->text).n > r.n_offset))) {
        return false;
    }
    if (h->begun && r.n > 0 && r.offset != h->next && !h->repeats && r.offset != 0 &&
        r.end < l->text.n && !text_fits(&r, slice_from(l->text, r.end))) {
        return false;
    }
    channel_mixed(&u->channels, 0, SLICE("dump"));
    repeat(u, h, r.offset);
    for (size_t i = 0; i < r.n; i++) {
        unwrap_byte(u, 0, r.bytes[i].byte, r.bytes[i].at, 2);
        h->last[i] = r.bytes[i].byte;
    }
    h->n_last = r.n;
    h->next = r.offset + r.n;
    h->repeats = false;
    h->begun = true;
    return true;
}

/* ---- xxd -p, and terminals that show digits instead of text ------------------------------------------- */

enum { LEAST_PAIRS = 3, LEAST_DIGITS = 10, XXD_DIGITS = 60 };

struct judged {
    size_t pairs, text, ends;
    uint8_t first;
    bool whole; /* the line holds nothing else */
};

static void judge_byte(struct judged *j, uint8_t c)
{
    j->first = j->pairs == 0 ? c : j->first;
    j->pairs++;
    j->ends += c == '\r' || c == '\n' ? 1u : 0u;
    j->text += ascii_print(c) || ascii_space(c) ? 1u : 0u;
}

static struct judged judge(struct slice t)
{
    struct judged j = {0};
    struct scan x = {.s = t};
    uint8_t byte = 0;
    bool spaced = scan_is(&x, ' ') || (t.n > 2 && t.p[2] == ' ');

    while (scan_hex_pair(&x, &byte)) {
        judge_byte(&j, byte);
        if (spaced && !scan_at_end(&x) && scan_blanks(&x) == 0) {
            return j;
        }
    }
    /* od -A n -t x1z puts the text behind */
    j.whole = scan_at_end(&x) || (spaced && scan_peek(&x) == '>' && t.p[t.n - 1] == '<');
    return j;
}

/* Digits that spell text of the dialogue: anything else may be a hash, an address or an SPI frame. */
bool sign_hextext(struct slice t)
{
    struct judged j;
    bool head = false;

    if (t.n < LEAST_DIGITS - 2 || ascii_hex(t.p[1]) < 0 ||
        (t.p[0] == ' ' && slice_find_byte(t, '>', 0) == t.n)) {
        return false;
    }
    j = judge(t);
    if (!j.whole || j.first == 0x02) {
        return false;
    }
    head = j.first == 'A' || j.first == 'a' || j.first == '+';
    if (t.n ==
        XXD_DIGITS) { /* a full row of xxd -p: names hidden by typographic signs may be in it */
        return j.text * 3 >= j.pairs * (head ? 1u : 2u);
    }
    return j.text == j.pairs &&
           (t.p[2] == ' ' ? j.pairs >= LEAST_PAIRS : t.n >= LEAST_DIGITS * 2) &&
           (head || j.ends > 0);
}

bool take_hextext(struct unwrap *u, const struct line *l)
{
    struct scan x = {.s = l->text};
    struct judged j = judge(l->text);
    uint8_t byte = 0;

    if (!j.whole || j.pairs == 0) {
        return false;
    }
    channel_mixed(&u->channels, 0, SLICE("digits"));
    (void)scan_blanks(&x);
    while (scan_hex_pair(&x, &byte)) {
        unwrap_byte(u, 0, byte, x.at - 2, 2);
        (void)scan_blanks(&x);
    }
    return true;
}
