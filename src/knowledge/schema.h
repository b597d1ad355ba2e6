/* Reads rules/schema.tsv, which says what every column of every table may hold. Private to knowledge/.
 * May include: base/, data/. */
#ifndef SPW_KNOWLEDGE_SCHEMA_H
#define SPW_KNOWLEDGE_SCHEMA_H

#include "data/source.h"
#include "data/tsv.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SCHEMA_TABLES_MAX = 40, SCHEMA_COLUMNS_MAX = 400 };

/* The tables live in `arena`, their texts in the file. Faults are reported; what could be read is
 * given beside SPW_INVALID. */
enum spw_status schema_read(const struct data_source *files, struct arena *arena,
                            const struct tsv_table **tables, size_t *n,
                            struct messages *messages) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
