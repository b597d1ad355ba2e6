/* How the module prints: rows of the dialect, found by meaning, with their fields. */
#include "twin/state.h"

struct slice behaviour(const struct twin *t, enum situation when)
{
    return dialect_behaviour_text(t->dialect, when);
}

int64_t behaviour_number(const struct twin *t, enum situation when)
{
    return dialect_behaviour_number(t->dialect, when, 0);
}

struct slice number_text(struct twin *t, int64_t number)
{
    struct buf b;
    buf_init(&b, 32);
    buf_i64(&b, number);
    struct slice copy = arena_copy(&t->scratch, buf_slice(&b));
    buf_dispose(&b);
    return copy;
}

/* ---- lines ------------------------------------------------------------------------------------------------ */

/* {name} becomes the field of this name, { } a blank. */
static void put_form(struct buf *out, struct slice form, const struct param_spec *specs,
                     const struct slice *fields, size_t n)
{
    while (form.n > 0) {
        struct slice text, rest, name;
        bool braces = slice_split(form, '{', &text, &rest);
        buf_put(out, text);
        form = rest;
        if (!braces) {
            return;
        }
        (void)slice_split(form, '}', &name, &form);
        if (slice_eq(name, SLICE(" "))) {
            buf_byte(out, ' ');
        }
        for (size_t i = 0; i < n; i++) {
            if (slice_eq(specs[i].name, name)) {
                buf_put(out, fields[i]);
            }
        }
    }
}

static void put_line(struct buf *out, struct slice head, struct slice form,
                     const struct param_spec *specs, size_t n_specs, const struct slice *fields,
                     size_t n)
{
    n = n < n_specs ? n : n_specs;
    if (form.n > 0) {
        put_form(out, form, specs, fields, n);
        return;
    }
    buf_put(out, head);
    for (size_t i = 0; i < n; i++) {
        buf_byte(out, ':');
        buf_put(out, fields[i]);
    }
}

static const struct reply_row *reply_row(const struct dialect *d, enum meaning m)
{
    for (size_t i = 0; i < d->n_replies; i++) {
        if (d->replies[i].meaning == m) {
            return &d->replies[i];
        }
    }
    return NULL;
}

static void put_reply(struct twin *t, enum meaning m, const char *mark, const struct slice *fields,
                      size_t n)
{
    const struct reply_row *row = reply_row(t->dialect, m);
    if (row != NULL) {
        buf_cstr(&t->out, mark);
        put_line(&t->out, row->head, row->form, row->fields, row->n_fields, fields, n);
        buf_cstr(&t->out, "\r\n");
    }
}

void say_reply(struct twin *t, enum meaning m, const struct slice *fields, size_t n)
{
    put_reply(t, m, "AT-S.", fields, n);
}

void say_bare(struct twin *t, enum meaning m, const struct slice *fields, size_t n)
{
    put_reply(t, m, "", fields, n);
}

/* console_wind_off_low masks the numbers 0 to 31, and so on. */
static bool masked(const struct twin *t, int number)
{
    static const struct slice masks[] = {SLICE_INIT("console_wind_off_low"),
                                         SLICE_INIT("console_wind_off_medium"),
                                         SLICE_INIT("console_wind_off_high")};
    size_t word = (size_t)number / 32;
    return word < sizeof masks / sizeof masks[0] &&
           ((setting_number(t, masks[word], 0) >> (number % 32)) & 1) != 0;
}

void say_indication(struct twin *t, enum meaning m, const struct slice *fields, size_t n)
{
    for (size_t i = 0; i < t->dialect->n_indications; i++) {
        const struct indication_row *row = &t->dialect->indications[i];
        if (row->meaning != m) {
            continue;
        }
        if (!masked(t, row->number)) {
            buf_printf(&t->out, "\r\n+WIND:%d:", row->number);
            put_line(&t->out, row->name, row->form, row->fields, row->n_fields, fields, n);
            buf_cstr(&t->out, "\r\n");
        }
        return;
    }
}

/* ---- final replies ------------------------------------------------------------------------------------------- */

void say_ok(struct twin *t)
{
    say_reply(t, M_OK, NO_FIELDS);
    t->busy = false;
}

/* console_errs chooses how much of it is printed: 0 the word, 1 the number, 2 the text too. */
void say_error(struct twin *t, enum situation when)
{
    const struct error_row *row = dialect_error(t->dialect, (int)behaviour_number(t, when));
    size_t n = (size_t)setting_number(t, SLICE("console_errs"), 2);
    if (row != NULL) {
        struct slice fields[] = {number_text(t, row->number), row->text};
        say_reply(t, M_ERROR, fields, n < 2 ? n : 2);
    } else {
        say_reply(t, M_ERROR, NO_FIELDS);
    }
    t->busy = false;
}

void say_certificate_error(struct twin *t, enum situation when)
{
    say_reply(t, M_CERTIFICATE_ERROR, FIELDS(behaviour(t, when)));
}
