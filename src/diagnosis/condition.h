/* Compiling the conditions and placeholders of rule files: what the condition language finds wrong is
 * reported at its place in the file, however YAML folded the text.
 * May include: base/, data/, expr/, diagnosis/ruleread.h. */
#ifndef SPW_DIAGNOSIS_CONDITION_H
#define SPW_DIAGNOSIS_CONDITION_H

#include "diagnosis/ruleread.h"
#include "expr/expr.h"

#ifdef __cplusplus
extern "C" {
#endif

enum condition_kind { CONDITION_TRUTH, CONDITION_VALUE };

/* Compiles `n` bytes from `from` of the scalar's text. NULL when it is faulty (reported) or without
 * memory. *kept, when given, is the text in r->perm. The expression belongs to r->perm and r->exprs. */
struct expr *condition_compile(struct rule_reader *r, const struct yaml_node *node, size_t from,
                               size_t n, enum condition_kind kind, struct slice *kept);
/* The whole text of `key`; NULL also when it is absent, which is reported when it is required. */
struct expr *condition_read(struct rule_reader *r, const struct yaml_node *map, const char *key,
                            bool required, enum condition_kind kind, struct slice *kept);

#ifdef __cplusplus
}
#endif
#endif
