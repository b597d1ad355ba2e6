/* How an object stands in the trace: its lengths, its armour, and how it was loaded. */
#include <stddef.h>
#include <string.h>

#include "facts/get.h"

enum { ODDITIES_TEXT_MAX = 1500 };

struct value get_x509_length(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    size_t n = 0;
    if (v.facts != NULL) {
        struct x509_lengths all = x509_lengths_of(v.facts);
        memcpy(&n, (const char *)&all + f->b, sizeof n);
    }
    return n > 0 ? value_count(n, v.at) : value_unknown(f->type);
}

struct value get_x509_length_fits(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL || !v.has_declared) {
        return value_unknown(f->type);
    }
    struct x509_lengths all = x509_lengths_of(v.facts);
    const struct {
        size_t n;
        const char *name;
    } forms[] = {{all.der, "der"},
                 {all.pem_lf, "pem-lf"},
                 {all.pem_lf_bare, "pem-lf-bare"},
                 {all.pem_crlf, "pem-crlf"},
                 {all.pem_crlf_bare, "pem-crlf-bare"}};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (forms[i].n > 0 && forms[i].n == v.declared) {
            return text_cstr(forms[i].name, v.at);
        }
    }
    return all.der > 0 ? text_cstr("no", v.at) : value_unknown(f->type);
}

struct value get_x509_form(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL) {
        return value_unknown(f->type);
    }
    bool pem = v.facts->label.n > 0 || (v.odd & X509_ODD_NO_HEADER) != 0;
    return text_cstr(pem ? "pem" : "der", v.at);
}

/* Makes the list in scratch; UNKNOWN without memory. */
struct value get_x509_oddities(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL) {
        return value_unknown(f->type);
    }
    struct buf list;
    buf_init(&list, ODDITIES_TEXT_MAX);
    for (unsigned bit = 0; bit < X509_ODD_BITS; bit++) {
        if ((v.odd >> bit & 1U) != 0) {
            buf_cstr(&list, list.n > 0 ? ", " : "");
            buf_cstr(&list, x509_oddity_text((enum x509_oddity)(1U << bit)));
        }
    }
    struct slice text = arena_copy(c->scratch, buf_slice(&list));
    buf_dispose(&list);
    return text.p != NULL ? value_text(text, v.at) : value_unknown(f->type);
}

struct value get_x509_damaged(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL) {
        return value_unknown(f->type);
    }
    bool damaged = v.facts->what == X509_DAMAGED || (v.odd & X509_ODD_UNREADABLE) != 0;
    return value_bool(damaged, v.at);
}

struct value get_x509_odd(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    if (v.facts == NULL) {
        return value_unknown(f->type);
    }
    return value_bool((v.odd & (unsigned)f->b) != 0, v.at);
}

struct value get_x509_blocks(const struct fact_context *c, const struct field *f)
{
    struct x509_view v = x509_view_of(c, f->a);
    return v.facts != NULL ? value_count(v.blocks, v.at) : value_unknown(f->type);
}

/* ---- an object of its own ----------------------------------------------------------------------- */

struct value get_object_loaded(const struct fact_context *c, const struct field *f)
{
    const struct seen_object *o = c->settle->object;
    return o != NULL ? value_definite(o->loaded, &o->load) : value_unknown(f->type);
}

struct value get_object_slot(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {[SLOT_CA] = "ca",
                                        [SLOT_CERT] = "cert",
                                        [SLOT_KEY] = "key",
                                        [SLOT_ID] = "id",
                                        [SLOT_DOMAIN] = "domain"};
    const struct seen_object *o = c->settle->object;
    if (o == NULL || !o->loaded || o->slot == SLOT_NONE) {
        return value_unknown(f->type);
    }
    return text_cstr(names[o->slot], place(&o->load));
}

struct value get_object_declared(const struct fact_context *c, const struct field *f)
{
    const struct seen_object *o = c->settle->object;
    if (o == NULL || !o->has_declared) {
        return value_unknown(f->type);
    }
    return value_count(o->declared, place(&o->load));
}

struct value get_object_seen(const struct fact_context *c, const struct field *f)
{
    const struct seen_object *o = c->settle->object;
    return o != NULL ? value_count(o->seen, place(&o->at)) : value_unknown(f->type);
}

struct value get_object_exact(const struct fact_context *c, const struct field *f)
{
    const struct seen_object *o = c->settle->object;
    return o != NULL ? value_bool(o->exact, NULL) : value_unknown(f->type);
}
