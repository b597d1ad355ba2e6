/* What a person typed, kept for the next session. May include: tui/prompt.h. */
#ifndef SPW_TUI_HISTORY_H
#define SPW_TUI_HISTORY_H

#include "tui/prompt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* `path` NULL: neither does anything. A file that is not there is no mistake, and neither is one that
 * cannot be written: the history is a convenience. Readable by its owner only. */
void history_load(struct prompt_history *h, const char *path);
void history_save(const struct prompt_history *h, const char *path);

#ifdef __cplusplus
}
#endif
#endif
