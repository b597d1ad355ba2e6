/* Reading a line of a wrapping from left to right: each function takes what it is called after and moves
 * on, or takes nothing and says false. Private to transcript/. */
#ifndef SPW_TRANSCRIPT_SCAN_H
#define SPW_TRANSCRIPT_SCAN_H

#include "transcript/stamped.h"

struct scan {
    struct slice s;
    size_t at;
};

static inline struct slice scan_rest(const struct scan *x) { return slice_from(x->s, x->at); }
static inline bool scan_at_end(const struct scan *x) { return x->at >= x->s.n; }
static inline uint8_t scan_peek(const struct scan *x) { return x->at < x->s.n ? x->s.p[x->at] : 0; }
bool scan_is(struct scan *x, uint8_t c);
bool scan_literal(struct scan *x, struct slice literal);
size_t scan_blanks(struct scan *x); /* blanks and tabs; how many */
/* Decimal digits, at most 18; how many there were. */
size_t scan_digits(struct scan *x, uint64_t *out);
bool scan_seconds(struct scan *x, int64_t *us); /* "12.345678" with any number of decimals */
bool scan_hex_pair(struct scan *x, uint8_t *out);
struct slice scan_until(struct scan *x, uint8_t c); /* what stands before c, or to the end */
/* By a pattern of stamped.h. */
bool scan_stamp(struct scan *x, const char *pattern, enum stamp_kind kind, struct stamp *out);

#endif
