/* The commands that a person typed for modules, kept from one run to the next: one a line in
 * $XDG_STATE_HOME/spwfdiag/history (else ~/.local/state/spwfdiag/history), for the person alone to read.
 * What cannot be kept is not kept, and nothing is said of it. May include: base/. */
#ifndef SPW_CLI_LIVE_HISTORY_H
#define SPW_CLI_LIVE_HISTORY_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A file that has grown beyond HISTORY_FILE_MAX keeps its newest HISTORY_KEPT_MAX bytes. */
enum { HISTORY_KEPT_MAX = 64 * 1024, HISTORY_FILE_MAX = 4 * HISTORY_KEPT_MAX };

/* Appends the newest lines, the oldest first, with LF behind each. */
void live_history_read(struct buf *lines);
/* `line` holds no line end and no secret. */
void live_history_add(struct slice line);

#ifdef __cplusplus
}
#endif
#endif
