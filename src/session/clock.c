/* The module's clock, and when the capture was taken. Three clocks are told apart: the module's, the
 * capture's, and today's. */
#include "session/private.h"

enum {
    PLAUSIBLE = 1420070400
}; /* 2015-01-01: before the SPWF04 existed no clock of it was right */

static void set_clock(struct session *s, int64_t t, const struct mark *at)
{
    s->clock.set = t >= PLAUSIBLE ? TRI_YES : TRI_NO;
    s->clock.module_time = t;
    s->clock.at = *at;
    if (s->clock.trace_time == TIME_NONE && t >= PLAUSIBLE) {
        s->clock.trace_time = t;
        s->clock.trace_time_how = SLICE("the module's own clock");
    }
}

/* AT+S.TIME=<seconds>, AT+S.SETTIME=<seconds>. [XC-TAB] [XC-CONST] */
void clock_on_end(struct session *s)
{
    struct exchange *x = &s->exchange;
    uint64_t t = 0;

    if (x->meaning == M_CLOCK && x->result != AT_RESULT_ERROR &&
        slice_to_u64(exchange_value(x, P_SECONDS), INT64_MAX, &t) == NUMBER_OK) {
        set_clock(s, (int64_t)t, &x->at);
    }
}

static bool three_numbers(struct slice text, uint8_t separator, int out[3])
{
    struct slice parts[4];
    size_t n = 0;
    struct slice head = {0}, rest = text;
    bool more = true;

    while (more && n < 3) {
        more = slice_split(rest, separator, &head, &rest);
        parts[n++] = head;
    }
    for (size_t i = 0; i < 3; i++) {
        uint64_t v = 0;
        if (i >= n || slice_to_u64(slice_trim(parts[i]), 9999, &v) != NUMBER_OK) {
            return false;
        }
        out[i] = (int)v;
    }
    return true;
}

/* AT-S.Date:17.08.31:00 [FORUM-43228]; the second field is not understood. */
void clock_date(struct session *s, const struct at_event *e)
{
    int d[3] = {0};
    struct slice text = e->n_values > 0 ? e->values[0] : slice_of(NULL, 0);
    struct civil c = {0};
    struct mark at = session_mark(e);

    text = slice_sub(text, 0, slice_find_byte(text, ':', 0));
    if (!three_numbers(text, '.', d)) {
        return;
    }
    c.year = d[0] >= 100 ? d[0] : d[0] + (d[0] < 70 ? 2000 : 1900); /* 70.01.01: never set */
    c.month = d[1];
    c.day = d[2];
    if (time_from_civil(&c) != TIME_NONE) {
        set_clock(s, time_from_civil(&c), &at);
    }
}

/* AT-S.Time:09.05.38 behind the date. */
void clock_time_of_day(struct session *s, const struct at_event *e)
{
    int t[3] = {0};
    struct mark at = session_mark(e);
    int64_t day = s->clock.module_time;

    if (e->n_values == 0 || day == TIME_NONE || !three_numbers(e->values[0], '.', t)) {
        return;
    }
    day -= day % 86400;
    set_clock(s, day + (int64_t)t[0] * 3600 + (int64_t)t[1] * 60 + t[2], &at);
}

void clock_ntp(struct session *s, const struct at_event *e)
{
    s->clock.set = TRI_YES;
    s->clock.at = session_mark(e);
}

/* A capture's own dates beat everything but a time given by a person. */
void clock_stamp(struct session *s, const struct at_event *e)
{
    if (e->stamp.kind == STAMP_WALL && !s->priv->options.now_is_trace_time) {
        s->clock.trace_time = e->stamp.us / 1000000;
        s->clock.trace_time_how = SLICE("the capture's time stamps");
    }
}
