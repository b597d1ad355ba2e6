/* The judge of certificates on the program's own tables: what no script can reach. */
#include <string.h>

#include "base/stamp.h"
#include "data/source.h"
#include "material/material.h"
#include "material/root.h"
#include "support/spw_test.h"

struct world {
    struct knowledge knowledge;
    struct data_source rules;
};

static int open_world(void **state)
{
    static struct world w;
    struct messages messages;
    messages_init(&messages);
    data_source_init(&w.rules);
    assert_int_equal(data_source_add_embedded(&w.rules), SPW_OK);
    assert_int_equal(knowledge_load(&w.knowledge, &w.rules, &messages), SPW_OK);
    messages_dispose(&messages);
    *state = &w;
    return 0;
}

static int close_world(void **state)
{
    struct world *w = *state;
    knowledge_dispose(&w->knowledge);
    data_source_dispose(&w->rules);
    return 0;
}

static struct spw_material *judge_of(const struct world *w, const char *dialect, const char *slot)
{
    struct spw_material *m = NULL;
    struct spw_material_options o = {
        .dialect = slice_cstr(dialect), .slot = slice_cstr(slot), .now = TIME_NONE};
    assert_int_equal(material_new(&m, &w->knowledge, &o), SPW_OK);
    return m;
}

static void unknown_modules_and_slots_are_refused(void **state)
{
    const struct world *w = *state;
    struct spw_material *m = NULL;
    struct spw_material_options o = {.dialect = SLICE("spwf99"), .now = TIME_NONE};
    assert_int_equal(material_new(&m, &w->knowledge, &o), SPW_NOT_FOUND);
    assert_null(m);
    o = (struct spw_material_options){.slot = SLICE("root"), .now = TIME_NONE};
    assert_int_equal(material_new(&m, &w->knowledge, &o), SPW_NOT_FOUND);
    assert_null(m);
    spw_material_free(NULL);
}

static void nothing_added_gives_an_empty_judgement(void **state)
{
    struct spw_material *m = judge_of(*state, "", "");
    const struct spw_judgement *j = spw_material_judge(m);
    struct buf out;
    buf_init(&out, 1000);
    assert_non_null(j);
    assert_int_equal(j->n_objects, 0);
    assert_int_equal(j->n_steps, 0);
    assert_int_equal(j->errors, 0);
    assert_true(slice_eq(j->dialect, SLICE("spwf04")));
    assert_int_equal(spw_material_write(m, SPW_LOAD_BYTES, &out), SPW_NOT_FOUND);
    buf_dispose(&out);
    spw_material_free(m);
}

static void judging_twice_says_nothing_twice(void **state)
{
    struct spw_material *m = judge_of(*state, "spwf01", "");
    assert_int_equal(spw_material_add(m, SLICE("text"), SLICE("no certificate")), SPW_OK);
    const struct spw_judgement *j = spw_material_judge(m);
    assert_int_equal(j->errors, 1);
    assert_int_equal(j->objects[0].n_verdicts, 1);
    j = spw_material_judge(m);
    assert_int_equal(j->objects[0].n_verdicts, 1);
    spw_material_free(m);
}

static void more_files_than_there_is_room_for_are_counted(void **state)
{
    enum { MANY = 100 };
    struct spw_material *m = judge_of(*state, "", "");
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(spw_material_add(m, SLICE("text"), SLICE("x")), SPW_OK);
    }
    const struct spw_judgement *j = spw_material_judge(m);
    assert_non_null(j);
    assert_int_equal(j->n_objects + j->objects_dropped, MANY);
    assert_true(j->objects_dropped > 0);
    spw_material_free(m);
}

static void any_bytes_are_judged(void **state)
{
    static const char *const texts[] = {"",
                                        "-----BEGIN ",
                                        "-----BEGIN CERTIFICATE-----\n",
                                        "\x30\x82\xff\xff",
                                        "-----BEGIN EC PARAMETERS-----\n",
                                        "MIIB",
                                        "\xff\xfe-\0-"};
    for (size_t i = 0; i < SPW_COUNT(texts); i++) {
        struct spw_material *m = judge_of(*state, "", "ca");
        assert_int_equal(spw_material_add(m, SLICE("x"), slice_cstr(texts[i])), SPW_OK);
        const struct spw_judgement *j = spw_material_judge(m);
        assert_non_null(j);
        assert_true(j->errors > 0);
        spw_material_free(m);
    }
}

/* A chain given as facts: a leaf under an issuer with this identifier. */
static struct x509_chain chain_under(const char *issuer, const char *id)
{
    struct x509_chain chain;
    memset(&chain, 0, sizeof chain);
    chain.n = 1;
    chain.n_path = 1;
    chain.certs[0].what = X509_CERTIFICATE;
    chain.certs[0].issuer_cn = slice_cstr(issuer);
    assert_true(x509_id_parse(slice_cstr(id), &chain.certs[0].authority_key_id));
    return chain;
}

static void a_cross_signed_root_is_found_as_the_root_it_is(void **state)
{
    const struct world *w = *state;
    struct root roots[ROOTS_MAX];
    struct x509_chain chain =
        chain_under("Amazon Root CA 1", "8418cc8534ecbc0c94942e08599cc7b2104e0a08");
    size_t n = roots_of_chain(&w->knowledge, &chain, TIME_NONE, roots, ROOTS_MAX);
    assert_true(n >= 1);
    assert_true(slice_eq(roots[0].name, SLICE("Amazon Root CA 1")));
    assert_int_equal(roots[0].der_length, 837);
    assert_int_equal(roots[0].origin, ROOT_BY_TABLE);
    assert_int_equal(chain_complete(&w->knowledge, &chain), TRI_YES);
}

static void an_intermediate_left_out_is_noticed(void **state)
{
    const struct world *w = *state;
    struct root roots[ROOTS_MAX];
    struct x509_chain chain =
        chain_under("Microsoft IT TLS CA 1", "58889fd6dc9c4822b7143eff8488e8e685fffa7d");
    assert_int_equal(chain_complete(&w->knowledge, &chain), TRI_NO);
    assert_int_equal(roots_of_chain(&w->knowledge, &chain, TIME_NONE, roots, ROOTS_MAX), 1);
    assert_int_equal(roots[0].origin, ROOT_BY_NAME);
}

static void unknown_issuers_leave_the_question_open(void **state)
{
    const struct world *w = *state;
    struct x509_chain chain = chain_under("Nobody", "0000000000000000000000000000000000000001");
    assert_int_equal(chain_complete(&w->knowledge, &chain), TRI_UNKNOWN);
}

static void an_identifier_above_the_chain_is_told_from_others(void **state)
{
    struct x509_chain chain = chain_under("Nobody", "0000000000000000000000000000000000000001");
    struct x509_id id, other;
    (void)state;
    assert_true(x509_id_parse(SLICE("0000000000000000000000000000000000000001"), &id));
    assert_true(x509_id_parse(SLICE("0000000000000000000000000000000000000002"), &other));
    assert_int_equal(chain_issued_by_id(&chain, &id), TRI_YES);
    assert_int_equal(chain_issued_by_id(&chain, &other), TRI_NO);
    chain.certs[0].authority_key_id.n = 0;
    assert_int_equal(chain_issued_by_id(&chain, &id), TRI_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(unknown_modules_and_slots_are_refused),
                                       SPW_TEST(nothing_added_gives_an_empty_judgement),
                                       SPW_TEST(judging_twice_says_nothing_twice),
                                       SPW_TEST(more_files_than_there_is_room_for_are_counted),
                                       SPW_TEST(any_bytes_are_judged),
                                       SPW_TEST(a_cross_signed_root_is_found_as_the_root_it_is),
                                       SPW_TEST(an_intermediate_left_out_is_noticed),
                                       SPW_TEST(unknown_issuers_leave_the_question_open),
                                       SPW_TEST(an_identifier_above_the_chain_is_told_from_others)};
    return cmocka_run_group_tests(tests, open_world, close_world);
}
