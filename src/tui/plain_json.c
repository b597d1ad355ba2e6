#include "tui/plain_json.h"

#include "base/escape.h"

enum { MICROSECONDS = 1000000 };

/* ---- members: each is written with the comma that follows the one before ------------------------------- */

static void put_key(struct buf *out, const char *key)
{
    buf_cstr(out, out->n > 0 && out->p[out->n - 1] != '{' ? ",\"" : "\"");
    buf_cstr(out, key);
    buf_cstr(out, "\":");
}

static void put_text(struct buf *out, const char *key, struct slice text)
{
    put_key(out, key);
    buf_byte(out, '"');
    esc_json(out, text);
    buf_byte(out, '"');
}

static void put_text_if(struct buf *out, const char *key, struct slice text)
{
    if (text.n > 0) {
        put_text(out, key, text);
    }
}

static void put_number(struct buf *out, const char *key, uint64_t number)
{
    put_key(out, key);
    buf_u64(out, number);
}

static void put_true_if(struct buf *out, const char *key, bool yes)
{
    if (yes) {
        put_key(out, key);
        buf_cstr(out, "true");
    }
}

static void begin(struct buf *out, const char *type)
{
    buf_byte(out, '{');
    put_text(out, "type", slice_cstr(type));
}

static void end(struct buf *out) { buf_cstr(out, "}\n"); }

static void put_direction(struct buf *out, enum spw_direction d)
{
    if (d != SPW_DIRECTION_UNKNOWN) {
        put_text(out, "direction", d == SPW_FROM_HOST ? SLICE("host") : SLICE("module"));
    }
}

static void put_span(struct buf *out, struct span s)
{
    if (span_is_set(s)) {
        put_number(out, "line", s.line);
        put_number(out, "column", s.column);
        put_number(out, "length", s.length);
    }
}

/* ---- objects ---------------------------------------------------------------------------------------------- */

void plain_json_begin(struct buf *out, struct slice source, struct slice recording)
{
    begin(out, "session");
    put_text(out, "schema", SLICE("spwfdiag-live/1"));
    put_text(out, "version", SLICE(SPW_VERSION));
    put_text(out, "source", source);
    put_text_if(out, "recording", recording);
    end(out);
}

void plain_json_line(struct buf *out, const struct spw_line *l, int64_t us)
{
    begin(out, "line");
    put_number(out, "number", l->number);
    put_span(out, l->span);
    if (us != TIME_NONE && us >= 0) {
        put_key(out, "seconds");
        buf_printf(out, "%lld.%06lld", (long long)(us / MICROSECONDS),
                   (long long)(us % MICROSECONDS));
    }
    put_direction(out, l->direction);
    put_text(out, "text", l->text);
    end(out);
}

static void put_values(struct buf *out, const struct spw_event *ev)
{
    if (ev->n_values == 0) {
        return;
    }
    put_key(out, "values");
    for (size_t i = 0; i < ev->n_values; i++) {
        buf_cstr(out, i == 0 ? "[{" : ",{");
        put_text(out, "name", ev->values[i].name);
        put_text(out, "text", ev->values[i].text);
        put_text_if(out, "words", ev->values[i].words);
        put_true_if(out, "secret", ev->values[i].secret);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

void plain_json_event(struct buf *out, const struct spw_event *ev)
{
    begin(out, "event");
    put_number(out, "number", ev->number);
    put_number(out, "of", ev->line);
    put_text(out, "kind", slice_cstr(spw_event_kind_name(ev->kind)));
    put_direction(out, ev->direction);
    put_text(out, "name", ev->name);
    put_text_if(out, "meaning", ev->meaning);
    put_text_if(out, "about", ev->about);
    put_span(out, ev->span);
    put_values(out, ev);
    if (ev->number_printed >= 0) {
        put_number(out, "code", (uint64_t)ev->number_printed);
    }
    if (ev->kind == SPW_EVENT_PAYLOAD) {
        if (ev->declared != UINT64_MAX) {
            put_number(out, "declared", ev->declared);
        }
        put_number(out, "seen", ev->seen);
    }
    if (ev->attempt > 0) {
        put_number(out, "attempt", ev->attempt);
    }
    put_true_if(out, "failure", ev->failure);
    put_true_if(out, "final", ev->final);
    put_true_if(out, "mentioned", ev->mentioned);
    end(out);
}

void plain_json_state(struct buf *out, const struct spw_state_row *row)
{
    static const char *const known[] = {
        [TRI_UNKNOWN] = "unknown", [TRI_NO] = "no", [TRI_YES] = "yes"};
    begin(out, "state");
    put_text(out, "key", slice_cstr(row->key));
    put_text(out, "known", slice_cstr(known[row->known]));
    put_text_if(out, "value", row->value);
    put_true_if(out, "concluded", row->concluded);
    put_span(out, row->at.span);
    end(out);
}

static void put_evidence(struct buf *out, const struct spw_finding *f)
{
    put_key(out, "evidence");
    buf_byte(out, '[');
    for (size_t i = 0; i < f->n_evidence; i++) {
        buf_cstr(out, i == 0 ? "{" : ",{");
        put_span(out, f->evidence[i].at.span);
        put_text(out, "text", mark_text(&f->evidence[i].at));
        put_text_if(out, "note", f->evidence[i].note);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

static void put_steps(struct buf *out, const char *key, const struct spw_step *steps, size_t n)
{
    put_key(out, key);
    buf_byte(out, '[');
    for (size_t i = 0; i < n; i++) {
        buf_cstr(out, i == 0 ? "{" : ",{");
        put_text(out, "text", steps[i].text);
        put_key(out, "commands");
        buf_byte(out, '[');
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            buf_cstr(out, k == 0 ? "\"" : ",\"");
            esc_json(out, steps[i].commands[k]);
            buf_byte(out, '"');
        }
        buf_cstr(out, "]}");
    }
    buf_byte(out, ']');
}

void plain_json_finding(struct buf *out, enum ledger_change change, const struct ledger_entry *e,
                        const struct spw_finding *f)
{
    begin(out, "finding");
    put_text(out, "change", slice_cstr(ledger_change_name(change)));
    put_text(out, "rule", e->rule);
    put_text(out, "cause", e->cause);
    put_text(out, "severity", slice_cstr(spw_severity_name(e->severity)));
    put_text(out, "confidence", slice_cstr(spw_confidence_name(e->confidence)));
    if (e->attempt > 0) {
        put_number(out, "attempt", e->attempt);
    }
    put_number(out, "count", e->count);
    put_text(out, "title", e->title);
    if (f != NULL) {
        put_true_if(out, "provisional", f->provisional);
        put_number(out, "rank", f->rank);
        put_text(out, "explanation", f->explanation);
        put_evidence(out, f);
        put_steps(out, "fix", f->fix, f->n_fix);
        put_steps(out, "confirm", f->confirm, f->n_confirm);
    }
    end(out);
}

void plain_json_end(struct buf *out, const struct spw_report *r, const char *how, size_t errors)
{
    begin(out, "end");
    put_text(out, "how", slice_cstr(how));
    put_number(out, "lines", r->lines);
    put_number(out, "attempts", r->n_attempts + r->attempts_dropped);
    put_number(out, "findings", r->n_findings + r->findings_dropped);
    put_number(out, "errors", errors);
    end(out);
}
