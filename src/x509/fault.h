/* What is wrong with a server's chain by itself, whoever checks it: the rules of RFC 5280 6.1 that do not
 * depend on the clock, as far as certificates tell. Without revocation lists, policies and name constraints.
 * May include: base/, x509/certificate.h, x509/chain.h. */
#ifndef SPW_X509_FAULT_H
#define SPW_X509_FAULT_H

#include "x509/chain.h"

#ifdef __cplusplus
extern "C" {
#endif

enum x509_fault_kind {
    X509_FAULT_NOT_CA = 0,  /* it issued another one and is no CA */
    X509_FAULT_KEY_USAGE,   /* it issued another one and its key usage forbids that */
    X509_FAULT_PATH_LENGTH, /* more CAs stand below it than it allows */
    X509_FAULT_SIGNATURE, /* name and key identifier of the issuer fit, its signature does not verify */
    X509_FAULT_OTHER_KEY,  /* a certificate with the issuer's name is there, of another key */
    X509_FAULT_OTHER_NAME, /* the issuer's key is there, under another name */
    X509_FAULT_CRITICAL,   /* a critical extension that nobody knows */
    X509_FAULT_NOT_SERVER, /* the server's own: extended key usage without servers */
    X509_FAULT_WEAK_KEY,   /* RSA below X509_WEAK_RSA_BITS */
    X509_FAULT_KINDS
};
/* What TLS libraries refuse in their most lenient setting that is still in use. */
enum { X509_WEAK_RSA_BITS = 1024 };

struct x509_fault {
    enum x509_fault_kind kind;
    const struct x509_facts *cert; /* borrowed from the chain, or the anchor */
    bool of_anchor;                /* it lies in the anchor, or between it and `cert` */
};
enum { X509_FAULTS_MAX = 16 };

/* The faults of the path, from the server's certificate upwards; `anchor` is the root that is held against
 * it, NULL when none is known. Returns how many were written, at most `max`. */
size_t x509_chain_faults(const struct x509_chain *chain, const struct x509_facts *anchor,
                         struct x509_fault *out, size_t max);

/* "not-ca": for rules, never changes. */
const char *x509_fault_name(enum x509_fault_kind kind);
/* "is no CA and yet issued the one below it": the end of a sentence that begins with the certificate. */
const char *x509_fault_text(enum x509_fault_kind kind);

#ifdef __cplusplus
}
#endif
#endif
