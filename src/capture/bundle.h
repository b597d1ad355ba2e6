/* Files packed into one, in memory: zip or tar.gz, by libarchive. The same files give the same bytes:
 * no times, owners or names of this machine go in. May include: base/. */
#ifndef SPW_CAPTURE_BUNDLE_H
#define SPW_CAPTURE_BUNDLE_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum bundle_kind { BUNDLE_ZIP, BUNDLE_TAR_GZ };

struct bundle_file {
    const char *name; /* with '/' between parts */
    struct slice bytes;
};

/* SPW_IO: libarchive refuses; `why` says what. */
enum spw_status bundle_write(enum bundle_kind kind, const struct bundle_file *files, size_t n,
                             struct buf *out, struct buf *why) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
