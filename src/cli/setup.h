/* What the commands need before they can begin: the rules, the time, the chain.
 * May include: cli/folder.h, cli/settings.h, include/. */
#ifndef SPW_CLI_SETUP_H
#define SPW_CLI_SETUP_H

#include "cli/folder.h"
#include "cli/settings.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The built-in rules, those in the user's own folder and those of --rules, each in front of those before.
 * Owns what it read. */
struct rule_base {
    struct folder folder;
    struct messages messages;
    struct spw_knowledge *knowledge;
};
/* SPW_INVALID: usable, but some of it has faults: the messages tell which. Other failures are said. To
 * be disposed of in any case. */
enum spw_status rule_base_open(struct rule_base *r, const struct settings *s) SPW_MUST_USE;
/* The same where faults in one's own rules must not be passed over: they are said, and it fails. */
enum spw_status rule_base_open_strict(struct rule_base *r, const struct settings *s) SPW_MUST_USE;
/* The faults with the files where they lie, as file:line:column and a caret. */
void rule_base_put_messages(const struct rule_base *r, struct buf *out);
void rule_base_dispose(struct rule_base *r);

/* The options of the engine as the command line asks for them. Owns the chain. */
struct engine_setup {
    struct spw_options options;
    struct buf chain;
    struct messages messages;
};
/* False when something is wrong with them; said. To be disposed of in any case. */
bool engine_setup_open(struct engine_setup *e, const struct settings *s) SPW_MUST_USE;
/* Today, or the time that --now or SPWFDIAG_NOW say. False when that is no time; said. */
bool setup_time(int64_t *now, const struct settings *s) SPW_MUST_USE;
void engine_setup_dispose(struct engine_setup *e);

#ifdef __cplusplus
}
#endif
#endif
