#include "transcript/unwrap.h"

#include <string.h>

#include "base/memory.h"
#include "transcript/wrap.h"

static bool add_range(uint32_t *table, const char **p, uint32_t bit)
{
    const unsigned char from = (unsigned char)**p;
    unsigned char to = from;

    if ((*p)[1] == '-' && (*p)[2] != '\0') {
        to = (unsigned char)(*p)[2];
        *p += 2;
    }
    for (unsigned c = from; c <= to; c++) {
        table[c] |= bit;
    }
    *p += 1;
    return **p != '\0';
}

static void learn_starts(struct unwrap *u)
{
    for (size_t i = 0; i < wrap_count; i++) {
        const char *p = wrap_all[i].starts;
        while (*p != '\0' && add_range(u->starts, &p, 1u << i)) {
        }
        p = wrap_all[i].ends != NULL ? wrap_all[i].ends : "";
        while (*p != '\0' && add_range(u->ends, &p, 1u << i)) {
        }
    }
}

enum spw_status unwrap_new(struct unwrap **out, void (*line)(void *context, const struct line *l),
                           void *context)
{
    struct unwrap *u = MEMORY_NEW(struct unwrap);

    *out = u;
    if (u == NULL) {
        return SPW_NO_MEMORY;
    }
    u->line = line;
    u->context = context;
    channels_init(&u->channels, line, context);
    learn_starts(u);
    return SPW_OK;
}

void unwrap_free(struct unwrap *u)
{
    if (u != NULL) {
        channels_dispose(&u->channels);
        memory_free(u);
    }
}

const struct wrap *wrap_by_name(struct slice name)
{
    for (size_t i = 0; i < wrap_count; i++) {
        if (slice_eq(slice_cstr(wrap_all[i].name), name)) {
            return &wrap_all[i];
        }
    }
    return NULL;
}

const struct wrap *unwrap_main(const struct unwrap *u)
{
    const struct wrap *best = NULL;
    uint64_t most = 0;
    for (size_t i = 0; i < wrap_count; i++) {
        if (u->tallies[i].lines > most) {
            most = u->tallies[i].lines;
            best = &wrap_all[i];
        }
    }
    return best;
}

/* ---- whose line ---------------------------------------------------------------------------------- */

static struct wrap_tally *tally_of(struct unwrap *u, const struct wrap *w)
{
    return &u->tallies[w - wrap_all];
}

static bool take(struct unwrap *u, const struct wrap *w, const struct line *l)
{
    struct wrap_tally *t = tally_of(u, w);

    u->source = l;
    if (!w->take(u, l)) {
        return false;
    }
    t->lines++;
    t->first = t->first == 0 ? l->segments[0].line : t->first;
    return true;
}

static void begin(struct unwrap *u, const struct wrap *w)
{
    if (u->current != NULL) {
        channels_flush(&u->channels);
        for (unsigned i = 0; i < CHANNELS; i++) {
            u->channels.list[i].n_name = 0;
            u->channels.list[i].host = u->channels.list[i].module = 0;
        }
        u->channels.stamp = (struct stamp){STAMP_NONE, 0};
    }
    memset(u->state, 0, sizeof u->state);
    u->current = w;
}

/* A banner is one line: the wrapping around it goes on. */
static bool take_new(struct unwrap *u, const struct line *l)
{
    uint32_t bits = unwrap_may_start(u, l->text);

    for (size_t i = 0; bits != 0 && i < wrap_count; i++, bits >>= 1) {
        const struct wrap *w = &wrap_all[i];
        if ((bits & 1u) == 0 || w == u->current || (w->at_start && u->started) ||
            !w->sign(l->text)) {
            continue;
        }
        if (w->kind == WRAP_NOISE) {
            channels_settle(&u->channels);
            return take(u, w, l);
        }
        begin(u, w);
        if (take(u, w, l)) {
            return true;
        }
    }
    return false;
}

bool unwrap_line(struct unwrap *u, const struct line *l)
{
    if (u->off || l->fragment) {
        return u->current != NULL && !u->off && take(u, u->current, l);
    }
    if (u->forced != NULL && u->current == NULL) {
        begin(u, u->forced);
    }
    if (u->current != NULL && take(u, u->current, l)) {
        return true;
    }
    if (u->forced == NULL && take_new(u, l)) {
        return true;
    }
    if (u->current != NULL) {
        struct wrap_tally *t = tally_of(u, u->current);
        if (t->against == 0 && slice_trim(l->text).n > 0) {
            t->against = l->segments[0].line;
        }
        channels_settle(&u->channels);
    }
    return false;
}

void unwrap_finish(struct unwrap *u) { channels_flush(&u->channels); }

/* ---- for the wrappings -------------------------------------------------------------------------- */

void unwrap_byte(struct unwrap *u, unsigned channel, uint8_t byte, size_t at, size_t width)
{
    struct line_segment where = line_where(u->source, at);

    if (width > 1) {
        const struct line_segment last = line_where(u->source, at + width - 1);
        where.width = (uint16_t)(last.offset + last.width - where.offset);
    }
    where.step = where.width;
    channel_byte(&u->channels, channel, byte, &where);
}

void unwrap_text(struct unwrap *u, unsigned channel, size_t at, size_t n)
{
    channel_part(&u->channels, channel, u->source, at, n);
}

void unwrap_name(struct unwrap *u, unsigned channel, struct slice name, enum direction prior)
{
    channel_name(&u->channels, channel, name, prior);
}

void unwrap_stamp(struct unwrap *u, struct stamp s) { u->channels.stamp = s; }

void unwrap_end(struct unwrap *u, unsigned channel)
{
    const struct line *l = u->source;
    struct line_segment where = line_where(l, l->text.n);
    struct channel *ch = &u->channels.list[channel];

    if (!ch->begun) { /* a blank line is a line */
        channel_byte(&u->channels, channel, '\n', &where);
        return;
    }
    channel_end(&u->channels, channel, l->end == END_NONE ? END_NONE : l->end);
}

void unwrap_truncated(struct unwrap *u)
{
    if (u->current != NULL) {
        tally_of(u, u->current)->truncated = true;
    }
}

void unwrap_gap(struct unwrap *u)
{
    u->first_gap = u->gaps == 0 ? u->source->segments[0].line : u->first_gap;
    u->gaps++;
    struct line gap = *u->source;
    gap.text = slice_sub(gap.text, 0, 0);
    gap.stamp = u->channels.stamp;
    gap.uncleaned = NULL;
    gap.gap = true;
    u->line(u->context, &gap);
}

unsigned unwrap_channel(struct unwrap *u, struct slice name, enum direction prior)
{
    struct slice cut = slice_sub(name, 0, CHANNEL_NAME);
    for (unsigned i = 0; i < CHANNELS; i++) {
        const struct channel *ch = &u->channels.list[i];
        if (ch->n_name == 0 || i + 1 == CHANNELS || slice_eq(slice_of(ch->name, ch->n_name), cut)) {
            channel_name(&u->channels, i, cut, prior);
            return i;
        }
    }
    return 0;
}
