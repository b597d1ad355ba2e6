#include "tui/roll.h"

#include <string.h>

#include "base/escape.h"

enum { PAGE_BYTES_MAX = 4 * 1024 * 1024, PIECES_MAX = 200000, PRINTED_MAX = 8192 };

void roll_init(struct roll *p)
{
    memset(p, 0, sizeof *p);
    buf_init(&p->text, PAGE_BYTES_MAX);
    array_init(&p->pieces, sizeof(struct roll_piece), PIECES_MAX);
    array_init(&p->rows, sizeof(struct roll_row), ROLL_ROWS_MAX);
}

void roll_dispose(struct roll *p)
{
    buf_dispose(&p->text);
    array_dispose(&p->pieces);
    array_dispose(&p->rows);
}

void roll_begin(struct roll *p, size_t width, bool ascii)
{
    buf_clear(&p->text);
    array_clear(&p->pieces);
    array_clear(&p->rows);
    p->width = width;
    p->ascii = ascii;
    p->column = 0;
    p->link = (struct link){LINK_NONE, 0, 0};
}

void roll_link(struct roll *p, struct link link) { p->link = link; }

void roll_row(struct roll *p)
{
    struct roll_row *row = array_push(&p->rows);
    p->column = 0;
    if (row != NULL) {
        row->first = p->pieces.n;
        row->link = p->link;
    }
}

void roll_put(struct roll *p, enum role role, struct slice bytes)
{
    if (p->rows.n == 0) {
        roll_row(p);
    }
    struct roll_row *row = ARRAY_AT(&p->rows, struct roll_row, p->rows.n - 1);
    size_t at = p->text.n;
    buf_put(&p->text, bytes);
    struct roll_piece *piece = row == NULL || bytes.n == 0 ? NULL : array_push(&p->pieces);
    if (piece == NULL || p->text.n - at != bytes.n) {
        return;
    }
    *piece = (struct roll_piece){.at = at, .n = bytes.n, .role = (uint8_t)role};
    row->n++;
    p->column += esc_term_width(bytes, p->ascii);
}

void roll_cstr(struct roll *p, enum role role, const char *text)
{
    roll_put(p, role, slice_cstr(text));
}

void roll_printf(struct roll *p, enum role role, const char *fmt, ...)
{
    struct buf text;
    va_list args;
    buf_init(&text, PRINTED_MAX);
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    roll_put(p, role, buf_slice(&text));
    buf_dispose(&text);
}

void roll_glyph(struct roll *p, enum role role, enum glyph g)
{
    roll_put(p, role, glyph_of(g, p->ascii));
}

void roll_tab(struct roll *p, size_t column)
{
    struct buf blanks;
    buf_init(&blanks, CANVAS_COLS_MAX);
    buf_fill(&blanks, ' ', column > p->column ? column - p->column : 1);
    roll_put(p, ROLE_TEXT, buf_slice(&blanks));
    buf_dispose(&blanks);
}

/* ---- wrapping ---------------------------------------------------------------------------------------- */

static void new_row(struct roll *p, size_t indent)
{
    roll_row(p);
    if (indent > 0) {
        roll_tab(p, indent);
    }
}

/* A word wider than a row is broken where the row ends. */
static void put_broken(struct roll *p, enum role role, size_t indent, struct slice word)
{
    while (word.n > 0) {
        size_t room = p->width > p->column ? p->width - p->column : 1;
        size_t n = 0;
        while (n < word.n && esc_term_width(slice_sub(word, 0, n + 1), p->ascii) <= room) {
            n++;
        }
        while (n > 1 && n < word.n && (word.p[n] & 0xC0) == 0x80) {
            n--; /* not inside a character */
        }
        n = n == 0 ? 1 : n;
        roll_put(p, role, slice_sub(word, 0, n));
        word = slice_from(word, n);
        if (word.n > 0) {
            new_row(p, indent);
        }
    }
}

static void put_word(struct roll *p, enum role role, size_t indent, struct slice word, bool blank)
{
    size_t width = esc_term_width(word, p->ascii);
    size_t room = p->width > p->column ? p->width - p->column : 0;
    if (width + (blank ? 1 : 0) > room && p->column > indent) {
        new_row(p, indent);
        blank = false;
    }
    if (blank) {
        roll_put(p, role, SLICE(" "));
    }
    if (width > p->width - (indent < p->width ? indent : 0)) {
        put_broken(p, role, indent, word);
    } else {
        roll_put(p, role, word);
    }
}

static void wrap_line(struct roll *p, enum role role, size_t indent, struct slice line)
{
    bool blank = false;
    while (line.n > 0) {
        struct slice word;
        (void)slice_split(line, ' ', &word, &line);
        if (word.n > 0) {
            put_word(p, role, indent, word, blank);
            blank = true;
        }
    }
}

void roll_wrap(struct roll *p, enum role role, size_t indent, struct slice text)
{
    indent = indent < p->width / 2 ? indent : p->width / 2;
    for (bool first = true; first || text.n > 0; first = false) {
        struct slice line;
        (void)slice_split(text, '\n', &line, &text);
        if (!first) {
            new_row(p, indent);
        }
        wrap_line(p, role, indent, line);
    }
}

void roll_mark_row(struct roll *p, unsigned marks)
{
    const struct roll_row *row =
        p->rows.n == 0 ? NULL : ARRAY_AT(&p->rows, struct roll_row, p->rows.n - 1);
    for (size_t i = 0; row != NULL && i < row->n; i++) {
        struct roll_piece *piece = ARRAY_AT(&p->pieces, struct roll_piece, row->first + i);
        piece->marks = (uint8_t)(piece->marks | marks);
    }
}

/* ---- showing -------------------------------------------------------------------------------------------- */

size_t roll_rows(const struct roll *p) { return p->rows.n; }

struct link roll_link_at(const struct roll *p, size_t row)
{
    const struct roll_row *r = ARRAY_AT(&p->rows, struct roll_row, row);
    return r == NULL ? (struct link){LINK_NONE, 0, 0} : r->link;
}

void roll_draw(const struct roll *p, struct region r, size_t top)
{
    for (size_t i = 0; i < r.rows && top + i < p->rows.n; i++) {
        const struct roll_row *row = ARRAY_AT(&p->rows, struct roll_row, top + i);
        size_t col = 0;
        for (size_t k = 0; k < row->n; k++) {
            const struct roll_piece *piece =
                ARRAY_AT(&p->pieces, struct roll_piece, row->first + k);
            col = region_put_marked(r, i, col, (enum role)piece->role, piece->marks,
                                    slice_of(p->text.p + piece->at, piece->n));
        }
    }
}
