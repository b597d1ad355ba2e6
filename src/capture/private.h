/* What the kinds of sources share. Private to capture/. */
#ifndef SPW_CAPTURE_PRIVATE_H
#define SPW_CAPTURE_PRIVATE_H

#include "base/memory.h"
#include "base/stamp.h"
#include "capture/source.h"

enum { SOURCE_BLOCK = 4096, SOURCE_WORDS_MAX = 8192 };

/* A kind of source. A word with its prefix is its; without a prefix `fits` decides. */
struct source_ops {
    struct source_kind kind;
    bool (*fits)(const char *word);
    /* `spec` is what follows the prefix. Sets s->own, and s->describe; after a failure close is called. */
    enum spw_status (*open)(struct source *s, const char *spec, struct buf *why);
    void (*close)(struct source *s);
    size_t (*poll)(struct source *s, struct pollfd *fds, int *timeout_ms);
    enum source_state (*next)(struct source *s, struct recording_piece *piece);
    int64_t (*now_us)(const struct source *s); /* NULL: the clock's */
    bool writes;                               /* takes s->outgoing */
};

struct source {
    const struct source_ops *ops;
    struct source_options options;
    void *own;                   /* the kind's */
    int64_t started_us;          /* since 1970; TIME_NONE */
    int64_t opened_us;           /* by source_clock_us */
    struct buf describe;         /* words for the head */
    struct buf hint;             /* for the person */
    struct buf failure;          /* why it ended; empty: it was meant */
    struct buf event;            /* the words of the event that was handed out last */
    struct buf outgoing;         /* to be written to the module */
    uint8_t block[SOURCE_BLOCK]; /* the bytes that were handed out last */
};

extern const struct source_ops source_serial, source_tap, source_bridge, source_tcp, source_replay,
    source_follow;

/* Microseconds of a clock that only goes forward. */
int64_t source_clock_us(void);
void source_put_error(struct buf *out, int error);
/* Shortens *timeout_ms (-1: for ever) so that poll ends no later than at `at_us`. */
void source_wait_until(int64_t at_us, int64_t now_us, int *timeout_ms);
/* Makes *piece the event that s->event says, or bytes at s->block. */
enum source_state source_say_event(struct source *s, struct recording_piece *piece);
enum source_state source_say_bytes(struct source *s, enum recording_mark mark, size_t n,
                                   struct recording_piece *piece);
/* "gap WHY", and "reopened after 2.150 s". */
enum source_state source_say_gap(struct source *s, const struct buf *why,
                                 struct recording_piece *piece);
enum source_state source_say_back(struct source *s, const char *name, int64_t gone_us,
                                  struct recording_piece *piece);
/* What waits to be sent when a port vanishes is not sent when it is back: nobody wants a command to be given
 * after minutes. Says so in `why`. */
void source_drop_outgoing(struct source *s, struct buf *why);
/* Takes `n` bytes from the front of s->outgoing into s->block. */
void source_sent(struct source *s, size_t n);

#endif
