#include "tui/watch.h"

#include <string.h>

static void on_line(void *context, const struct spw_line *l)
{
    struct watch *w = context;
    scroll_add_line(&w->index, l);
    if (w->listener.line != NULL) {
        w->listener.line(w->listener.context, l);
    }
}

static void on_event(void *context, const struct spw_event *ev)
{
    struct watch *w = context;
    scroll_add_event(&w->index, ev);
    if (w->listener.event != NULL) {
        w->listener.event(w->listener.context, ev);
    }
}

static void on_state(void *context, size_t row, const struct spw_state_row *value)
{
    struct watch *w = context;
    scroll_add_state(&w->index, row, value);
    if (w->listener.state != NULL) {
        w->listener.state(w->listener.context, row, value);
    }
}

enum spw_status watch_init(struct watch *w, const struct spw_knowledge *k,
                           const struct spw_options *options, struct scroll_reader reader,
                           const struct watch_listener *listener)
{
    memset(w, 0, sizeof *w);
    w->knowledge = k;
    w->generation = UINT64_MAX;
    if (listener != NULL) {
        w->listener = *listener;
    }
    snapshot_init(&w->shown);
    ledger_init(&w->ledger);
    enum spw_status kept = scroll_init(&w->index, reader);
    enum spw_status status = spw_engine_new(&w->engine, k, options);
    if (status != SPW_OK) {
        return status;
    }
    spw_engine_observe(w->engine, &(struct spw_observer){on_line, on_event, on_state, w});
    return kept;
}

void watch_dispose(struct watch *w)
{
    spw_engine_free(w->engine);
    scroll_dispose(&w->index);
    snapshot_dispose(&w->shown);
    ledger_dispose(&w->ledger);
}

void watch_feed(struct watch *w, struct slice bytes)
{
    if (w->finished || bytes.n == 0) {
        return;
    }
    w->no_memory = spw_engine_feed(w->engine, bytes, TIME_NONE) != SPW_OK || w->no_memory;
    w->bytes += bytes.n;
    w->fresh = false;
}

void watch_refresh(struct watch *w, enum spw_peek how)
{
    if (w->fresh && how == w->how) {
        return;
    }
    if (!w->finished) {
        w->no_memory = spw_engine_peek(w->engine, how) != SPW_OK || w->no_memory;
    }
    w->how = how;
    w->fresh = true;
    uint64_t generation = spw_engine_generation(w->engine);
    if (generation == w->generation) {
        return;
    }
    w->generation = generation;
    w->no_memory = snapshot_take(&w->shown, spw_engine_report(w->engine)) != SPW_OK || w->no_memory;
    ledger_update(&w->ledger, &w->shown.report, scroll_count(&w->index), &w->listener.findings);
}

void watch_finish(struct watch *w)
{
    if (!w->finished) {
        w->no_memory = spw_engine_finish(w->engine) != SPW_OK || w->no_memory;
        w->finished = true;
        w->fresh = false;
        w->generation = UINT64_MAX;
        watch_refresh(w, SPW_PEEK_IF_ENDED);
    }
}

const struct spw_report *watch_report(const struct watch *w) { return &w->shown.report; }

const char *watch_row_label(struct watch *w, size_t row)
{
    size_t n = 0;
    const struct spw_state_row *rows = spw_engine_state(w->engine, &n);
    return row < n ? rows[row].label : NULL;
}

const char *watch_row_key(struct watch *w, size_t row)
{
    size_t n = 0;
    const struct spw_state_row *rows = spw_engine_state(w->engine, &n);
    return row < n ? rows[row].key : NULL;
}
