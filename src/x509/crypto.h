/* The only door to libcrypto. Takes DER, gives facts; no OpenSSL type is named outside crypto.c.
 * libcrypto's configuration file and environment are not read, its error queue is left as it was.
 * May include: base/, x509/certificate.h. */
#ifndef SPW_X509_CRYPTO_H
#define SPW_X509_CRYPTO_H

#include "x509/certificate.h"

/* Empty on failure. */
struct x509_id crypto_sha1(struct slice bytes);
struct x509_id crypto_sha256(struct slice bytes);

/* Does the signature of `certificate` verify with the key of `issuer`? Names are not looked at.
 * UNKNOWN: the key or the algorithm is not available, or one of the two cannot be read. */
enum tri crypto_signed_by(struct slice certificate, struct slice issuer);
/* Is the issuer named in `certificate` the subject of `issuer`, by the rules of RFC 5280 7.1? */
enum tri crypto_names_match(struct slice certificate, struct slice issuer);

/* SHA-256 of the SubjectPublicKeyInfo that belongs to a key in the clear, private or public, in any
 * form; empty when it cannot be read. */
struct x509_id crypto_key_spki_sha256(struct slice key, bool private_key);
/* A private key of any form in PKCS#1 or SEC1; status only tells memory, *out is empty when it cannot be read. */
enum spw_status crypto_key_traditional(struct slice private_key, struct arena *arena,
                                       struct slice *out) SPW_MUST_USE;
/* Is the private key the other half of the public key in `spki`? */
enum tri crypto_is_pair(struct slice private_key, struct slice spki);

#endif
