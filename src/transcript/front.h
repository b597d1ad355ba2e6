/* What loggers and people put in front of every line of a dialogue: "[12:03:11.123] TX: ", "  17 | ",
 * {"ts":1710150000.1,"dir":"rx","data":". One line teaches the shape; in later lines numbers, the width of
 * blanks and the words that name a side may differ, all else must be the same.
 * Private to transcript/. May include: base/. */
#ifndef SPW_TRANSCRIPT_FRONT_H
#define SPW_TRANSCRIPT_FRONT_H

#include "base/stamp.h"
#include "transcript/line.h"

enum { FRONT_MAX = 160 };

struct front {
    uint8_t n;
    uint8_t text[FRONT_MAX];
};

struct front_side {
    struct slice word; /* that tells the side; borrowed from the line; empty: none does */
    enum direction direction;
};

/* False: it is too long to be one. */
bool front_learn(struct front *f, struct slice text);
/* Bytes of `line` that fit the shape; 0: it does not. A line may end where the shape does. */
size_t front_match(const struct front *f, struct slice line);
/* Who speaks, as the words of a front say: "TX", "received", "host -> module". Marks such as '<' name a
 * side without telling which: UNKNOWN, with a word. */
struct front_side front_side(struct slice front);
/* Is it a label, and not a sentence that happens to name a command? */
bool front_is_label(struct slice front);
/* Only numbers, blanks and marks: too little to be sure at the first sight of it. */
bool front_is_weak(struct slice front);
/* Words of two letters and more that name no side. */
size_t front_words(struct slice t);
/* The time in it, wherever it stands. */
bool front_stamp(struct slice front, struct stamp *out);

#endif
