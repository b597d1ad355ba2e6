#include "report/case.h"

enum { ROW_MAX = 16 * 1024 };

struct case_writer {
    void (*put)(void *context, const struct report_case_row *row);
    void *context;
    struct buf text;
};

static void put_row(struct case_writer *w, enum report_case_kind kind, const struct spw_step *step)
{
    struct report_case_row row = {.kind = kind, .text = buf_slice(&w->text)};
    if (step != NULL) {
        row.commands = step->commands;
        row.n_commands = step->n_commands;
    }
    w->put(w->context, &row);
    buf_clear(&w->text);
}

static void put_grounds(struct case_writer *w, enum report_case_kind kind,
                        const struct spw_ground *grounds, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_put(&w->text, slice_trim(grounds[i].text));
        if (span_is_set(grounds[i].at.span)) {
            buf_printf(&w->text, " (line %lu)", (unsigned long)grounds[i].at.span.line);
        }
        put_row(w, kind, NULL);
    }
}

static void put_rival(struct case_writer *w, enum report_case_kind kind,
                      const struct spw_rival *rival)
{
    buf_put(&w->text, slice_trim(rival->title));
    buf_cstr(&w->text, " [");
    buf_put(&w->text, rival->cause);
    buf_cstr(&w->text, rival->rule.n > 0 ? ", found too]" : "]");
    put_row(w, kind, NULL);
    put_grounds(w, CASE_RIVAL_FOR, rival->speaks_for, rival->n_for);
    put_grounds(w, CASE_RIVAL_AGAINST, rival->speaks_against, rival->n_against);
    buf_put(&w->text, slice_trim(rival->tell.text));
    put_row(w, CASE_TELL, &rival->tell);
}

void report_case(const struct spw_finding *f,
                 void (*put)(void *context, const struct report_case_row *row), void *context)
{
    struct case_writer w = {.put = put, .context = context};
    buf_init(&w.text, ROW_MAX);
    put_grounds(&w, CASE_FOR, f->speaks_for, f->n_for);
    put_grounds(&w, CASE_AGAINST, f->speaks_against, f->n_against);
    for (size_t i = 0; i < f->n_rivals; i++) {
        put_rival(&w, f->open ? CASE_BEHIND : CASE_RIVAL, &f->rivals[i]);
    }
    buf_dispose(&w.text);
}

const char *report_case_label(enum report_case_kind kind)
{
    static const char *const labels[] = {"For it",   "Against it",   "Or else", "Perhaps",
                                         "For that", "Against that", "To tell"};
    return labels[kind];
}
