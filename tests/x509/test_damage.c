/* Every byte damaged, every length cut: nothing crashes, nothing false is said. Under the address
 * sanitizer each input is a block of its own, so that a read beyond its end is seen. */
#include <stdlib.h>
#include <string.h>

#include <openssl/x509v3.h>

#include "make.h"
#include "support/spw_test.h"
#include "x509/certificate.h"

static struct arena arena;
static struct made leaf;  /* RSA, with everything in it */
static struct made small; /* P-256 */
static struct made key;   /* of the leaf, PKCS#8 */
static struct made leaf_pem, key_pem;
static struct x509_facts leaf_facts;

typedef enum spw_status reader(struct slice, struct arena *, struct x509_facts *, unsigned *);

static struct x509_facts read_copy_by(reader *read, struct slice bytes, unsigned *odd)
{
    struct x509_facts facts;
    uint8_t *block = (uint8_t *)malloc(bytes.n == 0 ? 1 : bytes.n);
    assert_non_null(block);
    if (bytes.n != 0) {
        memcpy(block, bytes.p, bytes.n);
    }
    assert_int_equal(read(slice_of(block, bytes.n), &arena, &facts, odd), SPW_OK);
    free(block);
    return facts;
}

static struct x509_facts read_copy(struct slice bytes, unsigned *odd)
{
    return read_copy_by(x509_read, bytes, odd);
}

static int set_up(void **state)
{
    (void)state;
    static const struct make_extension extensions[] = {
        {NID_subject_key_identifier, "hash"},
        {NID_authority_key_identifier, "keyid"},
        {NID_basic_constraints, "critical,CA:TRUE,pathlen:1"},
        {NID_key_usage, "critical,keyCertSign,digitalSignature"},
        {NID_ext_key_usage, "serverAuth,clientAuth"},
        {NID_subject_alt_name, "DNS:a.example,IP:192.0.2.7"},
        {0, NULL},
    };
    static const struct make_certificate spec = {.subject = "C=AT/O=Works, Inc./OU=Unit/CN=device",
                                                 .issuer = "C=AT/CN=Root",
                                                 .version = 3,
                                                 .not_before = "20240101000000Z",
                                                 .not_after = "20520101000000Z",
                                                 .extensions = extensions};
    EVP_PKEY *rsa = make_key(MAKE_RSA_1024);
    EVP_PKEY *ec = make_key(MAKE_P256);
    X509 *a = make_certificate(&spec, rsa, rsa, NULL);
    X509 *b = make_simple("CN=root", ec, true);
    unsigned char *p = key.bytes;
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(rsa);
    key.n = (size_t)i2d_PKCS8_PRIV_KEY_INFO(info, &p);
    leaf = make_der(a);
    leaf_pem = make_pem(a);
    key_pem = make_armour(made_slice(&key), "PRIVATE KEY");
    small = make_der(b);
    PKCS8_PRIV_KEY_INFO_free(info);
    X509_free(a);
    X509_free(b);
    EVP_PKEY_free(rsa);
    EVP_PKEY_free(ec);
    static struct arena kept;
    unsigned odd = 0;
    arena_init(&arena, 4 << 20);
    assert_int_equal(
        x509_read(made_slice(&leaf), (arena_init(&kept, 1 << 20), &kept), &leaf_facts, &odd),
        SPW_OK);
    *state = &kept;
    return 0;
}

static int tear_down(void **state)
{
    arena_dispose((struct arena *)*state);
    arena_dispose(&arena);
    return 0;
}

static bool is_good(const struct x509_facts *f, unsigned odd)
{
    return f->what == X509_CERTIFICATE &&
           (odd & (X509_ODD_UNREADABLE | X509_ODD_TRAILING_BYTES)) == 0;
}

static bool libcrypto_reads(struct slice der)
{
    const unsigned char *p = der.p;
    X509 *x = d2i_X509(NULL, &p, (long)der.n);
    X509_free(x);
    return x != NULL && p == der.p + der.n;
}

/* Every relation must survive damaged facts as well. */
static void ask_everything(const struct x509_facts *f)
{
    const struct x509_lengths lengths = x509_lengths_of(f);
    assert_true(lengths.pem_lf == 0 || lengths.pem_lf > lengths.der);
    (void)x509_issued(f, &leaf_facts);
    (void)x509_issued(&leaf_facts, f);
    (void)x509_key_matches(f, &leaf_facts);
    (void)x509_matches_host(f, SLICE("a.example"));
    (void)x509_matches_host(f, SLICE("192.0.2.7"));
}

/* How often one of the two read what the other refused. */
struct verdicts {
    size_t all, only_ours, only_libcrypto;
};

static struct verdicts damage_every_byte(const struct made *original, size_t step)
{
    static const uint8_t masks[] = {0x01, 0x20, 0x80, 0xff, 0x7f};
    struct verdicts v = {0, 0, 0};
    for (size_t i = 0; i < original->n; i += step) {
        for (size_t k = 0; k < SPW_COUNT(masks); k++) {
            struct made m = *original;
            unsigned odd = 0;
            m.bytes[i] ^= masks[k];
            struct x509_facts f = read_copy_by(x509_identify, made_slice(&m), &odd);
            if (k == i % SPW_COUNT(masks)) { /* libcrypto takes a hundred times as long */
                x509_complete(&f);
                ask_everything(&f);
            }
            const bool ours = is_good(&f, odd);
            const bool theirs = libcrypto_reads(made_slice(&m));
            v.all++;
            v.only_ours += ours && !theirs ? 1 : 0;
            v.only_libcrypto += theirs && !ours ? 1 : 0;
            arena_reset(&arena);
        }
    }
    return v;
}

/* Ours is meant to be stricter: times that are none, versions that are none. libcrypto looks deeper
 * only into texts and into parameters. */
static void a_certificate_with_any_byte_damaged_is_judged_nearly_as_libcrypto_does(void **state)
{
    (void)state;
    const struct made *const originals[] = {&leaf, &small};
    for (size_t i = 0; i < SPW_COUNT(originals); i++) {
        const struct verdicts v = damage_every_byte(originals[i], 1);
        print_message("           of %zu only we read %zu, only libcrypto %zu\n", v.all,
                      v.only_ours, v.only_libcrypto);
        assert_true(v.only_ours * 100 < v.all);
        assert_true(v.only_libcrypto * 10 < v.all);
    }
}

static void armour_and_keys_with_any_byte_damaged_do_no_harm(void **state)
{
    (void)state;
    (void)damage_every_byte(&leaf_pem, 1);
    (void)damage_every_byte(&key, 3);
    (void)damage_every_byte(&key_pem, 3);
}

static void assert_prefix_facts(const struct x509_facts *f, size_t n, bool whole)
{
    assert_true(f->what == X509_CERTIFICATE || (n < 24 && f->what == X509_DAMAGED));
    assert_int_equal(f->der_length, leaf.n);
    assert_int_equal(f->der.n, n);
    assert_true(f->serial.n == 0 || slice_starts(leaf_facts.serial, f->serial));
    assert_true(f->not_after == leaf_facts.not_after || f->not_after == INT64_MIN);
    assert_true(f->key_bits == 1024 || f->key_bits == 0);
    assert_true(f->subject.n == 0 || slice_ends(leaf_facts.subject, f->subject));
    assert_true(slice_starts(leaf_facts.dns_names, f->dns_names));
    assert_int_equal(f->sha256.n, whole ? 32 : 0);
    assert_true(f->ca == TRI_UNKNOWN || f->ca == TRI_YES);
    assert_true(f->key_sha1.n == 0 || x509_id_eq(&f->key_sha1, &leaf_facts.key_sha1));
    assert_true(f->self_signed != TRI_YES);
    assert_int_equal(x509_lengths_of(f).pem_lf, f->what == X509_CERTIFICATE ? leaf_pem.n : 0);
}

static void a_certificate_cut_at_any_length_tells_nothing_false(void **state)
{
    (void)state;
    for (size_t n = 2; n <= leaf.n; n++) {
        unsigned odd = 0;
        const struct x509_facts f = read_copy(slice_sub(made_slice(&leaf), 0, n), &odd);
        if (n < 4) { /* the length is not there */
            assert_int_equal(f.what, X509_NOTHING);
            continue;
        }
        assert_int_equal(odd, n == leaf.n ? 0 : X509_ODD_TRUNCATED);
        assert_prefix_facts(&f, n, n == leaf.n);
        ask_everything(&f);
        arena_reset(&arena);
    }
}

/* From this length on, each fact must be there. */
static void facts_appear_as_soon_as_their_bytes_are_there(void **state)
{
    (void)state;
    size_t subject = 0;
    size_t bits = 0;
    size_t names = 0;
    for (size_t n = leaf.n; n > 4; n--) {
        unsigned odd = 0;
        const struct x509_facts f = read_copy(slice_sub(made_slice(&leaf), 0, n), &odd);
        subject = slice_eq(f.subject, leaf_facts.subject) ? n : subject;
        bits = f.key_bits == 1024 ? n : bits;
        names = slice_eq(f.dns_names, leaf_facts.dns_names) ? n : names;
        arena_reset(&arena);
    }
    const struct slice der = made_slice(&leaf);
    assert_int_equal(subject, slice_find(der, SLICE("device"), 0) + 6);
    const size_t modulus = slice_find(der, SLICE("\x02\x81\x81\x00"), 0);
    assert_int_equal(bits, modulus + 5);
    assert_int_equal(names, slice_find(der, SLICE("\x87\x04\xc0\x00\x02\x07"), 0) + 6);
}

static void armour_cut_at_any_length_tells_nothing_false(void **state)
{
    (void)state;
    for (size_t n = 0; n <= leaf_pem.n; n++) {
        unsigned odd = 0;
        const struct x509_facts f = read_copy(slice_sub(made_slice(&leaf_pem), 0, n), &odd);
        assert_true(f.subject.n == 0 || slice_ends(leaf_facts.subject, f.subject));
        assert_true(f.what == X509_NOTHING || f.what == X509_CERTIFICATE ||
                    f.what == X509_OTHER_PEM);
        assert_true(n < 27 || f.what == X509_CERTIFICATE);
        const bool whole = f.sha256.n != 0;
        assert_true(!whole || x509_id_eq(&f.sha256, &leaf_facts.sha256));
        assert_true(whole || n < 27 || (odd & X509_ODD_TRUNCATED) != 0);
        ask_everything(&f);
        arena_reset(&arena);
    }
    for (size_t n = 0; n <= key_pem.n; n++) {
        unsigned odd = 0;
        const struct x509_facts f = read_copy(slice_sub(made_slice(&key_pem), 0, n), &odd);
        assert_true(f.key_bits == 0 || f.key_bits == 1024);
        arena_reset(&arena);
    }
}

/* A linear congruence: the same on every machine. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void several_random_damages_at_once_do_no_harm(void **state)
{
    (void)state;
    const struct made *const sources[] = {&leaf, &leaf_pem, &key, &key_pem, &small};
    uint32_t seed = 1;
    for (size_t round = 0; round < 4000; round++) {
        struct made m = *sources[round % SPW_COUNT(sources)];
        unsigned odd = 0;
        for (uint32_t n = next_random(&seed) % 8 + 1; n > 0; n--) {
            m.bytes[next_random(&seed) % m.n] = (uint8_t)next_random(&seed);
        }
        m.n -= next_random(&seed) % 4 == 0 ? next_random(&seed) % m.n : 0;
        const struct x509_facts f = read_copy(made_slice(&m), &odd);
        ask_everything(&f);
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_certificate_with_any_byte_damaged_is_judged_nearly_as_libcrypto_does),
        SPW_TEST(armour_and_keys_with_any_byte_damaged_do_no_harm),
        SPW_TEST(a_certificate_cut_at_any_length_tells_nothing_false),
        SPW_TEST(facts_appear_as_soon_as_their_bytes_are_there),
        SPW_TEST(armour_cut_at_any_length_tells_nothing_false),
        SPW_TEST(several_random_damages_at_once_do_no_harm),
    };
    return cmocka_run_group_tests_name("x509/damage", tests, set_up, tear_down);
}
