#include "base/stamp.h"
#include "facts/get.h"

int64_t clock_time(const struct session *s, enum clock_kind which, const struct mark **at)
{
    const struct clock_model *k = &s->clock;
    *at = which == CLOCK_MODULE ? place(&k->at) : NULL;
    switch (which) {
    case CLOCK_TRACE:
        return k->trace_time;
    case CLOCK_MODULE:
        return k->module_time;
    case CLOCK_TODAY:
        return k->now;
    }
    return TIME_NONE;
}

struct value get_clock_set(const struct fact_context *c, const struct field *f)
{
    const struct clock_model *k = &session_of(c)->clock;
    (void)f;
    return value_tri(k->set, place(&k->at));
}

struct value get_clock(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    int64_t t = clock_time(session_of(c), (enum clock_kind)f->a, &at);
    return value_time(t, at);
}

struct value get_clock_trace_how(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return text_if_known(session_of(c)->clock.trace_time_how, NULL);
}

struct value get_clock_best(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    int64_t t = clock_time(session_of(c), CLOCK_TRACE, &at);
    (void)f;
    if (t == TIME_NONE) {
        t = clock_time(session_of(c), CLOCK_MODULE, &at);
    }
    return value_time(t, at);
}
