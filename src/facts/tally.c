/* Questions about happenings, and about what the dialect's tables and variables tell. */
#include <string.h>

#include "facts/cache.h"
#include "facts/get.h"

/* Meanings stand in the order of the lists in knowledge/meaning.def. */
#define ONE(suffix, name) +1
enum {
    FIRST_INDICATION = 1 SPW_COMMAND_MEANINGS(ONE) SPW_REPLY_MEANINGS(ONE),
    END_INDICATION = FIRST_INDICATION SPW_INDICATION_MEANINGS(ONE)
};
#undef ONE

static enum tally_scope default_tally(enum settle_kind kind)
{
    switch (kind) {
    case SETTLE_ATTEMPT:
        return TALLY_ATTEMPT;
    case SETTLE_BOOT:
        return TALLY_BOOT;
    case SETTLE_EXCHANGE:
    case SETTLE_OBJECT:
    case SETTLE_TRACE:
        break;
    }
    return TALLY_TRACE;
}

const struct tally *fact_tally(const struct fact_context *c, enum tally_scope which)
{
    if (which == TALLY_DEFAULT) {
        which = default_tally(c->settle->kind);
    }
    switch (which) {
    case TALLY_ATTEMPT:
        return c->settle->attempt != NULL ? &c->settle->attempt->tally : NULL;
    case TALLY_BOOT:
        return &session_of(c)->boot;
    case TALLY_DEFAULT:
    case TALLY_TRACE:
        break;
    }
    return &session_of(c)->trace;
}

/* May the module have kept quiet about `m`? True when a bit of its mask covers a number of `m`. */
static bool is_muted(const struct fact_context *c, enum meaning m)
{
    const struct dialect *d = session_of(c)->dialect;
    if (d == NULL || (int)m < FIRST_INDICATION || (int)m >= END_INDICATION) {
        return false;
    }
    struct wind_mask mask = wind_mask_of(c);
    if ((mask.words[0] | mask.words[1] | mask.words[2]) == 0) {
        return false;
    }
    for (size_t i = 0; i < d->n_indications; i++) {
        int n = d->indications[i].number;
        if (d->indications[i].meaning == m && n >= 0 && n < 96 &&
            (mask.words[n / 32] >> (n % 32) & 1U) != 0) {
            return true;
        }
    }
    return false;
}

static enum tri not_seen(const struct fact_context *c, const struct tally *t, enum meaning m)
{
    return t == NULL || c->settle->open || is_muted(c, m) ? TRI_UNKNOWN : TRI_NO;
}

enum tri fact_is_seen(const struct fact_context *c, enum tally_scope which, enum meaning m)
{
    const struct tally *t = fact_tally(c, which);
    return t != NULL && t->index[m] != 0 ? TRI_YES : not_seen(c, t, m);
}

struct value fact_seen(const struct fact_context *c, enum tally_scope which, enum meaning m)
{
    const struct tally *t = fact_tally(c, which);
    const struct tally_entry *e = t != NULL ? tally_find(t, m) : NULL;
    return e != NULL ? value_bool(true, place(&e->first.mark)) : value_tri(not_seen(c, t, m), NULL);
}

struct value fact_count(const struct fact_context *c, enum tally_scope which, enum meaning m)
{
    const struct tally *t = fact_tally(c, which);
    const struct tally_entry *e = t != NULL ? tally_find(t, m) : NULL;
    if (e == NULL) {
        return not_seen(c, t, m) == TRI_NO ? value_int(0, NULL) : value_unknown(VALUE_INT);
    }
    struct value v = value_count(e->count, place(&e->first.mark));
    if (e->count > 1) {
        v.at[1] = place(&e->last->mark);
    }
    return v;
}

/* The bytes of value i, which stand in the line or, when the line does not hold them, beside it. */
static bool value_bytes(const struct occurrence *o, size_t i, struct slice *out)
{
    size_t at = o->values[i].at;
    size_t n = o->values[i].n;
    bool beside = at >= MARK_TEXT_MAX;
    struct slice from = beside ? slice_of(o->extra, sizeof o->extra) : mark_text(&o->mark);
    at -= beside ? MARK_TEXT_MAX : 0;
    *out = slice_sub(from, at, n);
    return n != UINT8_MAX && at + n <= from.n;
}

/* The value called `name` by the row's specs; false when the row has none or it is not kept. */
static bool named_value(const struct occurrence *o, struct slice name, struct value *out)
{
    struct slice bytes = {NULL, 0};
    for (size_t i = 0; i < o->n_specs && i < o->n_values && i < TALLY_VALUES; i++) {
        if (!slice_eq_nocase(o->specs[i].name, name)) {
            continue;
        }
        if (!value_bytes(o, i, &bytes)) {
            return false;
        }
        *out = value_text(bytes, place(&o->mark));
        out->secret = o->specs[i].kind == KIND_SECRET;
        return true;
    }
    return false;
}

static struct value occurrence_number(const struct occurrence *o, struct slice text)
{
    int64_t n = 0;
    if (slice_to_i64(slice_trim(text), &n) == NUMBER_OK) {
        return value_int(n, place(&o->mark));
    }
    return o->number >= 0 ? value_int(o->number, place(&o->mark)) : value_unknown(VALUE_INT);
}

struct value fact_occurrence(const struct fact_context *c, enum tally_scope which, enum meaning m,
                             bool last, struct slice name)
{
    const struct tally *t = fact_tally(c, which);
    const struct tally_entry *e = t != NULL ? tally_find(t, m) : NULL;
    bool is_line = slice_eq(name, SLICE("line"));
    bool is_number = slice_eq(name, SLICE("number"));
    if (e == NULL) {
        return value_unknown(is_line || is_number ? VALUE_INT : VALUE_TEXT);
    }
    const struct occurrence *o = last ? e->last : &e->first;
    const struct mark *at = place(&o->mark);
    struct value value = value_unknown(VALUE_TEXT);
    bool named = named_value(o, name, &value);
    if (is_number) {
        return occurrence_number(o, value.text);
    }
    if (is_line) {
        return value_int(o->mark.span.line, at);
    }
    if (!named && (name.n == 0 || slice_eq(name, SLICE("text")))) {
        return value_text(mark_text(&o->mark), at);
    }
    return value;
}

struct value fact_after(const struct fact_context *c, enum tally_scope which, enum meaning a,
                        enum meaning b)
{
    const struct tally *t = fact_tally(c, which);
    enum tri both = tri_and(fact_is_seen(c, which, a), fact_is_seen(c, which, b));
    const struct tally_entry *ea = t != NULL ? tally_find(t, a) : NULL;
    const struct tally_entry *eb = t != NULL ? tally_find(t, b) : NULL;
    if (both != TRI_YES || ea == NULL || eb == NULL) {
        return value_tri(both == TRI_YES ? TRI_UNKNOWN : both, NULL);
    }
    bool later = ea->last->sequence > eb->last->sequence;
    if (!later && c->settle->open) {
        return value_unknown(VALUE_BOOL); /* another one may come yet */
    }
    struct value v = value_bool(later, place(&ea->last->mark));
    v.at[1] = place(&eb->last->mark);
    return v;
}
