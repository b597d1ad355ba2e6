#include "cli/minimal.h"

#include "cli/say.h"

enum { RANGES_MAX = 1024 * 1024, RANGES_SHOWN = 400 };

bool minimal_cut(const char *path, struct slice bytes, const struct spw_knowledge *k,
                 const struct spw_options *options, struct minimized *out)
{
    enum spw_status status = minimize(out, bytes, k, options);
    if (status == SPW_LIMIT) {
        say_about(path, SLICE("has too many lines to be cut down"));
    } else if (status != SPW_OK) {
        say_about(path, SLICE("cannot be cut down: no memory left"));
    }
    return status == SPW_OK;
}

static void say_ranges(const char *path, const char *what, struct slice ranges, bool whole)
{
    size_t shown = ranges.n;
    struct buf text;
    buf_init(&text, RANGES_MAX);
    if (!whole && ranges.n > RANGES_SHOWN) {
        shown = RANGES_SHOWN;
        while (shown > 0 && ranges.p[shown - 1] != ',') {
            shown--;
        }
    }
    buf_cstr(&text, what);
    buf_put(&text, slice_sub(ranges, 0, shown));
    buf_cstr(&text, shown < ranges.n ? " ... (-v tells all)" : "");
    say_about(path, buf_slice(&text));
    buf_dispose(&text);
}

void minimal_say(const char *path, const struct minimized *m, bool verbose)
{
    struct buf what, ranges;
    buf_init(&what, RANGES_MAX);
    buf_init(&ranges, RANGES_MAX);
    minimized_put_ranges(m, false, &ranges);
    buf_printf(&what, "%zu of %zu lines give the same findings: ", m->kept.n, m->lines);
    buf_byte(&what, '\0'); /* a C string from here */
    say_ranges(path, (const char *)what.p, buf_slice(&ranges), verbose);
    if (verbose) {
        buf_clear(&ranges);
        minimized_put_ranges(m, true, &ranges);
        say_ranges(path, "cut: ", buf_slice(&ranges), true);
        say("%s: diagnosed %zu times", path, m->runs);
    }
    buf_dispose(&what);
    buf_dispose(&ranges);
}
