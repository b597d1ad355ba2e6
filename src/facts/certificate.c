/* What a certificate or key is: fields store.ca.*, store.cert.*, store.key.* and object.*. */
#include <stddef.h>
#include <string.h>

#include "base/stamp.h"
#include "facts/get.h"

static struct x509_view view_of_cell(const struct store_cell *cell)
{
    struct x509_view v = {.facts = cell->facts_known ? &cell->facts : NULL,
                          .odd = cell->odd,
                          .blocks = cell->blocks,
                          .has_declared = cell->has_declared,
                          .declared = cell->declared};
    v.at = place(&cell->payload) != NULL ? &cell->payload : place(&cell->at);
    return v;
}

struct x509_view x509_view_of(const struct fact_context *c, int bearer)
{
    if (bearer != BEARER_OBJECT) {
        return view_of_cell(&session_of(c)->store[bearer]);
    }
    const struct seen_object *o = c->settle->object;
    struct x509_view v = {.facts = NULL};
    if (o != NULL) {
        v.facts = o->facts.what != X509_NOTHING ? &o->facts : NULL;
        v.odd = o->odd;
        v.blocks = o->blocks;
        v.has_declared = o->has_declared;
        v.declared = o->declared;
        v.at = place(&o->at);
    }
    return v;
}

static bool is_certificate(const struct x509_facts *f)
{
    return f->what == X509_CERTIFICATE || f->what == X509_TRUSTED_CERTIFICATE;
}

/* A certificate that is whole: what it lacks, it really lacks. */
static bool is_whole_certificate(const struct x509_view *v)
{
    return v->facts != NULL && is_certificate(v->facts) && (v->odd & X509_ODD_UNREADABLE) == 0;
}

static const void *member(const struct x509_view *v, int offset)
{
    return (const char *)v->facts + offset;
}

struct value get_x509_what(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL) {
        return value_unknown(f->type);
    }
    return text_cstr(x509_what_text(v.facts->what), v.at);
}

/* An empty text of a whole certificate is known to be empty. */
struct value get_x509_text(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL) {
        return value_unknown(f->type);
    }
    const struct slice *text = (const struct slice *)member(&v, f->b);
    bool known = text->n > 0 || is_whole_certificate(&v);
    return known ? value_text(*text, v.at) : value_unknown(f->type);
}

struct value get_x509_self_issued(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL || (v.facts->subject.n == 0 && !is_whole_certificate(&v))) {
        return value_unknown(f->type);
    }
    return value_bool(v.facts->self_issued, v.at);
}

/* Who is issued by another is certainly not signed by itself, whatever the algorithm. */
struct value get_x509_self_signed(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL) {
        return value_unknown(f->type);
    }
    enum tri answer = v.facts->self_signed;
    if (answer == TRI_UNKNOWN && v.facts->subject.n > 0 && v.facts->issuer.n > 0 &&
        !v.facts->self_issued) {
        answer = TRI_NO;
    }
    return value_tri(answer, v.at);
}

struct value get_x509_ca(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    return v.facts != NULL ? value_tri(v.facts->ca, v.at) : value_unknown(f->type);
}

struct value get_x509_version(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    bool known = v.facts != NULL && v.facts->version > 0;
    return known ? value_int(v.facts->version, v.at) : value_unknown(f->type);
}

struct value get_x509_key_type(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {[X509_KEY_RSA] = "RSA",
                                        [X509_KEY_EC] = "EC",
                                        [X509_KEY_ED25519] = "Ed25519",
                                        [X509_KEY_ED448] = "Ed448",
                                        [X509_KEY_OTHER] = "other"};
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL || v.facts->key_type == X509_KEY_UNKNOWN) {
        return value_unknown(f->type);
    }
    return text_cstr(names[v.facts->key_type], v.at);
}

struct value get_x509_key_bits(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    bool known = v.facts != NULL && v.facts->key_bits > 0;
    return known ? value_int(v.facts->key_bits, v.at) : value_unknown(f->type);
}

struct value get_x509_curve(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    bool known = v.facts != NULL && v.facts->key_type != X509_KEY_UNKNOWN;
    return known ? value_text(v.facts->curve, v.at) : value_unknown(f->type);
}

struct value get_x509_key_form(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {
        [X509_FORM_PKCS1] = "pkcs1", [X509_FORM_SEC1] = "sec1", [X509_FORM_PKCS8] = "pkcs8"};
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL || v.facts->key_form == X509_FORM_UNKNOWN) {
        return value_unknown(f->type);
    }
    return text_cstr(names[v.facts->key_form], v.at);
}

struct value get_x509_signature(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL || v.facts->signature.n == 0) {
        return value_unknown(f->type);
    }
    return value_bool(*(const bool *)member(&v, f->b), v.at);
}

/* Usages stand near the end of a certificate: of a cut one they are not known. */
struct value get_x509_usage(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (!is_whole_certificate(&v)) {
        return value_unknown(f->type);
    }
    return value_bool(*(const bool *)member(&v, f->b), v.at);
}

static int64_t validity_end(const struct x509_view *v, int offset)
{
    bool known = v->facts != NULL && (is_certificate(v->facts) || v->facts->subject.n > 0);
    int64_t t = TIME_NONE;
    if (known) {
        memcpy(&t, member(v, offset), sizeof t);
    }
    return t;
}

struct value get_x509_time(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    return value_time(validity_end(&v, f->b), v.at);
}

/* One end of the validity against one clock: is `early` before `late`? */
static struct value is_before(int64_t early, int64_t late, const struct mark *a,
                              const struct mark *b)
{
    if (early == TIME_NONE || late == TIME_NONE) {
        return value_unknown(VALUE_BOOL);
    }
    struct value v = value_bool(early < late, a);
    v.at[1] = b;
    return v;
}

struct value get_x509_expired(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    const struct mark *at = NULL;
    int64_t now = clock_time(session_of(c), (enum clock_kind)f->b, &at);
    int64_t end = validity_end(&v, (int)offsetof(struct x509_facts, not_after));
    return is_before(end, now, v.at, at);
}

struct value get_x509_not_yet(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    const struct mark *at = NULL;
    int64_t now = clock_time(session_of(c), (enum clock_kind)f->b, &at);
    int64_t start = validity_end(&v, (int)offsetof(struct x509_facts, not_before));
    return is_before(now, start, v.at, at);
}

/* NULL when nothing can be said about it; an identifier of no bytes when there is none. */
static const struct x509_id *identifier(const struct x509_view *v, int offset)
{
    if (v->facts == NULL) {
        return NULL;
    }
    const struct x509_id *id = (const struct x509_id *)member(v, offset);
    return id->n > 0 || is_whole_certificate(v) ? id : NULL;
}

/* An identifier whose text could not be made is not an empty one. */
static struct value id_value(const struct x509_id *id, struct slice text, const struct mark *at)
{
    return id->n == 0 || text.n > 0 ? value_text(text, at) : value_unknown(VALUE_TEXT);
}

struct value get_x509_id(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    const struct x509_id *id = identifier(&v, f->b);
    if (id == NULL) {
        return value_unknown(f->type);
    }
    return id_value(id, x509_id_text(id, c->scratch), v.at);
}

struct value get_x509_id_hex(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    const struct x509_id *id = identifier(&v, f->b);
    if (id == NULL) {
        return value_unknown(f->type);
    }
    return id_value(id, x509_id_hex(id, c->scratch), v.at);
}
