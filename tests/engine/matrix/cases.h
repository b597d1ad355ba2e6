/* Cases of the matrix, as text:
 *
 *   case a sentence that says the mistake
 *   for 04|01|both CAUSE SEVERITY          what must be found; "healthy" instead: nothing may be
 *   skip VARIANT,... the reason why the cause cannot be told there; "rows" and "inexact" are groups
 *     $ start                              a line of both sessions, two blanks in front
 *   - < AT-S.ERROR:111:Request failed      a line of the session with the mistake
 *   + $ ok                                 a line of the corrected session
 *
 * What stands behind the mark is a line of session.h. */
#ifndef SPW_TESTS_ENGINE_MATRIX_CASES_H
#define SPW_TESTS_ENGINE_MATRIX_CASES_H

#include "engine/matrix/session.h"

enum { SKIPS_MAX = 8 };
struct matrix_case {
    struct slice name, cause, severity; /* cause empty: healthy */
    bool newer, elder;                  /* for SPWF04Sx, for SPWF01Sx */
    struct slice skips[SKIPS_MAX];      /* names of variants */
    size_t n_skips;
    struct slice lines;
};

/* Reads a file below tests/engine/matrix/; `text` holds the bytes and must outlive the cases. */
void cases_read(const char *file, struct buf *text, struct array *cases);
/* Builds one of the two sessions of a case. */
void case_script(const struct matrix_case *c, bool elder, bool mistaken, struct script *out);
bool case_skips(const struct matrix_case *c, const char *variant);

#endif
