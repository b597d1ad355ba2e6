/* Pages of what a module and its host say to each other: commands, replies, indications, variables. */
#include "manual/topic.h"

enum { FORM_MAX = 2000 };

static struct topic_rows command_rows(const struct dialect *d)
{
    return (struct topic_rows){d->commands, d->n_commands, sizeof *d->commands};
}

static struct topic_rows reply_rows(const struct dialect *d)
{
    return (struct topic_rows){d->replies, d->n_replies, sizeof *d->replies};
}

static struct topic_rows indication_rows(const struct dialect *d)
{
    return (struct topic_rows){d->indications, d->n_indications, sizeof *d->indications};
}

static struct topic_rows variable_rows(const struct dialect *d)
{
    return (struct topic_rows){d->variables, d->n_variables, sizeof *d->variables};
}

/* ---- parameters and fields --------------------------------------------------------------------- */

static void put_choices(struct buf *out, const struct param_spec *p)
{
    for (size_t i = 0; i < p->n_choices; i++) {
        buf_cstr(out, i == 0 ? "" : i + 1 < p->n_choices ? ", " : " or ");
        buf_put(out, p->choices[i]);
    }
}

static void put_range(struct buf *out, const struct param_spec *p)
{
    bool least = p->min != INT64_MIN;
    bool most = p->max != INT64_MAX;
    buf_cstr(out, "number");
    if (least && most) {
        buf_printf(out, ", %lld to %lld", (long long)p->min, (long long)p->max);
    } else if (least) {
        buf_printf(out, ", at least %lld", (long long)p->min);
    } else if (most) {
        buf_printf(out, ", at most %lld", (long long)p->max);
    }
}

static void put_type(struct buf *out, const struct param_spec *p)
{
    switch (p->kind) {
    case KIND_TEXT:
        buf_cstr(out, "text");
        break;
    case KIND_INTEGER:
        put_range(out, p);
        break;
    case KIND_PORT:
        buf_cstr(out, "port number, 1 to 65535");
        break;
    case KIND_SECRET:
        buf_cstr(out, "secret text; reports show its length alone");
        break;
    case KIND_CHOICE:
        put_choices(out, p);
        buf_cstr(out, p->open ? ", or another text" : "");
        break;
    case KIND_LITERAL:
        buf_cstr(out, "the word ");
        put_choices(out, p);
        break;
    }
    if (p->optional) {
        buf_cstr(out, "; may be empty or left out");
    }
}

static void put_params(struct manual *m, const char *label, const struct param_spec *params,
                       size_t n)
{
    if (n == 0) {
        return;
    }
    sheet_begin(&m->sheet, label);
    for (size_t i = 0; i < n; i++) {
        struct buf type;
        buf_init(&type, FORM_MAX);
        put_type(&type, &params[i]);
        sheet_item(&m->sheet, params[i].name, 12, buf_slice(&type));
        buf_dispose(&type);
    }
    sheet_end(&m->sheet);
}

static void put_common(struct manual *m, enum meaning meaning, enum row_confidence confidence,
                       struct slice source)
{
    if (meaning != M_NONE) {
        sheet_row_c(&m->sheet, "Happening", meaning_name(meaning));
    }
    sheet_row_c(&m->sheet, "Known from", topic_confidence_name(confidence));
    topic_put_sources(m, source);
}

/* Rows that only have a meaning because every row needs one are not found by it. */
static bool is_telling(enum meaning meaning)
{
    return meaning != M_NONE && meaning != M_OTHER_REPLY && meaning != M_OTHER_INDICATION;
}

/* ---- commands ---------------------------------------------------------------------------------- */

static const struct command_row *command_at(const struct manual *m, size_t i,
                                            const struct dialect **d)
{
    return (const struct command_row *)topic_row(m->k, i, command_rows, d);
}

static size_t command_count(const struct manual *m) { return topic_rows_count(m->k, command_rows); }

static size_t command_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    const struct command_row *row = command_at(m, i, &d);
    names[0] = row->name;
    names[1] = row->word;
    names[2] = slice_cstr(meaning_name(row->meaning));
    return 3;
}

/* AT+S.NAME=<must>,[may],word */
static void put_form(struct manual *m, const struct command_row *row)
{
    struct buf form;
    buf_init(&form, FORM_MAX);
    buf_put(&form, row->name);
    for (size_t i = 0; i < row->n_params; i++) {
        const struct param_spec *p = &row->params[i];
        buf_cstr(&form, i == 0 ? "=" : ",");
        if (p->kind == KIND_LITERAL && p->n_choices == 1) {
            buf_put(&form, p->choices[0]);
        } else {
            buf_cstr(&form, p->optional ? "[" : "<");
            buf_put(&form, p->name);
            buf_cstr(&form, p->optional ? "]" : ">");
        }
    }
    sheet_begin(&m->sheet, "Form");
    sheet_verbatim(&m->sheet, buf_slice(&form));
    sheet_end(&m->sheet);
    buf_dispose(&form);
}

static void command_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct command_row *row = command_at(m, i, &d);
    sheet_head(&m->sheet, "command", row->name, d->name);
    sheet_row(&m->sheet, "What", row->what);
    put_form(m, row);
    put_params(m, "Parameters", row->params, row->n_params);
    if (row->payload >= 0 && (size_t)row->payload < row->n_params) {
        sheet_row_f(&m->sheet, "Payload", "as many bytes as %.*s says follow the command's line",
                    SLICE_ARG(row->params[row->payload].name));
    }
    put_common(m, row->meaning, row->confidence, row->source);
}

/* ---- replies ----------------------------------------------------------------------------------- */

static const struct reply_row *reply_at(const struct manual *m, size_t i, const struct dialect **d)
{
    return (const struct reply_row *)topic_row(m->k, i, reply_rows, d);
}

static size_t reply_count(const struct manual *m) { return topic_rows_count(m->k, reply_rows); }

static size_t reply_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    const struct reply_row *row = reply_at(m, i, &d);
    names[0] = slice_trim(row->head);
    names[1] = slice_cstr(is_telling(row->meaning) ? meaning_name(row->meaning) : "");
    return 2;
}

static void reply_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct reply_row *row = reply_at(m, i, &d);
    sheet_head(&m->sheet, "reply", slice_trim(row->head), d->name);
    sheet_row(&m->sheet, "What", row->what);
    put_params(m, "Fields", row->fields, row->n_fields);
    sheet_row_c(&m->sheet, "Failure",
                row->failure ? "yes: this line tells that something failed" : "no");
    sheet_row_c(&m->sheet, "Final", row->final ? "yes: it ends the reply of a command" : "no");
    put_common(m, row->meaning, row->confidence, row->source);
}

/* ---- indications ------------------------------------------------------------------------------- */

static const struct indication_row *indication_at(const struct manual *m, size_t i,
                                                  const struct dialect **d)
{
    return (const struct indication_row *)topic_row(m->k, i, indication_rows, d);
}

static size_t indication_count(const struct manual *m)
{
    return topic_rows_count(m->k, indication_rows);
}

static size_t indication_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    const struct indication_row *row = indication_at(m, i, &d);
    names[0] = row->name;
    names[1] = slice_cstr(is_telling(row->meaning) ? meaning_name(row->meaning) : "");
    return 2;
}

static int indication_number(const struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    return indication_at(m, i, &d)->number;
}

static void indication_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct indication_row *row = indication_at(m, i, &d);
    struct buf name;
    buf_init(&name, FORM_MAX);
    buf_printf(&name, "WIND %d, %.*s", row->number, SLICE_ARG(row->name));
    sheet_head(&m->sheet, "indication", buf_slice(&name), d->name);
    buf_dispose(&name);
    sheet_row(&m->sheet, "What", row->what);
    put_params(m, "Fields", row->fields, row->n_fields);
    sheet_row_c(&m->sheet, "Failure",
                row->failure ? "yes: this line tells that something failed" : "no");
    put_common(m, row->meaning, row->confidence, row->source);
    topic_put_rules_with(m, slice_cstr(meaning_name(row->meaning)));
}

/* ---- variables --------------------------------------------------------------------------------- */

static const struct variable_row *variable_at(const struct manual *m, size_t i,
                                              const struct dialect **d)
{
    return (const struct variable_row *)topic_row(m->k, i, variable_rows, d);
}

static size_t variable_count(const struct manual *m)
{
    return topic_rows_count(m->k, variable_rows);
}

static size_t variable_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    names[0] = variable_at(m, i, &d)->name;
    return 1;
}

static void put_values(struct manual *m, const struct dialect *d, struct slice field)
{
    bool begun = false;
    for (size_t i = 0; i < d->n_enums; i++) {
        if (slice_eq_nocase(d->enums[i].field, field)) {
            if (!begun) {
                sheet_begin(&m->sheet, "Values");
                begun = true;
            }
            sheet_item(&m->sheet, d->enums[i].value, 8, d->enums[i].what);
        }
    }
    sheet_end(&m->sheet);
}

static void variable_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct variable_row *row = variable_at(m, i, &d);
    sheet_head(&m->sheet, "variable", row->name, d->name);
    sheet_row(&m->sheet, "What", row->what);
    sheet_row(&m->sheet, "Group", row->group);
    sheet_row(&m->sheet, "Seen", row->seen);
    put_values(m, d, row->name);
    if (row->secret) {
        sheet_row_c(&m->sheet, "Secret", "yes: reports show its length alone");
    }
    topic_put_sources(m, row->source);
}

const struct manual_topic topics_module[] = {
    {.kind = "command", .count = command_count, .names = command_names, .put = command_put},
    {.kind = "reply", .count = reply_count, .names = reply_names, .put = reply_put},
    {.kind = "indication",
     .numbers = "wind|+wind|indication",
     .bare = true,
     .count = indication_count,
     .names = indication_names,
     .number = indication_number,
     .put = indication_put},
    {.kind = "variable", .count = variable_count, .names = variable_names, .put = variable_put},
};
const size_t topics_module_n = sizeof topics_module / sizeof topics_module[0];
