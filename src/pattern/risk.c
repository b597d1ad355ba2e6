/* Patterns that can take very long: a group that repeats, and whose inside repeats without anything firm
 * beside it, as (a+)+. The same text then splits in exponentially many ways. */
#include "pattern/pattern.h"

enum { DEPTH_MAX = 64 };

/* One alternative of a group, as far as it was read. */
struct branch {
    bool firm;    /* holds something that must be there a limited number of times */
    bool repeats; /* holds something that repeats without limit */
};
struct group {
    struct branch branch;
    bool loose;  /* an alternative read before repeats and holds nothing firm */
    bool atomic; /* (?>...): what it took it keeps */
};

struct repeat {
    bool unlimited, optional;
    size_t n; /* bytes */
};

static bool is_loose(const struct group *g)
{
    return !g->atomic && (g->loose || (g->branch.repeats && !g->branch.firm));
}

static size_t skip_class(struct slice s, size_t at)
{
    size_t i = at + 1;
    i += i < s.n && s.p[i] == '^';
    i += i < s.n && s.p[i] == ']';
    while (i < s.n && s.p[i] != ']') {
        i += s.p[i] == '\\' ? 2 : 1;
    }
    return i + 1;
}

/* "{2,}" and the like at `at`; n 0 when it is a brace like any other. */
static struct repeat read_counts(struct slice s, size_t at)
{
    struct repeat r = {.optional = at + 1 < s.n && s.p[at + 1] == '0'};
    size_t i = at + 1;
    bool comma = false;
    while (i < s.n && (ascii_digit(s.p[i]) || (s.p[i] == ',' && !comma))) {
        comma = comma || s.p[i] == ',';
        i++;
    }
    if (i < s.n && s.p[i] == '}' && i > at + 1) {
        r.unlimited = s.p[i - 1] == ',';
        r.n = i + 1 - at;
    }
    return r;
}

static struct repeat read_repeat(struct slice s, size_t at)
{
    struct repeat r = {.n = 0};
    if (at >= s.n) {
        return r;
    }
    if (s.p[at] == '*' || s.p[at] == '+' || s.p[at] == '?') {
        r.unlimited = s.p[at] != '?';
        r.optional = s.p[at] != '+';
        r.n = 1;
    } else if (s.p[at] == '{') {
        r = read_counts(s, at);
    }
    bool more = r.n != 0 && at + r.n < s.n;
    if (more && s.p[at + r.n] == '+') { /* possessive: what it took it keeps */
        r.unlimited = false;
        r.n++;
    } else if (more && s.p[at + r.n] == '?') {
        r.n++;
    }
    return r;
}

static void add_atom(struct branch *b, const struct repeat *r, bool loose)
{
    b->repeats = b->repeats || r->unlimited || loose;
    b->firm = b->firm || (!r->unlimited && !r->optional && !loose);
}

/* Behind "(", and "?:" and the like; options alone, as (?i), are a group without inside. */
static size_t open_group(struct slice s, size_t at, struct group *g)
{
    size_t i = at + 1;
    *g = (struct group){.loose = false};
    if (i < s.n && s.p[i] == '?') {
        g->atomic = i + 1 < s.n && s.p[i + 1] == '>';
        while (i < s.n && s.p[i] != ')' && s.p[i] != ':' && s.p[i] != '>' && s.p[i] != '=' &&
               s.p[i] != '!') {
            i++;
        }
        i += i < s.n && s.p[i] != ')';
    }
    return i;
}

bool pattern_can_run_away(struct slice s, size_t *at)
{
    struct group groups[DEPTH_MAX] = {{.loose = false}};
    size_t begins[DEPTH_MAX] = {0};
    size_t depth = 0;
    for (size_t i = 0; i < s.n;) {
        uint8_t c = s.p[i];
        struct branch *branch = &groups[depth].branch;
        if (c == '(' && depth + 1 < DEPTH_MAX) {
            begins[++depth] = i;
            i = open_group(s, i, &groups[depth]);
        } else if (c == ')' && depth > 0) {
            struct repeat r = read_repeat(s, i + 1);
            bool loose = is_loose(&groups[depth]);
            if (loose && r.unlimited) {
                *at = begins[depth];
                return true;
            }
            add_atom(&groups[--depth].branch, &r, loose);
            i += 1 + r.n;
        } else if (c == '|') {
            groups[depth].loose = groups[depth].loose || (branch->repeats && !branch->firm);
            *branch = (struct branch){.firm = false};
            i++;
        } else {
            i = c == '[' ? skip_class(s, i) : i + (c == '\\' ? 2 : 1);
            struct repeat r = read_repeat(s, i);
            bool anchor = c == '^' || c == '$';
            if (!anchor) {
                add_atom(branch, &r, false);
            }
            i += r.n;
        }
    }
    return false;
}
