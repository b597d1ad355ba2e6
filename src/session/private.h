/* What the parts of the session share. Private to session/. */
#ifndef SPW_SESSION_PRIVATE_H
#define SPW_SESSION_PRIVATE_H

#include "session/session.h"

enum {
    ATTEMPTS_KEPT = 256,
    VARIABLES_MAX = 512,
    OBJECTS_MAX = 64,
    FILES_MAX = 64,
    PERM_MAX = 1 << 22,
    STORE_ARENA_MAX = 1 << 22,
    ATTEMPT_ARENA_MAX = 1 << 15,
    EXCHANGE_ARENA_MAX = 1 << 14,
    FACT_TEXT_MAX = 160 /* longer texts of facts are cut */
};

struct session_private {
    struct session_options options;
    struct settle_sink sink;
    struct occurrence newest[M_COUNT];
    const struct at_event *noted; /* the event at hand once it is the newest of its meaning */
    struct attempt attempt;       /* the one that `current` points to */
    bool attempt_running;         /* its final line has not come */
    bool attempt_waits;           /* over, but what comes right behind still belongs to it */
    unsigned n_attempts;
    struct array closed; /* struct spw_attempt */
    size_t closed_dropped;
    bool exchange_open;
    struct arena slot_arena[SLOT_COUNT]; /* objects of a slot when the list of objects is full */
    uint64_t era_events;                 /* events since the boot era began */
    uint64_t era_commands;
};

typedef void step_fn(struct session *s, const struct at_event *e);

/* session.c */
void session_settle(struct session *s, enum settle_kind kind, const struct seen_object *object);
void session_settle_open(struct session *s, enum settle_kind kind, bool open); /* peeks */
struct slice session_keep(struct session *s, struct slice text); /* into perm; empty at its cap */
/* Overwrites in place: a fact keeps one buffer for life, so memory does not grow with the capture. */
void session_overwrite(struct session *s, struct slice *kept, struct slice text);
void session_put(struct session *s, struct text_fact *f, struct slice text, const struct mark *at);
void session_text_fact(struct session *s, struct text_fact *f, struct slice text,
                       const struct at_event *e);
/* What a number stands for in an enumeration, by the first dialect that knows. */
struct slice session_number_means(const struct session *s, struct slice field, int number);
struct mark session_mark(const struct at_event *e);
struct mark session_value_mark(const struct at_event *e, enum param p);

/* tally.c */
void tally_init(struct tally *t);
void tally_reset(struct tally *t);
void tally_dispose(struct tally *t);
/* Makes `e` the newest occurrence of its meaning; NULL when it has none. All tallies of the session
 * share it. An attempt or boot era that a later event could surprise has settled before that event is
 * noted, and while it goes on it counts every event of the meanings that it counts at all. */
struct occurrence *tally_note(struct session *s, const struct at_event *e);
void tally_add(struct tally *t, enum meaning m, struct occurrence *newest);
uint32_t tally_count(const struct tally *t, enum meaning m);
const struct occurrence *tally_last(const struct tally *t, enum meaning m); /* NULL: never */

/* boot.c */
void boot_begin(struct session *s, const struct at_event *e);
step_fn boot_lost;
bool boot_maybe(struct session *s, const struct at_event *e); /* begins an era when e starts one */

/* store.c */
void store_on_command(struct session *s, const struct at_event *e);
void store_on_payload(struct session *s, const struct at_event *e);
void store_on_object(struct session *s, const struct at_event *e);
void store_on_end(struct session *s, const struct at_event *e);
void store_on_end_unheard(struct session *s); /* its answer may be missing from the capture */
step_fn store_listed, store_key_id, store_cleaned_reply, store_loading;

/* attempt.c */
void attempt_on_command(struct session *s, const struct at_event *e);
void attempt_on_reply(struct session *s, const struct at_event *e);
void attempt_on_end(struct session *s, const struct at_event *e);
void attempt_settle(struct session *s);
void attempt_lose(struct session *s); /* the same, when its end may be missing from the capture */
void attempt_peek(struct session *s, bool ended);
/* phases.c */
void phases_judge(const struct session *s, struct attempt *a);

/* exchange.c */
void exchange_forget(struct session *s); /* no command is open any more */
void exchange_on_command(struct session *s, const struct at_event *e);
void exchange_on_payload(struct session *s, const struct at_event *e);
void exchange_note_payload(struct exchange *x, const struct at_payload *p);
void exchange_on_end(struct session *s, const struct at_event *e);

/* steps of single meanings */
step_fn boot_power_on, boot_radio_started, boot_factory_reset;
step_fn radio_up, radio_down, radio_lost, radio_joined, radio_associated, radio_address_lost;
step_fn radio_scan_begins, radio_scanned;
void radio_scan_ends(struct session *s); /* an exchange is over */
step_fn clock_date, clock_time_of_day, clock_ntp;
step_fn variable_reply;
step_fn socket_opened, socket_closed, socket_pending, socket_bare;
void clock_on_end(struct session *s);
void clock_stamp(struct session *s, const struct at_event *e);
void variable_on_end(struct session *s);
void variable_set(struct session *s, struct slice name, struct slice value, const struct mark *at,
                  bool set_here);
void socket_on_end(struct session *s);
void sockets_reset(struct session *s);
void file_note(struct session *s, struct slice name, const struct mark *at);
void file_on_end(struct session *s);
void file_on_listing(struct session *s, const struct at_event *line);

/* The value called `p` of the exchange that just ended. */
struct slice exchange_value(const struct exchange *x, enum param p);

#endif
