/* Everything the program knows beforehand except the diagnoses: dialects, services, authorities,
 * causes, sources. Built once from a data_source, then immutable. May include: base/, data/. */
#ifndef SPW_KNOWLEDGE_KNOWLEDGE_H
#define SPW_KNOWLEDGE_KNOWLEDGE_H

#include "base/message.h"
#include "data/source.h"
#include "knowledge/cause.h"
#include "knowledge/dialect.h"

#ifdef __cplusplus
extern "C" {
#endif

struct source_row {
    struct slice key, text;
};

/* An MQTT/HTTP service, recognised by host name. */
struct service_row {
    struct slice id, name;
    struct slice status;     /* "active", "retired", "unknown" */
    struct slice retired_on; /* date, empty */
    struct slice
        host; /* PCRE2 pattern over the whole host name, caseless; the first row that fits wins */
    struct slice ports;      /* text for people */
    struct slice mqtt_ports; /* numbers of plain MQTT over TLS, blank separated */
    struct slice websocket_ports;
    struct slice websocket_path; /* "/$iothub/websocket" */
    struct slice plain_ports;    /* numbers without TLS */
    bool tls_required;
    struct slice auth;         /* text for people */
    struct slice roots_today;  /* subject key ids (40 hex), blank separated, the preferred first */
    struct slice roots_former; /* "skihex=until-date", blank separated: was right until then */
    struct slice root_history; /* text for people */
    struct slice username, client_id, password;       /* text for people */
    struct slice username_pattern, client_id_pattern; /* PCRE2, empty: not checked */
    bool sas_token;                                   /* password is a SharedAccessSignature */
    bool asks_client_certificate;
    struct slice symptoms, tls; /* text for people */
    struct slice confidence;    /* "high", "medium", "low" */
    struct slice sources;       /* keys, blank separated */
};

/* A root or well-known intermediate certificate. */
struct authority_row {
    struct slice cn, organisation;
    struct slice key_id;        /* subject key identifier as 40 lower-case hex digits, or empty */
    struct slice issuer_key_id; /* intermediates: authority key identifier; roots: empty */
    struct slice issuer_cn;     /* intermediates */
    struct slice sha256;
    bool root;
    struct slice key_type; /* "RSA", "EC" */
    unsigned key_bits;
    struct slice signature;
    struct slice not_before, not_after; /* ISO dates with time */
    uint32_t der_length, pem_lf, pem_crlf;
    bool current; /* in a current root programme */
};

/* What the software of a host prints of itself. */
struct host_row {
    struct slice text; /* part of the line */
    enum meaning meaning;
    struct slice what;
    enum row_confidence confidence;
    struct slice source;
};

struct knowledge {
    const struct dialect *dialects; /* spwf04 first, then spwf01, then others */
    size_t n_dialects;
    const struct cause *causes;
    size_t n_causes;
    const struct source_row *sources;
    size_t n_sources;
    const struct host_row *hosts;
    size_t n_hosts;
    const struct service_row *services;
    size_t n_services;
    const struct authority_row *authorities; /* roots first */
    size_t n_authorities;
    /* private to knowledge/: */
    struct knowledge_private *priv; /* owned */
};

/* Reads all tables. Faulty rows are reported and left out; SPW_INVALID beside a usable result. */
enum spw_status knowledge_load(struct knowledge *k, const struct data_source *files,
                               struct messages *messages) SPW_MUST_USE;
void knowledge_dispose(struct knowledge *k);

const struct dialect *knowledge_dialect(const struct knowledge *k, struct slice name);
const struct cause *knowledge_cause(const struct knowledge *k, struct slice id);
const struct source_row *knowledge_source(const struct knowledge *k, struct slice key);
/* By subject key id, 40 hex digits; the root before an intermediate, the current before the former.
 * *more: how many further rows share the id. */
const struct authority_row *knowledge_authority_by_key_id(const struct knowledge *k,
                                                          struct slice hex, size_t *more);
/* The next row with the same subject key id, NULL at the end. */
const struct authority_row *knowledge_authority_next(const struct knowledge *k,
                                                     const struct authority_row *row);
/* By common name without case; the root before an intermediate, the current before the former. */
const struct authority_row *knowledge_authority_by_name(const struct knowledge *k, struct slice cn);
/* Roots, or intermediates, whose DER (or PEM with LF or CRLF, with or without the final one) has this length: the number, and up
 * to `max` rows, those in use today first. */
size_t knowledge_authorities_by_length(const struct knowledge *k, bool root, uint32_t length,
                                       const struct authority_row **out, size_t max);
const struct service_row *knowledge_service(const struct knowledge *k, struct slice id);

#ifdef __cplusplus
}
#endif
#endif
