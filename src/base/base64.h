/* Base64 (RFC 4648, 4), padded, on one line. May include: base/buf.h. */
#ifndef SPW_BASE_BASE64_H
#define SPW_BASE_BASE64_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

void base64_put(struct buf *out, struct slice bytes);

#ifdef __cplusplus
}
#endif
#endif
