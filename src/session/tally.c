/* How often each meaning occurred, with its first and last place. Only the meanings that occur take
 * room: an attempt sees a dozen of some two hundred. */
#include <string.h>

#include "session/private.h"

void tally_init(struct tally *t)
{
    memset(t->index, 0, sizeof t->index);
    array_init(&t->entries, sizeof(struct tally_entry), M_COUNT);
}

void tally_reset(struct tally *t)
{
    memset(t->index, 0, sizeof t->index);
    array_clear(&t->entries);
}

void tally_dispose(struct tally *t) { array_dispose(&t->entries); }

const struct tally_entry *tally_find(const struct tally *t, enum meaning m)
{
    uint8_t i = (unsigned)m < M_COUNT ? t->index[m] : 0;
    return i == 0 ? NULL : ARRAY_AT(&t->entries, struct tally_entry, (size_t)i - 1);
}

static struct tally_entry *entry_of(struct tally *t, enum meaning m)
{
    struct tally_entry *e = NULL;
    if (t->index[m] != 0) {
        return (struct tally_entry *)t->entries.items + (t->index[m] - 1);
    }
    e = array_push(&t->entries);
    if (e != NULL) {
        e->meaning = m;
        t->index[m] = (uint8_t)t->entries.n;
    }
    return e;
}

static void keep_extra(struct occurrence *o, size_t i, struct slice v)
{
    size_t n = v.n < sizeof o->extra - o->n_extra ? v.n : sizeof o->extra - o->n_extra;
    o->values[i].at = (uint8_t)(MARK_TEXT_MAX + o->n_extra);
    o->values[i].n = (uint8_t)n;
    if (n > 0) {
        memcpy(o->extra + o->n_extra, v.p, n);
    }
    o->n_extra = (uint8_t)(o->n_extra + n);
}

static void keep_values(struct occurrence *o, const struct at_event *e)
{
    o->n_values = (uint8_t)(e->n_values < TALLY_VALUES ? e->n_values : TALLY_VALUES);
    o->n_extra = 0;
    for (size_t i = 0; i < o->n_values; i++) {
        struct slice v = e->values[i];
        bool inside = e->text.n > 0 && v.p >= e->text.p && v.p <= e->text.p + e->text.n;
        size_t at = inside ? (size_t)(v.p - e->text.p) : 0;
        if (!inside) {
            keep_extra(o, i, v);
        } else if (at + v.n <= o->mark.n) {
            o->values[i].at = (uint8_t)at;
            o->values[i].n = (uint8_t)v.n;
        } else {
            o->values[i].n = 255;
        }
    }
}

static void occurrence_set(struct occurrence *o, const struct at_event *e)
{
    o->sequence = e->sequence;
    mark_set(&o->mark, e->span, e->text);
    o->number = e->number;
    o->specs = e->specs;
    o->n_specs = (uint8_t)(e->n_specs < 255 ? e->n_specs : 255);
    o->stamp = e->stamp;
    keep_values(o, e);
}

struct occurrence *tally_note(struct session *s, const struct at_event *e)
{
    struct occurrence *o = &s->priv->newest[e->meaning];
    if (e->meaning == M_NONE) {
        return NULL;
    }
    if (s->priv->noted != e) {
        s->priv->noted = e;
        occurrence_set(o, e);
    }
    return o;
}

void tally_add(struct tally *t, enum meaning m, struct occurrence *newest)
{
    struct tally_entry *entry = newest != NULL ? entry_of(t, m) : NULL;
    if (entry == NULL) {
        return;
    }
    if (entry->count++ == 0) {
        entry->first = *newest;
    }
    entry->last = newest;
}

uint32_t tally_count(const struct tally *t, enum meaning m)
{
    const struct tally_entry *e = tally_find(t, m);
    return e != NULL ? e->count : 0;
}

const struct occurrence *tally_last(const struct tally *t, enum meaning m)
{
    const struct tally_entry *e = tally_find(t, m);
    return e != NULL ? e->last : NULL;
}

struct slice occurrence_value(const struct occurrence *o, enum param p)
{
    for (size_t i = 0; i < o->n_specs && i < o->n_values; i++) {
        if (o->specs[i].id != p || o->values[i].n == 255) {
            continue;
        }
        if (o->values[i].at >= MARK_TEXT_MAX) {
            return slice_of(o->extra + (o->values[i].at - MARK_TEXT_MAX), o->values[i].n);
        }
        return slice_of(o->mark.text + o->values[i].at, o->values[i].n);
    }
    return slice_of(NULL, 0);
}
