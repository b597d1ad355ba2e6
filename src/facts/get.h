/* The getters behind fields.def, and what they share. Private to facts/.
 * A getter reads the session and answers; it decides nothing. */
#ifndef SPW_FACTS_GET_H
#define SPW_FACTS_GET_H

#include "facts/field.h"
#include "facts/token.h"

/* Who bears the facts of a certificate or key: a slot of the store, or the object that settled. */
enum bearer { BEARER_OBJECT = SLOT_COUNT };

/* The clocks that a validity is held against. */
enum clock_kind { CLOCK_TRACE, CLOCK_MODULE, CLOCK_TODAY };

static inline const struct session *session_of(const struct fact_context *c)
{
    return c->settle->session;
}
/* The place when there is one. */
static inline const struct mark *place(const struct mark *m)
{
    return span_is_set(m->span) ? m : NULL;
}
static inline struct value value_definite(bool b, const struct mark *m)
{
    return value_bool(b, b ? place(m) : NULL);
}
/* A command of the other family is read by that family's row, yet this one does not know it. */
static inline bool exchange_is_known(const struct exchange *x)
{
    return x->command != NULL && x->other_dialect == NULL;
}
/* Empty means not known. */
struct value text_if_known(struct slice s, const struct mark *m);
struct value text_cstr(const char *s, const struct mark *m);
/* Counters above INT64_MAX are shown as that. */
struct value value_count(uint64_t n, const struct mark *m);

/* The time of a clock, TIME_NONE unknown; *at its place. */
int64_t clock_time(const struct session *s, enum clock_kind which, const struct mark **at);
/* True when any part of `text` was hidden by hand: stars, sharps, runs of x, <names>. */
bool is_masked(struct slice text);

/* Where the parameter called `p` stands, else the command. */
const struct mark *attempt_param_place(const struct attempt *a, enum param p);

/* A certificate of the server's chain. */
enum chain_member { CHAIN_LEAF, CHAIN_TOP, CHAIN_LARGEST, CHAIN_FIRST_TO_END };

/* A certificate or key with what is around it. */
struct x509_view {
    const struct x509_facts *facts; /* NULL: the bytes are not known */
    unsigned odd;
    size_t blocks;
    bool has_declared;
    uint64_t declared;
    const struct mark *at; /* the bytes, else what taught of them; may be NULL */
};
struct x509_view x509_view_of(const struct fact_context *c, int bearer);
/* The key identifier of a bearer: of its bytes, as printed by the module, or (SLOT_ID) as loaded.
 * NULL when not known. */
const struct x509_id *key_id_of(const struct fact_context *c, int bearer, const struct mark **at);
/* Lower-case digits in `digits`, which holds 2 * X509_ID_MAX bytes. */
struct slice id_digits(const struct x509_id *id, char *digits);

typedef struct value get_function(const struct fact_context *c, const struct field *f);

/* trace.c */
extern get_function get_dialect, get_module, get_text_fact, get_firmware_version,
    get_firmware_known, get_firmware_newest, get_firmware_date, get_capture_lines,
    get_capture_has_boot, get_capture_has, get_capture_has_payloads, get_sockets, get_boot_number,
    get_boot_seen, get_boot_complete;
/* wifi.c */
extern get_function get_wifi_up, get_wifi_mode, get_wifi_state, get_radio_on, get_eap_changed,
    get_eap_configured;
/* clock.c */
extern get_function get_clock_set, get_clock, get_clock_trace_how, get_clock_best;
/* store.c */
extern get_function get_store_present, get_store_learned, get_store_place, get_store_load,
    get_store_keyword, get_store_declared, get_store_seen, get_store_payload, get_store_accepted,
    get_store_known, get_store_cleaned, get_store_listed, get_id_value, get_id_hex, get_id_bytes,
    get_id_is_text, get_id_equals_ca, get_id_equals_ca_issuer, get_domain_name,
    get_domain_matches_host, get_key_matches_cert, get_cert_issued_by_ca;
/* files.c */
extern get_function get_files_ca_name, get_files_ca_is_key_id, get_files_mentioned;
/* certificate.c */
extern get_function get_x509_what, get_x509_text, get_x509_self_issued, get_x509_self_signed,
    get_x509_ca, get_x509_version, get_x509_key_type, get_x509_key_bits, get_x509_curve,
    get_x509_key_form, get_x509_signature, get_x509_time, get_x509_id, get_x509_id_hex,
    get_x509_usage, get_x509_expired, get_x509_not_yet;
/* armour.c */
extern get_function get_x509_length, get_x509_form, get_x509_oddities, get_x509_damaged,
    get_x509_odd, get_x509_blocks, get_x509_length_fits, get_object_loaded, get_object_slot,
    get_object_declared, get_object_seen, get_object_exact;
/* authority.c */
extern get_function get_authority, get_authority_is_root, get_issuer, get_issuer_length,
    get_issuer_not_after, get_issuer_current, get_length_names, get_length_candidates;
/* attempt.c */
extern get_function get_attempt_command, get_attempt_has_command, get_attempt_protocol,
    get_attempt_text, get_attempt_tls_name, get_attempt_host_known, get_attempt_host_is_ip,
    get_attempt_port, get_attempt_password, get_attempt_security, get_attempt_outcome,
    get_attempt_ended, get_attempt_error, get_attempt_error_text, get_attempt_error_group,
    get_attempt_duration, get_attempt_flag, get_attempt_connection, get_attempt_id,
    get_attempt_phase, get_attempt_param, get_attempt_params, get_attempt_indicate;
/* credential.c */
extern get_function get_token_kind, get_token_expires, get_token_expired, get_token_expires_digits,
    get_token_resource, get_token_resource_host, get_token_resource_device, get_token_has,
    get_token_sig_bytes, get_token_sig_encoded, get_token_sig_double, get_token_prefix,
    get_token_host_matches, get_token_device_matches;
/* service.c */
extern get_function get_service_retired_at, get_ssid_in_scan, get_boots_in_vain, get_store_exact,
    get_issuer_pem_lf;
extern get_function get_service_id, get_service_text, get_service_port_kind, get_service_path_ok,
    get_service_flag, get_service_username_ok, get_service_client_id_ok, get_service_root,
    get_service_root_key_id, get_service_root_length, get_service_ca_match, get_service_ca_until;
/* exchange.c */
extern get_function get_exchange_command, get_exchange_text, get_exchange_known, get_exchange_other,
    get_exchange_result, get_exchange_is, get_exchange_flag, get_exchange_error,
    get_exchange_error_text, get_exchange_error_group, get_exchange_count, get_exchange_required,
    get_exchange_most, get_exchange_declared, get_exchange_seen, get_exchange_meaning,
    get_exchange_param, get_exchange_named;
/* chain.c */
extern get_function get_chain_fault, get_chain_fault_in_root;
extern get_function get_chain_known, get_chain_length, get_chain_text, get_chain_trait,
    get_chain_mixed, get_chain_rsa_bits, get_chain_bytes, get_chain_self_signed_leaf,
    get_chain_complete, get_chain_root_name, get_chain_root_key_id, get_chain_root_length,
    get_chain_ca_matches, get_chain_ca_is_intermediate, get_chain_matches_host,
    get_chain_matches_tls_name, get_chain_expired, get_chain_not_yet, get_chain_time;
/* argument.c */
extern get_function get_exchange_bad_value;

#endif
