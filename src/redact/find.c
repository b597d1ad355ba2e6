/* Secrets by where they stand: variables and the parameters of commands. */
#include "redact/redact.h"
#include "redact/view.h"

enum { JOINED_MAX = 128 };

size_t redact_bare_length(struct slice value)
{
    size_t n = 0;
    while (n < value.n && value.p[n] != '"' && value.p[n] != '\\' && value.p[n] != '<') {
        n++;
    }
    return n;
}

/* The next thing said, where a paste has lost the line end. */
static bool is_next_line(struct slice rest)
{
    return slice_starts(rest, SLICE("AT+S.")) || slice_starts(rest, SLICE("AT-S.")) ||
           slice_starts(rest, SLICE("+WIND:"));
}

static size_t value_end(struct slice s, size_t at)
{
    while (at < s.n && s.p[at] != '\r' && s.p[at] != '\n' && s.p[at] != 0 &&
           !is_next_line(slice_from(s, at))) {
        at++;
    }
    return at;
}

/* The value itself, and what of it stands before a quote: program code that holds the command. */
static void hide_value(struct redactor *r, struct view *v, size_t from, size_t end,
                       enum redact_kind kind, bool change)
{
    struct slice s = view_slice(v);
    while (from < end && (s.p[from] == ' ' || s.p[from] == '\t')) {
        from++;
    }
    while (end > from && (s.p[end - 1] == ' ' || s.p[end - 1] == '\t')) {
        end--;
    }
    size_t bare = redact_bare_length(slice_sub(s, from, end - from));
    if (bare >= 4 && bare < end - from) {
        redact_hide(r, v, from, bare, kind, change);
    }
    redact_hide(r, v, from, end - from, kind, change);
}

/* ---- variables ------------------------------------------------------------------------------------------ */

static bool ends_name(struct slice s, size_t at)
{
    return at == 0 || !(ascii_alnum(s.p[at - 1]) || s.p[at - 1] == '_');
}

/* "name = value", "name,value", "name:value", "name=value" to the end of the line. */
static void find_variable(struct redactor *r, struct view *v, const struct redact_place *p,
                          bool change)
{
    struct slice s = view_slice(v);
    size_t at = slice_find(s, p->name, 0);
    for (; at < s.n; at = slice_find(s, p->name, at + p->name.n)) {
        size_t from = at + p->name.n;
        while (from < s.n && (s.p[from] == ' ' || s.p[from] == '"' || s.p[from] == '\'')) {
            from++;
        }
        bool has = from < s.n && (s.p[from] == '=' || s.p[from] == ',' || s.p[from] == ':');
        size_t end = has ? value_end(s, from + 1) : from;
        if (has && ends_name(s, at) && p->kind == REDACT_SSID) {
            redact_hide_hex(r, v, from + 1, end, p->kind, change);
        } else if (has && ends_name(s, at)) {
            hide_value(r, v, from + 1, end, p->kind, change);
        }
    }
}

static void find_between(struct redactor *r, struct view *v, const struct redact_place *p,
                         bool change)
{
    struct slice s = view_slice(v);
    for (size_t at = slice_find(s, p->name, 0); at < s.n; at = slice_find(s, p->name, at + 1)) {
        size_t from = at + p->name.n;
        size_t end = value_end(s, from);
        size_t stop = p->stop.n > 0 ? slice_find(slice_sub(s, 0, end), p->stop, from) : end;
        if (stop < end || p->stop.n == 0) {
            hide_value(r, v, from, stop, p->kind, change);
        }
    }
}

/* ---- parameters ----------------------------------------------------------------------------------------- */

/* The part of a user name that tells who it is: of HOST/DEVICE/?query the device. Known parts are the
 * form that a service asks for. */
static void hide_user(struct redactor *r, struct view *v, size_t from, size_t end, bool change)
{
    struct slice s = view_slice(v);
    size_t at = from;
    while (at < end) {
        size_t stop = at;
        while (stop < end && s.p[stop] != '/') {
            stop++;
        }
        struct slice part = slice_sub(s, at, stop - at);
        bool host = slice_find_byte(part, '.', 0) < part.n && stop < end;
        bool query = part.n > 0 &&
                     (part.p[0] == '?' || (at > from && slice_find_byte(part, '=', 0) < part.n));
        if (!host && !query && part.n > 0) {
            redact_hide(r, v, at, part.n, REDACT_USER, change);
        }
        at = stop + 1;
    }
}

/* Of a token only the signature: who signed for what until when is what a diagnosis looks at. */
static bool is_token(struct slice value)
{
    return slice_contains(value, SLICE("sig=")) ||
           slice_starts_nocase(value, SLICE("SharedAccess")) ||
           (slice_starts(value, SLICE("eyJ")) && slice_find_byte(value, '.', 0) < value.n);
}

/* Where lines are joined, a value may be followed by the next line: then it is not known where it ends. */
static bool runs_on(struct slice value)
{
    return value.n > JOINED_MAX || slice_contains(value, SLICE("AT-S")) ||
           slice_contains(value, SLICE("AT+S")) || slice_contains(value, SLICE("+WIND"));
}

static void hide_parameter(struct redactor *r, struct view *v, size_t from, size_t end,
                           const struct redact_place *p, bool change)
{
    struct slice value = slice_sub(view_slice(v), from, end - from);
    if (!view_has_lines(v) && runs_on(value)) {
        return;
    }
    if (p->kind == REDACT_USER) {
        hide_user(r, v, from, end, change);
    } else if (p->kind == REDACT_HOST) {
        redact_hide_host(r, v, from, end, change);
    } else if (!is_token(value)) {
        hide_value(r, v, from, end, p->kind, change);
    }
}

/* Parameters are separated by commas; the last one goes to the end of the line. */
static void find_parameter(struct redactor *r, struct view *v, const struct redact_place *p,
                           bool change)
{
    struct slice s = view_slice(v);
    size_t at = slice_find(s, p->name, 0);
    for (; at < s.n; at = slice_find(s, p->name, at + p->name.n)) {
        size_t from = at + p->name.n;
        if (from >= s.n || s.p[from] != '=') {
            continue;
        }
        size_t end = value_end(s, ++from);
        for (int k = 0; k < p->parameter && from <= end; k++) {
            from = slice_find_byte(slice_sub(s, 0, end), ',', from) + 1;
        }
        if (from < end) {
            size_t stop = slice_find_byte(slice_sub(s, 0, end), ',', from);
            if (stop >= end && !view_has_lines(v)) {
                continue;
            }
            hide_parameter(r, v, from, stop < end ? stop : end, p, change);
        }
    }
}

void redact_find(struct redactor *r, struct view *v, bool change)
{
    for (size_t i = 0; i < r->options.n_places; i++) {
        const struct redact_place *p = &r->options.places[i];
        if (p->parameter < 0 && !view_has_lines(v)) {
            continue; /* its value goes to the end of the line */
        }
        if (p->parameter == REDACT_VARIABLE) {
            find_variable(r, v, p, change);
        } else if (p->parameter == REDACT_BETWEEN) {
            find_between(r, v, p, change);
        } else {
            find_parameter(r, v, p, change);
        }
    }
    redact_find_network(r, v, change);
}
