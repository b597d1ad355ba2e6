#include "knowledge/index.h"

#include <string.h>

#include "base/check.h"

static uint64_t hash(struct slice key)
{
    uint64_t tail = 0;
    size_t n = key.n < sizeof tail ? key.n : sizeof tail;
    if (n != 0) {
        memcpy(&tail, key.p + (key.n - n), n);
    }
    tail |=
        UINT64_C(0x2020202020202020); /* letters lose their case, the rest only some difference */
    tail = (tail ^ key.n) * UINT64_C(0x9E3779B97F4A7C15);
    return tail ^ (tail >> 32);
}

enum spw_status index_init(struct index *x, struct arena *perm, const void *rows, size_t n,
                           size_t row_size, size_t key_offset)
{
    size_t least = 0;
    size_t slots = 16;
    if (!check_mul(n, 2, &least)) {
        return SPW_NO_MEMORY;
    }
    while (slots < least) {
        slots *= 2;
    }
    x->rows = (const uint8_t *)rows;
    x->row_size = row_size;
    x->key_offset = key_offset;
    x->mask = slots - 1;
    x->slots = ARENA_ARRAY(perm, slots, uint32_t);
    return x->slots == NULL ? SPW_NO_MEMORY : SPW_OK;
}

static struct slice key_of(const struct index *x, uint32_t i)
{
    struct slice key;
    memcpy(&key, x->rows + i * x->row_size + x->key_offset, sizeof key);
    return key;
}

/* The slot of `key`, or the free one where it belongs. At most half of the slots are taken. */
static uint32_t *probe(const struct index *x, struct slice key)
{
    size_t at = (size_t)hash(key) & x->mask;
    while (x->slots[at] != 0 && !slice_eq_nocase(key_of(x, x->slots[at] - 1), key)) {
        at = (at + 1) & x->mask;
    }
    return &x->slots[at];
}

uint32_t index_add(struct index *x, uint32_t i)
{
    uint32_t *slot = probe(x, key_of(x, i));
    if (*slot == 0) {
        *slot = i + 1;
    }
    return *slot - 1;
}

bool index_find(const struct index *x, struct slice key, uint32_t *i)
{
    uint32_t slot = x->slots == NULL ? 0 : *probe(x, key);
    if (slot != 0) {
        *i = slot - 1;
    }
    return slot != 0;
}
