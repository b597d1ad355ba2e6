/* The rows of a comparison; a part of diff_make. May include: compare/diff.h. */
#ifndef SPW_COMPARE_DIFF_ROWS_H
#define SPW_COMPARE_DIFF_ROWS_H

#include "compare/diff.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fills rows, first and aligned; values are in the arena of `d`. */
enum spw_status diff_rows(struct diff *d) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
