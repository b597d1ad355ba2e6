/* What is no plain certificate, and what is none at all. */
#include <string.h>

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>

#include "base/stamp.h"
#include "make.h"
#include "oracle.h"
#include "support/spw_test.h"

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

static struct x509_facts read_bytes(struct slice bytes, unsigned *odd)
{
    struct x509_facts facts;
    assert_int_equal(x509_read(bytes, &arena, &facts, odd), SPW_OK);
    return facts;
}

static void a_trusted_certificate_is_the_certificate_and_more(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *certificate = make_simple("CN=root", key, true);
    assert_int_equal(X509_alias_set1(certificate, (const unsigned char *)"alias", -1), 1);
    BIO *bio = BIO_new(BIO_s_mem());
    struct made pem = {.n = 0};
    unsigned odd = 0;
    assert_int_equal(PEM_write_bio_X509_AUX(bio, certificate), 1);
    pem.n = (size_t)BIO_read(bio, pem.bytes, MADE_MAX);
    const struct x509_facts facts = read_bytes(made_slice(&pem), &odd);
    assert_int_equal(odd, 0);
    assert_int_equal(facts.what, X509_TRUSTED_CERTIFICATE);
    oracle_compare(certificate, &facts, "trusted");
    assert_true(facts.der_length > facts.der.n);
    assert_int_equal(x509_lengths_of(&facts).pem_lf, pem.n);
    BIO_free(bio);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static void a_request_tells_subject_and_key(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_RSA_1024);
    X509 *certificate = make_simple("O=Works/CN=device", key, false);
    X509_REQ *request = X509_to_X509_REQ(certificate, key, EVP_sha256());
    struct made der = {.n = 0};
    unsigned char *p = der.bytes;
    unsigned odd = 0;
    der.n = (size_t)i2d_X509_REQ(request, &p);
    const struct made pem = make_armour(made_slice(&der), "CERTIFICATE REQUEST");
    struct x509_facts facts = read_bytes(made_slice(&der), &odd);
    assert_int_equal(facts.what, X509_REQUEST);
    facts = read_bytes(made_slice(&pem), &odd);
    assert_int_equal(odd, 0);
    assert_int_equal(facts.what, X509_REQUEST);
    assert_slice(facts.subject, SLICE("CN=device, O=Works"));
    assert_int_equal(facts.key_bits, 1024);
    assert_int_equal(facts.spki_sha256.n, 32);
    assert_int_equal(x509_lengths_of(&facts).pem_lf, pem.n);
    X509_REQ_free(request);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static void bundles_are_named_not_opened(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *certificate = make_simple("CN=device", key, false);
    PKCS12 *p12 = PKCS12_create("secret", "name", key, certificate, NULL, 0, 0, 0, 0, 0);
    PKCS7 *p7 = PKCS7_sign(certificate, key, NULL, NULL, PKCS7_BINARY | PKCS7_PARTIAL);
    unsigned odd = 0;
    struct made der = {.n = 0};
    unsigned char *p = der.bytes;
    der.n = (size_t)i2d_PKCS12(p12, &p);
    assert_int_equal(read_bytes(made_slice(&der), &odd).what, X509_PKCS12);
    assert_int_equal(odd, 0);
    p = der.bytes;
    der.n = (size_t)i2d_PKCS7(p7, &p);
    struct made pem = make_armour(made_slice(&der), "PKCS7");
    assert_int_equal(read_bytes(made_slice(&der), &odd).what, X509_PKCS7);
    assert_int_equal(odd, 0);
    assert_int_equal(read_bytes(made_slice(&pem), &odd).what, X509_PKCS7);
    assert_int_equal(odd, 0);
    pem = make_armour(made_slice(&der), "CERTIFICATE");
    assert_int_equal(read_bytes(made_slice(&pem), &odd).what, X509_PKCS7);
    assert_int_equal(odd, X509_ODD_WRONG_LABEL);
    PKCS7_free(p7);
    PKCS12_free(p12);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static struct made make_revocation_list(EVP_PKEY *key, int version)
{
    struct made der = {.n = 0};
    unsigned char *p = der.bytes;
    X509_CRL *list = X509_CRL_new();
    ASN1_TIME *now = ASN1_TIME_set(NULL, 1600000000);
    assert_int_equal(X509_CRL_set_version(list, version - 1), 1);
    assert_int_equal(X509_CRL_set1_lastUpdate(list, now), 1);
    assert_true(X509_CRL_sign(list, key, EVP_sha256()) > 0);
    der.n = (size_t)i2d_X509_CRL(list, &p);
    ASN1_TIME_free(now);
    X509_CRL_free(list);
    return der;
}

static void a_revocation_list_is_something_else_and_not_damaged(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    for (int version = 1; version <= 2; version++) {
        unsigned odd = 0;
        const struct made der = make_revocation_list(key, version);
        assert_int_equal(read_bytes(made_slice(&der), &odd).what, X509_OTHER_PEM);
        assert_int_equal(odd, 0);
        struct made pem = make_armour(made_slice(&der), "X509 CRL");
        assert_int_equal(read_bytes(made_slice(&pem), &odd).what, X509_OTHER_PEM);
        assert_int_equal(odd, 0);
        pem = make_armour(made_slice(&der), "CERTIFICATE");
        assert_int_equal(read_bytes(made_slice(&pem), &odd).what, X509_OTHER_PEM);
        assert_int_equal(odd, X509_ODD_WRONG_LABEL);
    }
    EVP_PKEY_free(key);
}

static void what_is_no_certificate_is_called_by_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice bytes;
        enum x509_what what;
        unsigned odd;
    } rows[] = {
        {"nothing", SLICE_INIT(""), X509_NOTHING, 0},
        {"a zero byte", SLICE_INIT("\0"), X509_NOTHING, 0},
        {"text", SLICE_INIT("AT+S.TLSCERT=content,2\r\n\r\nAT-S.OK\r\n"), X509_NOTHING, 0},
        {"text with a zero in front", SLICE_INIT("0 bytes were sent here, and no more"),
         X509_NOTHING, 0},
        {"a byte order mark", SLICE_INIT("\xef\xbb\xbf"), X509_NOTHING, 0},
        {"a word that is base64", SLICE_INIT("MODULEREADYANDWAITINGFORCOMMANDS"), X509_NOTHING, 0},
        {"the head of a long SEQUENCE", SLICE_INIT("\x30\x82\x05\xb4\x30\x82"), X509_DAMAGED,
         X509_ODD_TRUNCATED},
        {"a long SEQUENCE of nonsense", SLICE_INIT("\x30\x81\x02\x05\x00"), X509_DAMAGED,
         X509_ODD_BAD_DER},
        {"the same in base64", SLICE_INIT("MIIAFAUAAAAAAAAAAAAAAAAAAAAAAAAA\n"), X509_DAMAGED,
         X509_ODD_NO_HEADER | X509_ODD_NO_TRAILER | X509_ODD_BAD_DER},
        {"parameters",
         SLICE_INIT(
             "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"),
         X509_OTHER_PEM, 0},
        {"a DSA key",
         SLICE_INIT(
             "\x30\x12\x02\x01\x00\x02\x01\x07\x02\x01\x03\x02\x01\x02\x02\x01\x04\x02\x01\x05"),
         X509_OTHER_PEM, 0},
        {"an RSA key that lacks numbers",
         SLICE_INIT("\x30\x0c\x02\x01\x00\x02\x01\x07\x02\x01\x03\x02\x01\x02"), X509_PRIVATE_KEY,
         X509_ODD_BAD_DER},
        {"an OpenSSH key",
         SLICE_INIT("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n"
                    "-----END OPENSSH PRIVATE KEY-----\n"),
         X509_OTHER_PEM, 0},
        {"an empty certificate",
         SLICE_INIT("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"), X509_CERTIFICATE,
         X509_ODD_TRUNCATED},
        {"a certificate of nonsense",
         SLICE_INIT("-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n"),
         X509_CERTIFICATE, X509_ODD_BAD_DER},
        {"only a BEGIN", SLICE_INIT("-----BEGIN PRIVATE KEY-----\n"), X509_PRIVATE_KEY,
         X509_ODD_TRUNCATED | X509_ODD_NO_TRAILER},
        {"only an END", SLICE_INIT("OK\n-----END CERTIFICATE-----\n"), X509_CERTIFICATE,
         X509_ODD_NO_HEADER | X509_ODD_BAD_BASE64 | X509_ODD_BAD_DER},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        unsigned odd = 0;
        const struct x509_facts facts = read_bytes(rows[i].bytes, &odd);
        assert_number_row(facts.what, rows[i].what);
        assert_number_row(odd, rows[i].odd);
        assert_number_row(facts.not_before, TIME_NONE);
        assert_number_row(facts.path_length, -1);
        assert_number_row(facts.sha256.n, 0);
    }
}

static void what_is_too_big_is_read_only_at_its_start(void **state)
{
    (void)state;
    struct arena big;
    arena_init(&big, 2 << 20);
    uint8_t *bytes = (uint8_t *)arena_alloc(&big, X509_TEXT_MAX + 100);
    assert_non_null(bytes);
    memcpy(bytes, "\x30\x84\x00\x03\x00\x00\x30", 7);
    unsigned odd = 0;
    struct x509_facts facts = read_bytes(slice_of(bytes, X509_TEXT_MAX), &odd);
    assert_int_equal(facts.what, X509_DAMAGED);
    assert_int_equal(odd, X509_ODD_TOO_BIG);
    assert_true(facts.der.n <= X509_DER_MAX);
    memset(bytes, 'A', X509_TEXT_MAX + 100);
    memcpy(bytes, "-----BEGIN CERTIFICATE-----\n", 28);
    facts = read_bytes(slice_of(bytes, X509_TEXT_MAX + 100), &odd);
    assert_int_equal(facts.what, X509_CERTIFICATE);
    assert_true((odd & X509_ODD_TOO_BIG) != 0);
    assert_true(facts.der.n <= X509_DER_MAX);
    arena_dispose(&big);
}

static void a_full_arena_is_told_and_nothing_else_happens(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *certificate = make_simple("C=AT/CN=device", key, true);
    const struct made pem = make_pem(certificate);
    const struct made der = make_der(certificate);
    bool enough = false;
    for (size_t cap = 0; !enough; cap += 8) {
        struct arena small;
        struct x509_facts facts;
        unsigned odd = 0;
        arena_init(&small, cap);
        const enum spw_status a = x509_read(made_slice(&pem), &small, &facts, &odd);
        arena_reset(&small);
        const enum spw_status b = x509_read(made_slice(&der), &small, &facts, &odd);
        assert_true(a == SPW_OK || a == SPW_NO_MEMORY);
        assert_true(b == SPW_OK || b == SPW_NO_MEMORY);
        enough = a == SPW_OK && b == SPW_OK;
        assert_true(cap < 8192);
        arena_dispose(&small);
    }
    X509_free(certificate);
    EVP_PKEY_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_trusted_certificate_is_the_certificate_and_more),
        SPW_TEST(a_request_tells_subject_and_key),
        SPW_TEST(bundles_are_named_not_opened),
        SPW_TEST(a_revocation_list_is_something_else_and_not_damaged),
        SPW_TEST(what_is_no_certificate_is_called_by_its_name),
        SPW_TEST(what_is_too_big_is_read_only_at_its_start),
        SPW_TEST(a_full_arena_is_told_and_nothing_else_happens),
    };
    return cmocka_run_group_tests_name("x509/what", tests, set_up, tear_down);
}
