/* The way back: an answer that repeats tokens, with the values that they stand for.
 * May include: base/. */
#ifndef SPW_REDACT_RESTORE_H
#define SPW_REDACT_RESTORE_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

struct restore_pair {
    struct slice token, value;
};

/* Puts `text` with each token that stands alone replaced, the longest first, in whatever case it is written;
 * a token in percent codes gets its value in percent codes; a run of hexadecimal digits or base64 that holds
 * tokens is written anew in its alphabet and case. Returns how many were replaced. */
size_t restore_text(const struct restore_pair *pairs, size_t n, struct slice text, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
