/* Traces with one deliberate change, to try out how rules bear it. Pure functions of bytes and a number.
 * May include: base/. */
#ifndef SPW_CLI_MUTATION_H
#define SPW_CLI_MUTATION_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A sequence of numbers that depends on its seed alone (SplitMix64). */
struct dice {
    uint64_t state;
};
uint64_t dice_next(struct dice *d);
size_t dice_below(struct dice *d, size_t n); /* n > 0 */
/* A seed that takes the text in, too. */
uint64_t dice_mix(uint64_t seed, struct slice text);

struct mutant {
    struct buf bytes;
    uint32_t first, last; /* lines of the mutant that are new, changed, or meet at a gap */
    uint32_t line;        /* the line of the trace that it was done to */
    struct slice before,
        after; /* that line then and now, without its end; in `trace` and `bytes` */
};

struct mutation {
    const char *name;
    bool harmless; /* the trace tells the same as before */
    const char *what;
    /* False when the trace has nothing to do it to. */
    bool (*apply)(struct slice trace, struct dice *dice, struct slice idle, struct mutant *out);
};
const struct mutation *mutations(size_t *n); /* static */

/* `idle`: an indication that tells nothing to act upon; empty: there is none. *out was initialised with
 * mutant_init; what was in it is gone. False also without memory. */
bool mutation_apply(const struct mutation *m, struct slice trace, struct dice *dice,
                    struct slice idle, struct mutant *out);
void mutant_init(struct mutant *m);
void mutant_dispose(struct mutant *m);

#ifdef __cplusplus
}
#endif
#endif
