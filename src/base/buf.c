#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

void buf_init(struct buf *b, size_t max)
{
    memset(b, 0, sizeof *b);
    b->max = max;
}

void buf_dispose(struct buf *b)
{
    free(b->p);
    b->p = NULL;
    b->n = 0;
    b->cap = 0;
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->status = SPW_OK;
}

static enum spw_status buf_grow(struct buf *b, size_t need)
{
    size_t cap = 0;
    if (need > b->max) {
        return SPW_NO_MEMORY;
    }
    if (!check_mul(b->cap, 2, &cap)) {
        cap = b->max;
    }
    cap = cap < 64 ? 64 : cap;
    cap = cap < need ? need : cap;
    cap = cap < b->max ? cap : b->max;
    uint8_t *p = (uint8_t *)realloc(b->p, cap);
    if (p == NULL) {
        return SPW_NO_MEMORY;
    }
    b->p = p;
    b->cap = cap;
    return SPW_OK;
}

/* Room for n more bytes, counted as written; NULL, with the status set, when there is none. */
static uint8_t *buf_room(struct buf *b, size_t n)
{
    size_t need = 0;
    if (b->status != SPW_OK) {
        return NULL;
    }
    if (!check_add(b->n, n, &need)) {
        b->status = SPW_NO_MEMORY;
    } else if (need > b->cap) {
        b->status = buf_grow(b, need);
    }
    if (b->status != SPW_OK || n == 0) {
        return NULL;
    }
    uint8_t *room = b->p + b->n;
    b->n = need;
    return room;
}

void buf_put(struct buf *b, struct slice s)
{
    uint8_t *room = buf_room(b, s.n);
    if (room != NULL) {
        memcpy(room, s.p, s.n);
    }
}

void buf_drop(struct buf *b, size_t n)
{
    n = n < b->n ? n : b->n;
    if (n > 0) {
        memmove(b->p, b->p + n, b->n - n);
    }
    b->n -= n;
    b->status = SPW_OK;
}

void buf_byte(struct buf *b, uint8_t c)
{
    uint8_t *room = buf_room(b, 1);
    if (room != NULL) {
        *room = c;
    }
}

void buf_cstr(struct buf *b, const char *s) { buf_put(b, slice_cstr(s)); }

void buf_fill(struct buf *b, uint8_t c, size_t n)
{
    uint8_t *room = buf_room(b, n);
    if (room != NULL) {
        memset(room, c, n);
    }
}

void buf_u64(struct buf *b, uint64_t v)
{
    uint8_t digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (uint8_t)('0' + v % 10);
        v /= 10;
    } while (v != 0);
    buf_put(b, slice_of(digits + at, sizeof digits - at));
}

void buf_i64(struct buf *b, int64_t v)
{
    if (v < 0) {
        buf_byte(b, '-');
        buf_u64(b, (uint64_t)(-(v + 1)) + 1);
    } else {
        buf_u64(b, (uint64_t)v);
    }
}

void buf_vprintf(struct buf *b, const char *fmt, va_list args)
{
    char small[256];
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, fmt, args);
    if (n < 0) {
        b->status = b->status == SPW_OK ? SPW_IO : b->status;
    } else if ((size_t)n < sizeof small) {
        buf_put(b, slice_of(small, (size_t)n));
    } else {
        size_t with_nul = (size_t)n + 1;
        uint8_t *room = buf_room(b, with_nul);
        if (room != NULL) {
            (void)vsnprintf((char *)room, with_nul, fmt, again);
            b->n--; /* the NUL */
        }
    }
    va_end(again);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    buf_vprintf(b, fmt, args);
    va_end(args);
}

struct slice buf_slice(const struct buf *b) { return slice_of(b->p, b->n); }
