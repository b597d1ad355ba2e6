/* Secrets taken out of a trace. A secret is found once by where it stands (the value of a variable, a
 * parameter, a header), and then hunted by its value in every notation the trace may repeat it in. What
 * stands in its place has the same length and kind, the same for the same value everywhere, so that a
 * diagnosis of the redacted trace says what the diagnosis of the original said.
 * May include: base/. */
#ifndef SPW_REDACT_REDACT_H
#define SPW_REDACT_REDACT_H

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum redact_kind {
    REDACT_WIFI_KEY,
    REDACT_IDENTITY, /* of WPA-Enterprise */
    REDACT_USER,     /* of a broker, server or mailbox */
    REDACT_PASSWORD,
    REDACT_SIGNATURE, /* of a shared access signature or web token */
    REDACT_WEB,       /* credentials and cookies of HTTP */
    REDACT_PRIVATE_KEY,
    REDACT_OTHER,
    REDACT_SSID, /* these on request only */
    REDACT_MAC,
    REDACT_IP,
    REDACT_HOST,
    REDACT_DEVICE,
    REDACT_KINDS
};

enum { REDACT_VARIABLE = -1, REDACT_BETWEEN = -2 };

/* Where secrets stand: told by the tables of the dialects. */
struct redact_place {
    struct slice name; /* "wifi_wpa_psk_text", "AT+S.MQTTCONN", "SSID: '" */
    int parameter;     /* which of a command's, from 0; or REDACT_VARIABLE: `name` is a variable; or
                          REDACT_BETWEEN: what stands between `name` and `stop` in a line */
    enum redact_kind kind;
    struct slice stop; /* empty: the line's end */
};

struct redact_options {
    const struct redact_place *places;
    size_t n_places;
    bool mac, ip;
    /* Would a host be taken for the same service under another name? NULL: hosts stay. */
    bool (*same_service)(void *context, struct slice before, struct slice after);
    void *context;
    bool keys_only; /* private keys and nothing else: those are shown in no report at all */
    unsigned
        blind; /* bits of enum view_kind that are not read: a redactor broken on purpose, for tests */
};

struct redact_secret {
    struct slice value, token; /* of the same length */
    enum redact_kind kind;
    unsigned number; /* of its token: the same for a value and its percent-coded form */
    bool
        hunted; /* long and rare enough to be looked for everywhere; others only where they stand */
};

struct redactor {
    struct redact_options options;
    struct arena arena;
    struct array secrets;           /* struct redact_secret */
    unsigned numbers[REDACT_KINDS]; /* given out */
    bool deep; /* keys_only: a key was seen that is spelled in a way to be decoded first */
    enum spw_status status; /* sticky */
};

void redactor_init(struct redactor *r, const struct redact_options *o);
void redactor_dispose(struct redactor *r);
/* Learns the secrets of a trace. All traces of a run are learned before the first is changed. */
enum spw_status redactor_learn(struct redactor *r, struct slice bytes) SPW_MUST_USE;
/* Changes the bytes in place; call redactor_learn for them first. */
enum spw_status redactor_apply(struct redactor *r, uint8_t *bytes, size_t n) SPW_MUST_USE;

/* ---- the stages, for each other --------------------------------------------------------------------- */

/* Remembers a value; returns its place in `secrets`, or SIZE_MAX when it is none worth hiding. */
size_t redact_remember(struct redactor *r, struct slice value, enum redact_kind kind);
/* The same with what is to stand in its place. */
size_t redact_remember_as(struct redactor *r, struct slice value, struct slice token,
                          enum redact_kind kind);
size_t redact_known(const struct redactor *r, struct slice value);
/* token.c: what stands for a value; `out` has its length. */
void redact_token(struct slice value, enum redact_kind kind, unsigned number, uint8_t *out);
/* Was it hidden by hand already, or is it no secret at all? */
bool redact_is_harmless(struct slice value);
bool redact_is_hunted(struct slice value);

struct view;
/* find.c: remembers what stands at known places; with `change`, replaces it there. */
void redact_find(struct redactor *r, struct view *v, bool change);
/* find_network.c: what a network and its hosts are called, as far as it is asked for. */
void redact_find_network(struct redactor *r, struct view *v, bool change);
/* A host's name but for what a service is recognised by. */
void redact_hide_host(struct redactor *r, struct view *v, size_t from, size_t end, bool change);
/* A network's name as hexadecimal bytes with colons between. */
void redact_hide_hex(struct redactor *r, struct view *v, size_t from, size_t end,
                     enum redact_kind kind, bool change);
/* find_web.c: headers, cookies, forms, tokens. */
void redact_find_web(struct redactor *r, struct view *v, bool change);
/* key.c: the private parts of keys, in PEM and in DER. Public parts stay. */
void redact_find_keys(struct redactor *r, struct view *v, bool change);
/* view[from, from+n) is a secret: remembers it, or with `change` replaces it if it is known. */
void redact_hide(struct redactor *r, struct view *v, size_t from, size_t n, enum redact_kind kind,
                 bool change);
/* How much of `value` is before a quote or a written-out line end: a line of program code. */
size_t redact_bare_length(struct slice value);

#ifdef __cplusplus
}
#endif
#endif
