/* SHA-256 (FIPS 180-4), for checksums of files that are written. Not for secrets: x509/ has libcrypto.
 * May include: base/slice.h. */
#ifndef SPW_BASE_SHA256_H
#define SPW_BASE_SHA256_H

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SHA256_BYTES = 32 };

void sha256(struct slice s, uint8_t out[SHA256_BYTES]);

#ifdef __cplusplus
}
#endif
#endif
