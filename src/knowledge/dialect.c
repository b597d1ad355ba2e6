#include "knowledge/dialect.h"

/* ---- commands --------------------------------------------------------------------------------- */

const struct command_row *dialect_command(const struct dialect *d, struct slice name)
{
    uint32_t i = 0;
    return map_get(&d->command_map, name, &i) ? &d->commands[i] : NULL;
}

static bool value_fits(const struct param_spec *spec, struct slice value)
{
    bool closed = (spec->kind == KIND_CHOICE || spec->kind == KIND_LITERAL) && !spec->open;
    if (!closed || (spec->optional && value.n == 0)) {
        return true;
    }
    for (size_t i = 0; i < spec->n_choices; i++) {
        if (slice_eq_nocase(spec->choices[i], value)) {
            return true;
        }
    }
    return false;
}

static bool words_fit(const struct command_row *row, const struct slice *params, size_t n)
{
    for (size_t i = 0; i < row->n_params; i++) {
        if (i >= n) {
            return row->params[i].kind != KIND_LITERAL || row->params[i].optional;
        }
        if (!value_fits(&row->params[i], params[i])) {
            return false;
        }
    }
    return true;
}

const struct command_row *dialect_variant(const struct command_row *first,
                                          const struct slice *params, size_t n)
{
    const struct command_row *fitting = NULL;
    for (const struct command_row *row = first; row != NULL; row = row->next) {
        if (!words_fit(row, params, n)) {
            continue;
        }
        if (n >= row->n_required && n <= row->n_params) {
            return row;
        }
        fitting = fitting == NULL ? row : fitting;
    }
    return fitting;
}

/* ---- lines ------------------------------------------------------------------------------------ */

const struct reply_row *dialect_reply(const struct dialect *d, struct slice head)
{
    uint32_t i = 0;
    return map_get(&d->reply_map, slice_trim(head), &i) ? &d->replies[i] : NULL;
}

/* True when no word of `text` is cut at `n`. */
static bool ends_word(struct slice text, size_t n)
{
    return n >= text.n || !ascii_alnum(text.p[n]) || (n > 0 && !ascii_alnum(text.p[n - 1]));
}

const struct reply_row *dialect_reply_by_text(const struct dialect *d, struct slice text)
{
    const struct reply_row *best = NULL;
    for (size_t i = 0; i < d->n_replies; i++) {
        const struct reply_row *row = &d->replies[i];
        bool longer = best == NULL || row->head.n > best->head.n;
        if (longer && slice_starts_nocase(text, row->head) && ends_word(text, row->head.n)) {
            best = row;
        }
    }
    return best;
}

const struct indication_row *dialect_indication(const struct dialect *d, int number)
{
    bool inside = number >= 0 && (size_t)number < sizeof d->indication_of / sizeof(void *);
    return inside ? d->indication_of[number] : NULL;
}

/* How many bytes of `text` spell `name` when case and blanks do not count; 0 when it does not. */
static size_t loose_prefix(struct slice text, struct slice name)
{
    size_t at = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == ' ') {
            continue;
        }
        while (at < text.n && text.p[at] == ' ') {
            at++;
        }
        if (at == text.n || ascii_fold(text.p[at]) != ascii_fold(name.p[i])) {
            return 0;
        }
        at++;
    }
    return ends_word(text, at) ? at : 0;
}

const struct indication_row *dialect_indication_by_text(const struct dialect *d, struct slice text)
{
    const struct indication_row *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < d->n_indications; i++) {
        size_t n = loose_prefix(text, d->indications[i].name);
        if (n > longest) {
            longest = n;
            best = &d->indications[i];
        }
    }
    return best;
}

/* ---- errors ----------------------------------------------------------------------------------- */

const struct error_row *dialect_error(const struct dialect *d, int number)
{
    for (size_t i = 0; number >= 0 && i < d->n_errors; i++) {
        if (d->errors[i].number == number) {
            return &d->errors[i];
        }
    }
    return NULL;
}

const struct error_row *dialect_error_by_text(const struct dialect *d, struct slice text)
{
    const struct error_row *best = NULL;
    text = slice_trim(text);
    for (size_t i = 0; i < d->n_errors; i++) {
        const struct error_row *row = &d->errors[i];
        bool longer = best == NULL || row->text.n > best->text.n;
        if (longer && slice_starts_nocase(text, row->text) && ends_word(text, row->text.n)) {
            best = row;
        }
    }
    return best;
}

const struct tls_error_row *dialect_tls_error(const struct dialect *d, int number)
{
    for (size_t i = 0; i < d->n_tls_errors; i++) {
        if (d->tls_errors[i].number == number) {
            return &d->tls_errors[i];
        }
    }
    return NULL;
}

/* ---- what a simulated module does ---------------------------------------------------------------- */

const struct behaviour_row *dialect_behaviour(const struct dialect *d, enum situation when)
{
    for (size_t i = 0; i < d->n_behaviour; i++) {
        if (d->behaviour[i].situation == when) {
            return &d->behaviour[i];
        }
    }
    return NULL;
}

struct slice dialect_behaviour_text(const struct dialect *d, enum situation when)
{
    const struct behaviour_row *row = dialect_behaviour(d, when);
    return row != NULL ? row->value : slice_of(NULL, 0);
}

int64_t dialect_behaviour_number(const struct dialect *d, enum situation when, int64_t otherwise)
{
    int64_t number = otherwise;
    return slice_to_i64(dialect_behaviour_text(d, when), &number) == NUMBER_OK ? number : otherwise;
}

/* ---- variables, values, limits ------------------------------------------------------------------ */

/* "0.rx_rssi" of a dump is the variable rx_rssi of peer 0. */
static struct slice without_peer(struct slice name)
{
    size_t n = 0;
    while (n < name.n && ascii_digit(name.p[n])) {
        n++;
    }
    return n > 0 && n < name.n && name.p[n] == '.' ? slice_from(name, n + 1) : name;
}

const struct variable_row *dialect_variable(const struct dialect *d, struct slice name)
{
    uint32_t i = 0;
    return map_get(&d->variable_map, without_peer(name), &i) ? &d->variables[i] : NULL;
}

struct slice dialect_enum(const struct dialect *d, struct slice field, struct slice value)
{
    struct slice other = {NULL, 0};
    for (size_t i = 0; i < d->n_enums; i++) {
        const struct enum_row *row = &d->enums[i];
        if (!slice_eq(row->field, field)) {
            continue;
        }
        if (slice_eq(row->value, value)) {
            return row->what;
        }
        other = slice_eq(row->value, SLICE("*")) ? row->what : other;
    }
    return other;
}

/* Compares as many parts as `end` has: 1.0.3 is equal to the end 1.0. */
static int version_cmp(struct slice version, struct slice end)
{
    struct slice a = {NULL, 0};
    struct slice b = {NULL, 0};
    for (bool more = true; more;) {
        uint64_t x = 0;
        uint64_t y = 0;
        (void)slice_split(version, '.', &a, &version);
        more = slice_split(end, '.', &b, &end);
        if (slice_to_u64(a, UINT32_MAX, &x) != NUMBER_OK) {
            x = 0;
        }
        if (slice_to_u64(b, UINT32_MAX, &y) != NUMBER_OK) {
            y = 0;
        }
        if (x != y) {
            return x < y ? -1 : 1;
        }
    }
    return 0;
}

static bool limit_holds(const struct limit_row *row, struct slice version)
{
    if (version.n == 0) {
        return true;
    }
    return (row->firmware_from.n == 0 || version_cmp(version, row->firmware_from) >= 0) &&
           (row->firmware_to.n == 0 || version_cmp(version, row->firmware_to) <= 0);
}

const struct limit_row *dialect_limit(const struct dialect *d, struct slice name,
                                      struct slice version)
{
    const struct limit_row *best = NULL;
    for (size_t i = 0; i < d->n_limits; i++) {
        const struct limit_row *row = &d->limits[i];
        if (slice_eq(row->name, name) && limit_holds(row, version) &&
            (best == NULL || row->value < best->value)) {
            best = row;
        }
    }
    return best;
}

const struct firmware_row *dialect_firmware(const struct dialect *d, struct slice build)
{
    const struct firmware_row *best = NULL;
    for (size_t i = 0; i < d->n_firmwares; i++) {
        const struct firmware_row *row = &d->firmwares[i];
        if (slice_starts(build, row->build) && ends_word(build, row->build.n) &&
            (best == NULL || row->build.n > best->build.n)) {
            best = row;
        }
    }
    return best;
}

const struct store_row *dialect_store(const struct dialect *d, struct slice keyword)
{
    for (size_t i = 0; i < d->n_store; i++) {
        if (slice_eq_nocase(d->store[i].keyword, keyword)) {
            return &d->store[i];
        }
    }
    return NULL;
}
