/* One rule of a rule file: YAML tree to struct rule, strictly.
 * May include: base/, data/, knowledge/, expr/, diagnosis/. */
#ifndef SPW_DIAGNOSIS_RULEFILE_H
#define SPW_DIAGNOSIS_RULEFILE_H

#include "diagnosis/diagnosis.h"
#include "diagnosis/ruleread.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the rule at `node` into *out, whose slices live in r->perm. True when it has no fault; every
 * fault was reported otherwise. *out has its id whenever that could be read. */
bool rulefile_read_rule(struct rule_reader *r, const struct yaml_node *node, struct rule *out);

/* The words of rule files. */
struct slice rule_severity_name(enum spw_severity severity);       /* "error" */
struct slice rule_confidence_name(enum spw_confidence confidence); /* "certain" */
struct slice rule_kind_name(enum rule_kind kind);                  /* "finding", "ruled-out" */

#ifdef __cplusplus
}
#endif
#endif
