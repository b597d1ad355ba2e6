#include "transcript/cut.h"

#include "transcript/decode.h"
#include "transcript/front.h"
#include "transcript/stamped.h"
#include "transcript/tail.h"

/* ---- where the dialogue begins ------------------------------------------------------------------------ */

static bool upper_at(struct slice t, size_t at) { return at < t.n && ascii_upper(t.p[at]); }

/* Is there "AT+S.X", "AT-S.X", "AT+CFUN", "AT&W", "+WIND:1" or a certificate's first line around the sign at
 * `at`? Gives its start. */
static bool head_around(struct slice t, size_t at, size_t *start)
{
    struct slice from = slice_from(t, at), behind = slice_from(from, 1);
    bool after_at = at >= 2 && slice_eq_nocase(slice_sub(t, at - 2, 2), SLICE("AT"));

    *start = after_at ? at - 2 : at;
    if (after_at && t.p[at] != '&' && slice_starts_nocase(behind, SLICE("S."))) {
        return behind.n > 2 && ascii_alpha(behind.p[2]);
    }
    if (after_at && upper_at(t, at - 2) && upper_at(t, at + 1)) {
        return t.p[at] == '&' || (t.p[at] == '+' && upper_at(t, at + 2));
    }
    return (slice_starts(from, SLICE("+WIND:")) && from.n > 6) ||
           slice_starts(from, SLICE("-----BEGIN "));
}

size_t cut_find_head(struct slice t)
{
    size_t start = 0;
    for (size_t i = 0; i < t.n; i++) {
        bool sign = t.p[i] == '+' || t.p[i] == '-' || t.p[i] == '&';
        if (sign && head_around(t, i, &start)) {
            return start;
        }
    }
    return t.n;
}

/* ---- bytes in hexadecimal -------------------------------------------------------------------------------- */

static bool between_bytes(uint8_t c) { return c == ' ' || c == ',' || c == '\t' || c == ':'; }

/* "41 54", "0x41, 0x54", "41:54", "4154", then nothing but closing marks. How many bytes; the first ones are
 * copied to `head`. */
size_t cut_read_hex(const struct decode *d, struct slice t, size_t at, uint8_t head[CUT_HEAD])
{
    struct scan x = {.s = t, .at = at};
    size_t n = 0;

    while (!scan_at_end(&x)) {
        size_t from = x.at;
        uint8_t byte = 0;
        (void)(scan_literal(&x, SLICE("0x")) || scan_literal(&x, SLICE("0X")));
        if (!scan_hex_pair(&x, &byte)) {
            x.at = from;
            break;
        }
        if (d->u != NULL) {
            unwrap_byte(d->u, d->channel, byte, from, x.at - from);
        }
        if (n < CUT_HEAD) {
            head[n] = byte;
        }
        n++;
        while (between_bytes(scan_peek(&x))) {
            x.at++;
        }
    }
    if (scan_peek(&x) == '|') { /* a column of text */
        return n;
    }
    while (scan_peek(&x) == '"' || scan_peek(&x) == '}' || scan_peek(&x) == ']' ||
           scan_peek(&x) == ')' || scan_peek(&x) == ';' || scan_peek(&x) == ',') {
        x.at++;
    }
    return scan_at_end(&x) ? n : 0;
}

/* The bytes must spell a head: anything else may be a frame, a hash or an address. */
static bool spells_head(const uint8_t *head)
{
    size_t at = head[0] == '\r' && head[1] == '\n' ? 2 : 0;
    return (head[at] == 'A' && head[at + 1] == 'T' &&
            (head[at + 2] == '+' || head[at + 2] == '-' || head[at + 2] == '\r')) ||
           (head[at] == '+' && head[at + 1] == 'W' && head[at + 2] == 'I');
}

static bool find_hex(struct slice t, size_t *at)
{
    for (size_t i = 0; i + CUT_LEAST_HEX * 2 <= t.n && i <= FRONT_MAX; i++) {
        uint8_t head[CUT_HEAD] = {0};
        uint8_t c = t.p[i];
        bool may = c == '4' || c == '2' || c == '0'; /* 41, 2b, 0d, 0x */
        if (may && (i == 0 || !ascii_alnum(t.p[i - 1])) &&
            cut_read_hex(&(struct decode){0}, t, i, head) >= CUT_LEAST_HEX && spells_head(head)) {
            *at = i;
            return true;
        }
    }
    return false;
}

/* ---- between quotes --------------------------------------------------------------------------------------- */

enum { LABEL_WORDS = 3 }; /* "[uart] tx len=10 " */

static bool is_quote(uint8_t c) { return c == '"' || c == '\'' || c == '`'; }

/* Hands on what stands before the closing quote; in a table a quote is written twice. */
bool cut_read_quoted(const struct decode *d, struct scan *x, uint8_t quote)
{
    while (!scan_at_end(x)) {
        if (scan_is(x, quote)) {
            if (quote != '"' || scan_peek(x) != '"') {
                return true;
            }
        }
        decode_character(d, x);
    }
    return quote == '`';
}

/* What may follow: the rest of an object, a table's cell, a bracket. A sentence that goes on, or a call's
 * further arguments, show that somebody speaks of the command or wrote a program. */
static bool is_rest(struct slice front, struct slice rest)
{
    struct slice t = slice_trim(rest);
    uint8_t before = front.n > 0 ? front.p[front.n - 1] : ' ';

    if (slice_find_byte(t, ';', 0) < t.n || slice_find_byte(t, '(', 0) < t.n) {
        return false;
    }
    if (t.n > 0 && (t.p[0] == ',' || t.p[0] == '}' || t.p[0] == '|')) {
        return t.n == 1 || before == ':' || before == ',' || before == ' ' || before == '\t';
    }
    return front_words(t) == 0;
}

/* Is the quote at `at` one that begins a field? */
static bool opens_field(struct slice t, size_t at, bool bytes, uint8_t quote)
{
    struct slice front = slice_trim(slice_sub(t, 0, at));
    uint8_t last = front.n > 0 ? front.p[front.n - 1] : 0;
    struct front_side side = front_side(front);
    bool told = side.word.n > 0 && (side.word.p + side.word.n == front.p + front.n ||
                                    (ascii_digit(last) && front_words(front) <= LABEL_WORDS));

    if (front.n == 0) {
        return true;
    }
    if (last == '(') { /* a call is a program's text, but for one typed into an interpreter */
        return bytes || slice_starts(front, SLICE(">>> "));
    }
    if (quote == '`') {
        return last == '|' || (told && front_words(front) == 0) || front_is_weak(front);
    }
    return last == ':' || last == ',' || last == '|' || last == ';' || last == '[' ||
           (last == '=' && front_words(front) < 3 && bytes) || told;
}

static bool cut_quoted(struct slice t, size_t start, struct cut *c)
{
    struct scan x = {.s = t, .at = start};
    size_t at = start - 1;
    uint8_t quote = t.p[at];
    bool bytes = at > 0 && (t.p[at - 1] == 'b' || t.p[at - 1] == 'B') &&
                 (at == 1 || !ascii_alnum(t.p[at - 2]));

    at -= bytes ? 1 : 0;
    if (!opens_field(t, at, bytes, quote) || !cut_read_quoted(&(struct decode){0}, &x, quote) ||
        !(is_rest(slice_trim(slice_sub(t, 0, at)), scan_rest(&x)) ||
          (bytes && front_words(scan_rest(&x)) == 0))) {
        return false;
    }
    if (!bytes && slice_trim(slice_sub(t, 0, at)).n == 0 &&
        slice_starts(slice_trim(scan_rest(&x)), SLICE(",")) &&
        channel_speaker(slice_from(t, start)) == DIR_HOST) {
        return false; /* a program's list of commands; nobody keeps one of answers */
    }
    *c = (struct cut){start, QUOTED, quote};
    return true;
}

/* ---- a line that teaches ----------------------------------------------------------------------------------- */

/* A stamp alone in front is no label, but a terminal's. */
bool cut_is_stamp_alone(struct slice t, size_t front)
{
    size_t unknown = stamp_shape_count;
    struct stamp unused;
    return stamp_find(t, &unknown, &unused) >= front;
}

static bool cut_plain(struct slice t, size_t start, struct cut *c)
{
    struct slice front = slice_sub(t, 0, start);

    *c = (struct cut){start, PLAIN, 0};
    if (cut_find_head(slice_from(t, start + 1)) < t.n - start - 1) {
        return false; /* several elements in one line: a paste that lost its line ends */
    }
    return slice_trim(front).n > 0 && !ascii_alnum(t.p[start - 1]) && front_is_label(front) &&
           !cut_is_stamp_alone(t, start);
}

/* {"message":">> AT+S.X"}: a label within a string. Gives where the string begins, 0: in none. */
static size_t open_string(struct slice t, size_t start)
{
    size_t open = 0;
    for (size_t i = 0; i < start; i++) {
        i += t.p[i] == '\\' ? 1 : 0;
        if (t.p[i] == '"') {
            open = open == 0 ? i + 1 : 0;
        }
    }
    return open;
}

static bool cut_in_string(struct slice t, size_t open, size_t start, struct cut *c)
{
    if (!front_is_label(slice_sub(t, open, start - open)) || !cut_quoted(t, open, c)) {
        return false;
    }
    c->front = start;
    return true;
}

bool cut_line(struct slice t, struct cut *c)
{
    size_t open = 0;
    size_t start = cut_find_head(t);

    *c = (struct cut){0, HEX, 0};
    if (find_hex(t, &c->front) && c->front < start) { /* text behind it says the same once more */
        return c->front <= FRONT_MAX;
    }
    if (start == t.n) {
        return false;
    }
    start -= tail_before(t, start);
    start -= start > 3 && slice_eq(slice_sub(t, start - 4, 4), SLICE(": ..")) ? 2 : 0;
    if (start > FRONT_MAX) {
        return false;
    }
    open = open_string(t, start);
    if (open > 0 && open < start) {
        return cut_in_string(t, open, start, c);
    }
    return start > 0 && is_quote(t.p[start - 1]) ? cut_quoted(t, start, c) : cut_plain(t, start, c);
}
