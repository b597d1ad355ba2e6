/* The same as JSON. Names are stable; fields may be added. */
#include "base/escape.h"
#include "report/judgement.h"

/* A value in the making: commas stand between, never behind. */
struct json {
    struct buf *out;
    bool first;
};

static void key(struct json *j, const char *name)
{
    buf_cstr(j->out, j->first ? "" : ",");
    j->first = false;
    if (name != NULL) {
        buf_printf(j->out, "\"%s\":", name);
    }
}

static void text(struct json *j, const char *name, struct slice s)
{
    key(j, name);
    buf_byte(j->out, '"');
    esc_json(j->out, s);
    buf_byte(j->out, '"');
}

/* Nothing known: null. */
static void text_or_null(struct json *j, const char *name, struct slice s)
{
    if (s.n > 0) {
        text(j, name, s);
        return;
    }
    key(j, name);
    buf_cstr(j->out, "null");
}

static void number(struct json *j, const char *name, int64_t n)
{
    key(j, name);
    buf_i64(j->out, n);
}

static void open(struct json *j, const char *name, char bracket)
{
    key(j, name);
    buf_byte(j->out, (uint8_t)bracket);
    j->first = true;
}

static void close(struct json *j, char bracket)
{
    buf_byte(j->out, (uint8_t)bracket);
    j->first = false;
}

/* ---- parts ----------------------------------------------------------------------------------------------- */

static bool is_first_of_key(const struct spw_fact *facts, size_t i)
{
    struct slice name = slice_cstr(facts[i].key);
    for (size_t k = 0; k < i; k++) {
        if (slice_eq(slice_cstr(facts[k].key), name)) {
            return false;
        }
    }
    return true;
}

/* An object has a key once: of repeated ones the first is told. */
static void put_facts(struct json *j, const struct spw_fact *facts, size_t n)
{
    open(j, "facts", '{');
    for (size_t i = 0; i < n; i++) {
        if (!is_first_of_key(facts, i)) {
            continue;
        }
        if (facts[i].is_number) {
            number(j, facts[i].key, facts[i].number);
        } else {
            text(j, facts[i].key, facts[i].text);
        }
    }
    close(j, '}');
}

static void put_verdicts(struct json *j, const struct spw_verdict *list, size_t n)
{
    open(j, "verdicts", '[');
    for (size_t i = 0; i < n; i++) {
        open(j, NULL, '{');
        text(j, "severity", slice_cstr(spw_severity_name(list[i].severity)));
        text(j, "confidence", slice_cstr(spw_confidence_name(list[i].confidence)));
        text_or_null(j, "cause", list[i].cause);
        text_or_null(j, "firmware", list[i].firmware);
        text(j, "text", list[i].text);
        text_or_null(j, "sources", list[i].sources);
        close(j, '}');
    }
    close(j, ']');
}

static void put_texts(struct json *j, const char *name, const struct slice *list, size_t n)
{
    open(j, name, '[');
    for (size_t i = 0; i < n; i++) {
        text(j, NULL, list[i]);
    }
    close(j, ']');
}

static void put_objects(struct json *j, const struct spw_judgement *v)
{
    open(j, "objects", '[');
    for (size_t i = 0; i < v->n_objects; i++) {
        const struct spw_object *o = &v->objects[i];
        open(j, NULL, '{');
        text(j, "name", o->name);
        text(j, "what", o->what);
        put_facts(j, o->facts, o->n_facts);
        put_texts(j, "oddities", o->oddities, o->n_oddities);
        text_or_null(j, "slot", o->slot);
        text_or_null(j, "file", o->file);
        put_verdicts(j, o->verdicts, o->n_verdicts);
        close(j, '}');
    }
    close(j, ']');
}

static void put_steps(struct json *j, const struct spw_judgement *v)
{
    open(j, "steps", '[');
    for (size_t i = 0; i < v->n_steps; i++) {
        open(j, NULL, '{');
        text(j, "text", v->steps[i].text);
        put_texts(j, "commands", v->steps[i].commands, v->steps[i].n_commands);
        close(j, '}');
    }
    close(j, ']');
}

void report_judgement_json(const char *command, const struct spw_judgement *v, struct buf *out)
{
    struct json j = {out, true};
    open(&j, NULL, '{');
    text(&j, "schema", SLICE("spwfdiag-judgement/1"));
    text(&j, "version", SLICE(SPW_VERSION));
    text(&j, "command", slice_cstr(command));
    text(&j, "dialect", v->dialect);
    text(&j, "module", v->module);
    put_facts(&j, v->facts, v->n_facts);
    put_objects(&j, v);
    put_verdicts(&j, v->verdicts, v->n_verdicts);
    put_steps(&j, v);
    number(&j, "errors", (int64_t)v->errors);
    close(&j, '}');
    buf_byte(out, '\n');
}
