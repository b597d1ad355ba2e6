/* The tree of a condition: built by parse, its names resolved by type, read by all the rest.
 * Nodes live in the arena of the expression. Private to expr/. */
#ifndef SPW_EXPR_TREE_H
#define SPW_EXPR_TREE_H

#include "expr/expr.h"
#include "knowledge/dialect.h"
#include "pattern/pattern.h"

#ifdef __cplusplus
extern "C" {
#endif

enum node_kind {
    /* as parsed, gone after type */
    NODE_NAME, /* name */
    NODE_CALL, /* name, children: arguments */
    /* values */
    NODE_CONSTANT,   /* constant */
    NODE_FIELD,      /* field */
    NODE_COUNT,      /* which, meaning */
    NODE_OCCURRENCE, /* which, meaning, last, name (empty: the whole line) */
    NODE_VARIABLE,   /* name */
    NODE_LIMIT,      /* name */
    NODE_DESCRIBE,   /* name, child: the value */
    NODE_LENGTH,     /* child, as the four below */
    NODE_NUMBER,
    NODE_LOWER,
    NODE_BASE64_LENGTH,
    NODE_PERCENT_DECODE,
    NODE_ADD, /* two children */
    NODE_SUBTRACT,
    /* conditions */
    NODE_SEEN,  /* which, meaning */
    NODE_AFTER, /* which, meaning, other */
    NODE_NOT,   /* one child */
    NODE_AND,   /* two children or more */
    NODE_OR,
    NODE_COMPARE,  /* compare, two children */
    NODE_IN,       /* the first child among the others */
    NODE_RANGE,    /* two children; only below NODE_IN */
    NODE_MATCHES,  /* pattern, children: subject, the pattern's text */
    NODE_CONTAINS, /* two children */
    NODE_EXISTS,   /* one child */
    NODE_KINDS
};

enum compare { COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE };

struct node {
    enum node_kind kind;
    enum value_type type;
    uint32_t offset, length; /* in the source text */
    struct node *child, *next;
    const struct value *constant;
    const struct field *field;
    enum tally_scope which;
    enum meaning meaning, other;
    bool last;
    enum compare compare;
    struct slice name;
    struct pattern *pattern;
    struct node *next_pattern; /* all nodes with a pattern, for expr_dispose */
};

enum { GATES_MAX = 4 };

struct expr {
    struct node *root;
    struct node *patterns;
    /* seen(M) of the rule's own scope that must all hold: asked first, for they cost nothing */
    enum meaning gates[GATES_MAX];
    size_t n_gates;
    struct expr_demands demands;
};

/* What the steps of compiling share. */
struct compiler {
    const struct expr_source *source;
    struct slice text; /* of the source, in the arena */
    enum field_scope scope;
    struct arena *arena;
    struct messages *messages;
    struct expr *expr;
    size_t n_nodes;
    enum spw_status status; /* the first failure */
};

/* A new node at a place of the text; NULL (and a status) at the limit or without memory. */
struct node *compiler_node(struct compiler *c, enum node_kind kind, uint32_t offset,
                           uint32_t length);
/* Reports a fault; `hint` may be empty. */
void compiler_fault(struct compiler *c, unsigned number, uint32_t offset, struct slice hint,
                    const char *fmt, ...) SPW_PRINTF(5, 6);
void compiler_no_memory(struct compiler *c);
struct slice node_text(const struct compiler *c, const struct node *node); /* as written */

struct node *parse_text(struct compiler *c);                    /* NULL: reported */
void type_tree(struct compiler *c, struct node *root);          /* resolves and checks */
void type_condition(struct compiler *c, struct node *node);     /* `node` must be a condition */
void call_resolve(struct compiler *c, struct node *call);       /* of the calls in call.c */
void fold_check(struct compiler *c, const struct node *root);   /* reports constant conditions */
bool tree_same(const struct node *a, const struct node *b);     /* the same term? */
bool fold_excludes(const struct node *a, const struct node *b); /* can never hold together */
void require_fill(struct expr *e, enum field_scope scope);      /* gates and demands */

/* Evaluation. */
enum tri tree_test(const struct node *node, const struct fact_context *c);
struct value tree_value(const struct node *node, const struct fact_context *c);
void tree_evidence(const struct node *node, const struct fact_context *c, enum tri outcome,
                   struct expr_evidence *out);
/* How two values compare. */
enum tri compare_values(const struct value *a, enum compare compare, const struct value *b);
enum compare compare_not(enum compare compare);  /* == becomes != */
enum compare compare_flip(enum compare compare); /* sides changed: < becomes > */

#ifdef __cplusplus
}
#endif
#endif
