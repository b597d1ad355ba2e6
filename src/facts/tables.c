/* Questions to the dialect's tables and to the module's variables. */
#include "facts/get.h"

struct value fact_variable(const struct fact_context *c, struct slice name)
{
    const struct session *s = session_of(c);
    for (size_t i = 0; i < s->variables.n; i++) {
        const struct variable *v = ARRAY_AT(&s->variables, struct variable, i);
        if (slice_eq_nocase(v->name, name)) {
            const struct variable_row *row =
                s->dialect != NULL ? dialect_variable(s->dialect, v->name) : NULL;
            struct value value = value_text(v->value, place(&v->at));
            value.secret = row != NULL && row->secret;
            return value;
        }
    }
    return value_unknown(VALUE_TEXT);
}

struct value fact_enum(const struct fact_context *c, struct slice field, struct slice value)
{
    const struct dialect *d = session_of(c)->dialect;
    if (d == NULL) {
        return value_unknown(VALUE_TEXT);
    }
    return text_if_known(dialect_enum(d, field, slice_trim(value)), NULL);
}

struct value fact_limit(const struct fact_context *c, struct slice name)
{
    const struct session *s = session_of(c);
    struct slice version = s->firmware_version.text;
    if (version.n == 0 && s->firmware != NULL) {
        version = s->firmware->version;
    }
    const struct limit_row *row =
        s->dialect != NULL ? dialect_limit(s->dialect, name, version) : NULL;
    return row != NULL ? value_int(row->value, NULL) : value_unknown(VALUE_INT);
}
