#include "tui/payload.h"

#include "tui/app.h"

enum { FILE_BYTES_MAX = 1024 * 1024 };

void payload_init(struct payload *p)
{
    buf_init(&p->bytes, PAYLOAD_MAX);
    buf_init(&p->words, PAYLOAD_WORDS_MAX);
    buf_init(&p->warning, PAYLOAD_WORDS_MAX);
}

void payload_dispose(struct payload *p)
{
    buf_dispose(&p->bytes);
    buf_dispose(&p->words);
    buf_dispose(&p->warning);
}

void payload_clear(struct payload *p)
{
    buf_clear(&p->bytes);
    buf_clear(&p->words);
    buf_clear(&p->warning);
}

/* ---- certificates and keys ------------------------------------------------------------------------------- */

static void describe(struct payload *p, const struct spw_judgement *j)
{
    const struct spw_object *o = &j->objects[0];
    buf_cstr(&p->words, ": ");
    buf_put(&p->words, o->what);
    for (size_t i = 0; i < o->n_facts; i++) {
        if (slice_eq(slice_cstr(o->facts[i].key), SLICE("subject"))) {
            buf_cstr(&p->words, ", ");
            buf_put(&p->words, o->facts[i].text);
        }
    }
    for (size_t i = 0; i < o->n_verdicts && p->warning.n == 0; i++) {
        if (o->verdicts[i].severity == SPW_ERROR) {
            buf_put(&p->warning, slice_sub(o->verdicts[i].text, 0, PAYLOAD_WORDS_MAX));
        }
    }
}

/* The first reason that the tool has for not loading it. */
static void say_unfit(const struct spw_judgement *j, struct buf *why)
{
    for (size_t i = 0; j != NULL && i < j->n_objects; i++) {
        for (size_t v = 0; v < j->objects[i].n_verdicts; v++) {
            buf_put(why, j->objects[i].verdicts[v].text);
            return;
        }
    }
    buf_cstr(why, "it holds no certificate or key that goes there");
}

static bool convert(struct payload *p, struct app *a, struct slice slot, struct slice name,
                    struct slice file, struct buf *why)
{
    struct spw_material *m = NULL;
    struct spw_material_options o = {.dialect = app_report(a)->dialect,
                                     .slot = slot,
                                     .now = a->options != NULL ? a->options->now : TIME_NONE};
    const struct spw_judgement *j = NULL;
    enum spw_status status = spw_material_new(&m, a->watch->knowledge, &o);
    if (status == SPW_OK) {
        status = spw_material_add(m, name, file);
    }
    if (status == SPW_OK) {
        j = spw_material_judge(m);
        status = j == NULL ? SPW_NO_MEMORY : SPW_OK;
    }
    if (status == SPW_OK && j->n_objects > 1) {
        buf_printf(why, "it holds %zu certificates and keys; the module takes one at a time",
                   j->n_objects);
        status = SPW_INVALID;
    } else if (status == SPW_OK) {
        status = spw_material_write(m, SPW_LOAD_BYTES, &p->bytes);
        if (status == SPW_OK && p->bytes.n > 0) {
            buf_printf(&p->words, "%zu bytes of %.*s", p->bytes.n, SLICE_ARG(name));
            describe(p, j);
        } else {
            say_unfit(j, why);
            status = SPW_INVALID;
        }
    } else {
        buf_cstr(why, "it cannot be made ready for loading");
    }
    spw_material_free(m);
    return status == SPW_OK;
}

/* ---- any file ----------------------------------------------------------------------------------------------- */

/* A key identifier by itself is loaded as it is. */
static bool is_material(struct slice file)
{
    enum { IDENTIFIER_BYTES = 32 };
    return file.n > IDENTIFIER_BYTES;
}

bool payload_read(struct payload *p, struct app *a, const struct spw_command_help *command,
                  struct slice first, struct slice path, struct buf *why)
{
    struct buf file;
    bool good = false;
    payload_clear(p);
    if (a->actions.read_file == NULL) {
        buf_cstr(why, "no file can be read here");
        return false;
    }
    buf_init(&file, FILE_BYTES_MAX);
    enum spw_status status = a->actions.read_file(a->actions.context, path, &file, why);
    if (status != SPW_OK || file.n == 0) {
        buf_cstr(why, why->n == 0 ? "the file is empty" : "");
    } else if (slice_eq(command->meaning, SLICE("store-load")) && is_material(buf_slice(&file))) {
        good = convert(p, a, first, path, buf_slice(&file), why);
    } else if (file.n > PAYLOAD_MAX) {
        buf_printf(why, "it has %zu bytes; at most %d can be sent at once", file.n, PAYLOAD_MAX);
    } else {
        buf_put(&p->bytes, buf_slice(&file));
        buf_printf(&p->words, "%zu bytes of %.*s, as they are", file.n, SLICE_ARG(path));
        good = true;
    }
    buf_dispose(&file);
    return good;
}
