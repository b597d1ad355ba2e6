/* Several captures of one session, such as one of each direction, put together by their times.
 * Part of the public header. */
#ifndef SPW_MERGE_H
#define SPW_MERGE_H

#include "base/buf.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SPW_MERGE_MAX = 16 };

struct spw_capture { /* both borrowed until the merge is freed */
    struct slice name, bytes;
};

struct spw_merge;

/* Reads the captures, whatever their wrappings are, and orders their lines. Who speaks in each is told by
 * what it says. SPW_INVALID: they cannot be ordered, `why` says which has no times or other times than the
 * rest; SPW_LIMIT: too much. *out is then NULL. */
enum spw_status spw_merge_new(struct spw_merge **out, const struct spw_capture *captures, size_t n,
                              struct buf *why) SPW_MUST_USE;
void spw_merge_free(struct spw_merge *m);
/* The whole session as a recording (docs/capture-formats.md), to be fed to an engine. Lives as long as `m`. */
struct slice spw_merge_recording(const struct spw_merge *m);
/* Where a line of that recording stood. False: it is a line of the recording's own. */
bool spw_merge_origin(const struct spw_merge *m, uint32_t line, size_t *capture,
                      uint32_t *original_line);

#ifdef __cplusplus
}
#endif
#endif
