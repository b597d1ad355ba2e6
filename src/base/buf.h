/* Bounded output: a byte buffer that grows to its maximum. Failure is sticky, so a renderer writes on
 * and its caller asks once at the end; a piece that does not fit is not begun. Owns its bytes.
 * May include: base/slice.h, base/status.h. */
#ifndef SPW_BASE_BUF_H
#define SPW_BASE_BUF_H

#include <stdarg.h>

#include "base/slice.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct buf {
    uint8_t *p;
    size_t n, cap, max;
    enum spw_status status; /* first failure, sticky */
};

void buf_init(struct buf *b, size_t max);
void buf_dispose(struct buf *b);
void buf_clear(struct buf *b); /* n = 0 and status = SPW_OK */
void buf_put(struct buf *b, struct slice s);
void buf_drop(struct buf *b,
              size_t n); /* the first n bytes; a failure of earlier writes is forgotten */
void buf_byte(struct buf *b, uint8_t c);
void buf_cstr(struct buf *b, const char *s);
void buf_fill(struct buf *b, uint8_t c, size_t n);
void buf_u64(struct buf *b, uint64_t v);
void buf_i64(struct buf *b, int64_t v);
/* For text of our own; trace bytes go through base/escape.h. */
void buf_printf(struct buf *b, const char *fmt, ...) SPW_PRINTF(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list args) SPW_PRINTF(2, 0);
struct slice buf_slice(const struct buf *b); /* until the next write */

#ifdef __cplusplus
}
#endif
#endif
