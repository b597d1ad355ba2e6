/* Type, size and curve of keys, read by our own walk: no key is ever built for it, no byte of a
 * private key reaches a text. May include: base/, x509/certificate.h, x509/walk.h. */
#ifndef SPW_X509_KEY_H
#define SPW_X509_KEY_H

#include "x509/certificate.h"
#include "x509/kind.h"
#include "x509/walk.h"

/* Both fill key_type, key_bits and curve as far as the bytes tell, and say whether the key is whole
 * and well-formed. */
bool key_read_public(const struct der_item *spki, struct x509_facts *facts);
/* Private keys in the clear and PKCS#1 public keys. */
bool key_read(struct slice der, struct kind kind, struct x509_facts *facts);

#endif
