/* Several certificates put into order, and what they have in common. */
#include <string.h>

#include <openssl/x509v3.h>

#include "base/buf.h"
#include "base/stamp.h"
#include "make.h"
#include "support/spw_test.h"
#include "x509/chain.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 8 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_dispose(&arena);
    return 0;
}

static const struct make_extension ca[] = {{NID_subject_key_identifier, "hash"},
                                           {NID_authority_key_identifier, "keyid"},
                                           {NID_basic_constraints, "critical,CA:TRUE"},
                                           {0, NULL}};
static const struct make_extension end[] = {
    {NID_subject_key_identifier, "hash"}, {NID_authority_key_identifier, "keyid"}, {0, NULL}};

/* Root, intermediate and leaf, as PEM. */
struct three {
    EVP_PKEY *keys[3];
    X509 *made[3];
    struct made pem[3];
};

static void make_three(struct three *t, const enum make_key *kinds)
{
    static const char *const names[] = {"CN=Root", "CN=Issuer", "CN=leaf.example.org"};
    static const char *const ends[] = {"20400101000000Z", "20350101000000Z", "20300101000000Z"};
    for (int i = 0; i < 3; i++) {
        struct make_certificate spec = {.subject = names[i],
                                        .issuer = i == 0 ? NULL : names[i - 1],
                                        .version = 3,
                                        .not_before = "20200101000000Z",
                                        .not_after = ends[i],
                                        .digest = i == 1 ? "SHA384" : NULL,
                                        .extensions = i == 2 ? end : ca};
        t->keys[i] = make_key(kinds[i]);
        t->made[i] = make_certificate(&spec, t->keys[i], t->keys[i == 0 ? 0 : i - 1],
                                      i == 0 ? NULL : t->made[i - 1]);
        t->pem[i] = make_pem(t->made[i]);
    }
}

static void free_three(struct three *t)
{
    for (int i = 0; i < 3; i++) {
        X509_free(t->made[i]);
        EVP_PKEY_free(t->keys[i]);
    }
}

static void read_in_order(struct three *t, const char *order, struct x509_chain *chain)
{
    struct buf text;
    buf_init(&text, 1 << 16);
    for (const char *p = order; *p != '\0'; p++) {
        buf_put(&text, made_slice(&t->pem[*p - '0']));
    }
    assert_int_equal(x509_chain_read(buf_slice(&text), &arena, chain), SPW_OK);
    buf_dispose(&text);
}

static void any_order_gives_the_same_path(void **state)
{
    static const enum make_key kinds[] = {MAKE_RSA_2048, MAKE_RSA_2048, MAKE_RSA_2048};
    static const char *const orders[] = {"210", "012", "120", "201", "021", "102"};
    static struct x509_chain chain;
    struct three t;
    (void)state;
    make_three(&t, kinds);
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        read_in_order(&t, orders[i], &chain);
        assert_int_equal(chain.n, 3);
        assert_int_equal(chain.n_path, 3);
        assert_true(slice_eq(x509_chain_leaf(&chain)->subject_cn, SLICE("leaf.example.org")));
        assert_true(slice_eq(x509_chain_top(&chain)->subject_cn, SLICE("Root")));
    }
    free_three(&t);
}

static void traits_are_those_of_the_path(void **state)
{
    static const enum make_key kinds[] = {MAKE_RSA_4096, MAKE_P256, MAKE_P256};
    static struct x509_chain chain;
    struct three t;
    (void)state;
    make_three(&t, kinds);
    read_in_order(&t, "21", &chain);
    assert_true(chain.traits.has_rsa); /* the signature tells the root's key */
    assert_true(chain.traits.has_ec);
    assert_true(chain.traits.has_sha384);
    assert_int_equal(chain.traits.rsa_bits, 0);
    assert_int_equal(chain.traits.ends, time_parse(SLICE("2030-01-01")));
    assert_int_equal(chain.traits.first_to_end, 0);
    assert_int_equal(chain.traits.bytes, chain.certs[0].der_length + chain.certs[1].der_length);
    read_in_order(&t, "210", &chain);
    assert_int_equal(chain.traits.rsa_bits, 4096);
    read_in_order(&t, "2", &chain);
    assert_false(chain.traits.has_rsa);
    assert_false(chain.traits.has_sha384);
    free_three(&t);
}

static void strangers_are_not_on_the_path(void **state)
{
    static const enum make_key kinds[] = {MAKE_P256, MAKE_P256, MAKE_P256};
    static struct x509_chain chain;
    struct three t, other;
    (void)state;
    make_three(&t, kinds);
    make_three(&other, kinds);
    other.pem[2] = t.pem[2];
    read_in_order(&other, "21", &chain); /* an issuer of that name with another key */
    assert_int_equal(chain.n, 2);
    assert_int_equal(chain.n_path, 1);
    free_three(&t);
    free_three(&other);
}

static void other_objects_are_passed_over(void **state)
{
    static struct x509_chain chain;
    (void)state;
    assert_int_equal(x509_chain_read(SLICE("no certificate at all"), &arena, &chain), SPW_OK);
    assert_int_equal(chain.n, 0);
    assert_null(x509_chain_leaf(&chain));
    assert_null(x509_chain_top(&chain));
    assert_int_equal(x509_chain_read(SLICE("-----BEGIN CERTIFICATE-----\nMIIB\n-----END "
                                           "CERTIFICATE-----\n"),
                                     &arena, &chain),
                     SPW_OK);
    assert_int_equal(chain.n, 0);
}

static void pieces_begin_at_their_header(void **state)
{
    struct slice rest =
        SLICE("x\n-----BEGIN A-----\n1\n-----END A-----\ny\n-----BEGIN EC PARAMETERS-----\n"
              "2\n-----BEGIN EC PRIVATE KEY-----\n3\n-----BEGIN B-----\n");
    struct slice piece;
    (void)state;
    assert_true(x509_next_piece(&rest, &piece));
    assert_true(slice_starts(piece, SLICE("x\n")));
    assert_true(slice_ends(piece, SLICE("y\n")));
    assert_true(x509_next_piece(&rest, &piece));
    assert_true(slice_ends(piece, SLICE("3\n"))); /* parameters stay with their key */
    assert_true(x509_next_piece(&rest, &piece));
    assert_true(slice_starts(piece, SLICE("-----BEGIN B")));
    assert_false(x509_next_piece(&rest, &piece));
}

static void more_than_a_chain_can_hold_is_counted(void **state)
{
    static struct x509_chain chain;
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *one = make_simple("CN=one", key, false);
    struct made pem = make_pem(one);
    struct buf text;
    (void)state;
    buf_init(&text, 1 << 20);
    for (int i = 0; i < X509_CHAIN_MAX + 3; i++) {
        buf_put(&text, made_slice(&pem));
    }
    assert_int_equal(x509_chain_read(buf_slice(&text), &arena, &chain), SPW_OK);
    assert_int_equal(chain.n, X509_CHAIN_MAX);
    assert_int_equal(chain.dropped, 3);
    buf_dispose(&text);
    X509_free(one);
    EVP_PKEY_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(any_order_gives_the_same_path), SPW_TEST(traits_are_those_of_the_path),
        SPW_TEST(strangers_are_not_on_the_path), SPW_TEST(other_objects_are_passed_over),
        SPW_TEST(pieces_begin_at_their_header),  SPW_TEST(more_than_a_chain_can_hold_is_counted)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
