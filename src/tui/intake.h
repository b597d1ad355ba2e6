/* What the engine is fed, and how its bytes are read again: of a capture file the file itself, followed as
 * it grows; of live traffic exactly what the recorder wrote, so that the recording diagnosed afterwards
 * gives the same report with the same places.
 * May include: base/, capture/, tui/scrollback.h, tui/spill.h. */
#ifndef SPW_TUI_INTAKE_H
#define SPW_TUI_INTAKE_H

#include <poll.h>

#include "base/buf.h"
#include "tui/scrollback.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { INTAKE_FDS_MAX = 8 };

enum intake_state {
    INTAKE_BYTES, /* ask again */
    INTAKE_IDLE,  /* nothing at the moment: poll */
    INTAKE_END    /* no more will come */
};

struct intake;

/* `why` gets a reason to print behind the word. */
enum spw_status intake_open_file(struct intake **out, const char *path, bool follow,
                                 struct buf *why) SPW_MUST_USE;
void intake_close(struct intake *in); /* NULL is fine */

size_t intake_poll(struct intake *in, struct pollfd *fds, int *timeout_ms);
/* The next bytes for the engine, borrowed until the next call. */
enum intake_state intake_next(struct intake *in, struct slice *bytes);
struct scroll_reader intake_reader(struct intake *in);

/* For the screen; slices are borrowed until the next call of intake_next. */
struct slice intake_source(const struct intake *in);
struct slice intake_recording(const struct intake *in); /* empty: none */
struct slice intake_trouble(const struct intake *in);   /* empty: all is well */
unsigned intake_gaps(const struct intake *in);
uint64_t intake_total(const struct intake *in); /* bytes of a file; 0: not known */
bool intake_is_live(const struct intake *in);   /* more may come */

#ifdef __cplusplus
}
#endif
#endif
