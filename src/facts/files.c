/* Files of the module that hold certificates. How they must be named stands in the dialect's table of
 * the store: "tls.cert", or "<key-id>.ca" for a name that begins with something else each time. */
#include "facts/get.h"

/* Names are printed with the volume or folder in front. */
static struct slice base_name(struct slice name)
{
    size_t from = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '/' || name.p[i] == '\\' || name.p[i] == ':') {
            from = i + 1;
        }
    }
    return slice_trim(slice_from(name, from));
}

/* "<key-id>.ca" -> ".ca" */
static struct slice fixed_part(struct slice form)
{
    size_t end = slice_find_byte(form, '>', 0);
    return end < form.n ? slice_from(form, end + 1) : slice_of(NULL, 0);
}

static bool name_has_form(struct slice name, struct slice form)
{
    struct slice tail = fixed_part(form);
    if (tail.n == 0) {
        return form.n > 0 && slice_eq_nocase(name, form);
    }
    return name.n > tail.n && slice_eq_nocase(slice_from(name, name.n - tail.n), tail);
}

static bool is_file_of(const struct dialect *d, enum store_slot slot, struct slice name)
{
    for (size_t i = 0; i < d->n_store; i++) {
        if (d->store[i].slot == slot && name_has_form(base_name(name), d->store[i].file)) {
            return true;
        }
    }
    return false;
}

/* The name mentioned last that is one for the slot, or NULL. */
static const struct text_fact *file_of(const struct fact_context *c, enum store_slot slot)
{
    const struct session *s = session_of(c);
    for (size_t i = s->file_names.n; s->dialect != NULL && i > 0; i--) {
        const struct text_fact *t = ARRAY_AT(&s->file_names, struct text_fact, i - 1);
        if (is_file_of(s->dialect, slot, t->text)) {
            return t;
        }
    }
    return NULL;
}

struct value get_files_ca_name(const struct fact_context *c, const struct field *f)
{
    const struct text_fact *t = file_of(c, SLOT_CA);
    return t != NULL ? value_text(base_name(t->text), place(&t->at)) : value_unknown(f->type);
}

struct value get_files_ca_is_key_id(const struct fact_context *c, const struct field *f)
{
    const struct text_fact *t = file_of(c, SLOT_CA);
    if (t == NULL || is_masked(t->text)) {
        return value_unknown(f->type);
    }
    struct slice stem = base_name(t->text);
    stem = slice_sub(stem, 0, slice_find_byte(stem, '.', 0));
    struct x509_id id;
    return value_bool(x509_id_parse(stem, &id), place(&t->at));
}

/* A file that no line mentions may be there all the same, unless the files were listed. */
struct value get_files_mentioned(const struct fact_context *c, const struct field *f)
{
    const struct text_fact *t = file_of(c, (enum store_slot)f->a);
    if (t != NULL) {
        return value_bool(true, place(&t->at));
    }
    const struct tally_entry *listed = tally_find(&session_of(c)->trace, M_FILE_ENTRY);
    return listed != NULL ? value_bool(false, place(&listed->last->mark)) : value_unknown(f->type);
}
