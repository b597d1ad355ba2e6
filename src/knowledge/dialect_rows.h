/* The tables of a dialect: how each row of each becomes a struct. Private to knowledge/.
 * May include: base/, data/. */
#ifndef SPW_KNOWLEDGE_DIALECT_ROWS_H
#define SPW_KNOWLEDGE_DIALECT_ROWS_H

#include "knowledge/loader.h"

#ifdef __cplusplus
extern "C" {
#endif

extern const struct table_plan plan_commands, plan_replies, plan_indications, plan_errors,
    plan_tls_errors, plan_behaviour, plan_variables, plan_enums, plan_limits, plan_firmwares,
    plan_store;

#ifdef __cplusplus
}
#endif
#endif
