/* Compiling conditions in tests, with what was complained about. */
#ifndef SPW_TESTS_EXPR_COMPILED_H
#define SPW_TESTS_EXPR_COMPILED_H

#include "expr/expr.h"
#include "facts/fixture.h"

struct compiled {
    struct expr *expr;
    enum spw_status status;
    struct messages messages;
    struct arena arena;
};

static inline struct compiled compile_with(const struct expr_source *source, enum field_scope scope,
                                           bool condition)
{
    struct compiled c = {.expr = NULL};
    arena_init(&c.arena, 1024 * 1024);
    messages_init(&c.messages);
    c.status = condition ? expr_compile(&c.expr, source, scope, &c.arena, &c.messages)
                         : expr_compile_value(&c.expr, source, scope, &c.arena, &c.messages);
    return c;
}

static inline struct compiled compile(const char *text, enum field_scope scope, bool condition)
{
    struct expr_source source = {.text = slice_cstr(text),
                                 .file = SLICE("rule.yaml"),
                                 .file_bytes = slice_cstr(text),
                                 .line = 1,
                                 .column = 1};
    return compile_with(&source, scope, condition);
}

static inline void compiled_dispose(struct compiled *c)
{
    expr_dispose(c->expr);
    messages_dispose(&c->messages);
    arena_dispose(&c->arena);
}

/* Prints what was complained about and fails, when anything was. */
static inline void assert_compiled(const struct compiled *c, const char *text)
{
    if (c->status != SPW_OK) {
        print_error("%s\n", text);
        for (size_t i = 0; i < c->messages.n; i++) {
            print_error("  %u:%u %.*s\n", (unsigned)c->messages.list[i].line,
                        (unsigned)c->messages.list[i].column, SLICE_ARG(c->messages.list[i].text));
        }
        fail();
    }
}

static inline enum field_scope scope_of_settle(enum settle_kind kind)
{
    static const enum field_scope scopes[] = {[SETTLE_ATTEMPT] = SCOPE_ATTEMPT,
                                              [SETTLE_EXCHANGE] = SCOPE_EXCHANGE,
                                              [SETTLE_OBJECT] = SCOPE_OBJECT,
                                              [SETTLE_BOOT] = SCOPE_BOOT,
                                              [SETTLE_TRACE] = SCOPE_TRACE};
    return scopes[kind];
}

/* "yes", "no" or "?" */
static inline const char *fixture_test(struct fixture *x, const char *text,
                                       struct expr_evidence *evidence)
{
    static const char *const names[] = {[TRI_UNKNOWN] = "?", [TRI_NO] = "no", [TRI_YES] = "yes"};
    struct compiled c = compile(text, scope_of_settle(x->settle.kind), true);
    assert_compiled(&c, text);
    const char *answer = names[expr_eval(c.expr, &x->context, evidence)];
    compiled_dispose(&c);
    return answer;
}

struct truth_row {
    const char *condition, *want;
};
static inline void assert_truth_rows(struct fixture *x, const struct truth_row *rows, size_t n,
                                     const char *file, int line)
{
    for (size_t i = 0; i < n; i++) {
        const char *got = fixture_test(x, rows[i].condition, NULL);
        spw_assert_slice(slice_cstr(got), slice_cstr(rows[i].want), rows[i].condition, file, line);
    }
}
#define assert_truths(fixture, rows)                                                               \
    assert_truth_rows((fixture), (rows), SPW_COUNT(rows), __FILE__, __LINE__)

#endif
