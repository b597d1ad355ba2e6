/* What the options of a live source and of its recording say. May include: capture/, cli/settings.h. */
#ifndef SPW_CLI_RECORDING_H
#define SPW_CLI_RECORDING_H

#include "capture/record.h"
#include "capture/source.h"
#include "cli/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/* False when something is wrong with them; said. */
bool recording_source(const struct settings *s, struct source_options *o) SPW_MUST_USE;
/* --output and --rotate; *at_boot: a new file each time the module boots. */
bool recording_file(const struct settings *s, struct record_options *o, bool *at_boot) SPW_MUST_USE;
/* A duration behind an option: "--seconds takes ..." is said when it is none. NULL gives -1. */
bool recording_duration(const char *option, const char *text, int64_t *us) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
