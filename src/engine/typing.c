/* The tables as help for a person who types, and a look at a command before it is sent. */
#include "engine/private.h"

enum { NEAREST_MAX = 512, LINE_COPY_MAX = 4096 };

static const struct dialect *dialect_called(const struct spw_knowledge *k, struct slice name)
{
    const struct knowledge *tables = &k->tables;
    if (name.n > 0) {
        return knowledge_dialect(tables, name);
    }
    return tables->n_dialects > 0 ? &tables->dialects[0] : NULL;
}

/* ---- help ------------------------------------------------------------------------------------- */

bool spw_command_help_at(const struct spw_knowledge *k, struct slice dialect, size_t i,
                         struct spw_command_help *out)
{
    const struct dialect *d = dialect_called(k, dialect);
    if (d == NULL || i >= d->n_commands) {
        return false;
    }
    const struct command_row *row = &d->commands[i];
    *out = (struct spw_command_help){.name = row->name,
                                     .meaning = slice_cstr(meaning_name(row->meaning)),
                                     .about = row->what,
                                     .n_required = row->n_required};
    for (size_t p = 0; p < row->n_params && p < SPW_PARAMETERS_MAX; p++) {
        const struct param_spec *spec = &row->params[p];
        out->parameters[out->n_parameters++] = (struct spw_parameter){
            .name = spec->name,
            .optional = spec->optional,
            .secret = spec->kind == KIND_SECRET,
            .payload_length = row->payload == (int)p,
            .min = spec->kind == KIND_PORT ? 0 : spec->min,
            .max = spec->kind == KIND_PORT ? 65535 : spec->max,
            .choices = spec->choices,
            .n_choices = spec->n_choices,
            .open = spec->open,
        };
    }
    return true;
}

struct slice spw_command_line_end(const struct spw_knowledge *k, struct slice dialect)
{
    const struct dialect *d = dialect_called(k, dialect);
    return d == NULL ? SLICE("\r") : d->line_end;
}

/* ---- a look before it is sent -------------------------------------------------------------------- */

struct look {
    const struct dialect *dialect;
    const struct spw_engine *engine; /* NULL: nothing is known of the module */
    struct slice line;
    struct buf *why;
    enum spw_status status;
    bool any;
};

static void put_nearest(const struct dialect *d, struct slice name, struct buf *why)
{
    struct slice names[NEAREST_MAX];
    size_t n = 0;
    for (size_t i = 0; i < d->n_commands && n < NEAREST_MAX; i++) {
        if (n == 0 || !slice_eq(names[n - 1], d->commands[i].name)) {
            names[n++] = d->commands[i].name;
        }
    }
    struct slice near = nearest_name(name, names, n);
    if (near.n > 0) {
        buf_printf(why, "; the nearest is %.*s", SLICE_ARG(near));
    }
}

static void look_at_name(struct look *l, const struct at_event *ev)
{
    if (ev->command != NULL && ev->other_dialect == NULL) {
        return;
    }
    buf_printf(l->why, "the %.*s does not know %.*s", SLICE_ARG(l->dialect->module),
               SLICE_ARG(ev->name));
    put_nearest(l->dialect, ev->name, l->why);
    l->status = SPW_NOT_FOUND;
}

static void look_at_values(struct look *l, const struct at_event *ev)
{
    const struct command_row *row = ev->command;
    if (l->status != SPW_OK) {
        return;
    }
    if (ev->n_values < row->n_required) {
        const struct param_spec *missing = &row->params[ev->n_values];
        buf_printf(l->why, "%.*s needs %zu parameters; %.*s is missing", SLICE_ARG(row->name),
                   row->n_required, SLICE_ARG(missing->name));
        l->status = SPW_INVALID;
    } else if (ev->n_total > row->n_params) {
        buf_printf(l->why, "%.*s takes %zu parameters, not %zu", SLICE_ARG(row->name),
                   row->n_params, ev->n_total);
        l->status = SPW_INVALID;
    } else if (fact_bad_value(row, ev->values, ev->n_values, l->why)) {
        l->status = SPW_INVALID;
    } else {
        buf_clear(l->why);
    }
}

static void look_at_length(struct look *l)
{
    const struct session *s = l->engine != NULL ? l->engine->session : NULL;
    struct slice version =
        s != NULL && s->firmware != NULL ? s->firmware->version : slice_of(NULL, 0);
    const struct limit_row *limit = dialect_limit(l->dialect, SLICE("at.line.bytes"), version);
    if (l->status == SPW_OK && limit != NULL && (int64_t)l->line.n > limit->value) {
        buf_printf(l->why, "the line has %zu bytes; the module reads %lld", l->line.n,
                   (long long)limit->value);
        l->status = SPW_INVALID;
    }
}

/* What the module is in may speak against it, too. */
static void look_at_state(struct look *l, const struct at_event *ev)
{
    const struct session *s = l->engine != NULL ? l->engine->session : NULL;
    if (l->status == SPW_OK && s != NULL && s->wifi_up == TRI_NO &&
        session_begins_attempt(ev->meaning)) {
        buf_cstr(l->why, "the module is not on a network");
        l->status = SPW_INVALID;
    }
}

static void on_event(void *context, const struct at_event *ev)
{
    struct look *l = context;
    if (ev->kind != AT_COMMAND || l->any) {
        return;
    }
    l->any = true;
    look_at_name(l, ev);
    look_at_values(l, ev);
    look_at_length(l);
    look_at_state(l, ev);
}

/* The reader of traces reads the line, so both mean the same by it. */
enum spw_status spw_check_command(const struct spw_knowledge *k, struct slice dialect,
                                  const struct spw_engine *e, struct slice line, struct buf *why)
{
    struct look look = {
        .dialect = dialect_called(k, dialect), .engine = e, .line = line, .why = why};
    const struct line_segment where = {.line = 1, .column = 1, .step = 1, .width = 1};
    const struct line text = {
        .text = line, .segments = &where, .n_segments = 1, .end = END_CR, .direction = DIR_HOST};
    struct at_reader *reader = NULL;
    enum spw_status status = SPW_NOT_FOUND;

    if (look.dialect != NULL) {
        status =
            at_reader_new(&reader, &k->tables, look.dialect, (struct at_sink){on_event, &look});
    }
    if (status != SPW_OK) {
        return status;
    }
    at_reader_line(reader, &text);
    at_reader_finish(reader);
    at_reader_free(reader);
    if (!look.any) {
        buf_cstr(why, "this is no command of the module");
        return SPW_NOT_FOUND;
    }
    return look.status;
}
