/* What of a trace is secret, by the tables of the dialects, and the redactor behind the public header. */
#include "base/memory.h"
#include "engine/private.h"
#include "pattern/pattern.h"
#include "redact/redact.h"
#include "redact/scan.h"

enum { PLACES_MAX = 512, PATTERNS_MAX = 1 << 20 };

struct spw_redactor {
    struct redactor redactor;
    struct array places; /* struct redact_place */
    const struct knowledge *knowledge;
    const struct spw_redaction *wanted; /* while it is made */
    struct arena arena;                 /* of the patterns */
    struct pattern **services;          /* one for each row; NULL: it cannot be asked */
};

static void add_between(struct spw_redactor *r, struct slice name, struct slice stop,
                        enum redact_kind kind)
{
    struct redact_place *p = name.n > 0 ? array_push(&r->places) : NULL;
    if (p != NULL) {
        *p = (struct redact_place){name, REDACT_BETWEEN, kind, stop};
    }
}

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
        *p = (struct redact_place){name, parameter, kind, {NULL, 0}};
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
            add_place(r, row->name, REDACT_VARIABLE, variable_kind(row->name));
        } else if (slice_contains(row->name, SLICE("identity"))) {
            add_place(r, row->name, REDACT_VARIABLE,
                      REDACT_IDENTITY); /* shown by reports, but not to strangers */
        } else if (r->wanted->ssid && slice_ends(row->name, SLICE("ssid"))) {
            add_place(r, row->name, REDACT_VARIABLE, REDACT_SSID);
        }
    }
}

static bool on_request(const struct spw_redaction *o, enum param id, enum redact_kind *kind)
{
    const struct {
        enum param id;
        bool wanted;
        enum redact_kind kind;
    } rows[] = {{P_SSID, o->ssid, REDACT_SSID},
                {P_HOST, o->host, REDACT_HOST},
                {P_CLIENT_ID, o->device, REDACT_DEVICE}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].id == id && rows[i].wanted) {
            *kind = rows[i].kind;
            return true;
        }
    }
    return false;
}

/* Lines of the module that name a network: the text in front of the name and behind it, by their form. */
static void add_form(struct spw_redactor *r, struct slice form)
{
    const struct slice field = SLICE("{ssid}");
    size_t at = slice_find(form, field, 0);
    size_t from = at;
    size_t end = at + field.n;
    while (at < form.n && from > 0 && form.p[from - 1] != '}') {
        from--;
    }
    while (end < form.n && form.p[end] != '{') {
        end++;
    }
    if (at < form.n) {
        add_between(r, slice_sub(form, from, at - from),
                    slice_sub(form, at + field.n, end - at - field.n), REDACT_SSID);
    }
}

static void add_lines(struct spw_redactor *r, const struct dialect *d)
{
    for (size_t i = 0; i < d->n_replies && r->wanted->ssid; i++) {
        add_form(r, d->replies[i].form);
    }
    for (size_t i = 0; i < d->n_indications && r->wanted->ssid; i++) {
        add_form(r, d->indications[i].form);
    }
}

static void add_commands(struct spw_redactor *r, const struct dialect *d)
{
    for (size_t i = 0; i < d->n_commands; i++) {
        const struct command_row *row = &d->commands[i];
        for (size_t k = 0; k < row->n_params; k++) {
            enum redact_kind kind = REDACT_OTHER;
            if (row->params[k].kind == KIND_SECRET) {
                add_place(r, row->name, (int)k, REDACT_PASSWORD);
            } else if (row->params[k].id == P_USER) {
                add_place(r, row->name, (int)k, REDACT_USER);
            } else if (on_request(r->wanted, row->params[k].id, &kind)) {
                add_place(r, row->name, (int)k, kind);
            }
        }
    }
}

/* ---- services ---------------------------------------------------------------------------------------- */

static void compile_services(struct spw_redactor *r)
{
    arena_init(&r->arena, PATTERNS_MAX);
    r->services = ARENA_ARRAY(&r->arena, r->knowledge->n_services + 1, struct pattern *);
    for (size_t i = 0; r->services != NULL && i < r->knowledge->n_services; i++) {
        struct pattern_fault fault;
        struct buf source;
        buf_init(&source, PATTERN_SOURCE_MAX + 4);
        buf_cstr(&source, "(?i)");
        buf_put(&source, r->knowledge->services[i].host);
        if (pattern_new(&r->services[i], buf_slice(&source), &r->arena, &fault) != SPW_OK) {
            r->services[i] = NULL;
        }
        buf_dispose(&source);
    }
}

static size_t service_of(struct spw_redactor *r, struct slice host)
{
    size_t i = 0;
    while (i < r->knowledge->n_services && r->services != NULL &&
           (r->services[i] == NULL || pattern_match(r->services[i], host) != TRI_YES)) {
        i++;
    }
    return i;
}

static bool same_service(void *context, struct slice before, struct slice after)
{
    struct spw_redactor *r = context;
    return service_of(r, before) == service_of(r, after);
}

enum spw_status spw_redactor_new(struct spw_redactor **out, const struct spw_knowledge *k,
                                 const struct spw_redaction *options)
{
    struct spw_redactor *r = MEMORY_NEW(struct spw_redactor);
    *out = r;
    if (r == NULL) {
        return SPW_NO_MEMORY;
    }
    r->knowledge = &k->tables;
    r->wanted = options;
    array_init(&r->places, sizeof(struct redact_place), PLACES_MAX);
    for (size_t i = 0; i < k->tables.n_dialects; i++) {
        add_variables(r, &k->tables.dialects[i]);
        add_commands(r, &k->tables.dialects[i]);
        add_lines(r, &k->tables.dialects[i]);
    }
    if (options->host) {
        compile_services(r);
    }
    const struct redact_options o = {.places = (const struct redact_place *)r->places.items,
                                     .n_places = r->places.n,
                                     .mac = options->mac,
                                     .ip = options->ip,
                                     .same_service = options->host ? same_service : NULL,
                                     .context = r,
                                     .keys_only = options->keys_only,
                                     .blind = options->blind};
    redactor_init(&r->redactor, &o);
    r->wanted = NULL;
    return SPW_OK;
}

void spw_redactor_free(struct spw_redactor *r)
{
    if (r != NULL) {
        redactor_dispose(&r->redactor);
        for (size_t i = 0; r->services != NULL && i < r->knowledge->n_services; i++) {
            pattern_dispose(r->services[i]);
        }
        arena_dispose(&r->arena);
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

bool spw_redactor_is_key(const struct spw_redactor *r, size_t i)
{
    const struct redact_secret *s = ARRAY_AT(&r->redactor.secrets, struct redact_secret, i);
    return s != NULL && s->kind == REDACT_PRIVATE_KEY;
}
