/* Hash table from slices to small numbers (indices into somebody's array). Keys are borrowed and
 * must outlive the map. Case folding is chosen at birth. Insert-only.
 * May include: base/slice.h, base/status.h. */
#ifndef SPW_BASE_MAP_H
#define SPW_BASE_MAP_H

#include "base/slice.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct map_slot {
    struct slice key;
    uint32_t value;
    uint32_t used;
};
struct map {
    struct map_slot *slots; /* power of two, owned */
    size_t cap, n, max;
    bool nocase;
};

void map_init(struct map *m, size_t max, bool nocase);
void map_dispose(struct map *m);
/* SPW_LIMIT at the maximum. An existing key keeps its value: *found is set to it when given. */
enum spw_status map_put(struct map *m, struct slice key, uint32_t value,
                        uint32_t *found) SPW_MUST_USE;
bool map_get(const struct map *m, struct slice key, uint32_t *value);

#ifdef __cplusplus
}
#endif
#endif
