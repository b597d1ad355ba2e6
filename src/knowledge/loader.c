#include "knowledge/loader.h"

#include <string.h>

#include "base/buf.h"
#include "base/message_ids.h"
#include "knowledge/param.h"
#include "knowledge/schema.h"

enum { SCRATCH_MAX = 4 * 1024 * 1024, PATH_MAX_BYTES = 400 };

static const struct slice no_hint = {NULL, 0};

void loader_note(struct loader *l, enum spw_status status)
{
    if (l->status != SPW_NO_MEMORY && status != SPW_OK) {
        l->status = status == SPW_NO_MEMORY ? SPW_NO_MEMORY : SPW_INVALID;
    }
}

static enum spw_status index_names(struct map *map, size_t n, const char *(*name_of)(size_t))
{
    map_init(map, n, false);
    for (size_t i = 1; i < n; i++) {
        enum spw_status status = map_put(map, slice_cstr(name_of(i)), (uint32_t)i, NULL);
        if (status != SPW_OK) {
            return status;
        }
    }
    return SPW_OK;
}

static const char *meaning_at(size_t i) { return meaning_name((enum meaning)i); }
static const char *param_at(size_t i) { return param_name((enum param)i); }

enum spw_status loader_init(struct loader *l, struct knowledge *k, const struct data_source *files,
                            struct messages *messages)
{
    memset(l, 0, sizeof *l);
    l->k = k;
    l->perm = &k->priv->arena;
    l->files = files;
    l->messages = messages;
    arena_init(&l->scratch, SCRATCH_MAX);
    l->used = ARENA_ARRAY(&l->scratch, data_source_count(files), bool);
    if (l->used == NULL || index_names(&l->meanings, M_COUNT, meaning_at) != SPW_OK ||
        index_names(&l->params, PARAMS_END, param_at) != SPW_OK) {
        return SPW_NO_MEMORY;
    }
    loader_note(l, schema_read(files, &l->scratch, &l->tables, &l->n_tables, messages));
    return l->status == SPW_NO_MEMORY ? SPW_NO_MEMORY : SPW_OK;
}

static void report_unused(struct loader *l)
{
    for (size_t i = 0; i < data_source_count(l->files); i++) {
        const struct data_file *file = data_source_at(l->files, i);
        if (!l->used[i] && slice_ends(file->path, SLICE(".tsv")) &&
            !slice_eq(file->path, SLICE("schema.tsv"))) {
            messages_add(l->messages, MSG_TABLE_UNKNOWN, file->path, file->bytes, 0, 0, no_hint,
                         "no table has this name");
            loader_note(l, SPW_INVALID);
        }
    }
}

enum spw_status loader_finish(struct loader *l)
{
    if (l->used != NULL && l->status != SPW_NO_MEMORY) {
        report_unused(l);
    }
    map_dispose(&l->meanings);
    map_dispose(&l->params);
    arena_dispose(&l->scratch);
    return l->status;
}

/* ---- one table -------------------------------------------------------------------------------- */

static const struct tsv_table *find_table(const struct loader *l, struct slice name)
{
    for (size_t i = 0; i < l->n_tables; i++) {
        if (slice_eq(l->tables[i].name, name)) {
            return &l->tables[i];
        }
    }
    return NULL;
}

/* <folder><name>.tsv; the path lives as long as the loader. */
static struct slice table_path(struct loader *l, struct slice folder, struct slice name)
{
    struct buf path;
    buf_init(&path, PATH_MAX_BYTES);
    buf_put(&path, folder);
    buf_put(&path, name);
    buf_cstr(&path, ".tsv");
    struct slice kept = arena_copy(&l->scratch, buf_slice(&path));
    buf_dispose(&path);
    return kept;
}

static const struct data_file *find_file(struct loader *l, struct slice path)
{
    const struct data_file *file = data_source_find(l->files, path);
    if (file != NULL) {
        l->used[file - data_source_at(l->files, 0)] = true;
    }
    return file;
}

/* Each name of the plan becomes a column of the schema. */
static bool bind_columns(struct table *t, const struct table_plan *plan,
                         const struct tsv_table *table)
{
    for (size_t i = 0; i < plan->n_columns; i++) {
        struct slice name = slice_cstr(plan->columns[i]);
        t->at[i] = tsv_column_index(table, name);
        if (t->at[i] == TSV_COLUMNS_MAX) {
            messages_add(t->loader->messages, MSG_TABLE_HEADER, SLICE("schema.tsv"),
                         slice_of(NULL, 0), 0, 0, name,
                         "the program needs a column %s of the table %.*s", plan->columns[i],
                         SLICE_ARG(plan->name));
            return false;
        }
    }
    return true;
}

/* Whether `word` is a key of the table of that name. Tables that are not read yet know no keys. */
static bool is_key(const struct loader *l, struct slice table, struct slice word)
{
    const struct knowledge_private *priv = l->k->priv;
    uint32_t i = 0;
    if (slice_eq(table, SLICE("sources"))) {
        return map_get(&priv->sources, word, NULL);
    }
    if (slice_eq(table, SLICE("meanings"))) {
        return map_get(&l->meanings, word, NULL);
    }
    return slice_eq(table, SLICE("authorities")) && index_find(&priv->authority_ids, word, &i);
}

/* Every word of the cell, up to a '=', must be a key of the table referred to. */
static bool check_reference(struct table *t, struct slice table, struct slice cell)
{
    struct slice word = {NULL, 0};
    struct slice rest = cell;
    bool good = true;
    for (bool more = cell.n != 0; more;) {
        more = slice_split(rest, ' ', &word, &rest);
        word = slice_sub(word, 0, slice_find_byte(word, '=', 0));
        if (!is_key(t->loader, table, word)) {
            tsv_fault_at(&t->tsv, word, MSG_TABLE_REFERENCE, no_hint,
                         "no row of the table referred to has this key");
            good = false;
        }
    }
    return good;
}

static bool check_references(struct table *t)
{
    const struct tsv_table *table = t->tsv.table;
    bool good = true;
    for (size_t i = 0; i < table->n; i++) {
        struct slice refers = table->columns[i].refers;
        good = (refers.n == 0 || check_reference(t, refers, tsv_cell(&t->tsv, i))) && good;
    }
    return good;
}

static void read_rows(struct table *t, const struct table_plan *plan, uint8_t *rows, size_t *n)
{
    while (tsv_next(&t->tsv)) {
        uint8_t *row = rows + *n * plan->row_size;
        if (check_references(t) && plan->read(t, row)) {
            (*n)++;
        } else {
            memset(row, 0, plan->row_size);
        }
    }
}

static void read_file(struct table *t, const struct table_plan *plan, const struct tsv_table *table,
                      const struct data_file *file, void **rows, size_t *n)
{
    struct loader *l = t->loader;
    *rows = arena_array(l->perm, tsv_count_lines(file->bytes), plan->row_size);
    if (*rows == NULL) {
        loader_note(l, SPW_NO_MEMORY);
        return;
    }
    loader_note(l, tsv_open(&t->tsv, table, file->path, file->bytes, l->messages));
    read_rows(t, plan, (uint8_t *)*rows, n);
    loader_note(l, tsv_close(&t->tsv));
}

void table_load(struct loader *l, const struct table_plan *plan, struct slice folder,
                const struct dialect *dialect, void **rows, size_t *n)
{
    struct table t = {0};
    t.loader = l;
    t.dialect = dialect;
    *rows = NULL;
    *n = 0;
    struct slice path = table_path(l, folder, plan->name);
    if (path.p == NULL) {
        loader_note(l, SPW_NO_MEMORY);
        return;
    }
    const struct data_file *file = find_file(l, path);
    if (file == NULL) {
        if (!plan->optional) {
            messages_add(l->messages, MSG_TABLE_MISSING, path, slice_of(NULL, 0), 0, 0, no_hint,
                         "this table is missing");
            loader_note(l, SPW_INVALID);
        }
        return;
    }
    const struct tsv_table *table = find_table(l, plan->name);
    if (table == NULL || !bind_columns(&t, plan, table)) {
        loader_note(l, SPW_INVALID);
        return;
    }
    read_file(&t, plan, table, file, rows, n);
}

/* ---- cells ------------------------------------------------------------------------------------ */

struct slice table_text(const struct table *t, size_t i) { return tsv_cell(&t->tsv, t->at[i]); }

int64_t table_int(const struct table *t, size_t i, int64_t when_empty)
{
    return tsv_int(&t->tsv, t->at[i], when_empty);
}

bool table_bool(const struct table *t, size_t i) { return tsv_bool(&t->tsv, t->at[i]); }

enum row_confidence table_confidence(const struct table *t, size_t i)
{
    struct slice word = table_text(t, i);
    if (slice_eq(word, SLICE("documented"))) {
        return ROW_DOCUMENTED;
    }
    if (slice_eq(word, SLICE("observed"))) {
        return ROW_OBSERVED;
    }
    return slice_eq(word, SLICE("inferred")) ? ROW_INFERRED : ROW_UNKNOWN;
}

enum meaning table_meaning(const struct table *t, size_t i)
{
    uint32_t meaning = M_NONE;
    return map_get(&t->loader->meanings, table_text(t, i), &meaning) ? (enum meaning)meaning
                                                                     : M_NONE;
}

bool table_params(struct table *t, size_t i, const struct param_spec **out, size_t *n)
{
    struct param_fault fault = {NULL, {NULL, 0}};
    enum spw_status status =
        params_parse(table_text(t, i), &t->loader->params, t->loader->perm, out, n, &fault);
    if (status == SPW_INVALID) {
        tsv_fault_at(&t->tsv, fault.at, MSG_TABLE_VALUE, no_hint, fault.what);
    }
    loader_note(t->loader, status);
    return status == SPW_OK;
}

void loader_index(struct loader *l, struct map *map, const void *rows, size_t n, size_t row_size,
                  size_t key_offset)
{
    for (size_t i = 0; i < n; i++) {
        struct slice key;
        memcpy(&key, (const uint8_t *)rows + i * row_size + key_offset, sizeof key);
        if (map_put(map, key, (uint32_t)i, NULL) != SPW_OK) {
            loader_note(l, SPW_NO_MEMORY);
            return;
        }
    }
}
