/* Reading YAML nodes as what a rule needs, reporting every fault with its place. One reader reads one
 * file; faults are counted, so that its caller knows whether the rule at hand is good.
 * May include: base/, data/, knowledge/, diagnosis/place.h. */
#ifndef SPW_DIAGNOSIS_RULEREAD_H
#define SPW_DIAGNOSIS_RULEREAD_H

#include "base/array.h"
#include "base/message.h"
#include "diagnosis/place.h"
#include "knowledge/knowledge.h"

#ifdef __cplusplus
extern "C" {
#endif

struct rule_reader {
    struct rule_file file;
    const struct knowledge *knowledge;
    struct arena *perm;  /* what a rule keeps */
    struct arena *load;  /* ends when the rules are loaded */
    struct array *exprs; /* struct expr *: all that were compiled, to be disposed of */
    struct messages *messages;
    unsigned scope;         /* enum field_scope of the rule at hand */
    size_t faults;          /* so far in this file */
    enum spw_status status; /* SPW_NO_MEMORY sticks */
};

/* A mapping's key: all that may stand there, in one list per mapping. */
struct key_list {
    const struct slice *names;
    size_t n;
};

void ruleread_fault(struct rule_reader *r, unsigned number, uint32_t line, uint32_t column,
                    struct slice hint, const char *fmt, ...) SPW_PRINTF(6, 7);
void ruleread_fault_at(struct rule_reader *r, unsigned number, const struct yaml_node *node,
                       struct slice hint, const char *fmt, ...) SPW_PRINTF(5, 6);
/* `did you mean "x"?` with the nearest of the names, or empty. Lives in r->load. */
struct slice ruleread_suggest(struct rule_reader *r, struct slice word, const struct slice *names,
                              size_t n);
/* Copies into r->perm; the empty slice, with r->status set, without memory. */
struct slice ruleread_keep(struct rule_reader *r, struct slice s);
/* Zeroed elements in r->perm; NULL, with r->status set, without memory. */
void *ruleread_array(struct rule_reader *r, size_t n, size_t size);

/* True when `node` is a mapping; keys beyond the list are reported. */
bool ruleread_mapping(struct rule_reader *r, const struct yaml_node *node, const char *what,
                      struct key_list keys);
/* The value of `key`, NULL when it is absent, which is reported when it is required. */
const struct yaml_node *ruleread_get(struct rule_reader *r, const struct yaml_node *map,
                                     const char *key, bool required);
/* The same for a text that must not be empty; NULL also when it is empty or no text (reported). */
const struct yaml_node *ruleread_text(struct rule_reader *r, const struct yaml_node *map,
                                      const char *key, bool required);
/* The cause that "cause" names; NULL when it is absent or there is none of that name (reported). */
const struct cause *ruleread_cause(struct rule_reader *r, const struct yaml_node *map,
                                   bool required);
/* The same for a list of at least one and at most `max` items. */
const struct yaml_node *ruleread_list(struct rule_reader *r, const struct yaml_node *map,
                                      const char *key, bool required, size_t max);
/* Is `node`, an item of the list `key`, a text that is not empty? Reported when not. */
bool ruleread_item_text(struct rule_reader *r, const struct yaml_node *node, const char *key);
/* The index of the text of `key` in a closed list; `n` when it is absent or not in the list. */
size_t ruleread_word(struct rule_reader *r, const struct yaml_node *map, const char *key,
                     bool required, unsigned number, const struct slice *words, size_t n);

#ifdef __cplusplus
}
#endif
#endif
