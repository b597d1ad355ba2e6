#include "engine/matrix/material.h"

#include <stdio.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>

#include "support/spw_test.h"
#include "x509/make.h"

enum { NAMES_MAX = 8000 };

static struct key {
    const char *name;
    enum make_key kind;
    EVP_PKEY *key;
} keys[] = {
    {"root-key", MAKE_RSA_2048, NULL},   {"other-key", MAKE_RSA_2048, NULL},
    {"inter-key", MAKE_RSA_2048, NULL},  {"leaf-key", MAKE_RSA_2048, NULL},
    {"client-key", MAKE_RSA_2048, NULL}, {"stranger-key", MAKE_RSA_2048, NULL},
    {"small-key", MAKE_RSA_1024, NULL},  {"big-key", MAKE_RSA_4096, NULL},
    {"ec-key", MAKE_P256, NULL},         {"ec384-key", MAKE_P384, NULL},
    {"ed-key", MAKE_ED25519, NULL},
};

enum kind_of_use { AUTHORITY, SERVER, CLIENT, CLIENT_ALL, MANY_NAMES, OLD_STYLE };

/* Every certificate of the test: whose key, who signs, and what is special about it. */
static struct paper {
    const char *name, *key, *signer, *parent; /* parent NULL: self-signed */
    const char *subject;
    enum kind_of_use use;
    const char *from, *to;
    const char *digest;
    unsigned hosts; /* names in the certificate, for size */
    X509 *x;
} papers[] = {
    {.name = "root", .key = "root-key", .subject = "C=AT/O=Example/CN=Example Root CA"},
    {.name = "other-root", .key = "other-key", .subject = "C=AT/O=Other/CN=Other Root CA"},
    {.name = "old-root",
     .key = "other-key",
     .subject = "C=AT/O=Other/CN=Old Root CA",
     .from = "20000101000000Z",
     .to = "20180101000000Z"},
    {.name = "future-root",
     .key = "other-key",
     .subject = "C=AT/O=Other/CN=Future Root CA",
     .from = "20350101000000Z"},
    {.name = "plain-root",
     .key = "other-key",
     .subject = "C=US/O=Ancient/CN=Class 3 Root",
     .use = OLD_STYLE},
    {.name = "sha1-root",
     .key = "root-key",
     .subject = "C=AT/O=Example/CN=Example SHA-1 Root",
     .digest = "SHA1"},
    {.name = "big-root", .key = "big-key", .subject = "C=AT/O=Example/CN=Example Large Root"},
    {.name = "ec-root", .key = "ec-key", .subject = "C=AT/O=Example/CN=Example EC Root"},
    {.name = "ed-root", .key = "ed-key", .subject = "C=AT/O=Example/CN=Example Edwards Root"},
    {.name = "huge-root",
     .key = "root-key",
     .subject = "C=AT/O=Example/CN=Example Huge Root",
     .use = MANY_NAMES,
     .hosts = 90},
    {.name = "inter",
     .key = "inter-key",
     .signer = "root-key",
     .parent = "root",
     .subject = "C=AT/O=Example/CN=Example Issuing CA 1"},
    {.name = "cross",
     .key = "root-key",
     .signer = "other-key",
     .parent = "other-root",
     .subject = "C=AT/O=Example/CN=Example Root CA"},
    {.name = "leaf",
     .key = "leaf-key",
     .signer = "inter-key",
     .parent = "inter",
     .subject = "CN=broker.example.com",
     .use = SERVER},
    {.name = "self-leaf", .key = "leaf-key", .subject = "CN=broker.example.com", .use = SERVER},
    {.name = "client",
     .key = "client-key",
     .signer = "root-key",
     .parent = "root",
     .subject = "O=Example/CN=dev1",
     .use = CLIENT},
    {.name = "client-self", .key = "client-key", .subject = "O=Example/CN=dev1", .use = CLIENT_ALL},
    {.name = "client-server",
     .key = "client-key",
     .signer = "root-key",
     .parent = "root",
     .subject = "O=Example/CN=dev1",
     .use = SERVER},
    {.name = "client-old",
     .key = "client-key",
     .signer = "root-key",
     .parent = "root",
     .subject = "O=Example/CN=dev1",
     .use = CLIENT,
     .from = "20100101000000Z",
     .to = "20180101000000Z"},
    {.name = "client-big",
     .key = "client-key",
     .signer = "root-key",
     .parent = "root",
     .subject = "O=Example/CN=dev1",
     .use = MANY_NAMES,
     .hosts = 40},
};

static EVP_PKEY *key_named(struct slice name)
{
    for (size_t i = 0; i < SPW_COUNT(keys); i++) {
        if (slice_eq(name, slice_cstr(keys[i].name))) {
            return keys[i].key;
        }
    }
    return NULL;
}

static struct paper *paper_named(struct slice name)
{
    for (size_t i = 0; i < SPW_COUNT(papers); i++) {
        if (slice_eq(name, slice_cstr(papers[i].name))) {
            return &papers[i];
        }
    }
    return NULL;
}

static const char *host_list(unsigned hosts)
{
    static char list[NAMES_MAX];
    size_t n = 0;
    for (unsigned i = 0; i < hosts; i++) {
        n += (size_t)snprintf(list + n, sizeof list - n, "%sDNS:node%02u.devices.example.com",
                              i > 0 ? "," : "", i);
        assert_true(n < sizeof list);
    }
    return list;
}

static void make_paper(struct paper *p)
{
    static const struct make_extension lists[][6] = {
        [AUTHORITY] = {{NID_subject_key_identifier, "hash"},
                       {NID_authority_key_identifier, "keyid"},
                       {NID_basic_constraints, "critical,CA:TRUE"},
                       {NID_key_usage, "critical,keyCertSign,cRLSign"}},
        [SERVER] = {{NID_subject_key_identifier, "hash"},
                    {NID_authority_key_identifier, "keyid"},
                    {NID_basic_constraints, "CA:FALSE"},
                    {NID_ext_key_usage, "serverAuth"},
                    {NID_subject_alt_name, "DNS:broker.example.com"}},
        [CLIENT] = {{NID_subject_key_identifier, "hash"},
                    {NID_authority_key_identifier, "keyid"},
                    {NID_ext_key_usage, "clientAuth"}},
        [CLIENT_ALL] = {{NID_subject_key_identifier, "hash"}},
        [MANY_NAMES] = {{NID_subject_key_identifier, "hash"}},
        [OLD_STYLE] = {{0, NULL}},
    };
    struct make_extension own[6];
    struct paper *parent = p->parent != NULL ? paper_named(slice_cstr(p->parent)) : NULL;
    struct make_certificate spec = {.subject = p->subject,
                                    .issuer = parent != NULL ? parent->subject : NULL,
                                    .version = p->use == OLD_STYLE ? 1 : 3,
                                    .not_before = p->from != NULL ? p->from : "20150101000000Z",
                                    .not_after = p->to != NULL ? p->to : "20400101000000Z",
                                    .digest = p->digest};
    EVP_PKEY *key = key_named(slice_cstr(p->key));
    EVP_PKEY *signer = p->signer != NULL ? key_named(slice_cstr(p->signer)) : key;

    memcpy(own, lists[p->use], sizeof own);
    if (p->use == MANY_NAMES) {
        own[1] = (struct make_extension){NID_subject_alt_name, host_list(p->hosts)};
        own[2] = (struct make_extension){NID_basic_constraints,
                                         p->parent == NULL ? "critical,CA:TRUE" : "CA:FALSE"};
    }
    spec.extensions = own;
    p->x = make_certificate(&spec, key, signer, parent != NULL ? parent->x : NULL);
}

void material_make(void)
{
    for (size_t i = 0; i < SPW_COUNT(keys); i++) {
        keys[i].key = make_key(keys[i].kind);
    }
    for (size_t i = 0; i < SPW_COUNT(papers); i++) {
        make_paper(&papers[i]);
    }
}

void material_free(void)
{
    for (size_t i = 0; i < SPW_COUNT(papers); i++) {
        X509_free(papers[i].x);
    }
    for (size_t i = 0; i < SPW_COUNT(keys); i++) {
        EVP_PKEY_free(keys[i].key);
    }
}

bool material_key_id(struct slice name, uint8_t id[20])
{
    const struct paper *p = paper_named(name);
    const ASN1_OCTET_STRING *o = p != NULL ? X509_get0_subject_key_id(p->x) : NULL;
    if (o == NULL || ASN1_STRING_length(o) != 20) {
        return false;
    }
    memcpy(id, ASN1_STRING_get0_data(o), 20);
    return true;
}

static bool put_and_free(struct buf *out, unsigned char *bytes, int n)
{
    if (n > 0) {
        buf_put(out, slice_of(bytes, (size_t)n));
    }
    OPENSSL_free(bytes);
    return n > 0;
}

bool material_der(struct slice name, struct buf *out, const char **label)
{
    const struct paper *p = paper_named(name);
    EVP_PKEY *key = key_named(name);
    unsigned char *bytes = NULL;

    *label = "CERTIFICATE";
    if (p != NULL) {
        const int n = i2d_X509(p->x, &bytes);
        return put_and_free(out, bytes, n);
    }
    if (key == NULL) {
        return false;
    }
    *label = EVP_PKEY_get_base_id(key) == EVP_PKEY_EC ? "EC PRIVATE KEY" : "RSA PRIVATE KEY";
    const int n = i2d_PrivateKey(key, &bytes);
    return put_and_free(out, bytes, n);
}

static bool write_key(BIO *b, EVP_PKEY *key, struct slice form)
{
    if (slice_eq(form, SLICE("pkcs8"))) {
        return PEM_write_bio_PKCS8PrivateKey(b, key, NULL, NULL, 0, NULL, NULL) == 1;
    }
    if (slice_eq(form, SLICE("encrypted"))) {
        return PEM_write_bio_PKCS8PrivateKey(b, key, EVP_aes_256_cbc(), "secret", 6, NULL, NULL) ==
               1;
    }
    if (slice_eq(form, SLICE("locked"))) {
        return PEM_write_bio_PrivateKey_traditional(
                   b, key, EVP_aes_128_cbc(), (const unsigned char *)"secret", 6, NULL, NULL) == 1;
    }
    return slice_eq(form, SLICE("public")) && PEM_write_bio_PUBKEY(b, key) == 1;
}

static bool write_request(BIO *b, EVP_PKEY *key)
{
    X509_REQ *r = X509_REQ_new();
    bool ok = X509_REQ_set_pubkey(r, key) == 1 && X509_REQ_sign(r, key, EVP_sha256()) > 0 &&
              PEM_write_bio_X509_REQ(b, r) == 1;
    X509_REQ_free(r);
    return ok;
}

static bool write_bundle(BIO *b, X509 *x, EVP_PKEY *key, struct slice form)
{
    PKCS12 *p12 = PKCS12_create("secret", "device", key, x, NULL, 0, 0, 0, 0, 0);
    PKCS7 *p7 = PKCS7_new();
    bool ok = p12 != NULL && PKCS7_set_type(p7, NID_pkcs7_signed) == 1 &&
              PKCS7_content_new(p7, NID_pkcs7_data) == 1 && PKCS7_add_certificate(p7, x) == 1;
    if (ok && slice_eq(form, SLICE("p12"))) {
        ok = i2d_PKCS12_bio(b, p12) == 1;
    } else if (ok && slice_eq(form, SLICE("p7"))) {
        ok = PEM_write_bio_PKCS7(b, p7) == 1;
    } else if (ok) {
        ok = slice_eq(form, SLICE("trusted")) && PEM_write_bio_X509_AUX(b, x) == 1;
    }
    PKCS7_free(p7);
    PKCS12_free(p12);
    return ok;
}

bool material_special(struct slice name, struct slice form, struct buf *out)
{
    struct paper *p = paper_named(name);
    EVP_PKEY *key = p != NULL ? key_named(slice_cstr(p->key)) : key_named(name);
    BIO *b = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    bool ok = key != NULL && b != NULL;

    if (ok && slice_eq(form, SLICE("request"))) {
        ok = write_request(b, key);
    } else if (ok) {
        ok = p != NULL ? write_bundle(b, p->x, key, form) : write_key(b, key, form);
    }
    const long n = ok ? BIO_get_mem_data(b, &bytes) : 0;
    buf_put(out, slice_of(bytes, (size_t)n));
    BIO_free(b);
    return ok;
}

bool material_put(struct slice name, struct slice form, struct buf *out)
{
    const char *label = NULL;
    struct buf der;
    bool ok;

    buf_init(&der, 1 << 16);
    ok = material_der(name, &der, &label) && form_put(buf_slice(&der), label, form, out);
    buf_dispose(&der);
    return ok || material_special(name, form, out);
}
