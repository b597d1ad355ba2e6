#include "x509/walk.h"

#include <string.h>

#include "base/stamp.h"

bool walk_algorithm(struct slice content, struct slice *oid, struct slice *parameters)
{
    struct der_item id;
    if (!der_expect(&content, DER_OID, &id) || id.cut) {
        return false;
    }
    *oid = id.body;
    *parameters = content;
    return true;
}

/* OBJECT IDENTIFIER and at most one parameter, nothing cut, nothing behind. */
static bool is_algorithm(const struct der_item *algorithm)
{
    struct slice oid;
    struct slice rest;
    struct der_item parameter;
    if (algorithm->cut || !walk_algorithm(algorithm->body, &oid, &rest) || !der_is_oid(oid)) {
        return false;
    }
    return rest.n == 0 || (der_read(&rest, &parameter) && !parameter.cut && rest.n == 0);
}

bool walk_key(const struct der_item *spki, struct key_parts *parts)
{
    struct der_item algorithm;
    struct der_item bits;
    struct slice in = spki->body;
    memset(parts, 0, sizeof *parts);
    if (!der_expect(&in, DER_SEQUENCE, &algorithm) ||
        !walk_algorithm(algorithm.body, &parts->algorithm, &parts->rest)) {
        return false;
    }
    if (der_expect(&in, DER_BIT_STRING, &bits)) {
        parts->bits = der_bits(&bits);
        parts->whole =
            !spki->cut && is_algorithm(&algorithm) && der_bits_are_whole(&bits) && in.n == 0;
    }
    return true;
}

/* [0] EXPLICIT Version DEFAULT v1. */
static bool walk_version(struct slice *in, int *version)
{
    struct der_item outer;
    struct der_item number;
    unsigned value = 0;
    *version = 1;
    if (!der_peek(*in, DER_CONSTRUCTED + 0)) {
        return true;
    }
    *version = 0;
    if (!der_read(in, &outer) || !der_expect(&outer.body, DER_INTEGER, &number) ||
        !der_small(&number, 2, &value)) {
        return false;
    }
    *version = (int)value + 1;
    return true;
}

static bool walk_validity(struct slice *in, struct cert_parts *parts)
{
    struct der_item validity;
    struct der_item time;
    if (!der_expect(in, DER_SEQUENCE, &validity) || !der_read(&validity.body, &time)) {
        return false;
    }
    parts->not_before = der_time(&time);
    if (!der_read(&validity.body, &time)) {
        return false;
    }
    parts->not_after = der_time(&time);
    return parts->not_before != TIME_NONE && parts->not_after != TIME_NONE;
}

/* Unique identifiers, which nobody uses, and [3] EXPLICIT Extensions. */
static bool walk_extensions(struct slice in, struct cert_parts *parts)
{
    struct der_item item;
    struct der_item list;
    for (uint8_t number = 1; number <= 2; number++) {
        if (der_peek(in, (uint8_t)(DER_IMPLICIT + number)) && !der_read(&in, &item)) {
            return false;
        }
    }
    if (in.n == 0) {
        return true;
    }
    if (!der_expect(&in, DER_CONSTRUCTED + 3, &item) ||
        !der_expect(&item.body, DER_SEQUENCE, &list)) {
        return false;
    }
    parts->extensions = list.body;
    return in.n == 0 && item.body.n == 0 && !item.cut && !list.cut;
}

/* True as far as a certificate can be told from other things: version, serial number, algorithm. */
static bool walk_head(struct slice *in, struct cert_parts *parts, bool *whole)
{
    struct der_item serial;
    struct der_item algorithm;
    struct slice oid;
    struct slice parameters;
    if (!walk_version(in, &parts->version) || !der_expect(in, DER_INTEGER, &serial) ||
        !der_expect(in, DER_SEQUENCE, &algorithm) ||
        !walk_algorithm(algorithm.body, &oid, &parameters)) {
        return false;
    }
    parts->serial = serial.body;
    parts->algorithm = algorithm.body;
    *whole = serial.body.n != 0 && is_algorithm(&algorithm);
    return true;
}

static bool walk_body(struct slice in, struct cert_parts *parts)
{
    if (!der_expect(&in, DER_SEQUENCE, &parts->issuer) || !walk_validity(&in, parts) ||
        !der_expect(&in, DER_SEQUENCE, &parts->subject) ||
        !der_expect(&in, DER_SEQUENCE, &parts->key)) {
        return false;
    }
    parts->extensions_known = !parts->key.cut && walk_extensions(in, parts);
    return parts->extensions_known;
}

/* signatureAlgorithm and signature, behind the part that is signed. */
static bool walk_signature(struct slice in)
{
    struct der_item algorithm;
    struct der_item signature;
    return der_expect(&in, DER_SEQUENCE, &algorithm) && is_algorithm(&algorithm) &&
           der_expect(&in, DER_BIT_STRING, &signature) && der_bits_are_whole(&signature) &&
           in.n == 0;
}

bool walk_certificate(struct slice der, struct cert_parts *parts)
{
    struct der_item outer;
    struct der_item tbs;
    bool head = false;
    memset(parts, 0, sizeof *parts);
    parts->not_before = TIME_NONE;
    parts->not_after = TIME_NONE;
    if (!der_expect(&der, DER_SEQUENCE, &outer) || !der_expect(&outer.body, DER_SEQUENCE, &tbs) ||
        !walk_head(&tbs.body, parts, &head)) {
        return false;
    }
    /* The end of the cut bytes is not the end of the signed part: extensions may have followed. */
    const bool body = walk_body(tbs.body, parts);
    parts->extensions_known = parts->extensions_known && !tbs.cut;
    parts->whole = head && body && !outer.cut && !tbs.cut && walk_signature(outer.body);
    return true;
}

bool walk_request(struct slice der, struct cert_parts *parts)
{
    struct der_item outer;
    struct der_item info;
    struct der_item version;
    memset(parts, 0, sizeof *parts);
    parts->not_before = TIME_NONE;
    parts->not_after = TIME_NONE;
    if (!der_expect(&der, DER_SEQUENCE, &outer) || !der_expect(&outer.body, DER_SEQUENCE, &info) ||
        !der_expect(&info.body, DER_INTEGER, &version) ||
        !der_expect(&info.body, DER_SEQUENCE, &parts->subject)) {
        return false;
    }
    const bool key = der_expect(&info.body, DER_SEQUENCE, &parts->key) && !parts->key.cut;
    parts->whole = key && !outer.cut && !info.cut && walk_signature(outer.body);
    return true;
}
