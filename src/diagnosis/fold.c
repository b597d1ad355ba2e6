#include "diagnosis/fold.h"

#include "diagnosis/finding.h"

/* ---- overrides --------------------------------------------------------------------------------- */

bool fold_rule_overrides(const struct rule *rule, const struct rule *other)
{
    for (size_t i = 0; rule != other && i < rule->n_overrides; i++) {
        struct slice name = rule->overrides[i];
        if (slice_eq(name, other->id) ||
            (other->cause != NULL && slice_eq(name, other->cause->id))) {
            return true;
        }
    }
    return false;
}

/* `wide`, a finding of the trace as a whole, stands inside the attempt of `f`. */
static bool lies_inside(const struct finding *wide, const struct finding *f)
{
    bool inside = wide->n_evidence != 0;
    for (size_t i = 0; inside && i < wide->n_evidence; i++) {
        struct span at = wide->evidence[i].at.span;
        inside = at.offset >= f->scope_from && at.offset + at.length <= f->scope_to;
    }
    return inside;
}

bool fold_share_scope(const struct finding *a, const struct finding *b)
{
    if (a->attempt == b->attempt) {
        return true;
    }
    return (a->attempt == 0 && lies_inside(a, b)) || (b->attempt == 0 && lies_inside(b, a));
}

/* The finding that stands where `f` gave way; `f` itself when it stands. */
static struct finding *standing(struct diagnosis *d, struct finding *f)
{
    while (f->overridden_by != 0) {
        struct finding *next = finding_by_serial(d, f->overridden_by);
        if (next == NULL) {
            break;
        }
        f = next;
    }
    return f;
}

static bool gives_way(struct diagnosis *d, struct finding *f, struct finding *by)
{
    if (f->overridden_by != 0 || !fold_rule_overrides(by->rule, f->rule) ||
        !fold_share_scope(by, f)) {
        return false;
    }
    bool guess = by->confidence == SPW_POSSIBLE && f->confidence != SPW_POSSIBLE;
    return !guess && standing(d, by) != f; /* two that name each other: the first stands */
}

void fold_overrides(struct diagnosis *d, struct finding *const *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        order[i]->overridden_by = 0;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; order[i]->rule->n_overrides != 0 && k < n; k++) {
            if (gives_way(d, order[k], order[i])) {
                order[k]->overridden_by = order[i]->serial;
            }
        }
    }
}

/* ---- consequences ------------------------------------------------------------------------------ */

static enum spw_status add_consequence(struct finding *f, const struct mark *at,
                                       struct arena *arena)
{
    if (f->n_consequences >= FINDING_CONSEQUENCES_MAX) {
        return SPW_OK;
    }
    if (f->consequences == NULL) {
        f->consequences = ARENA_ARRAY(arena, FINDING_CONSEQUENCES_MAX, struct mark);
        if (f->consequences == NULL) {
            return SPW_NO_MEMORY;
        }
    }
    f->consequences[f->n_consequences++] = *at;
    return SPW_OK;
}

/* What a finding put away when the list of failures was full goes with it to the one that stands. */
static enum spw_status add_kept(struct diagnosis *d, struct finding *f, struct arena *arena)
{
    enum spw_status status = SPW_OK;
    for (size_t i = 0; i < f->n_kept && status == SPW_OK; i++) {
        status = add_consequence(standing(d, f), &f->kept[i], arena);
    }
    return status;
}

static enum spw_status add_line(struct diagnosis *d, const struct failure *line,
                                struct arena *arena)
{
    struct finding *f = finding_by_serial(d, line->evidence_of);
    bool evidence = f != NULL;
    if (!evidence) {
        f = finding_by_serial(d, line->consequence_of);
    }
    if (f == NULL) {
        return SPW_OK;
    }
    struct finding *stands = standing(d, f);
    bool same = stands == f;
    if (same ? evidence : finding_has_place(stands, line->at.span)) {
        return SPW_OK; /* underlined by its finding already */
    }
    if (line->at.span.offset < stands->place) {
        return SPW_OK; /* explained, but no consequence of what came later */
    }
    return add_consequence(stands, &line->at, arena);
}

enum spw_status fold_consequences(struct diagnosis *d, struct arena *arena)
{
    enum spw_status status = SPW_OK;
    for (size_t i = 0; i < d->findings.n; i++) {
        struct finding *f = ARRAY_AT(&d->findings, struct finding, i);
        f->consequences = NULL;
        f->n_consequences = 0;
    }
    for (size_t i = 0; i < d->findings.n && status == SPW_OK; i++) {
        status = add_kept(d, ARRAY_AT(&d->findings, struct finding, i), arena);
    }
    for (size_t i = 0; i < d->failures.n && status == SPW_OK; i++) {
        status = add_line(d, ARRAY_AT(&d->failures, struct failure, i), arena);
    }
    return status;
}
