/* What of a source line is shown when it is longer than the page: its beginning and the surroundings
 * of the underlined part. Widths are columns of the terminal, positions bytes.
 * May include: report/page.h. */
#ifndef SPW_REPORT_WINDOW_H
#define SPW_REPORT_WINDOW_H

#include "report/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What can be shown of the line a place stands in. */
struct quoted_line {
    struct slice text;
    size_t from, n; /* the underlined bytes of text */
    bool begins;    /* text begins where the line begins */
    bool more;      /* the line goes on behind text */
};

/* The parts of a source line that are printed: [0, head) gap [from, end) gap. */
struct window {
    size_t head, from, end;
    bool gap_before, gap_behind;
};

extern const struct slice window_gap; /* "..." */

/* The part of `line` to show in `columns`. What is underlined is in it from its first byte on, as far
 * as it fits. */
struct window window_choose(const struct page *p, const struct quoted_line *line, size_t columns);

/* Bytes of the character at `at`; what is not UTF-8 counts byte by byte. */
size_t window_step(struct slice text, size_t at);
/* The end of as much of text[from..] as fits into `columns`. */
size_t window_fit(const struct page *p, struct slice text, size_t from, size_t columns);
/* Takes from `rest` what fits into `columns`, cut between words where there are any. */
struct slice window_words(const struct page *p, size_t columns, struct slice *rest);
/* The columns that text[from..end) takes. */
size_t window_columns(const struct page *p, struct slice text, size_t from, size_t end);

#ifdef __cplusplus
}
#endif
#endif
