/* How two values compare, when both are known. */
#include "base/stamp.h"
#include "expr/tree.h"

enum order {
    ORDER_LESS,
    ORDER_EQUAL,
    ORDER_GREATER,
    ORDER_NONE, /* different, and neither comes first: "abc" and 5 */
    ORDER_UNKNOWN
};

static enum order order_numbers(int64_t a, int64_t b)
{
    if (a == b) {
        return ORDER_EQUAL;
    }
    return a < b ? ORDER_LESS : ORDER_GREATER;
}

static enum order order_texts(struct slice a, struct slice b)
{
    return order_numbers(slice_cmp(a, b), 0);
}

/* A text beside a number or a time is read as one. */
static enum order order_mixed(struct slice text, const struct value *v)
{
    int64_t n = 0;
    text = slice_trim(text);
    if (v->type == VALUE_TIME) {
        n = time_parse(text);
        return n == TIME_NONE ? ORDER_UNKNOWN : order_numbers(n, v->i);
    }
    return slice_to_i64(text, &n) == NUMBER_OK ? order_numbers(n, v->i) : ORDER_NONE;
}

static enum order flip(enum order o)
{
    if (o == ORDER_LESS || o == ORDER_GREATER) {
        return o == ORDER_LESS ? ORDER_GREATER : ORDER_LESS;
    }
    return o;
}

static enum order order_of(const struct value *a, const struct value *b)
{
    if (!a->known || !b->known) {
        return ORDER_UNKNOWN;
    }
    if (a->type == VALUE_TEXT && b->type == VALUE_TEXT) {
        return order_texts(a->text, b->text);
    }
    if (a->type == VALUE_TEXT) {
        return order_mixed(a->text, b);
    }
    if (b->type == VALUE_TEXT) {
        return flip(order_mixed(b->text, a));
    }
    return order_numbers(a->i, b->i);
}

enum tri compare_values(const struct value *a, enum compare compare, const struct value *b)
{
    enum order o = order_of(a, b);
    bool equality = compare == COMPARE_EQ || compare == COMPARE_NE;
    if (o == ORDER_UNKNOWN || (o == ORDER_NONE && !equality)) {
        return TRI_UNKNOWN;
    }
    switch (compare) {
    case COMPARE_EQ:
        return tri_of(o == ORDER_EQUAL);
    case COMPARE_NE:
        return tri_of(o != ORDER_EQUAL);
    case COMPARE_LT:
        return tri_of(o == ORDER_LESS);
    case COMPARE_LE:
        return tri_of(o != ORDER_GREATER);
    case COMPARE_GT:
        return tri_of(o == ORDER_GREATER);
    case COMPARE_GE:
        return tri_of(o != ORDER_LESS);
    }
    return TRI_UNKNOWN;
}

enum compare compare_not(enum compare compare)
{
    static const enum compare opposite[] = {
        [COMPARE_EQ] = COMPARE_NE, [COMPARE_NE] = COMPARE_EQ, [COMPARE_LT] = COMPARE_GE,
        [COMPARE_LE] = COMPARE_GT, [COMPARE_GT] = COMPARE_LE, [COMPARE_GE] = COMPARE_LT};
    return opposite[compare];
}

enum compare compare_flip(enum compare compare)
{
    static const enum compare flipped[] = {
        [COMPARE_EQ] = COMPARE_EQ, [COMPARE_NE] = COMPARE_NE, [COMPARE_LT] = COMPARE_GT,
        [COMPARE_LE] = COMPARE_GE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE};
    return flipped[compare];
}
