/* Small files read whole: rule files, certificate chains. May include: base/. */
#ifndef SPW_CLI_READING_H
#define SPW_CLI_READING_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Appends the whole file; SPW_LIMIT when it does not fit into `out`. Says nothing: `why` gets a reason
 * to print behind the name. */
enum spw_status reading_file(const char *path, struct buf *out, struct buf *why) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
