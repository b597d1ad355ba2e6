#include "diagnosis/diagnosis.h"

#include "base/memory.h"
#include "diagnosis/coverage.h"
#include "diagnosis/finding.h"
#include "diagnosis/fold.h"
#include "diagnosis/rank.h"
#include "diagnosis/rivals.h"
#include "diagnosis/run.h"

enum { PERM_BYTES = 1024 * 1024, REPORT_BYTES = 16 * 1024 * 1024 };

enum spw_status diagnosis_new(struct diagnosis **out, const struct ruleset *rules,
                              const struct knowledge *k, const struct expr *filter)
{
    struct diagnosis *d = MEMORY_NEW(struct diagnosis);
    *out = d;
    if (d == NULL) {
        return SPW_NO_MEMORY;
    }
    d->rules = rules;
    d->knowledge = k;
    d->filter = filter;
    arena_init(&d->perm, PERM_BYTES);
    arena_init(&d->scratch, SCRATCH_BYTES);
    arena_init(&d->report, REPORT_BYTES);
    buf_init(&d->work, WORK_TEXT_MAX);
    buf_init(&d->title, WORK_TEXT_MAX);
    array_init(&d->findings, sizeof(struct finding), FINDINGS_MAX);
    array_init(&d->failures, sizeof(struct failure), FAILURES_MAX);
    array_init(&d->ruled_out, sizeof(struct spw_remark), REMARKS_MAX);
    array_init(&d->not_shown, sizeof(struct spw_remark), REMARKS_MAX);
    enum spw_status status = fact_cache_init(&d->cache, k);
    if (status != SPW_OK) {
        diagnosis_free(d);
        *out = NULL;
    }
    return status;
}

void diagnosis_free(struct diagnosis *d)
{
    if (d == NULL) {
        return;
    }
    for (size_t i = 0; i < d->findings.n; i++) {
        arena_dispose(&ARRAY_AT(&d->findings, struct finding, i)->arena);
    }
    fact_cache_dispose(&d->cache);
    arena_dispose(&d->perm);
    arena_dispose(&d->scratch);
    arena_dispose(&d->report);
    buf_dispose(&d->work);
    buf_dispose(&d->title);
    array_dispose(&d->findings);
    array_dispose(&d->failures);
    array_dispose(&d->ruled_out);
    array_dispose(&d->not_shown);
    memory_free(d);
}

/* ---- the sink ---------------------------------------------------------------------------------- */

static void on_settle(void *context, const struct settle *s)
{
    run_settle((struct diagnosis *)context, s);
}

static void on_failure(void *context, enum meaning m, const struct mark *at, unsigned attempt)
{
    coverage_add((struct diagnosis *)context, m, at, attempt);
}

struct settle_sink diagnosis_sink(struct diagnosis *d)
{
    return (struct settle_sink){.settle = on_settle, .failure = on_failure, .context = d};
}

void diagnosis_peek_begin(struct diagnosis *d)
{
    finding_drop_provisional(d);
    d->peeking = true;
}

void diagnosis_peek_end(struct diagnosis *d) { d->peeking = false; }

/* ---- the report -------------------------------------------------------------------------------- */

static void put_finding(const struct finding *f, struct spw_finding *out)
{
    const struct rule *rule = f->rule;
    *out = (struct spw_finding){
        .rule = rule->id,
        .cause = rule->cause->id,
        .severity = rule->severity,
        .confidence = f->confidence,
        .provisional = f->provisional,
        .attempt = f->attempt,
        .rank = f->rank,
        .count = f->count,
        .title = f->title,
        .explanation = f->explanation,
        .evidence = f->evidence,
        .n_evidence = f->n_evidence,
        .consequences = f->consequences,
        .n_consequences = f->n_consequences,
        .fix = f->fix.list,
        .confirm = f->confirm.list,
        .n_fix = f->fix.n,
        .n_confirm = f->confirm.n,
        .references = rule->references,
        .n_references = rule->n_references,
    };
}

static enum spw_status report_findings(struct diagnosis *d, struct spw_report *report)
{
    size_t n = d->findings.n;
    struct finding **order = ARENA_ARRAY(&d->report, n, struct finding *);
    struct spw_finding *list = ARENA_ARRAY(&d->report, n, struct spw_finding);
    if (order == NULL || list == NULL) {
        return SPW_NO_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        order[i] = ARRAY_AT(&d->findings, struct finding, i);
    }
    rank_sort(order, n);
    fold_overrides(d, order, n);
    rank_number(order, n);
    enum spw_status status = fold_consequences(d, &d->report);
    report->findings = list;
    report->n_findings = 0;
    report->findings_dropped = d->findings_dropped;
    for (size_t i = 0; i < n; i++) {
        if (order[i]->overridden_by != 0) {
            continue;
        }
        struct spw_finding *out = &list[report->n_findings++];
        put_finding(order[i], out);
        if (!rivals_put(order[i], order, n, &d->report, out)) {
            status = SPW_NO_MEMORY;
        }
    }
    return status;
}

static enum spw_status report_unexplained(struct diagnosis *d, struct spw_report *report)
{
    struct mark *list = ARENA_ARRAY(&d->report, UNEXPLAINED_MAX, struct mark);
    if (list == NULL) {
        return SPW_NO_MEMORY;
    }
    report->unexplained = list;
    report->n_unexplained = 0;
    report->unexplained_dropped = d->unexplained_dropped;
    for (size_t i = 0; i < d->failures.n; i++) {
        const struct failure *line = ARRAY_AT(&d->failures, struct failure, i);
        if (line->explained) {
            continue;
        }
        if (report->n_unexplained < UNEXPLAINED_MAX) {
            list[report->n_unexplained++] = line->at;
        } else {
            report->unexplained_dropped++;
        }
    }
    return SPW_OK;
}

enum spw_status diagnosis_report(struct diagnosis *d, struct spw_report *report)
{
    arena_reset(&d->report);
    coverage_claim_late(d);
    enum spw_status findings = report_findings(d, report);
    enum spw_status unexplained = report_unexplained(d, report);
    report->ruled_out = ARRAY_AT(&d->ruled_out, struct spw_remark, 0);
    report->n_ruled_out = d->ruled_out.n;
    report->not_shown = ARRAY_AT(&d->not_shown, struct spw_remark, 0);
    report->n_not_shown = d->not_shown.n;
    if (findings != SPW_OK || unexplained != SPW_OK) {
        return SPW_NO_MEMORY;
    }
    return d->status;
}
