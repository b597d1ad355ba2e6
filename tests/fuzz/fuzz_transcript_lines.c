/* Any bytes become lines whose places lie within the input, the same whether they come whole or in pieces. */
#include <stdlib.h>

#include "fuzz.h"
#include "transcript/transcript.h"

struct heard {
    uint64_t hash, size;
};

static void on_line(void *context, const struct line *l)
{
    struct heard *h = context;
    struct span s = line_span(l, 0, l->text.n);

    if (s.offset > h->size || s.line == 0 || s.column == 0 || l->n_segments == 0) {
        abort();
    }
    h->hash = h->hash * 1099511628211u + slice_hash(l->text);
    h->hash = h->hash * 1099511628211u + (uint64_t)l->direction + (uint64_t)l->stamp.us;
}

static uint64_t read_all(struct slice bytes, size_t piece)
{
    struct heard h = {.size = bytes.n};
    struct transcript *t = NULL;

    if (transcript_new(&t, (struct line_sink){on_line, &h}) != SPW_OK) {
        abort();
    }
    for (size_t i = 0; i < bytes.n; i += piece) {
        if (transcript_feed(t, slice_sub(bytes, i, piece)) != SPW_OK) {
            abort();
        }
    }
    transcript_finish(t);
    transcript_free(t);
    return h.hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = slice_of(data, size);
    if (size > 0 && read_all(bytes, size) != read_all(bytes, 7)) {
        abort();
    }
    return 0;
}
