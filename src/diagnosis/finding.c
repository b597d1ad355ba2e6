#include "diagnosis/finding.h"

#include <string.h>

#include "diagnosis/compose.h"

bool spans_touch(struct span a, struct span b)
{
    uint64_t a_end = a.offset + (a.length != 0 ? a.length : 1);
    uint64_t b_end = b.offset + (b.length != 0 ? b.length : 1);
    return span_is_set(a) && span_is_set(b) && a.offset < b_end && b.offset < a_end;
}

bool finding_has_place(const struct finding *f, struct span at)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        if (spans_touch(f->evidence[i].at.span, at)) {
            return true;
        }
    }
    return false;
}

struct finding *finding_by_serial(struct diagnosis *d, uint32_t serial)
{
    for (size_t i = 0; serial != 0 && i < d->findings.n; i++) {
        struct finding *f = ARRAY_AT(&d->findings, struct finding, i);
        if (f->serial == serial) {
            return f;
        }
    }
    return NULL;
}

/* ---- texts and places -------------------------------------------------------------------------- */

/* The same place again adds nothing; a part of a listed place may have a note of its own. */
static bool is_listed(const struct finding *f, struct span at)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        struct span listed = f->evidence[i].at.span;
        if (listed.offset == at.offset && listed.length == at.length) {
            return true;
        }
    }
    return false;
}

static bool add_places(struct diagnosis *d, struct finding *f, const struct hit *hit)
{
    for (size_t i = 0; i < hit->n_places && f->n_evidence < FINDING_PLACES_MAX; i++) {
        const struct hit_place *place = &hit->places[i];
        struct spw_evidence *e = &f->evidence[f->n_evidence];
        if (is_listed(f, place->at->span)) {
            continue;
        }
        if (place->note != NULL && place->note->n != 0) {
            e->note = compose_text(d, &f->arena, place->note, TEXT_RUNNING, hit->context);
            if (e->note.p == NULL) {
                return false;
            }
        }
        e->at = *place->at;
        f->n_evidence++;
    }
    return true;
}

static bool fill(struct diagnosis *d, struct finding *f, const struct hit *hit)
{
    const struct rule *rule = hit->rule;
    f->confidence = hit->confidence;
    f->place = hit->place;
    f->scope_from = hit->scope_from;
    f->scope_to = hit->scope_to;
    f->n_evidence = f->n_kept = 0;
    f->kept = NULL;
    f->evidence = ARENA_ARRAY(&f->arena, FINDING_PLACES_MAX, struct spw_evidence);
    f->title = arena_copy(&f->arena, hit->title);
    f->explanation = compose_text(d, &f->arena, &rule->explanation, TEXT_RUNNING, hit->context);
    return f->evidence != NULL && f->title.p != NULL && f->explanation.p != NULL &&
           add_places(d, f, hit) &&
           compose_steps(d, &f->arena, rule->fix, rule->n_fix, hit->context, &f->fix) &&
           compose_steps(d, &f->arena, rule->confirm, rule->n_confirm, hit->context, &f->confirm) &&
           compose_case(d, f, hit);
}

/* ---- the list ---------------------------------------------------------------------------------- */

static void remove_at(struct diagnosis *d, size_t i)
{
    struct finding *list = ARRAY_AT(&d->findings, struct finding, 0);
    arena_dispose(&list[i].arena);
    memmove(&list[i], &list[i + 1], (d->findings.n - i - 1) * sizeof list[0]);
    d->findings.n--;
}

/* The finding that this hit is another case of: the same rule in the same attempt, or the same rule
 * with the same title in the trace as a whole. */
static struct finding *find_same(struct diagnosis *d, const struct hit *hit)
{
    for (size_t i = 0; i < d->findings.n; i++) {
        struct finding *f = ARRAY_AT(&d->findings, struct finding, i);
        if (f->rule == hit->rule && f->attempt == hit->attempt &&
            (hit->attempt != 0 || slice_eq(f->title, hit->title))) {
            return f;
        }
    }
    return NULL;
}

/* With a full list: the same rule with the same title in any attempt. */
static struct finding *find_like(struct diagnosis *d, const struct hit *hit)
{
    for (size_t i = 0; i < d->findings.n; i++) {
        struct finding *f = ARRAY_AT(&d->findings, struct finding, i);
        if (f->rule == hit->rule && slice_eq(f->title, hit->title)) {
            return f;
        }
    }
    return NULL;
}

static void lose(struct diagnosis *d, struct finding *f)
{
    remove_at(d, (size_t)(f - ARRAY_AT(&d->findings, struct finding, 0)));
    d->findings_dropped++;
    d->status = SPW_NO_MEMORY;
}

/* The serial of the finding, 0 when it was lost for want of memory. */
static uint32_t count_again(struct diagnosis *d, struct finding *f, const struct hit *hit)
{
    uint32_t serial = f->serial;
    f->confirmed = true;
    if (f->settle_key == hit->settle_key && f->count == 1) {
        /* The same occasion settled anew: what is known now replaces what was known then. */
        arena_reset(&f->arena);
        if (!fill(d, f, hit)) {
            lose(d, f);
            return 0;
        }
        return serial;
    }
    if (f->settle_key != hit->settle_key) {
        f->count++;
        f->settle_key = hit->settle_key;
    }
    f->confidence = f->confidence > hit->confidence ? f->confidence : hit->confidence;
    if (!add_places(d, f, hit)) {
        d->status = SPW_NO_MEMORY;
    }
    return serial;
}

/* Makes room for a heavier finding by giving up the lightest, of equals the latest. */
static bool make_room(struct diagnosis *d, const struct hit *hit)
{
    size_t lightest = d->findings.n;
    finding_weight least = weigh(hit->rule, hit->confidence);
    for (size_t i = 0; i < d->findings.n; i++) {
        const struct finding *f = ARRAY_AT(&d->findings, struct finding, i);
        finding_weight weight = weigh(f->rule, f->confidence);
        if (weight < least || (weight == least && lightest < d->findings.n)) {
            least = weight;
            lightest = i;
        }
    }
    d->findings_dropped++; /* either the lightest or the hit */
    if (lightest == d->findings.n) {
        return false;
    }
    remove_at(d, lightest);
    return true;
}

static uint32_t add_new(struct diagnosis *d, const struct hit *hit)
{
    struct finding *f = (struct finding *)array_push(&d->findings);
    if (f == NULL) {
        d->status = SPW_NO_MEMORY;
        return 0;
    }
    f->rule = hit->rule;
    f->serial = ++d->serials;
    f->attempt = hit->attempt;
    f->settle_key = hit->settle_key;
    f->count = 1;
    f->confirmed = true;
    arena_init(&f->arena, FINDING_BYTES);
    if (!fill(d, f, hit)) {
        lose(d, f);
        return 0;
    }
    return f->serial;
}

/* A peek adds what is not there yet, and changes nothing else. */
static uint32_t record_peek(struct diagnosis *d, const struct hit *hit)
{
    const struct finding *f = find_same(d, hit);
    if (f != NULL || d->findings.n >= FINDINGS_MAX) {
        return f != NULL ? f->serial : 0;
    }
    uint32_t serial = add_new(d, hit);
    if (serial != 0) {
        finding_by_serial(d, serial)->provisional = true;
        d->n_provisional++;
    }
    return serial;
}

void finding_drop_provisional(struct diagnosis *d)
{
    for (; d->n_provisional > 0; d->n_provisional--) {
        remove_at(d, d->findings.n - 1);
        d->serials--;
    }
}

uint32_t finding_record(struct diagnosis *d, const struct hit *hit)
{
    if (d->peeking) {
        return record_peek(d, hit);
    }
    struct finding *f = find_same(d, hit);
    bool full = d->findings.n >= FINDINGS_MAX;
    if (f == NULL && full) {
        f = find_like(d, hit);
    }
    if (f != NULL) {
        return count_again(d, f, hit);
    }
    if (full && !make_room(d, hit)) {
        return 0;
    }
    return add_new(d, hit);
}

void finding_withdraw_begin(struct diagnosis *d, unsigned attempt)
{
    for (size_t i = 0; i < d->findings.n; i++) {
        struct finding *f = ARRAY_AT(&d->findings, struct finding, i);
        f->confirmed = f->attempt != attempt || f->count > 1;
    }
}

void finding_withdraw_end(struct diagnosis *d, unsigned attempt)
{
    for (size_t i = d->findings.n; i-- > 0;) {
        const struct finding *f = ARRAY_AT(&d->findings, struct finding, i);
        if (f->attempt == attempt && !f->confirmed) {
            remove_at(d, i);
        }
    }
}
