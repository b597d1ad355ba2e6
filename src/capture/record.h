/* The recording of a live session (base/recording.h), in a file or a row of files. Every piece is
 * written before its bytes are handed back, with write(2) and no buffer of our own, so that whoever is
 * killed loses nothing that he had seen.
 *
 * No file is ever overwritten: session.rec, session-2.rec, session-3.rec ... A device or pipe is
 * written as it is. When the disk is full the capture goes on: what is not written waits, up to
 * RECORD_WAITING_MAX bytes, and is written when there is room again; what does not even fit there is
 * dropped, counted, and told in the recording as "lost N bytes".
 * Prints nothing. May include: capture/, base/. */
#ifndef SPW_CAPTURE_RECORD_H
#define SPW_CAPTURE_RECORD_H

#include "base/recording.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { RECORD_WAITING_MAX = 4 * 1024 * 1024 };

/* All-zero: no file at all, the bytes are only made. */
struct record_options {
    const char *path;      /* "-" is standard output; NULL: none */
    uint64_t rotate_bytes; /* a new file when one is so large, at the next line end; 0: never */
    int64_t rotate_us;     /* ... when it is so old; 0: never */
};

struct record;

struct record_state {
    const char *path;     /* of the file being written; NULL: none */
    unsigned files;       /* begun so far */
    uint64_t bytes;       /* written, in all files */
    uint64_t waiting;     /* made, and not yet written */
    uint64_t lost;        /* bytes of the session that will never be written */
    struct slice failure; /* why nothing can be written at the moment; empty: it can. Borrowed */
};

/* Creates the file. `started_us` and `source` are for its head, as source.h tells them. On failure `why` gets a
 * reason to print behind the path, and *out is NULL. */
enum spw_status record_open(struct record **out, const struct record_options *o, int64_t started_us,
                            struct slice source, struct buf *why) SPW_MUST_USE;
/* Writes the piece. *bytes is what the recording has got by it, byte for byte, a head included when a
 * file began: what is fed to an engine so that it sees what the recording says. Borrowed until the next
 * call. SPW_IO: it waits or is lost (record_state); *bytes is good all the same. */
enum spw_status record_put(struct record *r, const struct recording_piece *p,
                           struct slice *bytes) SPW_MUST_USE;
/* The next piece begins a new file, unless the current one holds nothing yet: the module booted, a person
 * asked for it. */
void record_rotate(struct record *r);
/* Tries again to write what waits. Call it about once a second while there is a failure. */
void record_retry(struct record *r);
struct record_state record_state(const struct record *r);
/* Ends the recording with an "end" and frees it. False: something could not be written; *state, when given,
 * tells what, without its texts. */
bool record_close(struct record *r, int64_t us, struct record_state *state);

#ifdef __cplusplus
}
#endif
#endif
