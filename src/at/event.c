#include "at/event.h"

#include "transcript/line.h"

static size_t value_index(const struct at_event *e, enum param p)
{
    for (size_t i = 0; i < e->n_specs && i < e->n_values; i++) {
        if (e->specs[i].id == p) {
            return i;
        }
    }
    return AT_VALUES_MAX;
}

struct slice at_event_value(const struct at_event *e, enum param p, bool *present)
{
    size_t i = value_index(e, p);
    if (present != NULL) {
        *present = i < AT_VALUES_MAX;
    }
    return i < AT_VALUES_MAX ? e->values[i] : slice_of(NULL, 0);
}

struct span at_event_value_span(const struct at_event *e, enum param p)
{
    size_t i = value_index(e, p);
    if (i == AT_VALUES_MAX || e->line == NULL || e->values[i].p == NULL) {
        return e->span;
    }
    return line_span(e->line, (size_t)(e->values[i].p - e->line->text.p), e->values[i].n);
}

/* Signs that people and forums put in place of what they hide. */
bool at_is_masked(struct slice v)
{
    static const struct slice words[] = {SLICE_INIT("***"),          SLICE_INIT("xxx"),
                                         SLICE_INIT("..."),          SLICE_INIT("\xE2\x99\xAF"),
                                         SLICE_INIT("\xE2\x80\xA6"), SLICE_INIT("&sharp")};
    if (v.n >= 2 && v.p[0] == '<' && v.p[v.n - 1] == '>') {
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (slice_contains(v, words[i])) {
            return true;
        }
    }
    return slice_contains(v, SLICE("XXX"));
}
