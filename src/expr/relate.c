/* How two conditions stand to each other, as far as their conjuncts tell. */
#include "expr/tree.h"

static bool has_conjunct(const struct node *tree, const struct node *wanted)
{
    if (tree->kind != NODE_AND) {
        return tree_same(tree, wanted);
    }
    for (const struct node *k = tree->child; k != NULL; k = k->next) {
        if (has_conjunct(k, wanted)) {
            return true;
        }
    }
    return false;
}

static bool implies(const struct node *a, const struct node *b)
{
    if (b->kind != NODE_AND) {
        return has_conjunct(a, b);
    }
    for (const struct node *k = b->child; k != NULL; k = k->next) {
        if (!implies(a, k)) {
            return false;
        }
    }
    return true;
}

bool expr_implies(const struct expr *a, const struct expr *b) { return implies(a->root, b->root); }

bool expr_excludes(const struct expr *a, const struct expr *b)
{
    return fold_excludes(a->root, b->root);
}
