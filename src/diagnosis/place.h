/* Where a byte of a YAML text stands in its file: YAML folds lines, drops indentation and resolves
 * quotes, but a fault in the middle of a folded text shall still point at its own column.
 * May include: base/, data/. Tables live in the arena given to rule_file_init. */
#ifndef SPW_DIAGNOSIS_PLACE_H
#define SPW_DIAGNOSIS_PLACE_H

#include "base/arena.h"
#include "data/yaml.h"

#ifdef __cplusplus
extern "C" {
#endif

struct rule_file {
    struct slice path, bytes; /* borrowed */
    size_t *starts;           /* offset of each line */
    size_t n_lines;
};

struct file_place {
    uint32_t line, column; /* from 1 */
};

/* SPW_NO_MEMORY only. */
enum spw_status rule_file_init(struct rule_file *f, struct slice path, struct slice bytes,
                               struct arena *arena) SPW_MUST_USE;
/* Of byte `at` of the scalar's text; of the node itself for anything that cannot be followed. */
struct file_place place_in_node(const struct rule_file *f, const struct yaml_node *node, size_t at);
/* The byte offset that line:column means in `text`, both from 1; clamped to text.n. */
size_t place_to_offset(struct slice text, uint32_t line, uint32_t column);

#ifdef __cplusplus
}
#endif
#endif
