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

/* 12 bytes, walked in one go: most rules are passed over for one look into the tally. */
struct gate {
    uint16_t rule; /* index in ruleset.rules */
    uint16_t n_required;
    uint16_t required[RULE_REQUIRED_MAX]; /* enum meaning */
};
struct gate_list {
    const struct gate *gates;
    size_t n;
};

struct ruleset_private {
    struct arena perm;
    struct array exprs;                   /* struct expr * */
    struct map ids;                       /* id -> index in ruleset.rules */
    struct gate_list gates[SETTLE_KINDS]; /* by enum settle_kind, in the order of the rules */
};

/* The rule scope that is asked when `kind` settles. */
enum field_scope ruleset_scope_of(enum settle_kind kind);

static inline bool gate_is_open(const struct gate *gate, const struct tally *tally)
{
    for (size_t i = 0; i < gate->n_required; i++) {
        if (tally == NULL || tally->index[gate->required[i]] == 0) {
            return false;
        }
    }
    return true;
}

#ifdef __cplusplus
}
#endif
#endif
