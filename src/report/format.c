#include "report/format.h"

#include "report/diagram.h"
#include "report/html.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/markdown.h"
#include "report/sarif.h"
#include "report/text.h"

static const struct report_format formats[] = {
    {SLICE_INIT("text"), SLICE_INIT("for reading"), FORMAT_QUOTES, report_text_begin,
     report_text_trace, report_text_end},
    {SLICE_INIT("json"), SLICE_INIT("for other programs"), FORMAT_PLAIN, report_json_begin,
     report_json_trace, report_json_end},
    {SLICE_INIT("ndjson"), SLICE_INIT("one JSON object a line and trace"), FORMAT_PLAIN,
     report_diagram_begin, report_ndjson_trace, report_diagram_end},
    {SLICE_INIT("markdown"), SLICE_INIT("for issue trackers and forums"), FORMAT_PLAIN,
     report_markdown_begin, report_markdown_trace, report_markdown_end},
    {SLICE_INIT("html"), SLICE_INIT("one page with the trace beside the findings"), FORMAT_TRACE,
     report_html_begin, report_html_trace, report_html_end},
    {SLICE_INIT("sarif"), SLICE_INIT("SARIF 2.1.0, for viewers of findings"), FORMAT_PLAIN,
     report_sarif_begin, report_sarif_trace, report_sarif_end},
    {SLICE_INIT("junit"), SLICE_INIT("JUnit XML, for test servers"), FORMAT_PLAIN,
     report_junit_begin, report_junit_trace, report_junit_end},
    {SLICE_INIT("diagram"), SLICE_INIT("the attempts as sequence diagrams"), FORMAT_PLAIN,
     report_diagram_begin, report_diagram_trace, report_diagram_end},
    {SLICE_INIT("mermaid"), SLICE_INIT("the same as Mermaid text"), FORMAT_SINGLE,
     report_diagram_begin, report_mermaid_trace, report_diagram_end},
    {SLICE_INIT("svg"), SLICE_INIT("the same as a picture"), FORMAT_SINGLE, report_diagram_begin,
     report_svg_trace, report_diagram_end},
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
