/* The chain up to at/, for stage scripts. */
#ifndef SPW_TESTS_FEEDER_H
#define SPW_TESTS_FEEDER_H

#include "at/reader.h"
#include "knowledge/knowledge.h"
#include "transcript/transcript.h"

/* The embedded tables, loaded once for the process. Aborts when they are faulty. */
const struct knowledge *feeder_knowledge(void);
/* Runs bytes through transcript and reader into `sink`; `reader` is made here and handed to `after`
 * (may be NULL) before it is freed. */
void feeder_run(struct slice bytes, size_t cut, bool single, struct at_sink sink,
                void (*after)(void *context, const struct at_reader *r), void *context);

#endif
