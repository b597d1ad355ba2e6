/* Each kind of change does what its name says, at a place that depends on the seed alone. */
#include "cli/mutation.h"

#include "support/spw_test.h"

static const char trace[] = "+WIND:1:Poweron\r\n"
                            "AT+S.SOCKON=host,80,,t\r\n"
                            "AT-S.On:10.0.0.1:0\r\n"
                            "AT-S.OK\r\n";
enum { LINES = 4, TRIES = 50 };

static const struct mutation *find(const char *name)
{
    size_t n = 0;
    const struct mutation *table = mutations(&n);
    for (size_t i = 0; i < n; i++) {
        if (slice_eq(slice_cstr(table[i].name), slice_cstr(name))) {
            return &table[i];
        }
    }
    fail_msg("there is no mutation %s", name);
    return NULL;
}

static size_t count_byte(struct slice s, uint8_t byte)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n += s.p[i] == byte;
    }
    return n;
}

static void every_kind_changes_something_and_tells_where(void **state)
{
    size_t n = 0;
    const struct mutation *table = mutations(&n);
    struct mutant m;
    (void)state;
    mutant_init(&m);
    for (size_t i = 0; i < n; i++) {
        struct dice dice = {1};
        size_t changed = 0;
        for (int k = 0; k < TRIES; k++) {
            if (!mutation_apply(&table[i], slice_cstr(trace), &dice, SLICE("+WIND:34:Nothing"),
                                &m)) {
                continue; /* the last line has none behind it to change places with */
            }
            changed += !slice_eq(buf_slice(&m.bytes), slice_cstr(trace));
            assert_in_range(m.line, 1, LINES);
            assert_in_range(m.first, 1, m.last);
        }
        assert_true(changed > TRIES / 2); /* a line cut behind its end is as it was */
    }
    mutant_dispose(&m);
}

static void the_seed_decides(void **state)
{
    struct mutant a, b;
    struct dice one = {dice_mix(5, SLICE("rule"))};
    struct dice two = {dice_mix(5, SLICE("rule"))};
    (void)state;
    mutant_init(&a);
    mutant_init(&b);
    for (int i = 0; i < TRIES; i++) {
        assert_true(mutation_apply(find("byte"), slice_cstr(trace), &one, SLICE(""), &a));
        assert_true(mutation_apply(find("byte"), slice_cstr(trace), &two, SLICE(""), &b));
        assert_slice(buf_slice(&a.bytes), buf_slice(&b.bytes));
    }
    assert_true(dice_mix(5, SLICE("rule")) != dice_mix(6, SLICE("rule")));
    assert_true(dice_mix(5, SLICE("rule")) != dice_mix(5, SLICE("ruler")));
    mutant_dispose(&a);
    mutant_dispose(&b);
}

static void harmless_changes_keep_every_word(void **state)
{
    struct mutant m;
    (void)state;
    mutant_init(&m);
    struct dice dice = {3};
    assert_true(mutation_apply(find("line-ends"), slice_cstr(trace), &dice, SLICE(""), &m));
    assert_int_equal(count_byte(buf_slice(&m.bytes), '\r'), 0);
    assert_int_equal(m.bytes.n, sizeof trace - 1 - LINES);
    assert_true(mutation_apply(find("blank-line"), slice_cstr(trace), &dice, SLICE(""), &m));
    assert_int_equal(m.bytes.n, sizeof trace - 1 + 2);
    assert_true(mutation_apply(find("blank-at-end"), slice_cstr(trace), &dice, SLICE(""), &m));
    assert_true(slice_starts(buf_slice(&m.bytes), SLICE("+WIND:1:Poweron \r\n")));
    assert_true(mutation_apply(find("indication"), slice_cstr(trace), &dice, SLICE("+WIND:9"), &m));
    assert_int_equal(count_byte(buf_slice(&m.bytes), '\n'), LINES + 1);
    assert_slice(m.after, SLICE("+WIND:9"));
    mutant_dispose(&m);
}

static void what_a_trace_does_not_have_is_not_changed(void **state)
{
    struct mutant m;
    struct dice dice = {3};
    (void)state;
    mutant_init(&m);
    assert_false(mutation_apply(find("blank-at-end"), SLICE("AT+S.X\n"), &dice, SLICE(""), &m));
    assert_false(mutation_apply(find("number"), SLICE("AT+S.X\n"), &dice, SLICE(""), &m));
    assert_false(mutation_apply(find("drop-line"), SLICE("\n\n"), &dice, SLICE(""), &m));
    assert_false(mutation_apply(find("swap-lines"), SLICE("one\n"), &dice, SLICE(""), &m));
    /* Where only the host is seen, the module's speaking would be news. */
    assert_false(
        mutation_apply(find("indication"), SLICE("AT+S.X\n"), &dice, SLICE("+WIND:9"), &m));
    mutant_dispose(&m);
}

static void lines_go_come_twice_and_change_places(void **state)
{
    struct mutant m;
    (void)state;
    mutant_init(&m);
    for (uint64_t seed = 0; seed < TRIES; seed++) {
        struct dice dice = {seed};
        assert_true(mutation_apply(find("drop-line"), slice_cstr(trace), &dice, SLICE(""), &m));
        assert_int_equal(count_byte(buf_slice(&m.bytes), '\n'), LINES - 1);
        assert_true(mutation_apply(find("double-line"), slice_cstr(trace), &dice, SLICE(""), &m));
        assert_int_equal(count_byte(buf_slice(&m.bytes), '\n'), LINES + 1);
        if (mutation_apply(find("swap-lines"), slice_cstr(trace), &dice, SLICE(""), &m)) {
            assert_int_equal(m.bytes.n, sizeof trace - 1);
        }
        assert_true(mutation_apply(find("begin-late"), slice_cstr(trace), &dice, SLICE(""), &m));
        assert_true(slice_ends(slice_cstr(trace), buf_slice(&m.bytes)));
        assert_true(mutation_apply(find("end-early"), slice_cstr(trace), &dice, SLICE(""), &m));
        assert_true(slice_starts(slice_cstr(trace), buf_slice(&m.bytes)));
    }
    mutant_dispose(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_changes_something_and_tells_where),
        cmocka_unit_test(the_seed_decides),
        cmocka_unit_test(harmless_changes_keep_every_word),
        cmocka_unit_test(what_a_trace_does_not_have_is_not_changed),
        cmocka_unit_test(lines_go_come_twice_and_change_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
