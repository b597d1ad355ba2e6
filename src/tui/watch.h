/* One session under observation: the engine that reads it, the index of all that was told, the report as
 * it stands. Knows nothing of terminals. Feed, then refresh when somebody wants to look.
 * May include: base/, include/, tui/scrollback.h, tui/ledger.h, tui/snapshot.h. */
#ifndef SPW_TUI_WATCH_H
#define SPW_TUI_WATCH_H

#include "tui/ledger.h"
#include "tui/scrollback.h"
#include "tui/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Who wants to know more than the index keeps; functions may be NULL. */
struct watch_listener {
    void (*line)(void *context, const struct spw_line *l);
    void (*event)(void *context, const struct spw_event *ev);
    void (*state)(void *context, size_t row, const struct spw_state_row *value);
    struct ledger_sink findings;
    void *context;
};

struct watch {
    const struct spw_knowledge *knowledge;
    struct spw_engine *engine;
    struct scrollback index;
    struct snapshot shown;
    struct ledger ledger;
    struct watch_listener listener;
    uint64_t generation; /* of the engine when `shown` was taken */
    uint64_t bytes;      /* fed */
    enum spw_peek how;   /* `shown` was taken with it */
    bool fresh;          /* nothing was fed since */
    bool finished, no_memory;
};

/* `k`, the options and the reader must outlive it. Errors as of spw_engine_new; SPW_IO: no temporary
 * files. To be disposed of in any case. */
enum spw_status watch_init(struct watch *w, const struct spw_knowledge *k,
                           const struct spw_options *options, struct scroll_reader reader,
                           const struct watch_listener *listener) SPW_MUST_USE;
void watch_dispose(struct watch *w);

void watch_feed(struct watch *w, struct slice bytes);
/* Brings `shown` up to date: what can be said now, or as if nothing came any more. */
void watch_refresh(struct watch *w, enum spw_peek how);
/* No more will come. */
void watch_finish(struct watch *w);

const struct spw_report *watch_report(const struct watch *w); /* of the last refresh */
/* Label and key of a row of the state. NULL: there is none. */
const char *watch_row_label(struct watch *w, size_t row);
const char *watch_row_key(struct watch *w, size_t row);

#ifdef __cplusplus
}
#endif
#endif
