#include "knowledge/dialect.h"

#define X(suffix, name) name,
static const char *const meaning_names[M_COUNT] = {"", SPW_COMMAND_MEANINGS(X) SPW_REPLY_MEANINGS(X)
                                                           SPW_INDICATION_MEANINGS(X)
                                                               SPW_READER_MEANINGS(X)};
static const char *const param_names[PARAMS_END] = {"", SPW_PARAMS(X)};
static const char *const situation_names[SITUATIONS_END + 1] = {"", SPW_SITUATIONS(X)};
#undef X

const char *meaning_name(enum meaning m)
{
    return (size_t)m < M_COUNT ? meaning_names[m] : meaning_names[M_NONE];
}

const char *param_name(enum param p)
{
    return (size_t)p < PARAMS_END ? param_names[p] : param_names[P_NONE];
}

/* Index of `name` behind the empty first one, or 0. */
static size_t find_name(const char *const *names, size_t n, struct slice name)
{
    for (size_t i = 1; i < n; i++) {
        /* Asked thousands of times at start-up: most names differ in their first letter. */
        if (name.n > 0 && (uint8_t)names[i][0] == name.p[0] &&
            slice_eq(slice_cstr(names[i]), name)) {
            return i;
        }
    }
    return 0;
}

enum meaning meaning_of(struct slice name)
{
    return (enum meaning)find_name(meaning_names, M_COUNT, name);
}

enum param param_of(struct slice name)
{
    return (enum param)find_name(param_names, PARAMS_END, name);
}

const char *situation_name(enum situation when)
{
    return (size_t)when < SITUATIONS_END ? situation_names[(size_t)when + 1] : situation_names[0];
}

bool situation_of(struct slice name, enum situation *out)
{
    size_t i = find_name(situation_names, SITUATIONS_END + 1, name);
    if (i > 0) {
        *out = (enum situation)(i - 1);
    }
    return i > 0;
}
