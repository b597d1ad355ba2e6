/* Fields chain.*: unknown without a chain, and what they say of one. */
#include "facts/fixture.h"
#include "x509/chain.h"

/* An elliptic chain made for tests: broker.example.org by Example Chain Issuer by Example Chain Root,
 * 2020 to 2045. */
static const char leaf_and_issuer[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBjTCCATOgAwIBAgICEAIwCgYIKoZIzj0EAwIwHzEdMBsGA1UEAwwURXhhbXBs\n"
    "ZSBDaGFpbiBJc3N1ZXIwHhcNMjAwMTAxMDAwMDAwWhcNNDUwMTAxMDAwMDAwWjAd\n"
    "MRswGQYDVQQDDBJicm9rZXIuZXhhbXBsZS5vcmcwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAARtZU06JO240gqUA8XnZyeOUVfofboYDPjPLYPCl70w43ajpX20RzVy\n"
    "YgZJlNoaozgJ5kxCNlmDY8BlHiL2eAqio2EwXzAdBgNVHQ4EFgQUQlSHHbZEj4RH\n"
    "UBV3+lHUXrcuffEwHwYDVR0jBBgwFoAUETwDXCgAvK8AmQw/bN7VGNNoFJQwHQYD\n"
    "VR0RBBYwFIISYnJva2VyLmV4YW1wbGUub3JnMAoGCCqGSM49BAMCA0gAMEUCIA/D\n"
    "MndifYUusgh0AbRSXfPKj/5ovPBg1BLPQ5ho6NiQAiEA84YjWX5ay6kSQf5RtiyL\n"
    "DyIF10uRYorqAm5xjqOoMAc=\n"
    "-----END CERTIFICATE-----\n"
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBfzCCASWgAwIBAgICEAEwCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSRXhhbXBs\n"
    "ZSBDaGFpbiBSb290MB4XDTIwMDEwMTAwMDAwMFoXDTQ1MDEwMTAwMDAwMFowHzEd\n"
    "MBsGA1UEAwwURXhhbXBsZSBDaGFpbiBJc3N1ZXIwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAAQ31ghNUzTQU9h0EDcVQMf9qARSjVafeYKHcjUgXO2hhsGbI7Vo/CEN\n"
    "TWc43KE79n4jXcPB7opWEpK/o6ODTff+o1MwUTAPBgNVHRMBAf8EBTADAQH/MB0G\n"
    "A1UdDgQWBBQRPANcKAC8rwCZDD9s3tUY02gUlDAfBgNVHSMEGDAWgBR1frjd22/o\n"
    "qWrPiNUWErG/ivA95TAKBggqhkjOPQQDAgNIADBFAiAP4dVgfX4IEz3nnzb+hghG\n"
    "boVMLVtG5FnmPzVzi8Ow0AIhAJvWNz1p+sdijTSRKYTtGby6bJ3uGEEB6LzJKUgV\n"
    "kAwI\n"
    "-----END CERTIFICATE-----\n";
static const char root[] = "-----BEGIN CERTIFICATE-----\n"
                           "MIIBXTCCAQKgAwIBAgICEAAwCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSRXhhbXBs\n"
                           "ZSBDaGFpbiBSb290MB4XDTIwMDEwMTAwMDAwMFoXDTQ1MDEwMTAwMDAwMFowHTEb\n"
                           "MBkGA1UEAwwSRXhhbXBsZSBDaGFpbiBSb290MFkwEwYHKoZIzj0CAQYIKoZIzj0D\n"
                           "AQcDQgAE2xGBHF4edhGsFK0pr4GtlgAQi5s/+9cSrlJ0Gyx27RUr9F2f7wBXyhCT\n"
                           "FPidOvgqgzWKxZvehJvnYB7EP57MsKMyMDAwDwYDVR0TAQH/BAUwAwEB/zAdBgNV\n"
                           "HQ4EFgQUdX643dtv6Klqz4jVFhKxv4rwPeUwCgYIKoZIzj0EAwIDSQAwRgIhAPv8\n"
                           "A+S+uWl7nvn9IxNVLtf68SWvwUPIqsdGhNWb/5rmAiEA5oG3ioNSNRpa8gWSQLoP\n"
                           "tVtyqSG/Rm+1VRjr/hM1G3Y=\n"
                           "-----END CERTIFICATE-----\n";

static struct x509_chain chain;

static void give_chain(struct fixture *f)
{
    assert_int_equal(x509_chain_read(slice_cstr(leaf_and_issuer), &f->scratch, &chain), SPW_OK);
    assert_int_equal(chain.n, 2);
    f->session.chain = &chain;
}

static void give_ca(struct fixture *f, struct slice pem)
{
    struct store_cell *cell = &f->session.store[SLOT_CA];
    cell->present = TRI_YES;
    cell->facts_known = true;
    assert_int_equal(x509_read(pem, &f->scratch, &cell->facts, &cell->odd), SPW_OK);
}

static struct value ask(struct fixture *f, const char *name)
{
    const struct field *field = field_find(slice_cstr(name));
    assert_non_null(field);
    return field_get(field, &f->context);
}

static void all_is_unknown_without_a_chain(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < field_count(); i++) {
        const struct field *field = field_at(i);
        if (slice_starts(field->name, SLICE("chain.")) &&
            !slice_eq(field->name, SLICE("chain.known"))) {
            assert_false(field_get(field, &f->context).known);
        }
    }
    assert_int_equal(ask(f, "chain.known").i, 0);
}

static void the_chain_is_described(void **state)
{
    struct fixture *f = *state;
    give_chain(f);
    assert_int_equal(ask(f, "chain.known").i, 1);
    assert_int_equal(ask(f, "chain.length").i, 2);
    assert_true(slice_eq(ask(f, "chain.leaf_name").text, SLICE("broker.example.org")));
    assert_true(slice_eq(ask(f, "chain.leaf_issuer").text, SLICE("Example Chain Issuer")));
    assert_true(slice_eq(ask(f, "chain.top_name").text, SLICE("Example Chain Issuer")));
    assert_true(slice_eq(ask(f, "chain.top_issuer").text, SLICE("Example Chain Root")));
    assert_true(slice_eq(ask(f, "chain.root_name").text, SLICE("Example Chain Root")));
    assert_int_equal(ask(f, "chain.has_ecdsa").i, 1);
    assert_int_equal(ask(f, "chain.has_rsa").i, 0);
    assert_int_equal(ask(f, "chain.mixed").i, 0);
    assert_int_equal(ask(f, "chain.has_sha384").i, 0);
    assert_int_equal(ask(f, "chain.key_bits_max").i, 0);
    assert_int_equal(ask(f, "chain.self_signed_leaf").i, 0);
    assert_int_equal(ask(f, "chain.total_der").i,
                     (int64_t)(chain.certs[0].der_length + chain.certs[1].der_length));
    assert_false(ask(f, "chain.complete").known); /* nobody knows that issuer */
    assert_false(ask(f, "chain.root_der_length").known);
}

static void the_ca_in_effect_is_held_against_it(void **state)
{
    struct fixture *f = *state;
    struct slice rest = slice_cstr(leaf_and_issuer), piece;
    give_chain(f);
    assert_false(ask(f, "chain.ca_matches").known);
    give_ca(f, slice_cstr(root));
    assert_int_equal(ask(f, "chain.ca_matches").i, 1);
    assert_int_equal(ask(f, "chain.ca_is_intermediate").i, 0);
    assert_true(x509_next_piece(&rest, &piece));
    give_ca(f, piece); /* the leaf */
    assert_true(ask(f, "chain.ca_matches").known);
    assert_int_equal(ask(f, "chain.ca_matches").i, 0);
    give_ca(f, rest); /* the issuer */
    assert_int_equal(ask(f, "chain.ca_is_intermediate").i, 1);
}

static void an_identifier_alone_will_do(void **state)
{
    struct fixture *f = *state;
    struct store_cell *cell = &f->session.store[SLOT_CA];
    give_chain(f);
    cell->id = chain.certs[1].authority_key_id;
    assert_int_equal(ask(f, "chain.ca_matches").i, 1);
    cell->id = chain.certs[0].authority_key_id;
    assert_int_equal(ask(f, "chain.ca_is_intermediate").i, 1);
    cell->id.bytes[0] ^= 1;
    assert_true(ask(f, "chain.ca_matches").known);
    assert_int_equal(ask(f, "chain.ca_matches").i, 0);
}

static void hosts_are_held_against_the_names(void **state)
{
    struct fixture *f = *state;
    give_chain(f);
    assert_false(ask(f, "chain.leaf_matches_host").known);
    f->attempt.host = SLICE("broker.example.org");
    assert_int_equal(ask(f, "chain.leaf_matches_host").i, 1);
    f->attempt.host = SLICE("www.example.org");
    assert_true(ask(f, "chain.leaf_matches_host").known);
    assert_int_equal(ask(f, "chain.leaf_matches_host").i, 0);
    f->attempt.host = SLICE("xxxxx.example.org"); /* hidden by hand */
    assert_false(ask(f, "chain.leaf_matches_host").known);
    f->attempt.tls_name = SLICE("broker.example.org");
    assert_int_equal(ask(f, "chain.leaf_matches_tls_name").i, 1);
}

static void clocks_are_held_against_the_validity(void **state)
{
    struct fixture *f = *state;
    give_chain(f);
    assert_false(ask(f, "chain.expired_today").known);
    f->session.clock.now = time_parse(SLICE("2046-01-01"));
    f->session.clock.trace_time = time_parse(SLICE("2030-01-01"));
    f->session.clock.module_time = time_parse(SLICE("1970-01-02"));
    assert_int_equal(ask(f, "chain.expired_today").i, 1);
    assert_int_equal(ask(f, "chain.leaf_expired_today").i, 1);
    assert_int_equal(ask(f, "chain.expired_at_trace").i, 0);
    assert_int_equal(ask(f, "chain.not_yet_at_trace").i, 0);
    assert_int_equal(ask(f, "chain.not_yet_at_module").i, 1);
    assert_int_equal(ask(f, "chain.begins").i, time_parse(SLICE("2020-01-01")));
    assert_int_equal(ask(f, "chain.ends").i, time_parse(SLICE("2045-01-01")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {FIXTURE_TEST(all_is_unknown_without_a_chain),
                                       FIXTURE_TEST(the_chain_is_described),
                                       FIXTURE_TEST(the_ca_in_effect_is_held_against_it),
                                       FIXTURE_TEST(an_identifier_alone_will_do),
                                       FIXTURE_TEST(hosts_are_held_against_the_names),
                                       FIXTURE_TEST(clocks_are_held_against_the_validity)};
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
