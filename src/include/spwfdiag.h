/* libspwfdiag: from the bytes of a captured AT session to a diagnosis. The public header.
 *
 * Three kinds of object:
 *   spw_knowledge  everything known beforehand (dialects, services, authorities, rules): immutable
 *                  once built, may be shared by threads;
 *   spw_engine     one trace being read: fed bytes, asked for a report;
 *   spw_report     plain data, the read side. Borrowed from the engine.
 * The library does no I/O, has no clock and no environment: bytes, times and files are arguments.
 * Errors: functions that can fail return enum spw_status. Strange input never fails.
 * Source of the names in the report: the report contract, kept as tests/report/report.schema.json. */
#ifndef SPW_SPWFDIAG_H
#define SPW_SPWFDIAG_H

#include "base/buf.h"
#include "base/message.h"
#include "base/slice.h"
#include "base/span.h"
#include "base/stamp.h"
#include "base/status.h"
#include "base/tri.h"
#include "include/phase.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SPW_VERSION "0.1.0"

/* A file that the program read, or one embedded in the library. Both borrowed. */
struct spw_file {
    struct slice path; /* relative to the rules folder, '/' between parts */
    struct slice bytes;
};

/* ---- knowledge ------------------------------------------------------------------------------- */

struct spw_knowledge;

/* Builds from the embedded rules, and from `extra` files when given: a file with the same path as an
 * embedded one replaces it, others are added. Faults are collected in `messages` and cost only the
 * row or rule that has them; SPW_INVALID is returned beside a usable *out when there were any.
 * *out is owned by the caller, NULL on SPW_NO_MEMORY. The extra files must outlive it. */
enum spw_status spw_knowledge_new(struct spw_knowledge **out, const struct spw_file *extra,
                                  size_t n_extra, struct messages *messages) SPW_MUST_USE;
void spw_knowledge_free(struct spw_knowledge *k);

/* Writes the manual page of a cause, rule, command, reply, indication, error number, variable,
 * field, service, authority or limit. Several things of one name are all shown. SPW_NOT_FOUND with
 * the nearest names in `out` when there is none. */
enum spw_status spw_explain(const struct spw_knowledge *k, struct slice what,
                            struct buf *out) SPW_MUST_USE;
/* The dictionary of fields and the grammar of conditions. */
void spw_fields(const struct spw_knowledge *k, struct buf *out);

/* One line a rule: id, cause, severity, scope, title. For `rules list`. */
void spw_rules_list(const struct spw_knowledge *k, struct buf *out);
/* Looks for what is wrong among rules that are each good by themselves: some that can never be seen, say
 * the same, or have no order. Added to `messages`, which spw_knowledge_new filled before. */
void spw_rules_review(const struct spw_knowledge *k, struct messages *messages);
/* Rule i's samples for `rules test`; false when i is past the end. Borrowed from `k`. */
struct spw_rule_sample {
    struct slice rule, cause;
    struct slice trace; /* path below traces/, or empty when text is set */
    struct slice text;  /* an inline trace */
    struct slice chain; /* PEM: as with --chain; may be empty */
    bool fires;         /* the rule must fire on it, or must be silent */
};
size_t spw_rule_sample_count(const struct spw_knowledge *k);
bool spw_rule_sample_at(const struct spw_knowledge *k, size_t i, struct spw_rule_sample *out);

/* The i-th indication of the dialect that tells nothing to act upon, as the module prints it, for trying
 * what rules make of it; i counts round. False: there is none. */
bool spw_idle_indication(const struct spw_knowledge *k, struct slice dialect, size_t i,
                         struct buf *out);

/* ---- certificates and keys by themselves, and what a server shows ------------------------------------ */

/* Something known, as a pair of name and value: texts, or numbers when is_number. */
struct spw_fact {
    const char *key;   /* "subject_key_id": for machines, never changes its meaning */
    const char *label; /* "key identifier": for people */
    struct slice text; /* of numbers too */
    int64_t number;
    bool is_number;
};

/* What is right or wrong about it, for this module. */
struct spw_verdict {
    enum spw_severity severity; /* error: it will not work; note: worth knowing */
    enum spw_confidence confidence;
    struct slice cause;    /* of rules/causes.tsv; may be empty */
    struct slice firmware; /* "1.0.0": holds for these versions only; empty: for all */
    struct slice text;
    struct slice sources; /* keys of rules/sources.tsv, blank separated; may be empty */
};

struct spw_object {    /* one certificate or key */
    struct slice name; /* of the file, with #2 and so on behind it when it holds several */
    struct slice what; /* "certificate" */
    const struct spw_fact *facts;
    size_t n_facts;
    const struct slice *oddities;
    size_t n_oddities;
    struct slice
        slot; /* keyword of the command that loads it; empty: the module has no use for it */
    struct slice file; /* its name in the module's file system; may be empty */
    const struct spw_verdict *verdicts;
    size_t n_verdicts;
};

struct spw_judgement {
    struct slice dialect, module;
    const struct spw_fact *facts; /* about the whole: the server, the root that is needed */
    size_t n_facts;
    const struct spw_object *objects;
    size_t n_objects, objects_dropped;
    const struct spw_verdict
        *verdicts; /* about the whole: what belongs together, what is missing */
    size_t n_verdicts;
    const struct spw_step *steps; /* how to load them */
    size_t n_steps;
    size_t errors; /* verdicts of severity error */
};

struct spw_material_options {
    struct slice dialect; /* empty: the first of the tables */
    struct slice
        slot; /* "ca", "cert", "key", "auth" or the dialect's own keyword; empty: the one that it belongs into */
    int64_t now; /* to judge validity by; TIME_NONE: not */
};

/* What is known of a server beside its chain. Everything may be missing. */
struct spw_server {
    struct slice host;
    unsigned port;
    struct slice chain;              /* PEM */
    struct slice trusted;            /* PEM: the system's store of roots, to look the root up in */
    struct slice ca;                 /* the root that is to be loaded, when it is chosen already */
    struct slice tls_version, suite; /* as agreed on: "TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256" */
    int version;                     /* 12 for 1.2, as in limits.tsv; 0 not known */
    enum tri speaks_tls;             /* NO: the port answers something else */
    enum tri takes_rsa_exchange;     /* a suite without elliptic curves is agreed on */
    enum tri asks_client_certificate;
    enum tri takes_client_certificate; /* with the one that was shown */
    enum tri same_without_name;        /* the same certificate comes without a server name */
    struct slice failure;              /* why the handshake failed, in words; empty: it did not */
};

enum spw_load_form { SPW_LOAD_BYTES, SPW_LOAD_SCRIPT, SPW_LOAD_C };

struct spw_material;

/* SPW_NOT_FOUND: there is no such dialect or slot. `k` and the options must outlive it. */
enum spw_status spw_material_new(struct spw_material **out, const struct spw_knowledge *k,
                                 const struct spw_material_options *options) SPW_MUST_USE;
void spw_material_free(struct spw_material *m);
/* A file with one or more certificates and keys; bytes need not outlive the call. */
enum spw_status spw_material_add(struct spw_material *m, struct slice name,
                                 struct slice bytes) SPW_MUST_USE;
/* A server; its certificates become the objects. Slices must outlive `m`. */
enum spw_status spw_material_add_server(struct spw_material *m,
                                        const struct spw_server *server) SPW_MUST_USE;
/* Call once, after all is added. Borrowed until free; NULL without memory. */
const struct spw_judgement *spw_material_judge(struct spw_material *m);
/* What is to be sent, in the order of the steps: the bytes themselves, a shell script that sends commands
 * and bytes, or C arrays. SPW_NOT_FOUND: nothing of it can be loaded. */
enum spw_status spw_material_write(struct spw_material *m, enum spw_load_form form,
                                   struct buf *out) SPW_MUST_USE;
/* How many certificates can be read in a file meant as `chain`. */
size_t spw_count_certificates(struct slice bytes);

/* ---- one trace --------------------------------------------------------------------------------- */

struct spw_engine;

struct spw_options {
    struct slice dialect; /* "spwf04", "spwf01"; empty: decide by score */
    int64_t now; /* seconds since 1970: today, for validity; TIME_NONE when not to be used */
    bool now_is_trace_time; /* `now` was given by a person as the time of the trace (--now) */
    struct slice filter;    /* an expression: only findings for which it holds are reported */
    struct slice chain;     /* the server's chain as PEM, when known; may be empty */
    struct messages *filter_messages; /* where faults of `filter` are told; may be NULL */
    struct slice framing;             /* a name of spw_framings, "auto" or empty: recognise it */
    struct slice direction;           /* "swap", or "NAME=host|module,..." with the names that
                               spw_explain_input tells; empty: decide by what they say */
    struct slice time; /* what stamps without a date are: wall, clock, start, delta; none: they
                               mean nothing; empty: find it out */
};

/* Zeroed options are the defaults. `k` must outlive the engine; the option slices too. SPW_INVALID: the
 * filter, direction or time is wrong; SPW_NOT_FOUND: there is no dialect, or no framing, of that name. */
enum spw_status spw_engine_new(struct spw_engine **out, const struct spw_knowledge *k,
                               const struct spw_options *options) SPW_MUST_USE;
void spw_engine_free(struct spw_engine *e);
/* Hands over the next bytes, cut anywhere. `received_us`: when they came (microseconds since 1970) in
 * a live session, TIME_NONE in batch. The bytes need not outlive the call. */
enum spw_status spw_engine_feed(struct spw_engine *e, struct slice bytes,
                                int64_t received_us) SPW_MUST_USE;
/* No more bytes will come. */
enum spw_status spw_engine_finish(struct spw_engine *e) SPW_MUST_USE;

/* The names that the option `framing` may have, separated by blanks. */
void spw_framings(struct buf *out);
/* Tells how the input was understood: each wrapping that took lines, where it began, the first line
 * that spoke against it, how the directions and the times were told. */
void spw_explain_input(struct spw_engine *e, struct buf *out);

/* ---- secrets ------------------------------------------------------------------------------------ */

struct spw_redactor;
struct spw_redaction {
    /* Hide names of networks, the devices' half of MAC addresses, IP addresses but for what tells private
     * from public, hosts but for what their service is recognised by, and names of devices, too. */
    bool ssid, mac, ip, host, device;
    bool keys_only; /* private keys and nothing else: those are shown in no report at all */
    unsigned blind; /* for tests: notations that are not read, as bits of redact/view.h */
};

/* Finds the secrets of traces and replaces them, in place and byte for byte, so that places stay where
 * they are. All traces that will stand together are learned before the first is changed: then the same
 * value is the same token everywhere. `k` must outlive it. */
enum spw_status spw_redactor_new(struct spw_redactor **out, const struct spw_knowledge *k,
                                 const struct spw_redaction *options) SPW_MUST_USE;
void spw_redactor_free(struct spw_redactor *r);
enum spw_status spw_redactor_learn(struct spw_redactor *r, struct slice bytes) SPW_MUST_USE;
enum spw_status spw_redactor_apply(struct spw_redactor *r, uint8_t *bytes, size_t n) SPW_MUST_USE;
/* Is any secret left in a finished output? SPW_INVALID: yes; `why` then says in which form, without
 * repeating it. Such an output must not be written. */
enum spw_status spw_redactor_check(const struct spw_redactor *r, struct slice output,
                                   struct buf *why) SPW_MUST_USE;
size_t spw_redactor_count(const struct spw_redactor *r);
/* What was replaced by what, borrowed; for tests and for undoing it. False: there is none of this number. */
bool spw_redactor_secret(const struct spw_redactor *r, size_t i, struct slice *value,
                         struct slice *token);

/* Is it part of a private key? Those are restored in no case. */
bool spw_redactor_is_key(const struct spw_redactor *r, size_t i);

/* ---- the read side ------------------------------------------------------------------------------ */

/* enum spw_severity, spw_confidence, spw_outcome, spw_phase_id, spw_phase_status: include/phase.h */
const char *spw_severity_name(enum spw_severity s); /* "error" ... */
const char *spw_confidence_name(enum spw_confidence c);
const char *spw_outcome_name(enum spw_outcome o);
const char *spw_phase_name(enum spw_phase_id p);
const char *spw_phase_status_name(enum spw_phase_status s);

struct spw_phase {
    enum spw_phase_status status;
    bool relevant;    /* this kind of attempt has the phase at all */
    bool observed;    /* seen in the trace; false: concluded from what came later */
    struct span at;   /* where it was seen, unset when concluded */
    int64_t after_us; /* from the attempt's command to there, by the capture's stamps; -1 unknown */
};

struct spw_attempt {
    unsigned id;           /* from 1 in order of appearance */
    struct slice command;  /* "MQTTCONN"; empty when the command is not in the capture */
    struct slice protocol; /* "mqtt", "http", "socket", "websocket", "smtp", "update" or "" */
    struct mark at;        /* the command, or the first line that belongs to the attempt */
    struct slice host;     /* empty: unknown */
    unsigned port;         /* 0: unknown */
    struct slice security; /* "tls", "plain" or "" */
    enum spw_outcome outcome;
    int64_t duration_us; /* command to outcome by the capture's stamps; -1 unknown */
    struct spw_phase phases[SPW_PHASE_COUNT];
};

struct spw_evidence {
    struct mark at;
    struct slice note; /* what this place shows, may be empty */
};

struct spw_step { /* something to do, or to ask */
    struct slice text;
    const struct slice *commands;
    size_t n_commands;
};

struct spw_reference {
    struct slice key, text; /* key of rules/sources.tsv and what it is */
};

struct spw_ground { /* what speaks for a cause, or against it */
    struct slice text;
    struct mark at; /* may be unset */
};

/* Another cause that would look the same, as long as nothing settles the matter. */
struct spw_rival {
    struct slice cause; /* of rules/causes.tsv */
    struct slice title; /* of its own finding, else what the cause means */
    struct slice rule;  /* of its own finding in the same attempt; empty: it has none */
    const struct spw_ground *speaks_for, *speaks_against;
    size_t n_for, n_against;
    struct spw_step tell; /* the one observation that differs between the two */
};

struct spw_finding {
    struct slice rule, cause;
    enum spw_severity severity;
    enum spw_confidence confidence;
    bool provisional; /* found by spw_engine_peek: what comes next may confirm or withdraw it */
    unsigned attempt; /* 0: the trace as a whole */
    unsigned rank;    /* 1: act on it first, within its attempt (or within the trace) */
    unsigned count;   /* how often the same was found */
    struct slice title, explanation;
    const struct spw_evidence *evidence;
    size_t n_evidence;
    const struct mark *consequences; /* failure lines folded under this finding */
    size_t n_consequences;
    const struct spw_step *fix, *confirm;
    size_t n_fix, n_confirm;
    const struct spw_reference *references;
    size_t n_references;
    /* Only while a question is left: a finding that is certain of its cause has none of these. */
    bool open; /* it tells what failed and not why: the rivals may be what is behind it */
    const struct spw_ground *speaks_for, *speaks_against;
    size_t n_for, n_against;
    const struct spw_rival *rivals;
    size_t n_rivals;
};

struct spw_statistics {
    uint64_t events, commands, replies, indications, payload_bytes, unrecognized;
};

/* What the report says beside findings: things ruled out, what the capture cannot show. */
struct spw_remark {
    struct slice text;
    struct mark at;    /* may be unset */
    struct slice rule; /* the rule that says so */
};

struct spw_report {
    uint64_t bytes, lines;
    struct slice framing; /* "raw", "paste", "driver", "terminal-timestamps", ... */
    struct slice framing_why;
    struct slice dialect;  /* "spwf04", "spwf01", "" when there was nothing to tell it by */
    struct slice firmware; /* build id as printed, "" unknown */
    bool at_traffic;       /* false: no AT traffic at all; `looks_like` says what it may be */
    struct slice looks_like;
    const struct spw_attempt *attempts;
    size_t n_attempts, attempts_dropped;
    const struct spw_finding
        *findings; /* in order of importance: the first is the one to read first */
    size_t n_findings, findings_dropped;
    const struct mark *unexplained;
    size_t n_unexplained, unexplained_dropped;
    const struct mark *unrecognized; /* a bounded sample of lines that no table knows */
    size_t n_unrecognized;
    const struct spw_remark *ruled_out, *not_shown;
    size_t n_ruled_out, n_not_shown;
    struct spw_statistics statistics;
};

/* Borrowed until the next feed, finish or free. After finish it is complete. */
const struct spw_report *spw_engine_report(struct spw_engine *e);

#ifdef __cplusplus
}
#endif
#endif
