/* A trace as the lines it is made of, so that some can be left out: every byte belongs to one line, line
 * ends included, and lines are counted as reports count them (LF, CR LF, CR alone; in UTF-16, too).
 * May include: base/. */
#ifndef SPW_COMPARE_SPLIT_H
#define SPW_COMPARE_SPLIT_H

#include "base/array.h"
#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SPLIT_LINES_MAX = 16 * 1024 * 1024 };

struct split {
    struct slice mark;  /* the byte order mark: stays in front whatever is left out */
    struct array lines; /* struct slice, in order; line N is element N - 1 */
};

/* Borrows `bytes`. SPW_LIMIT: more lines than SPLIT_LINES_MAX. To be disposed of in any case. */
enum spw_status split_lines(struct split *s, struct slice bytes) SPW_MUST_USE;
void split_dispose(struct split *s);

#ifdef __cplusplus
}
#endif
#endif
