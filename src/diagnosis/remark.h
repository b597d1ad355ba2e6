/* What the report says beside findings: things ruled out, what the capture cannot show.
 * May include: see diagnosis.h. */
#ifndef SPW_DIAGNOSIS_REMARK_H
#define SPW_DIAGNOSIS_REMARK_H

#include "diagnosis/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Keeps the line in `list` (d->ruled_out or d->not_shown), at the hit's first place, unless it is there
 * already. Those beyond REMARKS_MAX say nothing that the first ones do not, and are left out. */
void remark_record(struct diagnosis *d, struct array *list, struct slice text,
                   const struct hit *hit);
/* What a finding rules out. */
void remark_record_ruled_out(struct diagnosis *d, const struct hit *hit);

#ifdef __cplusplus
}
#endif
#endif
