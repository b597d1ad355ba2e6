/* libspwfdiag while a session goes on: what each line is, what the module holds, what can be said already.
 * Part of the public header; include "include/spwfdiag.h" first or this one alone.
 *
 * The engine is fed as ever; an observer is told of lines, events and changes of state while
 * spw_engine_feed runs. spw_engine_peek asks the rules about what is not over yet; the report then holds
 * what can be said now. A peek never changes what the report says in the end. */
#ifndef SPW_LIVE_H
#define SPW_LIVE_H

#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the dialogue, as it comes ---------------------------------------------------------------- */

enum spw_direction { SPW_DIRECTION_UNKNOWN, SPW_FROM_HOST, SPW_FROM_MODULE };

/* A line of the dialogue, wrapping taken off: all lines that are not blank, certificates, web pages and
 * noise too. The events that stand in it are told after it, most at once. */
struct spw_line {
    uint64_t number; /* from 1, of the lines told */
    enum spw_direction direction;
    struct slice text; /* raw bytes */
    struct span span;  /* in the input as it was fed */
    bool as_is;        /* the input's bytes at `span` are `text`: it can be read again there */
    struct stamp stamp;
};

enum spw_event_kind {
    SPW_EVENT_COMMAND,
    SPW_EVENT_REPLY,
    SPW_EVENT_INDICATION,
    SPW_EVENT_PAYLOAD, /* bytes behind a command, complete; its span may cross lines */
    SPW_EVENT_OBJECT,  /* a certificate or key that no command loads */
    SPW_EVENT_NOTE,    /* concluded by the reader: an overrun, a damaged frame */
    SPW_EVENT_NOISE    /* no table knows it */
};
const char *spw_event_kind_name(enum spw_event_kind k); /* "command" */

struct spw_value {      /* a parameter or field */
    struct slice name;  /* as in the table; may be empty */
    struct slice text;  /* as written */
    struct slice words; /* what the value means by the dialect's enumerations; may be empty */
    bool secret;
};

struct spw_event {
    enum spw_event_kind kind;
    enum spw_direction direction;
    uint64_t number;      /* from 1, of the events told */
    uint64_t line;        /* spw_line.number of the line that was told last */
    struct slice name;    /* as written: "AT+S.SCFG", "Skip CA", "WIND" */
    struct slice meaning; /* of the closed list, "wifi-up"; empty when no table knows it */
    struct slice about;   /* the table's words for it; may be empty */
    struct slice text;    /* the whole element; of payloads their first bytes, or nothing */
    struct span span;
    struct stamp stamp;
    int number_printed; /* indications: the WIND number, errors: the code; -1 none */
    const struct spw_value *values;
    size_t n_values;
    unsigned attempt;        /* that it belongs to; 0 none */
    bool failure;            /* tells by itself that something failed */
    bool final;              /* ends the reply of a command */
    bool mentioned;          /* quoted in prose, not said by anyone */
    uint64_t declared, seen; /* payloads: bytes announced (UINT64_MAX unknown) and found */
};

/* ---- what the module holds ------------------------------------------------------------------------ */

/* One thing that the module holds or is in. The list is the same for all sessions of a program: rows
 * that nothing is known of are there, too. */
struct spw_state_row {
    const char *key;              /* "store.ca": for machines and as the row's identity */
    const char *label;            /* "root certificate (ca)" */
    enum tri known;               /* NO: known to be empty, off or none; UNKNOWN: nothing tells */
    bool concluded;               /* not printed by the module but inferred from what it did */
    struct slice value;           /* as people read it; empty unless known is YES */
    struct mark at;               /* the line that last changed it; may be unset */
    const struct spw_fact *facts; /* certificates and keys in full */
    size_t n_facts;
};

/* Borrowed until the next call of any function with this engine. *n is always the same. */
const struct spw_state_row *spw_engine_state(struct spw_engine *e, size_t *n);

struct spw_observer { /* any function may be NULL; arguments are borrowed for the call */
    void (*line)(void *context, const struct spw_line *l);
    void (*event)(void *context, const struct spw_event *ev); /* after the model has taken it in */
    /* Row `index` of spw_engine_state now stands as given; told behind the event that changed it. */
    void (*state)(void *context, size_t index, const struct spw_state_row *row);
    void *context;
};
/* Before the first byte. The observer may ask the engine for its state and its report, and nothing else. */
void spw_engine_observe(struct spw_engine *e, const struct spw_observer *o);

/* ---- what can be said already --------------------------------------------------------------------------- */

enum spw_peek {
    SPW_PEEK_GOING_ON, /* what was not seen yet may still come: it is unknown, not absent */
    SPW_PEEK_IF_ENDED  /* as if nothing came any more: after a silence */
};
/* Judges what is not over: the open attempt, the boot, the whole; with SPW_PEEK_IF_ENDED also the open command.
 * The findings stand in the next spw_engine_report, marked as provisional, until the next feed or peek. */
enum spw_status spw_engine_peek(struct spw_engine *e, enum spw_peek how) SPW_MUST_USE;
/* Goes up whenever a report may differ from the last one. */
uint64_t spw_engine_generation(const struct spw_engine *e);

/* ---- conditions --------------------------------------------------------------------------------------------- */

/* A condition in the language of the rules, to be asked at any moment of a session: it sees the whole
 * trace, the attempt in progress (or the last one) and the command that ended last. */
struct spw_condition;
/* SPW_INVALID: it is wrong; `messages` says where. `k` must outlive it. */
enum spw_status spw_condition_new(struct spw_condition **out, const struct spw_knowledge *k,
                                  struct slice text, struct messages *messages) SPW_MUST_USE;
void spw_condition_free(struct spw_condition *c);
/* May be called by an observer. */
enum tri spw_condition_holds(struct spw_condition *c, const struct spw_engine *e);

/* ---- the tables, for typing -------------------------------------------------------------------------------------- */

enum { SPW_PARAMETERS_MAX = 20 };
struct spw_parameter {
    struct slice name;
    bool optional, secret;
    bool payload_length;         /* announces the bytes that follow the command */
    int64_t min, max;            /* of numbers; INT64_MIN, INT64_MAX: not known or no number */
    const struct slice *choices; /* the words that it may be */
    size_t n_choices;
    bool open; /* other words are taken, too */
};
struct spw_command_help { /* one variant of a command; its slices live as long as the knowledge */
    struct slice name;    /* "AT+S.MQTTCONN" */
    struct slice meaning; /* of the closed list, "mqtt-connect" */
    struct slice about;
    struct spw_parameter parameters[SPW_PARAMETERS_MAX];
    size_t n_parameters, n_required;
};
/* Variant i of the commands of a dialect (as in spw_report.dialect; empty: the first), in the table's
 * order. False: there is none of this number. */
bool spw_command_help_at(const struct spw_knowledge *k, struct slice dialect, size_t i,
                         struct spw_command_help *out);
/* What the host sends at the end of a command line: "\r". `dialect` as above. */
struct slice spw_command_line_end(const struct spw_knowledge *k, struct slice dialect);
/* What the tables say of a command line before it is sent: SPW_OK and nothing in `why`: nothing speaks
 * against it; SPW_INVALID: it will be refused, `why` says for what reason; SPW_NOT_FOUND: no table knows
 * it, `why` names the nearest. `e` may be NULL: then the module's state is not asked. */
enum spw_status spw_check_command(const struct spw_knowledge *k, struct slice dialect,
                                  const struct spw_engine *e, struct slice line, struct buf *why);

#ifdef __cplusplus
}
#endif
#endif
