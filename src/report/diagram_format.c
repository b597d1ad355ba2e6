/* The formats diagram, mermaid and svg: all attempts of a trace, or as many as somebody looks at. */
#include "base/escape.h"
#include "report/asset.h"
#include "report/diagram.h"

enum { ATTEMPTS_SHOWN = 12 };

static size_t shown_of(const struct report_options *o, const struct spw_report *r)
{
    return r->n_attempts > ATTEMPTS_SHOWN && !o->verbose ? ATTEMPTS_SHOWN : r->n_attempts;
}

static size_t hidden_of(const struct report_options *o, const struct spw_report *r)
{
    return r->n_attempts + r->attempts_dropped - shown_of(o, r);
}

void report_diagram_begin(const struct report_options *o, struct buf *out)
{
    (void)o;
    (void)out;
}

void report_diagram_end(const struct report_options *o, const struct report_totals *t,
                        struct buf *out)
{
    (void)o;
    (void)t;
    (void)out;
}

static void put_text_attempt(const struct report_options *o, const struct report_trace *t,
                             const struct spw_attempt *a, struct buf *out)
{
    struct diagram d;
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_attempt_words(&words, a);
    buf_byte(out, '\n');
    (void)esc_term(out, buf_slice(&words), o->ascii);
    buf_cstr(out, "\n\n");
    diagram_of(t, a, &d);
    diagram_put_text(&d, o, out);
    buf_dispose(&words);
}

void report_diagram_trace(const struct report_options *o, const struct report_trace *t,
                          size_t index, struct buf *out)
{
    const struct spw_report *r = t->report;
    buf_cstr(out, index > 0 ? "\n" : "");
    (void)esc_term(out, report_path(t), o->ascii);
    buf_cstr(out, r->n_attempts == 0 ? ": no connection attempt\n" : "\n");
    for (size_t i = 0; i < shown_of(o, r); i++) {
        put_text_attempt(o, t, &r->attempts[i], out);
    }
    if (hidden_of(o, r) > 0) {
        buf_printf(out, "\nand %zu more attempts\n", hidden_of(o, r));
    }
}

void report_mermaid_trace(const struct report_options *o, const struct report_trace *t,
                          size_t index, struct buf *out)
{
    const struct spw_report *r = t->report;
    struct diagram d;
    for (size_t i = 0; i < shown_of(o, r); i++) {
        buf_cstr(out, index + i > 0 ? "\n" : "");
        diagram_of(t, &r->attempts[i], &d);
        diagram_put_mermaid(&d, out);
    }
    if (hidden_of(o, r) > 0) {
        buf_printf(out, "%%%% and %zu more attempts\n", hidden_of(o, r));
    }
}

/* ---- svg: one below the other in one picture --------------------------------------------------------- */

enum { MARGIN = 16, NAME_HEIGHT = 30, WIDTH_MIN = 560 };

static void picture_size(const struct report_options *o, const struct report_trace *t,
                         size_t *width, size_t *height)
{
    struct diagram d;
    *width = WIDTH_MIN;
    *height = MARGIN;
    for (size_t i = 0; i < shown_of(o, t->report); i++) {
        diagram_of(t, &t->report->attempts[i], &d);
        *width = diagram_svg_width(&d) > *width ? diagram_svg_width(&d) : *width;
        *height += NAME_HEIGHT + diagram_svg_height(&d) + MARGIN;
    }
    *width += (size_t)2 * MARGIN;
    *height += hidden_of(o, t->report) > 0 || t->report->n_attempts == 0 ? NAME_HEIGHT : 0;
}

static size_t put_picture_attempt(const struct report_trace *t, size_t i, size_t width, size_t y,
                                  struct buf *out)
{
    struct diagram d;
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_attempt_words(&words, &t->report->attempts[i]);
    diagram_svg_words(&(struct svg_words){"title", MARGIN, y + NAME_HEIGHT / 2, width},
                      buf_slice(&words), out);
    buf_printf(out, "<g transform=\"translate(%d %zu)\">\n", MARGIN, y + NAME_HEIGHT);
    diagram_of(t, &t->report->attempts[i], &d);
    diagram_put_svg(&d, 0, out);
    buf_cstr(out, "</g>\n");
    buf_dispose(&words);
    return y + NAME_HEIGHT + diagram_svg_height(&d) + MARGIN;
}

/* What stands below the diagrams, or in place of them. */
static void put_picture_rest(const struct report_options *o, const struct spw_report *r, size_t y,
                             struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    if (r->n_attempts == 0) {
        buf_cstr(&words, "no connection attempt");
    } else if (hidden_of(o, r) > 0) {
        buf_printf(&words, "and %zu more attempts", hidden_of(o, r));
    }
    if (words.n > 0) {
        diagram_svg_words(&(struct svg_words){"title", MARGIN, y + NAME_HEIGHT / 2, WIDTH_MIN},
                          buf_slice(&words), out);
    }
    buf_dispose(&words);
}

void report_svg_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                      struct buf *out)
{
    size_t width = 0;
    size_t height = 0;
    size_t y = MARGIN;
    (void)index;
    picture_size(o, t, &width, &height);
    buf_printf(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dg\" viewBox=\"0 0 %zu %zu\" "
               "width=\"%zu\" height=\"%zu\">\n<title>",
               width, height, width, height);
    esc_xml(out, report_path(t));
    buf_cstr(out, "</title>\n<style>\n");
    buf_put(out, report_asset_find("diagram.css"));
    buf_put(out, report_asset_find("picture.css"));
    buf_cstr(out, "</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
    for (size_t i = 0; i < shown_of(o, t->report); i++) {
        y = put_picture_attempt(t, i, width, y, out);
    }
    put_picture_rest(o, t->report, y, out);
    buf_cstr(out, "</svg>\n");
}
