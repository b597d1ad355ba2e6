#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_BLOCKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_BLOCKS 1
#endif
#endif
#ifndef ARENA_BLOCKS
#define ARENA_BLOCKS 0 /* 1: a block for each allocation, so that the sanitizer sees overruns */
#endif

enum {
    ARENA_ALIGN = (int)_Alignof(max_align_t),
    CHUNK_FIRST = 4 * 1024,
    CHUNK_LARGEST = 256 * 1024 /* chunks double up to here; also the most that a reset keeps */
};

struct arena_chunk {
    struct arena_chunk *next;
    size_t size, used;
    _Alignas(max_align_t) uint8_t data[];
};

void arena_init(struct arena *a, size_t cap)
{
    memset(a, 0, sizeof *a);
    a->cap = cap;
}

void arena_reset(struct arena *a)
{
    struct arena_chunk *keep = NULL;
    struct arena_chunk *next = NULL;
    if (!ARENA_BLOCKS && a->chunks != NULL && a->chunks->next == NULL &&
        a->chunks->size <= CHUNK_LARGEST) { /* the one that the last reset kept */
        a->chunks->used = 0;
        a->used = 0;
        return;
    }
    for (struct arena_chunk *c = a->chunks; c != NULL; c = next) {
        next = c->next;
        /* Keeping the largest lets an arena that is reset often end with one chunk that fits. */
        bool better = !ARENA_BLOCKS && c->size <= CHUNK_LARGEST;
        better = better && (keep == NULL || c->size > keep->size);
        free(better ? keep : c);
        keep = better ? c : keep;
    }
    if (keep != NULL) {
        keep->next = NULL;
        keep->used = 0;
    }
    a->chunks = keep;
    a->used = 0;
}

void arena_dispose(struct arena *a)
{
    arena_reset(a);
    free(a->chunks);
    a->chunks = NULL;
}

static size_t next_chunk_size(const struct arena *a, size_t need)
{
    size_t size = CHUNK_FIRST;
    if (ARENA_BLOCKS) {
        return need;
    }
    if (a->chunks != NULL) {
        size = a->chunks->size < CHUNK_LARGEST / 2 ? a->chunks->size * 2 : CHUNK_LARGEST;
    }
    return size < need ? need : size;
}

static struct arena_chunk *add_chunk(struct arena *a, size_t need)
{
    size_t size = next_chunk_size(a, need);
    size_t bytes = 0;
    if (!check_add(size, sizeof(struct arena_chunk), &bytes)) {
        return NULL;
    }
    struct arena_chunk *chunk = (struct arena_chunk *)malloc(bytes);
    if (chunk == NULL) {
        return NULL;
    }
    chunk->next = a->chunks;
    chunk->size = size;
    chunk->used = 0;
    a->chunks = chunk;
    return chunk;
}

/* What `size` takes of a chunk: aligned, except in blocks, where the exact end catches overruns. */
static bool take_size(size_t size, size_t *take)
{
    if (ARENA_BLOCKS) {
        *take = size;
        return true;
    }
    if (!check_add(size, ARENA_ALIGN - 1, take)) {
        return false;
    }
    *take &= ~(size_t)(ARENA_ALIGN - 1);
    return true;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t take = 0;
    if (!take_size(size, &take) || take > a->cap - a->used) {
        return NULL;
    }
    struct arena_chunk *chunk = a->chunks;
    if (ARENA_BLOCKS || chunk == NULL || take > chunk->size - chunk->used) {
        chunk = add_chunk(a, take);
        if (chunk == NULL) {
            return NULL;
        }
    }
    uint8_t *p = chunk->data + chunk->used;
    chunk->used += take;
    a->used += take;
    memset(p, 0, size);
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t bytes = 0;
    return check_mul(count, size, &bytes) ? arena_alloc(a, bytes) : NULL;
}

struct slice arena_copy(struct arena *a, struct slice s)
{
    size_t bytes = 0;
    uint8_t *p = check_add(s.n, 1, &bytes) ? (uint8_t *)arena_alloc(a, bytes) : NULL;
    if (p == NULL) {
        return slice_of(NULL, 0);
    }
    if (s.n != 0) {
        memcpy(p, s.p, s.n);
    }
    return slice_of(p, s.n);
}
