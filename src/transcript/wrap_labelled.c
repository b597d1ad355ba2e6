/* Logs of programs that nobody knows by name: something in front of every line, the dialogue behind it as
 * text, between quotes, or as bytes in hexadecimal. The first line of the dialogue that stands so teaches
 * what its front looks like (front.h), and later lines of that front are the dialogue's too: rows of a
 * certificate say nothing by which they could be known. */
#include <string.h>

#include "transcript/cut.h"
#include "transcript/decode.h"
#include "transcript/front.h"
#include "transcript/tail.h"
#include "transcript/ticker.h"
#include "transcript/wrap.h"

enum { FORMS = 6, SIGNS_SURE = 2, LEAST_LINE = 6, LINE_COUNT_MAX = 65536 };
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

/* A whole line of the dialogue that is too short to be looked for. */
static bool is_short_head(struct slice t)
{
    struct slice s = slice_sub(t, 0, t.n - tail_length(t));
    return slice_eq(s, SLICE("AT")) || slice_eq(s, SLICE("OK")) || slice_eq(s, SLICE("ERROR")) ||
           slice_starts(s, SLICE("ERROR: "));
}

static bool starts_dialogue(struct slice t)
{
    return cut_find_head(t) == 0 || slice_eq(t, SLICE("AT")) || slice_eq(t, SLICE("OK"));
}

/* ---- signs ------------------------------------------------------------------------------------------------ */

bool sign_labelled(struct slice t)
{
    struct cut c;
    return t.n >= LEAST_LINE && t.p[0] != '#' && cut_line(t, &c);
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

/* "Length 11: AT+S.STS..": where the count is that of the text, its dots at the end are controls. How many. */
static size_t dots_for_ends(struct slice front, struct slice said)
{
    struct slice count = slice_trim(front);
    uint64_t told = 0;
    size_t digits = 0, dots = 0;

    count.n -= slice_ends(count, SLICE(":")) ? 1 : 0;
    while (digits < count.n && ascii_digit(count.p[count.n - 1 - digits])) {
        digits++;
    }
    if (slice_to_u64(slice_from(count, count.n - digits), LINE_COUNT_MAX, &told) != NUMBER_OK ||
        told != said.n) {
        return 0;
    }
    while (dots < 2 && dots < said.n && said.p[said.n - 1 - dots] == '.') {
        dots++;
    }
    return dots;
}

/* Such text may begin with them, too. */
static void put_dotted(struct unwrap *u, unsigned channel, size_t from, size_t n, size_t dots)
{
    struct slice said = slice_sub(u->source->text, from, n - dots);
    size_t skip = slice_starts(said, SLICE("..")) ? 2 : 0;
    unwrap_text(u, channel, from + skip, said.n - skip);
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
        (void)cut_read_quoted(&d, &x, quote);
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
    put_dotted(u, channel, from, end - from, dots_for_ends(front, slice_sub(t, from, end - from)));
    unwrap_end(u, channel);
}

static bool put(struct unwrap *u, struct labelled *s, struct form *f, size_t from)
{
    struct slice t = u->source->text, front = slice_sub(t, 0, from);
    uint8_t head[CUT_HEAD];

    if (f->notation == HEX && cut_read_hex(&(struct decode){0}, t, from, head) == 0) {
        return from == t.n;
    }
    take_time(u, s, front);
    unsigned channel = channel_of(u, s, front);
    if (f->notation == HEX) {
        (void)cut_read_hex(&(struct decode){u, channel}, t, from, head);
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
            !cut_is_stamp_alone(t, i)) {
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

    if (!(t.n >= LEAST_LINE && cut_line(t, &c)) && !(s->n > 0 && is_short_line(t, &c)) &&
        !is_bytes_literal(s, t, &c)) {
        return false;
    }
    f = learn(s, t, &c);
    return f != NULL && put(u, s, f, c.front);
}

static bool fits(const struct form *f, struct slice t, size_t n)
{
    struct slice said = slice_from(t, n);
    bool sign = starts_dialogue(slice_from(said, tail_before(said, cut_find_head(said))));

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
    if (f != NULL && cut_find_head(t) > 0 && fits(f, t, n)) {
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
    size_t head = cut_find_head(t);
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
