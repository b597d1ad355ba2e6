#include "x509/key.h"

#include "x509/oid.h"

/* Sizes as people name them; libcrypto counts 253 bits for Ed25519. */
enum { ED25519_BITS = 256, ED448_BITS = 456 };

/* Curve parameters: a name in all but museum pieces. */
static void read_curve(struct slice parameters, struct x509_facts *facts)
{
    struct der_item name;
    if (!der_expect(&parameters, DER_OID, &name) || name.cut) {
        return;
    }
    const struct oid_curve *curve = oid_curve(name.body);
    if (curve != NULL) {
        facts->curve = curve->name;
        facts->key_bits = curve->bits;
    }
}

static void read_algorithm(struct slice oid, struct slice parameters, struct x509_facts *facts)
{
    facts->key_type = oid_key_type(oid);
    switch (facts->key_type) {
    case X509_KEY_EC:
        read_curve(parameters, facts);
        break;
    case X509_KEY_ED25519:
        facts->key_bits = ED25519_BITS;
        break;
    case X509_KEY_ED448:
        facts->key_bits = ED448_BITS;
        break;
    case X509_KEY_RSA: /* the key itself tells */
    case X509_KEY_OTHER:
    case X509_KEY_UNKNOWN:
        break;
    }
}

/* `count` INTEGERs in a row, none cut, nothing behind. */
static bool are_integers(struct slice in, unsigned count)
{
    struct der_item item;
    for (unsigned i = 0; i < count; i++) {
        if (!der_expect(&in, DER_INTEGER, &item) || item.cut || item.body.n == 0) {
            return false;
        }
    }
    return in.n == 0;
}

/* RFC 8017 A.1: SEQUENCE of n, e; in front of them a version, behind them six more, when private. */
static bool read_pkcs1(struct slice der, bool private_key, struct x509_facts *facts)
{
    struct der_item outer;
    struct der_item item;
    if (!der_expect(&der, DER_SEQUENCE, &outer)) {
        return false;
    }
    facts->key_type = X509_KEY_RSA;
    struct slice in = outer.body;
    if ((private_key && !der_expect(&in, DER_INTEGER, &item)) ||
        !der_expect(&in, DER_INTEGER, &item)) {
        return false;
    }
    facts->key_bits = der_integer_bits(&item);
    return !outer.cut && facts->key_bits != 0 && are_integers(outer.body, private_key ? 9 : 2);
}

/* RFC 5915: version, OCTET STRING, [0] parameters, [1] public key. Inside PKCS#8 the parameters stand
 * with the algorithm. */
static bool read_sec1(struct slice der, struct x509_facts *facts)
{
    struct der_item outer;
    struct der_item item;
    if (!der_expect(&der, DER_SEQUENCE, &outer)) {
        return false;
    }
    facts->key_type = X509_KEY_EC;
    struct slice in = outer.body;
    if (!der_expect(&in, DER_INTEGER, &item) || !der_expect(&in, DER_OCTET_STRING, &item)) {
        return false;
    }
    bool whole = !outer.cut && !item.cut && item.body.n != 0;
    if (der_expect(&in, DER_CONSTRUCTED + 0, &item)) {
        read_curve(item.body, facts);
        whole = whole && !item.cut;
    }
    if (der_expect(&in, DER_CONSTRUCTED + 1, &item)) {
        whole = whole && !item.cut;
    }
    return whole && in.n == 0;
}

static bool read_inner(struct slice der, struct x509_facts *facts)
{
    struct der_item octets;
    switch (facts->key_type) {
    case X509_KEY_RSA:
        return read_pkcs1(der, true, facts);
    case X509_KEY_EC:
        return read_sec1(der, facts);
    case X509_KEY_ED25519:
    case X509_KEY_ED448:
        return der_expect(&der, DER_OCTET_STRING, &octets) && !octets.cut && der.n == 0;
    case X509_KEY_OTHER:
    case X509_KEY_UNKNOWN:
        break;
    }
    return true;
}

/* RFC 5958: version, algorithm, OCTET STRING with the key in the form of its kind. */
static bool read_pkcs8(struct slice der, struct x509_facts *facts)
{
    struct der_item outer;
    struct der_item version;
    struct der_item algorithm;
    struct der_item key;
    struct slice oid;
    struct slice parameters;
    if (!der_expect(&der, DER_SEQUENCE, &outer) ||
        !der_expect(&outer.body, DER_INTEGER, &version) ||
        !der_expect(&outer.body, DER_SEQUENCE, &algorithm) ||
        !walk_algorithm(algorithm.body, &oid, &parameters)) {
        return false;
    }
    read_algorithm(oid, parameters, facts);
    if (!der_expect(&outer.body, DER_OCTET_STRING, &key)) {
        return false;
    }
    return read_inner(key.body, facts) && !outer.cut && !key.cut;
}

bool key_read(struct slice der, struct kind kind, struct x509_facts *facts)
{
    facts->key_form = kind.form;
    switch (kind.form) {
    case X509_FORM_PKCS1:
        return read_pkcs1(der, kind.what == X509_PRIVATE_KEY, facts);
    case X509_FORM_SEC1:
        return read_sec1(der, facts);
    case X509_FORM_PKCS8:
        return read_pkcs8(der, facts);
    case X509_FORM_UNKNOWN:
        break;
    }
    return false;
}

bool key_read_public(const struct der_item *spki, struct x509_facts *facts)
{
    struct key_parts parts;
    if (!walk_key(spki, &parts)) {
        return false;
    }
    read_algorithm(parts.algorithm, parts.rest, facts);
    if (facts->key_type != X509_KEY_RSA) {
        return parts.whole;
    }
    /* The modulus of a cut key still tells its size. */
    return read_pkcs1(parts.bits, false, facts) && parts.whole;
}
