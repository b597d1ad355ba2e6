/* The comparison for programs. Names are stable; fields may be added. */
#include "report/common.h"
#include "report/difference.h"
#include "report/writer.h"

enum { WORDS_MAX = 16 * 1024 };

static void put_findings(struct writer *w, const char *name, const struct array *list)
{
    writer_open(w, name, '[');
    for (size_t i = 0; i < list->n; i++) {
        const struct spw_finding *f = *ARRAY_AT(list, const struct spw_finding *, i);
        const struct mark *place = report_place(f);
        writer_open(w, NULL, '{');
        writer_text(w, "rule", f->rule);
        writer_text(w, "cause", f->cause);
        writer_text(w, "severity", slice_cstr(spw_severity_name(f->severity)));
        writer_text(w, "confidence", slice_cstr(spw_confidence_name(f->confidence)));
        writer_text(w, "title", slice_trim(f->title));
        writer_number_or_null(w, "line", place != NULL ? place->span.line : 0);
        writer_close(w, '}');
    }
    writer_close(w, ']');
}

static void put_side(struct writer *w, const char *name, const struct spw_attempt *a)
{
    if (a == NULL) {
        writer_null(w, name);
        return;
    }
    writer_open(w, name, '{');
    writer_number(w, "id", a->id);
    writer_number_or_null(w, "line", a->at.span.line);
    writer_text_or_null(w, "command", a->command);
    writer_text_or_null(w, "host", a->host);
    writer_number_or_null(w, "port", a->port);
    writer_text(w, "outcome", slice_cstr(spw_outcome_name(a->outcome)));
    writer_close(w, '}');
}

static void put_attempts(struct writer *w, const struct diff *d)
{
    writer_open(w, "attempts", '[');
    for (size_t i = 0; i < d->attempts.n; i++) {
        const struct diff_attempt *a = ARRAY_AT(&d->attempts, struct diff_attempt, i);
        writer_open(w, NULL, '{');
        put_side(w, "good", a->good);
        put_side(w, "bad", a->bad);
        if (a->phase == SPW_PHASE_COUNT) {
            writer_null(w, "phase");
        } else {
            writer_text(w, "phase", slice_cstr(spw_phase_name(a->phase)));
        }
        writer_close(w, '}');
    }
    writer_close(w, ']');
}

static void put_one_side(struct writer *w, const char *name, const struct diff_value *v, bool good)
{
    struct slice side = good ? v->good : v->bad;
    if (side.p == NULL) {
        writer_null(w, name);
    } else {
        writer_text(w, name, difference_side(v, good));
    }
}

/* Opens an object that the caller closes. */
static void open_value(struct writer *w, const struct diff_value *v)
{
    writer_open(w, NULL, '{');
    writer_text(w, "name", v->name);
    put_one_side(w, "good", v, true);
    put_one_side(w, "bad", v, false);
    if (v->secret) {
        writer_bool(w, "secret", true);
    }
}

static void put_values(struct writer *w, const char *name, const struct diff_value *values,
                       size_t n)
{
    writer_open(w, name, '[');
    for (size_t i = 0; i < n; i++) {
        open_value(w, &values[i]);
        writer_close(w, '}');
    }
    writer_close(w, ']');
}

static void put_settings(struct writer *w, const struct diff *d)
{
    writer_open(w, "settings", '[');
    for (size_t i = 0; i < d->settings.n; i++) {
        const struct diff_setting *s = ARRAY_AT(&d->settings, struct diff_setting, i);
        open_value(w, &s->value);
        writer_number(w, "good_line", s->good_line);
        writer_number(w, "bad_line", s->bad_line);
        writer_close(w, '}');
    }
    writer_close(w, ']');
}

static void put_slots(struct writer *w, const struct diff *d)
{
    writer_open(w, "store", '[');
    for (size_t i = 0; i < d->slots.n; i++) {
        const struct diff_slot *s = ARRAY_AT(&d->slots, struct diff_slot, i);
        open_value(w, &s->holds);
        writer_text(w, "key", slice_cstr(s->key));
        writer_number_or_null(w, "good_line", s->good_line);
        writer_number_or_null(w, "bad_line", s->bad_line);
        put_values(w, "facts", s->facts, s->n_facts);
        writer_close(w, '}');
    }
    writer_close(w, ']');
}

static void put_row(struct writer *w, const struct diff_row *row)
{
    struct buf words;
    buf_init(&words, WORDS_MAX);
    difference_step_words(row->bad != NULL ? row->bad : row->good, &words);
    writer_open(w, NULL, '{');
    writer_text(w, "is", slice_cstr(difference_word(row->kind)));
    writer_number_or_null(w, "good_line", row->good != NULL ? row->good->line : 0);
    writer_number_or_null(w, "bad_line", row->bad != NULL ? row->bad->line : 0);
    writer_text(w, "text", buf_slice(&words));
    if (row->n_values > 0) {
        put_values(w, "values", row->values, row->n_values);
    }
    writer_close(w, '}');
    buf_dispose(&words);
}

static void put_rows(struct writer *w, const struct diff *d)
{
    writer_bool(w, "aligned", d->aligned);
    writer_open(w, "steps", '[');
    for (size_t i = 0; i < d->rows.n; i++) {
        put_row(w, ARRAY_AT(&d->rows, struct diff_row, i));
    }
    writer_close(w, ']');
    if (d->first < d->rows.n) {
        writer_number(w, "first", (int64_t)d->first);
    } else {
        writer_null(w, "first");
    }
}

void difference_json(const struct difference *d, const struct report_options *o, struct buf *out)
{
    struct writer w = {out, true};
    (void)o;
    writer_open(&w, NULL, '{');
    writer_text(&w, "schema", SLICE("spwfdiag-diff/1"));
    writer_text(&w, "version", SLICE(SPW_VERSION));
    writer_text(&w, "good", d->good_path);
    writer_text(&w, "bad", d->bad_path);
    writer_bool(&w, "same", diff_is_same(d->diff));
    put_findings(&w, "findings_bad", &d->diff->findings_bad);
    put_findings(&w, "findings_good", &d->diff->findings_good);
    put_attempts(&w, d->diff);
    put_settings(&w, d->diff);
    put_slots(&w, d->diff);
    put_rows(&w, d->diff);
    writer_close(&w, '}');
    buf_byte(out, '\n');
}
