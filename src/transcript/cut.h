/* How a line of somebody's own log is cut: what stands in front, how the dialogue behind it is written. A line
 * is cut only when its dialogue shows that it is one. Private to transcript/. May include: base/. */
#ifndef SPW_TRANSCRIPT_CUT_H
#define SPW_TRANSCRIPT_CUT_H

#include "transcript/decode.h"

enum notation { PLAIN, QUOTED, HEX };
enum { CUT_LEAST_HEX = 4, CUT_HEAD = CUT_LEAST_HEX + 2 };

struct cut {
    size_t front; /* bytes in front of what is said, an opening quote included */
    enum notation notation;
    uint8_t quote; /* of QUOTED */
};

/* False: the line is none of such a log, as far as it alone can tell. */
bool cut_line(struct slice t, struct cut *c);
/* Where a command, an answer, an indication or a certificate begins; t.n: nowhere. */
size_t cut_find_head(struct slice t);
/* "41 54", "0x41, 0x54", "41:54", "4154" from `at` on, then nothing but closing marks. How many bytes; the
 * first ones are copied to `head`. 0: something else is there. */
size_t cut_read_hex(const struct decode *d, struct slice t, size_t at, uint8_t head[CUT_HEAD]);
/* Hands on what stands before the closing quote; in a table a quote is written twice. */
bool cut_read_quoted(const struct decode *d, struct scan *x, uint8_t quote);
/* A stamp alone in front is no label, but a terminal's. */
bool cut_is_stamp_alone(struct slice t, size_t front);

#endif
