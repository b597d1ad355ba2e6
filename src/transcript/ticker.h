/* Stamps without a date come in kinds that look alike: time of day, since the start, since the line
 * before. Which it is shows in whether they only rise. May include: base/. */
#ifndef SPW_TRANSCRIPT_TICKER_H
#define SPW_TRANSCRIPT_TICKER_H

#include "base/slice.h"
#include "base/stamp.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All-zero is the start of a capture. */
struct ticker {
    enum stamp_kind forced; /* as a person says; NONE: it is to be found out */
    bool begun, by_day, distances;
    int64_t last; /* as written */
    int64_t base; /* what was counted before the stamps began anew */
    int64_t out;  /* the last result */
    uint64_t stamps, falls;
};

/* The stamp as one that only rises, so that two of them can be subtracted: WALL stays what it is, CLOCK
 * goes on behind midnight, distances are summed up to START. */
struct stamp ticker_read(struct ticker *t, struct stamp s);
/* True once the stamps turned out to be distances from line to line. */
static inline bool ticker_counts_distances(const struct ticker *t) { return t->distances; }

#ifdef __cplusplus
}
#endif
#endif
