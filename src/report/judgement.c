#include "report/judgement.h"

#include "report/page.h"

enum { LABEL_COLUMN = 2, VALUE_COLUMN = 34, LINE_MAX = 4096 };

/* ---- facts ---------------------------------------------------------------------------------------------- */

/* Values of one line are never wrapped: they are there to be copied. */
static void put_fact(const struct page *p, const char *label, struct slice text)
{
    page_indent(p, LABEL_COLUMN);
    size_t column = LABEL_COLUMN + page_cstr(p, ROLE_DIM, label);
    page_indent(p, column < VALUE_COLUMN ? VALUE_COLUMN - column : 1);
    (void)page_put(p, ROLE_PLAIN, text);
    page_newline(p);
}

static void put_facts(const struct page *p, const struct spw_fact *facts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        put_fact(p, facts[i].label, facts[i].text);
    }
}

/* ---- verdicts ---------------------------------------------------------------------------------------------- */

static void put_verdict(const struct page *p, const struct spw_verdict *v)
{
    struct buf text;
    buf_init(&text, LINE_MAX);
    if (v->firmware.n > 0) {
        buf_cstr(&text, "Firmware ");
        buf_put(&text, v->firmware);
        buf_cstr(&text, ": ");
    }
    buf_put(&text, v->text);
    if (v->confidence != SPW_CERTAIN) {
        buf_printf(&text, " (%s)", spw_confidence_name(v->confidence));
    }
    if (v->cause.n > 0) {
        buf_cstr(&text, " [");
        buf_put(&text, v->cause);
        buf_byte(&text, ']');
    }
    char label[16];
    struct slice name = slice_cstr(spw_severity_name(v->severity));
    size_t n = 0;
    while (n < name.n && n < sizeof label - 2) {
        label[n] = (char)name.p[n];
        n++;
    }
    label[n] = ':';
    label[n + 1] = '\0';
    page_labelled(p, label, page_severity_role(v->severity), buf_slice(&text));
    buf_dispose(&text);
}

static void put_verdicts(const struct page *p, const struct spw_verdict *list, size_t n)
{
    for (int s = SPW_ERROR; s >= (int)SPW_NOTE; s--) {
        bool shown = s != (int)SPW_NOTE || !p->options->quiet;
        for (size_t i = 0; i < n && shown; i++) {
            if ((int)list[i].severity == s) {
                put_verdict(p, &list[i]);
            }
        }
    }
}

/* ---- objects --------------------------------------------------------------------------------------------------- */

static void put_slot(const struct page *p, const struct spw_object *o)
{
    if (o->slot.n > 0) {
        put_fact(p, "slot", o->slot);
    }
    if (o->file.n > 0) {
        put_fact(p, "as a file", o->file);
    }
}

/* In a quiet report, what has nothing wrong is not named. */
static bool is_shown(const struct page *p, const struct spw_verdict *list, size_t n)
{
    bool shown = !p->options->quiet;
    for (size_t i = 0; i < n; i++) {
        shown |= list[i].severity != SPW_NOTE;
    }
    return shown;
}

static void put_object(const struct page *p, const struct spw_object *o)
{
    (void)page_put(p, ROLE_STRONG, o->name);
    (void)page_cstr(p, ROLE_PLAIN, ": ");
    (void)page_put(p, ROLE_PLAIN, o->what);
    page_newline(p);
    if (!p->options->quiet) {
        put_facts(p, o->facts, o->n_facts);
        for (size_t i = 0; i < o->n_oddities; i++) {
            put_fact(p, i == 0 ? "odd" : "", o->oddities[i]);
        }
        put_slot(p, o);
    }
    put_verdicts(p, o->verdicts, o->n_verdicts);
}

/* ---- steps -------------------------------------------------------------------------------------------------------- */

static void put_step(const struct page *p, const struct spw_step *s)
{
    page_labelled(p, "-", ROLE_LABEL, s->text);
    for (size_t i = 0; i < s->n_commands; i++) {
        page_indent(p, 2 * PAGE_INDENT + 2);
        (void)page_put(p, ROLE_COMMAND, s->commands[i]);
        page_newline(p);
    }
}

static void put_steps(const struct page *p, const struct spw_judgement *j)
{
    if (j->n_steps == 0 || p->options->quiet) {
        return;
    }
    page_newline(p);
    (void)page_cstr(p, ROLE_STRONG, "To load it into the ");
    (void)page_put(p, ROLE_STRONG, j->module);
    page_newline(p);
    for (size_t i = 0; i < j->n_steps; i++) {
        put_step(p, &j->steps[i]);
    }
}

static void put_whole(const struct page *p, const struct spw_judgement *j)
{
    if (j->n_facts + j->n_verdicts == 0 || !is_shown(p, j->verdicts, j->n_verdicts)) {
        return;
    }
    if (!p->options->quiet) {
        page_newline(p);
    }
    (void)page_cstr(p, ROLE_STRONG, "All in all");
    page_newline(p);
    if (!p->options->quiet) {
        put_facts(p, j->facts, j->n_facts);
    }
    put_verdicts(p, j->verdicts, j->n_verdicts);
}

void report_judgement_text(const struct report_options *o, const struct spw_judgement *j,
                           struct buf *out)
{
    struct page p = {out, o, NULL};
    for (size_t i = 0; i < j->n_objects; i++) {
        const struct spw_object *object = &j->objects[i];
        if (!is_shown(&p, object->verdicts, object->n_verdicts)) {
            continue;
        }
        if (i > 0 && !o->quiet) {
            page_newline(&p);
        }
        put_object(&p, object);
    }
    put_whole(&p, j);
    put_steps(&p, j);
    if (j->objects_dropped > 0) {
        (void)page_printf(&p, ROLE_DIM, "and %zu more", j->objects_dropped);
        page_newline(&p);
    }
}
