/* What cert and probe share: the time, the look of the report, where it goes, the exit status.
 * May include: include/, base/, cli/, report/. */
#ifndef SPW_CLI_JUDGED_H
#define SPW_CLI_JUDGED_H

#include "cli/setup.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A judge for the module that --for, --slot and --now name; NULL and said why when there is none. Owned by
 * the caller. */
struct spw_material *judged_new(const struct rule_base *rules, const struct settings *s);
/* Judges, writes the report to `path` (NULL: standard output); the exit status. */
int judged_report(struct spw_material *m, const struct settings *s, const char *command,
                  const char *path);

#ifdef __cplusplus
}
#endif
#endif
