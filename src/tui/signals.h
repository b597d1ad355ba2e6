/* Signals as bytes in a pipe: poll sees them, and nothing else is done in a handler.
 * May include: base/. */
#ifndef SPW_TUI_SIGNALS_H
#define SPW_TUI_SIGNALS_H

#include <stdbool.h>

#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct signals {
    int read_fd;
    bool resized, resumed, stop; /* stop: the terminal asked the program to stand still */
    int ends;                    /* the signal that asks the program to end; 0 none */
};

/* One at a time. `with_screen`: those about the terminal too. */
enum spw_status signals_open(struct signals *s, bool with_screen) SPW_MUST_USE;
void signals_close(struct signals *s); /* all as it was */
void signals_read(struct signals *s);  /* takes what came since; flags stay until they are reset */

#ifdef __cplusplus
}
#endif
#endif
