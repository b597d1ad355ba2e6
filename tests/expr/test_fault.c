/* What is wrong with a condition, and where. */
#include "base/message_ids.h"
#include "expr/compiled.h"

struct fault_row {
    const char *condition;
    unsigned number;
    uint32_t column;
    const char *part; /* of the message or of its hint */
};

static void assert_fault(const struct fault_row *row, enum field_scope scope, bool condition,
                         const struct knowledge *k)
{
    SPW_ROW(row->condition);
    struct expr_source source = {.text = slice_cstr(row->condition),
                                 .file = SLICE("rule.yaml"),
                                 .line = 1,
                                 .column = 1,
                                 .knowledge = k};
    struct compiled c = compile_with(&source, scope, condition);
    assert_number_row(c.status, SPW_INVALID);
    assert_null(c.expr);
    assert_number_row(c.messages.n > 0, true);
    const struct message *m = &c.messages.list[0];
    if (!slice_contains(m->text, slice_cstr(row->part)) &&
        !slice_contains(m->hint, slice_cstr(row->part))) {
        print_error("%s: \"%.*s\" (%.*s) has no \"%s\"\n", spw_row, SLICE_ARG(m->text),
                    SLICE_ARG(m->hint), row->part);
        fail();
    }
    assert_number_row(m->number, row->number);
    assert_number_row(m->column, row->column);
    assert_slice_row(m->file, SLICE("rule.yaml"));
    compiled_dispose(&c);
}

static void faults_of_form_have_their_place(void **state)
{
    static const struct fault_row rows[] = {
        {"", MSG_RULE_CONDITION, 1, "ends where"},
        {"and", MSG_RULE_CONDITION, 1, "\"and\" stands where"},
        {"attempt.failed and", MSG_RULE_CONDITION, 19, "ends where"},
        {"attempt.failed attempt.ok", MSG_RULE_CONDITION, 16, "\"and\", \"or\" or the end"},
        {"(attempt.failed", MSG_RULE_CONDITION, 16, "\")\""},
        {"attempt.failed)", MSG_RULE_CONDITION, 15, "the end"},
        {"attempt.port = 1", MSG_RULE_CONDITION, 14, "equality is written =="},
        {"attempt.port == \"a", MSG_RULE_CONDITION, 17, "no closing quote"},
        {"attempt.port == 12ab", MSG_RULE_CONDITION, 17, "no number"},
        {"clock.now > 2024-02-30", MSG_RULE_CONDITION, 13, "no date"},
        {"1 < attempt.port < 5", MSG_RULE_CONDITION, 18, "make no chain"},
        {"attempt.port in 5", MSG_RULE_CONDITION, 17, "a list of values"},
        {"attempt.port in (5", MSG_RULE_CONDITION, 19, "\")\""},
        {"attempt.port not 5", MSG_RULE_CONDITION, 18, "\"in\", \"matches\""},
        {"seen(ok", MSG_RULE_CONDITION, 8, "\")\""},
        {"- attempt.port == 1", MSG_RULE_CONDITION, 3, "a number"},
        {"attempt.port in ()", MSG_RULE_CONDITION, 18, "a value"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i], SCOPE_ATTEMPT, true, NULL);
    }
}

static void unknown_names_come_with_the_nearest(void **state)
{
    static const struct fault_row rows[] = {
        {"store.ca.self_singed", MSG_RULE_FIELD, 1, "did you mean \"store.ca.self_signed\"?"},
        {"not  certificat-error", MSG_RULE_FIELD, 6, "did you mean \"certificate-error\"?"},
        {"attempt.failed and atempt.host == \"\"", MSG_RULE_FIELD, 20, "attempt.host"},
        {"seen(mqtt-close)", MSG_RULE_FIELD, 6, "did you mean \"mqtt-closed\"?"},
        {"cout(ok) > 1", MSG_RULE_FUNCTION, 1, "did you mean \"count\"?"},
        {"zzzzzzzzzzzzzz", MSG_RULE_FIELD, 1, "there is no field"},
        {"attempt.port-1 == 5", MSG_RULE_FIELD, 1, "there is no"},
        {"seen(\"ok\")", MSG_RULE_FIELD, 6, "is no happening"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i], SCOPE_ATTEMPT, true, NULL);
    }
}

static void scopes_are_kept(void **state)
{
    static const struct {
        struct fault_row row;
        enum field_scope scope;
    } rows[] = {
        {{"attempt.failed", MSG_RULE_SCOPE_FIELD, 1, "a rule of scope trace cannot ask"},
         SCOPE_TRACE},
        {{"wifi.up and exchange.ok", MSG_RULE_SCOPE_FIELD, 13, "exchange.ok"}, SCOPE_ATTEMPT},
        {{"object.loaded", MSG_RULE_SCOPE_FIELD, 1, "object.loaded"}, SCOPE_BOOT},
        {{"attempt.seen(ok)", MSG_RULE_SCOPE_FIELD, 1, "no attempt to ask"}, SCOPE_EXCHANGE},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i].row, rows[i].scope, true, NULL);
    }
}

static void types_that_do_not_fit_are_told(void **state)
{
    static const struct fault_row rows[] = {
        {"attempt.host", MSG_RULE_TYPE, 1, "a text is no condition"},
        {"5", MSG_RULE_TYPE, 1, "a number is no condition"},
        {"attempt.failed and attempt.port", MSG_RULE_TYPE, 20, "a number is no condition"},
        {"not attempt.port", MSG_RULE_TYPE, 5, "no condition"},
        {"attempt.port == \"https\"", MSG_RULE_TYPE, 17, "cannot be compared"},
        {"attempt.failed == 1", MSG_RULE_TYPE, 19, "cannot be compared"},
        {"attempt.failed < attempt.ok", MSG_RULE_TYPE, 1, "no order"},
        {"clock.now == 5", MSG_RULE_TYPE, 14, "cannot be compared"},
        {"clock.now > \"soon\"", MSG_RULE_TYPE, 13, "2024-09-30"},
        {"attempt.port matches \"a\"", MSG_RULE_TYPE, 1, "searches a text"},
        {"attempt.host contains 5", MSG_RULE_TYPE, 23, "looks for a text"},
        {"attempt.host + 1 == 2", MSG_RULE_TYPE, 1, "number(text)"},
        {"clock.now + clock.now > clock.now", MSG_RULE_TYPE, 1, "make no sum"},
        {"attempt.port in (1, true)", MSG_RULE_TYPE, 21, "cannot be compared"},
        {"attempt.failed in (false..true)", MSG_RULE_TYPE, 1, "no order"},
        {"count(ok) and wifi.up", MSG_RULE_TYPE, 1, "no condition"},
        {"last(loading, object) or wifi.up", MSG_RULE_TYPE, 1, "no condition"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i], SCOPE_ATTEMPT, true, NULL);
    }
}

static void words_outside_a_closed_set_are_told(void **state)
{
    static const struct fault_row rows[] = {
        {"attempt.protocol == \"mqqt\"", MSG_RULE_VALUE, 21, "did you mean \"mqtt\"?"},
        {"\"mqtts\" != attempt.protocol", MSG_RULE_VALUE, 1, "mqtt|http"},
        {"attempt.outcome in (\"ok\", \"fail\")", MSG_RULE_VALUE, 27, "failed"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i], SCOPE_ATTEMPT, true, NULL);
    }
}

static void calls_are_checked(void **state)
{
    static const struct fault_row rows[] = {
        {"seen()", MSG_RULE_FUNCTION, 1, "used as seen(M)"},
        {"seen(ok, error)", MSG_RULE_FUNCTION, 1, "2 arguments"},
        {"after(ok)", MSG_RULE_FUNCTION, 1, "after(A, B)"},
        {"length(attempt.port) > 1", MSG_RULE_FUNCTION, 8, "takes a text"},
        {"number(attempt.failed) > 1", MSG_RULE_FUNCTION, 8, "takes a text"},
        {"variable(5) == 1", MSG_RULE_FUNCTION, 10, "in quotes"},
        {"trace.length(attempt.host) > 1", MSG_RULE_FUNCTION, 1, "takes no scope"},
        {"last(ok, 5) == 1", MSG_RULE_FUNCTION, 10, "in quotes"},
        {"seen(1 + 2)", MSG_RULE_FIELD, 6, "\"1 + 2\" is no happening"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i], SCOPE_ATTEMPT, true, NULL);
    }
}

static void names_of_the_tables_are_checked_when_there_are_tables(void **state)
{
    static const struct fault_row rows[] = {
        {"variable(\"wifi_mod\") == 1", MSG_RULE_VALUE, 10, "did you mean \"wifi_mode\"?"},
        {"limit(\"tls.client\") == 1", MSG_RULE_VALUE, 7, "tls.clients"},
        {"describe(\"wifi_mod\", 1) == \"\"", MSG_RULE_VALUE, 10, "wifi_mode"},
        {"last(certificate-error, numbre) == 1", MSG_RULE_VALUE, 25, "number"},
    };
    struct fixture *x = (struct fixture *)*state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i], SCOPE_ATTEMPT, true, &x->knowledge);
        struct compiled c = compile(rows[i].condition, SCOPE_ATTEMPT, true);
        assert_int_equal(c.status, SPW_OK);
        compiled_dispose(&c);
    }
}

static void bad_patterns_are_told_with_their_place(void **state)
{
    static const struct fault_row rows[] = {
        {"attempt.host matches \"a(b\"", MSG_RULE_PATTERN, 26, "parenthes"},
        {"attempt.host matches attempt.path", MSG_RULE_PATTERN, 22, "in quotes"},
        {"attempt.host matches 5", MSG_RULE_PATTERN, 22, "in quotes"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i], SCOPE_ATTEMPT, true, NULL);
    }
}

static void constant_conditions_are_told(void **state)
{
    static const struct fault_row rows[] = {
        {"true", MSG_RULE_CONSTANT, 1, "does not depend"},
        {"not true", MSG_RULE_CONSTANT, 1, "does not depend"},
        {"attempt.failed and 1 == 1", MSG_RULE_CONSTANT, 20, "does not depend"},
        {"wifi.up or \"a\" matches \"b\"", MSG_RULE_CONSTANT, 12, "does not depend"},
        {"attempt.port == attempt.port", MSG_RULE_CONSTANT, 1, "the same"},
        {"attempt.port == 1 and attempt.port == 2", MSG_RULE_CONSTANT, 23, "never hold"},
        {"attempt.port == 1 and attempt.ok and 2 == attempt.port", MSG_RULE_CONSTANT, 38, "never"},
        {"attempt.port < 5 and attempt.port > 5", MSG_RULE_CONSTANT, 22, "never hold"},
        {"attempt.port > 4 and attempt.port < 5", MSG_RULE_CONSTANT, 22, "never hold"},
        {"attempt.port >= 5 and attempt.port <= 5 and attempt.port != 5", MSG_RULE_CONSTANT, 45,
         "never"},
        {"attempt.host == \"a\" and attempt.host == \"b\"", MSG_RULE_CONSTANT, 25, "never hold"},
        {"attempt.host == \"a\" and attempt.host != \"a\"", MSG_RULE_CONSTANT, 25, "never hold"},
        {"attempt.failed and not attempt.failed", MSG_RULE_CONSTANT, 24, "never hold"},
        {"attempt.failed and attempt.failed == false", MSG_RULE_CONSTANT, 20, "never hold"},
        {"not (attempt.failed or not attempt.failed)", MSG_RULE_CONSTANT, 28, "always holds"},
        {"not (attempt.failed and not attempt.failed)", MSG_RULE_CONSTANT, 29, "never hold"},
        {"wifi.up == true or wifi.up == false", MSG_RULE_CONSTANT, 20, "always holds"},
        {"wifi.up or not wifi.up", MSG_RULE_CONSTANT, 16, "always holds"},
        {"attempt.port != 1 or attempt.port != 2", MSG_RULE_CONSTANT, 22, "always holds"},
        {"attempt.port < 5 or attempt.port >= 5", MSG_RULE_CONSTANT, 21, "always holds"},
        {"count(ok) < 0", MSG_RULE_CONSTANT, 1, "never hold"},
        {"count(ok) >= 0", MSG_RULE_CONSTANT, 1, "always holds"},
        {"count(ok) > 0 and count(ok) == 0", MSG_RULE_CONSTANT, 19, "never hold"},
        {"attempt.port == 1 and attempt.port in (2, 5..9)", MSG_RULE_CONSTANT, 23, "never hold"},
        {"attempt.protocol == \"mqtt\" and attempt.protocol in (\"http\", \"smtp\")",
         MSG_RULE_CONSTANT, 32, "never hold"},
        {"ok and not seen(ok)", MSG_RULE_CONSTANT, 12, "never hold"},
        {"clock.now > 2024-01-01 and clock.now < 2023-01-01", MSG_RULE_CONSTANT, 28, "never hold"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_fault(&rows[i], SCOPE_ATTEMPT, true, NULL);
    }
}

static void sensible_conditions_are_not_taken_for_constant(void **state)
{
    static const char *const rows[] = {
        "attempt.port == 1 or attempt.port == 2",
        "attempt.port >= 5 and attempt.port <= 5",
        "attempt.port != 1 and attempt.port != 2",
        "attempt.port > 4 and attempt.port < 6",
        "attempt.port == 1 and attempt.params == 2",
        "attempt.host == \"a\" and attempt.path == \"b\"",
        "attempt.failed and (not attempt.failed or wifi.up)",
        "last(loading, object) == 1 and last(loading, source) == 2",
        "first(loading, object) == 1 and last(loading, object) == 2",
        "last(loading, object) == 1 and last(skip-ca, object) == 2",
        "trace.count(ok) == 1 and boot.count(ok) == 2",
        "attempt.port == 5 and attempt.port in (2, 5..9)",
        "attempt.port in (2, 5) and attempt.port in (5, 7)",
        "not (attempt.port == 1 and attempt.port == attempt.params)",
        "variable(\"a\") == 1 and variable(\"b\") == 2",
        "count(ok) != 0",
        "length(attempt.host) > 0",
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct compiled c = compile(rows[i], SCOPE_ATTEMPT, true);
        assert_compiled(&c, rows[i]);
        compiled_dispose(&c);
    }
}

static void later_lines_have_their_own_columns(void **state)
{
    struct expr_source source = {.text = SLICE("wifi.up and\n  nonsense.a or\n nonsense.b"),
                                 .file = SLICE("f.yaml"),
                                 .line = 10,
                                 .column = 9};
    (void)state;
    struct compiled c = compile_with(&source, SCOPE_TRACE, true);
    assert_int_equal(c.messages.n, 2); /* all unknown names at once */
    assert_int_equal(c.messages.list[0].line, 11);
    assert_int_equal(c.messages.list[0].column, 3);
    assert_int_equal(c.messages.list[1].line, 12);
    assert_int_equal(c.messages.list[1].column, 2);
    compiled_dispose(&c);
    source.text = SLICE("nonsense.a");
    c = compile_with(&source, SCOPE_TRACE, true);
    assert_int_equal(c.messages.list[0].line, 10);
    assert_int_equal(c.messages.list[0].column, 9);
    compiled_dispose(&c);
}

static void assert_limit(struct buf *b, const char *part)
{
    struct expr_source source = {.text = buf_slice(b), .file = SLICE("f"), .line = 1, .column = 1};
    struct compiled c = compile_with(&source, SCOPE_TRACE, true);
    assert_int_equal(c.status, SPW_INVALID);
    assert_int_equal(c.messages.list[0].number, MSG_RULE_LIMIT);
    assert_true(slice_contains(c.messages.list[0].text, slice_cstr(part)));
    compiled_dispose(&c);
    buf_clear(b);
}

static void size_depth_and_number_have_limits(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b, 100000);
    buf_fill(&b, '(', EXPR_DEPTH_MAX + 1);
    assert_limit(&b, "deep");
    for (int i = 0; i <= EXPR_DEPTH_MAX; i++) {
        buf_cstr(&b, "not ");
    }
    assert_limit(&b, "deep");
    for (int i = 0; i <= EXPR_DEPTH_MAX; i++) {
        buf_cstr(&b, "length(");
    }
    assert_limit(&b, "deep");
    for (int i = 0; i <= EXPR_NODES_MAX; i++) {
        buf_cstr(&b, "ok or ");
    }
    assert_limit(&b, "more than");
    buf_fill(&b, ' ', EXPR_TEXT_MAX + 1);
    assert_limit(&b, "bytes");
    buf_dispose(&b);
}

static void a_full_arena_is_no_fault_of_the_condition(void **state)
{
    struct expr_source source = {
        .text = SLICE("attempt.port in (1, 2) and attempt.host matches \"a''b\" and ok"),
        .file = SLICE("f"),
        .line = 1,
        .column = 1};
    bool done = false;
    (void)state;
    for (size_t cap = 0; cap < 100000 && !done; cap += 40) {
        struct expr *e = NULL;
        struct arena arena;
        struct messages messages;
        arena_init(&arena, cap);
        messages_init(&messages);
        enum spw_status status = expr_compile(&e, &source, SCOPE_ATTEMPT, &arena, &messages);
        assert_true(status == SPW_OK || status == SPW_NO_MEMORY);
        done = status == SPW_OK;
        expr_dispose(e);
        messages_dispose(&messages);
        arena_dispose(&arena);
    }
    assert_true(done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(faults_of_form_have_their_place),
        SPW_TEST(unknown_names_come_with_the_nearest),
        SPW_TEST(scopes_are_kept),
        SPW_TEST(types_that_do_not_fit_are_told),
        SPW_TEST(words_outside_a_closed_set_are_told),
        SPW_TEST(calls_are_checked),
        FIXTURE_TEST(names_of_the_tables_are_checked_when_there_are_tables),
        SPW_TEST(bad_patterns_are_told_with_their_place),
        SPW_TEST(constant_conditions_are_told),
        SPW_TEST(sensible_conditions_are_not_taken_for_constant),
        SPW_TEST(later_lines_have_their_own_columns),
        SPW_TEST(size_depth_and_number_have_limits),
        SPW_TEST(a_full_arena_is_no_fault_of_the_condition),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
