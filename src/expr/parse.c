/* From words to a tree. Knows the grammar and no name: names are resolved by type. */
#include "base/message_ids.h"
#include "expr/token.h"
#include "expr/tree.h"

struct parser {
    struct compiler *compiler;
    struct tokenizer tokenizer;
    struct expr_token token; /* the one to be looked at next */
    unsigned depth;
};

static struct node *parse_or(struct parser *p);

static void advance(struct parser *p) { p->token = token_next(&p->tokenizer); }

static bool take(struct parser *p, enum token_word word)
{
    if (p->token.word != word) {
        return false;
    }
    advance(p);
    return true;
}

/* The tokenizer's own complaint comes before what the grammar would have liked. */
static struct node *complain(struct parser *p, const char *expected)
{
    const struct expr_token *t = &p->token;
    const struct slice none = {NULL, 0};
    if (t->word == WORD_FAULT) {
        compiler_fault(p->compiler, MSG_RULE_CONDITION, t->offset, none, "%s", t->why);
    } else if (t->word == WORD_END) {
        compiler_fault(p->compiler, MSG_RULE_CONDITION, t->offset, none,
                       "the condition ends where %s should stand", expected);
    } else {
        struct slice found = slice_sub(p->tokenizer.source, t->offset, t->length);
        compiler_fault(p->compiler, MSG_RULE_CONDITION, t->offset, none,
                       "\"%.*s\" stands where %s should stand", SLICE_ARG(found), expected);
    }
    return NULL;
}

static struct node *new_node(struct parser *p, enum node_kind kind, const struct expr_token *at)
{
    return compiler_node(p->compiler, kind, at->offset, at->length);
}

/* A node over what its children cover. */
static struct node *join(struct parser *p, enum node_kind kind, struct node *a, struct node *b)
{
    if (a == NULL || b == NULL) {
        return NULL;
    }
    uint32_t end = b->offset + b->length;
    struct node *node = compiler_node(p->compiler, kind, a->offset, end - a->offset);
    if (node != NULL) {
        node->child = a;
        a->next = b;
    }
    return node;
}

static bool enter(struct parser *p)
{
    if (p->depth == EXPR_DEPTH_MAX) {
        compiler_fault(p->compiler, MSG_RULE_LIMIT, p->token.offset, slice_of(NULL, 0),
                       "brackets or negations are nested more than %d deep", EXPR_DEPTH_MAX);
        return false;
    }
    p->depth++;
    return true;
}

/* ---- operands ----------------------------------------------------------------------------------- */

static struct node *constant(struct parser *p, struct value v)
{
    struct node *node = new_node(p, NODE_CONSTANT, &p->token);
    struct value *kept = ARENA_NEW(p->compiler->arena, struct value);
    if (node == NULL || kept == NULL) {
        compiler_no_memory(p->compiler);
        return NULL;
    }
    *kept = v;
    node->constant = kept;
    node->type = v.type;
    advance(p);
    return node;
}

static struct node *negative(struct parser *p)
{
    uint32_t start = p->token.offset;
    advance(p);
    if (p->token.word != WORD_NUMBER) {
        return complain(p, "a number");
    }
    struct node *node = constant(p, value_int(-p->token.number, NULL));
    if (node != NULL) {
        node->length += node->offset - start;
        node->offset = start;
    }
    return node;
}

static struct node *parse_group(struct parser *p)
{
    if (!enter(p)) {
        return NULL;
    }
    advance(p);
    struct node *inner = parse_or(p);
    p->depth--;
    if (inner != NULL && !take(p, WORD_CLOSE)) {
        return complain(p, "\")\"");
    }
    return inner;
}

/* The arguments behind the opening bracket. */
static struct node *parse_arguments(struct parser *p, struct node *call)
{
    struct node **end = &call->child;
    if (take(p, WORD_CLOSE)) {
        return call;
    }
    do {
        *end = parse_or(p);
        if (*end == NULL) {
            return NULL;
        }
        end = &(*end)->next;
    } while (take(p, WORD_COMMA));
    return take(p, WORD_CLOSE) ? call : complain(p, "\",\" or \")\"");
}

static struct node *parse_name(struct parser *p)
{
    struct node *node = new_node(p, NODE_NAME, &p->token);
    if (node == NULL) {
        return NULL;
    }
    node->name = p->token.text;
    advance(p);
    if (p->token.word != WORD_OPEN) {
        return node;
    }
    if (!enter(p)) {
        return NULL;
    }
    advance(p);
    node->kind = NODE_CALL;
    node = parse_arguments(p, node);
    p->depth--;
    return node;
}

static struct node *parse_operand(struct parser *p)
{
    const struct expr_token *t = &p->token;
    if (t->word == WORD_NAME) {
        return parse_name(p);
    }
    if (t->word == WORD_OPEN) {
        return parse_group(p);
    }
    if (t->word == WORD_MINUS) {
        return negative(p);
    }
    if (t->word == WORD_TEXT) {
        return constant(p, value_text(t->text, NULL));
    }
    if (t->word == WORD_NUMBER) {
        return constant(p, value_int(t->number, NULL));
    }
    if (t->word == WORD_TIME) {
        return constant(p, value_time(t->number, NULL));
    }
    if (t->word == WORD_TRUE || t->word == WORD_FALSE) {
        return constant(p, value_bool(t->word == WORD_TRUE, NULL));
    }
    return complain(p, "a field, a happening or a value");
}

static struct node *parse_sum(struct parser *p)
{
    struct node *sum = parse_operand(p);
    while (sum != NULL && (p->token.word == WORD_PLUS || p->token.word == WORD_MINUS)) {
        enum node_kind kind = p->token.word == WORD_PLUS ? NODE_ADD : NODE_SUBTRACT;
        advance(p);
        sum = join(p, kind, sum, parse_operand(p));
    }
    return sum;
}

/* ---- comparisons -------------------------------------------------------------------------------- */

static struct node *parse_element(struct parser *p)
{
    struct node *low = parse_sum(p);
    return low != NULL && take(p, WORD_RANGE) ? join(p, NODE_RANGE, low, parse_sum(p)) : low;
}

/* f in (v, lo..hi) */
static struct node *parse_in(struct parser *p, struct node *subject)
{
    if (!take(p, WORD_OPEN)) {
        return complain(p, "\"(\" and a list of values");
    }
    struct node *node = join(p, NODE_IN, subject, parse_element(p));
    struct node *tail = node != NULL ? subject->next : NULL;
    while (node != NULL && take(p, WORD_COMMA)) {
        tail->next = parse_element(p);
        tail = tail->next;
        node = tail != NULL ? node : NULL;
    }
    if (node != NULL && p->token.word == WORD_CLOSE) {
        node->length = p->token.offset + p->token.length - node->offset;
        advance(p);
        return node;
    }
    return node != NULL ? complain(p, "\",\" or \")\"") : NULL;
}

static bool compare_of(enum token_word word, enum compare *out)
{
    static const struct {
        enum token_word word;
        enum compare compare;
    } rows[] = {{WORD_EQ, COMPARE_EQ}, {WORD_NE, COMPARE_NE}, {WORD_LT, COMPARE_LT},
                {WORD_LE, COMPARE_LE}, {WORD_GT, COMPARE_GT}, {WORD_GE, COMPARE_GE}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].word == word) {
            *out = rows[i].compare;
            return true;
        }
    }
    return false;
}

static struct node *parse_compare(struct parser *p, struct node *left, enum compare compare)
{
    enum compare again;
    advance(p);
    struct node *node = join(p, NODE_COMPARE, left, parse_sum(p));
    if (node != NULL && compare_of(p->token.word, &again)) {
        return complain(p, "\"and\" or \"or\": comparisons make no chain, so this");
    }
    if (node != NULL) {
        node->compare = compare;
    }
    return node;
}

static struct node *negate(struct parser *p, struct node *inner)
{
    struct node *node =
        inner == NULL ? NULL : compiler_node(p->compiler, NODE_NOT, inner->offset, inner->length);
    if (node != NULL) {
        node->child = inner;
    }
    return node;
}

/* What may follow an operand and `not`: in, matches, contains. NULL without a complaint when none. */
static struct node *parse_member(struct parser *p, struct node *left, bool *found)
{
    *found = true;
    if (take(p, WORD_IN)) {
        return parse_in(p, left);
    }
    if (take(p, WORD_MATCHES)) {
        return join(p, NODE_MATCHES, left, parse_operand(p));
    }
    if (take(p, WORD_CONTAINS)) {
        return join(p, NODE_CONTAINS, left, parse_sum(p));
    }
    *found = false;
    return NULL;
}

static struct node *parse_comparison(struct parser *p)
{
    enum compare compare = COMPARE_EQ;
    bool found = false;
    struct node *left = parse_sum(p);
    if (left == NULL) {
        return NULL;
    }
    if (compare_of(p->token.word, &compare)) {
        return parse_compare(p, left, compare);
    }
    bool negated = take(p, WORD_NOT);
    struct node *member = parse_member(p, left, &found);
    if (!found) {
        return negated ? complain(p, "\"in\", \"matches\" or \"contains\"") : left;
    }
    return negated ? negate(p, member) : member;
}

/* `not` and `exists`, and what they stand before. */
static struct node *parse_prefixed(struct parser *p)
{
    struct expr_token first = p->token;
    bool is_not = first.word == WORD_NOT;
    if (!is_not && first.word != WORD_EXISTS) {
        return parse_comparison(p);
    }
    if (!enter(p)) {
        return NULL;
    }
    advance(p);
    struct node *inner = is_not ? parse_prefixed(p) : parse_sum(p);
    p->depth--;
    if (inner == NULL) {
        return NULL;
    }
    uint32_t end = inner->offset + inner->length;
    struct node *node = compiler_node(p->compiler, is_not ? NODE_NOT : NODE_EXISTS, first.offset,
                                      end - first.offset);
    if (node != NULL) {
        node->child = inner;
    }
    return node;
}

/* ---- chains ------------------------------------------------------------------------------------- */

/* Operands of one kind of connective become children of one node. */
static struct node *parse_chain(struct parser *p, struct node *(*operand)(struct parser *),
                                enum token_word word, enum node_kind kind)
{
    struct node *first = operand(p);
    if (first == NULL || p->token.word != word) {
        return first;
    }
    struct node *chain = compiler_node(p->compiler, kind, first->offset, first->length);
    struct node *tail = first;
    while (chain != NULL && take(p, word)) {
        tail->next = operand(p);
        tail = tail->next;
        if (tail == NULL) {
            return NULL;
        }
        chain->length = tail->offset + tail->length - chain->offset;
    }
    if (chain != NULL) {
        chain->child = first;
    }
    return chain;
}

static struct node *parse_and(struct parser *p)
{
    return parse_chain(p, parse_prefixed, WORD_AND, NODE_AND);
}

static struct node *parse_or(struct parser *p)
{
    return parse_chain(p, parse_and, WORD_OR, NODE_OR);
}

struct node *parse_text(struct compiler *c)
{
    struct parser p = {.compiler = c, .tokenizer = {.source = c->text, .arena = c->arena}};
    advance(&p);
    struct node *root = parse_or(&p);
    if (root != NULL && p.token.word != WORD_END) {
        return complain(&p, "\"and\", \"or\" or the end");
    }
    return root;
}
