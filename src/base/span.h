/* A place in the original input, and a bounded copy of what stands there.
 * May include: base/slice.h. */
#ifndef SPW_BASE_SPAN_H
#define SPW_BASE_SPAN_H

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

/* length 0 and line 0: no place. A span may cross line ends (a certificate); it then starts at
 * line:column and `last_line` tells where it ends. */
struct span {
    uint64_t offset;    /* bytes from the start of the input */
    uint32_t line;      /* from 1 */
    uint32_t column;    /* bytes from 1 */
    uint32_t length;    /* bytes, line ends included when it crosses them */
    uint32_t last_line; /* == line for a span inside one line */
};

enum { MARK_TEXT_MAX = 213 };

/* A span with its text, so that a finding can quote it when the input is gone. 240 bytes. */
struct mark {
    struct span span;
    uint16_t n;  /* bytes of text kept */
    uint8_t cut; /* 1: the text was longer than what is kept */
    uint8_t text[MARK_TEXT_MAX];
};

static inline bool span_is_set(struct span s) { return s.line != 0; }
void mark_set(struct mark *m, struct span span, struct slice text); /* copies what fits of `text` */
void mark_copy(struct mark *to, const struct mark *from); /* only the text that is there */
static inline void mark_clear(struct mark *m)
{
    m->span = (struct span){0, 0, 0, 0, 0};
    m->n = 0;
    m->cut = 0;
}
struct slice mark_text(const struct mark *m); /* lives as long as m */

#ifdef __cplusplus
}
#endif
#endif
