/* Keys in every form people load, and what must never be seen of them. */
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/encoder.h>
#include <openssl/pem.h>

#include "make.h"
#include "support/spw_test.h"
#include "x509/certificate.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_dispose(&arena);
    return 0;
}

/* structure: "type-specific" (PKCS#1, SEC1), "PrivateKeyInfo", "EncryptedPrivateKeyInfo",
 * "SubjectPublicKeyInfo". */
static struct made encode(EVP_PKEY *key, const char *format, const char *structure, bool encrypted)
{
    struct made m = {.n = 0};
    uint8_t *p = m.bytes;
    size_t room = MADE_MAX;
    const bool public_key = strcmp(structure, "SubjectPublicKeyInfo") == 0;
    OSSL_ENCODER_CTX *encoder = OSSL_ENCODER_CTX_new_for_pkey(
        key, public_key ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR, format, structure, NULL);
    if (encrypted) {
        assert_int_equal(OSSL_ENCODER_CTX_set_cipher(encoder, "AES-256-CBC", NULL), 1);
        assert_int_equal(
            OSSL_ENCODER_CTX_set_passphrase(encoder, (const unsigned char *)"secret", 6), 1);
    }
    assert_int_equal(OSSL_ENCODER_to_data(encoder, &p, &room), 1);
    m.n = MADE_MAX - room;
    OSSL_ENCODER_CTX_free(encoder);
    return m;
}

static struct x509_facts read_bytes(struct slice bytes, unsigned *odd)
{
    struct x509_facts facts;
    assert_int_equal(x509_read(bytes, &arena, &facts, odd), SPW_OK);
    return facts;
}

static struct x509_id spki_of(EVP_PKEY *key)
{
    const struct made spki = encode(key, "DER", "SubjectPublicKeyInfo", false);
    struct x509_id id = {{0}, 0};
    unsigned n = 0;
    assert_int_equal(EVP_Digest(spki.bytes, spki.n, id.bytes, &n, EVP_sha256(), NULL), 1);
    id.n = n;
    return id;
}

struct form_row {
    const char *name;
    enum make_key key;
    const char *structure;
    bool encrypted;
    enum x509_what what;
    enum x509_key_form form;
    const char *label;
};

static const struct form_row form_rows[] = {
    {"RSA, PKCS#1", MAKE_RSA_2048, "type-specific", false, X509_PRIVATE_KEY, X509_FORM_PKCS1,
     "RSA PRIVATE KEY"},
    {"RSA, PKCS#8", MAKE_RSA_1024, "PrivateKeyInfo", false, X509_PRIVATE_KEY, X509_FORM_PKCS8,
     "PRIVATE KEY"},
    {"P-256, SEC1", MAKE_P256, "type-specific", false, X509_PRIVATE_KEY, X509_FORM_SEC1,
     "EC PRIVATE KEY"},
    {"P-256, PKCS#8", MAKE_P256, "PrivateKeyInfo", false, X509_PRIVATE_KEY, X509_FORM_PKCS8,
     "PRIVATE KEY"},
    {"P-384, SEC1", MAKE_P384, "type-specific", false, X509_PRIVATE_KEY, X509_FORM_SEC1,
     "EC PRIVATE KEY"},
    {"Ed25519", MAKE_ED25519, "PrivateKeyInfo", false, X509_PRIVATE_KEY, X509_FORM_PKCS8,
     "PRIVATE KEY"},
    {"Ed448", MAKE_ED448, "PrivateKeyInfo", false, X509_PRIVATE_KEY, X509_FORM_PKCS8,
     "PRIVATE KEY"},
    {"RSA, encrypted", MAKE_RSA_1024, "EncryptedPrivateKeyInfo", true, X509_ENCRYPTED_KEY,
     X509_FORM_PKCS8, "ENCRYPTED PRIVATE KEY"},
    {"P-256, encrypted", MAKE_P256, "EncryptedPrivateKeyInfo", true, X509_ENCRYPTED_KEY,
     X509_FORM_PKCS8, "ENCRYPTED PRIVATE KEY"},
    {"RSA, public", MAKE_RSA_1024, "SubjectPublicKeyInfo", false, X509_PUBLIC_KEY,
     X509_FORM_UNKNOWN, "PUBLIC KEY"},
    {"P-384, public", MAKE_P384, "SubjectPublicKeyInfo", false, X509_PUBLIC_KEY, X509_FORM_UNKNOWN,
     "PUBLIC KEY"},
    {"Ed25519, public", MAKE_ED25519, "SubjectPublicKeyInfo", false, X509_PUBLIC_KEY,
     X509_FORM_UNKNOWN, "PUBLIC KEY"},
};

static void check_key(const struct x509_facts *f, const struct form_row *row, EVP_PKEY *key)
{
    static const unsigned bits[] = {1024, 2048, 4096, 256, 384, 256, 456};
    SPW_ROW(row->name);
    assert_number_row(f->what, row->what);
    assert_number_row(f->key_form, row->form);
    assert_number_row(f->subject.n + f->issuer.n + f->dns_names.n + f->serial.n, 0);
    if (row->what == X509_ENCRYPTED_KEY) {
        assert_number_row(f->key_type, X509_KEY_UNKNOWN);
        assert_number_row(f->spki_sha256.n, 0);
        return;
    }
    const struct x509_id spki = spki_of(key);
    assert_number_row(f->key_bits, bits[row->key]);
    assert_number_row(f->curve.n != 0, row->key == MAKE_P256 || row->key == MAKE_P384);
    assert_true(x509_id_eq(&f->spki_sha256, &spki));
}

static void keys_of_every_form_are_recognised(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(form_rows); i++) {
        const struct form_row *row = &form_rows[i];
        SPW_ROW(row->name);
        EVP_PKEY *key = make_key(row->key);
        unsigned odd = 0;
        const struct made der = encode(key, "DER", row->structure, row->encrypted);
        const struct made pem = encode(key, "PEM", row->structure, row->encrypted);
        struct x509_facts facts = read_bytes(made_slice(&der), &odd);
        assert_number_row(odd, 0);
        check_key(&facts, row, key);
        assert_slice_row(facts.der, made_slice(&der));
        facts = read_bytes(made_slice(&pem), &odd);
        assert_number_row(odd, 0);
        check_key(&facts, row, key);
        assert_slice_row(facts.label, slice_cstr(row->label));
        assert_number_row(x509_lengths_of(&facts).pem_lf, pem.n);
        facts.label.n = 0; /* the label that its kind has */
        assert_number_row(x509_lengths_of(&facts).pem_lf, pem.n);
        EVP_PKEY_free(key);
        arena_reset(&arena);
    }
}

static void a_key_scrambled_by_a_header_is_encrypted(void **state)
{
    (void)state;
    static const struct {
        enum make_key kind;
        enum x509_key_type type;
        enum x509_key_form form;
    } rows[] = {
        {MAKE_RSA_1024, X509_KEY_RSA, X509_FORM_PKCS1},
        {MAKE_P256, X509_KEY_EC, X509_FORM_SEC1},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        EVP_PKEY *key = make_key(rows[i].kind);
        BIO *bio = BIO_new(BIO_s_mem());
        struct made pem = {.n = 0};
        unsigned odd = 0;
        assert_int_equal(PEM_write_bio_PrivateKey_traditional(bio, key, EVP_aes_128_cbc(),
                                                              (const unsigned char *)"secret", 6,
                                                              NULL, NULL),
                         1);
        pem.n = (size_t)BIO_read(bio, pem.bytes, MADE_MAX);
        const struct x509_facts facts = read_bytes(made_slice(&pem), &odd);
        assert_int_equal(odd, 0);
        assert_int_equal(facts.what, X509_ENCRYPTED_KEY);
        assert_int_equal(facts.key_type, rows[i].type);
        assert_int_equal(facts.key_form, rows[i].form);
        assert_int_equal(x509_lengths_of(&facts).pem_lf, 0);
        BIO_free(bio);
        EVP_PKEY_free(key);
    }
}

static void an_rsa_public_key_without_algorithm_is_one(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_RSA_1024);
    struct made der = {.n = 0};
    unsigned char *p = der.bytes;
    unsigned odd = 0;
    der.n = (size_t)i2d_PublicKey(key, &p);
    const struct made pem = make_armour(made_slice(&der), "RSA PUBLIC KEY");
    const struct x509_id spki = spki_of(key);
    const struct x509_facts facts = read_bytes(made_slice(&pem), &odd);
    assert_int_equal(odd, 0);
    assert_int_equal(facts.what, X509_PUBLIC_KEY);
    assert_int_equal(facts.key_form, X509_FORM_PKCS1);
    assert_int_equal(facts.key_bits, 1024);
    assert_true(x509_id_eq(&facts.spki_sha256, &spki));
    assert_int_equal(x509_lengths_of(&facts).pem_lf, pem.n);
    EVP_PKEY_free(key);
}

static void a_label_for_another_form_is_told(void **state)
{
    (void)state;
    static const struct {
        enum make_key key;
        const char *structure, *label;
        unsigned odd;
    } rows[] = {
        {MAKE_RSA_1024, "type-specific", "PRIVATE KEY", X509_ODD_WRONG_LABEL},
        {MAKE_RSA_1024, "PrivateKeyInfo", "RSA PRIVATE KEY", X509_ODD_WRONG_LABEL},
        {MAKE_RSA_1024, "type-specific", "CERTIFICATE", X509_ODD_WRONG_LABEL},
        {MAKE_P256, "PrivateKeyInfo", "EC PRIVATE KEY", X509_ODD_WRONG_LABEL},
        {MAKE_P256, "type-specific", "MY OWN KEY", X509_ODD_WRONG_LABEL},
        {MAKE_P256, "type-specific", "EC PRIVATE KEY", 0},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].label);
        unsigned odd = 0;
        EVP_PKEY *key = make_key(rows[i].key);
        const struct made der = encode(key, "DER", rows[i].structure, false);
        const struct made pem = make_armour(made_slice(&der), rows[i].label);
        const struct x509_facts facts = read_bytes(made_slice(&pem), &odd);
        assert_number_row(facts.what, X509_PRIVATE_KEY);
        assert_number_row(odd, rows[i].odd);
        EVP_PKEY_free(key);
    }
}

static void behind_curve_parameters_the_key_is_read(void **state)
{
    (void)state;
    static const struct slice parameters = SLICE_INIT(
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n");
    EVP_PKEY *key = make_key(MAKE_P256);
    const struct made pem = encode(key, "PEM", "type-specific", false);
    struct made both = {.n = 0};
    unsigned odd = 0;
    memcpy(both.bytes, parameters.p, parameters.n);
    memcpy(both.bytes + parameters.n, pem.bytes, pem.n);
    both.n = parameters.n + pem.n;
    const struct x509_facts facts = read_bytes(made_slice(&both), &odd);
    assert_int_equal(facts.what, X509_PRIVATE_KEY);
    assert_int_equal(odd, X509_ODD_PARAMETERS_BEFORE);
    assert_int_equal(x509_count_blocks(made_slice(&both)), 2);
    EVP_PKEY_free(key);
}

static void a_sec1_key_without_its_public_half_still_has_one(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    unsigned odd = 0;
    assert_int_equal(EVP_PKEY_set_int_param(key, OSSL_PKEY_PARAM_EC_INCLUDE_PUBLIC, 0), 1);
    const struct made der = encode(key, "DER", "type-specific", false);
    const struct x509_id spki = spki_of(key);
    const struct x509_facts facts = read_bytes(made_slice(&der), &odd);
    assert_int_equal(facts.what, X509_PRIVATE_KEY);
    assert_int_equal(odd, 0);
    assert_true(der.n < 60);
    assert_true(x509_id_eq(&facts.spki_sha256, &spki));
    EVP_PKEY_free(key);
}

static bool within(struct slice s, const void *p, size_t n)
{
    const uint8_t *start = (const uint8_t *)p;
    return s.n != 0 && s.p >= start && s.p < start + n;
}

/* `der` is the one field that holds key bytes; no text points into it. */
static void no_text_holds_bytes_of_a_private_key(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_RSA_1024);
    const struct made der = encode(key, "DER", "type-specific", false);
    for (size_t n = 0; n <= der.n; n++) {
        unsigned odd = 0;
        const struct x509_facts f = read_bytes(slice_sub(made_slice(&der), 0, n), &odd);
        const struct slice texts[] = {f.label,      f.subject,   f.issuer,
                                      f.subject_cn, f.issuer_cn, f.dns_names,
                                      f.serial,     f.signature, f.curve};
        for (size_t i = 0; i < SPW_COUNT(texts); i++) {
            assert_int_equal(texts[i].n, 0);
            assert_false(within(texts[i], f.der.p, f.der.n));
        }
        arena_reset(&arena);
    }
    EVP_PKEY_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(keys_of_every_form_are_recognised),
        SPW_TEST(a_key_scrambled_by_a_header_is_encrypted),
        SPW_TEST(an_rsa_public_key_without_algorithm_is_one),
        SPW_TEST(a_label_for_another_form_is_told),
        SPW_TEST(behind_curve_parameters_the_key_is_read),
        SPW_TEST(a_sec1_key_without_its_public_half_still_has_one),
        SPW_TEST(no_text_holds_bytes_of_a_private_key),
    };
    return cmocka_run_group_tests_name("x509/key", tests, set_up, tear_down);
}
