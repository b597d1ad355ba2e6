#include "transcript/line.h"

static const struct line_segment *segment_of(const struct line *l, size_t at)
{
    unsigned i = l->n_segments;
    while (i > 1 && l->segments[i - 1].at > at) {
        i--;
    }
    return &l->segments[i - 1];
}

struct span line_span(const struct line *l, size_t at, size_t n)
{
    const struct line_segment *first = segment_of(l, at);
    const struct line_segment *last = n == 0 ? first : segment_of(l, at + n - 1);
    struct span s;
    uint64_t end = last->offset + (at + n - last->at);

    s.offset = first->offset + (at - first->at);
    s.line = first->line;
    s.column = first->column + (uint32_t)(at - first->at);
    s.length = end > s.offset ? (uint32_t)(end - s.offset) : (uint32_t)n;
    s.last_line = last->line;
    return s;
}
