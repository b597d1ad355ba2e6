/* Arithmetic on sizes that says when it overflows. True means the result is good.
 * May include nothing of the project. */
#ifndef SPW_BASE_CHECK_H
#define SPW_BASE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool check_add(size_t a, size_t b, size_t *out)
{
    *out = a + b;
    return *out >= a;
}
static inline bool check_mul(size_t a, size_t b, size_t *out)
{
    if (a != 0 && b > SIZE_MAX / a) {
        *out = 0;
        return false;
    }
    *out = a * b;
    return true;
}
/* Saturating, for counters that are only shown. */
static inline uint32_t clamp_u32(uint64_t v) { return v > UINT32_MAX ? UINT32_MAX : (uint32_t)v; }

#endif
