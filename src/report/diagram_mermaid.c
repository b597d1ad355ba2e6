/* The diagram as Mermaid text, which forges and many editors draw. */
#include "base/escape.h"
#include "report/diagram.h"

static const char *const short_names[LANE_COUNT] = {[LANE_MODULE] = "M",
                                                    [LANE_ACCESS_POINT] = "A",
                                                    [LANE_DNS] = "D",
                                                    [LANE_SERVER] = "S",
                                                    [LANE_BROKER] = "B"};

static const char *arrow_of(const struct diagram_step *s)
{
    bool solid = s->phase->status != SPW_PHASE_UNKNOWN && s->phase->observed;
    if (s->phase->status == SPW_PHASE_FAILED) {
        return solid ? "-x" : "--x";
    }
    return solid ? "->>" : "-->>";
}

/* A note over all lanes; `words` is emptied. */
static void put_note(const struct diagram *d, struct buf *words, struct buf *out)
{
    buf_printf(out, "    Note over %s", short_names[d->lanes[0]]);
    if (d->n_lanes > 1) {
        buf_printf(out, ",%s", short_names[d->lanes[d->n_lanes - 1]]);
    }
    buf_cstr(out, ": ");
    esc_mermaid(out, buf_slice(words));
    buf_byte(out, '\n');
    buf_clear(words);
}

static void put_row(const struct diagram *d, const struct diagram_row *row, struct buf *out)
{
    const struct diagram_step *s = diagram_row_step(d, row);
    struct slice quote = diagram_row_quote(d, row);
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    diagram_row_words(&words, d, row);
    if (s == NULL) {
        put_note(d, &words, out);
    } else {
        buf_printf(out, "    %s%s%s: ", short_names[s->from], arrow_of(s), short_names[s->to]);
        esc_mermaid(out, buf_slice(&words));
        buf_byte(out, '\n');
    }
    if (quote.n > 0) {
        buf_clear(&words);
        buf_put(&words, quote);
        put_note(d, &words, out);
    }
    buf_dispose(&words);
}

void diagram_put_mermaid(const struct diagram *d, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    buf_cstr(out, "sequenceDiagram\n");
    for (size_t i = 0; i < d->n_lanes; i++) {
        buf_printf(out, "    participant %s as %s\n", short_names[d->lanes[i]],
                   diagram_lane_name(d->lanes[i]));
    }
    report_attempt_words(&words, d->attempt);
    put_note(d, &words, out);
    for (size_t i = 0; i < d->n_rows; i++) {
        put_row(d, &d->rows[i], out);
    }
    diagram_end_words(&words, d);
    put_note(d, &words, out);
    buf_dispose(&words);
}
