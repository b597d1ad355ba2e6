#include "tui/bookmark.h"

#include <string.h>

enum { NOTES_MAX = 1024 * 1024 };

void bookmarks_init(struct bookmarks *b)
{
    arena_init(&b->arena, NOTES_MAX);
    array_init(&b->list, sizeof(struct bookmark), BOOKMARKS_MAX);
}

void bookmarks_dispose(struct bookmarks *b)
{
    array_dispose(&b->list);
    arena_dispose(&b->arena);
}

/* How many come before `line`. */
static size_t place_of(const struct bookmarks *b, uint64_t line)
{
    size_t i = 0;
    while (i < b->list.n && ARRAY_AT(&b->list, struct bookmark, i)->line < line) {
        i++;
    }
    return i;
}

const struct bookmark *bookmark_at(const struct bookmarks *b, uint64_t line)
{
    const struct bookmark *m = ARRAY_AT(&b->list, struct bookmark, place_of(b, line));
    return m != NULL && m->line == line ? m : NULL;
}

enum spw_status bookmark_set(struct bookmarks *b, uint64_t line, struct slice note)
{
    size_t i = place_of(b, line);
    struct slice copy = arena_copy(&b->arena, note);
    if (copy.p == NULL) {
        return SPW_LIMIT;
    }
    if (bookmark_at(b, line) == NULL) {
        if (array_push(&b->list) == NULL) {
            return SPW_LIMIT;
        }
        struct bookmark *list = b->list.items;
        memmove(&list[i + 1], &list[i], (b->list.n - 1 - i) * sizeof *list);
    }
    *ARRAY_AT(&b->list, struct bookmark, i) = (struct bookmark){line, copy};
    return SPW_OK;
}

void bookmark_remove(struct bookmarks *b, uint64_t line)
{
    size_t i = place_of(b, line);
    if (bookmark_at(b, line) != NULL) {
        struct bookmark *list = b->list.items;
        memmove(&list[i], &list[i + 1], (b->list.n - 1 - i) * sizeof *list);
        b->list.n--;
    }
}

const struct bookmark *bookmark_after(const struct bookmarks *b, uint64_t line)
{
    const struct bookmark *next = ARRAY_AT(&b->list, struct bookmark, place_of(b, line + 1));
    return next != NULL ? next : ARRAY_AT(&b->list, struct bookmark, 0);
}
