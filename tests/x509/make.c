#include "make.h"

#include <stdio.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "support/spw_test.h"

struct slice made_slice(const struct made *m) { return slice_of(m->bytes, m->n); }

EVP_PKEY *make_key(enum make_key kind)
{
    static const unsigned bits[] = {1024, 2048, 4096};
    EVP_PKEY *key = NULL;
    switch (kind) {
    case MAKE_RSA_1024:
    case MAKE_RSA_2048:
    case MAKE_RSA_4096:
        key = EVP_RSA_gen(bits[kind]);
        break;
    case MAKE_P256:
        key = EVP_EC_gen("P-256");
        break;
    case MAKE_P384:
        key = EVP_EC_gen("P-384");
        break;
    case MAKE_ED25519:
        key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
        break;
    case MAKE_ED448:
        key = EVP_PKEY_Q_keygen(NULL, NULL, "ED448");
        break;
    }
    assert_non_null(key);
    return key;
}

static void add_name(X509_NAME *name, const char *text)
{
    char copy[512];
    assert_true(strlen(text) < sizeof copy);
    memcpy(copy, text, strlen(text) + 1);
    for (char *part = copy; part != NULL;) {
        char *next = strchr(part, '/');
        if (next != NULL) {
            *next++ = '\0';
        }
        char *value = strchr(part, '=');
        assert_non_null(value);
        *value++ = '\0';
        assert_int_equal(X509_NAME_add_entry_by_txt(name, part, MBSTRING_UTF8,
                                                    (const unsigned char *)value, -1, -1, 0),
                         1);
        part = next;
    }
}

static void add_extensions(X509 *x, X509 *parent, const struct make_extension *list)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, parent, x, NULL, NULL, 0);
    for (; list != NULL && list->nid != 0; list++) {
        X509_EXTENSION *one = X509V3_EXT_conf_nid(NULL, &context, list->nid, list->value);
        if (one == NULL) {
            fail_msg("extension %s", list->value);
        }
        assert_int_equal(X509_add_ext(x, one, -1), 1);
        X509_EXTENSION_free(one);
    }
}

X509 *make_certificate(const struct make_certificate *spec, EVP_PKEY *key, EVP_PKEY *signer,
                       X509 *parent)
{
    X509 *x = X509_new();
    assert_non_null(x);
    assert_int_equal(X509_set_version(x, spec->version - 1), 1);
    assert_int_equal(ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), 0x8123456789abcdefU), 1);
    add_name(X509_get_subject_name(x), spec->subject);
    add_name(X509_get_issuer_name(x), spec->issuer != NULL ? spec->issuer : spec->subject);
    assert_int_equal(ASN1_TIME_set_string(X509_getm_notBefore(x), spec->not_before), 1);
    assert_int_equal(ASN1_TIME_set_string(X509_getm_notAfter(x), spec->not_after), 1);
    assert_int_equal(X509_set_pubkey(x, key), 1);
    add_extensions(x, parent != NULL ? parent : x, spec->extensions);
    const bool plain = EVP_PKEY_get_id(signer) == EVP_PKEY_ED25519;
    const char *digest = spec->digest != NULL ? spec->digest : "SHA256";
    assert_true(X509_sign(x, signer, plain ? NULL : EVP_get_digestbyname(digest)) > 0);
    return x;
}

X509 *make_simple(const char *subject, EVP_PKEY *key, bool ca)
{
    const struct make_extension extensions[] = {
        {NID_subject_key_identifier, "hash"},
        {NID_basic_constraints, ca ? "critical,CA:TRUE" : "CA:FALSE"},
        {0, NULL},
    };
    const struct make_certificate spec = {.subject = subject,
                                          .version = 3,
                                          .not_before = "20240101000000Z",
                                          .not_after = "20270101000000Z",
                                          .extensions = extensions};
    return make_certificate(&spec, key, key, NULL);
}

struct made make_der(X509 *certificate)
{
    struct made m = {.n = 0};
    unsigned char *p = m.bytes;
    const int n = i2d_X509(certificate, NULL);
    assert_in_range(n, 1, MADE_MAX);
    m.n = (size_t)i2d_X509(certificate, &p);
    return m;
}

static struct made read_bio(BIO *bio)
{
    struct made m = {.n = 0};
    const int n = BIO_read(bio, m.bytes, MADE_MAX);
    assert_in_range(n, 1, MADE_MAX - 1);
    m.n = (size_t)n;
    BIO_free(bio);
    return m;
}

struct made make_pem(X509 *certificate)
{
    BIO *bio = BIO_new(BIO_s_mem());
    assert_int_equal(PEM_write_bio_X509(bio, certificate), 1);
    return read_bio(bio);
}

struct made make_armour(struct slice der, const char *label)
{
    BIO *bio = BIO_new(BIO_s_mem());
    assert_true(PEM_write_bio(bio, label, "", der.p, (long)der.n) > 0);
    return read_bio(bio);
}

struct made make_file(const char *path)
{
    struct made m = {.n = 0};
    FILE *in = fopen(path, "rb");
    if (in != NULL) {
        m.n = fread(m.bytes, 1, MADE_MAX, in);
        fclose(in);
    }
    return m;
}
