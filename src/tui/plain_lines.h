/* The lines of the plain form: text for people and logs, JSON objects for programs. What the objects hold is
 * described in docs/live.md; names there never change their meaning.
 * May include: base/, include/, tui/ledger.h. */
#ifndef SPW_TUI_PLAIN_LINES_H
#define SPW_TUI_PLAIN_LINES_H

#include "base/stamp.h"
#include "include/live.h"
#include "tui/ledger.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PLAIN_OUT_MAX = 16 * 1024 * 1024 };

struct plain_lines_options {
    bool json, colour, ascii, quiet;
};

struct plain_lines {
    struct plain_lines_options options;
    struct buf out;   /* taken and cleared by the owner */
    struct buf line;  /* the line that was told last, until all that was told with it is there */
    struct buf words; /* what it means */
    enum spw_direction direction;
    bool has_line, known, failure, from_host;
    uint32_t number; /* of the line in the input: shown when there is no time */
    int64_t us;      /* since the start of the session; TIME_NONE */
};

void plain_lines_init(struct plain_lines *p, const struct plain_lines_options *o);
void plain_lines_dispose(struct plain_lines *p);

void plain_lines_begin(struct plain_lines *p, struct slice source, struct slice recording);
/* `us`: since the first line that had a time; TIME_NONE: unknown. */
void plain_lines_line(struct plain_lines *p, const struct spw_line *l, int64_t us);
void plain_lines_event(struct plain_lines *p, const struct spw_event *ev);
void plain_lines_state(struct plain_lines *p, const struct spw_state_row *row);
void plain_lines_finding(struct plain_lines *p, enum ledger_change change,
                         const struct ledger_entry *entry, const struct spw_finding *finding);
/* `how` the watch ended: "ended", "reached", "timeout". */
void plain_lines_end(struct plain_lines *p, const struct spw_report *r, const char *how);
/* Moves a line that waits into `out`. */
void plain_lines_flush(struct plain_lines *p);

#ifdef __cplusplus
}
#endif
#endif
