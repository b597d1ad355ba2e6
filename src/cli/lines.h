/* The source lines around what a report quotes, read again from the capture.
 * May include: report/format.h, capture/file.h. */
#ifndef SPW_CLI_LINES_H
#define SPW_CLI_LINES_H

#include "base/arena.h"
#include "base/array.h"
#include "capture/file.h"
#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

struct lines {
    struct arena arena;
    struct array list; /* struct report_line, sorted by line and column */
};

/* What cannot be read again is left out: the report then quotes what the engine kept. To be disposed
 * of in any case. */
void lines_collect(struct lines *l, const struct spw_report *r, const struct capture_file *f);
/* Instead: as much of the capture, which is in memory, as a page can hold: from its beginning, and what
 * stands around all places of the report. */
void lines_collect_bytes(struct lines *l, const struct spw_report *r, struct slice bytes);
void lines_dispose(struct lines *l);

#ifdef __cplusplus
}
#endif
#endif
