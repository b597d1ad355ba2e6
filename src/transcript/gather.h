/* A line put together from pieces of the original input, each with the way back to where it stood.
 * Owns its bytes; a line made of it borrows them until the next change. May include: base/. */
#ifndef SPW_TRANSCRIPT_GATHER_H
#define SPW_TRANSCRIPT_GATHER_H

#include "base/array.h"
#include "base/buf.h"
#include "transcript/line.h"

#ifdef __cplusplus
extern "C" {
#endif

struct gather {
    struct buf text;
    struct array segments; /* struct line_segment */
};

void gather_init(struct gather *g, size_t max);
void gather_dispose(struct gather *g);
void gather_clear(struct gather *g);
/* One decoded byte and the place that stands for it. */
void gather_byte(struct gather *g, uint8_t byte, const struct line_segment *where);
/* text[at .. at+n) of a line as it is. */
void gather_part(struct gather *g, const struct line *l, size_t at, size_t n);
/* Sets text and segments of *out, nothing else. `at` is the place of a line without text. */
void gather_line(const struct gather *g, const struct line_segment *at, struct line *out);

#ifdef __cplusplus
}
#endif
#endif
