/* JSON written as it goes, for documents whose shape is known: commas and quotes are put where they belong,
 * texts go through esc_json. May include: base/. */
#ifndef SPW_REPORT_WRITER_H
#define SPW_REPORT_WRITER_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

struct writer {
    struct buf *out;
    bool first; /* no comma is needed yet; true at the beginning */
};

/* `name` NULL: an element of a list. */
void writer_text(struct writer *w, const char *name, struct slice s);
void writer_text_or_null(struct writer *w, const char *name, struct slice s); /* empty: null */
void writer_number(struct writer *w, const char *name, int64_t n);
void writer_number_or_null(struct writer *w, const char *name, uint64_t n); /* 0: null */
void writer_bool(struct writer *w, const char *name, bool yes);
void writer_null(struct writer *w, const char *name);
void writer_open(struct writer *w, const char *name, char bracket);
void writer_close(struct writer *w, char bracket);

#ifdef __cplusplus
}
#endif
#endif
