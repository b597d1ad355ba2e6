/* One trouble, one finding: overridden findings give way, consequences stand under their cause.
 * May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_FOLD_H
#define SPW_DIAGNOSIS_FOLD_H

#include "diagnosis/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sets overridden_by of all findings. `order`: all of them, the most important first.
 *
 * A finding gives way to another whose rule names its cause or rule id under `overrides`, when both
 * - belong to the same attempt, or both to the trace as a whole, or one belongs to an attempt and all
 *   places of the other, which belongs to the trace as a whole, lie inside that attempt; and
 * - the other is not merely possible, unless this one is, too: a guess does not replace knowledge. */
void fold_overrides(struct diagnosis *d, struct finding *const *order, size_t n);
/* Gives each finding that stands its list of consequences, in `arena`. */
enum spw_status fold_consequences(struct diagnosis *d, struct arena *arena) SPW_MUST_USE;

/* Does `rule` name the other one, or its cause, under "overrides"? */
bool fold_rule_overrides(const struct rule *rule, const struct rule *other);
/* Of one attempt, or one of them of the trace as a whole and inside the attempt of the other? */
bool fold_share_scope(const struct finding *a, const struct finding *b);

#ifdef __cplusplus
}
#endif
#endif
