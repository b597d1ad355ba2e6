/* From bytes to logical lines: splits at LF, CR LF and CR, takes wrappings off (what sniffers, recorders,
 * screens and forums made of the session; time stamps of terminals and loggers), and keeps the way back
 * to every byte. Incremental: bytes may be cut anywhere.
 * Owns its buffers; lines are borrowed by the sink during the call. May include: base/. */
#ifndef SPW_TRANSCRIPT_TRANSCRIPT_H
#define SPW_TRANSCRIPT_TRANSCRIPT_H

#include "base/buf.h"
#include "base/status.h"
#include "transcript/line.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TRANSCRIPT_LINE_MAX = 65536 }; /* longer physical lines come as fragments */

struct line_sink {
    void (*line)(void *context, const struct line *l); /* blank lines too */
    void *context;
};

struct transcript;

enum spw_status transcript_new(struct transcript **out, struct line_sink sink) SPW_MUST_USE;
void transcript_free(struct transcript *t);
enum spw_status transcript_feed(struct transcript *t, struct slice bytes) SPW_MUST_USE;
/* Hands on an unfinished last line. */
void transcript_finish(struct transcript *t);

/* What a person says about the input, instead of what would be recognised. */
struct transcript_options {
    struct slice framing;   /* name of a wrapping, "raw": none; empty: recognise it */
    struct slice direction; /* "swap", or "NAME=host|module,..." by the names that explain tells */
    struct slice time;      /* wall, clock, start, delta: what stamps without a date are; none */
};
/* SPW_NOT_FOUND: there is no such wrapping; SPW_INVALID: direction or time is none. Before the first byte. */
enum spw_status transcript_set(struct transcript *t,
                               const struct transcript_options *o) SPW_MUST_USE;
/* The names that `framing` may have, separated by blanks. */
void transcript_framings(struct buf *out);

/* What the input looked like. Counts are of physical lines. */
struct transcript_facts {
    uint64_t bytes, lines, blank_lines, crlf, lf, cr;
    uint64_t stamped;         /* lines with a time stamp in front */
    const char *stamp_name;   /* the commonest stamp's name, NULL none */
    struct stamp first, last; /* of kind NONE when there were none */
    bool distances;           /* the stamps count from line to line; lines carry their sum */
    bool two_bytes;           /* UTF-16 */
    uint64_t timed;           /* logical lines that have a time */
    uint32_t unstamped;       /* the first line with text that has none in front, 0 none */
    uint32_t first_text;      /* the first line with text, 0 none */
    const char *program;      /* that wrote of itself: "picocom"; NULL: none did */
    uint64_t cleaned;         /* lines that held control sequences, names of characters, ... */
    uint64_t wrapped;         /* lines that were a wrapping's */
    const char *framing;      /* the wrapping that took most of them, NULL none */
    const char *framing_what; /* in words: "a two-way log of socat" */
    bool truncated;           /* the program cut what it wrote down */
    uint64_t gaps;            /* times at which bytes are missing, by the wrapping's own words */
    uint32_t first_gap;       /* line number */
    bool newer;               /* a recording of a newer version of this program */
    bool two_way;             /* it tells the directions apart */
    bool labels;              /* it is a label in front of lines that are text otherwise */
};
const struct transcript_facts *transcript_facts(struct transcript *t);
/* How the directions were decided, in words: "'>' is the host, '<' the module (it says AT-S.)". Nothing
 * when they are not told apart. */
void transcript_put_directions(const struct transcript *t, struct buf *out);
/* Each wrapping with its share of the lines, where it began, and the first line that spoke against it. */
void transcript_explain(const struct transcript *t, struct buf *out);
/* The names of the channels, for the option `direction`. False: there are none. */
bool transcript_put_channels(const struct transcript *t, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
