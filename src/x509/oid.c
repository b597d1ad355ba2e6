#include "x509/oid.h"

/* Arcs: 2.5.4 X.520, 1.2.840.113549.1.9 PKCS#9, 0.9.2342 RFC 4524, 1.3.6.1.4.1.311 EV certificates. */
static const struct oid_name {
    struct slice oid, name;
} attributes[] = {
    {SLICE_INIT("\x55\x04\x03"), SLICE_INIT("CN")},
    {SLICE_INIT("\x55\x04\x0a"), SLICE_INIT("O")},
    {SLICE_INIT("\x55\x04\x0b"), SLICE_INIT("OU")},
    {SLICE_INIT("\x55\x04\x06"), SLICE_INIT("C")},
    {SLICE_INIT("\x55\x04\x07"), SLICE_INIT("L")},
    {SLICE_INIT("\x55\x04\x08"), SLICE_INIT("ST")},
    {SLICE_INIT("\x55\x04\x05"), SLICE_INIT("serialNumber")},
    {SLICE_INIT("\x55\x04\x04"), SLICE_INIT("SN")},
    {SLICE_INIT("\x55\x04\x09"), SLICE_INIT("street")},
    {SLICE_INIT("\x55\x04\x0c"), SLICE_INIT("title")},
    {SLICE_INIT("\x55\x04\x0d"), SLICE_INIT("description")},
    {SLICE_INIT("\x55\x04\x0f"), SLICE_INIT("businessCategory")},
    {SLICE_INIT("\x55\x04\x10"), SLICE_INIT("postalAddress")},
    {SLICE_INIT("\x55\x04\x11"), SLICE_INIT("postalCode")},
    {SLICE_INIT("\x55\x04\x14"), SLICE_INIT("telephoneNumber")},
    {SLICE_INIT("\x55\x04\x29"), SLICE_INIT("name")},
    {SLICE_INIT("\x55\x04\x2a"), SLICE_INIT("GN")},
    {SLICE_INIT("\x55\x04\x2b"), SLICE_INIT("initials")},
    {SLICE_INIT("\x55\x04\x2c"), SLICE_INIT("generationQualifier")},
    {SLICE_INIT("\x55\x04\x2e"), SLICE_INIT("dnQualifier")},
    {SLICE_INIT("\x55\x04\x41"), SLICE_INIT("pseudonym")},
    {SLICE_INIT("\x55\x04\x61"), SLICE_INIT("organizationIdentifier")},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"), SLICE_INIT("emailAddress")},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x02"), SLICE_INIT("unstructuredName")},
    {SLICE_INIT("\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19"), SLICE_INIT("DC")},
    {SLICE_INIT("\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01"), SLICE_INIT("UID")},
    {SLICE_INIT("\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x01"), SLICE_INIT("jurisdictionL")},
    {SLICE_INIT("\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x02"), SLICE_INIT("jurisdictionST")},
    {SLICE_INIT("\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x03"), SLICE_INIT("jurisdictionC")},
};

/* RFC 3279, 4055, 5758, 8410. */
static const struct oid_signature signatures[] = {
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"), SLICE_INIT("sha256WithRSAEncryption"),
     OID_HASH_SHA256, false},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c"), SLICE_INIT("sha384WithRSAEncryption"),
     OID_HASH_SHA384, false},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d"), SLICE_INIT("sha512WithRSAEncryption"),
     OID_HASH_SHA512, false},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0e"), SLICE_INIT("sha224WithRSAEncryption"),
     OID_HASH_SHA224, false},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05"), SLICE_INIT("sha1WithRSAEncryption"),
     OID_HASH_SHA1, false},
    {SLICE_INIT("\x2b\x0e\x03\x02\x1d"), SLICE_INIT("sha1WithRSA"), OID_HASH_SHA1, false},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04"), SLICE_INIT("md5WithRSAEncryption"),
     OID_HASH_MD5, false},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x02"), SLICE_INIT("md2WithRSAEncryption"),
     OID_HASH_MD5, false},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x03"), SLICE_INIT("md4WithRSAEncryption"),
     OID_HASH_MD5, false},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"), SLICE_INIT("rsassaPss"),
     OID_HASH_PARAMETERS, false},
    {SLICE_INIT("\x2a\x86\x48\xce\x3d\x04\x03\x02"), SLICE_INIT("ecdsa-with-SHA256"),
     OID_HASH_SHA256, true},
    {SLICE_INIT("\x2a\x86\x48\xce\x3d\x04\x03\x03"), SLICE_INIT("ecdsa-with-SHA384"),
     OID_HASH_SHA384, true},
    {SLICE_INIT("\x2a\x86\x48\xce\x3d\x04\x03\x04"), SLICE_INIT("ecdsa-with-SHA512"),
     OID_HASH_SHA512, true},
    {SLICE_INIT("\x2a\x86\x48\xce\x3d\x04\x03\x01"), SLICE_INIT("ecdsa-with-SHA224"),
     OID_HASH_SHA224, true},
    {SLICE_INIT("\x2a\x86\x48\xce\x3d\x04\x01"), SLICE_INIT("ecdsa-with-SHA1"), OID_HASH_SHA1,
     true},
    {SLICE_INIT("\x2a\x86\x48\xce\x38\x04\x03"), SLICE_INIT("dsaWithSHA1"), OID_HASH_SHA1, false},
    {SLICE_INIT("\x60\x86\x48\x01\x65\x03\x04\x03\x02"), SLICE_INIT("dsa_with_SHA256"),
     OID_HASH_SHA256, false},
    {SLICE_INIT("\x2b\x65\x70"), SLICE_INIT("ED25519"), OID_HASH_NONE, false},
    {SLICE_INIT("\x2b\x65\x71"), SLICE_INIT("ED448"), OID_HASH_NONE, false},
};

static const struct oid_hash_row {
    struct slice oid;
    enum oid_hash hash;
} hashes[] = {
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x02\x05"), OID_HASH_MD5},
    {SLICE_INIT("\x2b\x0e\x03\x02\x1a"), OID_HASH_SHA1},
    {SLICE_INIT("\x60\x86\x48\x01\x65\x03\x04\x02\x04"), OID_HASH_SHA224},
    {SLICE_INIT("\x60\x86\x48\x01\x65\x03\x04\x02\x01"), OID_HASH_SHA256},
    {SLICE_INIT("\x60\x86\x48\x01\x65\x03\x04\x02\x02"), OID_HASH_SHA384},
    {SLICE_INIT("\x60\x86\x48\x01\x65\x03\x04\x02\x03"), OID_HASH_SHA512},
};

static const struct oid_curve curves[] = {
    {SLICE_INIT("\x2a\x86\x48\xce\x3d\x03\x01\x07"), SLICE_INIT("prime256v1"), 256},
    {SLICE_INIT("\x2b\x81\x04\x00\x22"), SLICE_INIT("secp384r1"), 384},
    {SLICE_INIT("\x2b\x81\x04\x00\x23"), SLICE_INIT("secp521r1"), 521},
    {SLICE_INIT("\x2b\x81\x04\x00\x0a"), SLICE_INIT("secp256k1"), 256},
    {SLICE_INIT("\x2b\x81\x04\x00\x21"), SLICE_INIT("secp224r1"), 224},
    {SLICE_INIT("\x2a\x86\x48\xce\x3d\x03\x01\x01"), SLICE_INIT("prime192v1"), 192},
    {SLICE_INIT("\x2b\x24\x03\x03\x02\x08\x01\x01\x07"), SLICE_INIT("brainpoolP256r1"), 256},
    {SLICE_INIT("\x2b\x24\x03\x03\x02\x08\x01\x01\x0b"), SLICE_INIT("brainpoolP384r1"), 384},
    {SLICE_INIT("\x2b\x24\x03\x03\x02\x08\x01\x01\x0d"), SLICE_INIT("brainpoolP512r1"), 512},
};

static const struct oid_key_row {
    struct slice oid;
    enum x509_key_type type;
} keys[] = {
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"), X509_KEY_RSA},
    {SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"), X509_KEY_RSA}, /* for PSS only */
    {SLICE_INIT("\x2a\x86\x48\xce\x3d\x02\x01"), X509_KEY_EC},
    {SLICE_INIT("\x2b\x65\x70"), X509_KEY_ED25519},
    {SLICE_INIT("\x2b\x65\x71"), X509_KEY_ED448},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* The last byte tells nearly all of them apart. */
static bool is_oid(struct slice row, struct slice oid)
{
    return row.n == oid.n && oid.n != 0 && row.p[row.n - 1] == oid.p[oid.n - 1] &&
           slice_eq(row, oid);
}

struct slice oid_attribute(struct slice oid)
{
    for (size_t i = 0; i < COUNT(attributes); i++) {
        if (is_oid(attributes[i].oid, oid)) {
            return attributes[i].name;
        }
    }
    return slice_of(NULL, 0);
}

const struct oid_signature *oid_signature(struct slice oid)
{
    for (size_t i = 0; i < COUNT(signatures); i++) {
        if (is_oid(signatures[i].oid, oid)) {
            return &signatures[i];
        }
    }
    return NULL;
}

enum oid_hash oid_hash(struct slice oid)
{
    for (size_t i = 0; i < COUNT(hashes); i++) {
        if (is_oid(hashes[i].oid, oid)) {
            return hashes[i].hash;
        }
    }
    return OID_HASH_NONE;
}

const struct oid_curve *oid_curve(struct slice oid)
{
    for (size_t i = 0; i < COUNT(curves); i++) {
        if (is_oid(curves[i].oid, oid)) {
            return &curves[i];
        }
    }
    return NULL;
}

enum x509_key_type oid_key_type(struct slice oid)
{
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (is_oid(keys[i].oid, oid)) {
            return keys[i].type;
        }
    }
    return X509_KEY_OTHER;
}
