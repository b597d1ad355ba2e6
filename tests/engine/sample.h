/* The sample traces and what stands in their expect.tsv. Tests run in the top folder. */
#ifndef SPW_TESTS_ENGINE_SAMPLE_H
#define SPW_TESTS_ENGINE_SAMPLE_H

#include "include/spwfdiag.h"

/* The embedded knowledge, loaded once; prints its faults and fails the test when there are any. */
const struct spw_knowledge *sample_knowledge(void);

/* Calls `visit` for each trace file below traces/, sorted by path. `bytes` is borrowed. */
typedef void sample_visitor(void *context, const char *folder, const char *file,
                            struct slice bytes);
void samples_visit(sample_visitor *visit, void *context);

/* One that has read nothing yet. Owned by the caller. */
struct spw_engine *sample_engine(void);
/* Diagnoses bytes cut in two at `cut`, or byte by byte. The engine is owned by the caller. */
struct spw_engine *sample_diagnose(struct slice bytes, size_t cut, bool single);
/* The report as JSON. */
void sample_json(struct spw_engine *e, struct buf *out);
/* A whole file below the top folder; false when it cannot be read. */
bool sample_read(const char *path, struct buf *out);

#endif
