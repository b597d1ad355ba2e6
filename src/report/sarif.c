#include "report/sarif.h"

#include "base/escape.h"
#include "base/sha256.h"
#include "report/case.h"
#include "report/common.h"

/* Each trace is a run of its own: then the rules of a run are known when it is written, and one broken
 * trace does not touch the others. The order of everything is that of the findings. */

/* ---- texts ------------------------------------------------------------------------------------------- */

/* A message of SARIF: brackets would be links, braces placeholders (SARIF 3.11.5, 3.11.6). */
static void put_message(struct buf *out, struct slice text)
{
    size_t at = 0;
    while (at < text.n) {
        size_t end = at;
        while (end < text.n && slice_find_byte(SLICE("[]{}\\"), text.p[end], 0) == 5) {
            end++;
        }
        esc_json(out, slice_sub(text, at, end - at));
        at = end;
        if (at == text.n) {
            break;
        }
        uint8_t c = text.p[at++];
        if (c == '{' || c == '}') {
            buf_byte(out, c);
            buf_byte(out, c);
        } else {
            buf_cstr(out, c == '\\' ? "\\\\\\\\" : "\\\\");
            buf_cstr(out, c == '[' ? "[" : c == ']' ? "]" : "");
        }
    }
}

/* A path as a URI (RFC 3986): all but the plain characters percent-encoded; one from the root names its
 * scheme, others are references relative to wherever the reader is. */
static void put_uri(struct buf *out, struct slice path)
{
    buf_cstr(out, slice_starts(path, SLICE("/")) ? "file://" : "");
    for (size_t i = 0; i < path.n; i++) {
        uint8_t c = path.p[i];
        if (ascii_alnum(c) || slice_find_byte(SLICE("-._~/"), c, 0) < 5) {
            buf_byte(out, c);
        } else {
            buf_printf(out, "%%%02X", (unsigned)c);
        }
    }
}

static const char *level_of(enum spw_severity s)
{
    static const char *const words[] = {
        [SPW_NOTE] = "note", [SPW_WARNING] = "warning", [SPW_ERROR] = "error"};
    return words[s];
}

/* ---- rules ---------------------------------------------------------------------------------------------- */

/* The first finding of the same rule: the rule's place in the list is the count of such before it. */
static size_t first_with_rule(const struct spw_report *r, size_t i)
{
    size_t k = 0;
    while (!slice_eq(r->findings[k].rule, r->findings[i].rule)) {
        k++;
    }
    return k;
}

static size_t rule_index(const struct spw_report *r, size_t i)
{
    size_t first = first_with_rule(r, i);
    size_t n = 0;
    for (size_t k = 0; k < first; k++) {
        n += first_with_rule(r, k) == k;
    }
    return n;
}

static void put_rules(const struct spw_report *r, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        if (first_with_rule(r, i) != i) {
            continue;
        }
        buf_cstr(out, any ? ",\n            " : "\n            ");
        buf_cstr(out, "{ \"id\": \"");
        esc_json(out, f->rule);
        buf_cstr(out, "\", \"name\": \"");
        esc_json(out, f->cause);
        buf_printf(out, "\", \"defaultConfiguration\": { \"level\": \"%s\" } }",
                   level_of(f->severity));
        any = true;
    }
    buf_cstr(out, any ? "\n          " : "");
}

/* ---- places ------------------------------------------------------------------------------------------------ */

/* Columns count characters in SARIF and bytes in our places: told apart as far as the line was read
 * again. byteOffset and byteLength are exact in any case. */
static uint64_t characters(const struct report_trace *t, const struct span *at, uint64_t bytes)
{
    const struct report_line *line = report_source_line(t, at);
    if (line == NULL || line->column != 1) {
        return bytes;
    }
    uint64_t n = 0;
    size_t i = 0;
    for (; i < bytes && i < line->text.n; n++) {
        size_t step = utf8_decode(line->text, i, NULL);
        i += step == 0 ? 1 : step;
    }
    return i < bytes ? n + bytes - i : n;
}

static void put_region(const struct report_trace *t, const struct mark *at, struct buf *out)
{
    uint64_t before = at->span.column > 0 ? at->span.column - 1 : 0;
    buf_printf(out, "\"region\": { \"startLine\": %lu, \"startColumn\": %llu",
               (unsigned long)at->span.line,
               (unsigned long long)characters(t, &at->span, before) + 1);
    if (at->span.last_line > at->span.line) {
        buf_printf(out, ", \"endLine\": %lu", (unsigned long)at->span.last_line);
    } else {
        uint64_t end = characters(t, &at->span, before + at->span.length);
        buf_printf(out, ", \"endColumn\": %llu", (unsigned long long)end + 1);
    }
    buf_printf(out, ", \"byteOffset\": %llu, \"byteLength\": %lu, \"snippet\": { \"text\": \"",
               (unsigned long long)at->span.offset, (unsigned long)at->span.length);
    esc_json(out, report_first_line(mark_text(at)));
    buf_cstr(out, "\" } }");
}

static void put_location(const struct report_trace *t, const struct mark *at, struct slice note,
                         struct buf *out)
{
    buf_cstr(out, "{ \"physicalLocation\": { \"artifactLocation\": { \"uri\": \"");
    put_uri(out, report_path(t));
    buf_cstr(out, "\", \"index\": 0 }, ");
    put_region(t, at, out);
    buf_cstr(out, " }");
    if (note.n > 0) {
        buf_cstr(out, ", \"message\": { \"text\": \"");
        put_message(out, slice_trim(note));
        buf_cstr(out, "\" }");
    }
    buf_cstr(out, " }");
}

/* The first place is the result's location, the others are related to it. */
static void put_places(const struct report_trace *t, const struct spw_finding *f, struct buf *out)
{
    const struct mark *first = report_place(f);
    bool any = false;
    if (first == NULL) {
        return;
    }
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct spw_evidence *e = &f->evidence[i];
        if (&e->at == first) {
            buf_cstr(out, ",\n          \"locations\": [ ");
            put_location(t, &e->at, e->note, out);
            buf_cstr(out, " ]");
        } else if (span_is_set(e->at.span)) {
            buf_cstr(out, any ? ",\n            "
                              : ",\n          \"relatedLocations\": [\n            ");
            put_location(t, &e->at, e->note, out);
            any = true;
        }
    }
    buf_cstr(out, any ? " ]" : "");
}

/* ---- results ------------------------------------------------------------------------------------------------ */

static void put_steps(const char *label, const struct spw_step *steps, size_t n, struct buf *text)
{
    for (size_t i = 0; i < n; i++) {
        buf_printf(text, "\n%s: ", label);
        buf_put(text, slice_trim(steps[i].text));
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            buf_cstr(text, "\n    ");
            buf_put(text, steps[i].commands[k]);
        }
    }
}

static void put_case_row(void *context, const struct report_case_row *row)
{
    const struct spw_step step = {row->text, row->commands, row->n_commands};
    put_steps(report_case_label(row->kind), &step, 1, (struct buf *)context);
}

static void put_text(const struct spw_finding *f, struct buf *out)
{
    struct buf text;
    buf_init(&text, COMMON_TEXT_MAX);
    buf_put(&text, slice_trim(f->title));
    if (slice_trim(f->explanation).n > 0) {
        buf_cstr(&text, "\n");
        buf_put(&text, slice_trim(f->explanation));
    }
    put_steps("Fix", f->fix, f->n_fix, &text);
    put_steps("Ask", f->confirm, f->n_confirm, &text);
    report_case(f, put_case_row, &text);
    put_message(out, buf_slice(&text));
    buf_dispose(&text);
}

/* By this a server knows a finding again in the next run: nothing in it moves when lines are added in
 * front. Equal findings are numbered, since no two results may have the same. */
static void put_fingerprint(const struct spw_report *r, size_t i, struct buf *out)
{
    const struct spw_finding *f = &r->findings[i];
    uint8_t sum[SHA256_BYTES];
    struct buf text;
    size_t same = 0;
    for (size_t k = 0; k < i; k++) {
        same += slice_eq(r->findings[k].rule, f->rule) && slice_eq(r->findings[k].title, f->title);
    }
    buf_init(&text, COMMON_TEXT_MAX);
    buf_put(&text, f->rule);
    buf_byte(&text, '\n');
    buf_put(&text, f->title);
    buf_printf(&text, "\n%zu", same);
    sha256(buf_slice(&text), sum);
    buf_dispose(&text);
    buf_cstr(out, ",\n          \"partialFingerprints\": { \"finding/v1\": \"");
    for (size_t k = 0; k < sizeof sum; k++) {
        buf_printf(out, "%02x", (unsigned)sum[k]);
    }
    buf_cstr(out, "\" }");
}

static void put_result(const struct report_trace *t, size_t i, struct buf *out)
{
    const struct spw_finding *f = &t->report->findings[i];
    buf_cstr(out, i > 0 ? ",\n        " : "\n        ");
    buf_cstr(out, "{ \"ruleId\": \"");
    esc_json(out, f->rule);
    buf_printf(out,
               "\", \"ruleIndex\": %zu, \"level\": \"%s\",\n          \"message\": { \"text\": \"",
               rule_index(t->report, i), level_of(f->severity));
    put_text(f, out);
    buf_cstr(out, "\" }");
    if (t->baseline != NULL) {
        size_t number = (size_t)(f - t->report->findings);
        buf_printf(out, ",\n          \"baselineState\": \"%s\"",
                   baseline_is_new(t->baseline, number) ? "new" : "unchanged");
    }
    put_places(t, f, out);
    put_fingerprint(t->report, i, out);
    buf_printf(out, ",\n          \"properties\": { \"cause\": \"");
    esc_json(out, f->cause);
    buf_printf(out, "\", \"confidence\": \"%s\", \"attempt\": %u, \"rank\": %u, \"count\": %u } }",
               spw_confidence_name(f->confidence), f->attempt, f->rank, f->count);
}

/* What is gone is still a result: an absent one (SARIF 3.27.24). */
static void put_absent(const struct baseline_finding *f, bool any, struct buf *out)
{
    buf_cstr(out, any ? ",\n        " : "\n        ");
    buf_cstr(out, "{ \"ruleId\": \"");
    esc_json(out, f->rule);
    buf_printf(out,
               "\", \"level\": \"%s\", \"baselineState\": \"absent\",\n          \"message\": { "
               "\"text\": \"",
               level_of(f->severity));
    put_message(out, f->title);
    buf_cstr(out, "\" },\n          \"properties\": { \"cause\": \"");
    esc_json(out, f->cause);
    buf_cstr(out, "\" } }");
}

void report_sarif_begin(const struct report_options *o, struct buf *out)
{
    (void)o;
    buf_cstr(out, "{\n"
                  "  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                  "  \"version\": \"2.1.0\",\n"
                  "  \"runs\": [");
}

void report_sarif_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                        struct buf *out)
{
    const struct spw_report *r = t->report;
    (void)o;
    buf_cstr(out, index > 0 ? ",\n    " : "\n    ");
    buf_cstr(out, "{ \"tool\": { \"driver\": { \"name\": \"spwfdiag\", \"version\": \"" SPW_VERSION
                  "\",\n          \"rules\": [");
    put_rules(r, out);
    buf_cstr(out, "] } },\n      \"artifacts\": [ { \"location\": { \"uri\": \"");
    put_uri(out, report_path(t));
    buf_printf(out, "\" }, \"length\": %llu } ],\n      \"columnKind\": \"unicodeCodePoints\",\n",
               (unsigned long long)r->bytes);
    buf_cstr(out, "      \"results\": [");
    for (size_t i = 0; i < r->n_findings; i++) {
        put_result(t, i, out);
    }
    size_t gone = t->baseline != NULL ? t->baseline->gone.n : 0;
    for (size_t i = 0; i < gone; i++) {
        put_absent(*ARRAY_AT(&t->baseline->gone, const struct baseline_finding *, i),
                   r->n_findings + i > 0, out);
    }
    buf_cstr(out, r->n_findings + gone > 0 ? "\n      ] }" : "] }");
}

void report_sarif_end(const struct report_options *o, const struct report_totals *t,
                      struct buf *out)
{
    (void)o;
    buf_cstr(out, t->traces > 0 ? "\n  ]\n}\n" : "]\n}\n");
}
