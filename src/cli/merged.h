/* --merge: several captures of one session as one, and the way back from its report to the captures.
 * May include: capture/, include/, base/. */
#ifndef SPW_CLI_MERGED_H
#define SPW_CLI_MERGED_H

#include "base/arena.h"
#include "include/merge.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

struct merged {
    struct buf files[SPW_MERGE_MAX];
    struct spw_capture captures[SPW_MERGE_MAX];
    size_t n;
    struct spw_merge *merge;
    struct buf name; /* "host.log + module.log", NUL-terminated */
    struct arena arena;
};

/* False when they cannot be merged; said. To be disposed of in any case. */
bool merged_open(struct merged *m, const char *const *paths, size_t n) SPW_MUST_USE;
void merged_dispose(struct merged *m);
const char *merged_name(const struct merged *m);
/* The report with the original file and line in front of each note of its evidence: its own lines are those
 * of the merged recording. Without memory, the report as it is. Lives as long as both. */
const struct spw_report *merged_report(struct merged *m, const struct spw_report *r);

#ifdef __cplusplus
}
#endif
#endif
