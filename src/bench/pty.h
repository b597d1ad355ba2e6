/* A pseudo-terminal whose far end stands for the module's serial port. May include: base/. */
#ifndef SPW_BENCH_PTY_H
#define SPW_BENCH_PTY_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PTY_PATH_MAX = 4096 };

struct pty {
    int master;              /* ours; does not block */
    int slave;               /* kept open, so that hosts may come and go */
    char path[PTY_PATH_MAX]; /* what hosts open */
    char link[PTY_PATH_MAX]; /* a name of the user's own for it; "" none */
};

/* `link` may be NULL; a link that an earlier run left behind is replaced, nothing else is. False with the
 * reason in `why`. To be closed in any case. */
bool pty_open(struct pty *p, const char *link, struct buf *why);
void pty_close(struct pty *p); /* removes the link */

#ifdef __cplusplus
}
#endif
#endif
