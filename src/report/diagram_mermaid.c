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

static void put_step(const struct diagram_step *s, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    buf_printf(&words, "%s, ", s->label);
    diagram_step_words(&words, s);
    buf_printf(out, "    %s%s%s: ", short_names[s->from], arrow_of(s), short_names[s->to]);
    esc_mermaid(out, buf_slice(&words));
    buf_byte(out, '\n');
    buf_dispose(&words);
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

static void put_end(const struct diagram *d, struct buf *words)
{
    report_outcome_words(words, d->attempt);
    for (size_t i = 0; i < d->n_missing; i++) {
        buf_cstr(words, i == 0 ? ", not reached: " : ", ");
        buf_cstr(words, d->missing[i].label);
    }
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
    for (size_t i = 0; i < d->n_steps; i++) {
        put_step(&d->steps[i], out);
    }
    put_end(d, &words);
    put_note(d, &words, out);
    buf_dispose(&words);
}
