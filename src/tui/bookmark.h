/* Lines that a person marked, with a note each. May include: base/. */
#ifndef SPW_TUI_BOOKMARK_H
#define SPW_TUI_BOOKMARK_H

#include "base/arena.h"
#include "base/array.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { BOOKMARKS_MAX = 1000 };

struct bookmark {
    uint64_t line;
    struct slice note; /* may be empty */
};
struct bookmarks {
    struct arena arena;
    struct array list; /* struct bookmark, by line */
};

void bookmarks_init(struct bookmarks *b);
void bookmarks_dispose(struct bookmarks *b);
/* NULL: the line has none. Until the next change. */
const struct bookmark *bookmark_at(const struct bookmarks *b, uint64_t line);
/* Sets it, or replaces its note. SPW_LIMIT: there are BOOKMARKS_MAX already. */
enum spw_status bookmark_set(struct bookmarks *b, uint64_t line, struct slice note) SPW_MUST_USE;
void bookmark_remove(struct bookmarks *b, uint64_t line);
/* The next one behind `line`, the first one when there is none behind. NULL: there are none at all. */
const struct bookmark *bookmark_after(const struct bookmarks *b, uint64_t line);

#ifdef __cplusplus
}
#endif
#endif
