/* A growable array of fixed-size elements, born with its maximum. Owns its elements (malloc).
 * May include: base/status.h. */
#ifndef SPW_BASE_ARRAY_H
#define SPW_BASE_ARRAY_H

#include <stddef.h>

#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct array {
    void *items; /* contiguous; valid until the next push */
    size_t n;    /* elements in use */
    size_t cap;  /* elements allocated */
    size_t size; /* bytes an element */
    size_t max;  /* most elements it may ever hold */
};

void array_init(struct array *a, size_t element_size, size_t max);
void array_dispose(struct array *a);
void array_clear(struct array *a); /* n = 0, memory kept */
/* A zeroed new last element, or NULL at the maximum or without memory. */
void *array_push(struct array *a) SPW_MUST_USE;
void *array_at(const struct array *a, size_t i); /* NULL when i >= n */
#define ARRAY_AT(a, type, i) ((type *)array_at((a), (i)))

#ifdef __cplusplus
}
#endif
#endif
