/* Numbers with units, as people write them behind options. May include: base/. */
#ifndef SPW_CLI_QUANTITY_H
#define SPW_CLI_QUANTITY_H

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "90", "2.5", "90s", "15m", "1h", "1d": microseconds, at most a hundred years. */
bool quantity_duration(struct slice text, int64_t *us);
/* "4096", "64k", "10M", "1G": bytes, in powers of 1024. */
bool quantity_size(struct slice text, uint64_t *bytes);

#ifdef __cplusplus
}
#endif
#endif
