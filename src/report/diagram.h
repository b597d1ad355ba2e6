/* A connection attempt as a sequence diagram: what the module exchanged with the access point, the DNS
 * server, the server and the broker on it. Steps that were seen are solid, concluded ones dashed, the
 * failing one is marked and quoted; steps of which nothing can be told are one row.
 * May include: report/common.h, base/. */
#ifndef SPW_REPORT_DIAGRAM_H
#define SPW_REPORT_DIAGRAM_H

#include "report/common.h"

#ifdef __cplusplus
extern "C" {
#endif

enum diagram_lane {
    LANE_MODULE,
    LANE_ACCESS_POINT,
    LANE_DNS,
    LANE_SERVER,
    LANE_BROKER,
    LANE_COUNT
};

struct diagram_step {
    enum diagram_lane from, to;
    const char *label;
    const struct spw_phase *phase;
};

/* One step, or several of which nothing can be told. */
struct diagram_row {
    size_t first, n; /* in steps */
};

struct diagram {
    const struct report_trace *trace;
    const struct spw_attempt *attempt;
    enum diagram_lane lanes[LANE_COUNT]; /* those that take part, from left to right */
    size_t n_lanes;
    struct diagram_step steps[SPW_PHASE_COUNT];
    size_t n_steps;
    struct diagram_row rows[SPW_PHASE_COUNT];
    size_t n_rows;
    struct diagram_step missing[SPW_PHASE_COUNT]; /* not reached */
    size_t n_missing;
};

void diagram_of(const struct report_trace *t, const struct spw_attempt *a, struct diagram *d);
const char *diagram_lane_name(enum diagram_lane lane);
/* Where a lane stands among those that take part. */
size_t diagram_lane_index(const struct diagram *d, enum diagram_lane lane);
/* The step of a row of one; NULL for a row of several. */
const struct diagram_step *diagram_row_step(const struct diagram *d, const struct diagram_row *row);
/* "server certificate: FAILED, seen in line 85", "join the network, address: cannot be told" */
void diagram_row_words(struct buf *out, const struct diagram *d, const struct diagram_row *row);
/* What the module said where the step failed, as far as the line was read again; may be empty. */
struct slice diagram_row_quote(const struct diagram *d, const struct diagram_row *row);
/* "failed at tls-server after 1.20 s; not reached: client certificate" */
void diagram_end_words(struct buf *out, const struct diagram *d);

/* `o`: the width to fit into, and whether only ASCII may be used. */
void diagram_put_text(const struct diagram *d, const struct report_options *o, struct buf *out);
void diagram_put_mermaid(const struct diagram *d, struct buf *out);
/* An element of an HTML page or a larger picture; `id` makes names unique. */
void diagram_put_svg(const struct diagram *d, size_t id, struct buf *out);
/* The size of that, in pixels. */
size_t diagram_svg_width(const struct diagram *d);
size_t diagram_svg_height(const struct diagram *d);

/* Words in a picture: as many characters as it has room for, up to `width`. */
struct svg_words {
    const char *kind; /* classes */
    size_t x, y, width;
};
void diagram_svg_words(const struct svg_words *w, struct slice words, struct buf *out);

/* The formats diagram, mermaid and svg. */
void report_diagram_begin(const struct report_options *o, struct buf *out);
void report_diagram_trace(const struct report_options *o, const struct report_trace *t,
                          size_t index, struct buf *out);
void report_diagram_end(const struct report_options *o, const struct report_totals *t,
                        struct buf *out);
void report_mermaid_trace(const struct report_options *o, const struct report_trace *t,
                          size_t index, struct buf *out);
void report_svg_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                      struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
