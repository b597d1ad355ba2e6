/* What a person says about the directions: "swap", or who each channel is: ">=host,<=module". Owns nothing;
 * names are kept as copies. Private to transcript/. May include: base/. */
#ifndef SPW_TRANSCRIPT_SIDES_H
#define SPW_TRANSCRIPT_SIDES_H

#include "base/status.h"
#include "transcript/line.h"

enum { SIDES_MAX = 4, SIDE_NAME = 24 };

/* All-zero: nothing was said. */
struct sides {
    bool swap;
    unsigned n;
    struct {
        size_t n;
        uint8_t name[SIDE_NAME];
        enum direction direction;
    } list[SIDES_MAX];
};

/* SPW_INVALID: it is neither of the two. */
enum spw_status sides_parse(struct sides *out, struct slice text) SPW_MUST_USE;
/* The direction of the channel `name` when it was taken for `told`. */
enum direction sides_apply(const struct sides *s, struct slice name, enum direction told);

#endif
