#include "base/span.h"

#include <stddef.h>
#include <string.h>

_Static_assert(sizeof(struct mark) == 240, "marks are kept by the thousand: no padding");

void mark_set(struct mark *m, struct span span, struct slice text)
{
    size_t n = text.n < MARK_TEXT_MAX ? text.n : MARK_TEXT_MAX;
    m->span = span;
    m->n = (uint16_t)n;
    m->cut = n < text.n;
    if (n != 0) {
        memcpy(m->text, text.p, n); /* only what is there: marks are made for every line */
    }
}

void mark_copy(struct mark *to, const struct mark *from)
{
    memcpy(to, from, offsetof(struct mark, text) + from->n);
}

struct slice mark_text(const struct mark *m) { return slice_of(m->text, m->n); }
