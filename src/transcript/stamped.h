/* Time stamps that terminals and loggers put in front of a line. May include: base/. */
#ifndef SPW_TRANSCRIPT_STAMPED_H
#define SPW_TRANSCRIPT_STAMPED_H

#include "base/slice.h"
#include "base/stamp.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One shape of stamp. The pattern is literal but for these directives:
 *   %Y 4 digits, %y 2 digits, %m %d 1-2 digits, %b English month, %a English day of the week,
 *   %H %I %M %S 1-2 digits, %p AM or PM, %f fraction (1..9 digits), %u microseconds behind it,
 *   %D days (any digits),
 *   %k days since the year 0 with a fraction (Matlab's),
 *   %s seconds since 1970 (9..11 digits), %n seconds since start (1..8 digits),
 *   %. one of . , :   %_ any run of blanks and tabs (at least one)   %* any word without blanks */
struct stamp_shape {
    const char *name;
    const char *pattern;
    enum stamp_kind kind;
};

extern const struct stamp_shape stamp_shapes[];
extern const size_t stamp_shape_count;

/* Every shape starts with a bracket, a digit or a month's capital letter: most lines are told apart by
 * their first byte. */
static inline bool stamp_may_begin(struct slice line)
{
    uint8_t c = line.n > 0 ? line.p[0] : 0;
    if (c == '[' || ascii_digit(c)) {
        return line.n > 8;
    }
    return line.n > 16 && line.p[3] == ' ' && ascii_upper(c) && ascii_lower(line.p[1]) &&
           ascii_lower(line.p[2]);
}

/* Length of the prefix that `shape` takes from `line`, 0 when it does not fit; *out is set then. */
size_t stamp_match(const struct stamp_shape *shape, struct slice line, struct stamp *out);
/* Tries *last first, then all; *last becomes the shape that fitted. 0: no stamp. */
size_t stamp_find(struct slice line, size_t *last, struct stamp *out);

#ifdef __cplusplus
}
#endif
#endif
