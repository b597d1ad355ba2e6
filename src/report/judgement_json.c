/* The same as JSON. Names are stable; fields may be added. */
#include "report/judgement.h"
#include "report/writer.h"

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
static void put_facts(struct writer *j, const struct spw_fact *facts, size_t n)
{
    writer_open(j, "facts", '{');
    for (size_t i = 0; i < n; i++) {
        if (!is_first_of_key(facts, i)) {
            continue;
        }
        if (facts[i].is_number) {
            writer_number(j, facts[i].key, facts[i].number);
        } else {
            writer_text(j, facts[i].key, facts[i].text);
        }
    }
    writer_close(j, '}');
}

static void put_verdicts(struct writer *j, const struct spw_verdict *list, size_t n)
{
    writer_open(j, "verdicts", '[');
    for (size_t i = 0; i < n; i++) {
        writer_open(j, NULL, '{');
        writer_text(j, "severity", slice_cstr(spw_severity_name(list[i].severity)));
        writer_text(j, "confidence", slice_cstr(spw_confidence_name(list[i].confidence)));
        writer_text_or_null(j, "cause", list[i].cause);
        writer_text_or_null(j, "firmware", list[i].firmware);
        writer_text(j, "text", list[i].text);
        writer_text_or_null(j, "sources", list[i].sources);
        writer_close(j, '}');
    }
    writer_close(j, ']');
}

static void put_texts(struct writer *j, const char *name, const struct slice *list, size_t n)
{
    writer_open(j, name, '[');
    for (size_t i = 0; i < n; i++) {
        writer_text(j, NULL, list[i]);
    }
    writer_close(j, ']');
}

static void put_objects(struct writer *j, const struct spw_judgement *v)
{
    writer_open(j, "objects", '[');
    for (size_t i = 0; i < v->n_objects; i++) {
        const struct spw_object *o = &v->objects[i];
        writer_open(j, NULL, '{');
        writer_text(j, "name", o->name);
        writer_text(j, "what", o->what);
        put_facts(j, o->facts, o->n_facts);
        put_texts(j, "oddities", o->oddities, o->n_oddities);
        writer_text_or_null(j, "slot", o->slot);
        writer_text_or_null(j, "file", o->file);
        put_verdicts(j, o->verdicts, o->n_verdicts);
        writer_close(j, '}');
    }
    writer_close(j, ']');
}

static void put_steps(struct writer *j, const struct spw_judgement *v)
{
    writer_open(j, "steps", '[');
    for (size_t i = 0; i < v->n_steps; i++) {
        writer_open(j, NULL, '{');
        writer_text(j, "text", v->steps[i].text);
        put_texts(j, "commands", v->steps[i].commands, v->steps[i].n_commands);
        writer_close(j, '}');
    }
    writer_close(j, ']');
}

void report_judgement_json(const char *command, const struct spw_judgement *v, struct buf *out)
{
    struct writer j = {out, true};
    writer_open(&j, NULL, '{');
    writer_text(&j, "schema", SLICE("spwfdiag-judgement/1"));
    writer_text(&j, "version", SLICE(SPW_VERSION));
    writer_text(&j, "command", slice_cstr(command));
    writer_text(&j, "dialect", v->dialect);
    writer_text(&j, "module", v->module);
    put_facts(&j, v->facts, v->n_facts);
    put_objects(&j, v);
    put_verdicts(&j, v->verdicts, v->n_verdicts);
    put_steps(&j, v);
    writer_number(&j, "errors", (int64_t)v->errors);
    writer_close(&j, '}');
    buf_byte(out, '\n');
}
