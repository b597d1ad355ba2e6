#include "x509/certificate.h"

#include <string.h>

#include "base/stamp.h"
#include "x509/extension.h"
#include "x509/input.h"
#include "x509/key.h"
#include "x509/kind.h"
#include "x509/name.h"
#include "x509/oid.h"
#include "x509/pem.h"

/* Collects texts before they move to the arena with their exact length. */
struct reader {
    struct arena *arena;
    struct buf text;
    enum spw_status status;
};

static void clear_facts(struct x509_facts *facts)
{
    memset(facts, 0, sizeof *facts);
    facts->not_before = TIME_NONE;
    facts->not_after = TIME_NONE;
    facts->path_length = -1;
}

/* What was put into the text since the last call, as a slice of the arena. */
static struct slice keep(struct reader *r)
{
    struct slice kept = slice_of(NULL, 0);
    if (r->text.status != SPW_OK) {
        r->status = SPW_NO_MEMORY;
    } else if (r->text.n != 0) {
        kept = arena_copy(r->arena, buf_slice(&r->text));
        r->status = kept.p == NULL ? SPW_NO_MEMORY : r->status;
    }
    buf_clear(&r->text);
    return kept;
}

/* Without the zero that keeps the number positive. */
static struct slice read_serial(struct reader *r, struct slice serial)
{
    static const char digits[] = "0123456789abcdef";
    const struct slice bytes = slice_from(serial, serial.n > 1 && serial.p[0] == 0 ? 1 : 0);
    uint8_t *text = (uint8_t *)arena_array(r->arena, bytes.n, 2);
    if (text == NULL) {
        r->status = SPW_NO_MEMORY;
        return slice_of(NULL, 0);
    }
    for (size_t i = 0; i < bytes.n; i++) {
        text[2 * i] = (uint8_t)digits[bytes.p[i] >> 4];
        text[2 * i + 1] = (uint8_t)digits[bytes.p[i] & 15];
    }
    return slice_of(text, 2 * bytes.n);
}

/* RSASSA-PSS-params (RFC 4055 3.1): [0] is the hash, SHA-1 when absent. */
static enum oid_hash read_pss_hash(struct slice parameters)
{
    struct der_item list;
    struct der_item outer;
    struct der_item hash;
    struct slice oid;
    struct slice rest;
    if (!der_expect(&parameters, DER_SEQUENCE, &list) ||
        !der_expect(&list.body, DER_CONSTRUCTED + 0, &outer) ||
        !der_expect(&outer.body, DER_SEQUENCE, &hash) || !walk_algorithm(hash.body, &oid, &rest)) {
        return OID_HASH_SHA1;
    }
    return oid_hash(oid);
}

static void read_signature(struct reader *r, struct slice algorithm, struct x509_facts *facts)
{
    struct slice oid;
    struct slice parameters;
    if (!walk_algorithm(algorithm, &oid, &parameters)) {
        return;
    }
    const struct oid_signature *known = oid_signature(oid);
    if (known == NULL) {
        der_oid_put(&r->text, oid);
        facts->signature = keep(r);
        return;
    }
    facts->signature = known->name;
    facts->signature_ecdsa = known->ecdsa;
    facts->signature_pss = known->hash == OID_HASH_PARAMETERS;
    const enum oid_hash hash = facts->signature_pss ? read_pss_hash(parameters) : known->hash;
    facts->signature_md5 = hash == OID_HASH_MD5;
    facts->signature_sha1 = hash == OID_HASH_SHA1;
    facts->signature_sha384_or_more = hash == OID_HASH_SHA384 || hash == OID_HASH_SHA512;
}

/* The title needs no copy when its bytes in the DER, which is in the arena, are its text. True when
 * the name is whole. */
static bool read_name(struct reader *r, const struct der_item *der, struct slice *text,
                      struct slice *title)
{
    struct name name;
    name_read(&name, der);
    name_put(&r->text, &name);
    *text = keep(r);
    const struct der_item *value = name_title(&name);
    if (value == NULL) {
        *title = slice_of(NULL, 0);
    } else if (name_string_is_wide(value)) {
        name_string_put(&r->text, value);
        *title = keep(r);
    } else {
        *title = value->body;
    }
    return name.whole;
}

/* A root names itself twice. */
static bool read_names(struct reader *r, const struct cert_parts *parts, struct x509_facts *facts)
{
    const bool both = parts->subject.whole.n != 0 && !parts->subject.cut && !parts->issuer.cut;
    facts->self_issued = both && slice_eq(parts->subject.whole, parts->issuer.whole);
    facts->self_signed = both && !facts->self_issued ? TRI_NO : TRI_UNKNOWN;
    const bool issuer = read_name(r, &parts->issuer, &facts->issuer, &facts->issuer_cn);
    if (facts->self_issued) {
        facts->subject = facts->issuer;
        facts->subject_cn = facts->issuer_cn;
        return issuer;
    }
    return read_name(r, &parts->subject, &facts->subject, &facts->subject_cn) && issuer;
}

static bool read_certificate(struct reader *r, struct slice der, struct x509_facts *facts)
{
    struct cert_parts parts;
    if (!walk_certificate(der, &parts)) {
        return false;
    }
    facts->version = parts.version;
    facts->not_before = parts.not_before;
    facts->not_after = parts.not_after;
    facts->serial = read_serial(r, parts.serial);
    const bool names = read_names(r, &parts, facts);
    read_signature(r, parts.algorithm, facts);
    const bool extensions = extension_read_all(&parts, facts);
    alt_names_put(&r->text, &parts);
    facts->dns_names = keep(r);
    return key_read_public(&parts.key, facts) && parts.whole && names && extensions;
}

static bool read_request(struct reader *r, struct slice der, struct x509_facts *facts)
{
    struct cert_parts parts;
    if (!walk_request(der, &parts)) {
        return false;
    }
    const bool name = read_name(r, &parts.subject, &facts->subject, &facts->subject_cn);
    return key_read_public(&parts.key, facts) && parts.whole && name;
}

static bool read_public_key(struct slice der, struct kind kind, struct x509_facts *facts)
{
    struct der_item spki;
    if (kind.form != X509_FORM_UNKNOWN) {
        return key_read(der, kind, facts);
    }
    return der_expect(&der, DER_SEQUENCE, &spki) && key_read_public(&spki, facts);
}

/* Fills what an object of this kind tells; true when it is whole and well-formed. */
static bool read_kind(struct reader *r, struct slice der, struct kind kind,
                      struct x509_facts *facts)
{
    facts->what = kind.what;
    facts->key_form = kind.form;
    switch (kind.what) {
    case X509_CERTIFICATE:
    case X509_TRUSTED_CERTIFICATE:
        return read_certificate(r, der, facts);
    case X509_REQUEST:
        return read_request(r, der, facts);
    case X509_PRIVATE_KEY:
        return key_read(der, kind, facts);
    case X509_PUBLIC_KEY:
        return read_public_key(der, kind, facts);
    case X509_ENCRYPTED_KEY: /* nothing to be seen inside these */
    case X509_PKCS7:
    case X509_PKCS12:
    case X509_OTHER_PEM:
        return true;
    case X509_NOTHING:
    case X509_DAMAGED:
        break;
    }
    return false;
}

/* Nothing known inside: the label has the word, or the head of a long SEQUENCE. */
static void settle_by_label(const struct x509_input *input, struct kind told,
                            struct x509_facts *facts, unsigned *odd)
{
    clear_facts(facts);
    facts->what = told.what;
    facts->key_form = told.form;
    if (told.what == X509_OTHER_PEM) {
        *odd &= ~(unsigned)X509_ODD_BAD_DER; /* we did not look what it should be */
        return;
    }
    if (told.what == X509_NOTHING && !input->binary) {
        *odd = 0;
        return;
    }
    facts->what = told.what == X509_NOTHING ? X509_DAMAGED : told.what;
    *odd |= (*odd & X509_ODD_UNREADABLE) != 0 ? 0u : X509_ODD_BAD_DER;
}

static bool same_kind(struct kind a, struct kind b) { return a.what == b.what && a.form == b.form; }

/* The content is believed before the label, when it is whole; a damaged one only when the two agree. */
static void settle(struct reader *r, const struct x509_input *input, struct x509_facts *facts,
                   unsigned *odd)
{
    const struct kind told = kind_of_label(input->label);
    struct kind found = kind_of_der(input->der);
    if (found.what == X509_CERTIFICATE && told.what == X509_TRUSTED_CERTIFICATE) {
        found = told;
    }
    if (found.what == X509_NOTHING) {
        settle_by_label(input, told, facts, odd);
        return;
    }
    const bool whole = read_kind(r, input->der, found, facts);
    const bool agree = same_kind(found, told) || told.what == X509_NOTHING;
    if (!agree && (!whole || (*odd & X509_ODD_UNREADABLE) != 0)) {
        settle_by_label(input, told, facts, odd);
        return;
    }
    *odd |= agree ? 0u : X509_ODD_WRONG_LABEL;
    *odd |= whole || (*odd & X509_ODD_UNREADABLE) != 0 ? 0u : X509_ODD_BAD_DER;
}

static void settle_encrypted(const struct x509_input *input, struct x509_facts *facts)
{
    const struct kind told = kind_of_label(input->label);
    facts->what = X509_ENCRYPTED_KEY;
    facts->key_form = told.form;
    if (told.form == X509_FORM_PKCS1) {
        facts->key_type = X509_KEY_RSA;
    } else if (told.form == X509_FORM_SEC1) {
        facts->key_type = X509_KEY_EC;
    }
}

enum spw_status x509_identify(struct slice bytes, struct arena *arena, struct x509_facts *facts,
                              unsigned *odd)
{
    struct x509_input input;
    struct reader r = {arena, {0}, SPW_OK};
    clear_facts(facts);
    *odd = 0;
    enum spw_status status = input_open(bytes, arena, &input);
    if (status != SPW_OK) {
        return status;
    }
    *odd = input.odd;
    buf_init(&r.text, X509_TEXT_MAX * (size_t)4);
    if (input.encrypted) {
        settle_encrypted(&input, facts);
    } else {
        settle(&r, &input, facts, odd);
    }
    buf_dispose(&r.text);
    if (facts->what != X509_NOTHING) {
        facts->label = input.label;
        facts->der = input.der;
        facts->der_length = input.announced;
    }
    return r.status;
}

enum spw_status x509_read(struct slice bytes, struct arena *arena, struct x509_facts *facts,
                          unsigned *odd)
{
    const enum spw_status status = x509_identify(bytes, arena, facts, odd);
    if (status == SPW_OK) {
        x509_complete(facts);
    }
    return status;
}

size_t x509_count_blocks(struct slice bytes) { return pem_count(bytes); }
