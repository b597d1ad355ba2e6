#include "base/span.h"

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

struct slice mark_text(const struct mark *m) { return slice_of(m->text, m->n); }
