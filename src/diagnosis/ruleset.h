/* The inside of a loaded ruleset: which rules to ask at which settle point, and what must have
 * happened before one is worth asking. Immutable. May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_RULESET_H
#define SPW_DIAGNOSIS_RULESET_H

#include "base/array.h"
#include "base/map.h"
#include "diagnosis/diagnosis.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { RULES_MAX = 1000, SETTLE_KINDS = 5 };

/* Walked in one go: most rules are passed over for a look at the marks of what settled and into the
 * tally. */
enum { GATE_UNSEEN_MAX = 4 };
struct gate {
    uint16_t rule; /* index in ruleset.rules */
    uint8_t n_seen, n_unseen;
    uint32_t no_class;                    /* marks with which the rule cannot hold */
    const struct meaning_set *no_command; /* nor with commands of these meanings; NULL: with any */
    uint16_t seen[RULE_REQUIRED_MAX];     /* enum meaning */
    uint16_t unseen[GATE_UNSEEN_MAX];
};
struct gate_list {
    const struct gate *gates;
    size_t n;
};

struct ruleset_private {
    struct arena perm;
    struct array exprs; /* struct expr * */
    struct map ids;     /* id -> index in ruleset.rules */
    /* By enum settle_kind, in the order of the rules; those of exchanges by enum at_result: nearly all
     * exchanges end well, and few rules speak of that. */
    struct gate_list gates[SETTLE_KINDS];
    struct gate_list exchanges[AT_RESULT_NONE + 1];
};

/* The rule scope that is asked when `kind` settles. */
enum field_scope ruleset_scope_of(enum settle_kind kind);

/* What a settle point shows to all gates. */
struct gate_view {
    const struct tally *tally; /* of the scope */
    uint32_t classes;          /* fact_classes */
    enum meaning command;      /* of the exchange; M_NONE otherwise */
};

/* By the marks of what settled, whatever happened before. */
static inline bool gate_is_shut(const struct gate *gate, const struct gate_view *view)
{
    return (gate->no_class & view->classes) != 0 ||
           (gate->no_command != NULL && meaning_set_has(gate->no_command, view->command));
}

static inline bool gate_is_open(const struct gate *gate, const struct gate_view *view)
{
    if (gate_is_shut(gate, view)) {
        return false;
    }
    for (size_t i = 0; i < gate->n_seen; i++) {
        if (view->tally == NULL || view->tally->index[gate->seen[i]] == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < gate->n_unseen && view->tally != NULL; i++) {
        if (view->tally->index[gate->unseen[i]] != 0) {
            return false;
        }
    }
    return true;
}

#ifdef __cplusplus
}
#endif
#endif
