/* Memory with one lifetime: allocations are never freed singly, the arena is reset or disposed whole.
 * The name of a `struct arena *` parameter tells the lifetime (perm, attempt, scratch).
 * Everything is zeroed; an arena grows in chunks up to its cap, and reports reaching it by NULL.
 * In sanitizer builds each allocation is a block of its own, so that overruns are seen.
 * May include: base/slice.h, base/status.h. */
#ifndef SPW_BASE_ARENA_H
#define SPW_BASE_ARENA_H

#include "base/slice.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct arena_chunk;
struct arena {
    struct arena_chunk *chunks; /* newest first */
    size_t used;                /* bytes handed out since the last reset */
    size_t cap;                 /* most bytes it may hand out */
};

/* A zeroed struct arena with a cap set is ready to use. */
void arena_init(struct arena *a, size_t cap);
void arena_reset(struct arena *a);   /* all allocations end; one chunk is kept for reuse */
void arena_dispose(struct arena *a); /* as reset, and gives the memory back */
/* `size` bytes aligned to max_align_t, zeroed; NULL at the cap or without memory. size 0 gives a
 * valid pointer that must not be read. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t count, size_t size); /* overflow-checked count * size */
/* Copies with a NUL behind (not counted), so that the copy can be handed to C libraries.
 * On failure .p is NULL, which it never is after a success, not even for an empty `s`. */
struct slice arena_copy(struct arena *a, struct slice s);
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

#ifdef __cplusplus
}
#endif
#endif
