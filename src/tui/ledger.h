/* The life of findings over a session: they appear, become surer or less sure, and are withdrawn when later
 * lines speak against them. Compares one report with the one before.
 * May include: base/, include/. */
#ifndef SPW_TUI_LEDGER_H
#define SPW_TUI_LEDGER_H

#include "base/arena.h"
#include "base/array.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { LEDGER_MAX = 4096 };

enum ledger_change {
    LEDGER_APPEARED,
    LEDGER_STRONGER, /* surer or graver than before */
    LEDGER_WEAKER,
    LEDGER_AGAIN, /* found once more */
    LEDGER_WITHDRAWN,
    LEDGER_RETURNED /* after having been withdrawn */
};
const char *ledger_change_name(enum ledger_change c); /* "appeared" */

/* A finding is the same when rule and attempt are. */
struct ledger_entry {
    struct slice rule, cause, title; /* live as long as the ledger */
    unsigned attempt, count;
    enum spw_severity severity;
    enum spw_confidence confidence;
    bool withdrawn;
    bool present;  /* in the report that is being compared */
    uint64_t line; /* lines of the session at the last change */
};

struct ledger {
    struct arena arena;
    struct array entries; /* struct ledger_entry, in order of appearance */
    bool full;            /* more came than are remembered */
};

struct ledger_sink {
    /* `finding` is NULL for what was withdrawn. */
    void (*change)(void *context, enum ledger_change change, const struct ledger_entry *entry,
                   const struct spw_finding *finding);
    void *context;
};

void ledger_init(struct ledger *l);
void ledger_dispose(struct ledger *l);
/* `lines`: of the session so far. The sink may have no function. */
void ledger_update(struct ledger *l, const struct spw_report *r, uint64_t lines,
                   const struct ledger_sink *sink);

#ifdef __cplusplus
}
#endif
#endif
