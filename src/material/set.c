/* Several files together: whose key it is, who issued whom, what is missing. */
#include "material/private.h"

static struct piece *piece_at(const struct spw_material *m, size_t i)
{
    return ARRAY_AT(&m->pieces, struct piece, i);
}

static enum store_slot slot_of(const struct piece *p)
{
    return p->row != NULL ? p->row->slot : SLOT_NONE;
}

/* ---- keys ------------------------------------------------------------------------------------------ */

/* The certificate that the key belongs to, NULL when there is none; *asked: there was one to compare. */
static const struct piece *partner_of(const struct spw_material *m, const struct piece *key,
                                      bool *asked)
{
    *asked = false;
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = piece_at(m, i);
        enum tri same =
            piece_is_certificate(p) ? x509_key_matches(&key->facts, &p->facts) : TRI_UNKNOWN;
        *asked |= same == TRI_NO && slot_of(p) == SLOT_CERT;
        if (same == TRI_YES) {
            return p;
        }
    }
    return NULL;
}

static void judge_key(struct spw_material *m, const struct piece *key)
{
    bool asked = false;
    const struct piece *partner = partner_of(m, key, &asked);
    if (partner != NULL) {
        (void)said_verdict(m, &m->said, SPW_NOTE, "",
                           said_text(m, "The key %.*s belongs to the certificate %.*s.",
                                     SLICE_ARG(key->name), SLICE_ARG(partner->name)));
    } else if (asked) {
        (void)said_verdict(m, &m->said, SPW_ERROR, "tls.client-key-mismatch",
                           said_text(m, "The key %.*s belongs to none of the certificates.",
                                     SLICE_ARG(key->name)));
    }
}

static void judge_keys(struct spw_material *m)
{
    size_t certificates = 0, keys = 0;
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = piece_at(m, i);
        certificates += slot_of(p) == SLOT_CERT;
        keys += slot_of(p) == SLOT_KEY;
        if (p->facts.what == X509_PRIVATE_KEY) {
            judge_key(m, p);
        }
    }
    if (certificates > 0 && keys == 0) {
        (void)said_verdict(m, &m->said, SPW_WARNING, "tls.client-certificate-missing",
                           SLICE("The own certificate is of no use without its private key."));
    }
    if (keys > 0 && certificates == 0) {
        (void)said_verdict(m, &m->said, SPW_WARNING, "tls.client-certificate-missing",
                           SLICE("The private key is of no use without its certificate."));
    }
}

/* ---- issuers ------------------------------------------------------------------------------------------ */

static const struct piece *issuer_of(const struct spw_material *m, const struct piece *of)
{
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = piece_at(m, i);
        if (p != of && piece_is_certificate(p) && x509_issued(&p->facts, &of->facts) == TRI_YES) {
            return p;
        }
    }
    return NULL;
}

static void judge_issuer(struct spw_material *m, const struct piece *p)
{
    const struct piece *issuer = p->facts.self_issued ? NULL : issuer_of(m, p);
    if (issuer != NULL) {
        struct slice above = piece_title(issuer);
        struct slice below = piece_title(p);
        (void)said_verdict(
            m, &m->said, SPW_NOTE, "",
            said_text(m, "%.*s was issued by %.*s.", SLICE_ARG(below), SLICE_ARG(above)));
    }
}

/* ---- sizes ----------------------------------------------------------------------------------------------- */

/* Own certificate and intermediates in one load: that is what a bundle is for. */
static void judge_bundle(struct spw_material *m)
{
    size_t der = 0, pem = 0, n = 0;
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = piece_at(m, i);
        bool part = piece_is_certificate(p) && !p->facts.self_issued;
        der += part ? p->facts.der_length : 0;
        pem += part ? x509_lengths_of(&p->facts).pem_lf : 0;
        n += part;
    }
    if (n < 2) {
        return;
    }
    struct breach b = limit_breach(m, "tls.own.bytes", (int64_t)der);
    said_number(m, &m->said, "bundle_der_bytes", "bundle without root, as DER", (int64_t)der);
    said_number(m, &m->said, "bundle_pem_bytes", "bundle without root, as PEM", (int64_t)pem);
    if (b.row != NULL) {
        limit_say(m, &m->said, SPW_WARNING, "tls.certificate-too-large", &b,
                  said_text(m,
                            "Together they have %zu bytes as DER and %zu as PEM; an own bundle may "
                            "have %lld. Load the end certificate alone.",
                            der, pem, (long long)b.row->value));
    }
}

static void judge_same_slot(struct spw_material *m)
{
    size_t roots = 0;
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = piece_at(m, i);
        roots += slot_of(p) == SLOT_CA && p->form != FORM_NONE;
    }
    if (roots > 1) {
        said_verdict(m, &m->said, SPW_WARNING, "tls.wrong-root",
                     said_text(m,
                               "There are %zu certificates for the one slot of the root: the last "
                               "one loaded stays.",
                               roots))
            ->confidence = SPW_LIKELY;
    }
}

void set_judge(struct spw_material *m)
{
    judge_keys(m);
    for (size_t i = 0; i < m->pieces.n; i++) {
        if (piece_is_certificate(piece_at(m, i))) {
            judge_issuer(m, piece_at(m, i));
        }
    }
    judge_bundle(m);
    judge_same_slot(m);
}
