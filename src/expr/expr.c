/* Compiling: text, tree, types, checks. */
#include "expr/expr.h"

#include <stdarg.h>

#include "base/message_ids.h"
#include "expr/tree.h"

enum { FAULT_TEXT_MAX = 600 };

/* ---- what the steps share ----------------------------------------------------------------------- */

struct node *compiler_node(struct compiler *c, enum node_kind kind, uint32_t offset,
                           uint32_t length)
{
    if (c->n_nodes == EXPR_NODES_MAX) {
        compiler_fault(c, MSG_RULE_LIMIT, offset, slice_of(NULL, 0),
                       "the condition has more than %d operators and operands", EXPR_NODES_MAX);
        return NULL;
    }
    struct node *node = ARENA_NEW(c->arena, struct node);
    if (node == NULL) {
        compiler_no_memory(c);
        return NULL;
    }
    c->n_nodes++;
    node->kind = kind;
    node->offset = offset;
    node->length = length;
    return node;
}

void compiler_no_memory(struct compiler *c)
{
    if (c->status == SPW_OK) {
        c->status = SPW_NO_MEMORY;
    }
}

/* Line and column of an offset; columns of later lines count from the line's start in the text. */
static void locate(const struct compiler *c, uint32_t offset, uint32_t *line, uint32_t *column)
{
    *line = c->source->line;
    *column = c->source->column + offset;
    for (uint32_t i = 0; i < offset && i < c->text.n; i++) {
        if (c->text.p[i] == '\n') {
            (*line)++;
            *column = offset - i;
        }
    }
}

static struct slice hint_text(struct compiler *c, struct slice hint)
{
    struct buf b;
    bool is_name = hint.n > 0 && slice_find_byte(hint, ' ', 0) == hint.n;
    if (!is_name) {
        return hint;
    }
    buf_init(&b, FAULT_TEXT_MAX);
    buf_printf(&b, "did you mean \"%.*s\"?", SLICE_ARG(hint));
    struct slice text = arena_copy(c->arena, buf_slice(&b));
    buf_dispose(&b);
    return text;
}

void compiler_fault(struct compiler *c, unsigned number, uint32_t offset, struct slice hint,
                    const char *fmt, ...)
{
    uint32_t line = 0;
    uint32_t column = 0;
    struct buf b;
    va_list args;
    if (c->status == SPW_OK) {
        c->status = SPW_INVALID;
    }
    buf_init(&b, FAULT_TEXT_MAX);
    va_start(args, fmt);
    buf_vprintf(&b, fmt, args);
    va_end(args);
    locate(c, offset, &line, &column);
    messages_add(c->messages, number, c->source->file, c->source->file_bytes, line, column,
                 hint_text(c, hint), "%.*s", SLICE_ARG(buf_slice(&b)));
    buf_dispose(&b);
}

struct slice node_text(const struct compiler *c, const struct node *node)
{
    return slice_sub(c->text, node->offset, node->length);
}

/* ---- the steps ---------------------------------------------------------------------------------- */

/* What was made before the first failure is disposed by the caller. */
static void compile(struct compiler *c, bool condition)
{
    struct expr *e = c->expr;
    if (c->text.n > EXPR_TEXT_MAX) {
        compiler_fault(c, MSG_RULE_LIMIT, 0, slice_of(NULL, 0), "a condition has at most %d bytes",
                       EXPR_TEXT_MAX);
        return;
    }
    e->root = parse_text(c);
    if (e->root == NULL) {
        return;
    }
    type_tree(c, e->root);
    if (condition) {
        type_condition(c, e->root);
    }
    if (c->status == SPW_OK && condition) {
        fold_check(c, e->root);
        require_fill(e, c->scope);
    }
}

static enum spw_status compile_source(struct expr **out, const struct expr_source *source,
                                      enum field_scope scope, struct arena *arena,
                                      struct messages *messages, bool condition)
{
    struct compiler c = {.source = source, .scope = scope, .arena = arena, .messages = messages};
    *out = NULL;
    c.text = arena_copy(arena, source->text);
    c.expr = ARENA_NEW(arena, struct expr);
    if (c.text.p == NULL || c.expr == NULL) {
        return SPW_NO_MEMORY;
    }
    compile(&c, condition);
    if (c.status != SPW_OK) {
        expr_dispose(c.expr);
        return c.status;
    }
    if (c.expr->root == NULL) {
        return SPW_NO_MEMORY;
    }
    *out = c.expr;
    return SPW_OK;
}

enum spw_status expr_compile(struct expr **out, const struct expr_source *source,
                             enum field_scope scope, struct arena *arena, struct messages *messages)
{
    return compile_source(out, source, scope, arena, messages, true);
}

enum spw_status expr_compile_value(struct expr **out, const struct expr_source *source,
                                   enum field_scope scope, struct arena *arena,
                                   struct messages *messages)
{
    return compile_source(out, source, scope, arena, messages, false);
}

void expr_dispose(struct expr *e)
{
    for (struct node *n = e != NULL ? e->patterns : NULL; n != NULL; n = n->next_pattern) {
        pattern_dispose(n->pattern);
    }
}
