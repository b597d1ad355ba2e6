/* Rows of styled text, wrapped to a width: what every view but the trace builds and the frame shows,
 * scrolls and moves a cursor in. A row may lead somewhere. May include: base/, tui/canvas.h. */
#ifndef SPW_TUI_ROLL_H
#define SPW_TUI_ROLL_H

#include "base/array.h"
#include "tui/canvas.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { ROLL_ROWS_MAX = 20000 };

enum link_kind {
    LINK_NONE,
    LINK_OFFSET,  /* value: an offset in the session */
    LINK_FINDING, /* index in the report */
    LINK_ATTEMPT, /* id */
    LINK_STATE    /* row of the module's state */
};
struct link {
    enum link_kind kind;
    uint64_t value, value2; /* value2: of evidence, the finding it belongs to + 1; else 0 */
};

struct roll_piece {
    size_t at, n; /* in `text` */
    uint8_t role, marks;
};
struct roll_row {
    size_t first, n; /* pieces */
    struct link link;
};

struct roll {
    size_t width;
    bool ascii;
    struct buf text;
    struct array pieces, rows;
    size_t column; /* of the row being written */
    struct link link;
};

void roll_init(struct roll *p);
void roll_dispose(struct roll *p);
void roll_begin(struct roll *p, size_t width, bool ascii); /* empties it */

/* What rows lead to from now on. */
void roll_link(struct roll *p, struct link link);
void roll_row(struct roll *p); /* begins a row */
/* Appends to the row; cut at the edge when it is shown. */
void roll_put(struct roll *p, enum role role, struct slice bytes);
void roll_cstr(struct roll *p, enum role role, const char *text);
void roll_printf(struct roll *p, enum role role, const char *fmt, ...) SPW_PRINTF(3, 4);
void roll_glyph(struct roll *p, enum role role, enum glyph g);
/* Blanks up to a column; at least one when the row is longer already. */
void roll_tab(struct roll *p, size_t column);
/* Appends words, going on in new rows that begin `indent` columns from the left. A line end in the text
 * begins a row, too. */
void roll_wrap(struct roll *p, enum role role, size_t indent, struct slice text);
/* Adds marks to the pieces of the row being written. */
void roll_mark_row(struct roll *p, unsigned marks);

size_t roll_rows(const struct roll *p);
struct link roll_link_at(const struct roll *p, size_t row);
/* Draws the rows from `top` on. */
void roll_draw(const struct roll *p, struct region r, size_t top);

#ifdef __cplusplus
}
#endif
#endif
