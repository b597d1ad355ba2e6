/* The directions of a two-way capture: bytes of each are put together to lines of their own, and what
 * the lines say tells who speaks. Marks such as '<' and '>' mean opposite things in two programs, so
 * they only name a channel. May include: base/. */
#ifndef SPW_TRANSCRIPT_CHANNEL_H
#define SPW_TRANSCRIPT_CHANNEL_H

#include "transcript/gather.h"
#include "transcript/sides.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { CHANNELS = 4, CHANNEL_NAME = 24, CHANNEL_LINE_MAX = 65536 };

struct channel {
    size_t n_name;
    uint8_t name[CHANNEL_NAME];
    enum direction prior;  /* what the wrapping's own words say: "TX", "write" */
    bool mixed;            /* both sides are in it: its lines speak for themselves */
    uint64_t host, module; /* lines that only this side says */
    struct gather line;
    struct line_segment first; /* of the line, its end included */
    struct stamp stamp;
    bool begun;      /* `first` is set */
    bool after_cr;   /* the line ended in CR; its LF may follow */
    bool swallow_lf; /* ... and the line was handed on before that was known */
    bool fragment;
    uint64_t order; /* of the line's first byte */
};

struct channels {
    struct sides sides; /* as a person says */
    void (*line)(void *context, const struct line *l);
    void *context;
    struct stamp stamp; /* of the bytes that come next */
    uint64_t order;
    struct channel list[CHANNELS];
};

/* Who says such a line: what only one side ever says; DIR_UNKNOWN for all else. A module echoes commands, so
 * one answer outweighs any number of commands. */
enum direction channel_speaker(struct slice text);
void channels_init(struct channels *c, void (*line)(void *context, const struct line *l),
                   void *context);
void channels_dispose(struct channels *c);
/* Names a channel. A new name forgets what the old one said. */
void channel_name(struct channels *c, unsigned id, struct slice name, enum direction prior);
/* The wrapping does not tell the sides apart. */
void channel_mixed(struct channels *c, unsigned id, struct slice name);
void channel_byte(struct channels *c, unsigned id, uint8_t byte, const struct line_segment *where);
void channel_part(struct channels *c, unsigned id, const struct line *l, size_t at, size_t n);
/* The line of this channel ends here, whatever its bytes say. */
void channel_end(struct channels *c, unsigned id, enum line_end end);
/* A piece of this channel ends, and more may not come for long. A command that ended in CR is handed on:
 * hosts send no LF behind it, and if one comes all the same it is swallowed. */
void channel_pause(struct channels *c, unsigned id);
/* Another voice is about to speak: lines that only wait for a possible LF are handed on. */
void channels_settle(struct channels *c);
/* Hands on everything, oldest first. */
void channels_flush(struct channels *c);
/* Who speaks on a channel, as far as its lines, the other's and the wrapping's words tell. */
enum direction channel_direction(const struct channels *c, unsigned id);

#ifdef __cplusplus
}
#endif
#endif
