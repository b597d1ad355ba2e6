#include "report/json.h"

#include <jansson.h>

#include "base/escape.h"
#include "report/common.h"

/* A failure of jansson is one of memory; it is remembered and told once, like those of a buf. */
struct maker {
    bool failed;
};

static void set(struct maker *m, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new_nocheck(object, key, value) != 0) {
        m->failed = true;
    }
}

static void append(struct maker *m, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) {
        m->failed = true;
    }
}

/* ---- values ---------------------------------------------------------------------------------------------- */

/* JSON is UTF-8, a trace is anything: bytes that are not valid come out as U+FFFD. */
static json_t *text(struct slice s)
{
    struct buf clean;
    buf_init(&clean, 3 * s.n);
    for (size_t at = 0; at < s.n;) {
        size_t n = utf8_decode(s, at, NULL);
        buf_put(&clean, n == 0 ? SLICE("\xEF\xBF\xBD") : slice_sub(s, at, n));
        at += n == 0 ? 1 : n;
    }
    json_t *value = clean.status != SPW_OK ? NULL
                    : clean.n == 0         ? json_string("")
                                           : json_stringn((const char *)clean.p, clean.n);
    buf_dispose(&clean);
    return value;
}

static json_t *text_or_null(struct slice s) { return s.n == 0 ? json_null() : text(s); }

static json_t *word(const char *s) { return json_string_nocheck(s); }

static json_t *count(uint64_t n) { return json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n); }

static json_t *count_or_null(uint64_t n) { return n == 0 ? json_null() : count(n); }

static json_t *texts(struct maker *m, const struct slice *list, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        append(m, array, text(list[i]));
    }
    return array;
}

/* ---- places -------------------------------------------------------------------------------------------------- */

static struct slice first_line(struct slice s)
{
    size_t end = 0;
    while (end < s.n && s.p[end] != '\n' && s.p[end] != '\r') {
        end++;
    }
    return slice_sub(s, 0, end);
}

/* line, column, length, text; "last_line" for what goes over several lines, "truncated" when `text`
 * is not all that stands there. */
static void set_place(struct maker *m, json_t *object, const struct mark *at)
{
    struct slice shown = first_line(mark_text(at));
    set(m, object, "line", count_or_null(at->span.line));
    set(m, object, "column", count_or_null(at->span.column));
    set(m, object, "length", count(at->span.length));
    if (at->span.last_line > at->span.line) {
        set(m, object, "last_line", count(at->span.last_line));
    }
    set(m, object, "text", text(shown));
    if (at->cut != 0 || shown.n < at->n) {
        set(m, object, "truncated", json_true());
    }
}

static json_t *line_list(struct maker *m, const struct mark *marks, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *o = json_object();
        set(m, o, "line", count(marks[i].span.line));
        set(m, o, "text", text(first_line(mark_text(&marks[i]))));
        append(m, array, o);
    }
    return array;
}

static json_t *remark_list(struct maker *m, const struct spw_remark *remarks, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *o = json_object();
        set(m, o, "text", text(remarks[i].text));
        if (span_is_set(remarks[i].at.span)) {
            set(m, o, "line", count(remarks[i].at.span.line));
        }
        if (remarks[i].rule.n > 0) {
            set(m, o, "rule", text(remarks[i].rule));
        }
        append(m, array, o);
    }
    return array;
}

/* ---- attempts ---------------------------------------------------------------------------------------------------- */

static json_t *phase_value(struct maker *m, enum spw_phase_id id, const struct spw_phase *phase)
{
    json_t *o = json_object();
    set(m, o, "name", word(spw_phase_name(id)));
    set(m, o, "status", word(spw_phase_status_name(phase->status)));
    if (phase->status == SPW_PHASE_OK || phase->status == SPW_PHASE_FAILED) {
        set(m, o, "observed", json_boolean(phase->observed));
        if (phase->observed && span_is_set(phase->at)) {
            set(m, o, "line", count(phase->at.line));
        }
        if (phase->observed && phase->after_us >= 0) {
            set(m, o, "after_us", json_integer(phase->after_us));
        }
    }
    return o;
}

static json_t *phase_list(struct maker *m, const struct spw_attempt *a)
{
    json_t *array = json_array();
    for (unsigned i = 0; i < SPW_PHASE_COUNT; i++) {
        if (a->phases[i].relevant) {
            append(m, array, phase_value(m, (enum spw_phase_id)i, &a->phases[i]));
        }
    }
    return array;
}

static json_t *attempt_value(struct maker *m, const struct spw_attempt *a)
{
    json_t *o = json_object();
    set(m, o, "id", count(a->id));
    set(m, o, "command", text_or_null(a->command));
    set(m, o, "protocol", text_or_null(a->protocol));
    set(m, o, "line", count_or_null(a->at.span.line));
    set(m, o, "host", text_or_null(a->host));
    set(m, o, "port", count_or_null(a->port));
    set(m, o, "security", text_or_null(a->security));
    set(m, o, "outcome", word(spw_outcome_name(a->outcome)));
    set(m, o, "duration_us", a->duration_us < 0 ? json_null() : json_integer(a->duration_us));
    set(m, o, "phases", phase_list(m, a));
    return o;
}

static json_t *attempt_list(struct maker *m, const struct spw_report *r)
{
    json_t *array = json_array();
    for (size_t i = 0; i < r->n_attempts; i++) {
        append(m, array, attempt_value(m, &r->attempts[i]));
    }
    return array;
}

/* ---- findings ------------------------------------------------------------------------------------------------------- */

static json_t *evidence_list(struct maker *m, const struct spw_finding *f)
{
    json_t *array = json_array();
    for (size_t i = 0; i < f->n_evidence; i++) {
        if (!span_is_set(f->evidence[i].at.span)) {
            continue; /* evidence is a place */
        }
        json_t *o = json_object();
        set_place(m, o, &f->evidence[i].at);
        set(m, o, "note", text(f->evidence[i].note));
        append(m, array, o);
    }
    return array;
}

static json_t *step_value(struct maker *m, const struct spw_step *step)
{
    json_t *o = json_object();
    set(m, o, "text", text(step->text));
    set(m, o, "commands", texts(m, step->commands, step->n_commands));
    return o;
}

static json_t *step_list(struct maker *m, const struct spw_step *steps, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        append(m, array, step_value(m, &steps[i]));
    }
    return array;
}

static json_t *ground_list(struct maker *m, const struct spw_ground *grounds, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *o = json_object();
        set(m, o, "text", text(slice_trim(grounds[i].text)));
        set(m, o, "line", count_or_null(grounds[i].at.span.line));
        append(m, array, o);
    }
    return array;
}

static json_t *rival_list(struct maker *m, const struct spw_finding *f)
{
    json_t *array = json_array();
    for (size_t i = 0; i < f->n_rivals; i++) {
        const struct spw_rival *rival = &f->rivals[i];
        json_t *o = json_object();
        set(m, o, "cause", text(rival->cause));
        set(m, o, "title", text(rival->title));
        set(m, o, "rule", text_or_null(rival->rule));
        set(m, o, "for", ground_list(m, rival->speaks_for, rival->n_for));
        set(m, o, "against", ground_list(m, rival->speaks_against, rival->n_against));
        set(m, o, "tell", step_value(m, &rival->tell));
        append(m, array, o);
    }
    return array;
}

static json_t *reference_value(const struct spw_reference *r)
{
    struct buf both;
    buf_init(&both, r->key.n + r->text.n + 2);
    buf_put(&both, r->key);
    buf_cstr(&both, r->key.n > 0 && r->text.n > 0 ? ": " : "");
    buf_put(&both, r->text);
    json_t *value = both.status == SPW_OK ? text(buf_slice(&both)) : NULL;
    buf_dispose(&both);
    return value;
}

static json_t *reference_list(struct maker *m, const struct spw_finding *f)
{
    json_t *array = json_array();
    for (size_t i = 0; i < f->n_references; i++) {
        append(m, array, reference_value(&f->references[i]));
    }
    return array;
}

static json_t *finding_value(struct maker *m, const struct report_trace *t,
                             const struct spw_finding *f)
{
    const char *baseline = report_baseline_word(t, f);
    json_t *o = json_object();
    set(m, o, "rule", text(f->rule));
    set(m, o, "cause", text(f->cause));
    set(m, o, "severity", word(spw_severity_name(f->severity)));
    set(m, o, "confidence", word(spw_confidence_name(f->confidence)));
    set(m, o, "attempt", count_or_null(f->attempt));
    set(m, o, "rank", count(f->rank));
    set(m, o, "count", count(f->count));
    set(m, o, "title", text(f->title));
    set(m, o, "explanation", text(slice_trim(f->explanation)));
    set(m, o, "evidence", evidence_list(m, f));
    set(m, o, "consequences", line_list(m, f->consequences, f->n_consequences));
    set(m, o, "fix", step_list(m, f->fix, f->n_fix));
    set(m, o, "confirm", step_list(m, f->confirm, f->n_confirm));
    set(m, o, "for", ground_list(m, f->speaks_for, f->n_for));
    set(m, o, "against", ground_list(m, f->speaks_against, f->n_against));
    set(m, o, "rivals", rival_list(m, f));
    set(m, o, "references", reference_list(m, f));
    if (baseline != NULL) {
        set(m, o, "baseline", word(baseline));
    }
    return o;
}

static json_t *finding_list(struct maker *m, const struct report_trace *t)
{
    json_t *array = json_array();
    for (size_t i = 0; i < t->report->n_findings; i++) {
        append(m, array, finding_value(m, t, &t->report->findings[i]));
    }
    return array;
}

/* Findings of the earlier report that this trace has no more. */
static json_t *gone_list(struct maker *m, const struct baseline_trace *b)
{
    json_t *array = json_array();
    for (size_t i = 0; i < b->gone.n; i++) {
        const struct baseline_finding *f = *ARRAY_AT(&b->gone, const struct baseline_finding *, i);
        json_t *o = json_object();
        set(m, o, "rule", text(f->rule));
        set(m, o, "cause", text(f->cause));
        set(m, o, "severity", word(spw_severity_name(f->severity)));
        set(m, o, "title", text(f->title));
        append(m, array, o);
    }
    return array;
}

/* ---- the trace ------------------------------------------------------------------------------------------------------- */

static json_t *statistics_value(struct maker *m, const struct spw_statistics *s)
{
    json_t *o = json_object();
    set(m, o, "events", count(s->events));
    set(m, o, "commands", count(s->commands));
    set(m, o, "replies", count(s->replies));
    set(m, o, "indications", count(s->indications));
    set(m, o, "payload_bytes", count(s->payload_bytes));
    set(m, o, "unrecognized", count(s->unrecognized));
    return o;
}

/* What did not fit into the report's limits is counted, never dropped in silence. */
static json_t *dropped_value(struct maker *m, const struct spw_report *r)
{
    json_t *o = json_object();
    set(m, o, "attempts", count(r->attempts_dropped));
    set(m, o, "findings", count(r->findings_dropped));
    set(m, o, "unexplained", count(r->unexplained_dropped));
    return o;
}

static void set_input(struct maker *m, json_t *o, const struct report_trace *t)
{
    const struct spw_report *r = t->report;
    set(m, o, "path", text(t->path));
    set(m, o, "bytes", count(r->bytes));
    set(m, o, "lines", count(r->lines));
    set(m, o, "framing", text(r->framing));
    set(m, o, "framing_why", text(r->framing_why));
    set(m, o, "dialect", text_or_null(r->dialect));
    set(m, o, "firmware", text_or_null(r->firmware));
    set(m, o, "at_traffic", json_boolean(r->at_traffic));
    set(m, o, "looks_like", text_or_null(r->looks_like));
}

static json_t *trace_value(struct maker *m, const struct report_trace *t)
{
    const struct spw_report *r = t->report;
    json_t *o = json_object();
    set_input(m, o, t);
    set(m, o, "attempts", attempt_list(m, r));
    set(m, o, "findings", finding_list(m, t));
    if (t->baseline != NULL) {
        set(m, o, "gone", gone_list(m, t->baseline));
    }
    set(m, o, "unexplained", line_list(m, r->unexplained, r->n_unexplained));
    set(m, o, "unrecognized", line_list(m, r->unrecognized, r->n_unrecognized));
    set(m, o, "ruled_out", remark_list(m, r->ruled_out, r->n_ruled_out));
    set(m, o, "not_shown", remark_list(m, r->not_shown, r->n_not_shown));
    set(m, o, "statistics", statistics_value(m, &r->statistics));
    set(m, o, "dropped", dropped_value(m, r));
    return o;
}

/* ---- writing -------------------------------------------------------------------------------------------------------- */

/* A trace stands two levels deep in the document: each of its lines is moved there. No string holds a
 * raw line feed. DEL is the one control character that jansson leaves as it is. */
static int put_dumped(const char *bytes, size_t n, void *context)
{
    struct buf *out = (struct buf *)context;
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == 0x7f) {
            buf_cstr(out, "\\u007f");
            continue;
        }
        buf_byte(out, (uint8_t)bytes[i]);
        if (bytes[i] == '\n') {
            buf_cstr(out, "    ");
        }
    }
    return out->status == SPW_OK ? 0 : -1;
}

void report_json_begin(const struct report_options *o, struct buf *out)
{
    (void)o;
    buf_cstr(out, "{\n"
                  "  \"schema\": \"spwfdiag-report/1\",\n"
                  "  \"tool\": { \"name\": \"spwfdiag\", \"version\": \"" SPW_VERSION "\" },\n"
                  "  \"traces\": [");
}

void report_json_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                       struct buf *out)
{
    (void)o;
    struct maker m = {false};
    json_t *value = trace_value(&m, t);
    buf_cstr(out, index > 0 ? ",\n    " : "\n    ");
    if (value == NULL || m.failed ||
        json_dump_callback(value, put_dumped, out, JSON_INDENT(2) | JSON_ENSURE_ASCII) != 0) {
        out->status = out->status == SPW_OK ? SPW_NO_MEMORY : out->status;
    }
    json_decref(value);
}

static int put_compact(const char *bytes, size_t n, void *context)
{
    struct buf *out = (struct buf *)context;
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == 0x7f) {
            buf_cstr(out, "\\u007f");
        } else {
            buf_byte(out, (uint8_t)bytes[i]);
        }
    }
    return out->status == SPW_OK ? 0 : -1;
}

void report_ndjson_trace(const struct report_options *o, const struct report_trace *t, size_t index,
                         struct buf *out)
{
    struct maker m = {false};
    json_t *value = json_object();
    json_t *tool = json_object();
    (void)o;
    (void)index;
    set(&m, tool, "name", word("spwfdiag"));
    set(&m, tool, "version", word(SPW_VERSION));
    set(&m, value, "schema", word("spwfdiag-report/1"));
    set(&m, value, "tool", tool);
    set(&m, value, "trace", trace_value(&m, t));
    if (value == NULL || m.failed ||
        json_dump_callback(value, put_compact, out, JSON_COMPACT | JSON_ENSURE_ASCII) != 0) {
        out->status = out->status == SPW_OK ? SPW_NO_MEMORY : out->status;
    }
    buf_byte(out, '\n');
    json_decref(value);
}

void report_json_end(const struct report_options *o, const struct report_totals *t, struct buf *out)
{
    (void)o;
    buf_printf(out,
               "%s],\n  \"summary\": { \"traces\": %zu, \"failed\": %zu, \"attempts\": %zu, "
               "\"errors\": %zu, \"warnings\": %zu, \"notes\": %zu, \"unexplained\": %zu }\n}\n",
               t->traces > 0 ? "\n  " : "", t->traces, t->failed, t->attempts, t->errors,
               t->warnings, t->notes, t->unexplained);
}
