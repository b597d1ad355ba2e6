#include <stddef.h>

#include "facts/get.h"

/* Position of the parameter called `p` in the command; AT_VALUES_MAX when it has none. */
static size_t param_index(const struct attempt *a, enum param p)
{
    const struct command_row *row = a->command;
    for (size_t i = 0; row != NULL && i < row->n_params && i < AT_VALUES_MAX; i++) {
        if (row->params[i].id == p) {
            return i;
        }
    }
    return AT_VALUES_MAX;
}

const struct mark *attempt_param_place(const struct attempt *a, enum param p)
{
    size_t i = param_index(a, p);
    const struct mark *m = i < a->n_values && i < AT_VALUES_MAX ? place(&a->value_at[i]) : NULL;
    return m != NULL ? m : place(&a->at);
}

/* The parameter that asks for TLS, or names the server to it: its own, or that of the protocol. */
static enum param tls_param(const struct attempt *a)
{
    return param_index(a, P_TLS) < AT_VALUES_MAX ? P_TLS : P_PROTOCOL;
}

static const struct mark *result_place(const struct attempt *a) { return place(&a->result); }

struct value get_attempt_command(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL) {
        return value_unknown(f->type);
    }
    return a->command != NULL ? value_text(a->command->word, place(&a->at)) : text_cstr("", NULL);
}

struct value get_attempt_has_command(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    return a != NULL ? value_definite(a->command != NULL, &a->at) : value_unknown(f->type);
}

struct value get_attempt_protocol(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {
        [ATTEMPT_UNKNOWN] = "",      [ATTEMPT_MQTT] = "mqtt",           [ATTEMPT_HTTP] = "http",
        [ATTEMPT_SOCKET] = "socket", [ATTEMPT_WEBSOCKET] = "websocket", [ATTEMPT_SMTP] = "smtp",
        [ATTEMPT_UPDATE] = "update"};
    const struct attempt *a = c->settle->attempt;
    return a != NULL ? text_cstr(names[a->kind], place(&a->at)) : value_unknown(f->type);
}

/* A text of the command: a parameter that is not there is known to be empty, a command that is not in
 * the capture may have had any. */
static struct value text_of_param(const struct attempt *a, struct slice text, enum param p)
{
    if (text.n == 0 && param_index(a, p) == AT_VALUES_MAX) {
        return value_unknown(VALUE_TEXT);
    }
    return value_text(text, attempt_param_place(a, p));
}

struct value get_attempt_text(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL) {
        return value_unknown(f->type);
    }
    const struct slice *text = (const struct slice *)(const void *)((const char *)a + f->b);
    return text_of_param(a, *text, (enum param)f->a);
}

struct value get_attempt_tls_name(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    return a != NULL ? text_of_param(a, a->tls_name, tls_param(a)) : value_unknown(f->type);
}

struct value get_attempt_password(const struct fact_context *c, const struct field *f)
{
    struct value v = get_attempt_text(c, f);
    v.secret = true;
    return v;
}

struct value get_attempt_host_known(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL) {
        return value_unknown(f->type);
    }
    return value_bool(a->host.n > 0 && !is_masked(a->host), attempt_param_place(a, P_HOST));
}

/* Four decimal numbers, or anything with a colon: no host name has one. */
static bool is_address(struct slice host)
{
    unsigned parts = 0;
    bool more = true;
    if (slice_find_byte(host, ':', 0) < host.n) {
        return true;
    }
    while (more) {
        struct slice part;
        uint64_t n = 0;
        more = slice_split(host, '.', &part, &host);
        if (slice_to_u64(part, 255, &n) != NUMBER_OK) {
            return false;
        }
        parts++;
    }
    return parts == 4;
}

struct value get_attempt_host_is_ip(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->host.n == 0 || (is_masked(a->host) && !is_address(a->host))) {
        return value_unknown(f->type);
    }
    return value_bool(is_address(a->host), attempt_param_place(a, P_HOST));
}

struct value get_attempt_port(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->port == 0) {
        return value_unknown(f->type);
    }
    return value_int(a->port, attempt_param_place(a, P_PORT));
}

struct value get_attempt_security(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->security == SECURITY_UNKNOWN) {
        return value_unknown(f->type);
    }
    return text_cstr(a->security == SECURITY_TLS ? "tls" : "plain",
                     attempt_param_place(a, tls_param(a)));
}

/* ---- how it ended ------------------------------------------------------------------------------- */

struct value get_attempt_outcome(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {[SPW_OUTCOME_UNKNOWN] = "unknown",
                                        [SPW_OUTCOME_OK] = "ok",
                                        [SPW_OUTCOME_FAILED] = "failed",
                                        [SPW_OUTCOME_UNFINISHED] = "unfinished"};
    const struct attempt *a = c->settle->attempt;
    bool open = c->settle->open && (a == NULL || a->outcome == SPW_OUTCOME_UNKNOWN);
    return a != NULL && !open ? text_cstr(names[a->outcome], result_place(a))
                              : value_unknown(f->type);
}

/* Row: the outcome that means yes, the one that means no. */
struct value get_attempt_ended(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || ((int)a->outcome != f->a && (int)a->outcome != f->b)) {
        return value_unknown(f->type);
    }
    return value_bool((int)a->outcome == f->a, result_place(a));
}

struct value get_attempt_error(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->error_number < 0) {
        return value_unknown(f->type);
    }
    return value_int(a->error_number, result_place(a));
}

struct value get_attempt_error_text(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL) {
        return value_unknown(f->type);
    }
    bool own = a->error_text.n > 0 || a->error == NULL;
    return text_if_known(own ? a->error_text : a->error->text, result_place(a));
}

struct value get_attempt_error_group(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a != NULL && a->error == NULL && (a->error_text.n > 0 || a->error_number >= 0)) {
        return value_text(slice_of(NULL, 0), result_place(a)); /* in no table, so of no group */
    }
    if (a == NULL || a->error == NULL) {
        return value_unknown(f->type);
    }
    return text_if_known(a->error->group, result_place(a));
}

struct value get_attempt_duration(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->duration_us < 0) {
        return value_unknown(f->type);
    }
    return value_int(a->duration_us / 1000, result_place(a));
}

struct value get_attempt_flag(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL) {
        return value_unknown(f->type);
    }
    bool yes = *(const bool *)((const char *)a + f->a);
    return yes || !c->settle->open ? value_bool(yes, NULL) : value_unknown(f->type);
}

struct value get_attempt_connection(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->connection_id < 0) {
        return value_unknown(f->type);
    }
    return value_int(a->connection_id, NULL);
}

struct value get_attempt_id(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    return a != NULL ? value_int(a->id, place(&a->at)) : value_unknown(f->type);
}

struct value get_attempt_phase(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {[SPW_PHASE_UNKNOWN] = "unknown",
                                        [SPW_PHASE_OK] = "ok",
                                        [SPW_PHASE_FAILED] = "failed",
                                        [SPW_PHASE_NOT_REACHED] = "not-reached"};
    const struct attempt *a = c->settle->attempt;
    if (a == NULL) {
        return value_unknown(f->type);
    }
    const struct phase *phase = &a->phases[f->a];
    if (c->settle->open && phase->status == SPW_PHASE_UNKNOWN) {
        return value_unknown(f->type);
    }
    struct value v = text_cstr(names[phase->status], place(&phase->at));
    v.concluded = phase->status != SPW_PHASE_UNKNOWN && !phase->observed;
    return v;
}

/* ---- parameters by number ----------------------------------------------------------------------- */

struct value get_attempt_param(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->command == NULL) {
        return value_unknown(f->type);
    }
    size_t i = (size_t)f->a;
    bool given = i < a->n_values;
    const struct mark *at = given ? place(&a->value_at[i]) : NULL;
    struct slice text = given ? a->values[i] : slice_of(NULL, 0);
    struct value v = value_text(text, at != NULL ? at : place(&a->at));
    v.secret = i < a->command->n_params && a->command->params[i].kind == KIND_SECRET;
    return v;
}

struct value get_attempt_params(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->command == NULL) {
        return value_unknown(f->type);
    }
    return value_count(a->n_values, place(&a->at));
}

struct value get_attempt_indicate(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || a->command == NULL) {
        return value_unknown(f->type);
    }
    size_t i = param_index(a, P_INDICATE);
    bool given = i < a->n_values && i < AT_VALUES_MAX && a->values[i].n > 0;
    return value_bool(given, attempt_param_place(a, P_INDICATE));
}
