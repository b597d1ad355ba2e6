#include "knowledge/param.h"

enum { PARAMS_MAX = 24, CHOICES_MAX = 24, PORT_MAX = 65535 };

static bool is_name(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_lower(s.p[i]) && !ascii_digit(s.p[i]) && s.p[i] != '_') {
            return false;
        }
    }
    return s.n != 0 && ascii_lower(s.p[0]);
}

static bool parse_range(struct slice range, struct param_spec *spec)
{
    size_t dots = slice_find(range, SLICE(".."), 0);
    struct slice low = slice_sub(range, 0, dots);
    struct slice high = slice_from(range, dots + 2);
    if (dots == range.n || (low.n != 0 && slice_to_i64(low, &spec->min) != NUMBER_OK) ||
        (high.n != 0 && slice_to_i64(high, &spec->max) != NUMBER_OK)) {
        return false;
    }
    return spec->min <= spec->max;
}

/* "0|1|2"; a lone star allows other words too. */
static enum spw_status parse_choices(struct slice list, struct arena *perm, struct param_spec *spec)
{
    struct slice words[CHOICES_MAX];
    size_t n = 0;
    struct slice word = {NULL, 0};
    for (bool more = true; more;) {
        more = slice_split(list, '|', &word, &list);
        if (word.n == 0 || n == CHOICES_MAX) {
            return SPW_INVALID;
        }
        if (slice_eq(word, SLICE("*"))) {
            spec->open = true;
        } else {
            words[n++] = word;
        }
    }
    struct slice *choices = ARENA_ARRAY(perm, n, struct slice);
    if (choices == NULL) {
        return SPW_NO_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        choices[i] = words[i];
    }
    spec->choices = choices;
    spec->n_choices = n;
    return SPW_OK;
}

static enum spw_status parse_literal(struct slice word, struct arena *perm, struct param_spec *spec)
{
    if (slice_find_byte(word, '|', 0) < word.n) {
        return SPW_INVALID;
    }
    return parse_choices(word, perm, spec);
}

/* The types without an argument; `int` may have one. */
static bool plain_kind(struct slice type, struct param_spec *spec)
{
    if (slice_eq(type, SLICE("text"))) {
        spec->kind = KIND_TEXT;
    } else if (slice_eq(type, SLICE("int"))) {
        spec->kind = KIND_INTEGER;
    } else if (slice_eq(type, SLICE("secret"))) {
        spec->kind = KIND_SECRET;
    } else if (slice_eq(type, SLICE("port"))) {
        spec->kind = KIND_PORT;
        spec->min = 1;
        spec->max = PORT_MAX;
    } else {
        return false;
    }
    return true;
}

static enum spw_status parse_type(struct slice type, struct arena *perm, struct param_spec *spec)
{
    struct slice name = {NULL, 0};
    struct slice argument = {NULL, 0};
    if (!slice_split(type, '(', &name, &argument)) {
        return plain_kind(type, spec) ? SPW_OK : SPW_INVALID;
    }
    if (!slice_ends(argument, SLICE(")"))) {
        return SPW_INVALID;
    }
    argument = slice_sub(argument, 0, argument.n - 1);
    if (slice_eq(name, SLICE("int"))) {
        spec->kind = KIND_INTEGER;
        return parse_range(argument, spec) ? SPW_OK : SPW_INVALID;
    }
    if (slice_eq(name, SLICE("choice"))) {
        spec->kind = KIND_CHOICE;
        return parse_choices(argument, perm, spec);
    }
    if (slice_eq(name, SLICE("literal"))) {
        spec->kind = KIND_LITERAL;
        return parse_literal(argument, perm, spec);
    }
    return SPW_INVALID;
}

static enum spw_status refuse(struct param_fault *fault, struct slice at, const char *what)
{
    fault->what = what;
    fault->at = at;
    return SPW_INVALID;
}

static enum spw_status parse_param(struct slice text, const struct map *ids, struct arena *perm,
                                   struct param_spec *spec, struct param_fault *fault)
{
    struct slice type = {NULL, 0};
    uint32_t id = P_NONE;
    if (slice_starts(text, SLICE("["))) {
        if (!slice_ends(text, SLICE("]"))) {
            return refuse(fault, text, "the bracket of an optional parameter is not closed");
        }
        spec->optional = true;
        text = slice_sub(text, 1, text.n - 2);
    }
    bool typed = slice_split(text, ':', &spec->name, &type);
    if (!is_name(spec->name)) {
        return refuse(fault, text, "a parameter's name has lower-case letters, digits and _");
    }
    spec->id = map_get(ids, spec->name, &id) ? (enum param)id : P_NONE;
    spec->min = INT64_MIN;
    spec->max = INT64_MAX;
    enum spw_status status = typed ? parse_type(type, perm, spec) : SPW_OK;
    if (status == SPW_INVALID) {
        return refuse(fault, type, "not a type of a parameter");
    }
    return status;
}

static bool name_is_taken(const struct param_spec *specs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (slice_eq(specs[i].name, specs[n].name)) {
            return true;
        }
    }
    return false;
}

static size_t count_params(struct slice text)
{
    size_t n = text.n == 0 ? 0 : 1;
    for (size_t i = 0; i < text.n; i++) {
        n += text.p[i] == ',' ? 1 : 0;
    }
    return n;
}

enum spw_status params_parse(struct slice text, const struct map *ids, struct arena *perm,
                             const struct param_spec **out, size_t *n, struct param_fault *fault)
{
    size_t count = count_params(text);
    struct slice one = {NULL, 0};
    struct slice rest = text;
    *out = NULL;
    *n = 0;
    if (count > PARAMS_MAX) {
        return refuse(fault, text, "too many parameters");
    }
    struct param_spec *specs = ARENA_ARRAY(perm, count, struct param_spec);
    if (specs == NULL) {
        return SPW_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        (void)slice_split(rest, ',', &one, &rest);
        enum spw_status status = parse_param(one, ids, perm, &specs[i], fault);
        if (status != SPW_OK) {
            return status;
        }
        if (name_is_taken(specs, i)) {
            return refuse(fault, one, "two parameters have the same name");
        }
    }
    *out = specs;
    *n = count;
    return SPW_OK;
}
