/* A set of rule files: where the readers get bytes from. Layered: later layers replace files of the
 * same path. Borrowed bytes. May include: base/. */
#ifndef SPW_DATA_SOURCE_H
#define SPW_DATA_SOURCE_H

#include "base/array.h"
#include "base/slice.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct data_file {
    struct slice path; /* relative to rules/, '/' between parts: "dialects/spwf04/commands.tsv" */
    struct slice bytes;
};

struct data_source {
    struct array files; /* struct data_file, sorted by path, no path twice */
};

void data_source_init(struct data_source *s);
void data_source_dispose(struct data_source *s);
/* Adds one layer: files of a known path replace, others are inserted. */
enum spw_status data_source_add(struct data_source *s, const struct data_file *files,
                                size_t n) SPW_MUST_USE;
/* The embedded rules as the first layer. */
enum spw_status data_source_add_embedded(struct data_source *s) SPW_MUST_USE;
const struct data_file *data_source_find(const struct data_source *s, struct slice path);
size_t data_source_count(const struct data_source *s);
const struct data_file *data_source_at(const struct data_source *s, size_t i);

#ifdef __cplusplus
}
#endif
#endif
