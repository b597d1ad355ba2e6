/* The project's own format of recordings: plain text, one piece of the session a line, both directions,
 * with microseconds. docs/capture-formats.md describes it for other programs. Here are its lines, read
 * and written; capture/record.h keeps the files, transcript/ reads them for diagnosis.
 *
 *     # spwfdiag-record 1
 *     # started 2026-11-23T18:30:00.000000Z
 *     # source serial /dev/ttyUSB0 115200 8N1
 *     0.000000 > AT+S.STS\r
 *     0.012345 < \r\nAT-S.OK\r\n
 *     5.000100 ! gap the adapter is gone
 *
 * May include: base/. */
#ifndef SPW_BASE_RECORDING_H
#define SPW_BASE_RECORDING_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { RECORDING_VERSION = 1, RECORDING_PIECE_MAX = 1024 /* session bytes in one line */ };

/* Who spoke. Each is the letter that stands in the line. */
enum recording_mark {
    RECORDING_HOST = '>',    /* host to module */
    RECORDING_MODULE = '<',  /* module to host */
    RECORDING_UNKNOWN = '?', /* not known which, or both on one wire */
    RECORDING_EVENT = '!'    /* nobody: something happened to the capture */
};

/* What happened: the first word of an event's text; more words may follow it. */
#define RECORDING_GAP "gap"           /* from here on nothing was heard, until: */
#define RECORDING_REOPENED "reopened" /* the source is back */
#define RECORDING_LOST "lost"         /* "lost N bytes": these were never written down */
#define RECORDING_ROTATED "rotated"   /* this file goes on in the one that is named */
#define RECORDING_NOTE "note"         /* a person's remark, and whatever else is worth a line */
#define RECORDING_END "end"           /* the capture ended as intended; without it it was cut off */

/* A piece of the session. */
struct recording_piece {
    int64_t us; /* since the start of the recording; never smaller than that of the piece before */
    enum recording_mark mark;
    struct slice bytes; /* what was said; of an event its words */
};

/* Is the event of this kind (RECORDING_GAP ...)? */
bool recording_is(const struct recording_piece *p, const char *kind);

/* In place of the time of the start: the stamps tell the order of the pieces and nothing else, because what is
 * recorded was said before (a file that was read). */
#define RECORDING_UNTIMED (INT64_MIN + 1)

/* The lines that a recording begins with. `started_us` in microseconds since 1970; TIME_NONE: not known;
 * RECORDING_UNTIMED. `source` in words, may be empty. */
void recording_put_head(struct buf *out, int64_t started_us, struct slice source);
/* One line, or several when the piece holds several lines of the session or is long. */
void recording_put(struct buf *out, const struct recording_piece *p);
/* How many bytes of a piece stand in its first line: to behind the first line end that follows text. */
size_t recording_cut(struct slice bytes);

/* ---- reading: lines without their LF ---------------------------------------------------------------- */

/* "# spwfdiag-record N" */
bool recording_read_version(struct slice line, uint64_t *version);
/* "# started TIME": microseconds since 1970. */
bool recording_read_started(struct slice line, int64_t *us);
/* "# times none" */
bool recording_is_untimed(struct slice line);
/* "# source WORDS" */
bool recording_read_source(struct slice line, struct slice *words);
/* The head of a piece's line; *escaped is what follows it, still escaped, a part of `line`. `p->bytes`
 * is left alone. */
bool recording_read_piece(struct slice line, struct recording_piece *p, struct slice *escaped);
/* The byte that stands at escaped.p[at], and over how many it stands: \\ \r \n \t \xNN, else one. A
 * backslash that begins none of these stands for itself. `at` must be inside. */
size_t recording_byte(struct slice escaped, size_t at, uint8_t *byte);
void recording_unescape(struct slice escaped, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
