/* The manual that needs no net: a page for each thing that the tables and the rules know.
 * Plain text, at most 80 columns, written from the tables alone.
 * May include: include/, base/, data/, knowledge/, facts/, diagnosis/. */
#ifndef SPW_MANUAL_MANUAL_H
#define SPW_MANUAL_MANUAL_H

#include "base/buf.h"
#include "diagnosis/diagnosis.h"
#include "knowledge/knowledge.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Writes the pages of everything that is called `what`: a cause, rule, command, reply, indication,
 * happening, error number, certificate error, variable, field, enumeration, limit, store keyword,
 * firmware, service, authority, source, dialect or message number, as a person or a trace writes it:
 * "MQTTCONN", "AT+S.MQTTCONN=a,b", "+WIND:87:MQTT closed", "wind 87", "ERROR:111", "111",
 * "Certificate Error:23", "E5:9D:59:..." SPW_NOT_FOUND, with the nearest names in `out`, when there is
 * nothing of that name. */
enum spw_status manual_explain(const struct knowledge *k, const struct ruleset *rules,
                               struct slice what, struct buf *out) SPW_MUST_USE;
/* The dictionary of fields and the grammar of conditions. */
void manual_fields(struct buf *out);
/* One line a rule: id, cause, severity, scope, title. */
void manual_rules_list(const struct ruleset *rules, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
