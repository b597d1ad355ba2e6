#include "base/escape.h"
#include "report/common.h"
#include "report/difference.h"
#include "report/markdown.h"

enum { WORDS_MAX = 16 * 1024, BLOCK_MAX = 64 * 1024 * 1024 };

static void put_findings(const char *name, const struct array *list, struct buf *out)
{
    if (list->n > 0) {
        markdown_heading(out, 2, slice_cstr(name));
    }
    for (size_t i = 0; i < list->n; i++) {
        const struct spw_finding *f = *ARRAY_AT(list, const struct spw_finding *, i);
        buf_printf(out, "- %s: ", spw_severity_name(f->severity));
        esc_markdown(out, report_first_line(slice_trim(f->title)));
        buf_cstr(out, " (");
        esc_markdown_span(out, f->cause);
        buf_printf(out, ", %s)\n", spw_confidence_name(f->confidence));
    }
    buf_cstr(out, list->n > 0 ? "\n" : "");
}

static void put_attempts(const struct diff *d, struct buf *out)
{
    struct buf words;
    buf_init(&words, WORDS_MAX);
    if (d->attempts.n > 0) {
        markdown_heading(out, 2, SLICE("Connection attempts"));
    }
    for (size_t i = 0; i < d->attempts.n; i++) {
        buf_clear(&words);
        difference_attempt_words(ARRAY_AT(&d->attempts, struct diff_attempt, i), &words);
        buf_cstr(out, "- ");
        esc_markdown(out, buf_slice(&words));
        buf_byte(out, '\n');
    }
    buf_cstr(out, d->attempts.n > 0 ? "\n" : "");
    buf_dispose(&words);
}

static void put_value(const char *bullet, const struct diff_value *v, struct buf *out)
{
    buf_cstr(out, bullet);
    esc_markdown(out, v->name.n > 0 ? v->name : SLICE("value"));
    buf_cstr(out, ": good ");
    esc_markdown_span(out, difference_side(v, true));
    buf_cstr(out, ", bad ");
    esc_markdown_span(out, difference_side(v, false));
    buf_byte(out, '\n');
}

static void put_settings(const struct diff *d, struct buf *out)
{
    if (d->settings.n > 0) {
        markdown_heading(out, 2, SLICE("Settings"));
    }
    for (size_t i = 0; i < d->settings.n; i++) {
        put_value("- ", &ARRAY_AT(&d->settings, struct diff_setting, i)->value, out);
    }
    buf_cstr(out, d->settings.n > 0 ? "\n" : "");
}

static void put_slots(const struct diff *d, struct buf *out)
{
    if (d->slots.n > 0) {
        markdown_heading(out, 2, SLICE("Certificate store at the end"));
    }
    for (size_t i = 0; i < d->slots.n; i++) {
        const struct diff_slot *s = ARRAY_AT(&d->slots, struct diff_slot, i);
        put_value("- ", &s->holds, out);
        for (size_t k = 0; k < s->n_facts; k++) {
            put_value("  - ", &s->facts[k], out);
        }
    }
    buf_cstr(out, d->slots.n > 0 ? "\n" : "");
}

/* A block of the kind "diff" is coloured where Markdown is shown. */
static void put_row(const struct diff_row *row, struct buf *block)
{
    enum diff_kind kind = row->kind;
    buf_byte(block, kind == DIFF_CHANGED ? '!'
                    : kind == DIFF_MOVED ? ' '
                                         : (uint8_t)difference_sign(kind));
    const struct step *sides[] = {row->good, row->bad};
    for (size_t i = 0; i < 2; i++) {
        if (sides[i] != NULL && sides[i]->line > 0) {
            buf_printf(block, "%6lu", (unsigned long)sides[i]->line);
        } else {
            buf_fill(block, ' ', 6);
        }
    }
    buf_cstr(block, "  ");
    difference_step_words(row->bad != NULL ? row->bad : row->good, block);
    buf_byte(block, '\n');
    for (size_t i = 0; i < difference_values_shown(row); i++) {
        const struct diff_value *v = &row->values[i];
        buf_cstr(block, "!                 ");
        buf_put(block, v->name.n > 0 ? v->name : SLICE("value"));
        buf_cstr(block, ": good ");
        buf_put(block, report_first_line(difference_side(v, true)));
        buf_cstr(block, ", bad ");
        buf_put(block, report_first_line(difference_side(v, false)));
        buf_byte(block, '\n');
    }
}

static void put_rows(const struct diff *d, bool all, struct buf *out)
{
    struct buf block;
    bool gap = false;
    buf_init(&block, BLOCK_MAX);
    markdown_heading(out, 2, SLICE("Dialogue"));
    for (size_t i = 0; i < d->rows.n; i++) {
        bool shown = all || difference_near(d, i);
        if (!shown && !gap) {
            buf_cstr(&block, "  ...\n");
        }
        gap = !shown;
        if (shown) {
            put_row(ARRAY_AT(&d->rows, struct diff_row, i), &block);
        }
    }
    out->status = out->status == SPW_OK ? block.status : out->status;
    markdown_block("diff", buf_slice(&block), out);
    buf_dispose(&block);
}

void difference_markdown(const struct difference *d, const struct report_options *o,
                         struct buf *out)
{
    const struct diff *diff = d->diff;
    markdown_heading(out, 1, SLICE("Comparison of two sessions"));
    buf_cstr(out, "- good: ");
    esc_markdown_span(out, d->good_path);
    buf_cstr(out, "\n- bad: ");
    esc_markdown_span(out, d->bad_path);
    buf_cstr(out, "\n\n");
    if (diff_is_same(diff)) {
        buf_cstr(out, "No difference but what changes with every run.\n\n");
    } else {
        put_findings("Found in the bad session only", &diff->findings_bad, out);
        put_findings("Found in the good session only", &diff->findings_good, out);
        put_attempts(diff, out);
        put_settings(diff, out);
        put_slots(diff, out);
        if (!diff->aligned) {
            buf_cstr(out,
                     "The sessions have too little in common to be compared step by step.\n\n");
        } else if (diff->first < diff->rows.n) {
            put_rows(diff, o->verbose, out);
        }
    }
    buf_cstr(out, "Made by spwfdiag " SPW_VERSION ".\n");
}
