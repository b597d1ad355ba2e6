/* What an object is, apart from any module. */
#include "base/stamp.h"
#include "material/material.h"
#include "material/private.h"

bool facts_are_certificate(const struct x509_facts *f)
{
    return f->what == X509_CERTIFICATE || f->what == X509_TRUSTED_CERTIFICATE;
}

bool piece_is_certificate(const struct piece *p) { return facts_are_certificate(&p->facts); }

bool piece_is_readable(const struct piece *p)
{
    bool useful = piece_is_certificate(p) || p->facts.what == X509_PRIVATE_KEY;
    return useful && (p->odd & X509_ODD_UNREADABLE) == 0 && p->facts.der.n > 0;
}

struct slice piece_title(const struct piece *p)
{
    return p->facts.subject_cn.n > 0 ? p->facts.subject_cn : p->name;
}

static const char *type_name(enum x509_key_type t)
{
    switch (t) {
    case X509_KEY_RSA:
        return "RSA";
    case X509_KEY_EC:
        return "EC";
    case X509_KEY_ED25519:
        return "Ed25519";
    case X509_KEY_ED448:
        return "Ed448";
    case X509_KEY_OTHER:
        return "another kind";
    case X509_KEY_UNKNOWN:
        break;
    }
    return "";
}

static const char *form_name(enum x509_key_form f)
{
    switch (f) {
    case X509_FORM_PKCS1:
        return "PKCS#1";
    case X509_FORM_SEC1:
        return "SEC1";
    case X509_FORM_PKCS8:
        return "PKCS#8";
    case X509_FORM_UNKNOWN:
        break;
    }
    return "";
}

static void describe_key(struct spw_material *m, struct piece *p)
{
    const struct x509_facts *f = &p->facts;
    if (f->key_type != X509_KEY_UNKNOWN) {
        said_fact(m, &p->said, "key_type", "key", slice_cstr(type_name(f->key_type)));
    }
    if (f->key_bits > 0) {
        said_number(m, &p->said, "key_bits", "bits of the key", f->key_bits);
    }
    said_fact(m, &p->said, "curve", "curve", f->curve);
    said_fact(m, &p->said, "key_form", "form of the key", slice_cstr(form_name(f->key_form)));
}

static const char *role_of(const struct x509_facts *f)
{
    if (f->self_issued) {
        return f->ca == TRI_NO ? "self-signed certificate" : "root";
    }
    return f->ca == TRI_YES ? "intermediate" : "end certificate";
}

static void describe_certificate(struct spw_material *m, struct piece *p)
{
    const struct x509_facts *f = &p->facts;
    struct said *s = &p->said;
    said_fact(m, s, "role", "it is", slice_cstr(role_of(f)));
    said_fact(m, s, "subject", "subject", f->subject);
    said_fact(m, s, "issuer", "issuer", f->issuer);
    said_fact(m, s, "names", "host names", f->dns_names);
    said_fact(m, s, "subject_key_id", "key identifier",
              x509_id_text(&f->subject_key_id, &m->arena));
    said_fact(m, s, "authority_key_id", "identifier of the issuer",
              x509_id_text(&f->authority_key_id, &m->arena));
    said_time(m, s, "not_before", "valid from", f->not_before);
    said_time(m, s, "not_after", "valid to", f->not_after);
    describe_key(m, p);
    said_fact(m, s, "signature", "signature", f->signature);
    said_fact(m, s, "serial", "serial number", f->serial);
    said_fact(m, s, "sha256", "SHA-256", x509_id_hex(&f->sha256, &m->arena));
}

static void describe_lengths(struct spw_material *m, struct piece *p)
{
    const struct x509_lengths n = x509_lengths_of(&p->facts);
    if (n.der > 0) {
        said_number(m, &p->said, "der_bytes", "bytes as DER", (int64_t)n.der);
    }
    if (n.pem_lf > 0) {
        said_number(m, &p->said, "pem_lf_bytes", "bytes as PEM, LF", (int64_t)n.pem_lf);
        said_number(m, &p->said, "pem_crlf_bytes", "bytes as PEM, CR LF", (int64_t)n.pem_crlf);
    }
}

static void list_oddities(struct piece *p)
{
    for (int bit = 0; bit < X509_ODD_BITS; bit++) {
        unsigned one = p->odd & 1u << bit;
        if (one != 0) {
            p->oddities[p->n_oddities++] = slice_cstr(x509_oddity_text((enum x509_oddity)one));
        }
    }
}

void describe_piece(struct spw_material *m, struct piece *p)
{
    if (piece_is_certificate(p) || p->facts.subject.n > 0) {
        describe_certificate(m, p);
    } else {
        describe_key(m, p);
    }
    describe_lengths(m, p);
    list_oddities(p);
}

bool material_describe(const struct x509_facts *f, struct arena *arena, struct array *facts)
{
    struct spw_material m = {.arena = *arena};
    struct piece p = {.facts = *f, .said = {.facts = *facts}};
    describe_piece(&m, &p);
    *arena = m.arena;
    *facts = p.said.facts;
    return !m.failed;
}
