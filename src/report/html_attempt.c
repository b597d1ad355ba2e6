/* The connection attempts of the HTML report: outcome, the phases as a ladder, the diagram. */
#include "base/escape.h"
#include "report/diagram.h"
#include "report/html.h"

enum { DIAGRAMS_SHOWN = 12 }; /* more of the same are told by their phases */

static const char *class_of(const struct spw_phase *p)
{
    static const char *const seen[] = {[SPW_PHASE_UNKNOWN] = "",
                                       [SPW_PHASE_OK] = "ok",
                                       [SPW_PHASE_FAILED] = "failed",
                                       [SPW_PHASE_NOT_REACHED] = ""};
    static const char *const concluded[] = {[SPW_PHASE_UNKNOWN] = "concluded",
                                            [SPW_PHASE_OK] = "ok concluded",
                                            [SPW_PHASE_FAILED] = "failed concluded",
                                            [SPW_PHASE_NOT_REACHED] = "concluded"};
    return p->observed ? seen[p->status] : concluded[p->status];
}

static void put_phases(const struct spw_attempt *a, struct buf *out)
{
    buf_cstr(out, "<ul class=\"phases\">\n");
    for (unsigned i = 0; i < SPW_PHASE_COUNT; i++) {
        const struct spw_phase *p = &a->phases[i];
        if (!p->relevant) {
            continue;
        }
        struct buf words;
        buf_init(&words, COMMON_TEXT_MAX);
        report_phase_words(&words, p);
        buf_printf(out, "<li class=\"%s\">%s: ", class_of(p), spw_phase_name((enum spw_phase_id)i));
        esc_html(out, buf_slice(&words));
        buf_cstr(out, "</li>\n");
        buf_dispose(&words);
    }
    buf_cstr(out, "</ul>\n");
}

static void put_diagram(const struct report_trace *t, size_t index, const struct spw_attempt *a,
                        struct buf *out)
{
    struct diagram d;
    diagram_of(t, a, &d);
    buf_printf(out,
               "<div class=\"diagram\" tabindex=\"0\" role=\"group\" "
               "aria-label=\"Diagram of attempt %u\">\n",
               a->id);
    diagram_put_svg(&d, index, out);
    buf_cstr(out, "</div>\n");
}

static void put_attempt(const struct report_trace *t, size_t index, const struct spw_attempt *a,
                        bool diagram, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    report_attempt_words(&words, a);
    buf_cstr(&words, ": ");
    report_outcome_words(&words, a);
    buf_printf(out, "<div class=\"attempt\" id=\"t%zu-a%u\">\n", index, a->id);
    html_heading(4, "", buf_slice(&words), out);
    put_phases(a, out);
    if (diagram) {
        put_diagram(t, index, a, out);
    }
    buf_cstr(out, "</div>\n");
    buf_dispose(&words);
}

void html_attempts(const struct report_options *o, const struct report_trace *t, size_t index,
                   struct buf *out)
{
    const struct spw_report *r = t->report;
    for (size_t i = 0; i < r->n_attempts; i++) {
        put_attempt(t, index, &r->attempts[i], i < DIAGRAMS_SHOWN || o->verbose, out);
    }
    if (r->attempts_dropped > 0) {
        buf_printf(out, "<p>And %zu more attempts that were not kept.</p>\n", r->attempts_dropped);
    }
}
