/* What --redact-also asks for, and the map of --redact-map. May include: cli/settings.h, include/, base/. */
#ifndef SPW_CLI_SECRETS_H
#define SPW_CLI_SECRETS_H

#include "cli/settings.h"
#include "include/spwfdiag.h"
#include "redact/restore.h"

#ifdef __cplusplus
extern "C" {
#endif

/* False, and said, when the list names something that cannot be hidden. */
bool secrets_also(const struct settings *s, struct spw_redaction *out) SPW_MUST_USE;
/* Are secrets to be replaced, with `usual` as the command's default? */
bool secrets_asked(const struct settings *s, bool usual);

/* Writes what was replaced by what, for --redact-map; true when there is none. The file is made anew and for
 * its owner alone; one that is there is not touched. False, and said, when it cannot be written. */
bool secrets_write_map(const struct settings *s, const struct spw_redactor *r) SPW_MUST_USE;

struct secrets_map {
    struct restore_pair *pairs;
    size_t n;
    struct arena arena;
};
/* Reads it; false, and said, when it is none. To be disposed of in any case. */
bool secrets_read_map(const char *path, struct secrets_map *m) SPW_MUST_USE;
void secrets_map_dispose(struct secrets_map *m);

#ifdef __cplusplus
}
#endif
#endif
