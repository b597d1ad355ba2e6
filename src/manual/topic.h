/* A kind of thing that the manual has pages for: how many there are, what each is called, and what its
 * page says. The list of topics is what makes the manual complete. May include: see manual.h. */
#ifndef SPW_MANUAL_TOPIC_H
#define SPW_MANUAL_TOPIC_H

#include "manual/manual.h"
#include "manual/sheet.h"

#ifdef __cplusplus
extern "C" {
#endif

struct manual {
    const struct knowledge *k;
    const struct ruleset *rules;
    struct sheet sheet;
};

enum { TOPIC_NAMES = 4 };

struct manual_topic {
    const char *kind; /* "cause" */
    const char
        *numbers; /* words that may stand before its numbers, "wind|indication"; NULL: no numbers */
    bool bare;    /* a number alone names it */
    size_t (*count)(const struct manual *m);
    /* The names of thing i; returns how many. A thing may have none, when it is called by number. */
    size_t (*names)(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES]);
    int (*number)(const struct manual *m, size_t i); /* -1: none; NULL: no numbers */
    void (*put)(struct manual *m, size_t i);
};

size_t topic_count(void);
const struct manual_topic *topic_at(size_t i);

/* ---- for those who write pages ------------------------------------------------------------------ */

/* Row i of all dialects' rows of one kind and its dialect; NULL past the end. */
struct topic_rows {
    const void *rows;
    size_t n, size;
};
const void *topic_row(const struct knowledge *k, size_t i,
                      struct topic_rows (*rows_of)(const struct dialect *),
                      const struct dialect **d);
size_t topic_rows_count(const struct knowledge *k,
                        struct topic_rows (*rows_of)(const struct dialect *));

/* The closed set "a|b|" as `a, b, ""`. */
void topic_write_words(struct buf *out, struct slice words);
/* "documented", ... */
const char *topic_confidence_name(enum row_confidence c);
/* The row "Sources": each key with what it is. */
void topic_put_sources(struct manual *m, struct slice keys);
/* The row "Rules": those whose conditions mention `word`, or, with `cause`, that have this cause. */
void topic_put_rules_with(struct manual *m, struct slice word);
void topic_put_rules_of(struct manual *m, const struct cause *cause);
/* Those that ask for an error by its number (-1: it has none) or its group, be it to set it aside. */
void topic_put_rules_on_error(struct manual *m, int number, struct slice group);

/* The topics, one file each group. */
extern const struct manual_topic topics_rules[], topics_module[], topics_numbers[], topics_world[];
extern const size_t topics_rules_n, topics_module_n, topics_numbers_n, topics_world_n;

#ifdef __cplusplus
}
#endif
#endif
