#include "transcript/line.h"

/* The last segment that starts at or before `at`. */
static unsigned segment_index(const struct line *l, size_t at)
{
    unsigned low = 0, high = l->n_segments;
    while (high - low > 1) {
        unsigned middle = low + (high - low) / 2;
        if (l->segments[middle].at <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The byte at `at` of the segments' count, as a segment of its own. */
static struct line_segment part_of(const struct line_segment *s, size_t at)
{
    struct line_segment out = *s;
    size_t skip = at > s->at ? (at - s->at) * s->step : 0;
    out.at = 0;
    out.offset += skip;
    out.column += (uint32_t)skip;
    return out;
}

struct line_segment line_where(const struct line *l, size_t at)
{
    size_t place = l->base + at;
    return part_of(&l->segments[l->n_segments == 1 ? 0 : segment_index(l, place)], place);
}

struct span line_span(const struct line *l, size_t at, size_t n)
{
    const struct line_segment *only = &l->segments[0];
    if (l->n_segments == 1 && only->step == 1 && only->width == 1) { /* almost all lines */
        size_t in = l->base + at > only->at ? l->base + at - only->at : 0;
        return (struct span){only->offset + in, only->line, only->column + (uint32_t)in,
                             (uint32_t)n, only->line};
    }
    const struct line_segment first = line_where(l, at);
    const struct line_segment last = n <= 1 ? first : line_where(l, at + n - 1);
    uint64_t end = last.offset + (n == 0 ? 0 : last.width);
    struct span s;

    s.offset = first.offset;
    s.line = first.line;
    s.column = first.column;
    s.length = end > s.offset ? (uint32_t)(end - s.offset) : (uint32_t)n;
    s.last_line = last.line;
    return s;
}

unsigned line_copy_segments(const struct line *l, size_t at, size_t n, size_t to,
                            struct line_segment *out, unsigned room)
{
    size_t from = l->base + at, end = from + n;
    unsigned i = segment_index(l, from), used = 0;

    for (; i < l->n_segments && used < room && (used == 0 || l->segments[i].at < end); i++) {
        size_t start = l->segments[i].at > from ? l->segments[i].at : from;
        out[used] = part_of(&l->segments[i], start);
        out[used++].at = to + (start - from);
    }
    return used;
}
