/* Regular expressions with limits: the only door to PCRE2. Patterns come from our own rules, subjects
 * from strangers: no subject may make a match run long or take much memory.
 * A pattern lives in the arena given to pattern_new; pattern_dispose gives back what PCRE2 took. It
 * remembers how often it was used, so one thread at a time may match with it.
 * May include: base/. */
#ifndef SPW_PATTERN_PATTERN_H
#define SPW_PATTERN_PATTERN_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "base/tri.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    PATTERN_SOURCE_MAX = 1000,  /* bytes of a pattern */
    PATTERN_SUBJECT_MAX = 65536 /* longer subjects are not searched: the answer is UNKNOWN */
};

struct pattern;

/* Where and why a pattern was refused. */
struct pattern_fault {
    size_t offset; /* bytes from the start of the pattern */
    char text[128];
};

/* Bytes are matched, not characters; "$" matches at the very end only; "(?i)" ignores ASCII case.
 * SPW_INVALID with *fault filled, or SPW_NO_MEMORY. */
enum spw_status pattern_new(struct pattern **out, struct slice source, struct arena *arena,
                            struct pattern_fault *fault) SPW_MUST_USE;
void pattern_dispose(struct pattern *p); /* NULL is fine */
/* Is there a group that repeats what repeats inside it, as (a+)+? Told from the text of a good pattern;
 * *at: where the group begins. Limits keep it from harm, but its answer will be UNKNOWN. */
bool pattern_can_run_away(struct slice source, size_t *at);
/* UNKNOWN: a limit was reached before there was an answer. */
enum tri pattern_match(struct pattern *p, struct slice subject);

#ifdef __cplusplus
}
#endif
#endif
