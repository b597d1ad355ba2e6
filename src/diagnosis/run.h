/* What happens at a settle point: the rules of its scope are asked, those that hold become findings or
 * remarks. May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_RUN_H
#define SPW_DIAGNOSIS_RUN_H

#include "diagnosis/state.h"

#ifdef __cplusplus
extern "C" {
#endif

void run_settle(struct diagnosis *d, const struct settle *s);

#ifdef __cplusplus
}
#endif
#endif
