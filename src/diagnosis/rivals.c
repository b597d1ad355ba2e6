#include "diagnosis/rivals.h"

#include "diagnosis/fold.h"

static bool stands_beside(const struct finding *other, const struct finding *f)
{
    return other != f && other->overridden_by == 0 && fold_share_scope(other, f);
}

/* A cause that only tells what failed settles nothing, however certain it is. */
static bool settles(const struct finding *f)
{
    return f->confidence == SPW_CERTAIN && !f->rule->cause->open;
}

static bool is_settled(const struct finding *f, struct finding *const *order, size_t n)
{
    bool settled = settles(f);
    for (size_t i = 0; i < n && f->attempt != 0 && !settled; i++) {
        const struct finding *other = order[i];
        settled = stands_beside(other, f) && settles(other) && other->rule->severity == SPW_ERROR;
    }
    return settled;
}

static bool names_rival(const struct finding *f, struct slice cause)
{
    for (size_t i = 0; i < f->n_rivals; i++) {
        if (slice_eq(f->rivals[i].cause, cause)) {
            return true;
        }
    }
    return false;
}

/* The weightiest finding of that cause beside `f`; *before: it is weightier than `f`. */
static const struct finding *find_beside(const struct finding *f, struct slice cause,
                                         struct finding *const *order, size_t n, bool *before)
{
    *before = true;
    for (size_t i = 0; i < n; i++) {
        *before = *before && order[i] != f;
        if (stands_beside(order[i], f) && slice_eq(order[i]->rule->cause->id, cause)) {
            return order[i];
        }
    }
    return NULL;
}

/* A rival without a finding of its own is told at the weightiest that names it. */
static bool is_told_before(const struct finding *f, struct slice cause,
                           struct finding *const *order)
{
    for (size_t i = 0; order[i] != f; i++) {
        if (stands_beside(order[i], f) && names_rival(order[i], cause)) {
            return true;
        }
    }
    return false;
}

bool rivals_put(const struct finding *f, struct finding *const *order, size_t n,
                struct arena *arena, struct spw_finding *out)
{
    if (is_settled(f, order, n)) {
        return true;
    }
    struct spw_rival *rivals = ARENA_ARRAY(arena, f->n_rivals, struct spw_rival);
    out->open = f->rule->cause->open;
    out->speaks_for = f->speaks_for.list;
    out->n_for = f->speaks_for.n;
    out->speaks_against = f->speaks_against.list;
    out->n_against = f->speaks_against.n;
    out->rivals = rivals;
    for (size_t i = 0; rivals != NULL && i < f->n_rivals; i++) {
        bool before = false;
        const struct finding *own = find_beside(f, f->rivals[i].cause, order, n, &before);
        if (own != NULL && own->confidence == SPW_CERTAIN) {
            continue; /* no question any more */
        }
        if (own == NULL && is_told_before(f, f->rivals[i].cause, order)) {
            continue;
        }
        if (own != NULL && before && names_rival(own, f->rule->cause->id)) {
            continue; /* told there */
        }
        struct spw_rival *rival = &rivals[out->n_rivals++];
        *rival = f->rivals[i];
        if (own != NULL) {
            rival->rule = own->rule->id;
            rival->title = own->title;
        }
    }
    return rivals != NULL;
}
