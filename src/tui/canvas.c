#include "tui/canvas.h"

#include <string.h>

#include "base/codepoint.h"
#include "base/escape.h"

enum { PUT_MAX = 16 * CANVAS_COLS_MAX, ARENA_MAX = 32 * 1024 * 1024 };

static const struct {
    const char *wide, *ascii;
} glyphs[GLYPH_COUNT] = {
    [GLYPH_ERROR] = {"✗", "x"},  [GLYPH_WARNING] = {"▲", "!"},  [GLYPH_NOTE] = {"•", "*"},
    [GLYPH_OK] = {"✓", "+"},     [GLYPH_UNKNOWN] = {"?", "?"},  [GLYPH_NOT_REACHED] = {"·", "-"},
    [GLYPH_HOST] = {"›", ">"},   [GLYPH_MODULE] = {"‹", "<"},   [GLYPH_MORE] = {"…", "~"},
    [GLYPH_CURSOR] = {"▸", ">"}, [GLYPH_BOOKMARK] = {"◆", "#"}, [GLYPH_BULLET] = {"–", "-"},
    [GLYPH_DOT] = {"·", "|"},
};

struct slice glyph_of(enum glyph g, bool ascii)
{
    return slice_cstr(ascii ? glyphs[g].ascii : glyphs[g].wide);
}

char canvas_role_letter(enum role role)
{
    static const char letters[ROLE_COUNT] = {
        [ROLE_TEXT] = '.',  [ROLE_DIM] = 'd',     [ROLE_TITLE] = 'T', [ROLE_KEY] = 'k',
        [ROLE_ERROR] = 'E', [ROLE_WARNING] = 'W', [ROLE_NOTE] = 'N',  [ROLE_OK] = 'O',
        [ROLE_HOST] = 'h',  [ROLE_MODULE] = 'm',  [ROLE_FRAME] = '|', [ROLE_STATUS] = 's'};
    return letters[role];
}

/* ---- the grid ------------------------------------------------------------------------------------- */

void canvas_init(struct canvas *c, bool ascii)
{
    memset(c, 0, sizeof *c);
    arena_init(&c->arena, ARENA_MAX);
    c->ascii = ascii;
}

void canvas_dispose(struct canvas *c)
{
    arena_dispose(&c->arena);
    c->cells = NULL;
    c->rows = c->cols = 0;
}

static size_t clamp(size_t n, size_t max) { return n < 1 ? 1 : n > max ? max : n; }

enum spw_status canvas_resize(struct canvas *c, size_t rows, size_t cols)
{
    rows = clamp(rows, CANVAS_ROWS_MAX);
    cols = clamp(cols, CANVAS_COLS_MAX);
    arena_dispose(&c->arena);
    c->rows = c->cols = 0;
    c->cells = ARENA_ARRAY(&c->arena, rows * cols, struct cell);
    if (c->cells == NULL) {
        return SPW_NO_MEMORY;
    }
    c->rows = rows;
    c->cols = cols;
    canvas_clear(c);
    return SPW_OK;
}

static const struct cell blank = {.text = {' '}, .n = 1, .width = 1, .role = ROLE_TEXT};

void canvas_clear(struct canvas *c)
{
    for (size_t i = 0; i < c->rows * c->cols; i++) {
        c->cells[i] = blank;
    }
    c->cursor_shown = false;
}

struct region canvas_all(struct canvas *c) { return (struct region){c, 0, 0, c->rows, c->cols}; }

const struct cell *canvas_at(const struct canvas *c, size_t row, size_t col)
{
    return row < c->rows && col < c->cols ? &c->cells[row * c->cols + col] : &blank;
}

/* ---- as text ----------------------------------------------------------------------------------------- */

static size_t row_end(const struct canvas *c, size_t row, bool marks)
{
    size_t end = c->cols;
    while (end > 0) {
        const struct cell *cell = canvas_at(c, row, end - 1);
        if (cell->width != 1 || cell->text[0] != ' ' || (marks && cell->marks != 0)) {
            break;
        }
        end--;
    }
    return end;
}

void canvas_text(const struct canvas *c, struct buf *out)
{
    for (size_t row = 0; row < c->rows; row++) {
        size_t end = row_end(c, row, false);
        for (size_t col = 0; col < end; col++) {
            const struct cell *cell = canvas_at(c, row, col);
            buf_put(out, slice_of(cell->text, cell->n));
        }
        buf_byte(out, '\n');
    }
}

static void put_row_roles(const struct canvas *c, size_t row, struct buf *out)
{
    size_t end = row_end(c, row, true);
    for (size_t col = 0; col < end; col++) {
        const struct cell *cell = canvas_at(c, row, col);
        bool empty = cell->n == 1 && cell->text[0] == ' ' && cell->marks == 0;
        buf_byte(out, empty ? ' ' : (uint8_t)canvas_role_letter((enum role)cell->role));
    }
    buf_byte(out, '\n');
}

static void put_row_marks(const struct canvas *c, size_t row, struct buf *out)
{
    static const char digits[] = " cb3e567m9ABCDEFG";
    size_t end = row_end(c, row, true);
    for (size_t col = 0; col < end; col++) {
        buf_byte(out, (uint8_t)digits[canvas_at(c, row, col)->marks & 15]);
    }
    buf_byte(out, '\n');
}

void canvas_roles(const struct canvas *c, struct buf *out)
{
    for (size_t row = 0; row < c->rows; row++) {
        put_row_roles(c, row, out);
    }
    buf_cstr(out, "marks: c cursor, b beside it, e evidence, m match\n");
    for (size_t row = 0; row < c->rows; row++) {
        put_row_marks(c, row, out);
    }
}

/* ---- regions -------------------------------------------------------------------------------------------- */

struct region region_part(struct region r, size_t row, size_t col, size_t rows, size_t cols)
{
    row = row < r.rows ? row : r.rows;
    col = col < r.cols ? col : r.cols;
    rows = rows < r.rows - row ? rows : r.rows - row;
    cols = cols < r.cols - col ? cols : r.cols - col;
    return (struct region){r.canvas, r.row + row, r.col + col, rows, cols};
}

static struct cell *cell_of(struct region r, size_t row, size_t col)
{
    return row < r.rows && col < r.cols
               ? &r.canvas->cells[(r.row + row) * r.canvas->cols + r.col + col]
               : NULL;
}

/* A wide character that loses its half must not stay: its other half becomes a blank. */
static void uncover(struct region r, size_t row, size_t col)
{
    struct cell *cell = cell_of(r, row, col);
    struct cell *left = col > 0 ? cell_of(r, row, col - 1) : NULL;
    struct cell *right = cell_of(r, row, col + 1);
    if (cell != NULL && cell->width == 0 && left != NULL) {
        *left = blank;
    }
    if (cell != NULL && cell->width == 2 && right != NULL) {
        *right = blank;
    }
}

static void add_combining(struct region r, size_t row, size_t col, struct slice one)
{
    while (col > 0) {
        struct cell *cell = cell_of(r, row, --col);
        if (cell == NULL) {
            return;
        }
        if (cell->width > 0) {
            if (cell->n + one.n <= CELL_BYTES) {
                memcpy(cell->text + cell->n, one.p, one.n);
                cell->n = (uint8_t)(cell->n + one.n);
            }
            return;
        }
    }
}

static bool put_one(struct region r, size_t row, size_t col, size_t width, struct cell what)
{
    struct cell *cell = cell_of(r, row, col);
    struct cell *right = width == 2 ? cell_of(r, row, col + 1) : NULL;
    if (cell == NULL || (width == 2 && right == NULL)) {
        return false;
    }
    uncover(r, row, col);
    what.width = (uint8_t)width;
    *cell = what;
    if (right != NULL) {
        uncover(r, row, col + 1);
        what.n = 0;
        what.width = 0;
        *right = what;
    }
    return true;
}

/* `text` is harmless UTF-8. */
static size_t put_safe(struct region r, size_t row, size_t col, struct cell look, struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t cp = 0;
        size_t n = utf8_decode(text, at, &cp);
        if (n == 0) {
            return col;
        }
        struct slice one = slice_sub(text, at, n);
        size_t width = codepoint_width(cp);
        if (width == 0) {
            add_combining(r, row, col, one);
        } else {
            memcpy(look.text, one.p, one.n);
            look.n = (uint8_t)one.n;
            if (!put_one(r, row, col, width, look)) {
                return r.cols;
            }
            col += width;
        }
        at += n;
    }
    return col;
}

size_t region_put_marked(struct region r, size_t row, size_t col, enum role role, unsigned marks,
                         struct slice bytes)
{
    const struct cell look = {.role = (uint8_t)role, .marks = (uint8_t)marks};
    struct buf safe;
    if (row >= r.rows || col >= r.cols) {
        return col;
    }
    buf_init(&safe, PUT_MAX);
    /* More bytes than four a column cannot be seen. */
    (void)esc_term(&safe, slice_sub(bytes, 0, 4 * (r.cols - col) + CELL_BYTES), r.canvas->ascii);
    col = put_safe(r, row, col, look, buf_slice(&safe));
    buf_dispose(&safe);
    return col;
}

size_t region_put(struct region r, size_t row, size_t col, enum role role, struct slice bytes)
{
    return region_put_marked(r, row, col, role, 0, bytes);
}

size_t region_put_cut(struct region r, size_t row, size_t col, enum role role, struct slice bytes)
{
    if (row >= r.rows || col >= r.cols) {
        return col;
    }
    bool fits = esc_term_width(slice_sub(bytes, 0, 4 * (r.cols - col) + CELL_BYTES),
                               r.canvas->ascii) <= r.cols - col;
    size_t end = region_put(r, row, col, role, bytes);
    if (!fits) {
        (void)region_put(r, row, r.cols - 1, ROLE_DIM, glyph_of(GLYPH_MORE, r.canvas->ascii));
        return r.cols;
    }
    return end;
}

size_t region_printf(struct region r, size_t row, size_t col, enum role role, const char *fmt, ...)
{
    struct buf text;
    va_list args;
    buf_init(&text, PUT_MAX);
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    col = region_put(r, row, col, role, buf_slice(&text));
    buf_dispose(&text);
    return col;
}

void region_mark(struct region r, size_t row, size_t col, size_t n, unsigned marks)
{
    for (size_t i = 0; i < n && col + i < r.cols; i++) {
        struct cell *cell = cell_of(r, row, col + i);
        if (cell != NULL) {
            cell->marks = (uint8_t)(cell->marks | marks);
        }
    }
}

void region_fill(struct region r, size_t row, enum role role)
{
    for (size_t col = 0; col < r.cols; col++) {
        struct cell *cell = cell_of(r, row, col);
        if (cell != NULL) {
            *cell = blank;
            cell->role = (uint8_t)role;
        }
    }
}

void region_horizontal(struct region r, size_t row)
{
    for (size_t col = 0; col < r.cols; col++) {
        (void)region_put(r, row, col, ROLE_FRAME, r.canvas->ascii ? SLICE("-") : SLICE("─"));
    }
}

void region_vertical(struct region r, size_t col)
{
    for (size_t row = 0; row < r.rows; row++) {
        (void)region_put(r, row, col, ROLE_FRAME, r.canvas->ascii ? SLICE("|") : SLICE("│"));
    }
}
