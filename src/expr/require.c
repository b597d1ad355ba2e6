/* What must hold for a condition to hold at all: happenings seen or not seen, marks of the settle point.
 * Worked out from the leaves up, for "is certainly true", "is certainly false" and "is known" apart.
 * Everything is kept as a set that grows with what is demanded, so "and" unites and "or" intersects. */
#include "expr/tree.h"
#include "facts/class.h"

enum aspect { WHEN_TRUE, WHEN_FALSE, WHEN_KNOWN };

static struct expr_demands required(const struct node *node, enum aspect aspect,
                                    enum field_scope scope);

static void include(struct meaning_set *s, enum meaning m)
{
    s->words[(unsigned)m / 64] |= UINT64_C(1) << ((unsigned)m % 64);
}

static void unite_meanings(struct meaning_set *s, const struct meaning_set *other)
{
    for (size_t i = 0; i < MEANING_WORDS; i++) {
        s->words[i] |= other->words[i];
    }
}

static void intersect_meanings(struct meaning_set *s, const struct meaning_set *other)
{
    for (size_t i = 0; i < MEANING_WORDS; i++) {
        s->words[i] &= other->words[i];
    }
}

static void unite(struct expr_demands *d, const struct expr_demands *other)
{
    unite_meanings(&d->seen, &other->seen);
    unite_meanings(&d->unseen, &other->unseen);
    unite_meanings(&d->no_command, &other->no_command);
    d->no_class |= other->no_class;
}

static void intersect(struct expr_demands *d, const struct expr_demands *other)
{
    intersect_meanings(&d->seen, &other->seen);
    intersect_meanings(&d->unseen, &other->unseen);
    intersect_meanings(&d->no_command, &other->no_command);
    d->no_class &= other->no_class;
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

static struct expr_demands all_of(const struct node *first, enum aspect aspect,
                                  enum field_scope scope)
{
    struct expr_demands d = {.no_class = 0};
    for (const struct node *k = first; k != NULL; k = k->next) {
        struct expr_demands one = required(k, aspect, scope);
        unite(&d, &one);
    }
    return d;
}

static struct expr_demands common_to(const struct node *first, enum aspect aspect,
                                     enum field_scope scope)
{
    struct expr_demands d = required(first, aspect, scope);
    for (const struct node *k = first->next; k != NULL; k = k->next) {
        struct expr_demands one = required(k, aspect, scope);
        intersect(&d, &one);
    }
    return d;
}

/* A question about a happening. Not having happened makes seen, after and count known, and the values
 * of an occurrence unknown. */
static struct expr_demands of_happening(const struct node *node, enum aspect aspect,
                                        enum field_scope scope)
{
    struct expr_demands d = {.no_class = 0};
    bool needed =
        node->kind == NODE_OCCURRENCE || (node->kind != NODE_COUNT && aspect == WHEN_TRUE);
    if (needed && is_own_tally(node->which, scope)) {
        include(&d.seen, node->meaning);
        if (node->kind == NODE_AFTER) {
            include(&d.seen, node->other);
        }
    }
    if (node->kind == NODE_SEEN && aspect == WHEN_FALSE && is_own_tally(node->which, scope)) {
        include(&d.unseen, node->meaning);
    }
    return d;
}

/* ---- marks of the settle point ------------------------------------------------------------------ */

/* "field", or "field == word" when `word` has bytes. */
static struct expr_demands of_field(const struct field *f, struct slice word, enum aspect aspect)
{
    struct expr_demands d = {.no_class = 0};
    struct class_rows rows = {0};
    if (!fact_class_rows(f, word, &rows)) {
        return d;
    }
    if (aspect == WHEN_KNOWN) {
        d.no_class = rows.all & ~(rows.yes | rows.no);
    } else {
        d.no_class = rows.all & ~(aspect == WHEN_TRUE ? rows.yes : rows.no);
    }
    return d;
}

static struct expr_demands of_command(struct slice word, enum aspect aspect)
{
    struct expr_demands d = {.no_class = 0};
    enum meaning m = meaning_of(word);
    for (int other = M_NONE; aspect == WHEN_TRUE && other < M_COUNT; other++) {
        include(&d.no_command, (enum meaning)other);
    }
    if (word.n > 0 && m == M_NONE) { /* no command means this: never equal */
        return d;
    }
    if (aspect == WHEN_TRUE) {
        d.no_command.words[(unsigned)m / 64] &= ~(UINT64_C(1) << ((unsigned)m % 64));
    } else if (aspect == WHEN_FALSE) {
        include(&d.no_command, m);
    }
    return d;
}

/* "a == b" where one is a field and the other a text; nothing for other operands. */
static struct expr_demands of_equality(const struct node *a, const struct node *b,
                                       enum aspect aspect)
{
    const struct node *field = a->kind == NODE_FIELD ? a : b;
    const struct node *constant = a->kind == NODE_FIELD ? b : a;
    if (field->kind != NODE_FIELD || constant->kind != NODE_CONSTANT ||
        constant->constant->type != VALUE_TEXT || field->field->type != VALUE_TEXT) {
        return (struct expr_demands){.no_class = 0};
    }
    return fact_is_command_meaning(field->field)
               ? of_command(constant->constant->text, aspect)
               : of_field(field->field, constant->constant->text, aspect);
}

/* The first child equals one of the others, or none of them. */
static struct expr_demands of_membership(const struct node *node, enum aspect aspect,
                                         enum field_scope scope)
{
    struct expr_demands known = required(node->child, WHEN_KNOWN, scope);
    const struct node *first = node->child->next;
    if (aspect == WHEN_KNOWN || first == NULL) {
        return known;
    }
    struct expr_demands d = of_equality(node->child, first, aspect);
    for (const struct node *k = first->next; k != NULL; k = k->next) {
        struct expr_demands one = of_equality(node->child, k, aspect);
        if (aspect == WHEN_TRUE) {
            intersect(&d, &one);
        } else {
            unite(&d, &one);
        }
    }
    unite(&d, &known);
    return d;
}

/* ---- connectives -------------------------------------------------------------------------------- */

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

static enum aspect opposite(enum aspect aspect)
{
    return aspect == WHEN_KNOWN ? aspect : aspect == WHEN_TRUE ? WHEN_FALSE : WHEN_TRUE;
}

static struct expr_demands of_compare(const struct node *node, enum aspect aspect,
                                      enum field_scope scope)
{
    const struct node *count = NULL;
    struct expr_demands d = all_of(node->child, WHEN_KNOWN, scope);
    if (aspect == WHEN_TRUE && compares_count(node, &count) && is_own_tally(count->which, scope)) {
        include(&d.seen, count->meaning);
    }
    if (node->compare == COMPARE_EQ || node->compare == COMPARE_NE) {
        struct expr_demands more =
            of_equality(node->child, node->child->next,
                        node->compare == COMPARE_EQ ? aspect : opposite(aspect));
        unite(&d, &more);
    }
    return d;
}

static struct expr_demands required(const struct node *node, enum aspect aspect,
                                    enum field_scope scope)
{
    struct expr_demands none = {.no_class = 0};
    switch (node->kind) {
    case NODE_SEEN:
    case NODE_AFTER:
    case NODE_COUNT:
    case NODE_OCCURRENCE:
        return of_happening(node, aspect, scope);
    case NODE_NOT:
        return required(node->child, opposite(aspect), scope);
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
        return of_membership(node, aspect, scope);
    case NODE_FIELD:
        return of_field(node->field, slice_of(NULL, 0), aspect);
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
    e->demands = required(e->root, WHEN_TRUE, scope);
    add_gates(e, e->root);
}

const struct expr_demands *expr_demands(const struct expr *e) { return &e->demands; }

size_t meaning_list(const struct meaning_set *s, enum meaning *out, size_t max)
{
    size_t n = 0;
    for (int m = M_NONE + 1; m < M_COUNT && n < max; m++) {
        if (meaning_set_has(s, (enum meaning)m)) {
            out[n++] = (enum meaning)m;
        }
    }
    return n;
}

size_t expr_required(const struct expr *e, enum meaning *out, size_t max)
{
    return meaning_list(&e->demands.seen, out, max);
}
