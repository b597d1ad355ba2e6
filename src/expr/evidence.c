/* Which places made a condition come out as it did. Asked after the fact, and only of conditions that
 * hold, so that evaluation itself carries no evidence along. */
#include "expr/tree.h"

static void add_place(const struct mark *at, struct expr_evidence *out)
{
    bool known = at == NULL;
    for (size_t i = 0; i < out->n && !known; i++) {
        known = out->at[i] == at;
    }
    if (!known && out->n < EVIDENCE_MAX) {
        out->at[out->n++] = at;
    }
}

static void add_value(const struct node *node, const struct fact_context *c,
                      struct expr_evidence *out)
{
    struct value v = tree_value(node, c);
    if (v.known) {
        for (size_t i = 0; i < VALUE_PLACES; i++) {
            add_place(v.at[i], out);
        }
        out->concluded = out->concluded || v.concluded;
    }
}

/* All operands of a comparison took part in it. */
static void add_operands(const struct node *node, const struct fact_context *c,
                         struct expr_evidence *out)
{
    for (const struct node *k = node->child; k != NULL; k = k->next) {
        if (k->kind == NODE_RANGE) {
            add_value(k->child, c, out);
            add_value(k->child->next, c, out);
        } else {
            add_value(k, c, out);
        }
    }
}

/* Operands with the outcome of the whole made it so; of an unknown whole, those that were true. */
static void add_operands_with(const struct node *node, const struct fact_context *c,
                              enum tri wanted, struct expr_evidence *out)
{
    for (const struct node *k = node->child; k != NULL; k = k->next) {
        if (tree_test(k, c) == wanted) {
            tree_evidence(k, c, wanted, out);
        }
    }
}

void tree_evidence(const struct node *node, const struct fact_context *c, enum tri outcome,
                   struct expr_evidence *out)
{
    bool chain = node->kind == NODE_AND || node->kind == NODE_OR;
    if (chain) {
        add_operands_with(node, c, outcome == TRI_UNKNOWN ? TRI_YES : outcome, out);
    } else if (outcome == TRI_UNKNOWN) {
        return;
    } else if (node->kind == NODE_NOT) {
        tree_evidence(node->child, c, tri_not(outcome), out);
    } else if (node->kind == NODE_COMPARE || node->kind == NODE_IN || node->kind == NODE_MATCHES ||
               node->kind == NODE_CONTAINS || node->kind == NODE_EXISTS) {
        add_operands(node, c, out);
    } else {
        add_value(node, c, out);
    }
}
