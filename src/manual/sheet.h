/* A page of the manual: labelled, word-wrapped text of at most SHEET_WIDTH columns. All text goes
 * through the escaper for terminals: rule files may come from strangers.
 * May include: base/. */
#ifndef SPW_MANUAL_SHEET_H
#define SPW_MANUAL_SHEET_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    SHEET_WIDTH = 80,
    SHEET_LABEL = 2,
    SHEET_TEXT = 15 /* columns where labels and texts begin */
};

struct sheet {
    struct buf *out;
    size_t column; /* columns written on this line */
    size_t indent; /* where wrapped lines begin */
    size_t pages;  /* begun so far */
};

/* "kind name", and `where` at the right edge when it is not empty; a blank line before later pages. */
void sheet_head(struct sheet *s, const char *kind, struct slice name, struct slice where);
/* "  Label        text"; nothing when the text is empty. Blank lines in the text separate paragraphs. */
void sheet_row(struct sheet *s, const char *label, struct slice text);
void sheet_row_c(struct sheet *s, const char *label, const char *text);
void sheet_row_f(struct sheet *s, const char *label, const char *fmt, ...) SPW_PRINTF(3, 4);
/* Begins a row whose text follows in pieces: words, items, lines; sheet_end ends it. */
void sheet_begin(struct sheet *s, const char *label);
void sheet_words(struct sheet *s, struct slice text);
/* A new line at `indent` columns behind the text's begin. */
void sheet_line(struct sheet *s, size_t indent);
/* As it stands, on one line, whatever its length: commands and conditions are copied by hand. */
void sheet_verbatim(struct sheet *s, struct slice text);
/* "name  text" with the text wrapped behind the name's column. */
void sheet_item(struct sheet *s, struct slice name, size_t width, struct slice text);
void sheet_end(struct sheet *s);

#ifdef __cplusplus
}
#endif
#endif
