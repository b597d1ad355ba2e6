/* A logical line: what one side said up to its line end, with the way back to the original input.
 * Wrappings (stamps, hexadecimal dumps, tables of a sniffer, a terminal's colours) are gone from `text`;
 * the segments tell where each part stood. Borrowed: valid during the sink's call.
 * May include: base/. */
#ifndef SPW_TRANSCRIPT_LINE_H
#define SPW_TRANSCRIPT_LINE_H

#include "base/slice.h"
#include "base/span.h"
#include "base/stamp.h"

#ifdef __cplusplus
extern "C" {
#endif

enum direction { DIR_UNKNOWN, DIR_HOST, DIR_MODULE };
enum line_end { END_NONE, END_LF, END_CRLF, END_CR };

/* A run of the line's bytes that stand evenly spaced in the original input: next to each other in plain
 * text, three apart in "41 54 0d". */
struct line_segment {
    size_t at;       /* where it starts, in the count of struct line's `base` */
    uint64_t offset; /* the same byte in the original input */
    uint32_t line, column;
    uint16_t step;  /* original bytes from one byte of the run to the next */
    uint16_t width; /* original bytes that stand for one byte: 2 in "41 54" */
};

struct line {
    struct slice text;                   /* without its line end */
    const struct line_segment *segments; /* borrowed like the text; in ascending order of `at` */
    unsigned n_segments;                 /* at least 1 */
    size_t base; /* what text[0] is in the segments' count: not 0 for the rest of a line */
    enum line_end end;
    enum direction direction; /* when the wrapping tells it; else decided by content */
    struct stamp stamp;
    uint32_t blank_before; /* blank lines skipped in front of it */
    bool cut;              /* the line was longer than the limit; this is its first part */
    bool fragment;         /* a later part of such a line */
    /* The line before control sequences and ornaments were taken out of it, for readers of binary data; NULL:
     * nothing was, or `text` is not the whole of it. */
    const struct line *uncleaned;
    bool gap; /* no line: the capture itself says that bytes are missing here. The text is empty */
};

/* The place of text[at .. at+n) in the original input. Joined lines give a span over several lines. */
struct span line_span(const struct line *l, size_t at, size_t n);
/* Where the byte text[at] stands, as a segment that starts with it (its `at` is 0). */
struct line_segment line_where(const struct line *l, size_t at);
/* Copies the segments of text[at .. at+n) so that they start at `to`; returns how many. What does not
 * fit into `room` is left out: the last run then stands for the rest. */
unsigned line_copy_segments(const struct line *l, size_t at, size_t n, size_t to,
                            struct line_segment *out, unsigned room);

#ifdef __cplusplus
}
#endif
#endif
