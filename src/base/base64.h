/* Base64 (RFC 4648, 4), padded, on one line. May include: base/buf.h. */
#ifndef SPW_BASE_BASE64_H
#define SPW_BASE_BASE64_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

void base64_put(struct buf *out, struct slice bytes);
/* 0..63, or -1 when `c` is no digit of the alphabet (RFC 4648, table 1). */
int base64_digit(uint8_t c);
/* The same, of the alphabet that is safe in URLs (table 2), too. */
int base64_any_digit(uint8_t c);

#ifdef __cplusplus
}
#endif
#endif
