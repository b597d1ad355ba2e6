#include "diagnosis/run.h"

#include "diagnosis/coverage.h"
#include "diagnosis/finding.h"
#include "diagnosis/remark.h"
#include "diagnosis/ruletext.h"
#include "facts/class.h"

/* ---- where and when the settle point stands ---------------------------------------------------- */

static uint64_t span_end(const struct span *s) { return s->offset + s->length; }

static void attempt_scope(struct hit *hit, const struct attempt *a)
{
    hit->attempt = a->id;
    hit->settle_key = a->id;
    hit->scope_from = a->at.span.offset;
    hit->scope_to = span_end(&a->at.span);
    for (size_t i = 0; i < a->tally.entries.n; i++) {
        const struct tally_entry *entry = ARRAY_AT(&a->tally.entries, struct tally_entry, i);
        uint64_t end = span_end(&entry->last->mark.span);
        hit->scope_to = hit->scope_to > end ? hit->scope_to : end;
    }
    uint64_t result = span_end(&a->result.span);
    hit->scope_to = hit->scope_to > result ? hit->scope_to : result;
}

/* The settle key tells one occasion from the next, so that an occasion is counted once. */
static void describe_settle(struct hit *hit, const struct settle *s)
{
    switch (s->kind) {
    case SETTLE_ATTEMPT:
        attempt_scope(hit, s->attempt);
        break;
    case SETTLE_EXCHANGE:
        hit->settle_key = s->exchange->at.span.offset;
        hit->begin = s->exchange->at.span.offset;
        break;
    case SETTLE_OBJECT:
        hit->settle_key = s->object->at.span.offset;
        break;
    case SETTLE_BOOT:
        hit->settle_key = s->session->boots;
        hit->begin = s->session->boot_at.span.offset;
        break;
    case SETTLE_TRACE:
        break;
    }
}

/* ---- evidence ---------------------------------------------------------------------------------- */

static void add_place(struct hit *hit, const struct mark *at, const struct rule_text *note)
{
    if (at == NULL || !span_is_set(at->span) || hit->n_places == HIT_PLACES_MAX) {
        return;
    }
    hit->places[hit->n_places++] = (struct hit_place){at, note};
}

static void add_places_of(struct hit *hit, const struct expr_evidence *evidence)
{
    for (size_t i = 0; i < evidence->n; i++) {
        add_place(hit, evidence->at[i], NULL);
    }
}

/* The places that the rule names; when none of them has a place, those its condition rests on. */
static void collect_places(struct hit *hit, const struct expr_evidence *when,
                           const struct expr_evidence *given)
{
    const struct rule *rule = hit->rule;
    hit->n_places = 0;
    for (size_t i = 0; i < rule->n_evidence; i++) {
        struct value v = expr_value(rule->evidence[i].at, hit->context);
        for (size_t k = 0; k < VALUE_PLACES; k++) {
            add_place(hit, v.at[k], &rule->evidence[i].note);
        }
    }
    if (hit->n_places == 0) {
        add_places_of(hit, when);
        add_places_of(hit, given);
    }
    uint64_t earliest = UINT64_MAX;
    for (size_t i = 0; i < hit->n_places; i++) {
        uint64_t offset = hit->places[i].at->span.offset;
        earliest = offset < earliest ? offset : earliest;
    }
    hit->place = hit->n_places != 0 ? earliest : hit->begin;
}

/* ---- the rules --------------------------------------------------------------------------------- */

/* A step down for a rule that has something against it. */
static enum spw_confidence weaken(const struct rule *rule, const struct fact_context *context,
                                  enum spw_confidence confidence)
{
    for (size_t i = 0; i < rule->speaks_against.n && confidence > SPW_POSSIBLE; i++) {
        if (expr_eval(rule->speaks_against.list[i].when, context, NULL) == TRI_YES) {
            return (enum spw_confidence)(confidence - 1);
        }
    }
    return confidence;
}

/* How sure the rule is at this settle point; false when it is silent. */
static bool rule_holds(const struct rule *rule, const struct fact_context *context,
                       struct expr_evidence *when, struct expr_evidence *given,
                       enum spw_confidence *confidence)
{
    when->n = 0;
    when->concluded = false;
    given->n = 0;
    given->concluded = false;
    /* Most conditions do not hold, and many cannot be told: places are collected for the others only. */
    if (expr_eval(rule->when, context, NULL) != TRI_YES) {
        return false;
    }
    (void)expr_eval(rule->when, context, when);
    enum tri granted = rule->given == NULL ? TRI_YES : expr_eval(rule->given, context, given);
    if (granted == TRI_NO || (granted == TRI_UNKNOWN && context->settle->open)) {
        return false; /* what goes on may tell yet */
    }
    bool concluded = when->concluded || given->concluded;
    *confidence = rule->confidence;
    if (granted == TRI_UNKNOWN) {
        *confidence = SPW_POSSIBLE;
    } else if (concluded && *confidence == SPW_CERTAIN) {
        *confidence = SPW_LIKELY;
    }
    *confidence = weaken(rule, context, *confidence);
    return true;
}

/* The filter is asked once a settle point, and only when something holds. */
static bool passes_filter(const struct diagnosis *d, const struct fact_context *context,
                          enum tri *answer, bool *asked)
{
    if (d->filter == NULL) {
        return true;
    }
    if (!*asked) {
        *answer = expr_eval(d->filter, context, NULL);
        *asked = true;
    }
    return *answer == TRI_YES;
}

static void take_hit(struct diagnosis *d, struct hit *hit, bool wanted)
{
    buf_clear(&d->title);
    ruletext_render(&d->title, &hit->rule->title, TEXT_RUNNING, hit->context);
    hit->title = buf_slice(&d->title);
    bool sure = wanted && hit->confidence != SPW_POSSIBLE && !d->peeking;
    switch (hit->rule->kind) {
    case RULE_FINDING: {
        /* What is not shown explains its failure lines all the same. */
        uint32_t serial = wanted ? finding_record(d, hit) : 0;
        if (!d->peeking) {
            coverage_claim(d, hit, serial);
        }
        break;
    }
    case RULE_RULED_OUT:
        if (sure) {
            remark_record(d, &d->ruled_out, hit->title, hit);
        }
        break;
    case RULE_NOT_SHOWN:
        if (sure) {
            remark_record(d, &d->not_shown, hit->title, hit);
        }
        break;
    }
    if (sure) {
        remark_record_ruled_out(d, hit);
    }
}

static bool all_shut(const struct gate_list *list, const struct gate_view *view)
{
    for (size_t i = 0; i < list->n; i++) {
        if (!gate_is_shut(&list->gates[i], view)) {
            return false;
        }
    }
    return true;
}

/* Marks repeat from exchange to exchange, so what follows from them is worked out once. */
static bool is_silent(struct diagnosis *d, const struct gate_list *list,
                      const struct gate_view *view)
{
    struct silent_kind *kind = &d->silent[(view->classes + view->command) % SILENT_KINDS];
    if (view->classes == 0) {
        return false;
    }
    if (kind->classes != view->classes || kind->command != view->command) {
        *kind = (struct silent_kind){view->classes, view->command, all_shut(list, view)};
    }
    return kind->silent;
}

static void ask_rules(struct diagnosis *d, const struct settle *s,
                      const struct fact_context *context)
{
    const struct gate_list *list = s->kind == SETTLE_EXCHANGE
                                       ? &d->rules->priv->exchanges[s->exchange->result]
                                       : &d->rules->priv->gates[s->kind];
    const struct gate_view view = {
        .tally = fact_tally(context, TALLY_DEFAULT),
        .classes = fact_classes(s),
        .command = s->kind == SETTLE_EXCHANGE ? s->exchange->meaning : M_NONE,
    };
    enum tri filter = TRI_UNKNOWN;
    bool asked = false;
    if (is_silent(d, list, &view)) {
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        struct expr_evidence when;
        struct expr_evidence given;
        enum spw_confidence confidence = SPW_POSSIBLE;
        if (!gate_is_open(&list->gates[i], &view)) {
            continue;
        }
        const struct rule *rule = &d->rules->rules[list->gates[i].rule];
        if (!rule_holds(rule, context, &when, &given, &confidence)) {
            continue;
        }
        struct hit hit = {.rule = rule, .context = context, .confidence = confidence};
        describe_settle(&hit, s);
        collect_places(&hit, &when, &given);
        take_hit(d, &hit, passes_filter(d, context, &filter, &asked));
    }
}

void run_settle(struct diagnosis *d, const struct settle *s)
{
    const struct fact_context context = {.settle = s, .scratch = &d->scratch, .cache = &d->cache};
    bool again = s->kind == SETTLE_ATTEMPT && s->attempt->id <= d->settled_attempt && !d->peeking;
    if (!d->peeking && d->n_provisional > 0) {
        finding_drop_provisional(d);
    }
    if (again) {
        finding_withdraw_begin(d, s->attempt->id);
    }
    ask_rules(d, s, &context);
    if (again) {
        finding_withdraw_end(d, s->attempt->id);
    } else if (s->kind == SETTLE_ATTEMPT && !d->peeking) {
        d->settled_attempt = s->attempt->id;
    }
    if (d->scratch.used != 0) {
        arena_reset(&d->scratch);
    }
}
