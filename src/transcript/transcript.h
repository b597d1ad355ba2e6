/* From bytes to logical lines: splits at LF, CR LF and CR, takes wrappings off (time stamps of
 * terminals and loggers), and keeps the way back to every byte. Incremental: bytes may be cut anywhere.
 * Owns its buffers; lines are borrowed by the sink during the call. May include: base/. */
#ifndef SPW_TRANSCRIPT_TRANSCRIPT_H
#define SPW_TRANSCRIPT_TRANSCRIPT_H

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

/* What the input looked like. Counts are of physical lines. */
struct transcript_facts {
    uint64_t bytes, lines, blank_lines, crlf, lf, cr;
    uint64_t stamped;         /* lines with a time stamp in front */
    const char *stamp_name;   /* the commonest stamp's name, NULL none */
    struct stamp first, last; /* of kind NONE when there were none */
};
const struct transcript_facts *transcript_facts(const struct transcript *t);

#ifdef __cplusplus
}
#endif
#endif
