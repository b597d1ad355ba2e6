/* What a diagnosis keeps while a trace is read. Everything is bounded: the findings, the places of
 * each, the failure lines that wait for an explanation, the remarks.
 * Private to diagnosis/. May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_STATE_H
#define SPW_DIAGNOSIS_STATE_H

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "diagnosis/ruleset.h"
#include "facts/cache.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    FINDINGS_MAX = 200,
    FINDING_PLACES_MAX = 12,       /* evidence of one finding */
    FINDING_CONSEQUENCES_MAX = 16, /* lines folded under one finding that are listed */
    FINDING_BYTES = 512 * 1024,    /* texts and places of one finding */
    FAILURES_MAX = 512,            /* failure lines waiting; see coverage.c */
    UNEXPLAINED_MAX = 200,
    REMARKS_MAX = 50, /* of each kind */
    HIT_PLACES_MAX = 32,
    WORK_TEXT_MAX = 64 * 1024,      /* one rendered text */
    SCRATCH_BYTES = 8 * 1024 * 1024 /* values made during one settle point */
};

/* How much a finding weighs: severity, then confidence, then priority. Greater is heavier. */
typedef uint32_t finding_weight;

struct step_list {
    struct spw_step *list;
    size_t n;
};
struct ground_list {
    struct spw_ground *list;
    size_t n;
};

struct finding {
    const struct rule *rule;
    uint32_t serial;  /* from 1 in order of appearance; its name inside the diagnosis */
    unsigned attempt; /* 0: the trace as a whole */
    enum spw_confidence confidence;
    uint32_t count;
    uint64_t settle_key;           /* of the settle point that was counted last */
    bool confirmed;                /* by the settle point at hand; see finding_withdraw_begin */
    bool provisional;              /* found by a peek */
    uint64_t place;                /* offset of its earliest evidence: the cause cannot be later */
    uint64_t scope_from, scope_to; /* bytes of the attempt it belongs to; 0, 0 when of the trace */
    struct arena arena;            /* everything below */
    struct slice title, explanation;
    struct spw_evidence *evidence; /* FINDING_PLACES_MAX of them */
    size_t n_evidence;
    struct step_list fix, confirm;
    struct ground_list speaks_for, speaks_against;
    struct spw_rival *rivals; /* those that are not out of the question */
    size_t n_rivals;
    struct mark *kept; /* consequences whose failures were put away, or NULL */
    size_t n_kept;
    /* worked out by each report */
    uint32_t overridden_by; /* serial, 0: nobody */
    struct mark *consequences;
    size_t n_consequences;
    unsigned rank;
};

/* A line whose table row says failure. */
struct failure {
    enum meaning meaning;
    unsigned attempt; /* 0: none */
    bool explained;   /* by any finding, also by one that was not kept */
    struct mark at;
    uint32_t evidence_of, consequence_of; /* serials of the heaviest finding, 0: none */
    finding_weight evidence_weight, consequence_weight;
};

/* A rule that holds at the settle point at hand. */
struct hit_place {
    const struct mark *at;
    const struct rule_text *note; /* NULL: none */
};
struct hit {
    const struct rule *rule;
    const struct fact_context *context;
    enum spw_confidence confidence;
    unsigned attempt;
    uint64_t settle_key;
    uint64_t place; /* offset of the earliest evidence, or where the scope begins */
    uint64_t begin; /* where the scope begins: exchange, boot era; 0: the trace */
    uint64_t scope_from, scope_to;
    struct slice title; /* in d->title */
    struct hit_place places[HIT_PLACES_MAX];
    size_t n_places;
};

/* Exchanges whose marks alone close every gate: nearly all, and of few kinds. */
enum { SILENT_KINDS = 16 };
struct silent_kind {
    uint32_t classes; /* 0: empty */
    enum meaning command;
    bool silent;
};

struct diagnosis {
    const struct ruleset *rules;
    struct silent_kind silent[SILENT_KINDS];
    const struct knowledge *knowledge;
    const struct expr *filter; /* NULL: none */
    struct arena perm;         /* remarks */
    struct arena scratch;      /* reset after each settle point that used it */
    struct arena report;       /* what the last report handed out */
    struct fact_cache cache;   /* compiled patterns of the services and the like */
    struct buf work, title;
    struct array
        findings; /* struct finding, in order of appearance; provisional ones behind the others */
    bool peeking;
    size_t n_provisional;
    uint32_t serials; /* given out so far */
    size_t findings_dropped;
    unsigned settled_attempt; /* the highest id that has settled */
    struct array failures;    /* struct failure, in order of arrival */
    size_t unexplained_dropped;
    struct array ruled_out, not_shown; /* struct spw_remark */
    enum spw_status status;            /* SPW_NO_MEMORY sticks */
};

static inline finding_weight weigh(const struct rule *rule, enum spw_confidence confidence)
{
    return (finding_weight)rule->severity << 16 | (finding_weight)confidence << 8 |
           (finding_weight)rule->priority;
}

#ifdef __cplusplus
}
#endif
#endif
