/* Readings of the same bytes: what stands there when line ends are dropped, when hexadecimal digits,
 * base64 or percent codes are decoded, when every other byte is. A byte written to a view goes all the
 * way down to the bytes it was made of, in their notation and of the same length.
 * May include: base/. */
#ifndef SPW_REDACT_VIEW_H
#define SPW_REDACT_VIEW_H

#include "base/array.h"
#include "base/base64.h"
#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum view_kind {
    VIEW_BYTES,    /* as they are: what others are made of */
    VIEW_SAID,     /* of a recording of our own: what the host said, wherever its lines were cut */
    VIEW_SAID_2,   /* ... and what the module said, or either */
    VIEW_JOINED,   /* without line ends and the blanks around them */
    VIEW_STRIPPED, /* the same, and without stamps in front of lines, to the last blank behind them */
    VIEW_UNMARKED,  /* the same, and without marks that follow the stamp */
    VIEW_UNESCAPED, /* without line ends that are written out, as in JSON */
    VIEW_HEX,       /* pairs of hexadecimal digits, with or without something between them */
    VIEW_HEX_1,     /* ... beginning with the second digit of each run: the first was said before */
    VIEW_DUMP,      /* the pairs of a hexadecimal dump, without offsets and its text column */
    VIEW_COLUMN,    /* the text column of a dump */
    VIEW_EVEN,      /* every other byte, where those between are zero: UTF-16 */
    VIEW_PERCENT,   /* %41 is A */
    VIEW_BASE64,    /* both alphabets; four views, one for each place a group may begin at */
    VIEW_BASE64_1,
    VIEW_BASE64_2,
    VIEW_BASE64_3,
    VIEW_KINDS
};

struct view {
    enum view_kind kind;
    struct view *parent; /* NULL for VIEW_BYTES */
    uint8_t *raw;        /* of VIEW_BYTES: borrowed; otherwise the own bytes */
    size_t n;
    struct buf bytes;
    struct array at; /* uint32_t: where in the parent the byte begins */
};

enum { VIEW_INPUT_MAX = 512 * 1024 * 1024 };

/* `bytes` must outlive the view. */
void view_of_bytes(struct view *v, uint8_t *bytes, size_t n);
/* `parent` must outlive the view and be written through it only. To be disposed of in any case. */
enum spw_status view_make(struct view *v, enum view_kind kind, struct view *parent) SPW_MUST_USE;
void view_dispose(struct view *v);
struct slice view_slice(const struct view *v);
void view_put(struct view *v, size_t i, uint8_t byte);
/* Does it keep line ends, so that "to the end of the line" has a meaning? */
bool view_has_lines(const struct view *v);

/* The end of what was decoded in one go with byte i: behind it, digits of base64 belong to another text. */
size_t view_run_end(const struct view *v, size_t i);
/* How many bytes at `at` are a line end that is written out, as "\n", "\x0a" or "\u000a"; 0: none. */
size_t view_written_end(struct slice s, size_t at);

#ifdef __cplusplus
}
#endif
#endif
