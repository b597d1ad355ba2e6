/* Who signed whom, which key is whose, which name is whose. */
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/x509v3.h>

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

static struct x509_facts read_bytes(struct slice bytes)
{
    struct x509_facts facts;
    unsigned odd = 0;
    assert_int_equal(x509_read(bytes, &arena, &facts, &odd), SPW_OK);
    return facts;
}

static struct x509_facts read_certificate(X509 *certificate)
{
    const struct made der = make_der(certificate);
    return read_bytes(made_slice(&der));
}

static struct x509_facts read_key(EVP_PKEY *key)
{
    struct made der = {.n = 0};
    unsigned char *p = der.bytes;
    der.n = (size_t)i2d_PrivateKey(key, &p);
    return read_bytes(made_slice(&der));
}

/* A chain of three with keys of three types. */
struct chain {
    EVP_PKEY *keys[3];
    X509 *certificates[3];
    struct x509_facts facts[3];
};

static const struct make_extension ca_extensions[] = {
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid"},
    {NID_basic_constraints, "critical,CA:TRUE"},
    {0, NULL},
};

static X509 *make_child(const char *subject, const char *issuer, EVP_PKEY *key, EVP_PKEY *signer,
                        X509 *parent, const struct make_extension *extensions)
{
    const struct make_certificate spec = {.subject = subject,
                                          .issuer = issuer,
                                          .version = 3,
                                          .not_before = "20200101000000Z",
                                          .not_after = "20300101000000Z",
                                          .extensions = extensions};
    return make_certificate(&spec, key, signer, parent);
}

static void make_chain(struct chain *c)
{
    c->keys[0] = make_key(MAKE_RSA_1024);
    c->keys[1] = make_key(MAKE_P256);
    c->keys[2] = make_key(MAKE_ED25519);
    c->certificates[0] = make_simple("CN=Root", c->keys[0], true);
    c->certificates[1] = make_child("CN=Middle", "CN=Root", c->keys[1], c->keys[0],
                                    c->certificates[0], ca_extensions);
    c->certificates[2] = make_child("CN=Leaf", "CN=Middle", c->keys[2], c->keys[1],
                                    c->certificates[1], ca_extensions);
    for (size_t i = 0; i < 3; i++) {
        c->facts[i] = read_certificate(c->certificates[i]);
    }
}

static void free_chain(struct chain *c)
{
    for (size_t i = 0; i < 3; i++) {
        X509_free(c->certificates[i]);
        EVP_PKEY_free(c->keys[i]);
    }
}

static void only_the_next_one_up_issued_a_certificate(void **state)
{
    (void)state;
    static const enum tri want[3][3] = {
        {TRI_YES, TRI_YES, TRI_NO}, {TRI_NO, TRI_NO, TRI_YES}, {TRI_NO, TRI_NO, TRI_NO}};
    struct chain c;
    make_chain(&c);
    for (size_t issuer = 0; issuer < 3; issuer++) {
        for (size_t subject = 0; subject < 3; subject++) {
            assert_int_equal(x509_issued(&c.facts[issuer], &c.facts[subject]),
                             want[issuer][subject]);
        }
    }
    free_chain(&c);
}

static void a_namesake_without_the_key_did_not_issue(void **state)
{
    (void)state;
    struct chain c;
    make_chain(&c);
    EVP_PKEY *other = make_key(MAKE_RSA_1024);
    X509 *with_id = make_simple("CN=Root", other, true);
    X509 *without_id = make_child("CN=Root", NULL, other, other, NULL, NULL);
    X509 *wrong_type = make_child("CN=Root", NULL, c.keys[2], c.keys[2], NULL, NULL);
    X509 *same_key = make_child("CN=Root", NULL, c.keys[0], c.keys[0], NULL, NULL);
    X509 *other_name = make_child("CN=Roof", NULL, c.keys[0], c.keys[0], NULL, NULL);
    struct x509_facts f = read_certificate(with_id);
    assert_int_equal(x509_issued(&f, &c.facts[1]), TRI_NO);
    f = read_certificate(without_id);
    assert_int_equal(x509_issued(&f, &c.facts[1]), TRI_NO);
    f = read_certificate(wrong_type);
    assert_int_equal(x509_issued(&f, &c.facts[1]), TRI_NO);
    f = read_certificate(other_name);
    assert_int_equal(x509_issued(&f, &c.facts[1]), TRI_NO);
    f = read_certificate(same_key);
    assert_int_equal(x509_issued(&f, &c.facts[1]), TRI_YES);
    X509_free(with_id);
    X509_free(without_id);
    X509_free(wrong_type);
    X509_free(same_key);
    X509_free(other_name);
    EVP_PKEY_free(other);
    free_chain(&c);
}

static void names_may_differ_in_case_and_blanks(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *root = make_child("O=My  Works/CN=ROOT", NULL, key, key, NULL, NULL);
    X509 *child = make_child("CN=Leaf", "O=my works/CN=Root", key, key, NULL, NULL);
    const struct x509_facts a = read_certificate(root);
    const struct x509_facts b = read_certificate(child);
    assert_int_equal(x509_issued(&a, &b), TRI_YES);
    X509_free(root);
    X509_free(child);
    EVP_PKEY_free(key);
}

static void a_damaged_signature_is_none_and_an_unknown_algorithm_is_unknown(void **state)
{
    (void)state;
    struct chain c;
    make_chain(&c);
    for (size_t i = 1; i < 3; i++) {
        struct made der = make_der(c.certificates[i]);
        der.bytes[der.n - 1] ^= 1;
        struct x509_facts f = read_bytes(made_slice(&der));
        assert_int_equal(x509_issued(&c.facts[i - 1], &f), TRI_NO);
    }
    /* An ECDSA signature that is no SEQUENCE of two numbers. */
    struct made der = make_der(c.certificates[2]);
    const struct slice sequence = SLICE("\x00\x30\x44\x02\x20");
    size_t at = slice_find(made_slice(&der), sequence, 0);
    if (at < der.n) { /* the numbers are not always of this length */
        der.bytes[at + 1] = 0x31;
        const struct x509_facts f = read_bytes(made_slice(&der));
        assert_int_equal(x509_issued(&c.facts[1], &f), TRI_NO);
    }
    /* Both times sha256WithRSAEncryption stands there, md2WithRSAEncryption. */
    der = make_der(c.certificates[1]);
    const struct slice algorithm = SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b");
    for (at = 0; (at = slice_find(made_slice(&der), algorithm, at)) < der.n; at++) {
        der.bytes[at + algorithm.n - 1] = 0x02;
    }
    const struct x509_facts f = read_bytes(made_slice(&der));
    assert_slice(f.signature, SLICE("md2WithRSAEncryption"));
    assert_int_equal(x509_issued(&c.facts[0], &f), TRI_UNKNOWN);
    free_chain(&c);
}

static void what_is_cut_or_no_certificate_leaves_the_question_open(void **state)
{
    (void)state;
    struct chain c;
    make_chain(&c);
    const struct made der = make_der(c.certificates[1]);
    const struct x509_facts cut = read_bytes(slice_sub(made_slice(&der), 0, der.n - 1));
    const struct x509_facts nothing = read_bytes(SLICE("AT"));
    const struct x509_facts key = read_key(c.keys[0]);
    assert_int_equal(x509_issued(&c.facts[0], &cut), TRI_UNKNOWN);
    assert_int_equal(x509_issued(&c.facts[2], &cut), TRI_NO);
    assert_int_equal(x509_issued(&cut, &c.facts[2]), TRI_UNKNOWN);
    assert_int_equal(x509_issued(&c.facts[0], &nothing), TRI_UNKNOWN);
    assert_int_equal(x509_issued(&key, &c.facts[0]), TRI_UNKNOWN);
    assert_int_equal(x509_key_matches(&key, &cut), TRI_NO);
    assert_int_equal(x509_key_matches(&c.facts[0], &c.facts[0]), TRI_UNKNOWN);
    assert_int_equal(x509_key_matches(&key, &nothing), TRI_UNKNOWN);
    assert_int_equal(x509_matches_host(&key, SLICE("a.example")), TRI_UNKNOWN);
    assert_int_equal(x509_matches_host(&cut, SLICE("a.example")), TRI_UNKNOWN);
    assert_int_equal(x509_matches_host(&c.facts[0], SLICE("")), TRI_UNKNOWN);
    free_chain(&c);
}

static void a_key_matches_its_own_certificate_only(void **state)
{
    (void)state;
    static const enum make_key kinds[] = {MAKE_RSA_1024, MAKE_RSA_1024, MAKE_P256,   MAKE_P256,
                                          MAKE_P384,     MAKE_ED25519,  MAKE_ED25519};
    enum { N = SPW_COUNT(kinds) };
    EVP_PKEY *keys[N];
    struct x509_facts key_facts[N];
    struct x509_facts facts[N];
    for (size_t i = 0; i < N; i++) {
        keys[i] = make_key(kinds[i]);
        X509 *certificate = make_simple("CN=device", keys[i], false);
        key_facts[i] = read_key(keys[i]);
        facts[i] = read_certificate(certificate);
        X509_free(certificate);
        EVP_PKEY_free(keys[i]);
    }
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < N; k++) {
            assert_int_equal(x509_key_matches(&key_facts[i], &facts[k]), tri_of(i == k));
        }
    }
}

static void a_key_matches_before_the_digests_are_there_and_with_its_point_compressed(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    struct x509_facts key_facts = read_key(key);
    assert_int_equal(EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                                    "compressed"),
                     1);
    X509 *certificate = make_simple("CN=device", key, false);
    const struct x509_facts facts = read_certificate(certificate);
    assert_false(x509_id_eq(&key_facts.spki_sha256, &facts.spki_sha256));
    assert_int_equal(x509_key_matches(&key_facts, &facts), TRI_YES);
    key_facts.spki_sha256.n = 0;
    assert_int_equal(x509_key_matches(&key_facts, &facts), TRI_YES);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static void hosts_match_by_whole_labels(void **state)
{
    (void)state;
    static const struct {
        const char *names, *subject, *host;
        enum tri want;
    } rows[] = {
        {"DNS:a.example", "CN=x", "a.example", TRI_YES},
        {"DNS:a.example", "CN=x", "A.EXAMPLE", TRI_YES},
        {"DNS:a.example", "CN=x", "a.example.", TRI_YES},
        {"DNS:a.example", "CN=x", "b.example", TRI_NO},
        {"DNS:a.example", "CN=x", "x.a.example", TRI_NO},
        {"DNS:a.example,DNS:b.example", "CN=x", "b.example", TRI_YES},
        {"DNS:*.b.example", "CN=x", "a.b.example", TRI_YES},
        {"DNS:*.b.example", "CN=x", "a.a.b.example", TRI_NO},
        {"DNS:*.b.example", "CN=x", "b.example", TRI_NO},
        {"DNS:*.b.example", "CN=x", ".b.example", TRI_NO},
        {"DNS:*.example", "CN=x", "a.example", TRI_NO},
        {"DNS:f*.b.example", "CN=x", "foo.b.example", TRI_NO},
        {"DNS:*.*.example", "CN=x", "a.b.example", TRI_NO},
        {"DNS:*.azure-devices.net,DNS:azure-devices.net", "CN=x", "xxx-xxx.azure-devices.net",
         TRI_YES},
        {"DNS:a.example", "CN=b.example", "b.example", TRI_NO},
        {"email:x@b.example", "CN=b.example", "b.example", TRI_YES},
        {NULL, "CN=b.example", "b.example", TRI_YES},
        {NULL, "CN=*.b.example", "a.b.example", TRI_YES},
        {NULL, "CN=first.example/CN=last.example", "last.example", TRI_YES},
        {NULL, "CN=first.example/CN=last.example", "first.example", TRI_NO},
        {NULL, "O=b.example", "b.example", TRI_NO},
        {"IP:192.0.2.7", "CN=x", "192.0.2.7", TRI_YES},
        {"IP:192.0.2.7", "CN=x", "192.0.2.8", TRI_NO},
        {"IP:192.0.2.7", "CN=192.0.2.8", "192.0.2.8", TRI_NO},
        {"DNS:192.0.2.7", "CN=x", "192.0.2.7", TRI_NO},
        {"DNS:*.0.2.7", "CN=x", "192.0.2.7", TRI_NO},
        {"IP:2001:db8::1", "CN=x", "2001:db8:0::1", TRI_YES},
        {"IP:2001:db8::1", "CN=x", "2001:db8::2", TRI_NO},
        {NULL, "CN=192.0.2.7", "192.0.2.7", TRI_YES},
    };
    EVP_PKEY *key = make_key(MAKE_P256);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        const struct make_extension extensions[] = {
            {rows[i].names != NULL ? NID_subject_alt_name : 0, rows[i].names}, {0, NULL}};
        X509 *certificate = make_child(rows[i].subject, NULL, key, key, NULL, extensions);
        const struct x509_facts facts = read_certificate(certificate);
        if (x509_matches_host(&facts, slice_cstr(rows[i].host)) != rows[i].want) {
            fail_msg("%s | %s | %s", rows[i].names, rows[i].subject, rows[i].host);
        }
        X509_free(certificate);
        arena_reset(&arena);
    }
    EVP_PKEY_free(key);
}

static void addresses_of_both_families_are_listed(void **state)
{
    (void)state;
    const struct make_extension extensions[] = {
        {NID_subject_alt_name, "DNS:a.example,IP:192.0.2.7,IP:2001:db8::1"}, {0, NULL}};
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *certificate = make_child("CN=x", NULL, key, key, NULL, extensions);
    const struct x509_facts facts = read_certificate(certificate);
    assert_slice(facts.dns_names, SLICE("a.example, 192.0.2.7, 2001:db8::1"));
    X509_free(certificate);
    EVP_PKEY_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(only_the_next_one_up_issued_a_certificate),
        SPW_TEST(a_namesake_without_the_key_did_not_issue),
        SPW_TEST(names_may_differ_in_case_and_blanks),
        SPW_TEST(a_damaged_signature_is_none_and_an_unknown_algorithm_is_unknown),
        SPW_TEST(what_is_cut_or_no_certificate_leaves_the_question_open),
        SPW_TEST(a_key_matches_its_own_certificate_only),
        SPW_TEST(a_key_matches_before_the_digests_are_there_and_with_its_point_compressed),
        SPW_TEST(hosts_match_by_whole_labels),
        SPW_TEST(addresses_of_both_families_are_listed),
    };
    return cmocka_run_group_tests_name("x509/relation", tests, set_up, tear_down);
}
