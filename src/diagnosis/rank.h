/* Which finding to read first. May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_RANK_H
#define SPW_DIAGNOSIS_RANK_H

#include "diagnosis/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sorts by weight (severity, confidence, priority), then by place in the trace, then by appearance. */
void rank_sort(struct finding **order, size_t n);
/* Numbers the findings that stand, from 1 within each attempt and within the trace as a whole. */
void rank_number(struct finding *const *order, size_t n);

#ifdef __cplusplus
}
#endif
#endif
