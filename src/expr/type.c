/* Gives names their meaning and every node its type; what does not fit is reported with its place. */
#include "base/message_ids.h"
#include "base/stamp.h"
#include "expr/call.h"
#include "expr/tree.h"

static const struct slice no_hint = {NULL, 0}; /* and no name */

static void fault_type(struct compiler *c, const struct node *node, const char *what)
{
    compiler_fault(c, MSG_RULE_TYPE, node->offset, no_hint, "%s", what);
}

/* ---- names -------------------------------------------------------------------------------------- */

enum { NAMES_MAX = 1024 };

/* Everything that may stand where a name stands. */
static struct slice suggest(struct slice word)
{
    struct slice names[NAMES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < field_count() && n < NAMES_MAX; i++) {
        names[n++] = field_at(i)->name;
    }
    for (int m = M_NONE + 1; m < M_COUNT && n < NAMES_MAX; m++) {
        names[n++] = slice_cstr(meaning_name((enum meaning)m));
    }
    for (size_t i = 0; i < function_count() && n < NAMES_MAX; i++) {
        names[n++] = function_at(i)->name;
    }
    return nearest_name(word, names, n);
}

static void resolve_field(struct compiler *c, struct node *node, const struct field *f)
{
    node->kind = NODE_FIELD;
    node->field = f;
    node->type = f->type;
    if ((f->scopes & ((unsigned)c->scope | SCOPE_TRACE)) == 0) {
        compiler_fault(c, MSG_RULE_SCOPE_FIELD, node->offset, no_hint,
                       "a rule of scope %s cannot ask %.*s", scope_name(c->scope),
                       SLICE_ARG(f->name));
    }
}

static void resolve_name(struct compiler *c, struct node *node)
{
    const struct field *f = field_find(node->name);
    enum meaning m = f == NULL ? meaning_of(node->name) : M_NONE;
    if (f != NULL) {
        resolve_field(c, node, f);
    } else if (m != M_NONE) {
        node->kind = NODE_SEEN;
        node->meaning = m;
        node->type = VALUE_BOOL;
        node->name = no_hint;
    } else {
        const char *kind = slice_contains(node->name, SLICE("-")) ? "happening" : "field";
        compiler_fault(c, MSG_RULE_FIELD, node->offset, suggest(node->name),
                       "there is no %s \"%.*s\"", kind, SLICE_ARG(node->name));
    }
}

/* ---- comparisons -------------------------------------------------------------------------------- */

/* A text beside a time is read as a date, once and for all. */
static void text_to_time(struct compiler *c, struct node *node)
{
    if (node->kind != NODE_CONSTANT) {
        return; /* a text of the tables: read when it is compared */
    }
    int64_t t = time_parse(node->constant->text);
    struct value *v = ARENA_NEW(c->arena, struct value);
    if (t == TIME_NONE) {
        fault_type(c, node, "beside a time stands a time: 2024-09-30");
    } else if (v == NULL) {
        compiler_no_memory(c);
    } else {
        *v = value_time(t, NULL);
        node->constant = v;
        node->type = VALUE_TIME;
    }
}

/* A field of a closed set is never equal to another word. */
static void check_word(struct compiler *c, const struct node *field, const struct node *word)
{
    if (field->kind != NODE_FIELD || word->kind != NODE_CONSTANT || word->type != VALUE_TEXT ||
        field_takes(field->field, word->constant->text)) {
        return;
    }
    struct slice names[16];
    size_t n = 0;
    struct slice rest = field->field->words;
    bool more = rest.n > 0;
    while (more && n < sizeof names / sizeof names[0]) {
        more = slice_split(rest, '|', &names[n++], &rest);
    }
    compiler_fault(c, MSG_RULE_VALUE, word->offset, nearest_name(word->constant->text, names, n),
                   "%.*s is one of: %.*s", SLICE_ARG(field->field->name),
                   SLICE_ARG(field->field->words));
}

static bool is_text_constant(const struct node *node)
{
    return node->kind == NODE_CONSTANT && node->type == VALUE_TEXT;
}

/* Texts are compared with numbers when they look like one; a text written in the condition does not. */
static bool pair_is_odd(const struct node *a, const struct node *b)
{
    if (a->type == b->type) {
        return false;
    }
    bool text_and_number = (a->type == VALUE_TEXT && b->type == VALUE_INT) ||
                           (a->type == VALUE_INT && b->type == VALUE_TEXT);
    int64_t n = 0;
    const struct node *text = a->type == VALUE_TEXT ? a : b;
    if (text_and_number) {
        return is_text_constant(text) &&
               slice_to_i64(slice_trim(text->constant->text), &n) != NUMBER_OK;
    }
    return !((a->type == VALUE_TEXT && b->type == VALUE_TIME) ||
             (a->type == VALUE_TIME && b->type == VALUE_TEXT));
}

/* Two operands that are held against each other. */
static void check_pair(struct compiler *c, struct node *a, struct node *b, bool ordered)
{
    if (a->type == VALUE_NONE || b->type == VALUE_NONE) {
        return; /* reported already */
    }
    if (a->type == VALUE_TIME && b->type == VALUE_TEXT) {
        text_to_time(c, b);
    } else if (a->type == VALUE_TEXT && b->type == VALUE_TIME) {
        text_to_time(c, a);
    }
    if (pair_is_odd(a, b)) {
        compiler_fault(c, MSG_RULE_TYPE, b->offset, no_hint, "a %s and a %s cannot be compared",
                       value_type_name(a->type), value_type_name(b->type));
    } else if (ordered && (a->type == VALUE_BOOL || b->type == VALUE_BOOL)) {
        fault_type(c, a, "yes and no have no order; use ==, != or the field alone");
    } else if (!ordered) {
        check_word(c, a, b);
        check_word(c, b, a);
    }
}

static void type_compare(struct compiler *c, struct node *node)
{
    bool ordered = node->compare != COMPARE_EQ && node->compare != COMPARE_NE;
    check_pair(c, node->child, node->child->next, ordered);
}

static void type_in(struct compiler *c, struct node *node)
{
    struct node *subject = node->child;
    for (struct node *e = subject->next; e != NULL; e = e->next) {
        if (e->kind == NODE_RANGE) {
            check_pair(c, subject, e->child, true);
            check_pair(c, subject, e->child->next, true);
        } else {
            check_pair(c, subject, e, false);
        }
    }
}

static bool want_text(struct compiler *c, const struct node *node, const char *what)
{
    bool wrong = node->type != VALUE_TEXT && node->type != VALUE_NONE;
    if (wrong) {
        compiler_fault(c, MSG_RULE_TYPE, node->offset, no_hint, "%s a text, and this is a %s", what,
                       value_type_name(node->type));
    }
    return node->type == VALUE_TEXT;
}

static void type_matches(struct compiler *c, struct node *node)
{
    struct node *source = node->child->next;
    struct pattern_fault fault;
    (void)want_text(c, node->child, "\"matches\" searches");
    if (!is_text_constant(source)) {
        compiler_fault(c, MSG_RULE_PATTERN, source->offset, no_hint,
                       "a pattern stands in quotes behind \"matches\"");
        return;
    }
    enum spw_status status = pattern_new(&node->pattern, source->constant->text, c->arena, &fault);
    if (status == SPW_INVALID) {
        compiler_fault(c, MSG_RULE_PATTERN, source->offset + 1 + (uint32_t)fault.offset, no_hint,
                       "%s", fault.text);
    } else if (status != SPW_OK) {
        compiler_no_memory(c);
    } else {
        size_t at = 0;
        node->next_pattern = c->expr->patterns;
        c->expr->patterns = node;
        if (pattern_can_run_away(source->constant->text, &at)) {
            compiler_fault(c, MSG_RULE_RUNAWAY, source->offset + 1 + (uint32_t)at,
                           SLICE("let something inside the group stand exactly once"), "%s",
                           "this group repeats what repeats inside it, so the same text splits in "
                           "ever more ways and the search gives up");
        }
    }
}

static void type_contains(struct compiler *c, struct node *node)
{
    (void)want_text(c, node->child, "\"contains\" searches");
    (void)want_text(c, node->child->next, "\"contains\" looks for");
}

/* ---- sums --------------------------------------------------------------------------------------- */

/* NONE: cannot be done. */
static enum value_type sum_type(enum node_kind kind, enum value_type a, enum value_type b)
{
    if (a == VALUE_INT && b == VALUE_INT) {
        return VALUE_INT;
    }
    if (a == VALUE_TIME && b == VALUE_INT) {
        return VALUE_TIME;
    }
    if (kind == NODE_ADD && a == VALUE_INT && b == VALUE_TIME) {
        return VALUE_TIME;
    }
    return kind == NODE_SUBTRACT && a == VALUE_TIME && b == VALUE_TIME ? VALUE_INT : VALUE_NONE;
}

static void type_sum(struct compiler *c, struct node *node)
{
    const struct node *a = node->child;
    const struct node *b = a->next;
    node->type = sum_type(node->kind, a->type, b->type);
    if (node->type == VALUE_NONE && a->type != VALUE_NONE && b->type != VALUE_NONE) {
        bool text = a->type == VALUE_TEXT || b->type == VALUE_TEXT;
        compiler_fault(c, MSG_RULE_TYPE, node->offset,
                       text ? SLICE("number(text) makes a number of a text") : no_hint,
                       "a %s and a %s make no sum", value_type_name(a->type),
                       value_type_name(b->type));
    }
}

/* ---- the tree ----------------------------------------------------------------------------------- */

void type_condition(struct compiler *c, struct node *node)
{
    if (node->kind == NODE_OCCURRENCE && node->name.n == 0) {
        node->kind = NODE_SEEN; /* last(M) alone asks whether there is one */
        node->last = false;
        node->type = VALUE_BOOL;
    }
    if (node->type != VALUE_BOOL && node->type != VALUE_NONE) {
        compiler_fault(c, MSG_RULE_TYPE, node->offset,
                       SLICE("compare it, or ask whether it is known: exists ..."),
                       "a %s is no condition", value_type_name(node->type));
    }
}

static void type_children(struct compiler *c, struct node *node)
{
    for (struct node *child = node->child; child != NULL; child = child->next) {
        type_tree(c, child);
    }
}

static void type_connective(struct compiler *c, struct node *node)
{
    for (struct node *child = node->child; child != NULL; child = child->next) {
        type_condition(c, child);
    }
}

/* What is left to do for an operator whose operands are typed. */
static void (*const type_of[NODE_KINDS])(struct compiler *, struct node *) = {
    [NODE_NOT] = type_connective,    [NODE_AND] = type_connective, [NODE_OR] = type_connective,
    [NODE_COMPARE] = type_compare,   [NODE_IN] = type_in,          [NODE_MATCHES] = type_matches,
    [NODE_CONTAINS] = type_contains,
};

void type_tree(struct compiler *c, struct node *node)
{
    if (node->kind == NODE_NAME) {
        resolve_name(c, node);
    } else if (node->kind == NODE_CALL) {
        call_resolve(c, node);
    } else if (node->kind != NODE_CONSTANT) {
        type_children(c, node);
        node->type = VALUE_BOOL;
        if (node->kind == NODE_ADD || node->kind == NODE_SUBTRACT) {
            type_sum(c, node);
        } else if (type_of[node->kind] != NULL) {
            type_of[node->kind](c, node);
        }
    }
}
