#include "compare/baseline.h"

#include <jansson.h>

#include "compare/match.h"

enum { BASELINE_BYTES_MAX = 64 * 1024 * 1024 };

/* ---- reading ---------------------------------------------------------------------------------------------- */

static struct slice text_of(struct baseline *b, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return arena_copy(&b->arena, json_is_string(value)
                                     ? slice_of(json_string_value(value), json_string_length(value))
                                     : slice_of(NULL, 0));
}

static bool severity_of(struct slice word, enum spw_severity *out)
{
    for (unsigned s = SPW_NOTE; s <= SPW_ERROR; s++) {
        if (slice_eq(word, slice_cstr(spw_severity_name((enum spw_severity)s)))) {
            *out = (enum spw_severity)s;
            return true;
        }
    }
    return false;
}

static const json_t *attempt_of(const json_t *trace, const json_t *id)
{
    const json_t *attempts = json_object_get(trace, "attempts");
    for (size_t i = 0; json_is_integer(id) && i < json_array_size(attempts); i++) {
        const json_t *a = json_array_get(attempts, i);
        if (json_integer_value(json_object_get(a, "id")) == json_integer_value(id)) {
            return a;
        }
    }
    return NULL;
}

static void put_key(struct baseline *b, const json_t *trace, const json_t *finding,
                    struct baseline_finding *f)
{
    const json_t *a = attempt_of(trace, json_object_get(finding, "attempt"));
    json_int_t port = json_integer_value(json_object_get(a, "port"));
    struct buf key;
    buf_init(&key, MATCH_KEY_MAX);
    match_put_parts(f->rule, f->cause, text_of(b, a, "command"), text_of(b, a, "host"),
                    port > 0 && port <= UINT16_MAX ? (unsigned)port : 0, &key);
    f->key = arena_copy(&b->arena, buf_slice(&key));
    buf_dispose(&key);
}

/* Says where in the document something is not as in a report. */
static enum spw_status refuse(struct buf *why, size_t trace, const char *what)
{
    buf_printf(why, "is no report of spwfdiag: traces[%zu]%s", trace, what);
    return SPW_INVALID;
}

static enum spw_status read_finding(struct baseline *b, const json_t *trace, size_t number,
                                    const json_t *finding, struct buf *why)
{
    struct baseline_finding *f = array_push(&b->findings);
    if (f == NULL) {
        return SPW_LIMIT;
    }
    f->path = text_of(b, trace, "path");
    f->rule = text_of(b, finding, "rule");
    f->cause = text_of(b, finding, "cause");
    f->title = text_of(b, finding, "title");
    if (f->rule.n == 0 || f->cause.n == 0 ||
        !severity_of(text_of(b, finding, "severity"), &f->severity)) {
        return refuse(why, number, ".findings: one has no rule, cause or severity");
    }
    put_key(b, trace, finding, f);
    return f->key.p == NULL || f->title.p == NULL ? SPW_NO_MEMORY : SPW_OK;
}

static enum spw_status read_trace(struct baseline *b, const json_t *trace, size_t number,
                                  struct buf *why)
{
    const json_t *findings = json_object_get(trace, "findings");
    enum spw_status status = SPW_OK;
    if (!json_is_string(json_object_get(trace, "path")) || !json_is_array(findings)) {
        return refuse(why, number, " has no path or no findings");
    }
    b->path = text_of(b, trace, "path");
    b->traces++;
    for (size_t i = 0; i < json_array_size(findings) && status == SPW_OK; i++) {
        status = read_finding(b, trace, number, json_array_get(findings, i), why);
    }
    return status;
}

static enum spw_status read_document(struct baseline *b, const json_t *document, struct buf *why)
{
    const json_t *traces = json_object_get(document, "traces");
    struct slice schema = text_of(b, document, "schema");
    enum spw_status status = SPW_OK;
    if (!slice_eq(schema, SLICE("spwfdiag-report/1")) || !json_is_array(traces)) {
        buf_cstr(why, "is no report of spwfdiag: its schema is not spwfdiag-report/1");
        return SPW_INVALID;
    }
    for (size_t i = 0; i < json_array_size(traces) && status == SPW_OK; i++) {
        status = read_trace(b, json_array_get(traces, i), i, why);
    }
    return status;
}

enum spw_status baseline_read(struct baseline *b, struct slice bytes, struct buf *why)
{
    json_error_t error;
    memset(b, 0, sizeof *b);
    arena_init(&b->arena, BASELINE_BYTES_MAX);
    array_init(&b->findings, sizeof(struct baseline_finding), BASELINE_FINDINGS_MAX);
    json_t *document = json_loadb(bytes.n > 0 ? (const char *)bytes.p : "", bytes.n,
                                  JSON_REJECT_DUPLICATES, &error);
    if (document == NULL) {
        buf_printf(why, "is no JSON: line %d, column %d: %s", error.line, error.column, error.text);
        return SPW_INVALID;
    }
    enum spw_status status = read_document(b, document, why);
    json_decref(document);
    return status;
}

void baseline_dispose(struct baseline *b)
{
    array_dispose(&b->findings);
    arena_dispose(&b->arena);
}

/* ---- matching ---------------------------------------------------------------------------------------------- */

static struct baseline_finding *first_unmet(struct baseline *b, struct slice path, bool any_path,
                                            struct slice key)
{
    for (size_t i = 0; i < b->findings.n; i++) {
        struct baseline_finding *f = ARRAY_AT(&b->findings, struct baseline_finding, i);
        if (!f->met && slice_eq(f->key, key) && (any_path || slice_eq(f->path, path))) {
            return f;
        }
    }
    return NULL;
}

static enum spw_status match_one(struct baseline *b, struct slice path, bool any_path,
                                 const struct spw_report *r, size_t i, struct baseline_trace *out)
{
    struct buf key;
    bool *is_new = array_push(&out->is_new);
    buf_init(&key, MATCH_KEY_MAX);
    match_put_key(r, i, &key);
    struct baseline_finding *f = first_unmet(b, path, any_path, buf_slice(&key));
    if (f != NULL) {
        f->met = true;
    }
    if (is_new != NULL) {
        *is_new = f == NULL;
    }
    enum spw_status status = is_new == NULL ? SPW_NO_MEMORY : key.status;
    buf_dispose(&key);
    return status;
}

enum spw_status baseline_match(struct baseline *b, struct slice path, bool only,
                               const struct spw_report *r, struct baseline_trace *out)
{
    bool any_path = only && b->traces == 1;
    enum spw_status status = SPW_OK;
    array_init(&out->is_new, sizeof(bool), r->n_findings + 1);
    array_init(&out->gone, sizeof(const struct baseline_finding *), BASELINE_FINDINGS_MAX);
    for (size_t i = 0; i < r->n_findings && status == SPW_OK; i++) {
        status = match_one(b, path, any_path, r, i, out);
    }
    for (size_t i = 0; i < b->findings.n && status == SPW_OK; i++) {
        const struct baseline_finding *f = ARRAY_AT(&b->findings, struct baseline_finding, i);
        if (f->met || !(any_path || slice_eq(f->path, path))) {
            continue;
        }
        const struct baseline_finding **gone = array_push(&out->gone);
        status = gone == NULL ? SPW_NO_MEMORY : SPW_OK;
        if (gone != NULL) {
            *gone = f;
        }
    }
    return status;
}

void baseline_trace_dispose(struct baseline_trace *t)
{
    array_dispose(&t->is_new);
    array_dispose(&t->gone);
}

bool baseline_is_new(const struct baseline_trace *t, size_t finding)
{
    const bool *is_new = ARRAY_AT(&t->is_new, bool, finding);
    return is_new != NULL && *is_new;
}
