/* The lists of a rule: evidence, steps, failure meanings, references, samples.
 * May include: base/, data/, knowledge/, expr/, diagnosis/. */
#ifndef SPW_DIAGNOSIS_PARTS_H
#define SPW_DIAGNOSIS_PARTS_H

#include "diagnosis/diagnosis.h"
#include "diagnosis/ruleread.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Each reads its keys of the rule's mapping into `rule`; faults are reported. */
void parts_read_evidence(struct rule_reader *r, const struct yaml_node *map, struct rule *rule);
void parts_read_steps(struct rule_reader *r, const struct yaml_node *map, struct rule *rule);
void parts_read_consumes(struct rule_reader *r, const struct yaml_node *map, struct rule *rule);
void parts_read_references(struct rule_reader *r, const struct yaml_node *map, struct rule *rule);
void parts_read_samples(struct rule_reader *r, const struct yaml_node *map, struct rule *rule);
void parts_read_rules_out(struct rule_reader *r, const struct yaml_node *map, struct rule *rule);
/* "for", "against" and "rivals": parts_case.c. */
void parts_read_case(struct rule_reader *r, const struct yaml_node *map, struct rule *rule);
/* The text and the commands of a step. */
void parts_read_action(struct rule_reader *r, const struct yaml_node *map, struct rule_step *step);
/* Causes and ids are compared later, when all rules are known: ruleset.c. */
void parts_read_overrides(struct rule_reader *r, const struct yaml_node *map, struct rule *rule);

#ifdef __cplusplus
}
#endif
#endif
