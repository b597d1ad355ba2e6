#include <string.h>

#include "facts/get.h"

struct value get_exchange_command(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL) {
        return value_unknown(f->type);
    }
    return value_text(x->command != NULL ? x->command->word : slice_of(NULL, 0), place(&x->at));
}

struct value get_exchange_text(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL) {
        return value_unknown(f->type);
    }
    return value_text(*(const struct slice *)(const void *)((const char *)x + f->a), place(&x->at));
}

struct value get_exchange_known(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    return x != NULL ? value_bool(exchange_is_known(x), place(&x->at)) : value_unknown(f->type);
}

struct value get_exchange_other(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL) {
        return value_unknown(f->type);
    }
    const struct dialect *other = x->other_dialect != NULL ? x->other_dialect->dialect : NULL;
    return value_text(other != NULL ? other->name : slice_of(NULL, 0), place(&x->at));
}

/* The final line, or the command when there was none. */
static const struct mark *reply_place(const struct exchange *x)
{
    return place(&x->reply) != NULL ? &x->reply : place(&x->at);
}

struct value get_exchange_result(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {
        [AT_RESULT_OK] = "ok", [AT_RESULT_ERROR] = "error", [AT_RESULT_NONE] = "none"};
    const struct exchange *x = c->settle->exchange;
    return x != NULL ? text_cstr(names[x->result], reply_place(x)) : value_unknown(f->type);
}

struct value get_exchange_is(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    return x != NULL ? value_bool((int)x->result == f->a, reply_place(x)) : value_unknown(f->type);
}

struct value get_exchange_flag(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL) {
        return value_unknown(f->type);
    }
    return value_bool(*(const bool *)((const char *)x + f->a), place(&x->at));
}

struct value get_exchange_error(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL || x->result != AT_RESULT_ERROR || x->error_number < 0) {
        return value_unknown(f->type);
    }
    return value_int(x->error_number, reply_place(x));
}

struct value get_exchange_error_text(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL) {
        return value_unknown(f->type);
    }
    bool own = x->error_text.n > 0 || x->error == NULL;
    return text_if_known(own ? x->error_text : x->error->text, reply_place(x));
}

struct value get_exchange_error_group(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x != NULL && x->error == NULL && (x->error_text.n > 0 || x->error_number >= 0)) {
        return value_text(slice_of(NULL, 0), reply_place(x)); /* in no table, so of no group */
    }
    if (x == NULL || x->error == NULL) {
        return value_unknown(f->type);
    }
    return text_if_known(x->error->group, reply_place(x));
}

/* ---- counts ------------------------------------------------------------------------------------- */

struct value get_exchange_count(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    size_t n = 0;
    if (x == NULL) {
        return value_unknown(f->type);
    }
    memcpy(&n, (const char *)x + f->a, sizeof n);
    return value_count(n, place(&x->at));
}

struct value get_exchange_required(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL || x->command == NULL) {
        return value_unknown(f->type);
    }
    return value_count(x->command->n_required, place(&x->at));
}

struct value get_exchange_most(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL || x->command == NULL) {
        return value_unknown(f->type);
    }
    return value_count(x->command->n_params, place(&x->at));
}

struct value get_exchange_declared(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL || !x->has_declared) {
        return value_unknown(f->type);
    }
    return value_count(x->declared, place(&x->at));
}

struct value get_exchange_seen(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL || !x->has_declared || x->payload_unseen) {
        return value_unknown(f->type);
    }
    return value_count(x->seen, place(&x->at));
}

/* ---- parameters --------------------------------------------------------------------------------- */

struct value get_exchange_meaning(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL) {
        return value_unknown(f->type);
    }
    return text_cstr(x->meaning != M_NONE ? meaning_name(x->meaning) : "", place(&x->at));
}

/* A parameter that was not given is known to be empty. */
static struct value param_at(const struct exchange *x, size_t i)
{
    bool given = i < x->n_values && i < AT_VALUES_MAX;
    struct value v = value_text(given ? x->values[i] : slice_of(NULL, 0), place(&x->at));
    v.secret =
        x->command != NULL && i < x->command->n_params && x->command->params[i].kind == KIND_SECRET;
    return v;
}

/* Setting a password tells it: what a variable is set to is as secret as the variable. */
static bool sets_secret(const struct exchange *x, const struct dialect *d)
{
    for (size_t i = 0;
         d != NULL && x->meaning == M_SET_VARIABLE && i < x->n_values && i < AT_VALUES_MAX; i++) {
        const struct variable_row *row = dialect_variable(d, x->values[i]);
        if (row != NULL && row->secret) {
            return true;
        }
    }
    return false;
}

struct value get_exchange_param(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL) {
        return value_unknown(f->type);
    }
    struct value v = param_at(x, (size_t)f->a);
    v.secret = v.secret || (f->a > 0 && sets_secret(x, session_of(c)->dialect));
    return v;
}

struct value get_exchange_named(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    for (size_t i = 0; x != NULL && x->command != NULL && i < x->command->n_params; i++) {
        if (x->command->params[i].id == (enum param)f->a) {
            struct value v = param_at(x, i);
            v.secret = v.secret || (i > 0 && sets_secret(x, session_of(c)->dialect));
            return v;
        }
    }
    return value_unknown(f->type);
}
