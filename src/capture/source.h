/* Where live traffic comes from: one object for a serial port, two taps, an application's port, a port
 * served over the network, a growing file, a recording that is played again. A kind of source is a row
 * of the table in source.c and a file source_<kind>.c.
 *
 * A user polls the descriptors of source_poll and takes pieces with source_next until it says
 * SOURCE_IDLE. Nothing blocks. What is written to the module comes back as a piece of the host's once the
 * port took it, so that a recording holds it at the moment at which it was sent.
 * A source that is unplugged is no error: a "gap" is a piece, and so is "reopened" when it is back.
 * Prints nothing: reasons go into a buffer. May include: capture/, base/. */
#ifndef SPW_CAPTURE_SOURCE_H
#define SPW_CAPTURE_SOURCE_H

#include <poll.h>

#include "base/recording.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    SOURCE_FDS_MAX = 4,
    SOURCE_WRITE_MAX = 65536 /* bytes that may wait to be sent */
};

enum source_flow { SOURCE_FLOW_NONE, SOURCE_FLOW_RTSCTS, SOURCE_FLOW_XONXOFF };

/* All-zero is the default of everything. */
struct source_options {
    unsigned baud; /* 0: 115200 */
    enum source_flow flow;
    const char *link;    /* bridge: a name for the pseudo terminal that the application opens */
    unsigned speed;      /* replay: so many times as fast, 0 as it was */
    bool max_speed;      /* replay: without delays */
    bool only_new;       /* a file: what it holds already is left out */
    bool stop_when_gone; /* an unplugged port or closed connection ends the source */
};

struct source;

enum source_state {
    SOURCE_PIECE, /* *piece is set; ask again */
    SOURCE_IDLE,  /* nothing at the moment: poll */
    SOURCE_END    /* no more will come; source_failure tells whether that was meant */
};

/* `word` is what a person names a source by (source_kind_at). On failure `why` gets a reason to print
 * behind the word, and *out is NULL. Options must outlive the source. */
enum spw_status source_open(struct source **out, const char *word, const struct source_options *o,
                            struct buf *why) SPW_MUST_USE;
void source_close(struct source *s); /* NULL is fine */

/* "serial /dev/ttyUSB0 115200 8N1": for the head of a recording. Borrowed until close. */
struct slice source_describe(const struct source *s);
/* When the source was opened, in microseconds since 1970; of a recording, when it was recorded.
 * TIME_NONE: not known; RECORDING_UNTIMED: what is said was said before. */
int64_t source_started_us(const struct source *s);
/* The time that a piece coming now would bear. Rises steadily, whatever happens to the wall clock. */
int64_t source_now_us(const struct source *s);
/* Something that a person needs to know before it works, such as the name of a bridge's terminal; may
 * be empty. Borrowed. */
struct slice source_hint(const struct source *s);

/* Fills at most SOURCE_FDS_MAX descriptors to poll, and how long to wait at most (-1: for ever). */
size_t source_poll(struct source *s, struct pollfd *fds, int *timeout_ms);
/* The next piece; its bytes are borrowed until the next call. */
enum source_state source_next(struct source *s, struct recording_piece *piece);
/* Why it ended, when that was not meant; empty otherwise. Borrowed. */
struct slice source_failure(const struct source *s);

bool source_can_write(const struct source *s);
/* Takes all of `bytes` or nothing. SPW_LIMIT: too much is waiting already. */
enum spw_status source_write(struct source *s, struct slice bytes, struct buf *why) SPW_MUST_USE;

/* ---- what there is -------------------------------------------------------------------------------------- */

struct source_kind {
    const char *prefix; /* "tap:"; NULL: told by the whole word */
    const char *form;   /* "tap:PORT,PORT" */
    const char *about;  /* one sentence */
};
/* For the help, in the table's order; NULL: there is none of this number. Static. */
const struct source_kind *source_kind_at(size_t i);

/* The serial ports of this machine, a line each: name, what the adapter says of itself, USB
 * vendor:product and serial number. SPW_NOT_FOUND: there are none. */
enum spw_status source_list_ports(struct buf *out, struct buf *why) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
