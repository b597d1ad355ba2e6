/* Conditions that come out the same whatever the trace says are mistakes: constants among the
 * operands, operands of `and` that exclude each other, operands of `or` of which one always holds. */
#include "base/message_ids.h"
#include "expr/tree.h"

enum { CONSTRAINTS_MAX = 64 };

/* What an operand demands of a term: a number between two ends, or to be or not to be a value. */
struct constraint {
    const struct node *term;
    const struct node *from; /* the operand, for the message */
    enum compare compare;
    struct value value;
};

struct constraints {
    struct constraint list[CONSTRAINTS_MAX];
    size_t n;
};

/* ---- the same term? ----------------------------------------------------------------------------- */

static bool same_constant(const struct value *a, const struct value *b)
{
    return a->type == b->type && a->i == b->i && slice_eq(a->text, b->text);
}

static bool same_node(const struct node *a, const struct node *b)
{
    bool same = a->kind == b->kind && a->field == b->field && a->which == b->which &&
                a->meaning == b->meaning && a->other == b->other && a->last == b->last &&
                a->compare == b->compare && slice_eq(a->name, b->name);
    if (same && a->kind == NODE_CONSTANT) {
        return same_constant(a->constant, b->constant);
    }
    return same;
}

/* Depth is bounded by the parser. */
bool tree_same(const struct node *a, const struct node *b)
{
    if (!same_node(a, b)) {
        return false;
    }
    const struct node *ka = a->child;
    const struct node *kb = b->child;
    while (ka != NULL && kb != NULL && tree_same(ka, kb)) {
        ka = ka->next;
        kb = kb->next;
    }
    return ka == NULL && kb == NULL;
}

/* ---- constraints -------------------------------------------------------------------------------- */

static void add_constraint(struct constraints *s, const struct node *term, const struct node *from,
                           enum compare compare, const struct value *value)
{
    if (s->n < CONSTRAINTS_MAX) {
        s->list[s->n++] = (struct constraint){term, from, compare, *value};
    }
}

static bool is_constant(const struct node *node) { return node->kind == NODE_CONSTANT; }

/* Operand by operand; `wanted` false: what its being false demands. */
static void collect(struct constraints *s, const struct node *node, bool wanted)
{
    const struct value yes = value_bool(wanted, NULL);
    bool chain = node->kind == (wanted ? NODE_AND : NODE_OR);
    if (node->kind == NODE_NOT) {
        collect(s, node->child, !wanted);
    } else if (chain) {
        for (const struct node *k = node->child; k != NULL; k = k->next) {
            collect(s, k, wanted);
        }
    } else if (node->kind == NODE_COMPARE &&
               is_constant(node->child) != is_constant(node->child->next)) {
        bool flipped = is_constant(node->child);
        const struct node *term = flipped ? node->child->next : node->child;
        const struct node *constant = flipped ? node->child : node->child->next;
        enum compare compare = flipped ? compare_flip(node->compare) : node->compare;
        add_constraint(s, term, node, wanted ? compare : compare_not(compare), constant->constant);
    } else {
        add_constraint(s, node, node, COMPARE_EQ, &yes);
    }
}

struct interval {
    int64_t low, high;
    bool empty;
};

/* Counts and lengths are never below nought. */
static struct interval domain_of(const struct node *term)
{
    struct interval all = {INT64_MIN, INT64_MAX, false};
    if (term->kind == NODE_COUNT || term->kind == NODE_LENGTH || term->kind == NODE_BASE64_LENGTH) {
        all.low = 0;
    } else if (term->type == VALUE_BOOL) {
        all.low = 0;
        all.high = 1;
    }
    return all;
}

static void cut_low(struct interval *i, int64_t low) { i->low = low > i->low ? low : i->low; }
static void cut_high(struct interval *i, int64_t high)
{
    i->high = high < i->high ? high : i->high;
}

/* Values are whole numbers: above 1 and below 2 there is none. */
static void narrow(struct interval *i, enum compare compare, int64_t v)
{
    bool at_end =
        (compare == COMPARE_LT && v == INT64_MIN) || (compare == COMPARE_GT && v == INT64_MAX);
    i->empty = i->empty || at_end;
    if (compare == COMPARE_EQ || compare == COMPARE_LE) {
        cut_high(i, v);
    }
    if (compare == COMPARE_EQ || compare == COMPARE_GE) {
        cut_low(i, v);
    }
    if (compare == COMPARE_LT && !at_end) {
        cut_high(i, v - 1);
    }
    if (compare == COMPARE_GT && !at_end) {
        cut_low(i, v + 1);
    }
    if (compare == COMPARE_NE) { /* takes away an end, as far as it is one */
        i->low += i->low == v && v != INT64_MAX ? 1 : 0;
        i->high -= i->high == v && v != INT64_MIN ? 1 : 0;
    }
    i->empty = i->empty || i->low > i->high;
}

static bool numbers_exclude(const struct constraints *s, size_t first, size_t *other)
{
    const struct constraint *base = &s->list[first];
    struct interval i = domain_of(base->term);
    for (size_t round = 0; round < 2; round++) { /* again, for ends that an inequality took */
        for (size_t k = first; k < s->n; k++) {
            const struct constraint *c = &s->list[k];
            if (c->value.type == base->value.type && tree_same(c->term, base->term)) {
                narrow(&i, c->compare, c->value.i);
                *other = k;
            }
            if (i.empty) {
                return true;
            }
        }
    }
    return false;
}

static bool texts_exclude(const struct constraints *s, size_t first, size_t *other)
{
    const struct constraint *base = &s->list[first];
    for (size_t k = first + 1; k < s->n && base->compare == COMPARE_EQ; k++) {
        const struct constraint *c = &s->list[k];
        bool same = c->value.type == VALUE_TEXT && tree_same(c->term, base->term);
        *other = k;
        if (same && compare_values(&base->value, c->compare, &c->value) == TRI_NO) {
            return true;
        }
    }
    return false;
}

/* Do two of them exclude each other? *other: the later one. */
static bool exclude(const struct constraints *s, size_t *other)
{
    for (size_t i = 0; i < s->n; i++) {
        bool text = s->list[i].value.type == VALUE_TEXT;
        if (text ? texts_exclude(s, i, other) : numbers_exclude(s, i, other)) {
            return true;
        }
    }
    return false;
}

/* x == "a" and x in ("b", "c"): tried with each element of the list in turn. */
static bool excludes_list(const struct constraints *s, const struct node *in)
{
    const struct node *subject = in->child;
    size_t other = 0;
    for (const struct node *e = subject->next; e != NULL; e = e->next) {
        struct constraints with = *s;
        bool range = e->kind == NODE_RANGE;
        const struct node *low = range ? e->child : e;
        const struct node *high = range ? e->child->next : e;
        if (!is_constant(low) || !is_constant(high)) {
            return false;
        }
        add_constraint(&with, subject, in, range ? COMPARE_GE : COMPARE_EQ, low->constant);
        add_constraint(&with, subject, in, range ? COMPARE_LE : COMPARE_EQ, high->constant);
        if (!exclude(&with, &other)) {
            return false;
        }
    }
    return true;
}

static bool list_is_excluded(const struct constraints *s, const struct node *node)
{
    if (node->kind == NODE_IN && excludes_list(s, node)) {
        return true;
    }
    for (const struct node *k = node->kind == NODE_AND ? node->child : NULL; k != NULL;
         k = k->next) {
        if (list_is_excluded(s, k)) {
            return true;
        }
    }
    return false;
}

bool fold_excludes(const struct node *a, const struct node *b)
{
    struct constraints s = {.n = 0};
    size_t other = 0;
    collect(&s, a, true);
    collect(&s, b, true);
    return exclude(&s, &other) || list_is_excluded(&s, a) || list_is_excluded(&s, b);
}

/* ---- reports ------------------------------------------------------------------------------------ */

static void report(struct compiler *c, const struct node *node, const char *what)
{
    compiler_fault(c, MSG_RULE_CONSTANT, node->offset, slice_of(NULL, 0), "%s", what);
}

static void check_chain(struct compiler *c, const struct node *node, bool is_and)
{
    struct constraints s = {.n = 0};
    size_t other = 0;
    collect(&s, node, is_and);
    if (exclude(&s, &other)) {
        report(c, s.list[other].from,
               is_and ? "this can never hold together with what stands beside it"
                      : "this always holds, here or together with what stands beside it");
        return;
    }
    for (const struct node *k = node->child; is_and && node->kind == NODE_AND && k != NULL;
         k = k->next) {
        if (k->kind == NODE_IN && excludes_list(&s, k)) {
            report(c, k, "this can never hold together with what stands beside it");
        }
    }
}

/* What a value means depends on the dialect of the trace. */
static bool has_only_constants(const struct node *node)
{
    bool only = node->child != NULL ? node->kind != NODE_DESCRIBE : is_constant(node);
    for (const struct node *k = node->child; k != NULL && only; k = k->next) {
        only = has_only_constants(k);
    }
    return only;
}

/* Two ways to be the same whatever the trace says that need no second operand. */
static bool check_alone(struct compiler *c, const struct node *node)
{
    if (node->type != VALUE_BOOL) {
        return false;
    }
    if (has_only_constants(node)) {
        report(c, node, "this does not depend on the trace");
        return true;
    }
    if (node->kind == NODE_COMPARE && tree_same(node->child, node->child->next)) {
        report(c, node, "both sides are the same");
        return true;
    }
    return false;
}

static bool is_condition(const struct node *node)
{
    return node->kind == NODE_AND || node->kind == NODE_OR || node->kind == NODE_NOT;
}

/* From the top down; below a reported node nothing more is reported. */
static void check_node(struct compiler *c, const struct node *node)
{
    if (check_alone(c, node)) {
        return;
    }
    for (const struct node *k = is_condition(node) ? node->child : NULL; k != NULL; k = k->next) {
        check_node(c, k);
    }
    if (c->status == SPW_OK && (is_condition(node) || node->kind == NODE_COMPARE)) {
        check_chain(c, node, true);
    }
    if (c->status == SPW_OK && (is_condition(node) || node->kind == NODE_COMPARE)) {
        check_chain(c, node, false);
    }
}

void fold_check(struct compiler *c, const struct node *root) { check_node(c, root); }
