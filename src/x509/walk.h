/* The parts of a certificate (RFC 5280 4.1) and of a certification request (RFC 2986) as slices, by
 * one walk over the DER. Costs a tenth of a microsecond, takes no memory, works on cut bytes.
 * May include: base/, x509/der.h. Parts are borrowed from the bytes walked. */
#ifndef SPW_X509_WALK_H
#define SPW_X509_WALK_H

#include "x509/der.h"

/* Parts that could not be reached stay zero. */
struct cert_parts {
    int version;                     /* 1 to 3; 0 unknown */
    struct slice serial;             /* content of the INTEGER */
    struct slice algorithm;          /* content of the inner AlgorithmIdentifier */
    struct der_item issuer, subject; /* Name */
    int64_t not_before, not_after;   /* TIME_NONE when not there */
    struct der_item key;             /* SubjectPublicKeyInfo */
    struct slice extensions;         /* content of SEQUENCE OF Extension */
    bool extensions_known; /* reached, so that an absent extension is known to be absent */
    bool whole;            /* every part is there and in its place */
};

/* False when not even the start looks like a certificate. Bytes behind the certificate are ignored. */
bool walk_certificate(struct slice der, struct cert_parts *parts);
/* Fills subject, key and whole. */
bool walk_request(struct slice der, struct cert_parts *parts);

/* The two parts of a SubjectPublicKeyInfo, or of whatever begins with an AlgorithmIdentifier. */
struct key_parts {
    struct slice algorithm; /* content of its OBJECT IDENTIFIER */
    struct slice rest;      /* of the AlgorithmIdentifier: the parameters */
    struct slice bits; /* key bits without the count of unused ones, as far as they are there */
    bool whole;
};
bool walk_key(const struct der_item *spki, struct key_parts *parts);
/* An AlgorithmIdentifier's content, which may end early. */
bool walk_algorithm(struct slice content, struct slice *oid, struct slice *parameters);

#endif
