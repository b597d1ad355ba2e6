/* What is wrong among rules that are each good by themselves: for `rules check`, not for every start.
 * May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_REVIEW_H
#define SPW_DIAGNOSIS_REVIEW_H

#include "diagnosis/diagnosis.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Rules that can never be seen or never fire, that say the same, or that nothing puts in an order. Faults
 * are added to `messages`, at the line of the rule. Returns how many were found. */
size_t review_rules(const struct ruleset *r, const struct data_source *files,
                    struct messages *messages);

#ifdef __cplusplus
}
#endif
#endif
