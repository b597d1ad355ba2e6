/* Do the tables know a name? Asked when conditions are compiled, so that a slip of the pen does not
 * become a condition that is silently never known. */
#include "base/message.h"
#include "facts/field.h"

enum { NAMES_MAX = 512 }; /* candidates for "did you mean" */

/* Collects names while looking for one of them. */
struct search {
    struct slice wanted;
    struct slice names[NAMES_MAX];
    size_t n;
    bool found;
};

static void consider(struct search *s, struct slice name)
{
    s->found = s->found || slice_eq_nocase(s->wanted, name);
    if (s->n < NAMES_MAX) {
        s->names[s->n++] = name;
    }
}

static bool finish(const struct search *s, struct slice *nearest)
{
    *nearest = s->found ? slice_of(NULL, 0) : nearest_name(s->wanted, s->names, s->n);
    return s->found;
}

static void consider_specs(struct search *s, const struct param_spec *specs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        consider(s, specs[i].name);
    }
}

static void consider_rows(struct search *s, const struct dialect *d, enum meaning m)
{
    for (size_t i = 0; i < d->n_commands; i++) {
        if (d->commands[i].meaning == m) {
            consider_specs(s, d->commands[i].params, d->commands[i].n_params);
        }
    }
    for (size_t i = 0; i < d->n_replies; i++) {
        if (d->replies[i].meaning == m) {
            consider_specs(s, d->replies[i].fields, d->replies[i].n_fields);
        }
    }
    for (size_t i = 0; i < d->n_indications; i++) {
        if (d->indications[i].meaning == m) {
            consider_specs(s, d->indications[i].fields, d->indications[i].n_fields);
        }
    }
}

bool fact_knows_value(const struct knowledge *k, enum meaning m, struct slice name,
                      struct slice *nearest)
{
    struct search s = {.wanted = name};
    /* An answer that lost its "On:" has the values of one that did not. */
    m = m == M_BARE_SOCKET_REPLY ? M_SOCKET_OPENED : m;
    consider(&s, SLICE("number"));
    consider(&s, SLICE("line"));
    consider(&s, SLICE("text"));
    for (size_t i = 0; i < k->n_dialects; i++) {
        consider_rows(&s, &k->dialects[i], m);
    }
    return finish(&s, nearest);
}

bool fact_knows_variable(const struct knowledge *k, struct slice name, struct slice *nearest)
{
    struct search s = {.wanted = name};
    for (size_t i = 0; i < k->n_dialects; i++) {
        for (size_t v = 0; v < k->dialects[i].n_variables; v++) {
            consider(&s, k->dialects[i].variables[v].name);
        }
    }
    return finish(&s, nearest);
}

bool fact_knows_limit(const struct knowledge *k, struct slice name, struct slice *nearest)
{
    struct search s = {.wanted = name};
    for (size_t i = 0; i < k->n_dialects; i++) {
        for (size_t l = 0; l < k->dialects[i].n_limits; l++) {
            consider(&s, k->dialects[i].limits[l].name);
        }
    }
    return finish(&s, nearest);
}

bool fact_knows_enum(const struct knowledge *k, struct slice field, struct slice *nearest)
{
    struct search s = {.wanted = field};
    for (size_t i = 0; i < k->n_dialects; i++) {
        for (size_t e = 0; e < k->dialects[i].n_enums; e++) {
            consider(&s, k->dialects[i].enums[e].field);
        }
    }
    return finish(&s, nearest);
}
