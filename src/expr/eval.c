/* Conditions in three values. Nothing is allocated; connectives stop at the first operand that decides. */
#include "expr/tree.h"

static enum tri test_value(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node, c);
    return v.known ? tri_of(v.i != 0) : TRI_UNKNOWN;
}

static enum tri test_seen(const struct node *node, const struct fact_context *c)
{
    return fact_is_seen(c, node->which, node->meaning);
}

static enum tri test_after(const struct node *node, const struct fact_context *c)
{
    struct value v = fact_after(c, node->which, node->meaning, node->other);
    return v.known ? tri_of(v.i != 0) : TRI_UNKNOWN;
}

static enum tri test_not(const struct node *node, const struct fact_context *c)
{
    return tri_not(tree_test(node->child, c));
}

static enum tri test_and(const struct node *node, const struct fact_context *c)
{
    enum tri all = TRI_YES;
    for (const struct node *k = node->child; k != NULL && all != TRI_NO; k = k->next) {
        all = tri_and(all, tree_test(k, c));
    }
    return all;
}

static enum tri test_or(const struct node *node, const struct fact_context *c)
{
    enum tri any = TRI_NO;
    for (const struct node *k = node->child; k != NULL && any != TRI_YES; k = k->next) {
        any = tri_or(any, tree_test(k, c));
    }
    return any;
}

static enum tri test_compare(const struct node *node, const struct fact_context *c)
{
    struct value a = tree_value(node->child, c);
    if (!a.known) {
        return TRI_UNKNOWN;
    }
    struct value b = tree_value(node->child->next, c);
    return compare_values(&a, node->compare, &b);
}

static enum tri test_element(const struct value *v, const struct node *e,
                             const struct fact_context *c)
{
    if (e->kind != NODE_RANGE) {
        struct value one = tree_value(e, c);
        return compare_values(v, COMPARE_EQ, &one);
    }
    struct value low = tree_value(e->child, c);
    struct value high = tree_value(e->child->next, c);
    return tri_and(compare_values(v, COMPARE_GE, &low), compare_values(v, COMPARE_LE, &high));
}

static enum tri test_in(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    enum tri any = v.known ? TRI_NO : TRI_UNKNOWN;
    for (const struct node *e = node->child->next; v.known && e != NULL && any != TRI_YES;
         e = e->next) {
        any = tri_or(any, test_element(&v, e, c));
    }
    return any;
}

static enum tri test_matches(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    return v.known ? pattern_match(node->pattern, v.text) : TRI_UNKNOWN;
}

static enum tri test_contains(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    struct value part = tree_value(node->child->next, c);
    return v.known && part.known ? tri_of(slice_contains(v.text, part.text)) : TRI_UNKNOWN;
}

/* Definite: an unknown value is one that does not exist. */
static enum tri test_exists(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    return tri_of(v.known && (v.type != VALUE_TEXT || v.text.n > 0));
}

static enum tri (*const tests[NODE_KINDS])(const struct node *, const struct fact_context *) = {
    [NODE_SEEN] = test_seen,     [NODE_AFTER] = test_after,     [NODE_NOT] = test_not,
    [NODE_AND] = test_and,       [NODE_OR] = test_or,           [NODE_COMPARE] = test_compare,
    [NODE_IN] = test_in,         [NODE_MATCHES] = test_matches, [NODE_CONTAINS] = test_contains,
    [NODE_EXISTS] = test_exists, [NODE_FIELD] = test_value,     [NODE_CONSTANT] = test_value,
};

enum tri tree_test(const struct node *node, const struct fact_context *c)
{
    return tests[node->kind] != NULL ? tests[node->kind](node, c) : TRI_UNKNOWN;
}

enum tri expr_eval(const struct expr *e, const struct fact_context *c,
                   struct expr_evidence *evidence)
{
    enum tri answer = TRI_YES;
    if (evidence != NULL) {
        *evidence = (struct expr_evidence){.n = 0};
    }
    for (size_t i = 0; i < e->n_gates && answer != TRI_NO; i++) {
        answer = fact_is_seen(c, TALLY_DEFAULT, e->gates[i]);
    }
    if (answer != TRI_NO) {
        answer = tree_test(e->root, c);
    }
    if (evidence != NULL && answer != TRI_NO) {
        tree_evidence(e->root, c, answer, evidence);
    }
    return answer;
}
