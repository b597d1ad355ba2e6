#include "report/format.h"

#include "report/json.h"
#include "report/text.h"

static const struct report_format formats[] = {
    {SLICE_INIT("text"), SLICE_INIT("for reading"), report_text_begin, report_text_trace,
     report_text_end},
    {SLICE_INIT("json"), SLICE_INIT("for other programs"), report_json_begin, report_json_trace,
     report_json_end},
};

const struct report_format *report_formats(size_t *n)
{
    *n = sizeof formats / sizeof formats[0];
    return formats;
}

const struct report_format *report_format_text(void) { return &formats[0]; }

const struct report_format *report_format_find(struct slice name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (slice_eq(formats[i].name, name)) {
            return &formats[i];
        }
    }
    return NULL;
}

size_t report_count(const struct spw_report *r, enum spw_severity s)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_findings; i++) {
        n += r->findings[i].severity == s;
    }
    return n;
}

void report_totals_add(struct report_totals *t, const struct spw_report *r)
{
    size_t errors = report_count(r, SPW_ERROR);
    t->traces++;
    t->judged += r->at_traffic;
    t->failed += errors > 0;
    t->attempts += r->n_attempts + r->attempts_dropped;
    t->errors += errors;
    t->warnings += report_count(r, SPW_WARNING);
    t->notes += report_count(r, SPW_NOTE);
    t->unexplained += r->n_unexplained + r->unexplained_dropped;
}
