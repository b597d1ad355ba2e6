#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

void array_init(struct array *a, size_t element_size, size_t max)
{
    memset(a, 0, sizeof *a);
    a->size = element_size;
    a->max = max;
}

void array_dispose(struct array *a)
{
    free(a->items);
    a->items = NULL;
    a->n = 0;
    a->cap = 0;
}

void array_clear(struct array *a) { a->n = 0; }

static enum spw_status array_grow(struct array *a)
{
    size_t cap = a->cap == 0 ? 8 : a->cap;
    if (a->cap != 0 && !check_mul(a->cap, 2, &cap)) {
        return SPW_NO_MEMORY;
    }
    cap = cap < a->max ? cap : a->max;
    size_t bytes = 0;
    if (cap <= a->cap || !check_mul(cap, a->size, &bytes) || bytes == 0) {
        return SPW_NO_MEMORY;
    }
    void *items = realloc(a->items, bytes);
    if (items == NULL) {
        return SPW_NO_MEMORY;
    }
    a->items = items;
    a->cap = cap;
    return SPW_OK;
}

void *array_push(struct array *a)
{
    if (a->n >= a->max || (a->n == a->cap && array_grow(a) != SPW_OK)) {
        return NULL;
    }
    uint8_t *item = (uint8_t *)a->items + a->n * a->size;
    memset(item, 0, a->size);
    a->n++;
    return item;
}

void *array_at(const struct array *a, size_t i)
{
    return i < a->n ? (uint8_t *)a->items + i * a->size : NULL;
}
