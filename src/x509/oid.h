/* Object identifiers that certificates and keys carry, by their DER content bytes.
 * Names are those libcrypto prints, because people compare with its output.
 * May include: base/, x509/certificate.h. All texts are static. */
#ifndef SPW_X509_OID_H
#define SPW_X509_OID_H

#include "x509/certificate.h"

enum oid_hash {
    OID_HASH_NONE = 0, /* none, or one that no rule asks about */
    OID_HASH_MD5,      /* and its elders, MD2 and MD4 */
    OID_HASH_SHA1,
    OID_HASH_SHA224,
    OID_HASH_SHA256,
    OID_HASH_SHA384,
    OID_HASH_SHA512,
    OID_HASH_PARAMETERS /* RSASSA-PSS: told by the parameters */
};

struct oid_signature {
    struct slice oid, name;
    enum oid_hash hash;
    bool ecdsa;
};
const struct oid_signature *oid_signature(struct slice oid); /* NULL when unknown */
enum oid_hash oid_hash(struct slice oid);

struct oid_curve {
    struct slice oid, name;
    unsigned bits;
};
const struct oid_curve *oid_curve(struct slice oid); /* NULL when unknown */

enum x509_key_type oid_key_type(struct slice oid); /* X509_KEY_OTHER when unknown */
/* "CN", "O", ...; empty when unknown */
struct slice oid_attribute(struct slice oid);

#endif
