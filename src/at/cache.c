/* A direct-mapped cache of table rows by name. */
#include <string.h>

#include "at/state.h"

static size_t slot_of(struct slice name)
{
    size_t h = name.n * 7;
    h += name.n > 0 ? (size_t)name.p[name.n - 1] * 5 + (size_t)name.p[name.n / 2] * 3 + name.p[0]
                    : 0;
    return h % NAME_CACHE;
}

const void *cache_find(const struct name_cache *c, const struct dialect *d, struct slice name)
{
    size_t i = slot_of(name);
    if (c->slots[i].row == NULL || c->slots[i].n != name.n || c->slots[i].dialect != d ||
        memcmp(c->slots[i].key, name.p, name.n) != 0) {
        return NULL;
    }
    return c->slots[i].row;
}

void cache_put(struct name_cache *c, const struct dialect *d, struct slice name, const void *row)
{
    size_t i = slot_of(name);
    if (row == NULL || name.n == 0 || name.n > NAME_KEY) {
        return;
    }
    c->slots[i].dialect = d;
    c->slots[i].row = row;
    c->slots[i].n = name.n;
    memcpy(c->slots[i].key, name.p, name.n);
}
