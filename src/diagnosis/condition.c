#include "diagnosis/condition.h"

#include "base/message_ids.h"

/* Faults come with a place inside the text alone; here they get their place in the file. */
static void hand_on_faults(struct rule_reader *r, const struct yaml_node *node, size_t from,
                           struct slice text, const struct messages *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const struct message *m = &found->list[i];
        size_t at = from + place_to_offset(text, m->line, m->column);
        struct file_place place = place_in_node(&r->file, node, at);
        ruleread_fault(r, m->number, place.line, place.column, m->hint, "%.*s", SLICE_ARG(m->text));
    }
    if (found->n == 0) {
        ruleread_fault_at(r, MSG_RULE_CONDITION, node, slice_of(NULL, 0), "%s",
                          "the condition cannot be read");
    }
}

static bool keep_expr(struct rule_reader *r, struct expr *e)
{
    struct expr **slot = (struct expr **)array_push(r->exprs);
    if (slot == NULL) {
        expr_dispose(e);
        r->status = SPW_NO_MEMORY;
        return false;
    }
    *slot = e;
    return true;
}

struct expr *condition_compile(struct rule_reader *r, const struct yaml_node *node, size_t from,
                               size_t n, enum condition_kind kind, struct slice *kept)
{
    struct slice text = ruleread_keep(r, slice_sub(node->text, from, n));
    struct expr_source source = {
        .text = text, .file = r->file.path, .line = 1, .column = 1, .knowledge = r->knowledge};
    struct messages found;
    struct expr *e = NULL;
    if (text.p == NULL) {
        return NULL;
    }
    messages_init(&found);
    enum field_scope scope = (enum field_scope)r->scope;
    enum spw_status status = kind == CONDITION_TRUTH
                                 ? expr_compile(&e, &source, scope, r->perm, &found)
                                 : expr_compile_value(&e, &source, scope, r->perm, &found);
    if (status == SPW_OK) {
        e = keep_expr(r, e) ? e : NULL;
    } else if (status == SPW_NO_MEMORY) {
        r->status = SPW_NO_MEMORY;
        e = NULL;
    } else {
        hand_on_faults(r, node, from, text, &found);
        e = NULL;
    }
    messages_dispose(&found);
    if (kept != NULL) {
        *kept = slice_trim(text);
    }
    return e;
}

struct expr *condition_read(struct rule_reader *r, const struct yaml_node *map, const char *key,
                            bool required, enum condition_kind kind, struct slice *kept)
{
    const struct yaml_node *node = ruleread_text(r, map, key, required);
    return node == NULL ? NULL : condition_compile(r, node, 0, node->text.n, kind, kept);
}
