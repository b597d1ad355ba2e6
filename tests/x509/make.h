/* Certificates and keys made by libcrypto, for tests. Everything is returned by value, so that tests
 * have nothing to free but the two objects of libcrypto. Fails the test when libcrypto does. */
#ifndef SPW_TESTS_X509_MAKE_H
#define SPW_TESTS_X509_MAKE_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/slice.h"

enum { MADE_MAX = 16384 };
struct made {
    uint8_t bytes[MADE_MAX];
    size_t n;
};
struct slice made_slice(const struct made *m); /* lives as long as m */

enum make_key {
    MAKE_RSA_1024,
    MAKE_RSA_2048,
    MAKE_RSA_4096,
    MAKE_P256,
    MAKE_P384,
    MAKE_ED25519,
    MAKE_ED448
};
EVP_PKEY *make_key(enum make_key kind);

struct make_extension {
    int nid; /* 0 ends the list */
    const char *value;
};
struct make_certificate {
    const char *subject;                /* "C=AT/O=Upper/CN=device" */
    const char *issuer;                 /* NULL: the same */
    int version;                        /* 1 or 3 */
    const char *not_before, *not_after; /* as ASN1_TIME_set_string takes them */
    const char *digest;                 /* NULL: SHA256, nothing for Ed25519 */
    const struct make_extension *extensions;
};
/* `key` goes into the certificate, `signer` signs (the same one: self-signed). For authorityKeyIdentifier
 * `parent` is the certificate of the signer, or NULL: the made one. */
X509 *make_certificate(const struct make_certificate *spec, EVP_PKEY *key, EVP_PKEY *signer,
                       X509 *parent);
/* A root and an ordinary certificate: P-256, three years, key identifiers, CA or not. */
X509 *make_simple(const char *subject, EVP_PKEY *key, bool ca);

struct made make_der(X509 *certificate);
struct made make_pem(X509 *certificate);
/* DER in PEM with this label. */
struct made make_armour(struct slice der, const char *label);
struct made make_file(const char *path); /* n is 0 when there is none */

#endif
