#include "knowledge/schema.h"

#include "base/message_ids.h"

static const struct slice schema_path = SLICE_INIT("schema.tsv");

enum { TABLE, COLUMN, TYPE, REQUIRED, KEY, REFERS, WHAT };

/* The table that describes the others is described here. */
static const struct tsv_column schema_columns[] = {
    {SLICE_INIT("table"), TSV_WORD, 0, 0, {NULL, 0}, true, true, {NULL, 0}},
    {SLICE_INIT("column"), TSV_WORD, 0, 0, {NULL, 0}, true, true, {NULL, 0}},
    {SLICE_INIT("type"), TSV_WORD, 0, 0, {NULL, 0}, true, false, {NULL, 0}},
    {SLICE_INIT("required"), TSV_BOOL, 0, 0, {NULL, 0}, true, false, {NULL, 0}},
    {SLICE_INIT("key"), TSV_BOOL, 0, 0, {NULL, 0}, true, false, {NULL, 0}},
    {SLICE_INIT("refers"), TSV_WORD, 0, 0, {NULL, 0}, false, false, {NULL, 0}},
    {SLICE_INIT("what"), TSV_TEXT, 0, 0, {NULL, 0}, true, false, {NULL, 0}},
};
static const struct tsv_table schema_table = {SLICE_INIT("schema"), schema_columns,
                                              sizeof schema_columns / sizeof schema_columns[0]};

struct schema {
    struct tsv tsv;
    struct tsv_table *tables;
    size_t n_tables;
    struct tsv_column *columns; /* of all tables, one after the other */
    size_t n_columns;
};

/* The columns of a table stand together. */
static struct tsv_table *table_of_row(struct schema *s)
{
    struct slice name = tsv_cell(&s->tsv, TABLE);
    struct tsv_table *last = s->n_tables == 0 ? NULL : &s->tables[s->n_tables - 1];
    if (last != NULL && slice_eq(last->name, name)) {
        return last;
    }
    for (size_t i = 0; i + 1 < s->n_tables; i++) {
        if (slice_eq(s->tables[i].name, name)) {
            tsv_fault(&s->tsv, TABLE, MSG_TABLE_DUPLICATE, slice_of(NULL, 0),
                      "the columns of a table stand together");
            return NULL;
        }
    }
    if (s->n_tables == SCHEMA_TABLES_MAX) {
        tsv_fault(&s->tsv, TABLE, MSG_TABLE_LIMIT, slice_of(NULL, 0), "too many tables");
        return NULL;
    }
    struct tsv_table *table = &s->tables[s->n_tables++];
    table->name = name;
    table->columns = &s->columns[s->n_columns];
    return table;
}

static void take_row(struct schema *s)
{
    struct tsv_table *table = table_of_row(s);
    if (table == NULL) {
        return;
    }
    if (s->n_columns == SCHEMA_COLUMNS_MAX || table->n == TSV_COLUMNS_MAX) {
        tsv_fault(&s->tsv, COLUMN, MSG_TABLE_LIMIT, slice_of(NULL, 0), "too many columns");
        return;
    }
    struct tsv_column *column = &s->columns[s->n_columns];
    if (!tsv_type_parse(tsv_cell(&s->tsv, TYPE), column)) {
        tsv_fault(&s->tsv, TYPE, MSG_TABLE_VALUE, slice_of(NULL, 0), "not a type of a column");
        return;
    }
    column->name = tsv_cell(&s->tsv, COLUMN);
    column->required = tsv_bool(&s->tsv, REQUIRED);
    column->key = tsv_bool(&s->tsv, KEY);
    column->refers = tsv_cell(&s->tsv, REFERS);
    s->n_columns++;
    table->n++;
}

enum spw_status schema_read(const struct data_source *files, struct arena *arena,
                            const struct tsv_table **tables, size_t *n, struct messages *messages)
{
    struct schema s = {0};
    const struct data_file *file = data_source_find(files, schema_path);
    if (file == NULL) {
        messages_add(messages, MSG_TABLE_MISSING, schema_path, slice_of(NULL, 0), 0, 0,
                     slice_of(NULL, 0), "the table of tables is missing");
        return SPW_INVALID;
    }
    s.tables = ARENA_ARRAY(arena, SCHEMA_TABLES_MAX, struct tsv_table);
    s.columns = ARENA_ARRAY(arena, SCHEMA_COLUMNS_MAX, struct tsv_column);
    if (s.tables == NULL || s.columns == NULL) {
        return SPW_NO_MEMORY;
    }
    enum spw_status status = tsv_open(&s.tsv, &schema_table, file->path, file->bytes, messages);
    while (tsv_next(&s.tsv)) {
        take_row(&s);
    }
    enum spw_status closed = tsv_close(&s.tsv);
    *tables = s.tables;
    *n = s.n_tables;
    return closed != SPW_OK ? closed : status;
}
