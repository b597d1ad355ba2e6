/* A grid of cells in memory: what the screen shows, before a terminal is involved. Views draw here, tests
 * compare it, screen.c puts it on a terminal. A cell says what it means (a role), never its colour.
 * Only what went through base/escape.h gets in: the put functions take care of it.
 * May include: base/. */
#ifndef SPW_TUI_CANVAS_H
#define SPW_TUI_CANVAS_H

#include "base/arena.h"
#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { CANVAS_ROWS_MAX = 512, CANVAS_COLS_MAX = 1024, CELL_BYTES = 12 };

/* What a cell is about. canvas_role_letter has a letter for each. */
enum role {
    ROLE_TEXT,
    ROLE_DIM, /* what may be passed over: meanings, times, what is unknown */
    ROLE_TITLE,
    ROLE_KEY, /* a key to press, a command to type */
    ROLE_ERROR,
    ROLE_WARNING,
    ROLE_NOTE,
    ROLE_OK,
    ROLE_HOST,
    ROLE_MODULE,
    ROLE_FRAME,  /* lines between panes */
    ROLE_STATUS, /* the bar */
    ROLE_COUNT
};

/* What is so beside that. */
enum {
    MARK_CURSOR = 1,   /* the line on which the keys work */
    MARK_BESIDE = 2,   /* the cursor's line in a pane that has not the keys; what belongs to it */
    MARK_EVIDENCE = 4, /* on these characters a finding rests */
    MARK_MATCH = 8,    /* found by a search */
    MARK_BOLD = 16
};

struct cell {
    uint8_t text[CELL_BYTES]; /* one character with the marks that stand on it, UTF-8 */
    uint8_t n;                /* bytes; 0: empty, or covered by a wide character on its left */
    uint8_t width;            /* columns: 1 or 2, 0 when covered */
    uint8_t role, marks;
};

struct canvas {
    struct arena arena;
    size_t rows, cols;
    struct cell *cells;
    bool ascii; /* nothing beyond ASCII is drawn */
    bool cursor_shown;
    size_t cursor_row, cursor_col;
};

/* A part of a canvas; drawing outside of it has no effect. */
struct region {
    struct canvas *canvas;
    size_t row, col, rows, cols;
};

void canvas_init(struct canvas *c, bool ascii);
void canvas_dispose(struct canvas *c);
/* Empties it too. Sizes are clamped to 1..CANVAS_..._MAX. */
enum spw_status canvas_resize(struct canvas *c, size_t rows, size_t cols) SPW_MUST_USE;
void canvas_clear(struct canvas *c);
struct region canvas_all(struct canvas *c);
const struct cell *canvas_at(const struct canvas *c, size_t row, size_t col);
/* As text, blanks at line ends cut: what tests compare and `save-screen` writes. */
void canvas_text(const struct canvas *c, struct buf *out);
/* The same with the letter of its role for each character, marks as a second block; see the code. */
void canvas_roles(const struct canvas *c, struct buf *out);

/* A part of a region, clipped to it. */
struct region region_part(struct region r, size_t row, size_t col, size_t rows, size_t cols);
/* Bytes from anywhere, made harmless; returns the column behind. Cut at the region's edge. */
size_t region_put(struct region r, size_t row, size_t col, enum role role, struct slice bytes);
size_t region_put_marked(struct region r, size_t row, size_t col, enum role role, unsigned marks,
                         struct slice bytes);
/* The same, ending in an ellipsis when it is cut at the edge. */
size_t region_put_cut(struct region r, size_t row, size_t col, enum role role, struct slice bytes);
size_t region_printf(struct region r, size_t row, size_t col, enum role role, const char *fmt, ...)
    SPW_PRINTF(5, 6);
/* Adds marks to the cells of a row from `col` on. */
void region_mark(struct region r, size_t row, size_t col, size_t n, unsigned marks);
void region_fill(struct region r, size_t row, enum role role); /* a row of blanks */
void region_horizontal(struct region r, size_t row);
void region_vertical(struct region r, size_t col);

/* Signs, drawn as well as the canvas can. */
enum glyph {
    GLYPH_ERROR,
    GLYPH_WARNING,
    GLYPH_NOTE,
    GLYPH_OK,
    GLYPH_UNKNOWN,
    GLYPH_NOT_REACHED,
    GLYPH_HOST,
    GLYPH_MODULE,
    GLYPH_MORE,
    GLYPH_CURSOR,
    GLYPH_BOOKMARK,
    GLYPH_BULLET,
    GLYPH_DOT,
    GLYPH_COUNT
};
struct slice glyph_of(enum glyph g, bool ascii);
char canvas_role_letter(enum role role);

#ifdef __cplusplus
}
#endif
#endif
