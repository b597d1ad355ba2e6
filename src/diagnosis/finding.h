/* The findings of a trace: made from hits, counted when they come again, withdrawn when an attempt
 * settles anew and they no longer hold. May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_FINDING_H
#define SPW_DIAGNOSIS_FINDING_H

#include "diagnosis/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Records the hit; returns the serial of the finding that holds it, 0 when there was no room. */
uint32_t finding_record(struct diagnosis *d, const struct hit *hit);
/* Around the rules of an attempt that settled before: findings that are not confirmed in between go. */
void finding_withdraw_begin(struct diagnosis *d, unsigned attempt);
void finding_withdraw_end(struct diagnosis *d, unsigned attempt);
/* Forgets what peeks found; serials are given out again, so the report is as if nobody had peeked. */
void finding_drop_provisional(struct diagnosis *d);
struct finding *finding_by_serial(struct diagnosis *d, uint32_t serial); /* NULL: gone */
/* Does the place touch any evidence of the finding? */
bool finding_has_place(const struct finding *f, struct span at);
bool spans_touch(struct span a, struct span b);

#ifdef __cplusplus
}
#endif
#endif
