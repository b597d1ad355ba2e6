/* What the engine is fed, and how its bytes are read again: of a capture file the file itself, followed as
 * it grows; of standard input what comes; of live traffic exactly what the recorder wrote, so that the
 * recording diagnosed afterwards gives the same report with the same places.
 * May include: base/, capture/, tui/scrollback.h, tui/spill.h. */
#ifndef SPW_TUI_INTAKE_H
#define SPW_TUI_INTAKE_H

#include <poll.h>

#include "capture/record.h"
#include "capture/source.h"
#include "tui/scrollback.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { INTAKE_FDS_MAX = SOURCE_FDS_MAX + 1 };

enum intake_state {
    INTAKE_BYTES, /* ask again */
    INTAKE_IDLE,  /* nothing at the moment: poll */
    INTAKE_END    /* no more will come */
};

struct intake_options {
    bool follow; /* a file: what is written to it later is read, too */
    struct source_options source;
    struct record_options record; /* of live traffic; without a path nothing is kept */
};

struct intake;

/* A file, "-", or a live source as in capture/source.h. The word and what the options point at must
 * outlive it. `why` gets a reason to print behind the word. */
enum spw_status intake_open(struct intake **out, const char *word, const struct intake_options *o,
                            struct buf *why) SPW_MUST_USE;
void intake_close(struct intake *in); /* NULL is fine; ends the recording */

/* Live traffic comes in the format of recordings, whatever it says: "record". Empty: as it is found. */
struct slice intake_framing(const struct intake *in);
size_t intake_poll(struct intake *in, struct pollfd *fds, int *timeout_ms);
/* The next bytes for the engine, borrowed until the next call. */
enum intake_state intake_next(struct intake *in, struct slice *bytes);
struct scroll_reader intake_reader(struct intake *in);

bool intake_can_send(const struct intake *in);
enum spw_status intake_send(struct intake *in, struct slice bytes, struct buf *why) SPW_MUST_USE;
/* A person's remark, into the recording. False: nothing is recorded. */
bool intake_note(struct intake *in, struct slice words);

/* For the screen; slices are borrowed until the next call of intake_next. */
struct slice intake_source(const struct intake *in);
struct slice intake_recording(const struct intake *in); /* its file; empty: none */
struct slice intake_trouble(const struct intake *in);   /* empty: all is well */
struct slice intake_hint(const struct intake *in); /* what a person needs to know; may be empty */
unsigned intake_gaps(const struct intake *in);
uint64_t intake_total(const struct intake *in); /* bytes of a file; 0: not known */
bool intake_is_live(const struct intake *in);   /* more may come */
/* The source or the file broke off: why; empty otherwise. */
struct slice intake_failure(const struct intake *in);

#ifdef __cplusplus
}
#endif
#endif
