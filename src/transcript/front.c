#include "transcript/front.h"

#include <string.h>

#include "base/escape.h"
#include "transcript/stamped.h"

/* ---- words that name a side ------------------------------------------------------------------------- */

enum kind { SIDE_WORD, SIDE_MARK };

struct side {
    struct slice word; /* in lower case */
    enum direction direction;
    enum kind kind;
};

#define HOST_WORD(w)                                                                               \
    {                                                                                              \
        SLICE_INIT(w), DIR_HOST, SIDE_WORD                                                         \
    }
#define MODULE_WORD(w)                                                                             \
    {                                                                                              \
        SLICE_INIT(w), DIR_MODULE, SIDE_WORD                                                       \
    }
#define MARK(w)                                                                                    \
    {                                                                                              \
        SLICE_INIT(w), DIR_UNKNOWN, SIDE_MARK                                                      \
    }

/* Longer ones in front of those that they begin with. */
static const struct side sides[] = {
    HOST_WORD("txd"),
    HOST_WORD("tx"),
    HOST_WORD("sending"),
    HOST_WORD("send"),
    HOST_WORD("sent"),
    HOST_WORD("transmitting"),
    HOST_WORD("transmitted"),
    HOST_WORD("transmit"),
    HOST_WORD("writing"),
    HOST_WORD("written"),
    HOST_WORD("write"),
    HOST_WORD("wrote"),
    HOST_WORD("output"),
    HOST_WORD("out"),
    HOST_WORD("host"),
    HOST_WORD("mcu"),
    HOST_WORD("command"),
    HOST_WORD("cmd"),
    HOST_WORD("request"),
    HOST_WORD("gesendet"),
    HOST_WORD("senden"),
    HOST_WORD("inviato"),
    HOST_WORD("enviado"),
    HOST_WORD("envoy\xC3\xA9"),
    HOST_WORD("\xE5\x8F\x91\xE9\x80\x81"),
    HOST_WORD("\xE5\x8F\x91"),
    MODULE_WORD("rxd"),
    MODULE_WORD("rx"),
    MODULE_WORD("recv"),
    MODULE_WORD("receiving"),
    MODULE_WORD("received"),
    MODULE_WORD("receive"),
    MODULE_WORD("rcvd"),
    MODULE_WORD("rcv"),
    MODULE_WORD("reading"),
    MODULE_WORD("read"),
    MODULE_WORD("input"),
    MODULE_WORD("in"),
    MODULE_WORD("module"),
    MODULE_WORD("device"),
    MODULE_WORD("wifi"),
    MODULE_WORD("response"),
    MODULE_WORD("resp"),
    MODULE_WORD("rsp"),
    MODULE_WORD("reply"),
    MODULE_WORD("answer"),
    MODULE_WORD("empfangen"),
    MODULE_WORD("ricevuto"),
    MODULE_WORD("recibido"),
    MODULE_WORD("re\xC3\xA7u"),
    MODULE_WORD("\xE6\x8E\xA5\xE6\x94\xB6"),
    MODULE_WORD("\xE6\x94\xB6"),
    MARK("-->"),
    MARK("<--"),
    MARK("->"),
    MARK("<-"),
    MARK("==>"),
    MARK("<=="),
    MARK("=>"),
    MARK("<="),
    MARK(">>>"),
    MARK("<<<"),
    MARK(">>"),
    MARK("<<"),
    MARK(">"),
    MARK("<"),
    MARK("\xE2\x86\x92"),
    MARK("\xE2\x86\x90"),
    MARK("\xE2\x97\x87"),
    MARK("\xE2\x97\x86"),
};

static bool is_mark(uint8_t c) { return c == '<' || c == '>' || c == '-' || c == '='; }
static bool is_blank(uint8_t c) { return c == ' ' || c == '\t'; }

/* A word ends where letters do; a mark of ASCII stands between blanks or brackets: "<inf>" is none. */
static bool stands_alone(struct slice t, size_t at, size_t n, enum kind kind)
{
    uint8_t before = at > 0 ? t.p[at - 1] : ' ', behind = at + n < t.n ? t.p[at + n] : ' ';
    if (t.p[at] >= 0x80) {
        return true;
    }
    if (kind == SIDE_WORD) {
        return !ascii_alpha(before) && !ascii_alpha(behind);
    }
    return !is_mark(before) && !is_mark(behind) && !ascii_alnum(before) && !ascii_alnum(behind);
}

static const struct side *side_at(struct slice t, size_t at)
{
    uint8_t c = ascii_fold(t.p[at]);
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        const struct side *s = &sides[i];
        if (s->word.p[0] == c && slice_starts_nocase(slice_from(t, at), s->word) &&
            stands_alone(t, at, s->word.n, s->kind)) {
            return s;
        }
    }
    return NULL;
}

static bool points_left(struct slice mark)
{
    return mark.p[0] == '<' || slice_eq(mark, SLICE("\xE2\x86\x90"));
}

struct front_side front_side(struct slice front)
{
    const struct side *last = NULL, *word = NULL, *arrow = NULL;
    struct front_side out = {.direction = DIR_UNKNOWN};

    for (size_t i = 0; i < front.n; i++) {
        const struct side *s = side_at(front, i);
        if (s == NULL) {
            continue;
        }
        if (s->kind == SIDE_MARK) {
            arrow = word != NULL ? s : NULL;
            last = last != NULL && last->kind == SIDE_WORD ? last : s;
            out.word = last == s ? slice_sub(front, i, s->word.n) : out.word;
        } else if (arrow == NULL || word == NULL || s->direction == word->direction ||
                   points_left(arrow->word)) {
            last = word = s;
            out.word = slice_sub(front, i, s->word.n);
        } /* else "host -> module": the first one speaks */
        i += s->word.n - 1;
    }
    out.direction = last != NULL ? last->direction : DIR_UNKNOWN;
    return out;
}

/* ---- the shape --------------------------------------------------------------------------------------- */

bool front_learn(struct front *f, struct slice text)
{
    if (text.n > FRONT_MAX) {
        return false;
    }
    f->n = (uint8_t)text.n;
    if (text.n > 0) {
        memcpy(f->text, text.p, text.n);
    }
    return true;
}

static size_t blanks_at(struct slice t, size_t at)
{
    size_t n = 0;
    while (at + n < t.n && is_blank(t.p[at + n])) {
        n++;
    }
    return n;
}

/* A number, a time or a date: digits with single marks between them, of those marks but points at most
 * *marks. Leaves there how many it had. */
static size_t number_with(struct slice t, size_t at, size_t *marks)
{
    size_t n = 0, had = 0;
    while (at + n < t.n) {
        uint8_t c = t.p[at + n];
        bool mark = c == ',' || c == ':' || c == '/' || c == '-';
        bool joins = n > 0 && (c == '.' || (mark && had < *marks)) && at + n + 1 < t.n &&
                     ascii_digit(t.p[at + n + 1]);
        if (!ascii_digit(c) && !joins) {
            break;
        }
        had += mark ? 1 : 0;
        n++;
    }
    *marks = had;
    return n;
}

static size_t number_at(struct slice t, size_t at)
{
    size_t marks = SIZE_MAX;
    return number_with(t, at, &marks);
}

struct walk {
    struct slice shape, line;
    size_t i, k;
};

static bool walk_blanks(struct walk *w)
{
    size_t want = blanks_at(w->shape, w->i), have = blanks_at(w->line, w->k);
    bool last = w->i + want == w->shape.n;
    bool pads = w->i == 0 || (!last && ascii_digit(w->shape.p[w->i + want]));

    if (have == 0 && !pads && !(last && w->k == w->line.n)) {
        return false;
    }
    w->i += want;
    w->k += last && have > want ? want : have; /* more of them belong to what is said */
    return true;
}

static bool walk_one(struct walk *w)
{
    const struct side *want = NULL, *have = NULL;

    if (is_blank(w->shape.p[w->i])) {
        return walk_blanks(w);
    }
    if (ascii_digit(w->shape.p[w->i])) {
        size_t marks = SIZE_MAX;
        w->i += number_with(w->shape, w->i, &marks);
        w->k += blanks_at(w->line, w->k);
        size_t n = number_with(w->line, w->k, &marks); /* "62:" ends there, also in "62:9qhd" */
        w->k += n;
        return n > 0;
    }
    if (w->k >= w->line.n) {
        return false;
    }
    want = side_at(w->shape, w->i);
    have = want != NULL ? side_at(w->line, w->k) : NULL;
    if (want != NULL && have != NULL && want->kind == have->kind) {
        w->i += want->word.n;
        w->k += have->word.n;
        return true;
    }
    return w->shape.p[w->i++] == w->line.p[w->k++];
}

size_t front_match(const struct front *f, struct slice line)
{
    struct walk w = {.shape = slice_of(f->text, f->n), .line = line};
    while (w.i < w.shape.n) {
        if (!walk_one(&w)) {
            return 0;
        }
    }
    return w.k;
}

/* ---- label or prose ------------------------------------------------------------------------------------ */

size_t front_words(struct slice t)
{
    size_t words = 0;
    for (size_t i = 0; i < t.n;) {
        const struct side *s = side_at(t, i);
        size_t n = 0;
        if (s != NULL) {
            i += s->word.n;
            continue;
        }
        while (i + n < t.n && (ascii_alnum(t.p[i + n]) || t.p[i + n] == '_')) {
            n++;
        }
        words += n >= 2 && !ascii_digit(t.p[i]) ? 1 : 0;
        i += n > 0 ? n : 1;
    }
    return words;
}

static size_t count(struct slice t, bool (*is)(uint8_t c))
{
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        n += is(t.p[i]) ? 1 : 0;
    }
    return n;
}

/* Notations of the module's own drivers, comments and code: others read them, or nobody should. */
static bool is_foreign(struct slice t)
{
    bool driver = slice_starts(t, SLICE("AT")) && t.n > 2 && !ascii_alnum(t.p[2]);
    bool buffer = slice_contains(t, SLICE("UART TX buffer")) ||
                  slice_contains(t, SLICE("UART RX buffer")) || slice_contains(t, SLICE("SPWF>"));
    bool glued = t.n > 2 && (slice_starts(t, SLICE("<<")) || slice_starts(t, SLICE(">>"))) &&
                 ascii_alpha(t.p[2]);
    bool open = slice_find_byte(t, '(', 0) < t.n && slice_find_byte(t, ')', 0) == t.n;
    return driver || buffer || glued || open || t.p[0] == '#' || slice_starts(t, SLICE("//")) ||
           slice_starts(t, SLICE("/*")) || slice_contains(t, SLICE("\""));
}

bool front_is_weak(struct slice front)
{
    return front_side(front).word.n == 0 && front_words(front) == 0;
}

/* The end of binary data in front of its answer is no label. */
static bool is_text(struct slice t)
{
    uint32_t cp = 0;
    for (size_t i = 0, n = 0; i < t.n; i += n) {
        n = utf8_decode(t, i, &cp);
        if (n == 0 || (cp < 0x20 && cp != '\t') || cp == 0x7F) {
            return false;
        }
    }
    return true;
}

bool front_is_label(struct slice front)
{
    struct slice t = slice_trim(front);
    struct front_side side = front_side(t);
    size_t words = 0;
    uint8_t last = 0;

    if (t.n == 0 || is_foreign(t) || !is_text(t)) {
        return false;
    }
    words = front_words(t);
    last = t.p[t.n - 1];
    if (side.word.n > 0 && side.word.p + side.word.n == t.p + t.n) {
        return words <= (count(t, ascii_digit) > 0 ? 6u : 2u);
    }
    switch (last) {
    case ':':
    case '>':
    case ']':
    case '}':
    case '|':
    case ';':
    case '$':
        return words <= 6;
    case ',':
        return words <= 2 && count(t, ascii_digit) > 0;
    case ')':
    case '=':
    case '-':
        return words <= 5 && (side.word.n > 0 || count(t, ascii_digit) > 0 || words == 0);
    default: /* "12. ", "* ", a bullet */
        return words == 0 &&
               (!ascii_alnum(last) || front.p[front.n - 1] == ' ' || front.p[front.n - 1] == '\t');
    }
}

/* ---- times ------------------------------------------------------------------------------------------------ */

static const struct stamp_shape shapes[] = {
    {"", "%Y-%m-%dT%H:%M:%S%.%f", STAMP_WALL},
    {"", "%Y-%m-%dT%H:%M:%S", STAMP_WALL},
    {"", "%Y-%m-%d%_%H:%M:%S%.%f", STAMP_WALL},
    {"", "%Y-%m-%d%_%H:%M:%S", STAMP_WALL},
    {"", "%Y/%m/%d%_%H:%M:%S%.%f", STAMP_WALL},
    {"", "%Y/%m/%d%_%H:%M:%S", STAMP_WALL},
    {"", "%H:%M:%S.%f,%u", STAMP_START},
    {"", "%H:%M:%S%.%f", STAMP_CLOCK},
    {"", "%H:%M:%S", STAMP_CLOCK},
    {"", "%s.%f", STAMP_WALL},
    {"", "%n.%f", STAMP_START},
};

bool front_stamp(struct slice front, struct stamp *out)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        for (size_t at = 0; at < front.n; at += number_at(front, at) + 1) {
            bool begins = ascii_digit(front.p[at]) &&
                          (at == 0 || !ascii_alnum(front.p[at - 1]) || front.p[at - 1] == 'T');
            size_t n = begins ? stamp_match(&shapes[i], slice_from(front, at), out) : 0;
            if (n > 0 && (at + n == front.n || !ascii_digit(front.p[at + n]))) {
                return true;
            }
        }
    }
    return false;
}
