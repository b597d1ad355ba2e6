/* The live view: full screen, or plain lines. What the program calls; everything else in this folder is
 * behind it. May include: base/, include/, tui/app.h, tui/intake.h, tui/plain.h, tui/screen.h. */
#ifndef SPW_TUI_TUI_H
#define SPW_TUI_TUI_H

#include "tui/app.h"
#include "tui/intake.h"
#include "tui/screen.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tui_options {
    const struct spw_knowledge *knowledge;
    const struct spw_options *engine;
    struct screen_options screen;
    struct app_actions
        actions;    /* those that need the terminal or the source are filled in by tui_run */
    int silence_ms; /* after it the session is judged as if nothing came any more */
};

/* Runs until the person leaves, or a signal ends it. `in` is read to its end first of all. SPW_IO: the
 * terminal or temporary files cannot be used; `why` says so. *report is for the exit status; it lives
 * until tui_free. */
struct tui;
enum spw_status tui_run(struct tui **out, struct intake *in, const struct tui_options *o,
                        struct buf *why) SPW_MUST_USE;
const struct spw_report *tui_report(const struct tui *t);
int tui_signal(const struct tui *t); /* that ended it; 0: the person did */
void tui_free(struct tui *t);        /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
