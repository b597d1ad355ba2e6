#include "tui/typed.h"

struct typed typed_read(struct slice line)
{
    struct typed t = {.line = line};
    size_t equals = slice_find_byte(line, '=', 0);
    t.name = slice_trim(slice_sub(line, 0, equals));
    t.has_parameters = equals < line.n;
    struct slice rest = slice_from(line, equals + 1);
    bool more = t.has_parameters;
    while (more && t.n_parameters < SPW_PARAMETERS_MAX) {
        more = slice_split(rest, ',', &t.parameters[t.n_parameters++], &rest);
    }
    return t;
}

bool typed_is_fixed(const struct spw_parameter *p) { return p->n_choices == 1 && !p->open; }

/* The last parameter is still being typed: its beginning is enough. */
static bool fits(const struct typed *t, const struct spw_command_help *help)
{
    for (size_t p = 0; p < t->n_parameters && p < help->n_parameters; p++) {
        if (!typed_is_fixed(&help->parameters[p])) {
            continue;
        }
        struct slice word = help->parameters[p].choices[0];
        bool good = p + 1 == t->n_parameters ? slice_starts_nocase(word, t->parameters[p])
                                             : slice_eq_nocase(word, t->parameters[p]);
        if (!good) {
            return false;
        }
    }
    return true;
}

bool typed_variant(const struct typed *t, const struct spw_knowledge *k, struct slice dialect,
                   size_t *i, struct spw_command_help *out)
{
    while (spw_command_help_at(k, dialect, (*i)++, out)) {
        bool named = t->has_parameters ? slice_eq_nocase(out->name, t->name)
                                       : slice_starts_nocase(out->name, t->name);
        if (named && (!t->has_parameters || fits(t, out))) {
            return true;
        }
    }
    return false;
}

bool typed_payload(const struct typed *t, const struct spw_knowledge *k, struct slice dialect,
                   struct spw_command_help *out, size_t *place)
{
    size_t i = 0;
    while (t->has_parameters && typed_variant(t, k, dialect, &i, out)) {
        for (size_t p = 0; p < out->n_parameters; p++) {
            if (out->parameters[p].payload_length && t->n_parameters >= p) {
                *place = p;
                return true;
            }
        }
    }
    return false;
}

void typed_put_with(const struct typed *t, size_t place, struct slice value, struct buf *out)
{
    size_t n = place < t->n_parameters ? t->n_parameters : place + 1;
    buf_put(out, t->name);
    for (size_t p = 0; p < n; p++) {
        buf_byte(out, p == 0 ? '=' : ',');
        buf_put(out, p == place            ? value
                     : p < t->n_parameters ? t->parameters[p]
                                           : slice_of(NULL, 0));
    }
}
