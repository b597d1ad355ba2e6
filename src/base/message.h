/* Messages about our own files (tables, rules): a stable number, file:line:column, the source line
 * and a caret. Collected, not printed: the programs print them. Owns copies.
 * May include: base/arena.h, base/buf.h, base/slice.h. */
#ifndef SPW_BASE_MESSAGE_H
#define SPW_BASE_MESSAGE_H

#include "base/arena.h"
#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Numbers and default texts come from base/messages.tsv (number, name, text); a number never changes
 * its meaning. The enum is generated into base/message_ids.h as MSG_<NAME> = number. */
struct message {
    unsigned number; /* printed as SPW-0042 */
    struct slice file;
    uint32_t line, column; /* from 1; 0: the file as a whole */
    struct slice text;     /* what is wrong, one sentence */
    struct slice source;   /* the source line, may be empty */
    struct slice hint;     /* e.g. did you mean "store.ca.present"? may be empty */
};

/* One row of messages.tsv: what `explain` and the manual say about a number. */
struct message_kind {
    unsigned number;
    struct slice name; /* TABLE_COLUMNS */
    struct slice text;
};
const struct message_kind *message_kinds(size_t *n); /* by number; static */

struct messages {
    struct arena arena;
    struct message *list; /* in order of arrival */
    size_t n, cap, max;
    size_t dropped; /* how many came after the maximum */
};

void messages_init(struct messages *m);
void messages_dispose(struct messages *m);
/* `bytes` is the whole file, from which the source line is taken; may be empty. printf-like. */
void messages_add(struct messages *m, unsigned number, struct slice file, struct slice bytes,
                  uint32_t line, uint32_t column, struct slice hint, const char *fmt, ...)
    SPW_PRINTF(8, 9);
/* file:line:column: error: text [SPW-0042], the source line, a caret, the hint. */
void message_put(struct buf *out, const struct message *m);
/* Of `names`, the one nearest to `word` by edit distance, when near enough to suggest; else empty. */
struct slice nearest_name(struct slice word, const struct slice *names, size_t n);

#ifdef __cplusplus
}
#endif
#endif
