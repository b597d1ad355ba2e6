/* The second step of reading: what only libcrypto can compute. */
#include "x509/certificate.h"

#include "x509/crypto.h"
#include "x509/walk.h"

static void complete_key(const struct der_item *spki, struct x509_facts *facts)
{
    struct key_parts parts;
    if (walk_key(spki, &parts) && parts.whole) {
        facts->key_sha1 = crypto_sha1(parts.bits);
        facts->spki_sha256 = crypto_sha256(spki->whole);
    }
}

static void complete_certificate(struct x509_facts *facts)
{
    struct cert_parts parts;
    if (!walk_certificate(facts->der, &parts)) {
        return;
    }
    complete_key(&parts.key, facts);
    if (parts.whole) {
        facts->sha256 = crypto_sha256(facts->der);
    }
    if (facts->self_issued && parts.whole) {
        facts->self_signed = crypto_signed_by(facts->der, facts->der);
    }
}

static void complete_public_key(struct x509_facts *facts)
{
    struct slice der = facts->der;
    struct der_item spki;
    if (facts->key_form != X509_FORM_UNKNOWN) {
        facts->spki_sha256 = crypto_key_spki_sha256(facts->der, false);
    } else if (der_expect(&der, DER_SEQUENCE, &spki)) {
        complete_key(&spki, facts);
    }
}

void x509_complete(struct x509_facts *facts)
{
    struct cert_parts parts;
    switch (facts->what) {
    case X509_CERTIFICATE:
    case X509_TRUSTED_CERTIFICATE:
        complete_certificate(facts);
        break;
    case X509_REQUEST:
        if (walk_request(facts->der, &parts)) {
            complete_key(&parts.key, facts);
        }
        break;
    case X509_PRIVATE_KEY:
        facts->spki_sha256 = crypto_key_spki_sha256(facts->der, true);
        break;
    case X509_PUBLIC_KEY:
        complete_public_key(facts);
        break;
    case X509_ENCRYPTED_KEY:
    case X509_PKCS7:
    case X509_PKCS12:
    case X509_NOTHING:
    case X509_OTHER_PEM:
    case X509_DAMAGED:
        break;
    }
}
