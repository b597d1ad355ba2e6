/* The little language in which tables list parameters. */
#include "support/spw_test.h"

#include "knowledge/param.h"

static const struct map no_ids;

static enum spw_status parse(struct arena *arena, const char *text, const struct param_spec **specs,
                             size_t *n, struct param_fault *fault)
{
    fault->what = NULL;
    return params_parse(slice_cstr(text), &no_ids, arena, specs, n, fault);
}

static void a_list_is_read_in_order(void **state)
{
    struct arena arena;
    struct param_fault fault;
    const struct param_spec *specs = NULL;
    size_t n = 0;
    (void)state;
    arena_init(&arena, 100000);
    assert_int_equal(parse(&arena,
                           "host,[port:port],[age:int(-1..9)],x:choice(a|b|*),y:literal(ca),"
                           "z:secret,free:int,low:int(3..)",
                           &specs, &n, &fault),
                     SPW_OK);
    assert_int_equal(n, 8);
    assert_slice(specs[0].name, SLICE("host"));
    assert_int_equal(specs[0].kind, KIND_TEXT);
    assert_false(specs[0].optional);
    assert_true(specs[1].optional);
    assert_int_equal(specs[1].kind, KIND_PORT);
    assert_int_equal(specs[1].min, 1);
    assert_int_equal(specs[2].min, -1);
    assert_int_equal(specs[2].max, 9);
    assert_int_equal(specs[3].kind, KIND_CHOICE);
    assert_int_equal(specs[3].n_choices, 2);
    assert_true(specs[3].open);
    assert_int_equal(specs[4].kind, KIND_LITERAL);
    assert_slice(specs[4].choices[0], SLICE("ca"));
    assert_int_equal(specs[5].kind, KIND_SECRET);
    assert_true(specs[6].min == INT64_MIN && specs[6].max == INT64_MAX);
    assert_true(specs[7].min == 3 && specs[7].max == INT64_MAX);
    arena_dispose(&arena);
}

static void an_empty_list_has_no_parameters(void **state)
{
    struct arena arena;
    struct param_fault fault;
    const struct param_spec *specs = NULL;
    size_t n = 1;
    (void)state;
    arena_init(&arena, 100000);
    assert_int_equal(parse(&arena, "", &specs, &n, &fault), SPW_OK);
    assert_int_equal(n, 0);
    arena_dispose(&arena);
}

struct refused {
    const char *text;
    size_t at; /* where the fault lies */
};

static void faults_are_told_with_their_place(void **state)
{
    static const struct refused rows[] = {
        {"Host", 0},
        {"host,", 5},
        {"host,,x", 5},
        {"[host", 0},
        {"host]", 0},
        {"host:", 5},
        {"host:string", 5},
        {"n:int(", 2},
        {"n:int()", 2},
        {"n:int(9..1)", 2},
        {"n:int(1-2)", 2},
        {"c:choice()", 2},
        {"c:choice(a||b)", 2},
        {"l:literal(a|b)", 2},
        {"l:literal()", 2},
        {"a,b,a", 4},
        {"p:port(1..2)", 2},
        {"1x", 0},
        {"a b", 0},
        {"[]", 1},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct arena arena;
        struct param_fault fault;
        const struct param_spec *specs = NULL;
        size_t n = 0;
        SPW_ROW(rows[i].text);
        arena_init(&arena, 100000);
        assert_number_row(parse(&arena, rows[i].text, &specs, &n, &fault), SPW_INVALID);
        assert_number_row(fault.what != NULL, true);
        assert_number_row(fault.at.p - (const uint8_t *)rows[i].text, rows[i].at);
        arena_dispose(&arena);
    }
}

static void a_full_arena_is_told_from_a_fault(void **state)
{
    (void)state;
    for (size_t cap = 0; cap < 400; cap += 16) {
        struct arena arena;
        struct param_fault fault;
        const struct param_spec *specs = NULL;
        size_t n = 0;
        arena_init(&arena, cap);
        enum spw_status status = parse(&arena, "a,b:choice(x|y),c:literal(z)", &specs, &n, &fault);
        assert_true(status == SPW_OK || status == SPW_NO_MEMORY);
        assert_null(fault.what);
        arena_dispose(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_list_is_read_in_order),
        SPW_TEST(an_empty_list_has_no_parameters),
        SPW_TEST(faults_are_told_with_their_place),
        SPW_TEST(a_full_arena_is_told_from_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
