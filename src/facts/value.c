#include "facts/value.h"

#include "base/stamp.h"

static struct value value_new(enum value_type type, const struct mark *at)
{
    struct value v = {.type = type, .known = true};
    v.at[0] = at;
    return v;
}

struct value value_unknown(enum value_type t)
{
    struct value v = {.type = t};
    return v;
}

struct value value_bool(bool b, const struct mark *at)
{
    struct value v = value_new(VALUE_BOOL, at);
    v.i = b ? 1 : 0;
    return v;
}

struct value value_tri(enum tri t, const struct mark *at)
{
    struct value v = value_bool(t == TRI_YES, at);
    v.known = t != TRI_UNKNOWN;
    return v;
}

struct value value_int(int64_t i, const struct mark *at)
{
    struct value v = value_new(VALUE_INT, at);
    v.i = i;
    return v;
}

struct value value_text(struct slice s, const struct mark *at)
{
    struct value v = value_new(VALUE_TEXT, at);
    v.text = s;
    return v;
}

struct value value_time(int64_t t, const struct mark *at)
{
    struct value v = value_new(VALUE_TIME, at);
    v.known = t != TIME_NONE;
    v.i = v.known ? t : 0;
    return v;
}

const char *value_type_name(enum value_type t)
{
    static const char *const names[] = {"nothing", "yes or no", "number", "text", "time"};
    return names[t];
}
