/* Certificates of every sort, made by libcrypto and compared with what it says about them. */
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

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

static void keys_and_signatures_of_all_sorts_are_read_as_libcrypto_reads_them(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum make_key key;
        const char *digest;
    } rows[] = {
        {"RSA 1024, SHA-1", MAKE_RSA_1024, "SHA1"},
        {"RSA 1024, MD5", MAKE_RSA_1024, "MD5"},
        {"RSA 2048, SHA-256", MAKE_RSA_2048, "SHA256"},
        {"RSA 2048, SHA-384", MAKE_RSA_2048, "SHA384"},
        {"RSA 4096, SHA-512", MAKE_RSA_4096, "SHA512"},
        {"P-256, SHA-256", MAKE_P256, "SHA256"},
        {"P-384, SHA-384", MAKE_P384, "SHA384"},
        {"P-256, SHA-1", MAKE_P256, "SHA1"},
        {"RSA 2048, SHA-224", MAKE_RSA_2048, "SHA224"},
        {"Ed25519", MAKE_ED25519, NULL},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        const struct make_certificate spec = {.subject = "C=AT/O=Upper/CN=root",
                                              .version = 3,
                                              .not_before = "20200101000000Z",
                                              .not_after = "20520101000000Z",
                                              .digest = rows[i].digest};
        EVP_PKEY *key = make_key(rows[i].key);
        X509 *certificate = make_certificate(&spec, key, key, NULL);
        const struct x509_facts facts = oracle_check(certificate, &arena, spw_row);
        assert_number_row(facts.self_signed, TRI_YES);
        const struct slice digest = slice_cstr(rows[i].digest);
        const bool ec = rows[i].key == MAKE_P256 || rows[i].key == MAKE_P384;
        assert_number_row(facts.signature_ecdsa, ec);
        assert_number_row(facts.signature_md5, slice_eq(digest, SLICE("MD5")));
        assert_number_row(facts.signature_sha1, slice_eq(digest, SLICE("SHA1")));
        assert_number_row(facts.signature_sha384_or_more,
                          slice_eq(digest, SLICE("SHA384")) || slice_eq(digest, SLICE("SHA512")));
        assert_false(facts.signature_pss);
        X509_free(certificate);
        EVP_PKEY_free(key);
        arena_reset(&arena);
    }
}

struct usage_row {
    const char *name;
    int version;
    struct make_extension list[8];
};

static const struct usage_row usage_rows[] = {
    {"version 1", 1, {{0, NULL}}},
    {"no extensions", 3, {{0, NULL}}},
    {"a root",
     3,
     {{NID_subject_key_identifier, "hash"},
      {NID_basic_constraints, "critical,CA:TRUE"},
      {NID_key_usage, "critical,keyCertSign,cRLSign"},
      {0, NULL}}},
    {"an intermediate with a path length",
     3,
     {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
      {NID_authority_key_identifier, "keyid"},
      {NID_subject_key_identifier, "hash"},
      {0, NULL}}},
    {"a server",
     3,
     {{NID_basic_constraints, "CA:FALSE"},
      {NID_key_usage, "digitalSignature,keyEncipherment"},
      {NID_ext_key_usage, "serverAuth"},
      {NID_subject_alt_name, "DNS:a.example,DNS:*.b.example,IP:192.0.2.7,email:x@y.example"},
      {0, NULL}}},
    {"a client", 3, {{NID_ext_key_usage, "clientAuth,emailProtection"}, {0, NULL}}},
    {"any purpose", 3, {{NID_ext_key_usage, "anyExtendedKeyUsage"}, {0, NULL}}},
    {"neither", 3, {{NID_ext_key_usage, "codeSigning"}, {0, NULL}}},
    {"extensions nobody reads",
     3,
     {{NID_netscape_comment, "a comment"},
      {NID_info_access, "OCSP;URI:http://ocsp.example/"},
      {NID_crl_distribution_points, "URI:http://crl.example/a.crl"},
      {0, NULL}}},
    {"a key identifier of 32 bytes",
     3,
     {{NID_subject_key_identifier,
       "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"},
      {0, NULL}}},
    {"a key identifier of 33 bytes",
     3,
     {{NID_subject_key_identifier,
       "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20"},
      {0, NULL}}},
};

static void extensions_are_read_as_libcrypto_reads_them(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    EVP_PKEY *signer = make_key(MAKE_P256);
    X509 *parent = make_simple("CN=parent", signer, true);
    for (size_t i = 0; i < SPW_COUNT(usage_rows); i++) {
        const struct make_certificate spec = {.subject = "CN=device",
                                              .issuer = "CN=parent",
                                              .version = usage_rows[i].version,
                                              .not_before = "19990101000000Z",
                                              .not_after = "20010101000000Z",
                                              .extensions = usage_rows[i].list};
        X509 *certificate = make_certificate(&spec, key, signer, parent);
        (void)oracle_check(certificate, &arena, usage_rows[i].name);
        X509_free(certificate);
        arena_reset(&arena);
    }
    X509_free(parent);
    EVP_PKEY_free(signer);
    EVP_PKEY_free(key);
}

static void a_pss_signature_tells_its_hash_from_the_parameters(void **state)
{
    (void)state;
    const EVP_MD *const digests[] = {EVP_sha1(), EVP_sha256(), EVP_sha384()};
    EVP_PKEY *key = make_key(MAKE_RSA_1024);
    for (size_t i = 0; i < SPW_COUNT(digests); i++) {
        unsigned odd = 0;
        X509 *certificate = make_simple("CN=pss", key, true);
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        EVP_PKEY_CTX *how = NULL;
        assert_int_equal(EVP_DigestSignInit(context, &how, digests[i], NULL, key), 1);
        assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING), 1);
        assert_true(X509_sign_ctx(certificate, context) > 0);
        const struct made der = make_der(certificate);
        const struct x509_facts facts = read_bytes(made_slice(&der), &odd);
        assert_int_equal(odd, 0);
        oracle_compare(certificate, &facts, "pss");
        assert_true(facts.signature_pss);
        assert_int_equal(facts.signature_sha1, i == 0);
        assert_int_equal(facts.signature_sha384_or_more, i == 2);
        assert_int_equal(facts.self_signed, TRI_YES);
        EVP_MD_CTX_free(context);
        X509_free(certificate);
    }
    EVP_PKEY_free(key);
}

static void self_issued_is_not_self_signed(void **state)
{
    (void)state;
    const struct make_certificate spec = {.subject = "CN=twin",
                                          .version = 3,
                                          .not_before = "20200101000000Z",
                                          .not_after = "20300101000000Z"};
    EVP_PKEY *old_key = make_key(MAKE_P256);
    EVP_PKEY *new_key = make_key(MAKE_P256);
    X509 *certificate = make_certificate(&spec, new_key, old_key, NULL);
    const struct x509_facts facts = oracle_check(certificate, &arena, "twin");
    assert_true(facts.self_issued);
    assert_int_equal(facts.self_signed, TRI_NO);
    X509_free(certificate);
    EVP_PKEY_free(old_key);
    EVP_PKEY_free(new_key);
}

static void identify_leaves_to_complete_what_needs_libcrypto(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *certificate = make_simple("CN=root", key, true);
    const struct made pem = make_pem(certificate);
    struct x509_facts facts;
    unsigned odd = 0;
    assert_int_equal(x509_identify(made_slice(&pem), &arena, &facts, &odd), SPW_OK);
    assert_int_equal(facts.self_signed, TRI_UNKNOWN);
    assert_int_equal(facts.sha256.n + facts.key_sha1.n + facts.spki_sha256.n, 0);
    assert_slice(facts.subject, SLICE("CN=root"));
    x509_complete(&facts);
    oracle_compare(certificate, &facts, "completed");
    assert_int_equal(facts.self_signed, TRI_YES);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(keys_and_signatures_of_all_sorts_are_read_as_libcrypto_reads_them),
        SPW_TEST(extensions_are_read_as_libcrypto_reads_them),
        SPW_TEST(a_pss_signature_tells_its_hash_from_the_parameters),
        SPW_TEST(self_issued_is_not_self_signed),
        SPW_TEST(identify_leaves_to_complete_what_needs_libcrypto),
    };
    return cmocka_run_group_tests_name("x509/certificate", tests, set_up, tear_down);
}
