/* What a line is: command, reply, indication, payload, or something the reader concluded. All parsing
 * of the AT grammar ends here; later stages see rows, meanings and named values.
 * Borrowed: an event and all its slices are valid during the sink's call only.
 * May include: base/, knowledge/, transcript/. */
#ifndef SPW_AT_EVENT_H
#define SPW_AT_EVENT_H

#include "base/slice.h"
#include "base/span.h"
#include "base/stamp.h"
#include "knowledge/dialect.h"

#ifdef __cplusplus
extern "C" {
#endif

enum at_kind {
    AT_COMMAND, /* the host asked for something; `command` is NULL when no table knows the name */
    AT_REPLY,   /* a line of the answer, or an answer without its command in the capture */
    AT_INDICATION,   /* +WIND, anywhere */
    AT_PAYLOAD,      /* bytes that followed a command, complete; see struct at_payload */
    AT_OBJECT,       /* a PEM object standing in the trace that is no payload of a command */
    AT_EXCHANGE_END, /* a command and its replies are over; see struct at_exchange */
    AT_NOTE,         /* concluded by the reader: one of the SPW_READER_MEANINGS */
    AT_NOISE         /* a line that no table knows */
};

enum { AT_VALUES_MAX = 20 };

/* The bytes behind a command that announces a length. */
struct at_payload {
    struct slice bytes; /* as found, line ends as found; empty when `unseen`; cut at a limit */
    struct span span;
    uint64_t declared; /* bytes announced; UINT64_MAX when the number was masked or missing */
    uint64_t seen;     /* bytes found (line ends counted as found) */
    bool unseen;       /* the capture does not show the payload at all */
    bool is_pem;       /* text between BEGIN and END lines: `bytes` holds all of it */
    bool spelled_hex;  /* written as hex digits by a person ("<e5 9d ...>"): bytes are decoded */
    bool described;    /* a person's words instead of the bytes ("Send 36 bytes ...") */
    bool exact;        /* the capture keeps bytes (no paste), so `seen` can be trusted */
    bool closed; /* `declared` bytes were reached, or the END line of a PEM, or the next command */
};

enum at_result { AT_RESULT_OK, AT_RESULT_ERROR, AT_RESULT_NONE /* no final reply seen */ };

/* A command with the end of its answer. */
struct at_exchange {
    enum at_result result;
    const struct error_row *error; /* NULL: none or not in the table */
    int error_number;              /* -1: none printed */
    struct slice error_text;
    struct span error_span;
    struct mark const *reply; /* the final reply line, NULL when there was none */
    bool replied;             /* any reply line at all */
    bool interrupted;         /* ended by another command, a boot, or the end of the capture */
    bool unheard;             /* ended by a gap in the capture: an answer may have come */
    bool orphan;              /* a failure whose command is not in the capture */
};

/* The command that waits for its answer, or for bytes that it announced. */
struct at_waiting {
    bool open, replied;
    bool has_payload; /* it waits for bytes */
    struct at_payload payload;
};

struct line;
struct at_event {
    enum at_kind kind;
    enum meaning meaning; /* M_NONE when no table knows it */
    uint64_t sequence;    /* from 1, in order of appearance */
    const struct command_row *command;
    const struct reply_row *reply;
    const struct indication_row *indication;
    struct slice name; /* as written: "at+s.scfg", "Skip CA", "WIND" */
    size_t n_values;   /* of `values`; those beyond the maximum are counted in n_total */
    size_t n_total;
    const struct param_spec *specs; /* names of the values, n_specs of them */
    size_t n_specs;
    int number;        /* indications: WIND number, -1 none; errors: code, -1 none */
    struct slice text; /* the whole element as it stands in the logical line */
    struct span span;  /* its place in the original input */
    struct stamp stamp;
    const struct line *line; /* the line it stands in; NULL for AT_NOTE and AT_EXCHANGE_END */
    const struct at_payload *payload;   /* AT_PAYLOAD, AT_OBJECT */
    const struct at_exchange *exchange; /* AT_EXCHANGE_END */
    bool orphan;                        /* AT_REPLY outside any open exchange */
    bool mentioned;                     /* quoted in prose: not part of the dialogue */
    const struct command_row
        *other_dialect; /* AT_COMMAND unknown here, known in the other dialect */
    /* Last, because only the first n_values are ever set: events are made for every line. */
    struct slice values[AT_VALUES_MAX]; /* parameters or fields, without separators */
};

/* The value of the parameter or field called `p`; empty when it is absent. *present, when given, tells
 * "empty" from "absent". */
struct slice at_event_value(const struct at_event *e, enum param p, bool *present);
/* Its place in the input; the whole element's when there is no such value. */
struct span at_event_value_span(const struct at_event *e, enum param p);
/* True for values that stand for "hidden by hand": "***", "xxx", "<size>", music sharps. */
bool at_is_masked(struct slice value);

/* Where events go. Called in order; never re-entered. */
struct at_sink {
    void (*event)(void *context, const struct at_event *e);
    void *context;
};

#ifdef __cplusplus
}
#endif
#endif
