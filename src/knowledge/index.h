/* A small hash index over the rows of one table, for keys that differ in their last bytes: names and
 * identifiers of certificates. It hashes eight bytes only, so that a thousand rows cost no time at
 * start-up. Letters match without case. Private to knowledge/. May include: base/. */
#ifndef SPW_KNOWLEDGE_INDEX_H
#define SPW_KNOWLEDGE_INDEX_H

#include "base/arena.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct index {
    const uint8_t *rows;         /* borrowed */
    size_t row_size, key_offset; /* where a row keeps the slice that is its key */
    uint32_t *slots;             /* index of the row + 1; 0 free */
    size_t mask;
};

/* Room for `n` rows, in `perm`. */
enum spw_status index_init(struct index *x, struct arena *perm, const void *rows, size_t n,
                           size_t row_size, size_t key_offset) SPW_MUST_USE;
/* Adds row i; the index of the row that holds its key already, or i. At most `n` times. */
uint32_t index_add(struct index *x, uint32_t i);
bool index_find(const struct index *x, struct slice key, uint32_t *i);

#ifdef __cplusplus
}
#endif
#endif
