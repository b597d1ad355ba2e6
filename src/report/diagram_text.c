/* The diagram for a terminal, a mail or a code block. */
#include "base/escape.h"
#include "report/diagram.h"
#include "report/page.h"
#include "report/window.h"

enum {
    LANE_WIDTH = 22,
    LANE_WIDTH_MIN = 13, /* room for "Access point" */
    LEFT = 6,
    RIGHT = 4, /* of the last name stand behind its lane */
    ROW_MAX = LEFT + LANE_COUNT * LANE_WIDTH
};

/* A row is drawn in ASCII cells and written with the characters that the output can show. */
struct row {
    uint8_t cells[ROW_MAX];
    size_t n;
};

struct drawing {
    const struct diagram *d;
    const struct page page; /* plain: for its width */
    size_t lane_width;
};

static size_t lane_width(const struct diagram *d, const struct page *p)
{
    size_t room = page_width(p) - LEFT - RIGHT;
    size_t most = d->n_lanes > 1 ? room / (d->n_lanes - 1) : LANE_WIDTH;
    size_t width = most < LANE_WIDTH ? most : LANE_WIDTH;
    return width > LANE_WIDTH_MIN ? width : LANE_WIDTH_MIN;
}

static void row_start(const struct drawing *w, struct row *r, uint8_t lane)
{
    r->n = LEFT + (w->d->n_lanes - 1) * w->lane_width + 1;
    for (size_t i = 0; i < r->n; i++) {
        bool on_lane = i >= LEFT && (i - LEFT) % w->lane_width == 0;
        r->cells[i] = on_lane ? lane : ' ';
    }
}

static void row_words(struct row *r, size_t at, const char *words)
{
    struct slice s = slice_cstr(words);
    for (size_t i = 0; i < s.n && at + i < ROW_MAX; i++) {
        r->cells[at + i] = s.p[i];
        r->n = at + i + 1 > r->n ? at + i + 1 : r->n;
    }
}

/* What stands for a cell of an arrow or lane beyond ASCII; other cells are letters. */
static const char *glyph(uint8_t cell)
{
    switch (cell) {
    case '|':
        return "\xE2\x94\x82"; /* U+2502 */
    case ':':
        return "\xE2\x94\x8A"; /* U+250A */
    case '-':
        return "\xE2\x94\x80"; /* U+2500 */
    case '>':
        return "\xE2\x96\xB6"; /* U+25B6 */
    case '<':
        return "\xE2\x97\x80"; /* U+25C0 */
    case 'X':
        return "\xE2\x9C\x96"; /* U+2716 */
    default:
        return NULL;
    }
}

static void put_cells(const struct drawing *w, const struct row *r, size_t from, size_t end,
                      struct buf *out)
{
    for (size_t i = from; i < end && i < r->n; i++) {
        const char *wide = w->page.options->ascii ? NULL : glyph(r->cells[i]);
        if (wide != NULL) {
            buf_cstr(out, wide);
        } else {
            buf_byte(out, r->cells[i]);
        }
    }
}

static void put_names(const struct drawing *w, struct buf *out)
{
    struct row r;
    row_start(w, &r, ' ');
    for (size_t i = 0; i < w->d->n_lanes; i++) {
        const char *name = diagram_lane_name(w->d->lanes[i]);
        size_t half = slice_cstr(name).n / 2;
        row_words(&r, LEFT + i * w->lane_width - (half < LEFT ? half : LEFT), name);
    }
    buf_put(out, slice_of(r.cells, r.n));
    buf_byte(out, '\n');
}

/* Lanes with words over them from column `at` on; more words than fit go on in rows below. */
static void put_words(const struct drawing *w, uint8_t lane, size_t at, struct slice words,
                      struct buf *out)
{
    struct row r;
    size_t room = page_width(&w->page) - at;
    while (words.n > 0) {
        struct slice line = window_words(&w->page, room, &words);
        row_start(w, &r, lane);
        put_cells(w, &r, 0, at, out);
        size_t columns = esc_term(out, line, w->page.options->ascii);
        if (at + columns < r.n) {
            buf_byte(out, ' ');
            put_cells(w, &r, at + columns + 1, r.n, out);
        }
        buf_byte(out, '\n');
    }
}

static uint8_t head_of(const struct diagram_step *s, bool rightwards)
{
    switch (s->phase->status) {
    case SPW_PHASE_FAILED:
        return 'X';
    case SPW_PHASE_UNKNOWN:
        return '?';
    case SPW_PHASE_OK:
    case SPW_PHASE_NOT_REACHED:
        break;
    }
    return rightwards ? '>' : '<';
}

static size_t lane_column(const struct drawing *w, enum diagram_lane lane)
{
    return LEFT + diagram_lane_index(w->d, lane) * w->lane_width;
}

static void put_arrow(const struct drawing *w, const struct diagram_step *s, struct buf *out)
{
    struct row r;
    size_t from = lane_column(w, s->from);
    size_t to = lane_column(w, s->to);
    size_t low = from < to ? from : to;
    size_t high = from < to ? to : from;
    bool solid = s->phase->status != SPW_PHASE_UNKNOWN && s->phase->observed;
    row_start(w, &r, '|');
    for (size_t i = low + 1; i < high; i++) {
        r.cells[i] = solid || (i - low) % 2 == 1 ? '-' : ' ';
    }
    r.cells[from < to ? high - 1 : low + 1] = head_of(s, from < to);
    put_cells(w, &r, 0, r.n, out);
    buf_byte(out, '\n');
}

static void put_row(const struct drawing *w, const struct diagram_row *row, struct buf *out)
{
    const struct diagram_step *s = diagram_row_step(w->d, row);
    struct slice quote = diagram_row_quote(w->d, row);
    struct buf words;
    size_t at = LEFT + 2;
    buf_init(&words, COMMON_TEXT_MAX);
    diagram_row_words(&words, w->d, row);
    if (s != NULL) {
        size_t from = lane_column(w, s->from);
        size_t to = lane_column(w, s->to);
        at = (from < to ? from : to) + 2;
    }
    put_words(w, s != NULL ? '|' : ':', at, buf_slice(&words), out);
    if (s != NULL) {
        put_arrow(w, s, out);
    }
    put_words(w, '|', at, quote, out);
    buf_dispose(&words);
}

void diagram_put_text(const struct diagram *d, const struct report_options *o, struct buf *out)
{
    struct drawing w = {d, {out, o, d->trace}, 0};
    struct buf words;
    w.lane_width = lane_width(d, &w.page);
    put_names(&w, out);
    for (size_t i = 0; i < d->n_rows; i++) {
        put_row(&w, &d->rows[i], out);
    }
    buf_init(&words, COMMON_TEXT_MAX);
    diagram_end_words(&words, d);
    page_indent(&w.page, LEFT);
    page_prose(&w.page, LEFT, LEFT, ROLE_PLAIN, buf_slice(&words));
    buf_dispose(&words);
}
