/* Fields token.*: what the password of an attempt is. */
#include <string.h>

#include "base/stamp.h"
#include "facts/encoding.h"
#include "facts/get.h"

/* The password's token; false when there is no password to look at. A password hidden by hand may be
 * anything, but one of which only the signature is hidden can be read. */
static bool token_of(const struct fact_context *c, struct token *t, const struct mark **at)
{
    const struct attempt *a = c->settle->attempt;
    *at = NULL;
    memset(t, 0, sizeof *t);
    if (a == NULL || a->password.n == 0) {
        return false;
    }
    *at = attempt_param_place(a, P_PASSWORD);
    token_parse(a->password, t);
    return t->kind != TOKEN_NONE || !is_masked(a->password);
}

/* A part of a shared access signature that can be judged: there, and nothing of it hidden. */
static bool part_of(const struct fact_context *c, enum token_part part, struct slice *out,
                    const struct mark **at)
{
    struct token t;
    if (!token_of(c, &t, at) || t.kind != TOKEN_SAS || !t.has[part] || is_masked(t.part[part])) {
        return false;
    }
    *out = t.part[part];
    return true;
}

struct value get_token_kind(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {
        [TOKEN_NONE] = "", [TOKEN_SAS] = "sas", [TOKEN_JWT] = "jwt"};
    const struct attempt *a = c->settle->attempt;
    const struct mark *at = NULL;
    struct token t;
    if (token_of(c, &t, &at)) {
        return text_cstr(names[t.kind], at);
    }
    bool none = a != NULL && a->command != NULL && a->password.n == 0;
    return none ? text_cstr("", NULL) : value_unknown(f->type);
}

struct value get_token_expires(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct token t;
    if (!token_of(c, &t, &at) || t.kind == TOKEN_NONE) {
        return value_unknown(f->type);
    }
    return value_time(t.expires, at);
}

struct value get_token_expired(const struct fact_context *c, const struct field *f)
{
    struct value end = get_token_expires(c, f);
    const struct mark *at = NULL;
    int64_t now = clock_time(session_of(c), (enum clock_kind)f->a, &at);
    if (!end.known || now == TIME_NONE) {
        return value_unknown(f->type);
    }
    return value_bool(end.i < now, end.at[0]);
}

struct value get_token_expires_digits(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct token t;
    if (!token_of(c, &t, &at) || t.expires_digits == 0) {
        return value_unknown(f->type);
    }
    return value_count(t.expires_digits, at);
}

struct value get_token_has(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct token t;
    if (!token_of(c, &t, &at) || t.kind != TOKEN_SAS) {
        return value_unknown(f->type);
    }
    return value_bool(t.has[f->a], at);
}

struct value get_token_prefix(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct token t;
    if (!token_of(c, &t, &at) || t.kind != TOKEN_SAS) {
        return value_unknown(f->type);
    }
    return value_bool(t.prefix_ok, at);
}

/* ---- the resource: HOST or HOST/devices/DEVICE, percent-encoded --------------------------------- */

static struct slice resource_of(const struct fact_context *c, const struct mark **at)
{
    struct token t;
    if (!token_of(c, &t, at) || t.kind != TOKEN_SAS || !t.has[TOKEN_SR]) {
        return slice_of(NULL, 0);
    }
    return percent_decode(t.part[TOKEN_SR], c->scratch);
}

static struct slice resource_host(struct slice resource)
{
    return slice_sub(resource, 0, slice_find_byte(resource, '/', 0));
}

static struct slice resource_device(struct slice resource)
{
    const struct slice mark = SLICE("/devices/");
    size_t at = slice_find(resource, mark, 0);
    if (at == resource.n) {
        return slice_of(NULL, 0);
    }
    struct slice device = slice_from(resource, at + mark.n);
    return slice_sub(device, 0, slice_find_byte(device, '/', 0));
}

struct value get_token_resource(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct slice resource = resource_of(c, &at);
    return resource.p != NULL ? value_text(resource, at) : value_unknown(f->type);
}

struct value get_token_resource_host(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct slice resource = resource_of(c, &at);
    return resource.p != NULL ? value_text(resource_host(resource), at) : value_unknown(f->type);
}

struct value get_token_resource_device(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct slice resource = resource_of(c, &at);
    return resource.p != NULL ? value_text(resource_device(resource), at) : value_unknown(f->type);
}

/* Two spellings of one thing, either of which may be hidden in part. */
static struct value same(struct slice a, struct slice b, bool nocase, const struct mark *at)
{
    if (a.n == 0 || b.n == 0 || is_masked(a) || is_masked(b)) {
        return value_unknown(VALUE_BOOL);
    }
    return value_bool(nocase ? slice_eq_nocase(a, b) : slice_eq(a, b), at);
}

struct value get_token_host_matches(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct slice resource = resource_of(c, &at);
    if (resource.p == NULL) {
        return value_unknown(f->type);
    }
    return same(resource_host(resource), c->settle->attempt->host, true, at);
}

struct value get_token_device_matches(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct slice resource = resource_of(c, &at);
    if (resource.p == NULL) {
        return value_unknown(f->type);
    }
    return same(resource_device(resource), c->settle->attempt->client_id, false, at);
}

/* ---- the signature: base64, percent-encoded ----------------------------------------------------- */

struct value get_token_sig_bytes(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct slice sig;
    if (!part_of(c, TOKEN_SIG, &sig, &at)) {
        return value_unknown(f->type);
    }
    struct slice decoded = percent_decode(sig, c->scratch);
    int64_t n = decoded.p != NULL ? base64_length(decoded) : -1;
    return n >= 0 ? value_int(n, at) : value_unknown(f->type);
}

struct value get_token_sig_encoded(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct slice sig;
    if (!part_of(c, TOKEN_SIG, &sig, &at)) {
        return value_unknown(f->type);
    }
    return value_bool(slice_contains(sig, SLICE("%")), at);
}

struct value get_token_sig_double(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    struct slice sig;
    if (!part_of(c, TOKEN_SIG, &sig, &at)) {
        return value_unknown(f->type);
    }
    return value_bool(slice_contains(sig, SLICE("%25")), at);
}
