/* The diagram as SVG. Shapes carry classes; the colours are those of the page it stands in, or of
 * web/picture.css when it stands alone. */
#include "base/escape.h"
#include "report/diagram.h"

enum {
    LANE_STEP = 122,
    FIRST_LANE = 62,
    BOX_WIDTH = 108,
    BOX_HEIGHT = 28,
    HEAD_HEIGHT = BOX_HEIGHT + 12,
    STEP_HEIGHT = 44,
    QUOTE_HEIGHT = 20,
    RUN_HEIGHT = 34,
    FOOT_HEIGHT = 56,
    WIDTH_MIN = 500,
    ARROW = 8,
    GLYPH = 9 /* pixels of a character in bold, where letters are wide */
};

size_t diagram_svg_width(const struct diagram *d)
{
    size_t width = (size_t)2 * FIRST_LANE + (d->n_lanes - 1) * LANE_STEP;
    return width < WIDTH_MIN ? WIDTH_MIN : width;
}

static size_t row_height(const struct diagram *d, const struct diagram_row *row)
{
    if (row->n > 1) {
        return RUN_HEIGHT;
    }
    return STEP_HEIGHT + (diagram_row_quote(d, row).n > 0 ? QUOTE_HEIGHT : 0);
}

static size_t rows_height(const struct diagram *d)
{
    size_t height = 0;
    for (size_t i = 0; i < d->n_rows; i++) {
        height += row_height(d, &d->rows[i]);
    }
    return height;
}

size_t diagram_svg_height(const struct diagram *d)
{
    return HEAD_HEIGHT + rows_height(d) + FOOT_HEIGHT;
}

static size_t lane_x(const struct diagram *d, enum diagram_lane lane)
{
    return FIRST_LANE + diagram_lane_index(d, lane) * LANE_STEP;
}

static void put_lanes(const struct diagram *d, struct buf *out)
{
    size_t end = HEAD_HEIGHT + rows_height(d) + 8;
    for (size_t i = 0; i < d->n_lanes; i++) {
        size_t x = lane_x(d, d->lanes[i]);
        buf_printf(out,
                   "<rect class=\"box\" x=\"%zu\" y=\"1\" width=\"%d\" height=\"%d\" rx=\"6\"/>"
                   "<text class=\"name\" x=\"%zu\" y=\"19\">%s</text>\n",
                   x - BOX_WIDTH / 2, BOX_WIDTH, BOX_HEIGHT, x, diagram_lane_name(d->lanes[i]));
        buf_printf(out, "<line class=\"lane\" x1=\"%zu\" y1=\"%d\" x2=\"%zu\" y2=\"%zu\"/>\n", x,
                   BOX_HEIGHT + 1, x, end);
    }
}

void diagram_svg_words(const struct svg_words *w, struct slice words, struct buf *out)
{
    size_t room = (w->width - w->x) / GLYPH;
    size_t end = 0;
    for (size_t n = 1; end < words.n && room > 0; room--) {
        n = utf8_decode(words, end, NULL);
        end += n == 0 ? 1 : n;
    }
    buf_printf(out, "<text class=\"%s\" x=\"%zu\" y=\"%zu\">", w->kind, w->x, w->y);
    esc_xml(out, slice_sub(words, 0, end));
    buf_cstr(out, end < words.n ? "...</text>\n" : "</text>\n");
}

static void put_words(const struct diagram *d, const char *kind, size_t x, size_t y,
                      struct slice words, struct buf *out)
{
    const struct svg_words w = {kind, x, y, diagram_svg_width(d)};
    diagram_svg_words(&w, words, out);
}

static const char *kind_of(const struct diagram_step *s)
{
    static const char *const kinds[] = {[SPW_PHASE_UNKNOWN] = "open",
                                        [SPW_PHASE_OK] = "ok",
                                        [SPW_PHASE_FAILED] = "failed",
                                        [SPW_PHASE_NOT_REACHED] = "open"};
    return kinds[s->phase->status];
}

/* A cross where it failed, otherwise the point of an arrow. */
static void put_head(const struct diagram_step *s, size_t x, size_t y, bool rightwards,
                     struct buf *out)
{
    int back = rightwards ? -ARROW : ARROW;
    if (s->phase->status == SPW_PHASE_FAILED) {
        buf_printf(out, "<path class=\"arrow failed\" d=\"M%zu %zul%d %dm0 -%dl-%d %d\"/>\n",
                   x - (rightwards ? 2 * ARROW + 2 : 0) + (rightwards ? 0 : 2), y - ARROW,
                   2 * ARROW, 2 * ARROW, 2 * ARROW, 2 * ARROW, 2 * ARROW);
        return;
    }
    buf_printf(out, "<path class=\"head %s\" d=\"M%zu %zul%d -%dv%dz\"/>\n", kind_of(s), x, y, back,
               ARROW / 2 + 1, ARROW + 2);
}

static void put_step(const struct diagram *d, const struct diagram_row *row,
                     const struct diagram_step *s, struct slice words, size_t y, struct buf *out)
{
    size_t from = lane_x(d, s->from);
    size_t to = lane_x(d, s->to);
    size_t left = (from < to ? from : to) + 8;
    size_t line = y + STEP_HEIGHT - 14;
    struct slice quote = diagram_row_quote(d, row);
    bool failed = s->phase->status == SPW_PHASE_FAILED;
    if (failed) {
        buf_printf(out, "<rect class=\"band\" x=\"0\" y=\"%zu\" width=\"%zu\" height=\"%zu\"/>\n",
                   y, diagram_svg_width(d), row_height(d, row));
    }
    put_words(d, failed ? "bad" : s->phase->observed ? "" : "dim", left, line - 9, words, out);
    buf_printf(out, "<line class=\"arrow %s%s\" x1=\"%zu\" y1=\"%zu\" x2=\"%zu\" y2=\"%zu\"/>\n",
               kind_of(s), s->phase->observed ? "" : " concluded", from, line, to, line);
    put_head(s, to, line, from < to, out);
    if (quote.n > 0) {
        put_words(d, "quote", left, line + QUOTE_HEIGHT + 3, quote, out);
    }
}

static void put_rows(const struct diagram *d, struct buf *out)
{
    size_t y = HEAD_HEIGHT;
    for (size_t i = 0; i < d->n_rows; i++) {
        const struct diagram_row *row = &d->rows[i];
        const struct diagram_step *s = diagram_row_step(d, row);
        struct buf words;
        buf_init(&words, COMMON_TEXT_MAX);
        diagram_row_words(&words, d, row);
        if (s != NULL) {
            put_step(d, row, s, buf_slice(&words), y, out);
        } else {
            put_words(d, "dim", FIRST_LANE + 8, y + RUN_HEIGHT / 2 + 4, buf_slice(&words), out);
        }
        y += row_height(d, row);
        buf_dispose(&words);
    }
}

static void put_foot(const struct diagram *d, struct buf *out)
{
    struct buf words;
    size_t y = HEAD_HEIGHT + rows_height(d) + 26;
    bool failed = d->attempt->outcome == SPW_OUTCOME_FAILED;
    buf_init(&words, COMMON_TEXT_MAX);
    diagram_end_words(&words, d);
    put_words(d, failed ? "end failed" : "end", 10, y, buf_slice(&words), out);
    y += 20;
    buf_printf(out,
               "<line class=\"arrow open\" x1=\"10\" y1=\"%zu\" x2=\"44\" y2=\"%zu\"/>"
               "<text class=\"dim\" x=\"50\" y=\"%zu\">seen</text>\n"
               "<line class=\"arrow open concluded\" x1=\"100\" y1=\"%zu\" x2=\"134\" y2=\"%zu\"/>"
               "<text class=\"dim\" x=\"140\" y=\"%zu\">concluded, not seen</text>\n",
               y - 4, y - 4, y, y - 4, y - 4, y);
    buf_dispose(&words);
}

void diagram_put_svg(const struct diagram *d, size_t id, struct buf *out)
{
    struct buf words;
    size_t width = diagram_svg_width(d);
    size_t height = diagram_svg_height(d);
    buf_init(&words, COMMON_TEXT_MAX);
    report_attempt_words(&words, d->attempt);
    buf_printf(out,
               "<svg class=\"dg\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %zu %zu\" "
               "width=\"%zu\" height=\"%zu\" role=\"img\" aria-labelledby=\"dg%zu-%u\">\n"
               "<title id=\"dg%zu-%u\">",
               width, height, width, height, id, d->attempt->id, id, d->attempt->id);
    esc_xml(out, buf_slice(&words));
    buf_cstr(out, "</title>\n");
    put_lanes(d, out);
    put_rows(d, out);
    put_foot(d, out);
    buf_cstr(out, "</svg>\n");
    buf_dispose(&words);
}
