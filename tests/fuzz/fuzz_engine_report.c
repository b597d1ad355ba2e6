/* The whole engine from bytes to both reports: whatever goes in, it ends, stays in bounds, and says the
 * same when the bytes come in two pieces. */
#include <stdlib.h>

#include "fuzz.h"
#include "include/spwfdiag.h"
#include "report/format.h"

enum { REPORT_MAX = 1 << 24 };

static const struct spw_knowledge *knowledge(void)
{
    static struct spw_knowledge *k;
    struct messages m;
    if (k == NULL) {
        messages_init(&m);
        if (spw_knowledge_new(&k, NULL, 0, &m) == SPW_NO_MEMORY) {
            abort();
        }
        messages_dispose(&m);
    }
    return k;
}

static void render(const struct spw_report *r, const char *name, struct buf *out)
{
    const struct report_format *f = report_format_find(slice_cstr(name));
    struct report_options o = {.width = 80};
    struct report_trace t = {.path = SLICE("fuzz"), .report = r};
    struct report_totals totals = {0};

    report_totals_add(&totals, r);
    if (f->begin != NULL) {
        f->begin(&o, out);
    }
    f->trace(&o, &t, 0, out);
    if (f->end != NULL) {
        f->end(&o, &totals, out);
    }
}

static void diagnose(struct slice bytes, size_t cut, struct buf *out)
{
    struct spw_options o = {.now = 1793491200};
    struct spw_engine *e = NULL;

    if (spw_engine_new(&e, knowledge(), &o) != SPW_OK ||
        spw_engine_feed(e, slice_sub(bytes, 0, cut), TIME_NONE) != SPW_OK ||
        spw_engine_feed(e, slice_from(bytes, cut), TIME_NONE) != SPW_OK ||
        spw_engine_finish(e) != SPW_OK) {
        abort();
    }
    render(spw_engine_report(e), "text", out);
    render(spw_engine_report(e), "json", out);
    spw_engine_free(e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = slice_of(data, size);
    struct buf whole, pieces;

    buf_init(&whole, REPORT_MAX);
    buf_init(&pieces, REPORT_MAX);
    diagnose(bytes, 0, &whole);
    diagnose(bytes, size / 2 + (size > 0 ? data[0] % 7u : 0), &pieces);
    if (!slice_eq(buf_slice(&whole), buf_slice(&pieces))) {
        abort();
    }
    buf_dispose(&whole);
    buf_dispose(&pieces);
    return 0;
}
