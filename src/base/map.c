#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { MAP_FIRST = 16 };

void map_init(struct map *m, size_t max, bool nocase)
{
    memset(m, 0, sizeof *m);
    m->max = max;
    m->nocase = nocase;
}

void map_dispose(struct map *m)
{
    free(m->slots);
    m->slots = NULL;
    m->cap = 0;
    m->n = 0;
}

static uint64_t map_hash(const struct map *m, struct slice key)
{
    return m->nocase ? slice_hash_nocase(key) : slice_hash(key);
}

/* `used` keeps the upper half of the hash (never 0), so that most strangers are told apart without
 * looking at their bytes. */
static uint32_t map_tag(uint64_t hash) { return (uint32_t)(hash >> 32) | 1U; }

/* The slot of `key`, or the free slot where it belongs. The table is never full. */
static struct map_slot *map_probe(const struct map *m, struct slice key)
{
    uint64_t hash = map_hash(m, key);
    uint32_t tag = map_tag(hash);
    size_t i = (size_t)hash & (m->cap - 1);
    while (m->slots[i].used != 0) {
        const struct map_slot *s = &m->slots[i];
        if (s->used == tag && (m->nocase ? slice_eq_nocase(s->key, key) : slice_eq(s->key, key))) {
            break;
        }
        i = (i + 1) & (m->cap - 1);
    }
    return &m->slots[i];
}

static enum spw_status map_grow(struct map *m)
{
    struct map bigger = *m;
    if (m->cap == 0) {
        bigger.cap = MAP_FIRST;
    } else if (!check_mul(m->cap, 2, &bigger.cap)) {
        return SPW_NO_MEMORY;
    }
    bigger.slots = (struct map_slot *)calloc(bigger.cap, sizeof *bigger.slots);
    if (bigger.slots == NULL) {
        return SPW_NO_MEMORY;
    }
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].used != 0) {
            *map_probe(&bigger, m->slots[i].key) = m->slots[i];
        }
    }
    free(m->slots);
    *m = bigger;
    return SPW_OK;
}

enum spw_status map_put(struct map *m, struct slice key, uint32_t value, uint32_t *found)
{
    uint32_t present = 0;
    if (map_get(m, key, &present)) {
        if (found != NULL) {
            *found = present;
        }
        return SPW_OK;
    }
    if (m->n >= m->max) {
        return SPW_LIMIT;
    }
    if (m->n >= m->cap - m->cap / 4) { /* three quarters full, or empty */
        enum spw_status status = map_grow(m);
        if (status != SPW_OK) {
            return status;
        }
    }
    struct map_slot *slot = map_probe(m, key);
    slot->key = key;
    slot->value = value;
    slot->used = map_tag(map_hash(m, key));
    m->n++;
    if (found != NULL) {
        *found = value;
    }
    return SPW_OK;
}

bool map_get(const struct map *m, struct slice key, uint32_t *value)
{
    if (m->cap == 0) {
        return false;
    }
    const struct map_slot *slot = map_probe(m, key);
    if (slot->used == 0) {
        return false;
    }
    if (value != NULL) {
        *value = slot->value;
    }
    return true;
}
