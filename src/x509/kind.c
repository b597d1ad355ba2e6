#include "x509/kind.h"

#include "x509/der.h"

static const struct slice oid_pkcs7 =
    SLICE_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x07"); /* .1, .2, ... */

/* RFC 7468 and what OpenSSL writes or accepts beside it. The first of a kind is the usual one. */
static const struct label_row {
    struct slice label;
    struct kind kind;
} labels[] = {
    {SLICE_INIT("CERTIFICATE"), {X509_CERTIFICATE, X509_FORM_UNKNOWN}},
    {SLICE_INIT("X509 CERTIFICATE"), {X509_CERTIFICATE, X509_FORM_UNKNOWN}},
    {SLICE_INIT("TRUSTED CERTIFICATE"), {X509_TRUSTED_CERTIFICATE, X509_FORM_UNKNOWN}},
    {SLICE_INIT("RSA PRIVATE KEY"), {X509_PRIVATE_KEY, X509_FORM_PKCS1}},
    {SLICE_INIT("EC PRIVATE KEY"), {X509_PRIVATE_KEY, X509_FORM_SEC1}},
    {SLICE_INIT("PRIVATE KEY"), {X509_PRIVATE_KEY, X509_FORM_PKCS8}},
    {SLICE_INIT("ENCRYPTED PRIVATE KEY"), {X509_ENCRYPTED_KEY, X509_FORM_PKCS8}},
    {SLICE_INIT("PUBLIC KEY"), {X509_PUBLIC_KEY, X509_FORM_UNKNOWN}},
    {SLICE_INIT("RSA PUBLIC KEY"), {X509_PUBLIC_KEY, X509_FORM_PKCS1}},
    {SLICE_INIT("CERTIFICATE REQUEST"), {X509_REQUEST, X509_FORM_UNKNOWN}},
    {SLICE_INIT("NEW CERTIFICATE REQUEST"), {X509_REQUEST, X509_FORM_UNKNOWN}},
    {SLICE_INIT("PKCS7"), {X509_PKCS7, X509_FORM_UNKNOWN}},
    {SLICE_INIT("PKCS #7 SIGNED DATA"), {X509_PKCS7, X509_FORM_UNKNOWN}},
    {SLICE_INIT("CMS"), {X509_PKCS7, X509_FORM_UNKNOWN}},
    {SLICE_INIT("PKCS12"), {X509_PKCS12, X509_FORM_UNKNOWN}},
};

static struct kind kind_make(enum x509_what what, enum x509_key_form form)
{
    const struct kind kind = {what, form};
    return kind;
}

static struct kind kind_none(void) { return kind_make(X509_NOTHING, X509_FORM_UNKNOWN); }
static struct kind kind_other(void) { return kind_make(X509_OTHER_PEM, X509_FORM_UNKNOWN); }

struct kind kind_of_label(struct slice label)
{
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (slice_eq(labels[i].label, label)) {
            return labels[i].kind;
        }
    }
    return kind_make(label.n == 0 ? X509_NOTHING : X509_OTHER_PEM, X509_FORM_UNKNOWN);
}

struct slice kind_label(struct kind kind, enum x509_key_type type)
{
    if (kind.form == X509_FORM_UNKNOWN && kind.what == X509_PRIVATE_KEY) {
        kind.form = type == X509_KEY_RSA ? X509_FORM_PKCS1 : X509_FORM_PKCS8;
    }
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (labels[i].kind.what == kind.what && labels[i].kind.form == kind.form) {
            return labels[i].label;
        }
    }
    return slice_of(NULL, 0);
}

/* INTEGER, then SEQUENCE: a version 1 certificate, whose second part is an algorithm, or a request,
 * whose second part is a name. A revocation list is neither: a time comes fourth. */
static struct kind kind_of_signed(struct slice in)
{
    struct der_item item;
    struct der_item second;
    if (!der_expect(&in, DER_INTEGER, &item) || !der_expect(&in, DER_SEQUENCE, &second)) {
        return kind_none();
    }
    if (!der_peek(second.body, DER_OID)) {
        return kind_make(X509_REQUEST, X509_FORM_UNKNOWN);
    }
    if (der_expect(&in, DER_SEQUENCE, &item) && in.n != 0 && !der_peek(in, DER_SEQUENCE)) {
        return kind_other();
    }
    return kind_make(X509_CERTIFICATE, X509_FORM_UNKNOWN);
}

/* An algorithm first: a public key or an encrypted one, by what follows. */
static struct kind kind_of_algorithm(struct slice rest)
{
    if (der_peek(rest, DER_BIT_STRING)) {
        return kind_make(X509_PUBLIC_KEY, X509_FORM_UNKNOWN);
    }
    if (der_peek(rest, DER_OCTET_STRING)) {
        return kind_make(X509_ENCRYPTED_KEY, X509_FORM_PKCS8);
    }
    return kind_none();
}

/* p, q, g and two values more: DSA, which no module takes; RSA has eight numbers. */
static bool is_dsa(struct slice numbers)
{
    struct der_item item;
    size_t n = 0;
    while (der_expect(&numbers, DER_INTEGER, &item) && !item.cut) {
        n++;
    }
    return n == 5 && numbers.n == 0;
}

/* A version first: private keys and PKCS#12; or the modulus of a PKCS#1 public key. */
static struct kind kind_of_numbered(const struct der_item *first, struct slice rest)
{
    struct der_item item;
    unsigned version = 0;
    const struct slice numbers = rest;
    const bool small = der_small(first, 3, &version);
    if (!der_read(&rest, &item)) {
        return kind_none();
    }
    if (item.tag == DER_INTEGER) {
        if (small && version <= 1 && rest.n != 0) {
            return is_dsa(numbers) ? kind_other() : kind_make(X509_PRIVATE_KEY, X509_FORM_PKCS1);
        }
        return small ? kind_none() : kind_make(X509_PUBLIC_KEY, X509_FORM_PKCS1);
    }
    if (item.tag == DER_OCTET_STRING && small && version == 1) {
        return kind_make(X509_PRIVATE_KEY, X509_FORM_SEC1);
    }
    if (item.tag == DER_SEQUENCE && small && der_peek(item.body, DER_OID)) {
        return version == 3 ? kind_make(X509_PKCS12, X509_FORM_UNKNOWN)
                            : kind_make(X509_PRIVATE_KEY, X509_FORM_PKCS8);
    }
    return kind_none();
}

struct kind kind_of_der(struct slice der)
{
    struct der_item outer;
    struct der_item first;
    if (!der_expect(&der, DER_SEQUENCE, &outer) || !der_read(&outer.body, &first)) {
        return kind_none();
    }
    if (first.tag == DER_INTEGER) {
        return kind_of_numbered(&first, outer.body);
    }
    if (first.tag == DER_OID && slice_starts(first.body, oid_pkcs7)) {
        return kind_make(X509_PKCS7, X509_FORM_UNKNOWN);
    }
    if (first.tag != DER_SEQUENCE) {
        return kind_none();
    }
    if (der_peek(first.body, DER_CONSTRUCTED + 0)) {
        return kind_make(X509_CERTIFICATE, X509_FORM_UNKNOWN);
    }
    if (der_peek(first.body, DER_INTEGER)) {
        return kind_of_signed(first.body);
    }
    if (der_peek(first.body, DER_SEQUENCE) && der_peek(outer.body, DER_SEQUENCE)) {
        return kind_other(); /* a revocation list of version 1 */
    }
    return der_peek(first.body, DER_OID) ? kind_of_algorithm(outer.body) : kind_none();
}
