/* The tables of one AT dialect (spwf04, spwf01), read from rules/dialects/<name>/. Immutable.
 * A row maps the module's spelling or number to a meaning; C handles meanings, never numbers.
 * All pointers and slices live as long as the knowledge they came from. May include: base/, data/. */
#ifndef SPW_KNOWLEDGE_DIALECT_H
#define SPW_KNOWLEDGE_DIALECT_H

#include "base/map.h"
#include "base/slice.h"
#include "knowledge/meaning.def"
#include "knowledge/param.def"
#include "knowledge/situation.def"

#ifdef __cplusplus
extern "C" {
#endif

#define X(suffix, name) M_##suffix,
enum meaning {
    M_NONE = 0,
    SPW_COMMAND_MEANINGS(X) SPW_REPLY_MEANINGS(X) SPW_INDICATION_MEANINGS(X) SPW_READER_MEANINGS(X)
        M_COUNT
};
#undef X
#define X(suffix, name) P_##suffix,
enum param { P_NONE = 0, SPW_PARAMS(X) PARAMS_END };
#undef X
#define X(suffix, name) WHEN_##suffix,
enum situation { SPW_SITUATIONS(X) SITUATIONS_END };
#undef X

const char *meaning_name(enum meaning m);
enum meaning meaning_of(struct slice name); /* M_NONE when unknown */
const char *param_name(enum param p);
enum param param_of(struct slice name); /* P_NONE when not in the list */
const char *situation_name(enum situation when);
bool situation_of(struct slice name, enum situation *out); /* false when not in the list */

enum row_confidence { ROW_DOCUMENTED, ROW_OBSERVED, ROW_INFERRED, ROW_UNKNOWN };

enum value_kind { KIND_TEXT, KIND_INTEGER, KIND_PORT, KIND_SECRET, KIND_CHOICE, KIND_LITERAL };

/* One parameter of a command, or one field of a reply or indication. */
struct param_spec {
    struct slice name;
    enum param id; /* P_NONE for names that C does not ask for */
    bool optional; /* may be empty or left out */
    enum value_kind kind;
    int64_t min, max;            /* KIND_INTEGER, KIND_PORT; INT64_MIN / INT64_MAX when not known */
    const struct slice *choices; /* KIND_CHOICE: allowed words; KIND_LITERAL: the one word */
    size_t n_choices;
    bool open; /* KIND_CHOICE: other words are allowed too (SOCKON's TLS name) */
};

struct dialect;

struct command_row {
    const struct dialect *dialect;
    struct slice name; /* "AT+S.MQTTCONN" */
    struct slice word; /* "MQTTCONN": what attempts are called */
    enum meaning meaning;
    const struct param_spec *params;
    size_t n_params;
    size_t
        n_required; /* parameters up to the last one that must be given: so many places there are at least */
    int payload;       /* index of the parameter that announces the payload's bytes, or -1 */
    struct slice what; /* one sentence */
    enum row_confidence confidence;
    struct slice source;
    const struct command_row *next; /* the next variant of the same name (TLSCERT=ca / =content) */
};

struct reply_row {
    const struct dialect *dialect;
    struct slice head; /* "Skip CA", "Loading", "OK"; for spwf01 "ERROR", " ID" without blanks */
    struct slice form; /* the line with its fields in braces; empty: see dialect_fields */
    enum meaning meaning;
    const struct param_spec *fields;
    size_t n_fields;
    bool failure; /* this line by itself tells that something failed */
    bool final;   /* ends the reply of a command */
    struct slice what;
    enum row_confidence confidence;
    struct slice source;
};

struct indication_row {
    const struct dialect *dialect;
    int number;
    struct slice name; /* text as printed; recognised by it when the number is missing */
    struct slice form; /* the text with its fields in braces; empty: see dialect_fields */
    enum meaning meaning;
    const struct param_spec *fields;
    size_t n_fields;
    bool failure;
    struct slice what;
    enum row_confidence confidence;
    struct slice source;
};

struct error_row {
    const struct dialect *dialect;
    int number; /* -1: the dialect gives text only */
    struct slice text;
    struct slice
        group; /* "command", "not-ready", "dns", "ip", "socket", "busy", ...: see rules/schema.tsv */
    struct slice what;
    enum row_confidence confidence;
    struct slice source;
};

struct tls_error_row { /* the numbers of Certificate Error */
    int number;
    struct slice what;
    enum row_confidence confidence;
    struct slice source;
};

/* What a simulated module prints or goes by in a situation. */
struct behaviour_row {
    enum situation situation;
    struct slice value;
    struct slice what;
    enum row_confidence confidence;
    struct slice source;
};

struct variable_row {
    struct slice name;
    struct slice group; /* "configuration", "status", "peer" */
    bool secret;
    struct slice what, seen, source;
};

struct enum_row {       /* what a value of a field means */
    struct slice field; /* "wifi_mode", "reason_802_11", "loading.object", ... */
    struct slice value; /* "*": every value that has no row */
    struct slice what;
    enum row_confidence confidence;
    struct slice source;
};

struct limit_row {
    struct slice name; /* "tls.certificate.bytes", "at.line.bytes", "tls.clients", ... */
    int64_t value;     /* the smaller is the stricter */
    struct slice firmware_from,
        firmware_to; /* inclusive, "1.0" as an end means all of 1.0.x; empty: no end */
    struct slice what;
    enum row_confidence confidence;
    struct slice source;
};

struct firmware_row {
    struct slice build;   /* prefix of the build id: "171117" */
    struct slice version; /* "1.1.0"; empty: not known */
    struct slice date;    /* 2017-11-17 */
    bool newest;
    struct slice what, source;
};

/* The certificate store's words: which keyword fills which slot, and where. */
enum store_slot { SLOT_NONE = 0, SLOT_CA, SLOT_CERT, SLOT_KEY, SLOT_ID, SLOT_DOMAIN, SLOT_COUNT };
struct store_row {
    struct slice keyword; /* "ca", "f_ca", "auth" */
    enum store_slot slot;
    struct slice forms; /* "der pem", "pem" */
    struct slice file;  /* name in the file system: "<key-id>.ca", "tls.cert" */
    struct slice what, source;
};

struct dialect {
    struct slice name;     /* "spwf04" */
    struct slice module;   /* "SPWF04Sx" */
    struct slice line_end; /* of commands: the bytes that the host sends */
    const struct command_row *commands;
    size_t n_commands; /* rows, variants included */
    const struct reply_row *replies;
    size_t n_replies;
    const struct indication_row *indications;
    size_t n_indications;
    const struct error_row *errors;
    size_t n_errors;
    const struct tls_error_row *tls_errors;
    size_t n_tls_errors;
    const struct behaviour_row *behaviour;
    size_t n_behaviour; /* 0: this dialect cannot be simulated */
    const struct variable_row *variables;
    size_t n_variables;
    const struct enum_row *enums;
    size_t n_enums;
    const struct limit_row *limits;
    size_t n_limits;
    const struct firmware_row *firmwares;
    size_t n_firmwares;
    const struct store_row *store;
    size_t n_store;
    /* indices */
    struct map command_map; /* name without case -> index of the first variant */
    struct map reply_map;   /* head without case -> index */
    struct map variable_map;
    const struct indication_row *indication_of[256]; /* by number; NULL unknown */
};

/* NULL when the name is unknown. Names are compared without case. The result is the first of its
 * variants. */
const struct command_row *dialect_command(const struct dialect *d, struct slice name);
/* The variant whose literals and closed choices fit the parameters; among several, the first that
 * also takes so many of them. NULL when none fits. */
const struct command_row *dialect_variant(const struct command_row *first,
                                          const struct slice *params, size_t n);
/* By the head alone, without blanks at its ends, without case. */
const struct reply_row *dialect_reply(const struct dialect *d, struct slice head);
/* The row whose head is the longest prefix of `text`, ending where a word ends. */
const struct reply_row *dialect_reply_by_text(const struct dialect *d, struct slice text);
const struct indication_row *dialect_indication(const struct dialect *d, int number);
/* The row whose text is the longest prefix of `text` (for indications retyped without number). Case
 * and blanks do not count, so "Power On (...)" is Poweron. */
const struct indication_row *dialect_indication_by_text(const struct dialect *d, struct slice text);
/* Cuts the fields out of `text`, the whole line that begins with `head` (without AT-S. or +WIND:n:).
 * With a form, {name} takes what stands up to the form's next text and { } any blanks. Without one, or
 * when it does not fit, fields follow a colon or stand in brackets, with colons between them; surplus
 * pieces belong to the last field that is text, and missing ones leave out optional fields first.
 * Fields that are not there have p NULL. Returns how many are there; `out` has n places. */
size_t dialect_fields(const struct param_spec *fields, size_t n, struct slice head,
                      struct slice form, struct slice text, struct slice *out);
const struct error_row *dialect_error(const struct dialect *d, int number);
/* The row whose text is the longest prefix of `text`, without case. */
const struct error_row *dialect_error_by_text(const struct dialect *d, struct slice text);
const struct tls_error_row *dialect_tls_error(const struct dialect *d, int number);
/* NULL when the table has no row for it. */
const struct behaviour_row *dialect_behaviour(const struct dialect *d, enum situation when);
/* Its value; empty when there is no row. */
struct slice dialect_behaviour_text(const struct dialect *d, enum situation when);
/* Its value as a number, or `otherwise`. */
int64_t dialect_behaviour_number(const struct dialect *d, enum situation when, int64_t otherwise);
/* Configuration before status before peer variables; "0.rx_rssi" is the peer variable rx_rssi. */
const struct variable_row *dialect_variable(const struct dialect *d, struct slice name);
struct slice dialect_enum(const struct dialect *d, struct slice field,
                          struct slice value); /* empty: unknown */
/* The limit that holds for a firmware version; for an empty version the strictest row. NULL: none
 * known. */
const struct limit_row *dialect_limit(const struct dialect *d, struct slice name,
                                      struct slice version);
/* By build id as printed ("171117-0328fe3-SPWF04S", "141106-0950875-SPWF01S"). NULL unknown build. */
const struct firmware_row *dialect_firmware(const struct dialect *d, struct slice build);
const struct store_row *dialect_store(const struct dialect *d, struct slice keyword);

#ifdef __cplusplus
}
#endif
#endif
