/* Strict reader of the tables in rules/: tab-separated cells, a header line that names the columns,
 * comment lines that begin with '#', empty lines. What a column may hold is told by a tsv_table.
 * Every fault is reported with its place; a faulty row is left out, reading goes on.
 * Cells are slices of the file's bytes. May include: base/. */
#ifndef SPW_DATA_TSV_H
#define SPW_DATA_TSV_H

#include "base/arena.h"
#include "base/map.h"
#include "base/message.h"
#include "base/slice.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    TSV_COLUMNS_MAX = 40,
    TSV_ROWS_MAX = 20000,
    TSV_FILE_MAX = 8 * 1024 * 1024 /* bytes */
};

enum tsv_type {
    TSV_TEXT,
    TSV_WORD,        /* no blanks */
    TSV_WORDS,       /* words with one blank between */
    TSV_INT,         /* decimal within min..max */
    TSV_INTS,        /* such numbers with one blank between */
    TSV_BOOL,        /* yes or no */
    TSV_CHOICE,      /* one of the words in `choices` */
    TSV_DATE,        /* 2018-03-24 */
    TSV_TIME,        /* 2018-03-24T14:18:21Z */
    TSV_VERSION,     /* 1, 1.0, 1.0.0 */
    TSV_HEX,         /* lower-case hexadecimal, `max` digits; 0: any even number */
    TSV_HEXES,       /* such words with one blank between */
    TSV_DATED_HEXES, /* such words, each with = and a date */
    TSV_PATTERN,     /* a regular expression: here only text; its compiler checks it */
    TSV_PARAMETERS   /* a list of parameters: here only text; knowledge/ reads it */
};

struct tsv_column {
    struct slice name;
    enum tsv_type type;
    int64_t min, max;     /* TSV_INT, TSV_INTS; TSV_HEX: max is the number of digits */
    struct slice choices; /* TSV_CHOICE: "a|b|c" */
    bool required;        /* must not be empty */
    bool key;             /* all key columns together tell the rows apart */
    struct slice refers;  /* name of the table whose key the words must be; not checked here */
};

struct tsv_table {
    struct slice name;
    const struct tsv_column *columns;
    size_t n;
};

/* One table being read. Only the functions below touch it, but the place is there to be read. */
struct tsv {
    const struct tsv_table *table;
    struct slice path, bytes;
    struct messages *messages;
    size_t next;                         /* offset of the next line */
    struct slice row;                    /* the current line */
    uint32_t line;                       /* its number, from 1 */
    size_t width;                        /* cells a row must have */
    uint8_t column_at[TSV_COLUMNS_MAX];  /* place in the line -> column of the table */
    struct slice cells[TSV_COLUMNS_MAX]; /* of the current row, by column of the table */
    size_t n_keys;                       /* key columns */
    struct map keys;                     /* of the rows so far -> line */
    struct arena key_texts;
    size_t faults; /* reported so far */
    bool no_memory;
};

/* Begins to read: checks the header line. SPW_INVALID when it cannot be used; the reader then has no
 * rows. In either case tsv_close must follow. `table`, `path` and `bytes` must outlive the reader, and
 * `bytes` the cells. */
enum spw_status tsv_open(struct tsv *t, const struct tsv_table *table, struct slice path,
                         struct slice bytes, struct messages *messages) SPW_MUST_USE;
/* Goes to the next good row; false at the end. */
bool tsv_next(struct tsv *t) SPW_MUST_USE;
/* SPW_OK when no fault was found, SPW_INVALID when there were some, SPW_NO_MEMORY. */
enum spw_status tsv_close(struct tsv *t) SPW_MUST_USE;

/* Column of that name in the table, or TSV_COLUMNS_MAX. */
size_t tsv_column_index(const struct tsv_table *table, struct slice name);
/* The cell of a column in the current row; empty for TSV_COLUMNS_MAX. */
struct slice tsv_cell(const struct tsv *t, size_t column);
int64_t tsv_int(const struct tsv *t, size_t column, int64_t when_empty);
bool tsv_bool(const struct tsv *t, size_t column); /* false when empty */
/* Reports a fault that only the caller can see, at a cell of the current row. The row stays readable. */
void tsv_fault(struct tsv *t, size_t column, unsigned number, struct slice hint, const char *what);
/* The same at `at`, a slice inside the current row. */
void tsv_fault_at(struct tsv *t, struct slice at, unsigned number, struct slice hint,
                  const char *what);
/* Upper bound of the rows of a file. */
size_t tsv_count_lines(struct slice bytes);

/* Reads a type as rules/schema.tsv spells it: text, word, int(1..9), hex40, choice(a|b), ... False when
 * there is no such type; *column then is not changed. */
bool tsv_type_parse(struct slice spelling, struct tsv_column *column);

#ifdef __cplusplus
}
#endif
#endif
