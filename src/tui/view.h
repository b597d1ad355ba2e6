/* The views: each turns what is known into rows of a page. The frame (layout.c) scrolls them and moves the
 * cursor; the trace, which is longer than any page, draws itself.
 * May include: tui/app.h, tui/roll.h. */
#ifndef SPW_TUI_VIEW_H
#define SPW_TUI_VIEW_H

#include "include/spwfdiag.h"
#include "tui/roll.h"

#ifdef __cplusplus
extern "C" {
#endif

struct app;

enum view_id {
    VIEW_TRACE,
    VIEW_FINDINGS,
    VIEW_STATE,
    VIEW_ATTEMPTS,
    VIEW_STORE,
    VIEW_LINE,
    VIEW_HELP,
    VIEW_COUNT
};

struct view {
    const char *name;                                /* "Findings" */
    void (*title)(struct app *app, struct buf *out); /* what stands behind the name; may be NULL */
    void (*build)(struct app *app, struct roll *roll); /* NULL: the trace */
    /* The row to show when the cursor is elsewhere; SIZE_MAX: stay. May be NULL. */
    size_t (*keep_in_sight)(struct app *app, const struct roll *roll);
};
extern const struct view view_findings, view_state, view_attempts, view_store, view_line, view_help;

/* view_trace.c */
void trace_draw(struct app *app, struct region r, bool focused);
/* What is shared by views. */
enum role role_of_severity(enum spw_severity s);
enum glyph glyph_of_severity(enum spw_severity s);

#ifdef __cplusplus
}
#endif
#endif
