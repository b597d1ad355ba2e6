/* How tables become rows: one engine for all of them. Private to knowledge/. May include: base/, data/. */
#ifndef SPW_KNOWLEDGE_LOADER_H
#define SPW_KNOWLEDGE_LOADER_H

#include "base/map.h"
#include "data/tsv.h"
#include "knowledge/index.h"
#include "knowledge/knowledge.h"

#ifdef __cplusplus
extern "C" {
#endif

struct knowledge_private {
    struct arena arena;                          /* all rows */
    struct map causes, sources, services;        /* key -> index of the row */
    struct index authority_ids, authority_names; /* -> index of the best row */
    uint32_t *next_same_id; /* by index of the row: index + 1 of the next with its key id, 0 none */
};

struct loader {
    const struct data_source *files;
    struct messages *messages;
    struct knowledge *k;
    struct arena *perm;             /* of the knowledge */
    struct arena scratch;           /* ends with the loader */
    struct map meanings, params;    /* name -> enum */
    const struct tsv_table *tables; /* the schema */
    size_t n_tables;
    bool *used;             /* by index of the file: some table was read from it */
    enum spw_status status; /* first of SPW_NO_MEMORY, SPW_INVALID; no memory wins */
};

enum spw_status loader_init(struct loader *l, struct knowledge *k, const struct data_source *files,
                            struct messages *messages) SPW_MUST_USE;
/* Reports the tables that nobody asked for, and ends what lives with the loader. */
enum spw_status loader_finish(struct loader *l) SPW_MUST_USE;
void loader_note(struct loader *l, enum spw_status status);

/* One table while its rows are read: place i of `at` is the column of name i of the plan. */
struct table {
    struct loader *loader;
    struct tsv tsv;
    const struct dialect *dialect; /* whose rows these are, or NULL */
    size_t at[TSV_COLUMNS_MAX];
};

/* What C wants of a table. */
struct table_plan {
    struct slice name;          /* in the schema, and of the file without its folder */
    const char *const *columns; /* names in the order of the enum that `read` uses */
    size_t n_columns;
    size_t row_size;
    bool optional;                            /* the file may be missing */
    bool (*read)(struct table *t, void *row); /* false: the row is left out, its fault reported */
};

/* Reads <folder><name>.tsv into an array of rows that lives in `perm`. */
void table_load(struct loader *l, const struct table_plan *plan, struct slice folder,
                const struct dialect *dialect, void **rows, size_t *n);

/* The cell of column i of the plan in the current row. */
struct slice table_text(const struct table *t, size_t i);
int64_t table_int(const struct table *t, size_t i, int64_t when_empty);
bool table_bool(const struct table *t, size_t i);
enum row_confidence table_confidence(const struct table *t, size_t i);
enum meaning table_meaning(const struct table *t, size_t i);
/* A list of parameters; false when it cannot be read, which is reported. */
bool table_params(struct table *t, size_t i, const struct param_spec **out, size_t *n);

/* Fills a map with the indices of rows by a key found at `key_offset` in each. */
void loader_index(struct loader *l, struct map *map, const void *rows, size_t n, size_t row_size,
                  size_t key_offset);

#ifdef __cplusplus
}
#endif
#endif
