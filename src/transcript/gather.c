#include "transcript/gather.h"

void gather_init(struct gather *g, size_t max)
{
    buf_init(&g->text, max);
    array_init(&g->segments, sizeof(struct line_segment), max);
}

void gather_dispose(struct gather *g)
{
    buf_dispose(&g->text);
    array_dispose(&g->segments);
}

void gather_clear(struct gather *g)
{
    buf_clear(&g->text);
    array_clear(&g->segments);
}

/* Does a byte at `where` continue the last run? The second byte of a run tells its step. */
static bool continues(const struct gather *g, const struct line_segment *where)
{
    struct line_segment *s = array_at(&g->segments, g->segments.n - 1);
    size_t bytes = 0;

    if (s == NULL || s->line != where->line || s->width != where->width) {
        return false;
    }
    bytes = g->text.n - s->at;
    if (bytes == 1 && where->offset > s->offset && where->offset - s->offset <= UINT16_MAX) {
        s->step = (uint16_t)(where->offset - s->offset);
        return true;
    }
    return where->offset == s->offset + bytes * s->step;
}

static void begin_run(struct gather *g, const struct line_segment *where)
{
    struct line_segment *s = array_push(&g->segments);
    if (s != NULL) { /* without memory the run before stands for this one too */
        *s = *where;
        s->at = g->text.n;
    }
}

void gather_byte(struct gather *g, uint8_t byte, const struct line_segment *where)
{
    if (!continues(g, where)) {
        begin_run(g, where);
    }
    buf_byte(&g->text, byte);
}

/* Bytes that stand as evenly as `where` says. */
static void put_run(struct gather *g, struct slice bytes, const struct line_segment *where)
{
    const struct line_segment *s = array_at(&g->segments, g->segments.n - 1);
    if (s == NULL || s->step != where->step || !continues(g, where)) {
        begin_run(g, where);
    }
    buf_put(&g->text, bytes);
}

void gather_part(struct gather *g, const struct line *l, size_t at, size_t n)
{
    while (n > 0) {
        struct line_segment where = line_where(l, at);
        size_t run = 0;
        /* A run ends where the next byte does not stand where this one's step would put it. */
        if (l->n_segments == 1) {
            run = n;
        } else {
            struct line_segment next = where;
            while (run < n && next.line == where.line &&
                   next.offset == where.offset + run * where.step && next.step == where.step) {
                run++;
                next = run < n ? line_where(l, at + run) : next;
            }
        }
        put_run(g, slice_sub(l->text, at, run), &where);
        at += run;
        n -= run;
    }
}

void gather_line(const struct gather *g, const struct line_segment *at, struct line *out)
{
    out->text = buf_slice(&g->text);
    out->base = 0;
    out->segments = g->segments.n > 0 ? g->segments.items : at;
    out->n_segments = g->segments.n > 0 ? (unsigned)g->segments.n : 1;
}
