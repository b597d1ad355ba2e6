/* Which of the other causes that a finding names are still in question, once all findings are known.
 * May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_RIVALS_H
#define SPW_DIAGNOSIS_RIVALS_H

#include "diagnosis/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fills what speaks for and against the finding `f` of `order`, sorted and folded, and its rivals.
 * Nothing when the matter is settled: `f` is certain, or a certain error stands beside it. A rival with
 * a finding of its own refers to that; two that name each other are told apart at the weightier one.
 * False: no memory. */
bool rivals_put(const struct finding *f, struct finding *const *order, size_t n,
                struct arena *arena, struct spw_finding *out);

#ifdef __cplusplus
}
#endif
#endif
