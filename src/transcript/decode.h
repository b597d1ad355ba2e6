/* The spellings of bytes that programs share: hexadecimal rows, backslash escapes, names of controls.
 * Each hands the bytes on with their places. Private to transcript/. */
#ifndef SPW_TRANSCRIPT_DECODE_H
#define SPW_TRANSCRIPT_DECODE_H

#include "transcript/scan.h"
#include "transcript/unwrap.h"

/* Where bytes go; `u` NULL: they are only counted. */
struct decode {
    struct unwrap *u;
    unsigned channel;
};

/* "41 54 0d": at most `most` pairs with one blank between, two in the middle of sixteen. How many. */
size_t decode_pairs(const struct decode *d, struct scan *x, size_t most);
/* "41540d" up to the first byte that is no digit. How many. */
size_t decode_digits(const struct decode *d, struct scan *x);
/* The text of a C or JSON string up to `stop`, which is taken too: \r \n \t \0 \\ \" \x1b \33 \u001b.
 * True when `stop` was found. */
bool decode_string(const struct decode *d, struct scan *x, uint8_t stop);
/* A character as UTF-8; those beyond 16 bits, and halves of them, become a question mark. */
void decode_codepoint(const struct decode *d, uint32_t c, size_t at, size_t width);
/* One backslash escape or one plain byte. */
void decode_character(const struct decode *d, struct scan *x);
/* "<CR>", "<LF>", "<ESC>", "<0D>", "<0x0D>" and plain bytes, up to `end`. How many names there were. */
size_t decode_named(const struct decode *d, struct scan *x, size_t end);
/* The value of a control's name without its brackets; -1: no such name. */
int decode_control(struct slice name);

#endif
