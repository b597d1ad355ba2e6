#include "report/diagram.h"

#include <string.h>

/* Who speaks to whom in a phase, and what about. Certificates travel from the server to the module. */
static const struct {
    enum diagram_lane from, to;
    const char *label;
} exchanges[SPW_PHASE_COUNT] = {
    [SPW_PHASE_WIFI] = {LANE_MODULE, LANE_ACCESS_POINT, "join the network"},
    [SPW_PHASE_IP] = {LANE_ACCESS_POINT, LANE_MODULE, "address"},
    [SPW_PHASE_DNS] = {LANE_MODULE, LANE_DNS, "resolve the host name"},
    [SPW_PHASE_TCP] = {LANE_MODULE, LANE_SERVER, "connect"},
    [SPW_PHASE_TLS_SERVER] = {LANE_SERVER, LANE_MODULE, "server certificate"},
    [SPW_PHASE_TLS_CLIENT] = {LANE_MODULE, LANE_SERVER, "client certificate"},
    [SPW_PHASE_MQTT] = {LANE_MODULE, LANE_BROKER, "MQTT connect"},
    [SPW_PHASE_HTTP] = {LANE_MODULE, LANE_SERVER, "HTTP request"},
};

const char *diagram_lane_name(enum diagram_lane lane)
{
    static const char *const names[LANE_COUNT] = {[LANE_MODULE] = "Module",
                                                  [LANE_ACCESS_POINT] = "Access point",
                                                  [LANE_DNS] = "DNS",
                                                  [LANE_SERVER] = "Server",
                                                  [LANE_BROKER] = "Broker"};
    return names[lane];
}

static bool unknown(const struct diagram_step *s) { return s->phase->status == SPW_PHASE_UNKNOWN; }

/* Steps of which nothing can be told would be a drawing of nothing: neighbours share a row. */
static void make_rows(struct diagram *d)
{
    for (size_t i = 0; i < d->n_steps; i++) {
        if (i > 0 && unknown(&d->steps[i]) && unknown(&d->steps[i - 1])) {
            d->rows[d->n_rows - 1].n++;
        } else {
            d->rows[d->n_rows++] = (struct diagram_row){i, 1};
        }
    }
}

void diagram_of(const struct report_trace *t, const struct spw_attempt *a, struct diagram *d)
{
    bool used[LANE_COUNT] = {[LANE_MODULE] = true};
    memset(d, 0, sizeof *d);
    d->trace = t;
    d->attempt = a;
    for (unsigned i = 0; i < SPW_PHASE_COUNT; i++) {
        const struct spw_phase *phase = &a->phases[i];
        const struct diagram_step step = {exchanges[i].from, exchanges[i].to, exchanges[i].label,
                                          phase};
        if (!phase->relevant) {
            continue;
        }
        used[step.from] = true;
        used[step.to] = true;
        if (phase->status == SPW_PHASE_NOT_REACHED) {
            d->missing[d->n_missing++] = step;
        } else {
            d->steps[d->n_steps++] = step;
        }
    }
    for (unsigned i = 0; i < LANE_COUNT; i++) {
        if (used[i]) {
            d->lanes[d->n_lanes++] = (enum diagram_lane)i;
        }
    }
    make_rows(d);
}

size_t diagram_lane_index(const struct diagram *d, enum diagram_lane lane)
{
    size_t i = 0;
    while (i + 1 < d->n_lanes && d->lanes[i] != lane) {
        i++;
    }
    return i;
}

const struct diagram_step *diagram_row_step(const struct diagram *d, const struct diagram_row *row)
{
    return row->n == 1 ? &d->steps[row->first] : NULL;
}

void diagram_row_words(struct buf *out, const struct diagram *d, const struct diagram_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        buf_cstr(out, i > 0 ? ", " : "");
        buf_cstr(out, d->steps[row->first + i].label);
    }
    buf_cstr(out, ": ");
    report_phase_words(out, d->steps[row->first].phase);
}

struct slice diagram_row_quote(const struct diagram *d, const struct diagram_row *row)
{
    const struct spw_phase *phase = d->steps[row->first].phase;
    if (phase->status != SPW_PHASE_FAILED || !span_is_set(phase->at)) {
        return slice_of(NULL, 0);
    }
    const struct report_line *line = report_source_line(d->trace, &phase->at);
    if (line == NULL) {
        return slice_of(NULL, 0);
    }
    return slice_trim(slice_sub(line->text, phase->at.column - line->column, phase->at.length));
}

void diagram_end_words(struct buf *out, const struct diagram *d)
{
    report_outcome_words(out, d->attempt);
    for (size_t i = 0; i < d->n_missing; i++) {
        buf_cstr(out, i == 0 ? "; not reached: " : ", ");
        buf_cstr(out, d->missing[i].label);
    }
}
