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

static void put_reason(const struct channel *c, enum direction d, struct buf *out)
{
    if (d == DIR_MODULE && c->module > 0) {
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
        put_reason(c, d, out);
        any = true;
    }
}

void unwrap_explain(const struct unwrap *u, struct buf *out)
{
    for (size_t i = 0; i < wrap_count; i++) {
        const struct wrap_tally *t = &u->tallies[i];
        if (t->lines == 0) {
            continue;
        }
        buf_printf(out, "%s: %llu lines from line %u on, %s", wrap_all[i].name,
                   (unsigned long long)t->lines, t->first, wrap_all[i].what);
        if (t->against > 0) {
            buf_printf(out, "; line %u spoke against it", t->against);
        }
        buf_cstr(out, t->truncated ? "; it was cut by the program\n" : "\n");
    }
}
