/* Cutting the fields out of a line of the module: dialect_fields. */
#include "knowledge/dialect.h"

static struct slice none(void) { return slice_of(NULL, 0); }

/* ---- with a form ------------------------------------------------------------------------------ */

static size_t index_of(const struct param_spec *fields, size_t n, struct slice name)
{
    size_t i = 0;
    while (i < n && !slice_eq(fields[i].name, name)) {
        i++;
    }
    return i;
}

static struct slice skip_blanks(struct slice s)
{
    while (s.n != 0 && ascii_space(s.p[0])) {
        s = slice_from(s, 1);
    }
    return s;
}

/* Offset of the first `part` in `s` without case; s.n + 1 when there is none. */
static size_t find_nocase(struct slice s, struct slice part)
{
    for (size_t i = 0; i + part.n <= s.n; i++) {
        if (slice_starts_nocase(slice_from(s, i), part)) {
            return i;
        }
    }
    return s.n + 1;
}

/* The form's text up to its next brace. */
static struct slice take_literal(struct slice *form)
{
    size_t end = slice_find_byte(*form, '{', 0);
    struct slice literal = slice_sub(*form, 0, end);
    *form = slice_from(*form, end);
    return literal;
}

/* What stands between the brace at the form's beginning and its end. */
static struct slice take_brace(struct slice *form)
{
    size_t end = slice_find_byte(*form, '}', 0);
    struct slice name = slice_sub(*form, 1, end - 1);
    *form = slice_from(*form, end + 1);
    return name;
}

/* The value of a field: up to where the form goes on, or to the end. */
static bool take_value(struct slice *form, struct slice *text, struct slice *value)
{
    struct slice rest = *form;
    struct slice stop = take_literal(&rest);
    if (stop.n == 0 && slice_starts(rest, SLICE("{ }"))) {
        stop = SLICE(" ");
        rest = *form;
    }
    size_t end = stop.n == 0 ? text->n : find_nocase(*text, stop);
    if (end > text->n) {
        return false;
    }
    *value = slice_trim(slice_sub(*text, 0, end));
    bool literal = rest.n != form->n;
    *text = slice_from(*text, literal ? end + stop.n : end);
    *form = rest;
    return true;
}

static bool match_form(const struct param_spec *fields, size_t n, struct slice form,
                       struct slice text, struct slice *out)
{
    struct slice literal = take_literal(&form);
    if (!slice_starts_nocase(text, literal)) {
        return false;
    }
    text = slice_from(text, literal.n);
    while (form.n != 0) {
        struct slice name = take_brace(&form);
        struct slice value = none();
        if (slice_eq(name, SLICE(" "))) {
            text = skip_blanks(text);
            literal = take_literal(&form);
            if (!slice_starts_nocase(text, literal)) {
                return false;
            }
            text = slice_from(text, literal.n);
            continue;
        }
        if (!take_value(&form, &text, &value)) {
            return false;
        }
        size_t i = index_of(fields, n, name);
        if (i < n) {
            out[i] = value;
        }
    }
    return true;
}

/* ---- without a form --------------------------------------------------------------------------- */

/* What stands behind the head: "...:rest", "... (rest)" or "... rest". p NULL when nothing does. */
static struct slice behind_head(struct slice text, struct slice head)
{
    struct slice rest = none();
    if (slice_starts_nocase(text, head)) {
        rest = slice_from(text, head.n);
    } else {
        size_t colon = slice_find_byte(text, ':', 0);
        size_t bracket = slice_find_byte(text, '(', 0);
        rest = slice_from(text, colon < bracket ? colon : bracket);
    }
    if (rest.n != 0 && rest.p[0] == ':') {
        return slice_from(rest, 1);
    }
    rest = slice_trim(rest);
    size_t close = slice_find_byte(rest, ')', 0);
    if (rest.n != 0 && rest.p[0] == '(' && close < rest.n) {
        return slice_sub(rest, 1, close - 1);
    }
    return rest.n == 0 ? none() : rest;
}

static size_t count_pieces(struct slice rest)
{
    size_t n = rest.p == NULL ? 0 : 1;
    for (size_t i = 0; i < rest.n; i++) {
        n += rest.p[i] == ':' ? 1 : 0;
    }
    return n;
}

static size_t count_required(const struct param_spec *fields, size_t n)
{
    size_t required = 0;
    for (size_t i = 0; i < n; i++) {
        required += fields[i].optional ? 0 : 1;
    }
    return required;
}

/* The field to which surplus pieces belong. */
static size_t greedy_field(const struct param_spec *fields, size_t n)
{
    for (size_t i = n; i > 0; i--) {
        if (fields[i - 1].kind == KIND_TEXT || fields[i - 1].kind == KIND_SECRET) {
            return i - 1;
        }
    }
    return n - 1;
}

/* Takes `pieces` pieces off the front, with the colons between them. */
static struct slice take_pieces(struct slice *rest, size_t pieces)
{
    size_t end = slice_find_byte(*rest, ':', 0);
    for (; pieces > 1 && end < rest->n; pieces--) {
        end = slice_find_byte(*rest, ':', end + 1);
    }
    struct slice taken = slice_sub(*rest, 0, end);
    *rest = slice_from(*rest, end + 1);
    return slice_trim(taken);
}

static void cut_pieces(const struct param_spec *fields, size_t n, struct slice rest,
                       struct slice *out)
{
    size_t pieces = count_pieces(rest);
    size_t required = count_required(fields, n);
    size_t spare = pieces > required ? pieces - required : 0; /* for optional fields */
    size_t surplus = pieces > n ? pieces - n : 0;
    size_t greedy = greedy_field(fields, n);
    for (size_t i = 0; i < n && pieces > 0; i++) {
        if (fields[i].optional && spare == 0) {
            continue;
        }
        spare -= fields[i].optional ? 1 : 0;
        size_t take = i == greedy ? 1 + surplus : 1;
        out[i] = take_pieces(&rest, take);
        pieces -= take;
    }
}

size_t dialect_fields(const struct param_spec *fields, size_t n, struct slice head,
                      struct slice form, struct slice text, struct slice *out)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        out[i] = none();
    }
    text = slice_trim(text);
    if (n != 0 && (form.n == 0 || !match_form(fields, n, form, text, out))) {
        for (size_t i = 0; i < n; i++) {
            out[i] = none();
        }
        cut_pieces(fields, n, behind_head(text, head), out);
    }
    for (size_t i = 0; i < n; i++) {
        found += out[i].p != NULL ? 1 : 0;
    }
    return found;
}
