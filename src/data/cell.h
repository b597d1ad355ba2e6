/* What the types of a table's columns allow in a cell. Used by the reader of tables only.
 * May include: base/, data/tsv.h. */
#ifndef SPW_DATA_CELL_H
#define SPW_DATA_CELL_H

#include "data/tsv.h"

#ifdef __cplusplus
extern "C" {
#endif

struct cell_fault {
    const char *what; /* NULL: the cell is good */
    unsigned number;  /* of the message */
    size_t at;        /* offset of the fault in the cell */
    struct slice hint;
};

/* `cell` is not empty and has no blank at its ends. */
struct cell_fault cell_check(const struct tsv_column *column, struct slice cell);

#ifdef __cplusplus
}
#endif
#endif
