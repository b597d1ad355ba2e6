/* What a rule says about a hit, made into bytes: texts, steps, what speaks for and against it. All of it
 * lives in the arena given. False, or a slice without bytes: no memory.
 * May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_COMPOSE_H
#define SPW_DIAGNOSIS_COMPOSE_H

#include "diagnosis/ruletext.h"
#include "diagnosis/state.h"

#ifdef __cplusplus
extern "C" {
#endif

struct slice compose_text(struct diagnosis *d, struct arena *arena, const struct rule_text *text,
                          enum text_kind kind, const struct fact_context *context);
/* The steps whose conditions hold. When there is none, those that may hold: advice shall not be missing
 * because the trace does not tell which of two ways applies. */
bool compose_steps(struct diagnosis *d, struct arena *arena, const struct rule_step *steps,
                   size_t n, const struct fact_context *context, struct step_list *out);
/* Fills the finding's grounds and rivals. */
bool compose_case(struct diagnosis *d, struct finding *f, const struct hit *hit);

#ifdef __cplusplus
}
#endif
#endif
