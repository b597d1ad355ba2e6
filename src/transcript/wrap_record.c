/* Recordings of our own (base/recording.h): "0.012345 < \r\nAT-S.OK\r\n". Each line is whole in itself, so
 * a part of a recording, or several one behind the other, are read as well as one from its beginning. */
#include "base/recording.h"
#include "transcript/wrap.h"

enum record_channel { CHANNEL_HOST, CHANNEL_MODULE, CHANNEL_BOTH };

struct recorded {
    bool dated, untimed;
    int64_t started_us; /* since 1970, of what follows */
    bool talking;       /* the last line was a piece, of: */
    unsigned channel;
};

_Static_assert(sizeof(struct recorded) <= WRAP_STATE, "the state of a wrapping is bounded");

bool sign_record(struct slice t)
{
    struct recording_piece p;
    struct slice escaped;
    uint64_t version = 0;
    return recording_read_version(t, &version) || recording_read_piece(t, &p, &escaped);
}

static void take_comment(struct unwrap *u, struct recorded *s, struct slice t)
{
    uint64_t version = 0;
    if (recording_read_version(t, &version)) {
        channels_flush(&u->channels);
        s->dated = s->untimed = false;
        u->newer = u->newer || version > RECORDING_VERSION;
    } else if (recording_read_started(t, &s->started_us)) {
        s->dated = true;
    } else if (recording_is_untimed(t)) {
        s->untimed = true; /* the lines may bear stamps of their own */
    }
}

/* What was said before a gap has no end, and what comes behind it is no part of it. */
static void take_event(struct unwrap *u, const struct recording_piece *p)
{
    if (recording_is(p, RECORDING_GAP) || recording_is(p, RECORDING_LOST)) {
        channels_flush(&u->channels);
        unwrap_gap(u);
    } else if (recording_is(p, RECORDING_REOPENED)) {
        channels_flush(&u->channels);
    } else {
        channels_settle(&u->channels);
    }
}

static unsigned channel_of(struct unwrap *u, enum recording_mark mark)
{
    switch (mark) {
    case RECORDING_HOST:
        unwrap_name(u, CHANNEL_HOST, SLICE(">"), DIR_HOST);
        return CHANNEL_HOST;
    case RECORDING_MODULE:
        unwrap_name(u, CHANNEL_MODULE, SLICE("<"), DIR_MODULE);
        return CHANNEL_MODULE;
    case RECORDING_UNKNOWN:
    case RECORDING_EVENT:
        break;
    }
    channel_mixed(&u->channels, CHANNEL_BOTH, SLICE("?"));
    return CHANNEL_BOTH;
}

static void take_bytes(struct unwrap *u, unsigned channel, struct slice escaped)
{
    size_t from = (size_t)(escaped.p - u->source->text.p);
    uint8_t byte = 0;
    for (size_t at = 0, n = 0; at < escaped.n; at += n) {
        n = recording_byte(escaped, at, &byte);
        unwrap_byte(u, channel, byte, from + at, n);
    }
    channel_pause(&u->channels, channel);
}

static void take_piece(struct unwrap *u, struct recorded *s, struct recording_piece *p,
                       struct slice escaped)
{
    const struct stamp stamp = {s->untimed ? STAMP_NONE
                                : s->dated ? STAMP_WALL
                                           : STAMP_START,
                                s->dated ? s->started_us + p->us : p->us};
    unwrap_stamp(u, stamp);
    s->talking = p->mark != RECORDING_EVENT;
    if (!s->talking) {
        p->bytes = escaped;
        take_event(u, p);
        return;
    }
    s->channel = channel_of(u, p->mark);
    take_bytes(u, s->channel, escaped);
}

bool take_record(struct unwrap *u, const struct line *l)
{
    struct recorded *s = (struct recorded *)(void *)u->state;
    struct recording_piece p = {0};
    struct slice escaped;

    if (l->fragment) { /* of another program: ours are short */
        if (s->talking) {
            take_bytes(u, s->channel, l->text);
        }
        return s->talking;
    }
    if (recording_read_piece(l->text, &p, &escaped)) {
        take_piece(u, s, &p, escaped);
        return true;
    }
    s->talking = false;
    take_comment(u, s, l->text);
    return l->text.n == 0 || l->text.p[0] == '#';
}
