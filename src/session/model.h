/* What the module must be in now, as far as the trace tells: plain data, changed only by session/,
 * read by facts/. Everything is three-valued and knows the place that taught it.
 * Owned by the session; borrowed by readers until the next event. May include: base/, knowledge/,
 * at/, x509/. */
#ifndef SPW_SESSION_MODEL_H
#define SPW_SESSION_MODEL_H

#include "at/event.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/span.h"
#include "base/tri.h"
#include "include/phase.h"
#include "knowledge/knowledge.h"
#include "x509/certificate.h"
#include "x509/chain.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- tallies: how often each meaning occurred, and the first and last place ------------------- */

enum { TALLY_VALUES = 10 };
struct occurrence {
    uint64_t sequence; /* of the event; 0: never */
    struct mark mark;
    int number; /* WIND number, error code, -1 */
    const struct param_spec *specs;
    uint8_t n_specs, n_values;
    struct {
        uint8_t at, n; /* place in mark.text; at >= MARK_TEXT_MAX: in `extra`; n 255: not kept */
    } values[TALLY_VALUES];
    uint8_t n_extra;
    uint8_t extra[40]; /* values that do not stand in the text (decoded frames, next lines) */
    struct stamp stamp;
};
struct tally_entry {
    enum meaning meaning;
    uint32_t count;
    struct occurrence first;
    struct occurrence *last; /* one for all tallies of a session: what is newest in the attempt or
                                boot era is newest in the trace */
};
struct tally {
    uint8_t index[M_COUNT]; /* 0: never seen; else 1 + index in entries */
    struct array entries;   /* struct tally_entry */
};
/* NULL when the meaning never occurred. */
const struct tally_entry *tally_find(const struct tally *t, enum meaning m);
/* A named value of an occurrence; empty when absent. */
struct slice occurrence_value(const struct occurrence *o, enum param p);

/* ---- the certificate store ------------------------------------------------------------------------ */

enum learned {
    LEARNED_NOT = 0,
    LEARNED_LOADED,   /* a load command of this trace */
    LEARNED_LISTED,   /* a content listing */
    LEARNED_CLEANED,  /* the store was erased in this trace */
    LEARNED_INFERRED, /* from an outcome (Loading:1:2 proves a CA) */
    LEARNED_EXTRACTED /* SubjectKeyId printed while a DER CA was loaded */
};
enum store_place { PLACE_UNKNOWN = 0, PLACE_FLASH, PLACE_FILE };

struct store_cell {
    enum tri present;
    enum learned learned;
    enum store_place place;
    struct mark at;       /* the line that taught `present` last */
    struct mark load;     /* the load command, unset when not in this trace */
    struct slice keyword; /* "ca", "f_ca": as in the table */
    bool has_declared;
    uint64_t declared; /* announced bytes */
    bool payload_seen, payload_exact;
    uint64_t seen;           /* payload bytes found */
    struct mark payload;     /* where the bytes stand */
    enum tri accepted;       /* the load command was answered OK */
    bool facts_known;        /* `facts` holds what the bytes are */
    struct x509_facts facts; /* in the session's store arena */
    unsigned odd;            /* enum x509_oddity bits */
    size_t blocks;           /* BEGIN blocks in the payload */
    struct x509_id id;       /* SLOT_ID: the identifier; SLOT_CA: as printed by SubjectKeyId */
    struct mark id_at;
    bool id_is_text;     /* the identifier was sent as text instead of raw bytes */
    struct slice domain; /* SLOT_DOMAIN: the name */
};

/* A certificate or key standing in the trace, whether or not a command loads it. */
struct seen_object {
    struct mark at; /* its first line; span covers the whole */
    struct x509_facts facts;
    unsigned odd;
    size_t blocks;
    bool loaded;          /* payload of a store-load */
    enum store_slot slot; /* when loaded */
    struct mark load;
    bool has_declared;
    uint64_t declared, seen;
    bool exact;
    uint32_t count; /* the same object seen again */
    uint64_t hash;  /* of the bytes as found: the same bytes are read once */
};

/* ---- connection attempts ----------------------------------------------------------------------------- */

enum attempt_kind {
    ATTEMPT_UNKNOWN,
    ATTEMPT_MQTT,
    ATTEMPT_HTTP,
    ATTEMPT_SOCKET,
    ATTEMPT_WEBSOCKET,
    ATTEMPT_SMTP,
    ATTEMPT_UPDATE
};
enum security { SECURITY_UNKNOWN, SECURITY_PLAIN, SECURITY_TLS };

struct phase {
    enum spw_phase_status status;
    bool relevant, observed;
    struct mark at;
};

struct attempt {
    unsigned id; /* from 1 */
    enum attempt_kind kind;
    const struct command_row *command; /* NULL: the command is not in the capture */
    struct mark at;                    /* the command, or the first line that belongs to it */
    uint64_t sequence;
    struct slice values[AT_VALUES_MAX]; /* all parameters, copied */
    struct mark value_at[AT_VALUES_MAX];
    size_t n_values;
    struct slice host, path, user, password, client_id, tls_name;
    unsigned port; /* 0 unknown */
    struct slice port_text;
    enum security security;
    enum spw_outcome outcome;
    int error_number; /* -1 none */
    const struct error_row *error;
    struct slice error_text;
    struct mark result; /* final reply, unset when none */
    bool final_seen;
    bool lasting; /* outcome ok and the connection stays (socket, MQTT, WebSocket) */
    bool closed_by_peer, closed_by_host;
    int connection_id; /* -1 unknown */
    struct stamp started, ended;
    int64_t duration_us; /* -1 unknown */
    struct phase phases[SPW_PHASE_COUNT];
    struct tally tally; /* what happened from its command to its end */
    struct arena arena; /* copies above */
};

/* ---- the rest ------------------------------------------------------------------------------------------ */

struct text_fact { /* a text with the place that taught it; n 0: unknown */
    struct slice text;
    struct mark at;
};

struct variable {
    struct slice name, value; /* lower case name as in the table */
    struct mark at;
    bool set_here; /* by a set-variable command; false: read back or dumped */
};

struct open_socket {
    int id;
    bool server;
    uint32_t unread; /* bytes announced and not read */
    struct mark at;
    bool indicate; /* spwf01: opened with ,ind */
};
enum { SOCKETS_MAX = 16 };

/* The exchange that just ended, for rules of scope exchange. */
struct exchange {
    const struct command_row *command; /* NULL unknown name */
    const struct command_row *other_dialect;
    enum meaning meaning;
    struct slice name; /* as written */
    size_t n_values, n_total;
    enum at_result result;
    int error_number;
    const struct error_row *error;
    struct slice error_text;
    bool replied;
    size_t line_length; /* bytes of the command line without its end */
    bool has_declared;
    uint64_t declared, seen;
    bool payload_unseen, payload_exact, payload_described, payload_closed;
    struct stamp started, ended;
    struct arena arena;
    struct mark at, reply;
    /* Last, because only the first n_values are ever set: there is one for every command. */
    struct slice values[AT_VALUES_MAX];
};

/* The networks that the last scan named. */
enum { SCAN_NAMES_MAX = 64, SSID_MAX = 32 };
struct scanned {
    uint8_t n, ssid[SSID_MAX];
    struct mark at;
};
struct scan_model {
    struct array names; /* struct scanned */
    bool complete;      /* the listing was seen to its end, and there was room for all */
    struct mark at;     /* the command */
};

struct clock_model {
    enum tri set;        /* the module's clock was set (command or NTP) since boot */
    int64_t module_time; /* seconds since 1970 at `at`; TIME_NONE unknown */
    struct mark at;
    int64_t trace_time; /* when the trace was taken, TIME_NONE unknown */
    struct slice
        trace_time_how; /* "from the capture's time stamps", "given with --now", "the module's own clock" */
    int64_t now; /* today, TIME_NONE when not given */
};

struct session {
    const struct knowledge *knowledge;
    const struct dialect *dialect; /* best so far; NULL nothing yet */
    uint64_t sequence;             /* of the last event */
    struct tally trace;            /* since the start of the capture */
    struct tally boot;             /* since the last boot (or the start) */
    unsigned boots;                /* power-on, reset or console-active starts seen */
    bool boot_seen;                /* this era began with a boot in the capture */
    struct mark boot_at;
    struct text_fact firmware_build, firmware_version, model;
    const struct firmware_row *firmware; /* NULL unknown */
    enum tri radio_on, wifi_up;
    struct mark wifi_at;
    struct text_fact ssid, address, bssid;
    struct scan_model scan;
    unsigned boots_in_vain; /* boots in a row, up to now, without the radio starting */
    struct clock_model clock;
    struct array variables; /* struct variable, by name, newest value */
    struct store_cell store[SLOT_COUNT];
    struct mark store_cleaned_at; /* last erase, unset */
    bool store_listed;            /* a content listing was seen since the last change */
    struct array objects;         /* struct seen_object */
    struct array file_names;      /* struct text_fact: names of files created, listed or printed */
    struct open_socket sockets[SOCKETS_MAX];
    size_t n_sockets, most_sockets; /* open now, most at once */
    struct attempt *current;        /* attempt in progress or just ended, NULL */
    struct exchange exchange;       /* the one that ended last */
    uint64_t n_commands, n_replies, n_indications;
    uint64_t lines;                 /* lines of the capture so far */
    struct arena perm;              /* lives as long as the session */
    struct arena store_arena;       /* x509 facts */
    const struct x509_chain *chain; /* the server's, when it was given; NULL not known */
    struct session_private *priv;   /* private to session/ */
};

/* ---- settle points: where rules are evaluated ---------------------------------------------------------- */

enum settle_kind { SETTLE_ATTEMPT, SETTLE_EXCHANGE, SETTLE_OBJECT, SETTLE_BOOT, SETTLE_TRACE };
struct settle {
    enum settle_kind kind;
    bool open; /* only peeked at: it goes on, and what was not seen yet may still come */
    const struct session *session;
    const struct attempt *attempt;    /* SETTLE_ATTEMPT */
    const struct exchange *exchange;  /* SETTLE_EXCHANGE */
    const struct seen_object *object; /* SETTLE_OBJECT */
};
struct settle_sink {
    void (*settle)(void *context, const struct settle *s);
    /* Every event whose row says failure, so that none is lost: evidence, consequence or unexplained. */
    void (*failure)(void *context, enum meaning m, const struct mark *at, unsigned attempt);
    void *context;
};

#ifdef __cplusplus
}
#endif
#endif
