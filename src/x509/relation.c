/* How objects belong together: who signed whom, which key is whose; and a key in its other form. */
#include "x509/certificate.h"

#include "x509/crypto.h"
#include "x509/walk.h"

static bool is_certificate(const struct x509_facts *f)
{
    return f->what == X509_CERTIFICATE || f->what == X509_TRUSTED_CERTIFICATE;
}

/* Bytes first; libcrypto's comparison, blind to case and string type, only when they differ. Of cut
 * certificates the texts have to do. */
static bool names_exclude(const struct x509_facts *issuer, const struct cert_parts *issuer_parts,
                          const struct x509_facts *subject, const struct cert_parts *subject_parts)
{
    if (issuer_parts->subject.cut || subject_parts->issuer.cut ||
        issuer_parts->subject.whole.n == 0 || subject_parts->issuer.whole.n == 0 ||
        slice_eq(issuer_parts->subject.whole, subject_parts->issuer.whole)) {
        return false;
    }
    const enum tri match = issuer_parts->whole && subject_parts->whole
                               ? crypto_names_match(subject->der, issuer->der)
                               : TRI_UNKNOWN;
    return match == TRI_UNKNOWN ? !slice_eq_nocase(issuer->subject, subject->issuer)
                                : match == TRI_NO;
}

static bool ids_exclude(const struct x509_facts *issuer, const struct x509_facts *subject)
{
    return issuer->subject_key_id.n != 0 && subject->authority_key_id.n != 0 &&
           !x509_id_eq(&issuer->subject_key_id, &subject->authority_key_id);
}

static bool ids_agree(const struct x509_facts *issuer, const struct x509_facts *subject)
{
    return issuer->subject_key_id.n != 0 &&
           x509_id_eq(&issuer->subject_key_id, &subject->authority_key_id);
}

static enum x509_link signature_link(const struct cert_parts *a, const struct cert_parts *b,
                                     const struct x509_facts *issuer,
                                     const struct x509_facts *subject)
{
    enum tri verifies =
        a->whole && b->whole ? crypto_signed_by(subject->der, issuer->der) : TRI_UNKNOWN;
    if (verifies == TRI_UNKNOWN) {
        return X509_LINK_UNCHECKED;
    }
    return verifies == TRI_YES ? X509_LINK_ISSUED : X509_LINK_BAD_SIGNATURE;
}

enum x509_link x509_link_of(const struct x509_facts *issuer, const struct x509_facts *subject)
{
    struct cert_parts a;
    struct cert_parts b;
    if (!is_certificate(issuer) || !is_certificate(subject) || !walk_certificate(issuer->der, &a) ||
        !walk_certificate(subject->der, &b)) {
        return X509_LINK_UNCHECKED;
    }
    bool other_name = names_exclude(issuer, &a, subject, &b);
    bool other_key = ids_exclude(issuer, subject);
    if (other_name) {
        return !other_key && ids_agree(issuer, subject) ? X509_LINK_OTHER_NAME : X509_LINK_NONE;
    }
    return other_key ? X509_LINK_OTHER_KEY : signature_link(&a, &b, issuer, subject);
}

enum tri x509_issued(const struct x509_facts *issuer, const struct x509_facts *subject)
{
    enum x509_link link = x509_link_of(issuer, subject);
    return link == X509_LINK_UNCHECKED ? TRI_UNKNOWN : tri_of(link == X509_LINK_ISSUED);
}

enum tri x509_key_matches(const struct x509_facts *key, const struct x509_facts *certificate)
{
    struct cert_parts parts;
    struct key_parts half;
    if (key->what != X509_PRIVATE_KEY || !is_certificate(certificate) ||
        !walk_certificate(certificate->der, &parts) || !walk_key(&parts.key, &half)) {
        return TRI_UNKNOWN;
    }
    if (x509_id_eq(&key->spki_sha256, &certificate->spki_sha256)) {
        return TRI_YES;
    }
    if (key->key_type != X509_KEY_UNKNOWN && certificate->key_type != X509_KEY_UNKNOWN &&
        key->key_type != certificate->key_type) {
        return TRI_NO;
    }
    if (!half.whole) {
        return TRI_UNKNOWN;
    }
    return crypto_is_pair(key->der,
                          parts.key.whole); /* the same point may be written in two ways */
}

enum spw_status x509_key_traditional(const struct x509_facts *key, struct arena *arena,
                                     struct slice *der, enum x509_key_form *form)
{
    *der = slice_of(NULL, 0);
    *form = X509_FORM_UNKNOWN;
    if (key->what != X509_PRIVATE_KEY ||
        (key->key_type != X509_KEY_RSA && key->key_type != X509_KEY_EC)) {
        return SPW_OK;
    }
    enum spw_status status = crypto_key_traditional(key->der, arena, der);
    if (der->n > 0) {
        *form = key->key_type == X509_KEY_RSA ? X509_FORM_PKCS1 : X509_FORM_SEC1;
    }
    return status;
}
