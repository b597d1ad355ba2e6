/* Looking for lines: by text, by regular expression, or by a condition of the rules' language. Works in
 * slices, so that nobody waits: a gigabyte is searched while the view goes on.
 * For a condition a second engine reads the session again and notes where it becomes true.
 * May include: base/, include/, tui/scrollback.h, tui/spill.h. */
#ifndef SPW_TUI_SEARCH_H
#define SPW_TUI_SEARCH_H

#include <regex.h>

#include "include/live.h"
#include "tui/scrollback.h"

#ifdef __cplusplus
extern "C" {
#endif

enum search_kind { SEARCH_TEXT, SEARCH_REGEX, SEARCH_CONDITION, SEARCH_KINDS };
const char *search_kind_name(enum search_kind k); /* "text" */

struct search {
    bool active;
    enum search_kind kind;
    struct buf pattern;
    regex_t regex;
    bool has_regex;
    struct spill_table matches; /* uint64_t: lines that match, in order */
    bool has_matches;
    uint64_t examined; /* lines looked at so far */
    struct buf line;   /* scratch */
    /* Of conditions. */
    struct scrollback *index;
    struct spw_condition *condition;
    struct spw_engine *engine;
    uint64_t fed; /* bytes of the session that the second engine has read */
    bool was_true, finished;
};

void search_init(struct search *s, struct scrollback *index);
void search_dispose(struct search *s);
/* SPW_INVALID: `why` says what is wrong with the pattern. An empty pattern ends the search. `k`, for
 * conditions, must outlive it. */
enum spw_status search_begin(struct search *s, enum search_kind kind, struct slice pattern,
                             const struct spw_knowledge *k, const struct spw_options *options,
                             struct buf *why) SPW_MUST_USE;
void search_end(struct search *s);
/* Looks at some more lines, or bytes for conditions; `session_bytes` are there to be read, and with `over`
 * no more will come. True: there is more to look at. */
bool search_work(struct search *s, uint64_t session_bytes, bool over);

uint64_t search_count(const struct search *s);
bool search_match(struct search *s, uint64_t i, uint64_t *line) SPW_MUST_USE;
/* Number of matches in lines before `line`. */
uint64_t search_rank(struct search *s, uint64_t line);
/* Where the next match in a line's text begins, at or after *from; sets *n to its length. False: none,
 * or what is looked for is not text. */
bool search_in_line(struct search *s, struct slice text, size_t *from, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
