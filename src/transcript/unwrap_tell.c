/* What was recognised, in words. */
#include "transcript/unwrap.h"
#include "transcript/wrap.h"

bool unwrap_is_truncated(const struct unwrap *u)
{
    for (size_t i = 0; i < wrap_count; i++) {
        if (u->tallies[i].truncated) {
            return true;
        }
    }
    return false;
}

static void put_reason(const struct unwrap *u, const struct channel *c, enum direction d,
                       struct buf *out)
{
    if (u->channels.sides.swap || u->channels.sides.n > 0) {
        buf_cstr(out, " (as told)");
    } else if (d == DIR_MODULE && c->module > 0) {
        buf_cstr(out, " (it answers)");
    } else if (d == DIR_HOST && c->host > 0) {
        buf_cstr(out, " (it gives commands)");
    } else if (c->prior == d) {
        buf_cstr(out, " (by the program's own words)");
    } else {
        buf_cstr(out, " (the other one answers)");
    }
}

void unwrap_put_directions(const struct unwrap *u, struct buf *out)
{
    static const char *const names[] = {"", " is the host", " is the module"};
    bool any = false;

    for (unsigned i = 0; i < CHANNELS; i++) {
        const struct channel *c = &u->channels.list[i];
        enum direction d = channel_direction(&u->channels, i);
        if (c->n_name == 0 || d == DIR_UNKNOWN) {
            continue;
        }
        buf_cstr(out, any ? ", '" : "'");
        for (size_t k = 0; k < c->n_name; k++) { /* names may come from the input */
            buf_byte(out, ascii_print(c->name[k]) ? c->name[k] : '?');
        }
        buf_byte(out, '\'');
        buf_cstr(out, names[d]);
        put_reason(u, c, d, out);
        any = true;
    }
}

bool unwrap_put_channels(const struct unwrap *u, struct buf *out)
{
    bool any = false;
    for (unsigned i = 0; i < CHANNELS; i++) {
        const struct channel *c = &u->channels.list[i];
        if (c->n_name == 0) {
            continue;
        }
        buf_cstr(out, any ? "', '" : "'");
        for (size_t k = 0; k < c->n_name; k++) {
            buf_byte(out, ascii_print(c->name[k]) ? c->name[k] : '?');
        }
        any = true;
    }
    buf_cstr(out, any ? "'" : "");
    return any;
}

/* ---- scores ----------------------------------------------------------------------------------------- */

static void explain_one(const struct wrap *w, const struct wrap_tally *t, uint64_t lines,
                        struct buf *out)
{
    uint64_t share = lines == 0 ? 0 : t->lines * 100 / lines;

    buf_printf(out, "  %3llu %%  %s: %llu lines from line %u on, %s",
               (unsigned long long)(share < 100 ? share : 100), w->name,
               (unsigned long long)t->lines, t->first, w->what);
    if (t->against > 0) {
        buf_printf(out, "; line %u spoke against it", t->against);
    }
    buf_cstr(out, t->truncated ? "; it was cut by the program\n" : "\n");
}

/* The one with the most lines among those with fewer than `below`, or as many and a later row. */
static size_t next_best(const struct unwrap *u, size_t last, uint64_t below)
{
    size_t best = wrap_count;
    for (size_t i = 0; i < wrap_count; i++) {
        uint64_t n = u->tallies[i].lines;
        bool later = n < below || (n == below && last < wrap_count && i > last);
        if (n > 0 && later && (best == wrap_count || n > u->tallies[best].lines)) {
            best = i;
        }
    }
    return best;
}

void unwrap_explain(const struct unwrap *u, uint64_t lines, uint32_t first, struct buf *out)
{
    size_t last = wrap_count;
    bool any = false;

    for (size_t i = next_best(u, last, UINT64_MAX); i < wrap_count;
         i = next_best(u, last, u->tallies[last].lines)) {
        explain_one(&wrap_all[i], &u->tallies[i], lines, out);
        last = i;
    }
    for (size_t i = 0; i < wrap_count && first > 0; i++) {
        if (u->tallies[i].lines == 0) {
            buf_cstr(out, any ? ", " : "    0 %  ");
            buf_cstr(out, wrap_all[i].name);
            any = true;
        }
    }
    if (any) {
        buf_printf(out, ": line %u is no sign of them, nor is a later one\n", first);
    }
}
