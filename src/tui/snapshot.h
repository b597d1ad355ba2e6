/* A report that stays as it is: the engine's own is borrowed until the next bytes, a screen is drawn and
 * moved about in while they come. May include: base/, include/. */
#ifndef SPW_TUI_SNAPSHOT_H
#define SPW_TUI_SNAPSHOT_H

#include "base/arena.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

struct snapshot {
    struct arena arena;
    struct spw_report report; /* all that it points at is in the arena */
};

void snapshot_init(struct snapshot *s);
void snapshot_dispose(struct snapshot *s);
/* Replaces what it held. SPW_NO_MEMORY: it then holds the part that fitted. */
enum spw_status snapshot_take(struct snapshot *s, const struct spw_report *r) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
