/* A capture read whole, so that its secrets can be replaced before anything looks at it.
 * May include: capture/, include/, base/. */
#ifndef SPW_CLI_WHOLE_H
#define SPW_CLI_WHOLE_H

#include "base/buf.h"
#include "capture/file.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { WHOLE_MAX = 256 * 1024 * 1024 };

/* Appends what can be read to `out`. False when there is nothing to go on with; said. *damaged: the end
 * could not be read, which was said too. */
bool whole_read(struct capture_file *f, const char *path, struct buf *out, bool *damaged);
/* Diagnoses bytes in memory. *out belongs to the caller. */
enum spw_status whole_diagnose(struct slice bytes, const struct spw_knowledge *k,
                               const struct spw_options *options,
                               struct spw_engine **out) SPW_MUST_USE;
/* May the finished page be written? False, and said, when a secret is left in it. */
bool whole_check(const struct spw_redactor *r, struct slice page);

#ifdef __cplusplus
}
#endif
#endif
