#include "include/merge.h"

#include "base/arena.h"
#include "base/array.h"
#include "base/memory.h"
#include "base/recording.h"
#include "transcript/channel.h"
#include "transcript/transcript.h"

enum { LINES_MAX = 16 * 1024 * 1024, RECORDING_BYTES_MAX = 1 << 30 };
static const size_t text_bytes_max = (size_t)512 * 1024 * 1024;
static const int64_t day_us = (int64_t)86400 * 1000000;

struct merge_line {
    struct slice text; /* in the arena */
    int64_t us;
    uint32_t line; /* in its capture, from 1 */
    enum line_end end;
    enum direction direction;
};

struct merge_capture {
    const struct spw_capture *capture;
    struct array lines; /* struct merge_line */
    size_t next;        /* line to be put next */
    enum stamp_kind kind;
    int64_t last_us;       /* of the last stamp */
    uint64_t host, module; /* lines that only this side says */
    uint32_t gap;          /* its line that says that bytes are missing; 0 none, or told */
    struct arena *text;
    bool full;
};

struct origin {
    uint32_t capture, line;
};

struct spw_merge {
    struct merge_capture captures[SPW_MERGE_MAX];
    size_t n;
    struct arena text;
    struct buf recording;
    struct array origins; /* struct origin, of each line of the recording; line 0: none */
    int64_t first_us;
    bool awaits; /* a command was put whose reply is not over */
};

/* ---- reading a capture --------------------------------------------------------------------------------- */

/* Lines without a stamp came with the line before; those before the first one with the first. */
static void take_stamp(struct merge_capture *c, const struct stamp *s)
{
    if (s->kind == STAMP_NONE) {
        return;
    }
    if (c->kind == STAMP_NONE) {
        c->kind = s->kind;
        for (size_t i = 0; i < c->lines.n; i++) {
            ARRAY_AT(&c->lines, struct merge_line, i)->us = s->us;
        }
    }
    c->last_us = s->kind == c->kind ? s->us : c->last_us;
}

static void on_line(void *context, const struct line *l)
{
    struct merge_capture *c = context;
    const enum direction speaker = channel_speaker(l->text);
    if (l->gap) {
        return; /* told by the transcript's facts */
    }
    take_stamp(c, &l->stamp);
    struct merge_line *line = array_push(&c->lines);
    const struct slice text = arena_copy(c->text, l->text);
    if (line == NULL || text.p == NULL) {
        c->full = true;
        return;
    }
    *line = (struct merge_line){text, c->last_us, l->segments[0].line, l->end, l->direction};
    c->host += speaker == DIR_HOST ? 1 : 0;
    c->module += speaker == DIR_MODULE ? 1 : 0;
}

static enum spw_status read_capture(struct merge_capture *c)
{
    struct transcript *t = NULL;
    enum spw_status status = transcript_new(&t, (struct line_sink){on_line, c});
    if (status == SPW_OK) {
        status = transcript_feed(t, c->capture->bytes);
        transcript_finish(t);
        c->gap = transcript_facts(t)->first_gap;
    }
    transcript_free(t);
    return status == SPW_OK && c->full ? SPW_LIMIT : status;
}

/* ---- one time for all ------------------------------------------------------------------------------------- */

static enum spw_status refuse(const struct merge_capture *c, const char *reason, struct buf *why)
{
    buf_put(why, c->capture->name);
    buf_cstr(why, reason);
    return SPW_INVALID;
}

static void count_by_day(struct merge_capture *c)
{
    for (size_t i = 0; c->kind == STAMP_WALL && i < c->lines.n; i++) {
        ARRAY_AT(&c->lines, struct merge_line, i)->us %= day_us;
    }
    c->kind = STAMP_CLOCK;
}

/* Dates are left aside when one capture has none. */
static enum spw_status agree_on_time(struct spw_merge *m, struct buf *why)
{
    bool clock = false;
    for (size_t i = 0; i < m->n; i++) {
        const struct merge_capture *c = &m->captures[i];
        if (c->kind == STAMP_NONE) {
            return refuse(c, " has no time stamps: captures are merged by them", why);
        }
        if ((c->kind == STAMP_START) != (m->captures[0].kind == STAMP_START)) {
            return refuse(c,
                          " counts its time differently: one capture has the time of day, another "
                          "the time since its start",
                          why);
        }
        clock = clock || c->kind == STAMP_CLOCK;
    }
    for (size_t i = 0; clock && i < m->n; i++) {
        count_by_day(&m->captures[i]);
    }
    return SPW_OK;
}

/* ---- who speaks ---------------------------------------------------------------------------------------------- */

/* A module echoes commands, a host never answers. */
static enum direction speaker_of(const struct merge_capture *c)
{
    if (c->module > 0) {
        return DIR_MODULE;
    }
    return c->host > 0 ? DIR_HOST : DIR_UNKNOWN;
}

static enum recording_mark mark_of(const struct merge_capture *c, const struct merge_line *l)
{
    enum direction d = l->direction != DIR_UNKNOWN ? l->direction : speaker_of(c);
    if (d == DIR_UNKNOWN) {
        return RECORDING_UNKNOWN;
    }
    return d == DIR_HOST ? RECORDING_HOST : RECORDING_MODULE;
}

/* Two captures of the module alone are not two sides of a session. */
static enum spw_status check_speakers(const struct spw_merge *m, struct buf *why)
{
    for (size_t i = 0; i < m->n; i++) {
        if (speaker_of(&m->captures[i]) == DIR_HOST || m->captures[i].host > 0) {
            return SPW_OK;
        }
    }
    return refuse(&m->captures[0], ": no command is in this capture, nor in the others", why);
}

/* ---- the order ------------------------------------------------------------------------------------------------- */

static const struct merge_line *ahead(const struct merge_capture *c)
{
    return ARRAY_AT(&c->lines, struct merge_line, c->next);
}

/* Of lines at the same time (stamps may count whole seconds) a reply comes before the next command. */
static bool is_before(const struct spw_merge *m, const struct merge_capture *a,
                      const struct merge_capture *b)
{
    const struct merge_line *x = ahead(a), *y = ahead(b);
    if (x->us != y->us) {
        return x->us < y->us;
    }
    bool x_answers = mark_of(a, x) == RECORDING_MODULE;
    bool y_answers = mark_of(b, y) == RECORDING_MODULE;
    return x_answers != y_answers && x_answers == m->awaits;
}

static struct merge_capture *earliest(struct spw_merge *m)
{
    struct merge_capture *best = NULL;
    for (size_t i = 0; i < m->n; i++) {
        struct merge_capture *c = &m->captures[i];
        if (c->next < c->lines.n && (best == NULL || is_before(m, c, best))) {
            best = c;
        }
    }
    return best;
}

static bool ends_reply(struct slice t)
{
    t = slice_trim(t);
    t = slice_starts(t, SLICE("AT-S.")) ? slice_from(t, 5) : t;
    return slice_eq(t, SLICE("OK")) || slice_starts(t, SLICE("ERROR"));
}

/* ---- the recording ----------------------------------------------------------------------------------------- */

static void note_origins(struct spw_merge *m, size_t from, struct origin o)
{
    for (size_t i = from; i < m->recording.n; i++) {
        if (m->recording.p[i] == '\n') {
            struct origin *out = array_push(&m->origins);
            if (out != NULL) {
                *out = o;
            }
        }
    }
}

static struct slice end_of(enum line_end end)
{
    switch (end) {
    case END_NONE:
        break;
    case END_LF:
        return SLICE("\n");
    case END_CRLF:
        return SLICE("\r\n");
    case END_CR:
        return SLICE("\r");
    }
    return slice_of(NULL, 0);
}

/* The first of a capture's gaps: one is enough to know that it has some. */
static void put_gap(struct spw_merge *m, struct merge_capture *c, const struct merge_line *l,
                    struct buf *words)
{
    if (c->gap == 0 || l->line < c->gap) {
        return;
    }
    buf_clear(words);
    buf_cstr(words, RECORDING_GAP " line ");
    buf_u64(words, c->gap);
    buf_cstr(words, " of ");
    buf_put(words, slice_sub(c->capture->name, 0, RECORDING_PIECE_MAX));
    const struct recording_piece p = {l->us - m->first_us, RECORDING_EVENT, buf_slice(words)};
    size_t from = m->recording.n;
    recording_put(&m->recording, &p);
    note_origins(m, from, (struct origin){(uint32_t)(c - m->captures), c->gap});
    c->gap = 0;
}

static void put_line(struct spw_merge *m, struct merge_capture *c, struct buf *bytes)
{
    const struct merge_line *l = ahead(c);
    struct recording_piece p = {l->us - m->first_us, mark_of(c, l), {0}};
    put_gap(m, c, l, bytes);
    size_t from = m->recording.n;
    buf_clear(bytes);
    buf_put(bytes, l->text);
    buf_put(bytes, end_of(l->end));
    p.bytes = buf_slice(bytes);
    recording_put(&m->recording, &p);
    note_origins(m, from, (struct origin){(uint32_t)(c - m->captures), l->line});
    m->awaits = p.mark == RECORDING_HOST ||
                (m->awaits && !(p.mark == RECORDING_MODULE && ends_reply(l->text)));
    c->next++;
}

static void put_head(struct spw_merge *m)
{
    const struct merge_capture *first = earliest(m);
    m->first_us = first == NULL ? 0 : ahead(first)->us;
    recording_put_head(&m->recording, m->captures[0].kind == STAMP_WALL ? m->first_us : TIME_NONE,
                       SLICE("merged"));
    note_origins(m, 0, (struct origin){0, 0});
}

static enum spw_status put_all(struct spw_merge *m)
{
    struct merge_capture *c = NULL;
    struct buf bytes;
    buf_init(&bytes, TRANSCRIPT_LINE_MAX + 2);
    put_head(m);
    while ((c = earliest(m)) != NULL) {
        put_line(m, c, &bytes);
    }
    buf_dispose(&bytes);
    return m->recording.status;
}

/* ---- the object ------------------------------------------------------------------------------------------------ */

static enum spw_status read_all(struct spw_merge *m, const struct spw_capture *captures,
                                struct buf *why)
{
    enum spw_status status = SPW_OK;
    for (size_t i = 0; i < m->n && status == SPW_OK; i++) {
        m->captures[i].capture = &captures[i];
        status = read_capture(&m->captures[i]);
        if (status != SPW_OK) {
            buf_put(why, captures[i].name);
            buf_cstr(why, " is too large to be merged");
        }
    }
    status = status == SPW_OK ? agree_on_time(m, why) : status;
    return status == SPW_OK ? check_speakers(m, why) : status;
}

enum spw_status spw_merge_new(struct spw_merge **out, const struct spw_capture *captures, size_t n,
                              struct buf *why)
{
    struct spw_merge *m = n <= SPW_MERGE_MAX ? MEMORY_NEW(struct spw_merge) : NULL;
    *out = NULL;
    if (m == NULL) {
        buf_cstr(why, n > SPW_MERGE_MAX ? "too many captures" : "no memory left");
        return n > SPW_MERGE_MAX ? SPW_LIMIT : SPW_NO_MEMORY;
    }
    m->n = n;
    arena_init(&m->text, text_bytes_max);
    buf_init(&m->recording, RECORDING_BYTES_MAX);
    array_init(&m->origins, sizeof(struct origin), LINES_MAX);
    for (size_t i = 0; i < n; i++) {
        array_init(&m->captures[i].lines, sizeof(struct merge_line), LINES_MAX);
        m->captures[i].text = &m->text;
    }
    enum spw_status status = read_all(m, captures, why);
    status = status == SPW_OK ? put_all(m) : status;
    if (status != SPW_OK) {
        spw_merge_free(m);
        return status;
    }
    *out = m;
    return SPW_OK;
}

void spw_merge_free(struct spw_merge *m)
{
    if (m == NULL) {
        return;
    }
    for (size_t i = 0; i < m->n; i++) {
        array_dispose(&m->captures[i].lines);
    }
    array_dispose(&m->origins);
    buf_dispose(&m->recording);
    arena_dispose(&m->text);
    memory_free(m);
}

struct slice spw_merge_recording(const struct spw_merge *m) { return buf_slice(&m->recording); }

bool spw_merge_origin(const struct spw_merge *m, uint32_t line, size_t *capture,
                      uint32_t *original_line)
{
    const struct origin *o =
        line > 0 ? ARRAY_AT(&m->origins, struct origin, (size_t)line - 1) : NULL;
    if (o == NULL || o->line == 0) {
        return false;
    }
    *capture = o->capture;
    *original_line = o->line;
    return true;
}
