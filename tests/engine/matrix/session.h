/* Builds the text of a session from short lines, in both dialects, and writes it the way different
 * people record it. A line begins with what it is:
 *   > command        < line of the module     ~ payload, with \r \n \xHH
 *   # prose          $ macro words            (macros: see macro.c)
 * In every line @ok, @err NUMBER TEXT stand for the dialect's replies. */
#ifndef SPW_TESTS_ENGINE_MATRIX_SESSION_H
#define SPW_TESTS_ENGINE_MATRIX_SESSION_H

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"

enum item_kind { ITEM_COMMAND, ITEM_REPLY, ITEM_PAYLOAD, ITEM_PROSE };
struct item {
    enum item_kind kind;
    struct slice text;
    bool binary; /* a payload that no text editor shows */
};
struct script {
    bool elder; /* SPWF01Sx */
    struct array items;
    struct arena arena;
};

void script_init(struct script *s, bool elder);
void script_dispose(struct script *s);
/* Takes a line; fails the test, naming the line, when it is not understood. */
void script_line(struct script *s, struct slice line);
void script_add(struct script *s, enum item_kind kind, const char *format, ...) SPW_PRINTF(3, 4);
void script_payload(struct script *s, struct slice bytes, bool binary);
void script_macro(struct script *s, struct slice words);
/* Index of the command that opens the (last) connection, items.n when there is none. */
size_t script_attempt(const struct script *s);

enum style {
    STYLE_CONSOLE,      /* as the module sends it: CR LF in front and behind */
    STYLE_LF,           /* line ends lost */
    STYLE_CRLF,         /* a text file */
    STYLE_PASTE,        /* a blank line behind each line; bytes that are no text left out */
    STYLE_STAMPED,      /* [10:00:01.000] in front of each line */
    STYLE_DATED,        /* 2026-06-01 10:00:01.000 in front of each line */
    STYLE_LOWER,        /* commands typed in lower case */
    STYLE_NUMBERS,      /* console_errs=1: errors without text */
    STYLE_TERSE,        /* console_winds without text */
    STYLE_INDENTED,     /* quoted in a mail: four blanks */
    STYLE_MARKED,       /* >> and << in front */
    STYLE_TRANSMIT,     /* TX: and RX: in front */
    STYLE_PAYLOAD_LESS, /* what the host sends behind a command is not recorded */
    STYLE_VERBOSE,      /* console_verbose=2: free memory and state behind OK */
    STYLE_JOINED,       /* line ends turned to blanks by a forum */
    STYLE_ECHO,         /* the host's own copy and the module's echo */
    STYLE_HOST_SIDE,    /* only what the host sends */
    STYLE_MODULE_SIDE,  /* only what the module sends */
    STYLE_COUNT
};
extern const char *const style_names[STYLE_COUNT];

/* Writes items [from, to) but for `without` (items.n: none). */
struct range {
    size_t from, to, without;
};
void script_write(const struct script *s, enum style style, struct range which, struct buf *out);

#endif
