/* What happens to a physical line until it is a logical one: control sequences out, wrapping off (three
 * times at most: a recording of a screen may show a sniffer's log), time stamp off, on to the sink.
 * Private to transcript/. May include: base/. */
#ifndef SPW_TRANSCRIPT_PEEL_H
#define SPW_TRANSCRIPT_PEEL_H

#include "transcript/clean.h"
#include "transcript/ticker.h"
#include "transcript/transcript.h"
#include "transcript/unwrap.h"

enum { PEEL_LEVELS = 3 };

struct peel;
struct peel_level {
    struct peel *peel;
    unsigned index;
    struct unwrap *unwrap;
    uint64_t lines; /* with text, that came out of the level before */
    struct gather clean;
};

struct peel {
    struct line_sink sink;
    struct transcript_facts *facts;
    struct peel_level levels[PEEL_LEVELS];
    struct gather clean; /* of lines behind the last level */
    struct ticker ticker;
    size_t stamp_shape; /* the one that fitted last */
    bool no_times;      /* a person said that the stamps mean nothing */
    struct clean_memory memory;
    bool odd; /* bytes were seen that may have to be cleaned */
};

enum spw_status peel_init(struct peel *p, struct line_sink sink,
                          struct transcript_facts *facts) SPW_MUST_USE;
void peel_dispose(struct peel *p);
/* `l` is a line of the input as it stands. */
void peel_line(struct peel *p, const struct line *l);
void peel_finish(struct peel *p);
/* The level whose wrapping says most about the input; NULL when nothing was wrapped. */
const struct unwrap *peel_main(const struct peel *p);

#endif
