/* What the full-screen view leaves to the program: files, tickets, redaction.
 * May include: include/, tui/tui.h, cli/. */
#ifndef SPW_CLI_LIVE_ACTIONS_H
#define SPW_CLI_LIVE_ACTIONS_H

#include "cli/settings.h"
#include "tui/tui.h"

#ifdef __cplusplus
extern "C" {
#endif

struct live_actions {
    const struct settings *settings;
    const struct spw_knowledge *knowledge;
    struct intake *intake;
    const char *source;
};

/* `a` must outlive the table. */
struct app_actions live_actions_table(struct live_actions *a);

#ifdef __cplusplus
}
#endif
#endif
