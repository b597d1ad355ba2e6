/* Fields service.*: what the table of services knows about the host of an attempt. */
#include "base/stamp.h"
#include "facts/cache.h"
#include "facts/get.h"

/* The attempt's service; NULL when its host is of none, or nothing is known of it. */
static const struct service_row *service_of(const struct fact_context *c, const struct mark **at)
{
    const struct attempt *a = c->settle->attempt;
    const struct service_row *row = NULL;
    *at = NULL;
    if (a != NULL && service_of_host(c, a->host, &row) == TRI_YES) {
        *at = attempt_param_place(a, P_HOST);
    }
    return row;
}

struct value get_service_id(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    const struct service_row *row = NULL;
    enum tri known = a != NULL ? service_of_host(c, a->host, &row) : TRI_UNKNOWN;
    if (known == TRI_UNKNOWN) {
        return value_unknown(f->type);
    }
    struct slice id = row != NULL ? row->id : slice_of(NULL, 0);
    return value_text(id, attempt_param_place(a, P_HOST));
}

struct value get_service_text(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct service_row *row = service_of(c, &at);
    if (row == NULL) {
        return value_unknown(f->type);
    }
    return value_text(*(const struct slice *)(const void *)((const char *)row + f->a), at);
}

struct value get_service_retired_at(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct service_row *row = service_of(c, &at);
    if (row == NULL || row->retired_on.n == 0) {
        return value_unknown(f->type);
    }
    return value_time(time_parse(row->retired_on), at);
}

struct value get_service_flag(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct service_row *row = service_of(c, &at);
    if (row == NULL) {
        return value_unknown(f->type);
    }
    return value_bool(*(const bool *)((const char *)row + f->a), at);
}

/* ---- port and path ------------------------------------------------------------------------------ */

/* Is `number` one of the words of a blank-separated list? */
static bool list_has_port(struct slice list, unsigned number)
{
    bool more = list.n > 0;
    bool found = false;
    while (more && !found) {
        struct slice word;
        uint64_t n = 0;
        more = slice_split(list, ' ', &word, &list);
        found = slice_to_u64(word, 65535, &n) == NUMBER_OK && n == number;
    }
    return found;
}

struct value get_service_port_kind(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct service_row *row = service_of(c, &at);
    if (row == NULL || c->settle->attempt->port == 0 ||
        row->mqtt_ports.n + row->websocket_ports.n + row->plain_ports.n == 0) {
        return value_unknown(f->type);
    }
    const struct {
        struct slice ports;
        const char *name;
    } kinds[] = {{row->mqtt_ports, "mqtt"},
                 {row->websocket_ports, "websocket"},
                 {row->plain_ports, "plain"}};
    at = attempt_param_place(c->settle->attempt, P_PORT);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (list_has_port(kinds[i].ports, c->settle->attempt->port)) {
            return text_cstr(kinds[i].name, at);
        }
    }
    return text_cstr("none", at);
}

/* A query may follow the path. */
static bool is_path(struct slice path, struct slice wanted)
{
    struct slice rest = slice_from(path, wanted.n);
    return slice_starts(path, wanted) && (rest.n == 0 || rest.p[0] == '?');
}

struct value get_service_path_ok(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct service_row *row = service_of(c, &at);
    const struct attempt *a = c->settle->attempt;
    struct value kind = get_service_port_kind(c, f);
    if (row == NULL || a->command == NULL || !kind.known || is_masked(a->path)) {
        return value_unknown(VALUE_BOOL);
    }
    at = attempt_param_place(a, P_PATH);
    if (!slice_eq(kind.text, SLICE("websocket"))) {
        bool plain = slice_eq(kind.text, SLICE("none"));
        return plain ? value_unknown(VALUE_BOOL) : value_bool(a->path.n == 0, at);
    }
    if (row->websocket_path.n == 0) {
        return value_unknown(VALUE_BOOL);
    }
    return value_bool(is_path(a->path, row->websocket_path), at);
}

/* ---- names -------------------------------------------------------------------------------------- */

struct value get_service_username_ok(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct service_row *row = service_of(c, &at);
    const struct attempt *a = c->settle->attempt;
    if (row == NULL || a->command == NULL || is_masked(a->user)) {
        return value_unknown(f->type);
    }
    return value_tri(service_user_fits(c, row, a->user), attempt_param_place(a, P_USER));
}

struct value get_service_client_id_ok(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct service_row *row = service_of(c, &at);
    const struct attempt *a = c->settle->attempt;
    if (row == NULL || a->command == NULL || is_masked(a->client_id)) {
        return value_unknown(f->type);
    }
    return value_tri(service_client_fits(c, row, a->client_id),
                     attempt_param_place(a, P_CLIENT_ID));
}

/* ---- roots -------------------------------------------------------------------------------------- */

/* The key identifier that stands first, which is the preferred one. */
static struct slice preferred_root(const struct service_row *row)
{
    struct slice list = row->roots_today;
    return slice_sub(list, 0, slice_find_byte(list, ' ', 0));
}

static const struct authority_row *root_of(const struct fact_context *c, const struct mark **at)
{
    const struct service_row *row = service_of(c, at);
    const struct knowledge *k = session_of(c)->knowledge;
    size_t more = 0;
    if (row == NULL || k == NULL || row->roots_today.n == 0) {
        return NULL;
    }
    return knowledge_authority_by_key_id(k, preferred_root(row), &more);
}

struct value get_service_root(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct authority_row *root = root_of(c, &at);
    return root != NULL ? value_text(root->cn, at) : value_unknown(f->type);
}

struct value get_service_root_key_id(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct service_row *row = service_of(c, &at);
    struct x509_id id = {.n = 0};
    if (row == NULL || !x509_id_parse(preferred_root(row), &id)) {
        return value_unknown(f->type);
    }
    return text_if_known(x509_id_text(&id, c->scratch), at);
}

struct value get_service_root_length(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct authority_row *root = root_of(c, &at);
    if (root == NULL || root->der_length == 0) {
        return value_unknown(f->type);
    }
    return value_int(root->der_length, at);
}

/* Finds "digits" or "digits=until" among blank-separated words. */
static bool list_has_id(struct slice list, struct slice digits, struct slice *until)
{
    bool more = list.n > 0;
    bool found = false;
    while (more && !found) {
        struct slice word;
        struct slice id;
        more = slice_split(list, ' ', &word, &list);
        (void)slice_split(word, '=', &id, until);
        found = slice_eq_nocase(id, digits);
    }
    return found;
}

struct ca_match {
    const char *name;   /* NULL unknown */
    struct slice until; /* former roots */
    const struct mark *at;
};

static struct ca_match match_ca(const struct fact_context *c)
{
    struct ca_match m = {.name = NULL};
    const struct mark *host = NULL;
    const struct service_row *row = service_of(c, &host);
    const struct x509_id *id = row != NULL ? key_id_of(c, SLOT_CA, &m.at) : NULL;
    if (id == NULL || row->roots_today.n + row->roots_former.n == 0) {
        return m;
    }
    char bytes[2 * X509_ID_MAX];
    struct slice digits = id_digits(id, bytes);
    struct slice none;
    if (list_has_id(row->roots_today, digits, &none)) {
        m.name = "today";
    } else if (list_has_id(row->roots_former, digits, &m.until)) {
        m.name = "former";
    } else {
        m.name = "none";
        m.until = slice_of(NULL, 0);
    }
    return m;
}

struct value get_service_ca_match(const struct fact_context *c, const struct field *f)
{
    struct ca_match m = match_ca(c);
    return m.name != NULL ? text_cstr(m.name, m.at) : value_unknown(f->type);
}

struct value get_service_ca_until(const struct fact_context *c, const struct field *f)
{
    struct ca_match m = match_ca(c);
    (void)f;
    return m.name != NULL && m.until.n > 0 ? value_time(time_parse(m.until), m.at)
                                           : value_unknown(VALUE_TIME);
}
