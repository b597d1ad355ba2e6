/* Nothing is dropped in silence: each line whose table row says failure is evidence of a finding, a
 * consequence of one, or unexplained. May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_COVERAGE_H
#define SPW_DIAGNOSIS_COVERAGE_H

#include "diagnosis/state.h"

#ifdef __cplusplus
extern "C" {
#endif

void coverage_add(struct diagnosis *d, enum meaning m, const struct mark *at, unsigned attempt);
/* Failure lines that the hit explains. `serial` is its finding, 0 when that was not kept: the lines
 * are explained all the same. */
void coverage_claim(struct diagnosis *d, const struct hit *hit, uint32_t serial);
/* Failure lines that came when the rules that explain them had been asked already: after the attempt
 * had settled, or after the certificate that is to blame. */
void coverage_claim_late(struct diagnosis *d);
/* Does a finding of `rule` whose evidence begins at `place` explain this line as its consequence?
 * Attempt 0: of any attempt. */
bool coverage_consumes(const struct rule *rule, unsigned attempt, uint64_t place,
                       const struct failure *line);

#ifdef __cplusplus
}
#endif
#endif
