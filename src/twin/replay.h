/* A recorded module: answers a command as the capture has it, with the capture's delays. Pure, as the
 * simulated one. May include: base/, knowledge/, twin/device.h. */
#ifndef SPW_TWIN_REPLAY_H
#define SPW_TWIN_REPLAY_H

#include "knowledge/knowledge.h"
#include "twin/device.h"

#ifdef __cplusplus
extern "C" {
#endif

struct replay;

/* `speed` in hundredths. `note` is told of commands that the capture does not have. SPW_NOT_FOUND: the capture holds no AT
 * traffic; SPW_LIMIT: its beginning is used. `k` must outlive it, the capture need not. */
enum spw_status replay_new(struct replay **out, const struct knowledge *k, struct slice capture,
                           unsigned speed, void (*note)(void *context, struct slice text),
                           void *context) SPW_MUST_USE;
void replay_free(struct replay *r);
struct device replay_device(struct replay *r); /* lives as long as r */
/* How much there is: commands, and lines of the module. */
size_t replay_commands(const struct replay *r);
size_t replay_lines(const struct replay *r);

#ifdef __cplusplus
}
#endif
#endif
