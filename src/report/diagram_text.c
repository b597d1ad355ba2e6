/* The diagram for a terminal, a mail or a code block. */
#include "base/escape.h"
#include "report/diagram.h"

enum { LANE_WIDTH = 22, LEFT = 6, ROW_MAX = LEFT + LANE_COUNT * LANE_WIDTH };

/* A row is drawn in ASCII cells and written with the characters that the output can show. */
struct row {
    uint8_t cells[ROW_MAX];
    size_t n;
};

static void row_start(const struct diagram *d, struct row *r, uint8_t lane)
{
    r->n = LEFT + (d->n_lanes - 1) * LANE_WIDTH + 1;
    for (size_t i = 0; i < r->n; i++) {
        bool on_lane = i >= LEFT && (i - LEFT) % LANE_WIDTH == 0;
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

static void put_row(const struct row *r, bool drawing, const struct report_options *o,
                    struct buf *out)
{
    for (size_t i = 0; i < r->n; i++) {
        bool lane = r->cells[i] == '|';
        const char *wide = o->ascii || !(drawing || lane) ? NULL : glyph(r->cells[i]);
        if (wide != NULL) {
            buf_cstr(out, wide);
        } else {
            buf_byte(out, r->cells[i]);
        }
    }
}

static void put_names(const struct diagram *d, const struct report_options *o, struct buf *out)
{
    struct row r;
    row_start(d, &r, ' ');
    for (size_t i = 0; i < d->n_lanes; i++) {
        const char *name = diagram_lane_name(d->lanes[i]);
        size_t half = slice_cstr(name).n / 2;
        row_words(&r, LEFT + i * LANE_WIDTH - (half < LEFT ? half : LEFT), name);
    }
    put_row(&r, false, o, out);
    buf_byte(out, '\n');
}

static void put_label(const struct diagram *d, const struct diagram_step *s,
                      const struct report_options *o, struct buf *out)
{
    struct row r;
    size_t a = diagram_lane_index(d, s->from);
    size_t b = diagram_lane_index(d, s->to);
    row_start(d, &r, '|');
    row_words(&r, LEFT + (a < b ? a : b) * LANE_WIDTH + 2, s->label);
    put_row(&r, false, o, out);
    buf_byte(out, '\n');
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

static void put_arrow(const struct diagram *d, const struct diagram_step *s,
                      const struct report_options *o, struct buf *out)
{
    struct row r;
    size_t from = LEFT + diagram_lane_index(d, s->from) * LANE_WIDTH;
    size_t to = LEFT + diagram_lane_index(d, s->to) * LANE_WIDTH;
    size_t low = from < to ? from : to;
    size_t high = from < to ? to : from;
    bool solid = s->phase->status != SPW_PHASE_UNKNOWN && s->phase->observed;
    row_start(d, &r, '|');
    for (size_t i = low + 1; i < high; i++) {
        r.cells[i] = solid || (i - low) % 2 == 1 ? '-' : ' ';
    }
    r.cells[from < to ? high - 1 : low + 1] = head_of(s, from < to);
    put_row(&r, true, o, out);
    buf_cstr(out, "   ");
    diagram_step_words(out, s);
    buf_byte(out, '\n');
}

static void put_end(const struct diagram *d, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_outcome_words(&words, d->attempt);
    buf_fill(out, ' ', LEFT);
    (void)esc_term(out, buf_slice(&words), true);
    for (size_t i = 0; i < d->n_missing; i++) {
        buf_cstr(out, i == 0 ? "; not reached: " : ", ");
        buf_cstr(out, d->missing[i].label);
    }
    buf_byte(out, '\n');
    buf_dispose(&words);
}

void diagram_put_text(const struct diagram *d, const struct report_options *o, struct buf *out)
{
    put_names(d, o, out);
    for (size_t i = 0; i < d->n_steps; i++) {
        put_label(d, &d->steps[i], o, out);
        put_arrow(d, &d->steps[i], o, out);
    }
    put_end(d, out);
}
