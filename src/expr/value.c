/* Values of operands. Texts that a function makes live in the context's scratch arena. */
#include "base/stamp.h"
#include "expr/tree.h"
#include "facts/encoding.h"

/* A result with the places, the doubts and the secrecy of what it was made from. */
static struct value made_from(struct value result, const struct value *source)
{
    result.at[0] = source->at[0];
    result.at[1] = source->at[1];
    result.concluded = source->concluded;
    result.secret = source->secret && result.type == VALUE_TEXT;
    return result;
}

static struct value value_constant(const struct node *node, const struct fact_context *c)
{
    (void)c;
    return *node->constant;
}

static struct value value_field(const struct node *node, const struct fact_context *c)
{
    return field_get(node->field, c);
}

static struct value value_counted(const struct node *node, const struct fact_context *c)
{
    return fact_count(c, node->which, node->meaning);
}

static struct value value_occurrence(const struct node *node, const struct fact_context *c)
{
    return fact_occurrence(c, node->which, node->meaning, node->last, node->name);
}

static struct value value_seen(const struct node *node, const struct fact_context *c)
{
    return fact_seen(c, node->which, node->meaning);
}

static struct value value_after(const struct node *node, const struct fact_context *c)
{
    return fact_after(c, node->which, node->meaning, node->other);
}

static struct value value_variable(const struct node *node, const struct fact_context *c)
{
    return fact_variable(c, node->name);
}

static struct value value_limit(const struct node *node, const struct fact_context *c)
{
    return fact_limit(c, node->name);
}

/* Enumerations are keyed by text; numbers are asked by their decimal digits. */
static struct value value_describe(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    if (!v.known) {
        return value_unknown(VALUE_TEXT);
    }
    struct buf digits;
    buf_init(&digits, 32);
    if (v.type == VALUE_INT) {
        buf_i64(&digits, v.i);
        v.text = buf_slice(&digits);
    }
    struct value described = made_from(fact_enum(c, node->name, v.text), &v);
    buf_dispose(&digits);
    return described;
}

static struct value value_length(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    return v.known ? made_from(value_int((int64_t)v.text.n, NULL), &v) : value_unknown(VALUE_INT);
}

static struct value value_number(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    int64_t n = v.i;
    if (!v.known || (v.type == VALUE_TEXT && slice_to_i64(slice_trim(v.text), &n) != NUMBER_OK)) {
        return value_unknown(VALUE_INT);
    }
    return made_from(value_int(n, NULL), &v);
}

static struct value value_lower(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    uint8_t *lower = v.known ? ARENA_ARRAY(c->scratch, v.text.n, uint8_t) : NULL;
    if (lower == NULL) {
        return value_unknown(VALUE_TEXT);
    }
    for (size_t i = 0; i < v.text.n; i++) {
        lower[i] = ascii_fold(v.text.p[i]);
    }
    v.text = slice_of(lower, v.text.n);
    return v;
}

static struct value value_base64_length(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    int64_t n = v.known ? base64_length(v.text) : -1;
    return n >= 0 ? made_from(value_int(n, NULL), &v) : value_unknown(VALUE_INT);
}

static struct value value_percent_decode(const struct node *node, const struct fact_context *c)
{
    struct value v = tree_value(node->child, c);
    struct slice decoded = v.known ? percent_decode(v.text, c->scratch) : v.text;
    v.known = v.known && decoded.p != NULL;
    v.text = decoded;
    return v;
}

/* False when the sum cannot be held. */
static bool add(int64_t a, int64_t b, int64_t *out)
{
    if (b > 0 ? a > INT64_MAX - b : a < INT64_MIN - b) {
        return false;
    }
    *out = a + b;
    return true;
}

static struct value value_sum(const struct node *node, const struct fact_context *c)
{
    struct value a = tree_value(node->child, c);
    struct value b = tree_value(node->child->next, c);
    bool minus = node->kind == NODE_SUBTRACT;
    int64_t sum = 0;
    if (!a.known || !b.known || (minus && b.i == INT64_MIN) ||
        !add(a.i, minus ? -b.i : b.i, &sum)) {
        return value_unknown(node->type);
    }
    struct value v = made_from(value_int(sum, NULL), &a);
    v.type = node->type;
    v.concluded = a.concluded || b.concluded;
    v.at[0] = a.at[0] != NULL ? a.at[0] : b.at[0];
    v.at[1] = a.at[0] != NULL ? b.at[0] : NULL;
    return v;
}

static struct value (*const values[NODE_KINDS])(const struct node *,
                                                const struct fact_context *) = {
    [NODE_CONSTANT] = value_constant,
    [NODE_FIELD] = value_field,
    [NODE_COUNT] = value_counted,
    [NODE_OCCURRENCE] = value_occurrence,
    [NODE_VARIABLE] = value_variable,
    [NODE_LIMIT] = value_limit,
    [NODE_DESCRIBE] = value_describe,
    [NODE_LENGTH] = value_length,
    [NODE_NUMBER] = value_number,
    [NODE_LOWER] = value_lower,
    [NODE_BASE64_LENGTH] = value_base64_length,
    [NODE_PERCENT_DECODE] = value_percent_decode,
    [NODE_ADD] = value_sum,
    [NODE_SUBTRACT] = value_sum,
    [NODE_SEEN] = value_seen,
    [NODE_AFTER] = value_after,
};

/* A condition as a value: its places are those that decided it. */
static struct value value_condition(const struct node *node, const struct fact_context *c)
{
    struct expr_evidence evidence = {.n = 0};
    enum tri answer = tree_test(node, c);
    struct value v = value_tri(answer, NULL);
    tree_evidence(node, c, answer, &evidence);
    for (size_t i = 0; i < evidence.n && i < VALUE_PLACES; i++) {
        v.at[i] = evidence.at[i];
    }
    v.concluded = evidence.concluded;
    return v;
}

struct value tree_value(const struct node *node, const struct fact_context *c)
{
    return values[node->kind] != NULL ? values[node->kind](node, c) : value_condition(node, c);
}

struct value expr_value(const struct expr *e, const struct fact_context *c)
{
    return tree_value(e->root, c);
}
