/* Encodings that credentials come in. May include: base/. */
#ifndef SPW_FACTS_ENCODING_H
#define SPW_FACTS_ENCODING_H

#include "base/arena.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

/* %XX becomes its byte; a percent sign without two hex digits stays. `s` itself when it has none.
 * .p is NULL when `arena` is full, never after a success. */
struct slice percent_decode(struct slice s, struct arena *arena);
/* Bytes that `s` decodes to, in the usual or the URL alphabet, padding optional; -1: not base64. */
int64_t base64_length(struct slice s);
/* Decodes at most `max` bytes, *n of them, into `out`; false: not base64. */
bool base64_decode(struct slice s, uint8_t *out, size_t max, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
