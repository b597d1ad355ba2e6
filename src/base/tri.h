/* Three-valued logic: what we know, what we know not to be, and what we do not know.
 * May include nothing of the project. */
#ifndef SPW_BASE_TRI_H
#define SPW_BASE_TRI_H

#include <stdbool.h>

enum tri {
    TRI_UNKNOWN = 0, /* the empty value of every fact */
    TRI_NO,
    TRI_YES
};

static inline enum tri tri_of(bool b) { return b ? TRI_YES : TRI_NO; }
static inline enum tri tri_not(enum tri a)
{
    return a == TRI_UNKNOWN ? TRI_UNKNOWN : tri_of(a == TRI_NO);
}
static inline enum tri tri_and(enum tri a, enum tri b)
{
    if (a == TRI_NO || b == TRI_NO) {
        return TRI_NO;
    }
    return (a == TRI_YES && b == TRI_YES) ? TRI_YES : TRI_UNKNOWN;
}
static inline enum tri tri_or(enum tri a, enum tri b)
{
    return tri_not(tri_and(tri_not(a), tri_not(b)));
}

#endif
