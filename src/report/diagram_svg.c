/* The diagram as SVG: alone or inside an HTML page. Shapes carry classes, the style has the colours. */
#include "base/escape.h"
#include "report/diagram.h"

enum {
    LANE_STEP = 150,
    FIRST_LANE = 80,
    HEAD_HEIGHT = 40,
    STEP_HEIGHT = 44,
    FOOT_HEIGHT = 34,
    ARROW = 8
};

size_t diagram_svg_height(const struct diagram *d)
{
    return HEAD_HEIGHT + d->n_steps * STEP_HEIGHT + FOOT_HEIGHT;
}

/* Room for the words behind the last lane, too. */
static size_t width_of(const struct diagram *d)
{
    return FIRST_LANE + (d->n_lanes - 1) * LANE_STEP + 240;
}

void diagram_put_svg_style(struct buf *out)
{
    buf_cstr(out, ".dg{font:13px system-ui,sans-serif;--ink:#1b1f24;--dim:#57606a;--ok:#116329;"
                  "--bad:#b3131b}\n"
                  "@media (prefers-color-scheme:dark){.dg{--ink:#e6edf3;--dim:#9da7b3;"
                  "--ok:#56d364;--bad:#ff8a80}}\n"
                  "@media print{.dg{--ink:#000;--dim:#444;--ok:#0b4a1c;--bad:#8a0f15}}\n"
                  ".dg text{fill:var(--ink)}.dg .dim{fill:var(--dim)}.dg .bad{fill:var(--bad);"
                  "font-weight:bold}\n"
                  ".dg .lane{stroke:var(--dim);stroke-width:1}\n"
                  ".dg .arrow{stroke-width:2;stroke:var(--ok);fill:none}"
                  ".dg .head{fill:var(--ok)}\n"
                  ".dg .concluded{stroke-dasharray:6 5}\n"
                  ".dg .open{stroke:var(--dim)}.dg .open-head{fill:var(--dim)}\n"
                  ".dg .failed{stroke:var(--bad);stroke-width:3}\n");
}

static size_t lane_x(const struct diagram *d, enum diagram_lane lane)
{
    return FIRST_LANE + diagram_lane_index(d, lane) * LANE_STEP;
}

static void put_lanes(const struct diagram *d, struct buf *out)
{
    size_t end = HEAD_HEIGHT + d->n_steps * STEP_HEIGHT + 8;
    for (size_t i = 0; i < d->n_lanes; i++) {
        size_t x = lane_x(d, d->lanes[i]);
        buf_printf(out, "<text x=\"%zu\" y=\"20\" text-anchor=\"middle\">%s</text>\n", x,
                   diagram_lane_name(d->lanes[i]));
        buf_printf(out, "<line class=\"lane\" x1=\"%zu\" y1=\"28\" x2=\"%zu\" y2=\"%zu\"/>\n", x, x,
                   end);
    }
}

static const char *class_of(const struct diagram_step *s)
{
    bool solid = s->phase->observed;
    switch (s->phase->status) {
    case SPW_PHASE_FAILED:
        return solid ? "arrow failed" : "arrow failed concluded";
    case SPW_PHASE_OK:
        return solid ? "arrow" : "arrow concluded";
    case SPW_PHASE_UNKNOWN:
    case SPW_PHASE_NOT_REACHED:
        break;
    }
    return "arrow open concluded";
}

/* A cross where it failed, otherwise the point of an arrow. */
static void put_head(const struct diagram_step *s, size_t x, size_t y, bool rightwards,
                     struct buf *out)
{
    if (s->phase->status == SPW_PHASE_FAILED) {
        buf_printf(out, "<path class=\"arrow failed\" d=\"M%zu %zul%d %dm0 -%dl-%d %d\"/>\n",
                   x - (rightwards ? 2 * ARROW : 0), y - ARROW, 2 * ARROW, 2 * ARROW, 2 * ARROW,
                   2 * ARROW, 2 * ARROW);
        return;
    }
    int back = rightwards ? -ARROW : ARROW;
    buf_printf(out, "<path class=\"%s\" d=\"M%zu %zul%d -%dv%dz\"/>\n",
               s->phase->status == SPW_PHASE_OK ? "head" : "open-head", x, y, back, ARROW / 2 + 1,
               ARROW + 2);
}

static void put_step(const struct diagram *d, const struct diagram_step *s, size_t y,
                     struct buf *out)
{
    struct buf words;
    size_t from = lane_x(d, s->from);
    size_t to = lane_x(d, s->to);
    size_t left = from < to ? from : to;
    buf_init(&words, COMMON_TEXT_MAX);
    diagram_step_words(&words, s);
    buf_printf(out, "<text x=\"%zu\" y=\"%zu\">%s</text>\n", left + 8, y - 7, s->label);
    buf_printf(out, "<line class=\"%s\" x1=\"%zu\" y1=\"%zu\" x2=\"%zu\" y2=\"%zu\"/>\n",
               class_of(s), from, y, to, y);
    put_head(s, to, y, from < to, out);
    buf_printf(out, "<text class=\"%s\" x=\"%zu\" y=\"%zu\">",
               s->phase->status == SPW_PHASE_FAILED ? "bad" : "dim",
               FIRST_LANE + (d->n_lanes - 1) * LANE_STEP + 14, y + 4);
    esc_xml(out, buf_slice(&words));
    buf_cstr(out, "</text>\n");
    buf_dispose(&words);
}

static void put_foot(const struct diagram *d, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_outcome_words(&words, d->attempt);
    for (size_t i = 0; i < d->n_missing; i++) {
        buf_cstr(&words, i == 0 ? "; not reached: " : ", ");
        buf_cstr(&words, d->missing[i].label);
    }
    buf_printf(out, "<text class=\"dim\" x=\"10\" y=\"%zu\">", diagram_svg_height(d) - 8);
    esc_xml(out, buf_slice(&words));
    buf_cstr(out, "</text>\n");
    buf_dispose(&words);
}

void diagram_put_svg(const struct diagram *d, size_t id, bool inside, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_attempt_words(&words, d->attempt);
    buf_printf(out,
               "<svg class=\"dg\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %zu %zu\" "
               "width=\"%zu\" height=\"%zu\" role=\"img\" aria-labelledby=\"dg%zu-%u\">\n"
               "<title id=\"dg%zu-%u\">",
               width_of(d), diagram_svg_height(d), width_of(d), diagram_svg_height(d), id,
               d->attempt->id, id, d->attempt->id);
    esc_xml(out, buf_slice(&words));
    buf_cstr(out, "</title>\n");
    if (!inside) {
        buf_cstr(out, "<style>\n");
        diagram_put_svg_style(out);
        buf_cstr(out, "</style>\n");
    }
    put_lanes(d, out);
    for (size_t i = 0; i < d->n_steps; i++) {
        put_step(d, &d->steps[i], HEAD_HEIGHT + (i + 1) * STEP_HEIGHT - 14, out);
    }
    put_foot(d, out);
    buf_cstr(out, "</svg>\n");
    buf_dispose(&words);
}
