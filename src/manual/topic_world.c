/* Pages of what lies outside the module: services, certificate authorities, sources; and dialects. */
#include "manual/topic.h"

enum { LINE_MAX_BYTES = 2000 };

/* ---- services ---------------------------------------------------------------------------------- */

static size_t service_count(const struct manual *m) { return m->k->n_services; }

static size_t service_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    names[0] = m->k->services[i].id;
    names[1] = m->k->services[i].name;
    return 2;
}

/* One root: its name by the table of authorities, its key identifier, until when. */
static void put_root(struct manual *m, struct slice word)
{
    struct slice id = {NULL, 0};
    struct slice until = {NULL, 0};
    size_t more = 0;
    bool dated = slice_split(word, '=', &id, &until);
    const struct authority_row *row = knowledge_authority_by_key_id(m->k, id, &more);
    sheet_line(&m->sheet, 0);
    if (row != NULL) {
        sheet_words(&m->sheet, row->cn);
    }
    sheet_words(&m->sheet, id);
    if (dated) {
        sheet_words(&m->sheet, SLICE("until"));
        sheet_words(&m->sheet, until);
    }
}

static void put_roots(struct manual *m, const char *label, struct slice roots)
{
    struct slice word = {NULL, 0};
    if (roots.n == 0) {
        return;
    }
    sheet_begin(&m->sheet, label);
    while (roots.n != 0) {
        (void)slice_split(roots, ' ', &word, &roots);
        if (word.n != 0) {
            put_root(m, word);
        }
    }
    sheet_end(&m->sheet);
}

static void service_put(struct manual *m, size_t i)
{
    const struct service_row *row = &m->k->services[i];
    struct sheet *s = &m->sheet;
    sheet_head(s, "service", row->id, slice_of(NULL, 0));
    sheet_row(s, "Name", row->name);
    sheet_row(s, "Status", row->status);
    sheet_row(s, "Retired on", row->retired_on);
    sheet_row(s, "Host names", row->host);
    sheet_row(s, "Ports", row->ports);
    sheet_row(s, "WebSocket", row->websocket_path);
    sheet_row_c(s, "TLS", row->tls_required ? "required" : "possible");
    sheet_row(s, "TLS details", row->tls);
    sheet_row(s, "Proof", row->auth);
    if (row->asks_client_certificate) {
        sheet_row_c(s, "Certificate", "the server asks for a client certificate");
    }
    put_roots(m, "Roots today", row->roots_today);
    put_roots(m, "Roots before", row->roots_former);
    sheet_row(s, "History", row->root_history);
    sheet_row(s, "User name", row->username);
    sheet_row(s, "Client id", row->client_id);
    sheet_row(s, "Password", row->password);
    sheet_row(s, "Symptoms", row->symptoms);
    sheet_row(s, "Confidence", row->confidence);
    topic_put_sources(m, row->sources);
}

/* ---- authorities ------------------------------------------------------------------------------- */

static size_t authority_count(const struct manual *m) { return m->k->n_authorities; }

static size_t authority_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct authority_row *row = &m->k->authorities[i];
    names[0] = row->cn;
    names[1] = row->key_id;
    names[2] = row->sha256;
    return 3;
}

/* e59d59... as the module prints it: E5:9D:59:... */
static void put_key_id(struct manual *m, const char *label, struct slice hex)
{
    struct buf text;
    buf_init(&text, LINE_MAX_BYTES);
    for (size_t i = 0; i < hex.n; i++) {
        uint8_t c = hex.p[i];
        buf_byte(&text, ascii_lower(c) ? (uint8_t)(c - 'a' + 'A') : c);
        if (i % 2 == 1 && i + 1 < hex.n) {
            buf_byte(&text, ':');
        }
    }
    sheet_row(&m->sheet, label, buf_slice(&text));
    buf_dispose(&text);
}

static void put_lengths(struct manual *m, const struct authority_row *row)
{
    if (row->der_length != 0) {
        sheet_row_f(&m->sheet, "Bytes", "%u as DER, %u as PEM with LF, %u as PEM with CR LF",
                    (unsigned)row->der_length, (unsigned)row->pem_lf, (unsigned)row->pem_crlf);
    }
}

/* Services that want this root, or wanted it. */
static void put_services(struct manual *m, const struct authority_row *row)
{
    bool begun = false;
    for (size_t i = 0; row->key_id.n != 0 && i < m->k->n_services; i++) {
        const struct service_row *service = &m->k->services[i];
        bool today = slice_contains(service->roots_today, row->key_id);
        if (!today && !slice_contains(service->roots_former, row->key_id)) {
            continue;
        }
        if (!begun) {
            sheet_begin(&m->sheet, "Services");
            begun = true;
        }
        sheet_item(&m->sheet, service->id, 16, today ? SLICE("today") : SLICE("formerly"));
    }
    sheet_end(&m->sheet);
}

static void authority_put(struct manual *m, size_t i)
{
    const struct authority_row *row = &m->k->authorities[i];
    struct sheet *s = &m->sheet;
    sheet_head(s, "authority", row->cn, slice_of(NULL, 0));
    sheet_row(s, "Organisation", row->organisation);
    sheet_row_c(s, "Kind", row->root ? "root certificate" : "intermediate certificate");
    sheet_row(s, "Issuer", row->issuer_cn);
    put_key_id(m, "Key id", row->key_id);
    put_key_id(m, "Issuer's id", row->issuer_key_id);
    if (row->key_type.n != 0) {
        sheet_row_f(s, "Key", "%.*s, %u bits", SLICE_ARG(row->key_type), row->key_bits);
    }
    sheet_row(s, "Signature", row->signature);
    if (row->not_before.n != 0) {
        sheet_row_f(s, "Valid", "%.*s to %.*s", SLICE_ARG(row->not_before),
                    SLICE_ARG(row->not_after));
    }
    put_lengths(m, row);
    sheet_row(s, "SHA-256", row->sha256);
    if (row->root) {
        sheet_row_c(s, "Current", row->current ? "yes" : "no: in no root programme any more");
    }
    put_services(m, row);
}

/* ---- sources ----------------------------------------------------------------------------------- */

static size_t source_count(const struct manual *m) { return m->k->n_sources; }

static size_t source_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    names[0] = m->k->sources[i].key;
    return 1;
}

static void source_put(struct manual *m, size_t i)
{
    sheet_head(&m->sheet, "source", m->k->sources[i].key, slice_of(NULL, 0));
    sheet_row(&m->sheet, "What", m->k->sources[i].text);
}

/* ---- hosts ------------------------------------------------------------------------------------- */

static size_t host_count(const struct manual *m) { return m->k->n_hosts; }

static size_t host_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    names[0] = m->k->hosts[i].text;
    return 1;
}

static void host_put(struct manual *m, size_t i)
{
    const struct host_row *row = &m->k->hosts[i];
    sheet_head(&m->sheet, "message of a host", row->text, slice_of(NULL, 0));
    sheet_row(&m->sheet, "What", row->what);
    sheet_row_c(&m->sheet, "Happening", meaning_name(row->meaning));
    sheet_row_c(&m->sheet, "Known from", topic_confidence_name(row->confidence));
    topic_put_sources(m, row->source);
}

/* ---- dialects ---------------------------------------------------------------------------------- */

static size_t dialect_count(const struct manual *m) { return m->k->n_dialects; }

static size_t dialect_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    names[0] = m->k->dialects[i].name;
    names[1] = m->k->dialects[i].module;
    return 2;
}

static void dialect_put(struct manual *m, size_t i)
{
    const struct dialect *d = &m->k->dialects[i];
    sheet_head(&m->sheet, "dialect", d->name, slice_of(NULL, 0));
    sheet_row(&m->sheet, "Module", d->module);
    sheet_begin(&m->sheet, "Commands");
    for (size_t k = 0; k < d->n_commands; k++) {
        if (k == 0 || !slice_eq(d->commands[k].name, d->commands[k - 1].name)) {
            sheet_words(&m->sheet, d->commands[k].name);
        }
    }
    sheet_end(&m->sheet);
}

const struct manual_topic topics_world[] = {
    {.kind = "service", .count = service_count, .names = service_names, .put = service_put},
    {.kind = "authority", .count = authority_count, .names = authority_names, .put = authority_put},
    {.kind = "message of a host", .count = host_count, .names = host_names, .put = host_put},
    {.kind = "source", .count = source_count, .names = source_names, .put = source_put},
    {.kind = "dialect", .count = dialect_count, .names = dialect_names, .put = dialect_put},
};
const size_t topics_world_n = sizeof topics_world / sizeof topics_world[0];
