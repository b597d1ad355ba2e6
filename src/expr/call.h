/* The functions of the language: one table for type, grammar and suggestions. Private to expr/. */
#ifndef SPW_EXPR_CALL_H
#define SPW_EXPR_CALL_H

#include "expr/tree.h"

#ifdef __cplusplus
extern "C" {
#endif

struct function {
    struct slice name;
    /* A letter an argument: m meaning, v name of a value, k name of a table, t text, x any value. */
    struct slice arguments;
    size_t required;
    bool scoped; /* trace.seen(..) */
    enum node_kind kind;
    enum value_type type;
    const char *usage, *doc;
};

size_t function_count(void);
const struct function *function_at(size_t i);
const struct function *function_find(struct slice name);

#ifdef __cplusplus
}
#endif
#endif
