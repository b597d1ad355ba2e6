/* The live view without a screen: what is said and found, as lines of text or as JSON objects, for logs,
 * pipes and test benches. Ends when a condition holds, if one is given.
 * May include: base/, include/, tui/intake.h, tui/watch.h. */
#ifndef SPW_TUI_PLAIN_H
#define SPW_TUI_PLAIN_H

#include "tui/intake.h"
#include "tui/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

enum plain_until {
    UNTIL_END,           /* of the source */
    UNTIL_FIRST_FINDING, /* of severity error or warning */
    UNTIL_CONNECTED,     /* an attempt succeeded */
    UNTIL_CONDITION
};

struct plain_options {
    const struct spw_knowledge *knowledge;
    const struct spw_options *engine;
    bool json, colour, ascii, quiet; /* quiet: findings only */
    enum plain_until until;
    struct spw_condition *condition; /* with UNTIL_CONDITION */
    int64_t timeout_ms;              /* 0: none */
    int64_t until_silent_ms;         /* ends after so long a silence; 0: no */
    int silence_ms; /* after it the session is judged as if nothing came any more */
    /* Writes to where the lines go. False: nobody reads them any more. */
    bool (*put)(void *context, struct slice bytes);
    void *context;
};

enum plain_outcome {
    PLAIN_ENDED,   /* the source did, or a signal asked for it */
    PLAIN_REACHED, /* what was waited for */
    PLAIN_TIMEOUT,
    PLAIN_FAILED /* no memory, no temporary files: `why` says */
};

struct plain_result {
    enum plain_outcome outcome;
    bool error_found; /* a finding of severity error stands in the report */
    bool at_traffic;
    int signal; /* that ended it; 0 none */
};

struct plain_result plain_run(struct intake *in, const struct plain_options *o, struct buf *why);

/* "first-finding", "connected" and "end" by name. False: it is a condition. */
bool plain_until_parse(struct slice word, enum plain_until *out);

#ifdef __cplusplus
}
#endif
#endif
