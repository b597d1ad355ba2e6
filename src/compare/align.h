/* The shortest way from one sequence to another (Myers, "An O(ND) difference algorithm and its
 * variations", 1986). May include: base/. */
#ifndef SPW_COMPARE_ALIGN_H
#define SPW_COMPARE_ALIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { ALIGN_NONE = -1, ALIGN_EDITS_MAX = 3000 };

struct align_pair {
    int32_t a, b; /* indices of what was found to be the same; ALIGN_NONE: only the other has it */
};

/* Appends pairs in order to `out` (struct align_pair). Elements are equal when their numbers are. Two
 * sequences that differ in more than ALIGN_EDITS_MAX places are aligned at their two ends only; *whole then
 * is false. */
enum spw_status align(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b,
                      struct array *out, bool *whole) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
