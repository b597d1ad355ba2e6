#include "cli/boots.h"

#include <string.h>

enum { LINE_MAX = 65536 };

static void on_event(void *context, const struct spw_event *ev)
{
    struct boots *b = (struct boots *)context;
    b->seen =
        b->seen || (ev->kind == SPW_EVENT_INDICATION && slice_eq(ev->meaning, SLICE("power-on")));
}

enum spw_status boots_open(struct boots *b, const struct spw_knowledge *k)
{
    const struct spw_options options = {.now = TIME_NONE, .framing = SLICE("record")};
    const struct spw_observer observer = {.event = on_event, .context = b};
    memset(b, 0, sizeof *b);
    buf_init(&b->line, LINE_MAX);
    enum spw_status status = spw_engine_new(&b->engine, k, &options);
    if (status == SPW_OK) {
        spw_engine_observe(b->engine, &observer);
    }
    return status;
}

bool boots_in(struct boots *b, const struct recording_piece *p)
{
    b->seen = false;
    buf_clear(&b->line);
    recording_put(&b->line, p);
    return spw_engine_feed(b->engine, buf_slice(&b->line), TIME_NONE) == SPW_OK && b->seen;
}

void boots_dispose(struct boots *b)
{
    spw_engine_free(b->engine);
    buf_dispose(&b->line);
}
