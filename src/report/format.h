/* The formats in which a report can be written. A renderer is a pure function from the read side of
 * the library to a buffer: no I/O, no clock, no terminal; what the output will meet is told by
 * options. May include: compare/baseline.h, include/, base/. Everything handed in is borrowed during the call. */
#ifndef SPW_REPORT_FORMAT_H
#define SPW_REPORT_FORMAT_H

#include "compare/baseline.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { REPORT_WIDTH_DEFAULT = 100, REPORT_WIDTH_MIN = 40 };

struct report_options {
    bool colour;   /* escape sequences may be written */
    bool ascii;    /* nothing beyond ASCII may be written */
    bool terminal; /* a person reads it as it comes: headlines may be wrapped */
    bool quiet;    /* one line a finding */
    bool verbose;
    size_t width; /* columns; 0: REPORT_WIDTH_DEFAULT */
};

/* A line of the input, or the part of a long one around something quoted, read again by the program.
 * The engine keeps only what a finding rests on; with these, quotes show it in its surroundings. */
struct report_line {
    uint32_t line;   /* number, from 1 */
    uint32_t column; /* of the first byte of text; 1: text begins where the line begins */
    bool more;       /* the line goes on behind text */
    struct slice text;
};

struct report_trace {
    struct slice path; /* as the person gave it */
    const struct spw_report *report;
    const struct report_line *lines; /* sorted by line and column; none is fine */
    size_t n_lines;
    const struct baseline_trace *baseline; /* what is new and gone; NULL: not asked for */
};

/* Over all traces of a run. */
struct report_totals {
    size_t traces, judged, failed; /* failed: at least one finding of severity error */
    size_t attempts, errors, warnings, notes, unexplained;
};
void report_totals_add(struct report_totals *t, const struct spw_report *r);
size_t report_count(const struct spw_report *r, enum spw_severity s);

/* What a format takes. */
enum report_needs {
    FORMAT_PLAIN,  /* the report alone */
    FORMAT_QUOTES, /* the lines around what is quoted */
    FORMAT_TRACE,  /* as much of the trace as fits */
    FORMAT_SINGLE  /* the report alone, and one trace a document */
};

struct report_format {
    struct slice name;
    struct slice about; /* for --help */
    enum report_needs needs;
    /* Called once before, once a trace (`index` from 0), once behind. None is NULL. */
    void (*begin)(const struct report_options *o, struct buf *out);
    void (*trace)(const struct report_options *o, const struct report_trace *t, size_t index,
                  struct buf *out);
    void (*end)(const struct report_options *o, const struct report_totals *t, struct buf *out);
};

const struct report_format *report_formats(size_t *n);             /* static */
const struct report_format *report_format_text(void);              /* the default */
const struct report_format *report_format_find(struct slice name); /* NULL: no such format */

#ifdef __cplusplus
}
#endif
#endif
