/* Feeds events into the model and announces settle points. May include: see model.h. */
#ifndef SPW_SESSION_SESSION_H
#define SPW_SESSION_SESSION_H

#include "include/spwfdiag.h"
#include "session/model.h"

#ifdef __cplusplus
extern "C" {
#endif

struct session_options {
    int64_t now; /* TIME_NONE: unknown */
    bool now_is_trace_time;
};

/* *out is owned by the caller. `k` must outlive it. */
enum spw_status session_new(struct session **out, const struct knowledge *k,
                            const struct session_options *o, struct settle_sink sink) SPW_MUST_USE;
void session_free(struct session *s);
struct at_sink session_sink(struct session *s);
/* The dialect chosen so far; may change while the score is young. */
void session_set_dialect(struct session *s, const struct dialect *d);
/* Lines counted by the transcript so far: for "never seen in these n lines". */
void session_set_lines(struct session *s, uint64_t lines);
/* The chain of the server that the trace is about, known from elsewhere; must outlive the session. */
void session_set_chain(struct session *s, const struct x509_chain *chain);
/* The end of the capture: settles what is open. */
void session_finish(struct session *s);
/* Settles what is not over as it stands now: the attempt, the boot, the whole; nothing in the model changes.
 * With `ended` as if nothing came any more: then also the command that waits for its answer. */
void session_peek(struct session *s, bool ended, const struct at_waiting *w);
/* The attempt that is not over, as far as it came; false when there is none. Lives until the next event. */
bool session_open_attempt(const struct session *s, struct spw_attempt *out);
/* The attempt in progress as far as it came, else the last one: a copy whose texts and tally are borrowed until
 * the next event. False: there was none yet. */
bool session_attempt_now(const struct session *s, struct attempt *out);
/* Does a command of this meaning begin a connection attempt? */
bool session_begins_attempt(enum meaning m);
/* Closed attempts, oldest first, as the report shows them; lives as long as the session or until the
 * next event. */
const struct spw_attempt *session_attempts(const struct session *s, size_t *n, size_t *dropped);

#ifdef __cplusplus
}
#endif
#endif
