/* A page of text on its way to a person: what every part of the text report shares. Roles instead of
 * colours, prose wrapped to the width, everything through esc_term.
 * May include: report/format.h, base/. Borrows all it points to. */
#ifndef SPW_REPORT_PAGE_H
#define SPW_REPORT_PAGE_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

enum page_role {
    ROLE_PLAIN,
    ROLE_STRONG, /* what the eye should find first */
    ROLE_ERROR,  /* the severities */
    ROLE_WARNING,
    ROLE_NOTE,
    ROLE_GOOD,    /* success */
    ROLE_LABEL,   /* "fix:", "ask:" */
    ROLE_COMMAND, /* something to type */
    ROLE_FRAME,   /* line numbers and rulers around quotes */
    ROLE_DIM,     /* what may be skipped */
    ROLE_COUNT
};

enum {
    PAGE_INDENT = 2,
    PAGE_PROSE_MAX = 100 /* longer lines of prose are hard to follow with the eye */
};

struct page {
    struct buf *out;
    const struct report_options *options;
    const struct report_trace *trace;
};

size_t page_width(const struct page *p); /* columns of a line */
enum page_role page_severity_role(enum spw_severity s);

/* All return the columns written. Trace bytes are made harmless by page_put. */
size_t page_put(const struct page *p, enum page_role role, struct slice text);
size_t page_cstr(const struct page *p, enum page_role role, const char *text);
size_t page_printf(const struct page *p, enum page_role role, const char *fmt, ...)
    SPW_PRINTF(3, 4);
void page_indent(const struct page *p, size_t columns);
void page_newline(const struct page *p);

/* `column` columns of the present line are written; prose goes on there and is wrapped to further
 * lines at `indent`. Blank lines part paragraphs; indented lines and those that begin with "- " keep
 * their line. Ends with a line feed. */
void page_prose(const struct page *p, size_t column, size_t indent, enum page_role role,
                struct slice text);
/* The same behind a label such as "fix:", at PAGE_INDENT. */
void page_labelled(const struct page *p, const char *label, enum page_role role, struct slice text);

/* "1 error", "3 errors": for regular plurals. */
void page_plural(struct buf *out, uint64_t n, const char *noun);

#ifdef __cplusplus
}
#endif
#endif
