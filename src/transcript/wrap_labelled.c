/* Logs of programs that nobody knows by name: something in front of every line, the dialogue behind it as
 * text, between quotes, or as bytes in hexadecimal. The first line of the dialogue that stands so teaches
 * what its front looks like (front.h), and later lines of that front are the dialogue's too: rows of a
 * certificate say nothing by which they could be known. */
#include <string.h>

#include "transcript/decode.h"
#include "transcript/front.h"
#include "transcript/tail.h"
#include "transcript/ticker.h"
#include "transcript/wrap.h"

enum notation { PLAIN, QUOTED, HEX };
enum { FORMS = 6, SIGNS_SURE = 2, LEAST_HEX = 4, LEAST_LINE = 6 };
enum channel_id { HOST, MODULE, MIXED };

struct form {
    struct front front;
    enum notation notation;
    uint8_t quote;
    uint8_t signs; /* lines that were sure signs, up to SIGNS_SURE */
    bool weak;
    bool spelled; /* line ends are spelled out: those of the file mean nothing */
};

struct labelled {
    unsigned n;
    bool host, module; /* fronts that name the side were seen */
    struct ticker ticker;
    struct form forms[FORMS];
};

_Static_assert(sizeof(struct labelled) <= WRAP_STATE, "the state of a wrapping is bounded");

/* How a line is cut: front, quote, what is said. */
struct cut {
    size_t front; /* its length, the quote in front of the text included */
    enum notation notation;
    uint8_t quote;
};

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

static size_t find_head(struct slice t)
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

/* A whole line of the dialogue that is too short to be looked for. */
static bool is_short_head(struct slice t)
{
    struct slice s = slice_sub(t, 0, t.n - tail_length(t));
    return slice_eq(s, SLICE("AT")) || slice_eq(s, SLICE("OK")) || slice_eq(s, SLICE("ERROR")) ||
           slice_starts(s, SLICE("ERROR: "));
}

static bool starts_dialogue(struct slice t)
{
    return find_head(t) == 0 || slice_eq(t, SLICE("AT")) || slice_eq(t, SLICE("OK"));
}

/* ---- bytes in hexadecimal -------------------------------------------------------------------------------- */

static bool between_bytes(uint8_t c) { return c == ' ' || c == ',' || c == '\t' || c == ':'; }

/* "41 54", "0x41, 0x54", "41:54", "4154", then nothing but closing marks. How many bytes; the first ones are
 * copied to `head`. */
static size_t read_hex(const struct decode *d, struct slice t, size_t at,
                       uint8_t head[LEAST_HEX + 2])
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
        if (n < LEAST_HEX + 2) {
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
    for (size_t i = 0; i + LEAST_HEX * 2 <= t.n && i <= FRONT_MAX; i++) {
        uint8_t head[LEAST_HEX + 2] = {0};
        uint8_t c = t.p[i];
        bool may = c == '4' || c == '2' || c == '0'; /* 41, 2b, 0d, 0x */
        if (may && (i == 0 || !ascii_alnum(t.p[i - 1])) &&
            read_hex(&(struct decode){0}, t, i, head) >= LEAST_HEX && spells_head(head)) {
            *at = i;
            return true;
        }
    }
    return false;
}

/* ---- between quotes --------------------------------------------------------------------------------------- */

static bool is_quote(uint8_t c) { return c == '"' || c == '\'' || c == '`'; }

/* Hands on what stands before the closing quote; in a table a quote is written twice. */
static bool take_quoted_text(const struct decode *d, struct scan *x, uint8_t quote)
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
    bool told = side.word.n > 0 && side.word.p + side.word.n == front.p + front.n;

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
    if (!opens_field(t, at, bytes, quote) || !take_quoted_text(&(struct decode){0}, &x, quote) ||
        !(is_rest(slice_trim(slice_sub(t, 0, at)), scan_rest(&x)) ||
          (bytes && front_words(scan_rest(&x)) == 0))) {
        return false;
    }
    if (!bytes && slice_trim(slice_sub(t, 0, at)).n == 0 &&
        slice_starts(slice_trim(scan_rest(&x)), SLICE(","))) {
        return false; /* a program's list of commands */
    }
    *c = (struct cut){start, QUOTED, quote};
    return true;
}

/* ---- a line that teaches ----------------------------------------------------------------------------------- */

/* A stamp alone in front is no label, but a terminal's. */
static bool is_stamp_alone(struct slice t, size_t front)
{
    size_t unknown = stamp_shape_count;
    struct stamp unused;
    return stamp_find(t, &unknown, &unused) >= front;
}

static bool cut_plain(struct slice t, size_t start, struct cut *c)
{
    struct slice front = slice_sub(t, 0, start);

    *c = (struct cut){start, PLAIN, 0};
    if (find_head(slice_from(t, start + 1)) < t.n - start - 1) {
        return false; /* several elements in one line: a paste that lost its line ends */
    }
    return slice_trim(front).n > 0 && !ascii_alnum(t.p[start - 1]) && front_is_label(front) &&
           !is_stamp_alone(t, start);
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

static bool dissect(struct slice t, struct cut *c)
{
    size_t open = 0;
    size_t start = find_head(t);

    if (start == t.n) {
        *c = (struct cut){0, HEX, 0};
        return find_hex(t, &c->front) && c->front <= FRONT_MAX;
    }
    start -= tail_before(t, start);
    if (start > FRONT_MAX) {
        return false;
    }
    open = open_string(t, start);
    if (open > 0 && open < start) {
        return cut_in_string(t, open, start, c);
    }
    return start > 0 && is_quote(t.p[start - 1]) ? cut_quoted(t, start, c) : cut_plain(t, start, c);
}

bool sign_labelled(struct slice t)
{
    struct cut c;
    return t.n >= LEAST_LINE && t.p[0] != '#' && dissect(t, &c);
}

/* ---- forms --------------------------------------------------------------------------------------------------- */

/* The one that fits with the longest front. */
static struct form *form_of(struct labelled *s, struct slice t, size_t *n)
{
    struct form *best = NULL;
    *n = 0;
    for (unsigned i = 0; i < s->n; i++) {
        size_t fits = front_match(&s->forms[i].front, t);
        bool empty = s->forms[i].front.n == 0;
        if ((fits > 0 || empty) && (best == NULL || fits > *n)) {
            best = &s->forms[i];
            *n = fits;
        }
    }
    return best;
}

static struct form *learn(struct labelled *s, struct slice t, const struct cut *c)
{
    struct slice front = slice_sub(t, 0, c->front);
    struct form *f = &s->forms[s->n < FORMS ? s->n : FORMS - 1];

    if (!front_learn(&f->front, front)) {
        return NULL;
    }
    s->n += s->n < FORMS ? 1 : 0;
    f->notation = c->notation;
    f->quote = c->quote;
    f->signs = 1;
    f->spelled = false;
    f->weak = c->notation == PLAIN && front_is_weak(front);
    return f;
}

/* ---- taking ---------------------------------------------------------------------------------------------------- */

/* Both sides must have been named before a name is believed: a word that stands in all lines names none. */
static unsigned channel_of(struct unwrap *u, struct labelled *s, struct slice front)
{
    struct front_side side = front_side(front);

    s->host = s->host || side.direction == DIR_HOST;
    s->module = s->module || side.direction == DIR_MODULE;
    if (side.direction == DIR_UNKNOWN) {
        channel_mixed(&u->channels, MIXED, SLICE("lines"));
        return MIXED;
    }
    unsigned id = side.direction == DIR_HOST ? HOST : MODULE;
    unwrap_name(u, id, side.word, side.direction);
    u->channels.list[id].mixed = !s->host || !s->module;
    return id;
}

static void take_time(struct unwrap *u, struct labelled *s, struct slice front)
{
    struct stamp stamp;
    s->ticker.forced = u->time;
    if (front_stamp(front, &stamp)) {
        unwrap_stamp(u, ticker_read(&s->ticker, stamp));
    }
}

/* What a table, a pair of brackets or a spelled line end adds behind the text. */
static size_t end_of_text(struct form *f, struct slice front, struct slice t, size_t from)
{
    size_t end = t.n, blanks = 0, tail = 0;
    struct slice head = slice_trim(front);
    uint8_t open = head.n > 0 ? head.p[head.n - 1] : 0;

    while (end > from && (t.p[end - 1] == ' ' || t.p[end - 1] == '\t')) {
        end--;
        blanks++;
    }
    if (end > from &&
        ((open == '|' && t.p[end - 1] == '|') || (open == '[' && t.p[end - 1] == ']'))) {
        end--;
        while (end > from && t.p[end - 1] == ' ') {
            end--;
        }
        blanks = 0;
    }
    tail = tail_length(slice_sub(t, from, end - from));
    f->spelled = f->spelled || tail > 0;
    return tail > 0 ? end - tail : end + blanks;
}

static bool is_cell(struct slice front, struct slice rest)
{
    uint8_t last = front.n > 0 ? front.p[front.n - 1] : 0;
    return (last == ',' || last == ';' || last == '\t') && rest.n >= 2 && rest.p[0] == '"';
}

static void put_text(struct unwrap *u, struct form *f, unsigned channel, size_t from)
{
    struct slice t = u->source->text, front = slice_sub(t, 0, from);
    struct scan x = {.s = t, .at = from};
    struct decode d = {u, channel};

    if (f->notation == QUOTED && f->quote != '`' ? true : is_cell(front, scan_rest(&x))) {
        uint8_t quote = f->notation == QUOTED ? f->quote : '"';
        x.at += f->notation == QUOTED ? 0 : 1;
        f->spelled = f->spelled || slice_contains(scan_rest(&x), SLICE("\\n"));
        (void)take_quoted_text(&d, &x, quote);
        if (!f->spelled) {
            unwrap_end(u, channel);
        }
        return;
    }
    size_t end = end_of_text(f, front, t, from);
    if (f->notation == QUOTED) {
        size_t close = slice_find_byte(t, f->quote, from);
        end = close < end ? close : end;
    }
    unwrap_text(u, channel, from, end - from);
    unwrap_end(u, channel);
}

static bool put(struct unwrap *u, struct labelled *s, struct form *f, size_t from)
{
    struct slice t = u->source->text, front = slice_sub(t, 0, from);
    uint8_t head[LEAST_HEX + 2];

    if (f->notation == HEX && read_hex(&(struct decode){0}, t, from, head) == 0) {
        return from == t.n;
    }
    take_time(u, s, front);
    unsigned channel = channel_of(u, s, front);
    if (f->notation == HEX) {
        (void)read_hex(&(struct decode){u, channel}, t, from, head);
    } else {
        put_text(u, f, channel, from);
    }
    return true;
}

/* Lines that hold a log of objects, arrays or a typed session together. */
static bool is_frame_of(const struct labelled *s, struct slice t)
{
    struct slice line = slice_trim(t);
    bool quoted = false;
    size_t i = 0;

    for (unsigned k = 0; k < s->n; k++) {
        quoted = quoted || (s->forms[k].notation != PLAIN && s->forms[k].quote != '`');
    }
    if (!quoted || line.n == 0) {
        return false;
    }
    while (i < line.n && !ascii_alpha(line.p[i])) { /* "{", "},", "23" */
        i++;
    }
    if (i == line.n) {
        return true;
    }
    return slice_starts(line, SLICE(">>> ")) || slice_ends(line, SLICE("{")) ||
           (line.p[0] == '"' && slice_contains(line, SLICE("\":")));
}

/* "RX: OK" is no sure sign; but where every line has a label, it is another one. */
static bool is_short_line(struct slice t, struct cut *c)
{
    for (size_t i = t.n > 80 ? 80 : t.n; i > 0; i--) {
        bool separated = t.p[i - 1] == ' ' || t.p[i - 1] == '\t' || t.p[i - 1] == ':' ||
                         t.p[i - 1] == ',' || t.p[i - 1] == ';';
        if (separated && is_short_head(slice_from(t, i)) && front_is_label(slice_sub(t, 0, i)) &&
            !is_stamp_alone(t, i)) {
            *c = (struct cut){i, PLAIN, 0};
            return true;
        }
    }
    return false;
}

/* b'OK\r\n' as an answer of a session typed into an interpreter. */
static bool is_bytes_literal(const struct labelled *s, struct slice t, struct cut *c)
{
    for (unsigned i = 0; i < s->n; i++) {
        const struct form *f = &s->forms[i];
        if (f->notation == QUOTED && t.n > 3 && t.p[0] == 'b' && t.p[1] == f->quote &&
            t.p[t.n - 1] == f->quote) {
            *c = (struct cut){2, QUOTED, f->quote};
            return true;
        }
    }
    return false;
}

static bool take_new_form(struct unwrap *u, struct labelled *s, struct slice t)
{
    struct cut c;
    struct form *f = NULL;

    if (!(t.n >= LEAST_LINE && dissect(t, &c)) && !(s->n > 0 && is_short_line(t, &c)) &&
        !is_bytes_literal(s, t, &c)) {
        return false;
    }
    f = learn(s, t, &c);
    return f != NULL && put(u, s, f, c.front);
}

static bool fits(const struct form *f, struct slice t, size_t n)
{
    struct slice said = slice_from(t, n);
    bool sign = starts_dialogue(slice_from(said, tail_before(said, find_head(said))));

    return sign || !f->weak || f->signs >= SIGNS_SURE;
}

bool take_labelled(struct unwrap *u, const struct line *l)
{
    struct labelled *s = (struct labelled *)(void *)u->state;
    struct slice t = l->text;
    size_t n = 0;
    struct form *f = NULL;

    if (slice_trim(t).n == 0) {
        return false;
    }
    f = form_of(s, t, &n);
    if (f != NULL && find_head(t) > 0 && fits(f, t, n)) {
        if (f->signs < SIGNS_SURE && starts_dialogue(slice_from(t, n))) {
            f->signs++;
        }
        if (put(u, s, f, n)) {
            return true;
        }
    }
    return take_new_form(u, s, t) || is_frame_of(s, t);
}

/* ---- lines that only spell their ends --------------------------------------------------------------------------- */

/* Where the head stands whose line begins with spelled line ends at most; t.n: there is none. */
static size_t spelled_head(struct slice t)
{
    size_t head = find_head(t);
    return tail_before(t, head) == head ? head : t.n;
}

bool sign_spelled(struct slice t) { return tail_length(t) > 0 && spelled_head(t) < t.n; }

bool take_spelled(struct unwrap *u, const struct line *l)
{
    size_t n = tail_length(l->text), head = spelled_head(l->text);
    size_t from = head < l->text.n ? head : 0;

    if (n == 0 || from + n > l->text.n) {
        return false;
    }
    channel_mixed(&u->channels, 0, SLICE("lines"));
    unwrap_text(u, 0, from, l->text.n - n - from);
    unwrap_end(u, 0);
    return true;
}
