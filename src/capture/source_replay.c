/* A recording played again, with the delays it was recorded with, faster, or all at once. */
#include <string.h>

#include "capture/file.h"
#include "capture/private.h"

enum { LINE_MAX = 65536 };

struct replay {
    struct capture_file file;
    bool open, at_end, dated, untimed;
    struct slice block; /* of the file, what is not read yet */
    struct buf line;    /* begun, and not ended in the blocks so far */
    struct buf bytes;   /* of the piece */
    struct buf why;
    bool ready; /* a piece waits for its time, or: */
    bool given; /* ... was handed out; the next one is not read yet */
    struct recording_piece piece;
    int64_t base_us;   /* added to the stamps of the file's current head */
    int64_t first_us;  /* "# started" of the first head */
    int64_t handed_us; /* of the piece that was handed out last */
    int64_t last_us;   /* of the piece before */
};

/* ---- lines ---------------------------------------------------------------------------------------------- */

/* The next line of the file without its LF, valid until the next call; false at the end. */
static bool next_line(struct replay *r, struct slice *line)
{
    struct slice head, rest;
    buf_clear(&r->line);
    for (;;) {
        if (r->block.n == 0) {
            if (r->at_end || capture_file_next(&r->file, &r->block, &r->why) != SPW_OK ||
                r->block.n == 0) {
                r->at_end = true;
                *line = buf_slice(&r->line);
                return line->n > 0;
            }
        }
        bool whole = slice_split(r->block, '\n', &head, &rest);
        r->block = rest;
        if (whole && r->line.n == 0) {
            *line = head;
            return true;
        }
        buf_put(&r->line, slice_sub(head, 0, LINE_MAX - r->line.n));
        if (whole) {
            *line = buf_slice(&r->line);
            return true;
        }
    }
}

/* ---- pieces --------------------------------------------------------------------------------------------- */

/* The second of several recordings in one file begins when its head says, or right behind the first. */
static void take_head(struct replay *r, struct slice line)
{
    int64_t us = 0;
    uint64_t version = 0;
    if (recording_read_version(line, &version)) {
        r->base_us = r->last_us;
    } else if (recording_read_started(line, &us)) {
        r->first_us = r->dated ? r->first_us : us;
        r->base_us = r->dated && us - r->first_us > r->last_us ? us - r->first_us : r->base_us;
        r->dated = true;
    }
}

/* Reads on to the next piece. The "end" is made anew by whoever records the replay. */
static bool read_piece(struct replay *r)
{
    struct slice line, escaped;
    struct recording_piece p = {0};
    while (next_line(r, &line)) {
        if (!recording_read_piece(line, &p, &escaped)) {
            take_head(r, line);
            continue;
        }
        buf_clear(&r->bytes);
        recording_unescape(escaped, &r->bytes);
        p.bytes = buf_slice(&r->bytes);
        p.us += r->base_us;
        p.us = p.us > r->last_us ? p.us : r->last_us;
        r->last_us = p.us;
        if (!recording_is(&p, RECORDING_END) && !recording_is(&p, RECORDING_ROTATED)) {
            r->piece = p;
            return true;
        }
    }
    return false;
}

/* The head is read up to the first piece: it tells when and from what the recording was made. */
static enum spw_status read_head(struct source *s, struct buf *why)
{
    struct replay *r = s->own;
    struct slice line, words;
    uint64_t version = 0;
    if (!next_line(r, &line) || !recording_read_version(line, &version)) {
        buf_cstr(why, "is no recording of 'spwfdiag record'; only these can be played");
        return SPW_INVALID;
    }
    while (r->block.n > 0 && r->block.p[0] == '#' && next_line(r, &line)) {
        take_head(r, line);
        r->untimed = r->untimed || recording_is_untimed(line);
        if (recording_read_source(line, &words)) {
            buf_put(&s->describe, words);
        }
    }
    s->started_us = r->dated ? r->first_us : r->untimed ? RECORDING_UNTIMED : TIME_NONE;
    r->ready = read_piece(r);
    return SPW_OK;
}

static enum spw_status replay_open(struct source *s, const char *spec, struct buf *why)
{
    struct replay *r = MEMORY_NEW(struct replay);
    s->own = r;
    if (r == NULL) {
        buf_cstr(why, "no memory left");
        return SPW_NO_MEMORY;
    }
    buf_init(&r->line, LINE_MAX);
    buf_init(&r->bytes, LINE_MAX);
    buf_init(&r->why, SOURCE_WORDS_MAX);
    enum spw_status status = capture_file_open(&r->file, spec, why);
    r->open = status == SPW_OK;
    return r->open ? read_head(s, why) : status;
}

static void replay_close(struct source *s)
{
    struct replay *r = s->own;
    if (r->open) {
        capture_file_close(&r->file);
    }
    buf_dispose(&r->line);
    buf_dispose(&r->bytes);
    buf_dispose(&r->why);
    memory_free(r);
}

/* ---- time ------------------------------------------------------------------------------------------------ */

static unsigned speed_of(const struct source *s)
{
    return s->options.speed > 0 ? s->options.speed : 1;
}

static int64_t due_us(const struct source *s)
{
    const struct replay *r = s->own;
    return s->options.max_speed ? 0 : s->opened_us + r->piece.us / speed_of(s);
}

/* The recording's time: never before what was handed out, nor behind what comes next. */
static int64_t replay_now(const struct source *s)
{
    const struct replay *r = s->own;
    int64_t now = r->handed_us;
    if (!r->ready) {
        return r->last_us;
    }
    if (!s->options.max_speed) {
        int64_t passed = (source_clock_us() - s->opened_us) * speed_of(s);
        now = passed > now ? passed : now;
    }
    return now < r->piece.us ? now : r->piece.us;
}

static size_t replay_poll(struct source *s, struct pollfd *fds, int *timeout_ms)
{
    const struct replay *r = s->own;
    (void)fds;
    source_wait_until(r->ready ? due_us(s) : 0, source_clock_us(), timeout_ms);
    return 0;
}

static enum source_state replay_next(struct source *s, struct recording_piece *piece)
{
    struct replay *r = s->own;
    if (r->given) {
        r->given = false;
        r->ready = read_piece(r);
    }
    if (!r->ready) {
        buf_clear(&s->failure);
        buf_put(&s->failure, buf_slice(&r->why));
        return SOURCE_END;
    }
    if (source_clock_us() < due_us(s)) {
        return SOURCE_IDLE;
    }
    r->given = true;
    r->handed_us = r->piece.us;
    *piece = r->piece;
    return SOURCE_PIECE;
}

const struct source_ops source_replay = {
    .kind = {"replay:", "replay:FILE", "A recording, played again with its delays (--speed)."},
    .open = replay_open,
    .close = replay_close,
    .poll = replay_poll,
    .next = replay_next,
    .now_us = replay_now,
};
