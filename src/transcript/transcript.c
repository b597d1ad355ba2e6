#include "transcript/transcript.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/memory.h"
#include "transcript/clean.h"
#include "transcript/encoding.h"
#include "transcript/peel.h"
#include "transcript/wrap.h"

/* The unfinished last line of a piece waits in `carry` for its rest. It never holds more than one
 * line of the maximum length and the bytes that tell how it ends. */
struct transcript {
    struct transcript_facts facts;
    struct peel peel;
    struct encoding encoding;
    unsigned unit;   /* bytes a character: 2 in UTF-16 */
    unsigned mark;   /* bytes of the byte order mark */
    uint64_t offset; /* of the next unconsumed character behind the mark */
    uint32_t line;   /* number of the current physical line, from 1 */
    uint32_t column; /* 1, or where a fragment starts */
    bool in_fragment;
    size_t n_carry;
    uint8_t carry[TRANSCRIPT_LINE_MAX + 2];
};

enum spw_status transcript_new(struct transcript **out, struct line_sink sink)
{
    struct transcript *t = MEMORY_NEW(struct transcript);
    if (t == NULL) {
        return SPW_NO_MEMORY;
    }
    t->line = 1;
    t->column = 1;
    t->unit = 1;
    *out = t;
    return peel_init(&t->peel, sink, &t->facts);
}

void transcript_free(struct transcript *t)
{
    if (t != NULL) {
        peel_dispose(&t->peel);
        memory_free(t);
    }
}

/* Index of the first CR or LF, n when there is none. Lines are short (36 bytes on average), so a call
 * of memchr for each of the two would cost more than the search. */
static size_t find_end(const uint8_t *p, size_t n)
{
    size_t i = 0;
#if defined(__SSE2__)
    const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    for (; i + 16 <= n; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
        int hits = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)));
        if (hits != 0) {
            return i + (size_t)__builtin_ctz((unsigned)hits);
        }
    }
#endif
    while (i < n && p[i] != '\n' && p[i] != '\r') {
        i++;
    }
    return i;
}

static void count_end(struct transcript_facts *f, enum line_end end, bool blank)
{
    f->lines++;
    f->first_text = f->first_text == 0 && !blank ? (uint32_t)f->lines : f->first_text;
    f->blank_lines += blank ? 1 : 0;
    f->crlf += end == END_CRLF ? 1 : 0;
    f->lf += end == END_LF ? 1 : 0;
    f->cr += end == END_CR ? 1 : 0;
}

/* `n` bytes of text at p, followed by `n_end` bytes of line end. */
static void emit(struct transcript *t, const uint8_t *p, size_t n, enum line_end end, size_t n_end)
{
    const struct line_segment where = {
        0, t->mark + t->offset * t->unit, t->line, t->column, (uint16_t)t->unit, (uint16_t)t->unit};
    struct line l;

    l.stamp.kind = STAMP_NONE;
    l.stamp.us = 0;
    l.text = slice_of(p, n);
    l.segments = &where;
    l.n_segments = 1;
    l.base = 0;
    l.end = end;
    l.direction = DIR_UNKNOWN;
    l.blank_before = 0;
    l.gap = false;
    l.cut = end == END_NONE && n == TRANSCRIPT_LINE_MAX;
    l.fragment = t->in_fragment;
    l.uncleaned = NULL;
    t->in_fragment = l.cut;
    t->offset += n + n_end;
    t->column = l.cut ? t->column + (uint32_t)(n * t->unit) : 1;
    if (!l.cut) {
        count_end(&t->facts, end, n == 0);
    }
    peel_line(&t->peel, &l);
    t->line += l.cut ? 0 : 1;
}

/* Emits one line from the start of p[0..n). Returns the bytes consumed; 0: more are needed to know
 * where it ends. With `last` no more will come. */
static size_t take_line(struct transcript *t, const uint8_t *p, size_t n, bool last)
{
    size_t window = n < TRANSCRIPT_LINE_MAX + 1 ? n : TRANSCRIPT_LINE_MAX + 1;
    size_t end = find_end(p, window);

    if (end == window) {
        if (n > TRANSCRIPT_LINE_MAX) {
            emit(t, p, TRANSCRIPT_LINE_MAX, END_NONE, 0);
            return TRANSCRIPT_LINE_MAX;
        }
        if (last && n > 0) {
            emit(t, p, n, END_NONE, 0);
            return n;
        }
        return 0;
    }
    if (p[end] == '\n') {
        emit(t, p, end, END_LF, 1);
        return end + 1;
    }
    if (end + 1 == n && !last) {
        return 0; /* a CR: the next byte tells whether an LF belongs to it */
    }
    if (end + 1 < n && p[end + 1] == '\n') {
        emit(t, p, end, END_CRLF, 2);
        return end + 2;
    }
    emit(t, p, end, END_CR, 1);
    return end + 1;
}

/* Completes the carried line with bytes from *bytes. False: it is still unfinished, all are taken. */
static bool finish_carry(struct transcript *t, struct slice *bytes)
{
    while (t->n_carry > 0) {
        size_t room = sizeof t->carry - t->n_carry;
        size_t want = find_end(bytes->p, bytes->n < room ? bytes->n : room);
        size_t take = want + 2 < room ? want + 2 : room;
        size_t used = 0;

        take = take < bytes->n ? take : bytes->n;
        if (take > 0) {
            memcpy(t->carry + t->n_carry, bytes->p, take);
        }
        used = take_line(t, t->carry, t->n_carry + take, false);
        if (used == 0) {
            t->n_carry += take;
            *bytes = slice_from(*bytes, take);
            return false;
        }
        if (used < t->n_carry) { /* a carried CR that ended its line alone, or a full fragment */
            memmove(t->carry, t->carry + used, t->n_carry - used);
            t->n_carry -= used;
            continue;
        }
        *bytes = slice_from(*bytes, used - t->n_carry);
        t->n_carry = 0;
    }
    return true;
}

static void feed(struct transcript *t, struct slice bytes)
{
    t->peel.odd = t->peel.odd || clean_is_needed(bytes);
    if (bytes.n == 0 || !finish_carry(t, &bytes)) {
        return;
    }
    for (;;) {
        size_t used = take_line(t, bytes.p, bytes.n, false);
        if (used == 0) {
            break;
        }
        bytes = slice_from(bytes, used);
    }
    if (bytes.n > 0) {
        memcpy(t->carry, bytes.p, bytes.n);
    }
    t->n_carry = bytes.n;
}

static void feed_pairs(struct transcript *t, struct slice bytes)
{
    uint8_t narrow[1024];
    while (bytes.n > 0) {
        size_t n = encoding_decode(&t->encoding, &bytes, narrow, sizeof narrow);
        feed(t, slice_of(narrow, n));
    }
}

static void feed_encoded(struct transcript *t, struct slice bytes)
{
    if (t->encoding.kind == ENCODING_BYTES) {
        feed(t, bytes);
    } else {
        feed_pairs(t, bytes);
    }
}

/* The first bytes tell whether a character has one byte or two; they are read when that is known. */
static bool learn_encoding(struct transcript *t, struct slice *bytes, bool last)
{
    uint8_t room[ENCODING_HEAD];
    struct slice head;

    if (!encoding_learn(&t->encoding, bytes, last)) {
        return false;
    }
    t->facts.two_bytes = t->encoding.kind != ENCODING_BYTES;
    t->unit = t->facts.two_bytes ? 2 : 1;
    t->mark = t->encoding.mark;
    t->column += t->mark;
    head = encoding_head(&t->encoding);
    if (head.n > 0) {
        memcpy(room, head.p, head.n);
    }
    t->encoding.n_head = 0;
    feed_encoded(t, slice_of(room, head.n));
    return true;
}

enum spw_status transcript_feed(struct transcript *t, struct slice bytes)
{
    t->facts.bytes += bytes.n;
    if (t->encoding.kind == ENCODING_UNKNOWN && !learn_encoding(t, &bytes, false)) {
        return SPW_OK;
    }
    feed_encoded(t, bytes);
    return SPW_OK;
}

void transcript_finish(struct transcript *t)
{
    size_t at = 0;

    if (t->encoding.kind == ENCODING_UNKNOWN) {
        (void)learn_encoding(t, &(struct slice){0}, true);
    }
    while (at < t->n_carry) {
        size_t used = take_line(t, t->carry + at, t->n_carry - at, true);
        if (used == 0) {
            break;
        }
        at += used;
    }
    t->n_carry = 0;
    peel_finish(&t->peel);
}

/* ---- what the input was ----------------------------------------------------------------------- */

const struct transcript_facts *transcript_facts(struct transcript *t)
{
    const struct unwrap *u = peel_main(&t->peel);
    const struct wrap *w = u != NULL ? unwrap_main(u) : NULL;
    struct transcript_facts *f = &t->facts;

    f->program = NULL;
    for (unsigned i = 0; i < PEEL_LEVELS && f->program == NULL; i++) {
        f->program = t->peel.levels[i].unwrap->program;
    }
    f->framing = w != NULL ? w->name : NULL;
    f->framing_what = w != NULL ? w->what : NULL;
    f->labels = w != NULL && w->kind == WRAP_LABELLED;
    f->two_way = w != NULL && w->kind == WRAP_TWO_WAY;
    f->distances = ticker_counts_distances(&t->peel.ticker);
    f->gaps = u != NULL ? u->gaps : 0;
    f->first_gap = u != NULL ? u->first_gap : 0;
    f->newer = u != NULL && u->newer;
    f->truncated = u != NULL && unwrap_is_truncated(u);
    return f;
}

void transcript_put_directions(const struct transcript *t, struct buf *out)
{
    const struct unwrap *u = peel_main(&t->peel);
    if (u != NULL) {
        unwrap_put_directions(u, out);
    }
}

/* Of inner levels only what took lines is told: most captures are wrapped once. */
void transcript_explain(const struct transcript *t, struct buf *out)
{
    const struct transcript_facts *f = &t->facts;
    for (unsigned i = 0; i < PEEL_LEVELS; i++) {
        const struct peel_level *level = &t->peel.levels[i];
        bool inner = i > 0;
        if (inner && unwrap_main(level->unwrap) != NULL) {
            buf_cstr(out, "wrapped in it:\n");
        }
        unwrap_explain(level->unwrap, inner ? level->lines : f->lines - f->blank_lines,
                       inner ? 0 : f->first_text, out);
    }
}

bool transcript_put_channels(const struct transcript *t, struct buf *out)
{
    const struct unwrap *u = peel_main(&t->peel);
    return u != NULL && unwrap_put_channels(u, out);
}

static enum spw_status set_time(struct transcript *t, struct slice name)
{
    static const struct {
        const char *name;
        enum stamp_kind kind;
    } kinds[] = {{"wall", STAMP_WALL},
                 {"clock", STAMP_CLOCK},
                 {"start", STAMP_START},
                 {"delta", STAMP_DELTA},
                 {"none", STAMP_NONE}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (slice_eq(name, slice_cstr(kinds[i].name))) {
            t->peel.no_times = kinds[i].kind == STAMP_NONE;
            t->peel.ticker.forced = kinds[i].kind;
            for (unsigned k = 0; k < PEEL_LEVELS; k++) {
                t->peel.levels[k].unwrap->time = kinds[i].kind;
            }
            return SPW_OK;
        }
    }
    return name.n == 0 || slice_eq(name, SLICE("auto")) ? SPW_OK : SPW_INVALID;
}

enum spw_status transcript_set(struct transcript *t, const struct transcript_options *o)
{
    struct unwrap *u = t->peel.levels[0].unwrap;
    bool recognise = o->framing.n == 0 || slice_eq(o->framing, SLICE("auto"));
    struct sides sides;

    if (sides_parse(&sides, o->direction) != SPW_OK || set_time(t, o->time) != SPW_OK) {
        return SPW_INVALID;
    }
    for (unsigned i = 0; i < PEEL_LEVELS; i++) {
        t->peel.levels[i].unwrap->channels.sides = sides;
    }
    u->forced = wrap_by_name(o->framing);
    u->off = slice_eq(o->framing, SLICE("raw"));
    return recognise || u->off || u->forced != NULL ? SPW_OK : SPW_NOT_FOUND;
}

void transcript_framings(struct buf *out)
{
    buf_cstr(out, "raw");
    for (size_t i = 0; i < wrap_count; i++) {
        if (wrap_all[i].kind != WRAP_NOISE) {
            buf_byte(out, ' ');
            buf_cstr(out, wrap_all[i].name);
        }
    }
}
