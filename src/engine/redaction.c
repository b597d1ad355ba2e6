/* What of a trace is secret, by the tables of the dialects, and the redactor behind the public header. */
#include "base/memory.h"
#include "engine/private.h"
#include "redact/redact.h"
#include "redact/scan.h"

enum { PLACES_MAX = 512 };

struct spw_redactor {
    struct redactor redactor;
    struct array places; /* struct redact_place */
};

static void add_place(struct spw_redactor *r, struct slice name, int parameter,
                      enum redact_kind kind)
{
    for (size_t i = 0; i < r->places.n; i++) {
        const struct redact_place *p = ARRAY_AT(&r->places, struct redact_place, i);
        if (slice_eq(p->name, name) && p->parameter == parameter) {
            return; /* both dialects have it */
        }
    }
    struct redact_place *p = array_push(&r->places);
    if (p != NULL) {
        *p = (struct redact_place){name, parameter, kind};
    }
}

/* The kind only names the token; whether it is a secret, the table says. */
static enum redact_kind variable_kind(struct slice name)
{
    if (slice_contains(name, SLICE("wep")) || slice_contains(name, SLICE("psk"))) {
        return REDACT_WIFI_KEY;
    }
    return slice_contains(name, SLICE("passw")) ? REDACT_PASSWORD : REDACT_OTHER;
}

static void add_variables(struct spw_redactor *r, const struct dialect *d)
{
    for (size_t i = 0; i < d->n_variables; i++) {
        const struct variable_row *row = &d->variables[i];
        if (row->secret) {
            add_place(r, row->name, -1, variable_kind(row->name));
        } else if (slice_contains(row->name, SLICE("identity"))) {
            add_place(r, row->name, -1,
                      REDACT_IDENTITY); /* shown by reports, but not to strangers */
        }
    }
}

static void add_commands(struct spw_redactor *r, const struct dialect *d)
{
    for (size_t i = 0; i < d->n_commands; i++) {
        const struct command_row *row = &d->commands[i];
        for (size_t k = 0; k < row->n_params; k++) {
            if (row->params[k].kind == KIND_SECRET) {
                add_place(r, row->name, (int)k, REDACT_PASSWORD);
            } else if (row->params[k].id == P_USER) {
                add_place(r, row->name, (int)k, REDACT_USER);
            }
        }
    }
}

enum spw_status spw_redactor_new(struct spw_redactor **out, const struct spw_knowledge *k,
                                 const struct spw_redaction *options)
{
    struct spw_redactor *r = MEMORY_NEW(struct spw_redactor);
    *out = r;
    if (r == NULL) {
        return SPW_NO_MEMORY;
    }
    array_init(&r->places, sizeof(struct redact_place), PLACES_MAX);
    for (size_t i = 0; i < k->tables.n_dialects; i++) {
        add_variables(r, &k->tables.dialects[i]);
        add_commands(r, &k->tables.dialects[i]);
    }
    const struct redact_options o = {.places = (const struct redact_place *)r->places.items,
                                     .n_places = r->places.n,
                                     .ssid = options->ssid,
                                     .mac = options->mac,
                                     .keys_only = options->keys_only,
                                     .blind = options->blind};
    redactor_init(&r->redactor, &o);
    return SPW_OK;
}

void spw_redactor_free(struct spw_redactor *r)
{
    if (r != NULL) {
        redactor_dispose(&r->redactor);
        array_dispose(&r->places);
        memory_free(r);
    }
}

enum spw_status spw_redactor_learn(struct spw_redactor *r, struct slice bytes)
{
    return redactor_learn(&r->redactor, bytes);
}

enum spw_status spw_redactor_apply(struct spw_redactor *r, uint8_t *bytes, size_t n)
{
    return redactor_apply(&r->redactor, bytes, n);
}

enum spw_status spw_redactor_check(const struct spw_redactor *r, struct slice output,
                                   struct buf *why)
{
    struct scan_leak leak = {0, NULL};
    enum spw_status status = redact_scan(&r->redactor, output, &leak);
    if (status == SPW_INVALID && leak.secret != SIZE_MAX) {
        const struct redact_secret *s =
            ARRAY_AT(&r->redactor.secrets, struct redact_secret, leak.secret);
        buf_printf(why, "a secret of %zu bytes is left in it (%s), that is to read ", s->value.n,
                   leak.form);
        buf_put(why, s->kind == REDACT_PRIVATE_KEY ? SLICE("as part of a private key") : s->token);
    } else if (status == SPW_INVALID) {
        buf_cstr(why, "something that looks like a signature is left in it");
    }
    return status;
}

size_t spw_redactor_count(const struct spw_redactor *r) { return r->redactor.secrets.n; }

bool spw_redactor_secret(const struct spw_redactor *r, size_t i, struct slice *value,
                         struct slice *token)
{
    if (i >= r->redactor.secrets.n) {
        return false;
    }
    const struct redact_secret *s = ARRAY_AT(&r->redactor.secrets, struct redact_secret, i);
    *value = s->value;
    *token = s->token;
    return true;
}
