/* The objects of `live --format ndjson`, one a line; docs/live.md describes them.
 * May include: base/, include/, tui/ledger.h. */
#ifndef SPW_TUI_PLAIN_JSON_H
#define SPW_TUI_PLAIN_JSON_H

#include "include/live.h"
#include "tui/ledger.h"

#ifdef __cplusplus
extern "C" {
#endif

void plain_json_begin(struct buf *out, struct slice source, struct slice recording);
void plain_json_line(struct buf *out, const struct spw_line *l, int64_t us);
void plain_json_event(struct buf *out, const struct spw_event *ev);
void plain_json_state(struct buf *out, const struct spw_state_row *row);
void plain_json_finding(struct buf *out, enum ledger_change change,
                        const struct ledger_entry *entry, const struct spw_finding *finding);
void plain_json_end(struct buf *out, const struct spw_report *r, const char *how, size_t errors);

#ifdef __cplusplus
}
#endif
#endif
