/* Roots and intermediates: found by identifier, name and length, the best row first. */
#include "knowledge/world.h"

#define BALTIMORE "e59d5930824758ccacfa085436867b3ab5044df0"

static const struct authority_row *by_id(const char *hex)
{
    return knowledge_authority_by_key_id(known(), slice_cstr(hex), NULL);
}

static void roots_stand_before_intermediates(void **state)
{
    size_t roots = 0;
    (void)state;
    for (size_t i = 0; i < known()->n_authorities; i++) {
        const struct authority_row *row = &known()->authorities[i];
        roots += row->root ? 1 : 0;
        assert_int_equal(row->root, i < 335);
        assert_true(row->cn.n != 0);
        assert_true(!row->root || (row->issuer_cn.n == 0 && row->issuer_key_id.n == 0));
        assert_true(row->root || row->issuer_cn.n != 0);
        assert_true(!row->current || row->root);
    }
    assert_int_equal(roots, 335);
}

static int rank(const struct authority_row *row)
{
    return (row->root ? 2 : 0) + (row->current ? 1 : 0);
}

static void every_row_is_reached_by_its_identifier_best_first(void **state)
{
    size_t without = 0;
    (void)state;
    for (size_t i = 0; i < known()->n_authorities; i++) {
        const struct authority_row *wanted = &known()->authorities[i];
        size_t more = 0;
        size_t walked = 0;
        bool reached = false;
        if (wanted->key_id.n == 0) {
            without++;
            continue;
        }
        const struct authority_row *first =
            knowledge_authority_by_key_id(known(), wanted->key_id, &more);
        for (const struct authority_row *row = first; row != NULL;
             row = knowledge_authority_next(known(), row)) {
            assert_slice(row->key_id, wanted->key_id);
            assert_true(rank(row) <= rank(first));
            reached = reached || row == wanted;
            walked++;
        }
        assert_true(reached);
        assert_int_equal(walked, more + 1);
    }
    assert_in_range(without, 1, 100);
}

static void every_name_leads_to_a_row_of_that_name_at_least_as_good(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_authorities; i++) {
        const struct authority_row *row = &known()->authorities[i];
        const struct authority_row *found = knowledge_authority_by_name(known(), row->cn);
        assert_non_null(found);
        assert_true(slice_eq_nocase(found->cn, row->cn));
        assert_true(rank(found) >= rank(row));
    }
    assert_null(knowledge_authority_by_name(known(), SLICE("No such authority")));
    assert_null(knowledge_authority_by_name(known(), SLICE("")));
}

static void the_roots_of_the_field_are_known(void **state)
{
    (void)state;
    const struct authority_row *row = by_id(BALTIMORE);
    assert_slice(row->cn, SLICE("Baltimore CyberTrust Root"));
    assert_int_equal(row->key_bits, 2048);
    assert_slice(row->key_type, SLICE("RSA"));
    assert_int_equal(row->der_length, 891);
    assert_int_equal(row->pem_lf, 1261);
    assert_slice(row->not_after, SLICE("2025-05-12T23:59:00Z"));
    row = by_id("4E2254201895E6E36EE60FFAFAB912ED06178F39"); /* case does not count */
    assert_slice(row->cn, SLICE("DigiCert Global Root G2"));
    assert_true(row->current);
    row = by_id("58889fd6dc9c4822b7143eff8488e8e685fffa7d");
    assert_slice(row->cn, SLICE("Microsoft IT TLS CA 1"));
    assert_false(row->root);
    assert_slice(row->issuer_key_id, SLICE(BALTIMORE));
    assert_int_equal(row->key_bits, 4096);
    assert_null(by_id("0000000000000000000000000000000000000000"));
    assert_null(by_id(""));
}

static void intermediates_lead_to_their_root(void **state)
{
    size_t under_a_root = 0;
    (void)state;
    for (size_t i = 335; i < known()->n_authorities; i++) {
        const struct authority_row *row = &known()->authorities[i];
        const struct authority_row *issuer =
            knowledge_authority_by_key_id(known(), row->issuer_key_id, NULL);
        under_a_root += issuer != NULL && issuer->root ? 1 : 0;
    }
    assert_true(under_a_root >= 601);
}

static void roots_are_found_by_declared_length(void **state)
{
    const struct authority_row *rows[40];
    (void)state;
    size_t n = knowledge_authorities_by_length(known(), true, 891, rows, SPW_COUNT(rows));
    bool found = false;
    assert_in_range(n, 1, SPW_COUNT(rows));
    for (size_t i = 0; i < n; i++) {
        found = found || slice_eq(rows[i]->key_id, SLICE(BALTIMORE));
        assert_true(rows[i]->root);
    }
    assert_true(found);
    assert_int_equal(knowledge_authorities_by_length(known(), true, 891, rows, 0),
                     n); /* counts without room */
    assert_int_equal(knowledge_authorities_by_length(known(), true, 0, rows, SPW_COUNT(rows)), 0);
    assert_int_equal(knowledge_authorities_by_length(known(), true, 3, rows, SPW_COUNT(rows)), 0);
}

/* PEM: four characters for three bytes, 64 in a line, and two lines of 27 and 25 around. */
static void lengths_fit_each_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_authorities; i++) {
        const struct authority_row *row = &known()->authorities[i];
        if (row->der_length == 0) {
            assert_int_equal(row->sha256.n, 0); /* only known from a document */
            continue;
        }
        uint32_t text = (row->der_length + 2) / 3 * 4;
        uint32_t lines = (text + 63) / 64;
        assert_int_equal(row->pem_lf, 27 + 1 + text + lines + 25 + 1);
        assert_int_equal(row->pem_crlf, row->pem_lf + lines + 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(roots_stand_before_intermediates),
        SPW_TEST(every_row_is_reached_by_its_identifier_best_first),
        SPW_TEST(every_name_leads_to_a_row_of_that_name_at_least_as_good),
        SPW_TEST(the_roots_of_the_field_are_known),
        SPW_TEST(intermediates_lead_to_their_root),
        SPW_TEST(roots_are_found_by_declared_length),
        SPW_TEST(lengths_fit_each_other),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
