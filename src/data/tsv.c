#include "data/tsv.h"

#include <string.h>

#include "base/message_ids.h"
#include "data/cell.h"
#include "data/text.h"

enum { KEY_BYTES_MAX = 2 * TSV_FILE_MAX };

static const struct slice no_hint = {NULL, 0};

static uint32_t column_of(const struct tsv *t, const uint8_t *p)
{
    return t->row.p == NULL || p < t->row.p ? 1 : (uint32_t)(p - t->row.p) + 1;
}

void tsv_fault_at(struct tsv *t, struct slice at, unsigned number, struct slice hint,
                  const char *what)
{
    t->faults++;
    messages_add(t->messages, number, t->path, t->bytes, t->line, column_of(t, at.p), hint, "%s",
                 what);
}

void tsv_fault(struct tsv *t, size_t column, unsigned number, struct slice hint, const char *what)
{
    tsv_fault_at(t, tsv_cell(t, column), number, hint, what);
}

size_t tsv_count_lines(struct slice bytes)
{
    size_t lines = 1;
    for (size_t i = slice_find_byte(bytes, '\n', 0); i < bytes.n;
         i = slice_find_byte(bytes, '\n', i + 1)) {
        lines++;
    }
    return lines;
}

/* The next line that is neither empty nor a comment becomes the row. */
static bool next_line(struct tsv *t)
{
    while (t->next < t->bytes.n) {
        size_t end = slice_find_byte(t->bytes, '\n', t->next);
        t->row = slice_sub(t->bytes, t->next, end - t->next);
        t->next = end + 1;
        t->line++;
        if (t->row.n != 0 && t->row.p[0] != '#') {
            return true;
        }
    }
    t->row = slice_of(NULL, 0);
    return false;
}

static void report_bad_byte(struct tsv *t, struct slice cell, size_t at)
{
    struct slice place = slice_from(cell, at);
    if (place.p[0] == '\r') {
        tsv_fault_at(t, place, MSG_TABLE_LINE_END, no_hint,
                     "a carriage return: lines end with a line feed alone");
    } else {
        tsv_fault_at(t, place, MSG_TABLE_ENCODING, no_hint,
                     "not a visible character of UTF-8 text");
    }
}

static bool check_encoding(struct tsv *t, struct slice cell)
{
    if (text_is_ascii(cell)) {
        return true;
    }
    size_t bad = text_bad_byte(cell);
    if (bad < cell.n) {
        report_bad_byte(t, cell, bad);
        return false;
    }
    return true;
}

static bool check_cell(struct tsv *t, const struct tsv_column *column, struct slice cell)
{
    if (!check_encoding(t, cell)) {
        return false;
    }
    if (cell.n == 0) {
        if (column->required) {
            tsv_fault_at(t, cell, MSG_TABLE_EMPTY, column->name, "this cell must not be empty");
        }
        return !column->required;
    }
    if (cell.p[0] == ' ' || cell.p[cell.n - 1] == ' ') {
        tsv_fault_at(t, cell, MSG_TABLE_BLANKS, no_hint, "a cell begins or ends with a blank");
        return false;
    }
    struct cell_fault fault = cell_check(column, cell);
    if (fault.what != NULL) {
        tsv_fault_at(t, slice_from(cell, fault.at), fault.number, fault.hint, fault.what);
        return false;
    }
    return true;
}

/* Takes the cell that begins at `from`; returns where the next one begins, or row.n + 1. */
static size_t take_cell(struct slice row, size_t from, struct slice *cell)
{
    size_t end = slice_find_byte(row, '\t', from);
    *cell = slice_of(row.p + from, end - from);
    return end + 1;
}

/* Cells go to the columns of the table; nothing is checked but their number. */
static bool split_row(struct tsv *t)
{
    size_t at = 0;
    size_t n = 0;
    struct slice cell = {NULL, 0};
    memset(t->cells, 0, sizeof t->cells);
    for (; at <= t->row.n; n++) {
        at = take_cell(t->row, at, &cell);
        if (n < t->width) {
            t->cells[t->column_at[n]] = cell;
        } else {
            tsv_fault_at(t, cell, MSG_TABLE_COLUMNS, no_hint,
                         "one cell more than there are columns");
            return false;
        }
    }
    if (n < t->width) {
        const struct tsv_column *column = &t->table->columns[t->column_at[n]];
        tsv_fault_at(t, slice_from(t->row, t->row.n), MSG_TABLE_COLUMNS, column->name,
                     "the row ends before this column");
        return false;
    }
    return true;
}

static bool check_row(struct tsv *t)
{
    bool good = true;
    for (size_t i = 0; i < t->table->n; i++) {
        good = check_cell(t, &t->table->columns[i], t->cells[i]) && good;
    }
    return good;
}

/* Several key cells become one text with tabs between, which no cell can hold. */
static struct slice joined_key(struct tsv *t)
{
    uint8_t *out = (uint8_t *)arena_alloc(&t->key_texts, t->row.n + t->n_keys);
    if (out == NULL) {
        return slice_of(NULL, 0);
    }
    size_t n = 0;
    for (size_t i = 0; i < t->table->n; i++) {
        if (t->table->columns[i].key) {
            memcpy(out + n, t->cells[i].p, t->cells[i].n);
            n += t->cells[i].n;
            out[n++] = '\t';
        }
    }
    return slice_of(out, n);
}

static struct slice row_key(struct tsv *t)
{
    for (size_t i = 0; t->n_keys == 1 && i < t->table->n; i++) {
        if (t->table->columns[i].key) {
            return t->cells[i];
        }
    }
    return joined_key(t);
}

static bool check_key(struct tsv *t)
{
    if (t->n_keys == 0) {
        return true;
    }
    struct slice key = row_key(t);
    uint32_t line = 0;
    if (key.p == NULL || map_put(&t->keys, key, t->line, &line) != SPW_OK) {
        t->no_memory = true;
        return false;
    }
    if (line != t->line) {
        tsv_fault_at(t, t->row, MSG_TABLE_DUPLICATE, no_hint, "an earlier row has the same key");
        return false;
    }
    return true;
}

bool tsv_next(struct tsv *t)
{
    while (!t->no_memory && next_line(t)) {
        if (split_row(t) && check_row(t) && check_key(t)) {
            return true;
        }
    }
    return false;
}

size_t tsv_column_index(const struct tsv_table *table, struct slice name)
{
    for (size_t i = 0; i < table->n; i++) {
        if (slice_eq(table->columns[i].name, name)) {
            return i;
        }
    }
    return TSV_COLUMNS_MAX;
}

static struct slice nearest_column(const struct tsv_table *table, struct slice name)
{
    struct slice names[TSV_COLUMNS_MAX];
    for (size_t i = 0; i < table->n; i++) {
        names[i] = table->columns[i].name;
    }
    return nearest_name(name, names, table->n);
}

/* One name of the header line; `seen` marks the columns named so far. */
static bool take_header_cell(struct tsv *t, struct slice name, bool *seen)
{
    size_t column = tsv_column_index(t->table, name);
    if (column == TSV_COLUMNS_MAX) {
        struct slice nearest = text_is_ascii(name) ? nearest_column(t->table, name) : no_hint;
        tsv_fault_at(t, name, MSG_TABLE_HEADER, nearest, "this table has no column of that name");
        return false;
    }
    if (seen[column]) {
        tsv_fault_at(t, name, MSG_TABLE_HEADER, no_hint, "this column is named twice");
        return false;
    }
    seen[column] = true;
    t->column_at[t->width++] = (uint8_t)column;
    return true;
}

static bool report_missing_columns(struct tsv *t, const bool *seen)
{
    bool good = true;
    for (size_t i = 0; i < t->table->n; i++) {
        if (!seen[i]) {
            tsv_fault_at(t, slice_from(t->row, t->row.n), MSG_TABLE_HEADER,
                         t->table->columns[i].name, "a column is missing");
            good = false;
        }
    }
    return good;
}

static bool read_header(struct tsv *t)
{
    bool seen[TSV_COLUMNS_MAX] = {false};
    bool good = true;
    if (!next_line(t)) {
        t->line = 0;
        tsv_fault_at(t, t->row, MSG_TABLE_HEADER, no_hint, "the table has no header line");
        return false;
    }
    size_t bad = text_bad_byte(t->row);
    if (bad < t->row.n) {
        report_bad_byte(t, t->row, bad);
        return false;
    }
    struct slice name = {NULL, 0};
    for (size_t at = 0; at <= t->row.n;) {
        at = take_cell(t->row, at, &name);
        good = take_header_cell(t, name, seen) && good;
    }
    return good && report_missing_columns(t, seen); /* a misspelt one would be both */
}

static bool within_limits(struct tsv *t)
{
    if (t->bytes.n > TSV_FILE_MAX || tsv_count_lines(t->bytes) > TSV_ROWS_MAX) {
        tsv_fault_at(t, t->row, MSG_TABLE_LIMIT, no_hint, "the table is too large");
        return false;
    }
    return true;
}

enum spw_status tsv_open(struct tsv *t, const struct tsv_table *table, struct slice path,
                         struct slice bytes, struct messages *messages)
{
    memset(t, 0, sizeof *t);
    t->table = table;
    t->path = path;
    t->bytes = bytes;
    t->messages = messages;
    map_init(&t->keys, TSV_ROWS_MAX, false);
    arena_init(&t->key_texts, KEY_BYTES_MAX);
    for (size_t i = 0; i < table->n; i++) {
        t->n_keys += table->columns[i].key ? 1 : 0;
    }
    if (!within_limits(t) || !read_header(t)) {
        t->next = t->bytes.n;
        return SPW_INVALID;
    }
    return SPW_OK;
}

enum spw_status tsv_close(struct tsv *t)
{
    map_dispose(&t->keys);
    arena_dispose(&t->key_texts);
    if (t->no_memory) {
        return SPW_NO_MEMORY;
    }
    return t->faults == 0 ? SPW_OK : SPW_INVALID;
}

struct slice tsv_cell(const struct tsv *t, size_t column)
{
    return column < t->table->n ? t->cells[column] : slice_of(NULL, 0);
}

int64_t tsv_int(const struct tsv *t, size_t column, int64_t when_empty)
{
    int64_t value = 0;
    return slice_to_i64(tsv_cell(t, column), &value) == NUMBER_OK ? value : when_empty;
}

bool tsv_bool(const struct tsv *t, size_t column)
{
    return slice_eq(tsv_cell(t, column), SLICE("yes"));
}
