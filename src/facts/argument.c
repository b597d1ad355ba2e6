/* Field exchange.bad_value: the first parameter that cannot be one of its command. */
#include "base/buf.h"
#include "facts/get.h"

enum { DESCRIPTION_MAX = 400, SHOWN_MAX = 60, CHOICES_SHOWN = 8 };

/* What is wrong with `value`, or nothing. Numbers may be written in hexadecimal. */
static bool number_is_bad(const struct param_spec *spec, struct slice value, struct buf *out)
{
    bool port = spec->kind == KIND_PORT;
    int64_t min = port ? 0 : spec->min;
    int64_t max = port ? 65535 : spec->max;
    int64_t n = 0;
    enum parse_number outcome = slice_to_i64(slice_trim(value), &n);
    if (outcome == NUMBER_ABSENT) {
        buf_cstr(out, "is no number");
        return true;
    }
    if (outcome == NUMBER_OK && n >= min && n <= max) {
        return false;
    }
    if (min != INT64_MIN && max != INT64_MAX) {
        buf_printf(out, "is not in %lld..%lld", (long long)min, (long long)max);
    } else {
        buf_cstr(out, "is out of range");
    }
    return true;
}

static bool word_is_bad(const struct param_spec *spec, struct slice value, struct buf *out)
{
    bool found = spec->open || spec->n_choices == 0;
    for (size_t i = 0; i < spec->n_choices && !found; i++) {
        found = slice_eq_nocase(spec->choices[i], slice_trim(value));
    }
    if (!found) {
        buf_cstr(out, "is none of ");
        for (size_t i = 0; i < spec->n_choices && i < CHOICES_SHOWN; i++) {
            buf_cstr(out, i > 0 ? " | " : "");
            buf_put(out, spec->choices[i]);
        }
    }
    return !found;
}

static bool is_bad(const struct param_spec *spec, struct slice value, struct buf *out)
{
    switch (spec->kind) {
    case KIND_INTEGER:
    case KIND_PORT:
        return number_is_bad(spec, value, out);
    case KIND_CHOICE:
    case KIND_LITERAL:
        return word_is_bad(spec, value, out);
    case KIND_TEXT:
    case KIND_SECRET:
        break;
    }
    return false;
}

bool fact_bad_value(const struct command_row *command, const struct slice *values, size_t n,
                    struct buf *out)
{
    for (size_t i = 0; i < command->n_params && i < n && i < AT_VALUES_MAX; i++) {
        const struct param_spec *spec = &command->params[i];
        if (values[i].n == 0 || is_masked(values[i])) {
            continue;
        }
        buf_clear(out);
        buf_put(out, spec->name);
        buf_byte(out, ' ');
        buf_put(out, slice_sub(values[i], 0, SHOWN_MAX));
        buf_byte(out, ' ');
        if (is_bad(spec, values[i], out)) {
            return true;
        }
    }
    return false;
}

struct value get_exchange_bad_value(const struct fact_context *c, const struct field *f)
{
    const struct exchange *x = c->settle->exchange;
    if (x == NULL || x->command == NULL) {
        return value_unknown(f->type);
    }
    struct buf text;
    buf_init(&text, DESCRIPTION_MAX);
    bool bad = fact_bad_value(x->command, x->values, x->n_values, &text);
    struct slice copy = arena_copy(c->scratch, bad ? buf_slice(&text) : slice_of(NULL, 0));
    buf_dispose(&text);
    return copy.p != NULL ? value_text(copy, place(&x->at)) : value_unknown(f->type);
}
