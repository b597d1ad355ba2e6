#include "knowledge/dialect_load.h"

#include <stddef.h>

#include "base/message_ids.h"
#include "knowledge/dialect_rows.h"

enum { ROWS_MAX = TSV_ROWS_MAX };

static const struct slice no_hint = {NULL, 0};

/* ---- one dialect ------------------------------------------------------------------------------ */

/* Rows of the same name become a chain, in the order of the table. */
static void chain_variants(struct loader *l, struct dialect *d, struct command_row *rows)
{
    for (size_t i = 0; i < d->n_commands; i++) {
        uint32_t first = 0;
        if (map_put(&d->command_map, rows[i].name, (uint32_t)i, &first) != SPW_OK) {
            loader_note(l, SPW_NO_MEMORY);
            return;
        }
        if (first == i) {
            continue;
        }
        struct command_row *last = &rows[first];
        while (last->next != NULL) {
            last = &rows[last->next - rows];
        }
        last->next = &rows[i];
    }
}

static void load_commands(struct loader *l, struct dialect *d, struct slice folder)
{
    void *rows = NULL;
    table_load(l, &plan_commands, folder, d, &rows, &d->n_commands);
    d->commands = (const struct command_row *)rows;
    map_init(&d->command_map, ROWS_MAX, true);
    chain_variants(l, d, (struct command_row *)rows);
}

static void load_lines(struct loader *l, struct dialect *d, struct slice folder)
{
    void *rows = NULL;
    table_load(l, &plan_replies, folder, d, &rows, &d->n_replies);
    d->replies = (const struct reply_row *)rows;
    map_init(&d->reply_map, ROWS_MAX, true);
    loader_index(l, &d->reply_map, rows, d->n_replies, sizeof(struct reply_row),
                 offsetof(struct reply_row, head));
    table_load(l, &plan_indications, folder, d, &rows, &d->n_indications);
    d->indications = (const struct indication_row *)rows;
    for (size_t i = 0; i < d->n_indications; i++) {
        int number = d->indications[i].number;
        if (number >= 0 && (size_t)number < sizeof d->indication_of / sizeof d->indication_of[0]) {
            d->indication_of[number] = &d->indications[i];
        }
    }
    table_load(l, &plan_errors, folder, d, &rows, &d->n_errors);
    d->errors = (const struct error_row *)rows;
    table_load(l, &plan_tls_errors, folder, d, &rows, &d->n_tls_errors);
    d->tls_errors = (const struct tls_error_row *)rows;
    table_load(l, &plan_behaviour, folder, d, &rows, &d->n_behaviour);
    d->behaviour = (const struct behaviour_row *)rows;
}

static void load_values(struct loader *l, struct dialect *d, struct slice folder)
{
    void *rows = NULL;
    table_load(l, &plan_variables, folder, d, &rows, &d->n_variables);
    d->variables = (const struct variable_row *)rows;
    map_init(&d->variable_map, ROWS_MAX, false);
    loader_index(l, &d->variable_map, rows, d->n_variables, sizeof(struct variable_row),
                 offsetof(struct variable_row, name));
    table_load(l, &plan_enums, folder, d, &rows, &d->n_enums);
    d->enums = (const struct enum_row *)rows;
    table_load(l, &plan_limits, folder, d, &rows, &d->n_limits);
    d->limits = (const struct limit_row *)rows;
    table_load(l, &plan_firmwares, folder, d, &rows, &d->n_firmwares);
    d->firmwares = (const struct firmware_row *)rows;
    table_load(l, &plan_store, folder, d, &rows, &d->n_store);
    d->store = (const struct store_row *)rows;
}

/* ---- all dialects ----------------------------------------------------------------------------- */

struct folder {
    struct slice path; /* "dialects/spwf04/" */
    struct slice name, module;
    int64_t rank;
    struct slice line_end;
};

enum { DIA_NAME, DIA_MODULE, DIA_RANK, DIA_LINE_END };
static const char *const dialect_columns[] = {"name", "module", "rank", "line_end"};

static bool read_folder(struct table *t, void *out)
{
    struct folder *row = (struct folder *)out;
    row->name = table_text(t, DIA_NAME);
    row->module = table_text(t, DIA_MODULE);
    row->rank = table_int(t, DIA_RANK, 0);
    row->line_end =
        slice_eq(table_text(t, DIA_LINE_END), SLICE("crlf")) ? SLICE("\r\n") : SLICE("\r");
    return true;
}

static const struct table_plan plan_dialect = {
    SLICE_INIT("dialect"), dialect_columns, sizeof dialect_columns / sizeof dialect_columns[0],
    sizeof(struct folder), false,           read_folder};

/* The folder of "dialects/<name>/dialect.tsv", empty for other paths. */
static struct slice folder_of(struct slice path)
{
    struct slice last = SLICE("/dialect.tsv");
    bool is = slice_starts(path, SLICE("dialects/")) && slice_ends(path, last);
    return is ? slice_sub(path, 0, path.n - last.n + 1) : slice_of(NULL, 0);
}

static void insert_folder(struct folder *folders, size_t *n, struct folder f)
{
    size_t at = *n;
    while (at > 0 && folders[at - 1].rank > f.rank) {
        folders[at] = folders[at - 1];
        at--;
    }
    folders[at] = f;
    (*n)++;
}

/* Folders sorted by rank, those of one rank by name as the files are. */
static size_t find_folders(struct loader *l, struct folder *folders)
{
    size_t n = 0;
    for (size_t i = 0; i < data_source_count(l->files) && n < DIALECTS_MAX; i++) {
        struct slice path = folder_of(data_source_at(l->files, i)->path);
        void *rows = NULL;
        size_t count = 0;
        if (path.n == 0) {
            continue;
        }
        table_load(l, &plan_dialect, path, NULL, &rows, &count);
        if (count == 1) {
            struct folder f = *(struct folder *)rows;
            f.path = path;
            insert_folder(folders, &n, f);
        } else if (count != 0) {
            messages_add(l->messages, MSG_TABLE_LIMIT, path, slice_of(NULL, 0), 0, 0, no_hint,
                         "a dialect has one row");
            loader_note(l, SPW_INVALID);
        }
    }
    return n;
}

void dialects_load(struct loader *l)
{
    struct folder folders[DIALECTS_MAX];
    size_t n = find_folders(l, folders);
    struct dialect *dialects = ARENA_ARRAY(l->perm, n, struct dialect);
    if (dialects == NULL) {
        loader_note(l, SPW_NO_MEMORY);
        return;
    }
    l->k->dialects = dialects;
    l->k->n_dialects = n;
    for (size_t i = 0; i < n; i++) {
        dialects[i].name = folders[i].name;
        dialects[i].module = folders[i].module;
        dialects[i].line_end = folders[i].line_end;
        load_commands(l, &dialects[i], folders[i].path);
        load_lines(l, &dialects[i], folders[i].path);
        load_values(l, &dialects[i], folders[i].path);
    }
}

void dialects_dispose(struct knowledge *k)
{
    for (size_t i = 0; i < k->n_dialects; i++) {
        struct map maps[] = {k->dialects[i].command_map, k->dialects[i].reply_map,
                             k->dialects[i].variable_map};
        for (size_t j = 0; j < sizeof maps / sizeof maps[0]; j++) {
            map_dispose(&maps[j]);
        }
    }
    k->dialects = NULL;
    k->n_dialects = 0;
}
