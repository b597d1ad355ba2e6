/* The formats diagram, mermaid and svg: all attempts of a trace, or as many as somebody looks at. */
#include "base/escape.h"
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

static void put_text_attempt(const struct report_options *o, const struct spw_attempt *a,
                             struct buf *out)
{
    struct diagram d;
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_attempt_words(&words, a);
    buf_byte(out, '\n');
    (void)esc_term(out, buf_slice(&words), o->ascii);
    buf_cstr(out, "\n\n");
    diagram_of(a, &d);
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
        put_text_attempt(o, &r->attempts[i], out);
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
        diagram_of(&r->attempts[i], &d);
        diagram_put_mermaid(&d, out);
    }
    if (hidden_of(o, r) > 0) {
        buf_printf(out, "%%%% and %zu more attempts\n", hidden_of(o, r));
    }
}

/* One below the other in one document. */
void report_svg_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                      struct buf *out)
{
    enum { NAME_HEIGHT = 30, WIDTH = 920 };
    const struct spw_report *r = t->report;
    struct diagram d;
    size_t height = NAME_HEIGHT;
    for (size_t i = 0; i < shown_of(o, r); i++) {
        diagram_of(&r->attempts[i], &d);
        height += diagram_svg_height(&d) + NAME_HEIGHT;
    }
    buf_printf(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %zu\" width=\"%d\" "
               "height=\"%zu\">\n<title>",
               WIDTH, height, WIDTH, height);
    esc_xml(out, report_path(t));
    buf_cstr(out, "</title>\n<style>\n");
    diagram_put_svg_style(out);
    buf_cstr(out, "</style>\n");
    size_t y = NAME_HEIGHT;
    for (size_t i = 0; i < shown_of(o, r); i++) {
        struct buf words;
        buf_init(&words, COMMON_TEXT_MAX);
        report_attempt_words(&words, &r->attempts[i]);
        buf_printf(out, "<g class=\"dg\"><text x=\"10\" y=\"%zu\">", y);
        esc_xml(out, buf_slice(&words));
        buf_printf(out, "</text><g transform=\"translate(0 %zu)\">\n", y);
        diagram_of(&r->attempts[i], &d);
        diagram_put_svg(&d, index, true, out);
        buf_cstr(out, "</g></g>\n");
        y += diagram_svg_height(&d) + NAME_HEIGHT;
        buf_dispose(&words);
    }
    buf_cstr(out, "</svg>\n");
}
