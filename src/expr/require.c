/* What must have happened for a condition to hold at all. Sets are worked out from the leaves up, for
 * "is certainly true", "is certainly false" and "is known" apart. */
#include "expr/tree.h"

enum aspect { WHEN_TRUE, WHEN_FALSE, WHEN_KNOWN };

static struct meaning_set required(const struct node *node, enum aspect aspect,
                                   enum field_scope scope);

static void include(struct meaning_set *s, enum meaning m)
{
    s->words[(unsigned)m / 64] |= UINT64_C(1) << ((unsigned)m % 64);
}

static bool includes(const struct meaning_set *s, enum meaning m)
{
    return (s->words[(unsigned)m / 64] >> ((unsigned)m % 64) & 1U) != 0;
}

static void unite(struct meaning_set *s, const struct meaning_set *other)
{
    for (size_t i = 0; i < MEANING_WORDS; i++) {
        s->words[i] |= other->words[i];
    }
}

static void intersect(struct meaning_set *s, const struct meaning_set *other)
{
    for (size_t i = 0; i < MEANING_WORDS; i++) {
        s->words[i] &= other->words[i];
    }
}

/* Only the tally that a rule of this scope asks by default is promised. */
static bool is_own_tally(enum tally_scope which, enum field_scope scope)
{
    switch (which) {
    case TALLY_DEFAULT:
        return true;
    case TALLY_ATTEMPT:
        return scope == SCOPE_ATTEMPT;
    case TALLY_BOOT:
        return scope == SCOPE_BOOT;
    case TALLY_TRACE:
        return scope != SCOPE_ATTEMPT && scope != SCOPE_BOOT;
    }
    return false;
}

static struct meaning_set all_of(const struct node *first, enum aspect aspect,
                                 enum field_scope scope)
{
    struct meaning_set s = {{0}};
    for (const struct node *k = first; k != NULL; k = k->next) {
        struct meaning_set one = required(k, aspect, scope);
        unite(&s, &one);
    }
    return s;
}

static struct meaning_set common_to(const struct node *first, enum aspect aspect,
                                    enum field_scope scope)
{
    struct meaning_set s = required(first, aspect, scope);
    for (const struct node *k = first->next; k != NULL; k = k->next) {
        struct meaning_set one = required(k, aspect, scope);
        intersect(&s, &one);
    }
    return s;
}

/* A question about a happening. Not having happened makes seen, after and count known, and the values
 * of an occurrence unknown. */
static struct meaning_set of_happening(const struct node *node, enum aspect aspect,
                                       enum field_scope scope)
{
    struct meaning_set s = {{0}};
    bool needed =
        node->kind == NODE_OCCURRENCE || (node->kind != NODE_COUNT && aspect == WHEN_TRUE);
    if (needed && is_own_tally(node->which, scope)) {
        include(&s, node->meaning);
        if (node->kind == NODE_AFTER) {
            include(&s, node->other);
        }
    }
    return s;
}

/* count(M) > 0 and the like hold for no count of nought. */
static bool compares_count(const struct node *node, const struct node **count)
{
    const struct node *a = node->child;
    const struct node *b = a->next;
    bool flipped = a->kind == NODE_CONSTANT;
    *count = flipped ? b : a;
    const struct node *constant = flipped ? a : b;
    if ((*count)->kind != NODE_COUNT || constant->kind != NODE_CONSTANT) {
        return false;
    }
    struct value nought = value_int(0, NULL);
    enum compare compare = flipped ? compare_flip(node->compare) : node->compare;
    return compare_values(&nought, compare, constant->constant) == TRI_NO;
}

static struct meaning_set of_compare(const struct node *node, enum aspect aspect,
                                     enum field_scope scope)
{
    const struct node *count = NULL;
    struct meaning_set s = all_of(node->child, WHEN_KNOWN, scope);
    if (aspect == WHEN_TRUE && compares_count(node, &count) && is_own_tally(count->which, scope)) {
        include(&s, count->meaning);
    }
    return s;
}

static struct meaning_set required(const struct node *node, enum aspect aspect,
                                   enum field_scope scope)
{
    struct meaning_set none = {{0}};
    switch (node->kind) {
    case NODE_SEEN:
    case NODE_AFTER:
    case NODE_COUNT:
    case NODE_OCCURRENCE:
        return of_happening(node, aspect, scope);
    case NODE_NOT:
        aspect = aspect == WHEN_TRUE ? WHEN_FALSE : aspect == WHEN_FALSE ? WHEN_TRUE : aspect;
        return required(node->child, aspect, scope);
    case NODE_AND:
        return aspect == WHEN_TRUE ? all_of(node->child, aspect, scope)
                                   : common_to(node->child, aspect, scope);
    case NODE_OR:
        return aspect == WHEN_FALSE ? all_of(node->child, aspect, scope)
                                    : common_to(node->child, aspect, scope);
    case NODE_COMPARE:
        return of_compare(node, aspect, scope);
    case NODE_EXISTS:
        return aspect == WHEN_TRUE ? required(node->child, WHEN_KNOWN, scope) : none;
    case NODE_IN:
        return required(node->child, WHEN_KNOWN, scope);
    case NODE_MATCHES:
    case NODE_CONTAINS:
    case NODE_DESCRIBE:
    case NODE_LENGTH:
    case NODE_NUMBER:
    case NODE_LOWER:
    case NODE_BASE64_LENGTH:
    case NODE_PERCENT_DECODE:
    case NODE_ADD:
    case NODE_SUBTRACT:
        return all_of(node->child, WHEN_KNOWN, scope);
    case NODE_NAME:
    case NODE_CALL:
    case NODE_CONSTANT:
    case NODE_FIELD:
    case NODE_VARIABLE:
    case NODE_LIMIT:
    case NODE_RANGE:
    case NODE_KINDS:
        break;
    }
    return none;
}

/* Plain seen(M) among the conjuncts: when one is not seen, the answer is theirs. */
static void add_gates(struct expr *e, const struct node *node)
{
    if (node->kind == NODE_SEEN && node->which == TALLY_DEFAULT && e->n_gates < GATES_MAX) {
        e->gates[e->n_gates++] = node->meaning;
    }
    for (const struct node *k = node->kind == NODE_AND ? node->child : NULL; k != NULL;
         k = k->next) {
        add_gates(e, k);
    }
}

void require_fill(struct expr *e, enum field_scope scope)
{
    e->required = required(e->root, WHEN_TRUE, scope);
    add_gates(e, e->root);
}

size_t expr_required(const struct expr *e, enum meaning *out, size_t max)
{
    size_t n = 0;
    for (int m = M_NONE + 1; m < M_COUNT && n < max; m++) {
        if (includes(&e->required, (enum meaning)m)) {
            out[n++] = (enum meaning)m;
        }
    }
    return n;
}
