#include "diagnosis/coverage.h"

#include "diagnosis/finding.h"

/* When the list is full, lines that are explained leave it (their findings keep copies), and of the
 * unexplained ones the first UNEXPLAINED_MAX stay. The newest always stay: the attempt or exchange
 * that may explain them has not settled yet. */
enum { FAILURES_FRESH = 128 };

/* ---- making room ------------------------------------------------------------------------------- */

/* A copy under the finding that the line is a consequence of, as far as there is room. */
static void keep_consequence(struct diagnosis *d, const struct failure *line)
{
    struct finding *f = finding_by_serial(d, line->consequence_of);
    if (f == NULL || line->evidence_of != 0 || f->n_kept >= FINDING_CONSEQUENCES_MAX) {
        return;
    }
    if (f->kept == NULL) {
        f->kept = ARENA_ARRAY(&f->arena, FINDING_CONSEQUENCES_MAX, struct mark);
        if (f->kept == NULL) {
            d->status = SPW_NO_MEMORY;
            return;
        }
    }
    f->kept[f->n_kept++] = line->at;
}

static void put_away(struct diagnosis *d)
{
    struct failure *list = ARRAY_AT(&d->failures, struct failure, 0);
    size_t n = d->failures.n;
    size_t fresh = n > FAILURES_FRESH ? n - FAILURES_FRESH : 0;
    size_t unexplained = 0;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool stays = i >= fresh;
        if (!stays && list[i].explained) {
            keep_consequence(d, &list[i]);
        } else if (!stays) {
            stays = ++unexplained <= UNEXPLAINED_MAX;
            d->unexplained_dropped += !stays;
        }
        if (stays) {
            list[kept++] = list[i];
        }
    }
    d->failures.n = kept;
}

void coverage_add(struct diagnosis *d, enum meaning m, const struct mark *at, unsigned attempt)
{
    if (d->failures.n >= FAILURES_MAX) {
        coverage_claim_late(d);
        put_away(d);
    }
    struct failure *line = (struct failure *)array_push(&d->failures);
    if (line == NULL) {
        d->status = SPW_NO_MEMORY;
        return;
    }
    line->meaning = m;
    line->attempt = attempt;
    line->at = *at;
}

/* ---- who explains what ------------------------------------------------------------------------- */

bool coverage_consumes(const struct rule *rule, unsigned attempt, uint64_t place,
                       const struct failure *line)
{
    if (line->at.span.offset < place || (attempt != 0 && line->attempt != attempt)) {
        return false;
    }
    for (size_t i = 0; i < rule->n_consumes; i++) {
        if (rule->consumes[i] == line->meaning) {
            return true;
        }
    }
    return false;
}

static bool is_evidence(const struct hit *hit, const struct failure *line)
{
    for (size_t i = 0; i < hit->n_places; i++) {
        if (spans_touch(hit->places[i].at->span, line->at.span)) {
            return true;
        }
    }
    return false;
}

/* The heaviest finding gets the line; of equals the first. */
static void claim(uint32_t *owner, finding_weight *owners_weight, uint32_t serial,
                  finding_weight weight)
{
    if (serial != 0 && (*owner == 0 || weight > *owners_weight)) {
        *owner = serial;
        *owners_weight = weight;
    }
}

static uint64_t line_end(const struct failure *line)
{
    return line->at.span.offset + line->at.span.length;
}

void coverage_claim(struct diagnosis *d, const struct hit *hit, uint32_t serial)
{
    finding_weight weight = weigh(hit->rule, hit->confidence);
    uint64_t from = hit->place > hit->begin ? hit->place : hit->begin;
    for (size_t i = 0; i < d->failures.n; i++) {
        struct failure *line = ARRAY_AT(&d->failures, struct failure, i);
        if (line_end(line) < hit->place) {
            continue; /* before the cause */
        }
        if (is_evidence(hit, line)) {
            line->explained = true;
            claim(&line->evidence_of, &line->evidence_weight, serial, weight);
        } else if (coverage_consumes(hit->rule, hit->attempt, from, line)) {
            line->explained = true;
            claim(&line->consequence_of, &line->consequence_weight, serial, weight);
        }
    }
}

/* Attempts and certificates go on to have consequences when their rules have been asked. */
static bool reaches(const struct finding *f, const struct failure *line)
{
    bool own = f->attempt != 0 && f->attempt == line->attempt;
    return (own || f->rule->scope == SCOPE_OBJECT) &&
           coverage_consumes(f->rule, f->attempt, f->place, line);
}

void coverage_claim_late(struct diagnosis *d)
{
    for (size_t i = 0; i < d->failures.n; i++) {
        struct failure *line = ARRAY_AT(&d->failures, struct failure, i);
        for (size_t k = 0; !line->explained && k < d->findings.n; k++) {
            struct finding *f = ARRAY_AT(&d->findings, struct finding, k);
            if (reaches(f, line)) {
                claim(&line->consequence_of, &line->consequence_weight, f->serial,
                      weigh(f->rule, f->confidence));
            }
        }
        line->explained = line->explained || line->consequence_of != 0;
    }
}
