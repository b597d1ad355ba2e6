/* A server's chain as a file or a handshake gives it: several certificates, put into order.
 * May include: base/, x509/certificate.h. */
#ifndef SPW_X509_CHAIN_H
#define SPW_X509_CHAIN_H

#include "x509/certificate.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Servers send two to four certificates. */
enum { X509_CHAIN_MAX = 16 };

/* What the certificates of the path have in common, or have at most. */
struct x509_chain_traits {
    bool has_rsa,
        has_ec; /* keys and signatures: the signature of the last one tells its issuer's key */
    bool has_sha384, has_pss, has_other_key;
    bool has_weak_digest; /* signed over SHA-1, MD5 or older; roots do not count */
    unsigned rsa_bits;    /* of the largest RSA key; 0 none */
    size_t largest;       /* index in `certs` of the certificate with the longest DER */
    size_t bytes;         /* DER of all of them together */
    int64_t begins,
        ends; /* when all are valid: the latest start, the earliest end; TIME_NONE unknown */
    size_t first_to_end; /* index in `certs` of the certificate that ends then */
};

struct x509_chain {
    struct x509_facts certs[X509_CHAIN_MAX]; /* in the order given; certificates only */
    size_t n, dropped;                       /* how many; how many more there were */
    size_t path[X509_CHAIN_MAX]; /* indexes: the server's certificate, its issuer, and so on */
    size_t n_path;
    struct x509_chain_traits traits; /* of the path */
};

/* Cuts the next object off `rest`: up to the next BEGIN line, or all of it. An EC PARAMETERS block stays
 * with the key behind it. False when nothing is left. */
bool x509_next_piece(struct slice *rest, struct slice *piece);

/* Reads PEM with any number of certificates, or one in DER; other objects are passed over. Texts live
 * in `arena`. Status only tells memory; no certificate at all gives n 0. */
enum spw_status x509_chain_read(struct slice bytes, struct arena *arena,
                                struct x509_chain *chain) SPW_MUST_USE;

/* The server's own certificate, and the last one of the path; NULL without certificates. */
const struct x509_facts *x509_chain_leaf(const struct x509_chain *chain);
const struct x509_facts *x509_chain_top(const struct x509_chain *chain);

#ifdef __cplusplus
}
#endif
#endif
