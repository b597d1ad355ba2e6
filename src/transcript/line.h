/* A logical line: what one side said up to its line end, with the way back to the original input.
 * Wrappings (stamps, prefixes, blank lines of a paste, commands broken by a terminal's width) are gone
 * from `text`; the segments tell where each part stood. Borrowed: valid during the sink's call.
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

enum { LINE_SEGMENTS = 8 };
struct line_segment {
    size_t at;       /* offset in `text` where this segment starts */
    uint64_t offset; /* the same byte in the original input */
    uint32_t line, column;
};

struct line {
    struct slice text; /* without its line end */
    struct line_segment segments[LINE_SEGMENTS];
    unsigned n_segments; /* at least 1 */
    enum line_end end;
    enum direction direction; /* when the wrapping tells it; else decided by content */
    struct stamp stamp;
    uint32_t blank_before; /* blank lines skipped in front of it */
    bool cut;              /* the line was longer than the limit; this is its first part */
    bool fragment;         /* a later part of such a line */
};

/* The place of text[at .. at+n) in the original input. Joined lines give a span over several lines. */
struct span line_span(const struct line *l, size_t at, size_t n);

#ifdef __cplusplus
}
#endif
#endif
