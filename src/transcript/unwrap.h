/* Takes wrappings off lines. One object a level: an asciinema recording may show a log of socat.
 * May include: base/. */
#ifndef SPW_TRANSCRIPT_UNWRAP_H
#define SPW_TRANSCRIPT_UNWRAP_H

#include "base/status.h"
#include "transcript/channel.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { WRAPS_MAX = 32, WRAP_STATE = 4096 };
struct wrap;

/* What was seen of one wrapping. */
struct wrap_tally {
    uint64_t lines;   /* it took */
    uint32_t first;   /* line number of the first */
    uint32_t against; /* first line that it did not take while it was the current one; 0 none */
    bool truncated;   /* the program cut what it wrote down */
};

struct unwrap {
    void (*line)(void *context, const struct line *l);
    void *context;
    const struct wrap *current;
    const struct wrap *forced; /* given by a person */
    bool off;                  /* a person said that there is no wrapping */
    bool started;              /* a line with text was there before this one */
    const struct line *source; /* being taken */
    struct channels channels;
    uint32_t starts[256]; /* wrappings of which a line with this first byte may be a sign */
    uint32_t ends[256];   /* and with this last byte */
    struct wrap_tally tallies[WRAPS_MAX];
    uint64_t gaps;                  /* times at which bytes are known to be missing */
    uint32_t first_gap;             /* line number */
    bool newer;                     /* a recording of ours, in a version not known yet */
    const char *program;            /* that wrote of itself */
    enum stamp_kind time;           /* as a person says that stamps without a date are to be read */
    struct stamp standing;          /* a stamp on a line of its own: for what follows it */
    uint64_t state[WRAP_STATE / 8]; /* the current wrapping's own, zeroed when it begins */
};

enum spw_status unwrap_new(struct unwrap **out, void (*line)(void *context, const struct line *l),
                           void *context) SPW_MUST_USE;
void unwrap_free(struct unwrap *u);
/* False: the line is no wrapping's, but text as it stands. */
bool unwrap_line(struct unwrap *u, const struct line *l);
void unwrap_finish(struct unwrap *u);
/* Wrappings of which the line may be a sign, as bits. Cheap: "AT-S.", "AT+S." and "+WIND", most lines of
 * most captures, begin none. */
static inline uint32_t unwrap_may_start(const struct unwrap *u, struct slice t)
{
    if (t.n == 0) {
        return 0;
    }
    bool plain = t.n > 2 &&
                 (t.p[0] == 'A' ? t.p[2] == '-' || t.p[2] == '+' : t.p[0] == '+' && t.p[1] == 'W');
    return (plain ? 0 : u->starts[t.p[0]]) | u->ends[t.p[t.n - 1]];
}
/* May the line be of interest at all? */
static inline bool unwrap_may_take(const struct unwrap *u, struct slice t)
{
    return u->current != NULL || unwrap_may_start(u, t) != 0;
}
/* The wrapping that took the most lines, NULL when none took any. */
const struct wrap *unwrap_main(const struct unwrap *u);
const struct wrap *wrap_by_name(struct slice name);
bool unwrap_is_truncated(const struct unwrap *u);
/* "'>' is the host, '<' is the module: it says AT-S." */
void unwrap_put_directions(const struct unwrap *u, struct buf *out);
/* A line for each wrapping that took lines, those that took most first, with its share of the `lines` with text
 * that there were; at last the others. `first` is the first line with text. */
void unwrap_explain(const struct unwrap *u, uint64_t lines, uint32_t first, struct buf *out);
/* The names of the channels, for --direction. False: there are none. */
bool unwrap_put_channels(const struct unwrap *u, struct buf *out);

/* ---- for the wrappings: places are offsets in the line being taken -------------------------------- */

void unwrap_byte(struct unwrap *u, unsigned channel, uint8_t byte, size_t at, size_t width);
void unwrap_text(struct unwrap *u, unsigned channel, size_t at, size_t n);
void unwrap_name(struct unwrap *u, unsigned channel, struct slice name, enum direction prior);
void unwrap_stamp(struct unwrap *u, struct stamp s);
/* The line of the channel ends with the line being taken. */
void unwrap_end(struct unwrap *u, unsigned channel);
void unwrap_truncated(struct unwrap *u);
/* The wrapping itself says that bytes are missing here. */
void unwrap_gap(struct unwrap *u);
/* The channel called `name`, among those named so far; a new one when there is room. */
unsigned unwrap_channel(struct unwrap *u, struct slice name, enum direction prior);

#ifdef __cplusplus
}
#endif
#endif
