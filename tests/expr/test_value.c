/* Placeholders, what a condition requires, and the grammar as a page. */
#include "expr/compiled.h"
#include "facts/class.h"

static const char *shown(struct fixture *x, const char *text)
{
    struct compiled c = compile(text, scope_of_settle(x->settle.kind), false);
    struct buf b;
    assert_compiled(&c, text);
    buf_init(&b, 1000);
    struct value v = expr_value(c.expr, &x->context);
    expr_put_value(&b, &v);
    struct slice copy = arena_copy(&x->scratch, buf_slice(&b));
    buf_dispose(&b);
    compiled_dispose(&c);
    return (const char *)copy.p;
}

static void values_are_shown_as_a_person_reads_them(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"attempt.host", "a.net"},
        {"attempt.port", "443"},
        {"attempt.port + 1", "444"},
        {"clock.now", "2026-01-01 00:00:00 UTC"},
        {"wifi.up", "yes"},
        {"not wifi.up", "no"},
        {"clock.set", "(unknown)"},
        {"attempt.user", "(unknown)"},
        {"attempt.password", "(23 characters)"},
        {"lower(attempt.password)", "(23 characters)"},
        {"percent_decode(attempt.password)", "(23 characters)"},
        {"length(attempt.password)", "23"},
        {"last(error)", "AT-S.ERROR:111:Request failed"},
        {"last(error, number)", "111"},
        {"last(ok)", "(unknown)"},
        {"first(error, line)", "1"},
        {"error", "yes"},
        {"count(error)", "1"},
        {"error and attempt.port == 443", "yes"},
        {"\"just text\"", "just text"},
        {"-5", "-5"},
        {"variable(\"wifi_wpa_psk_text\")", "(4 characters)"},
    };
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf04");
    fixture_happens(x, &x->attempt.tally, M_ERROR, "AT-S.ERROR:111:Request failed", 111);
    fixture_variable(x, "wifi_wpa_psk_text", "hush");
    x->attempt.host = SLICE("a.net");
    x->attempt.port = 443;
    x->attempt.password = SLICE("this-is-a-long-password");
    x->session.wifi_up = TRI_YES;
    x->session.clock.now = time_parse(SLICE("2026-01-01"));
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        assert_slice_row(slice_cstr(shown(x, rows[i].text)), slice_cstr(rows[i].want));
    }
    x->attempt.password = SLICE("x");
    assert_string_equal(shown(x, "attempt.password"), "(1 character)");
}

static void places_of_a_value_are_kept(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct tally_entry *e = fixture_happens(x, &x->attempt.tally, M_ERROR, "AT-S.ERROR:1:x", 1);
    struct store_cell *ca = &x->session.store[SLOT_CA];
    ca->load = fixture_mark(x, SLICE("AT+S.TLSCERT=ca,5"));
    struct compiled c = compile("last(error)", SCOPE_ATTEMPT, false);
    assert_ptr_equal(expr_value(c.expr, &x->context).at[0], &e->last->mark);
    compiled_dispose(&c);
    c = compile("store.ca.load", SCOPE_ATTEMPT, false);
    assert_ptr_equal(expr_value(c.expr, &x->context).at[0], &ca->load);
    compiled_dispose(&c);
    c = compile("store.ca.load and error", SCOPE_ATTEMPT, false);
    assert_ptr_equal(expr_value(c.expr, &x->context).at[0], &ca->load);
    assert_ptr_equal(expr_value(c.expr, &x->context).at[1], &e->first.mark);
    compiled_dispose(&c);
}

/* Names of what is required, in the order of the meanings. */
static void assert_required(const char *condition, enum field_scope scope, const char *want)
{
    enum meaning all[M_COUNT];
    struct buf b;
    struct compiled c = compile(condition, scope, true);
    assert_compiled(&c, condition);
    buf_init(&b, 1000);
    size_t n = expr_required(c.expr, all, M_COUNT);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&b, "%s%s", i > 0 ? " " : "", meaning_name(all[i]));
    }
    spw_assert_slice(buf_slice(&b), slice_cstr(want), condition, __FILE__, __LINE__);
    buf_dispose(&b);
    compiled_dispose(&c);
}

static void what_must_have_happened_is_known_beforehand(void **state)
{
    static const struct {
        const char *condition, *want;
    } rows[] = {
        {"ok", "ok"},
        {"not ok", ""},
        {"wifi.up", ""},
        {"ok and error", "ok error"},
        {"ok or error", ""},
        {"(ok and error) or (error and loading)", "error"},
        {"not (not ok or not error)", "ok error"},
        {"not (ok or error)", ""},
        {"wifi.up and (ok and not error)", "ok"},
        {"count(ok) > 0", "ok"},
        {"0 < count(ok)", "ok"},
        {"count(ok) >= 3", "ok"},
        {"count(ok) == 2", "ok"},
        {"count(ok) != 0", "ok"},
        {"count(ok) == 0", ""},
        {"count(ok) < 5", ""},
        {"not count(ok) > 0", ""},
        {"last(error, number) == 5", "error"},
        {"not last(error, number) == 5", "error"},
        {"last(error, number) in (5, 6)", "error"},
        {"last(error) matches \"x\"", "error"},
        {"length(last(error)) + 1 > 5", "error"},
        {"exists last(error)", "error"},
        {"not exists last(error)", ""},
        {"after(ok, error)", "ok error"},
        {"not after(ok, error)", ""},
        {"attempt.seen(ok)", "ok"},
        {"trace.seen(ok)", ""},
        {"boot.seen(ok) and error", "error"},
        {"attempt.port in (5, last(error, number))", ""},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_required(rows[i].condition, SCOPE_ATTEMPT, rows[i].want);
    }
    assert_required("trace.seen(ok)", SCOPE_TRACE, "ok");
    assert_required("boot.seen(ok)", SCOPE_BOOT, "ok");
    assert_required("boot.seen(ok)", SCOPE_TRACE, "");
}

static void what_must_not_have_happened_is_known_beforehand(void **state)
{
    static const struct {
        const char *condition;
        bool demanded; /* that no error was seen */
    } rows[] = {
        {"ok and not error", true},       {"not (ok or error)", true},
        {"not (ok and error)", false},    {"not error or not error and ok", true},
        {"not trace.seen(error)", false}, {"not attempt.seen(error)", true},
        {"count(error) == 0", false},     {"error", false},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct compiled c = compile(rows[i].condition, SCOPE_ATTEMPT, true);
        assert_compiled(&c, rows[i].condition);
        spw_assert_number(meaning_set_has(&expr_demands(c.expr)->unseen, M_ERROR), rows[i].demanded,
                          rows[i].condition, "demanded", __FILE__, __LINE__);
        compiled_dispose(&c);
    }
}

static void marks_with_which_a_condition_cannot_hold_are_known_beforehand(void **state)
{
    enum { RESULTS = CLASS_OK | CLASS_ERROR | CLASS_NO_RESULT };
    static const struct {
        const char *condition;
        uint32_t marks;
    } rows[] = {
        {"exchange.failed", CLASS_OK | CLASS_NO_RESULT},
        {"not exchange.failed", CLASS_ERROR},
        {"exchange.error == 5", CLASS_OK | CLASS_NO_RESULT},
        {"not (exchange.error in (5, 6))", CLASS_OK | CLASS_NO_RESULT},
        {"exchange.failed or exchange.ok", CLASS_NO_RESULT},
        {"exchange.failed and not exchange.replied", CLASS_OK | CLASS_NO_RESULT | CLASS_REPLIED},
        {"exchange.result != \"ok\"", CLASS_OK},
        {"not (exchange.result in (\"ok\", \"none\"))", CLASS_OK | CLASS_NO_RESULT},
        {"exchange.result in (\"ok\", \"none\")", CLASS_ERROR},
        {"exchange.failed or error", 0},
        {"exchange.values == 3", 0},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct compiled c = compile(rows[i].condition, SCOPE_EXCHANGE, true);
        assert_compiled(&c, rows[i].condition);
        spw_assert_number(expr_demands(c.expr)->no_class & RESULTS, rows[i].marks & RESULTS,
                          rows[i].condition, "demanded", __FILE__, __LINE__);
        compiled_dispose(&c);
    }
}

static void commands_with_which_a_condition_cannot_hold_are_known_beforehand(void **state)
{
    static const struct {
        const char *condition;
        bool ping, unknown; /* cannot hold for a ping, for a command of no meaning */
    } rows[] = {
        {"exchange.meaning == \"ping\"", false, true},
        {"exchange.meaning != \"ping\"", true, false},
        {"exchange.meaning in (\"ping\", \"scan\")", false, true},
        {"exchange.failed and not (exchange.meaning in (\"ping\", \"scan\"))", true, false},
        {"exchange.meaning == \"scan\" or exchange.failed", false, false},
        {"exchange.meaning matches \"ping\"", false, false},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct compiled c = compile(rows[i].condition, SCOPE_EXCHANGE, true);
        assert_compiled(&c, rows[i].condition);
        const struct meaning_set *no = &expr_demands(c.expr)->no_command;
        spw_assert_number(meaning_set_has(no, M_PING), rows[i].ping, rows[i].condition, "demanded",
                          __FILE__, __LINE__);
        spw_assert_number(meaning_set_has(no, M_NONE), rows[i].unknown, rows[i].condition,
                          "demanded", __FILE__, __LINE__);
        compiled_dispose(&c);
    }
}

static void required_meanings_are_no_more_than_asked_for(void **state)
{
    enum meaning two[2];
    (void)state;
    struct compiled c = compile("ok and error and loading", SCOPE_ATTEMPT, true);
    assert_int_equal(expr_required(c.expr, two, 2), 2);
    compiled_dispose(&c);
}

static void the_grammar_names_every_function(void **state)
{
    static const char *const names[] = {
        "seen(",     "count(",  "first(",  "last(",  "after(",         "variable(",      "limit(",
        "describe(", "length(", "number(", "lower(", "base64_length(", "percent_decode("};
    struct buf b;
    (void)state;
    buf_init(&b, 100000);
    expr_grammar(&b);
    for (size_t i = 0; i < SPW_COUNT(names); i++) {
        SPW_ROW(names[i]);
        assert_number_row(slice_contains(buf_slice(&b), slice_cstr(names[i])), true);
    }
    assert_int_equal(b.status, SPW_OK);
    buf_dispose(&b);
}

/* Every field can be compiled in the scopes it allows, and in no other. */
static void every_field_is_a_word_of_the_language(void **state)
{
    static const enum field_scope scopes[] = {SCOPE_TRACE, SCOPE_BOOT, SCOPE_ATTEMPT,
                                              SCOPE_EXCHANGE, SCOPE_OBJECT};
    (void)state;
    for (size_t i = 0; i < field_count(); i++) {
        const struct field *f = field_at(i);
        for (size_t s = 0; s < SPW_COUNT(scopes); s++) {
            bool allowed = (f->scopes & ((unsigned)scopes[s] | SCOPE_TRACE)) != 0;
            struct compiled c = compile((const char *)f->name.p, scopes[s], false);
            assert_int_equal(c.status, allowed ? SPW_OK : SPW_INVALID);
            compiled_dispose(&c);
        }
    }
}

/* Every meaning alone is a condition. */
static void every_meaning_is_a_word_of_the_language(void **state)
{
    (void)state;
    for (int m = M_NONE + 1; m < M_COUNT; m++) {
        struct compiled c = compile(meaning_name((enum meaning)m), SCOPE_TRACE, true);
        assert_compiled(&c, meaning_name((enum meaning)m));
        compiled_dispose(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(values_are_shown_as_a_person_reads_them),
        FIXTURE_TEST(places_of_a_value_are_kept),
        SPW_TEST(what_must_have_happened_is_known_beforehand),
        SPW_TEST(what_must_not_have_happened_is_known_beforehand),
        SPW_TEST(marks_with_which_a_condition_cannot_hold_are_known_beforehand),
        SPW_TEST(commands_with_which_a_condition_cannot_hold_are_known_beforehand),
        SPW_TEST(required_meanings_are_no_more_than_asked_for),
        SPW_TEST(the_grammar_names_every_function),
        SPW_TEST(every_field_is_a_word_of_the_language),
        SPW_TEST(every_meaning_is_a_word_of_the_language),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
