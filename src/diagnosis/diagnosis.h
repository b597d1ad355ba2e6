/* Rules against the model: which hold, how sure, on what evidence, what to do. A ruleset is compiled
 * once and immutable; a diagnosis belongs to one trace.
 * May include: include/, base/, data/, knowledge/, at/, x509/, session/, facts/, expr/. */
#ifndef SPW_DIAGNOSIS_DIAGNOSIS_H
#define SPW_DIAGNOSIS_DIAGNOSIS_H

#include "base/message.h"
#include "data/source.h"
#include "expr/expr.h"
#include "include/spwfdiag.h"
#include "knowledge/knowledge.h"
#include "session/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- rules (rules/diagnoses/, format in its README.md) ------------------------------------------------ */

enum rule_kind { RULE_FINDING, RULE_RULED_OUT, RULE_NOT_SHOWN };

struct text_piece; /* literal text or a compiled placeholder: diagnosis/ruletext.h */
struct rule_text {
    const struct text_piece *pieces;
    size_t n;
};
struct rule_evidence {
    struct expr *at;
    struct slice at_text; /* as written, for the manual */
    struct rule_text note;
};
struct rule_step {
    struct expr *when; /* NULL: always */
    struct slice when_text;
    struct rule_text text;
    const struct rule_text *commands;
    size_t n_commands;
};

struct rule_ground {
    struct expr *when; /* NULL: always */
    struct slice when_text;
    struct rule_text text;
};
struct rule_grounds {
    const struct rule_ground *list;
    size_t n;
};
/* Another cause that would look the same. */
struct rule_rival {
    const struct cause *cause;
    struct expr *when; /* definitely false: it is out of the question; NULL: always possible */
    struct slice when_text;
    struct rule_grounds speaks_for, speaks_against;
    struct rule_step tell; /* the observation that separates the two */
};

enum { RULE_REQUIRED_MAX = 4 };

struct rule {
    struct slice id, file; /* file for messages and `rules list` */
    uint32_t line, column;
    enum rule_kind kind;
    const struct cause *cause; /* NULL for remarks */
    enum spw_severity severity;
    enum field_scope scope;
    enum spw_confidence confidence;
    int priority;                       /* 0..100 */
    struct expr *when, *given;          /* given may be NULL */
    struct slice when_text, given_text; /* as written, for the manual */
    struct rule_text title, explanation;
    const struct rule_evidence *evidence;
    size_t n_evidence;
    const struct rule_step *fix, *confirm;
    size_t n_fix, n_confirm;
    struct rule_grounds speaks_for;
    struct rule_grounds speaks_against; /* any that holds takes a step from the confidence */
    const struct rule_rival *rivals;
    size_t n_rivals;
    const struct rule_text *rules_out; /* lines under "ruled out" when it holds for sure */
    size_t n_rules_out;
    const enum meaning *consumes; /* failure meanings that are consequences */
    size_t n_consumes;
    const struct slice *overrides; /* causes or rule ids */
    size_t n_overrides;
    const struct spw_reference *references;
    size_t n_references;
    const struct spw_rule_sample *samples;
    size_t n_samples;
    enum meaning required[RULE_REQUIRED_MAX]; /* cannot hold unless all were seen (gating) */
    size_t n_required;
};

struct ruleset {
    const struct rule *rules; /* in file order, grouped by scope inside */
    size_t n;
    struct ruleset_private *priv;
};

/* Reads and checks all files below diagnoses/. A faulty rule is reported and left out: the others work.
 * SPW_INVALID beside a usable result when there were faults. */
enum spw_status ruleset_load(struct ruleset *r, const struct data_source *files,
                             const struct knowledge *k, struct messages *messages) SPW_MUST_USE;
void ruleset_dispose(struct ruleset *r);
const struct rule *ruleset_find(const struct ruleset *r, struct slice id);

/* ---- one trace ----------------------------------------------------------------------------------------- */

struct diagnosis;

/* `rules` and `k` must outlive it. `filter` may be NULL; else only findings for which it holds at their
 * settle point are kept. */
enum spw_status diagnosis_new(struct diagnosis **out, const struct ruleset *rules,
                              const struct knowledge *k, const struct expr *filter) SPW_MUST_USE;
void diagnosis_free(struct diagnosis *d);
/* The sink to give to the session. */
struct settle_sink diagnosis_sink(struct diagnosis *d);
/* Between begin and end, settle points are only peeks: what they find that is not found yet is provisional,
 * and gone at the next settle point or peek. Counts, remarks and explained lines stay as they are. */
void diagnosis_peek_begin(struct diagnosis *d);
void diagnosis_peek_end(struct diagnosis *d);
/* After the last settle point: overrides, folding, ranking, unexplained lines. Fills the fields of
 * `report` that belong to findings, unexplained lines and remarks; they live until the
 * next settle point, the next call or the end of `d`. May be called again after more settle points (live view). */
enum spw_status diagnosis_report(struct diagnosis *d, struct spw_report *report) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
