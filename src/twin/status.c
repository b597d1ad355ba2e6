/* The clock, and the variables that tell how the module is. */
#include "base/stamp.h"
#include "twin/state.h"

enum { MS = 1000 };

/* ---- the clock: counts from 0 at a reset until somebody sets it ----------------------------------------------- */

void clock_restart(struct twin *t)
{
    t->clock.seconds = 0;
    t->clock.at_ms = t->now_ms;
    t->clock.boot_ms = t->now_ms;
}

int64_t clock_now(const struct twin *t)
{
    return t->clock.seconds + (t->now_ms - t->clock.at_ms) / MS;
}

static void clock_set(struct twin *t, int64_t seconds)
{
    t->clock.seconds = seconds;
    t->clock.at_ms = t->now_ms;
}

static struct slice date_text(struct twin *t, const struct civil *c)
{
    struct buf b;
    buf_init(&b, 32);
    buf_printf(&b, "%02d.%02d.%02d", c->year % 100, c->month, c->day);
    struct slice copy = arena_copy(&t->scratch, buf_slice(&b));
    buf_dispose(&b);
    return copy;
}

static struct slice time_text(struct twin *t, const struct civil *c)
{
    struct buf b;
    buf_init(&b, 32);
    buf_printf(&b, "%02d.%02d.%02d", c->hour, c->minute, c->second);
    struct slice copy = arena_copy(&t->scratch, buf_slice(&b));
    buf_dispose(&b);
    return copy;
}

void clock_from_network(struct twin *t)
{
    clock_set(t, t->world_time + t->now_ms / MS);
    struct civil c = time_to_civil(clock_now(t));
    say_indication(t, M_NTP_TIME, FIELDS(date_text(t, &c)));
}

void act_clock(struct twin *t, const struct call *c)
{
    int64_t seconds = call_number(c, P_SECONDS, -1);
    if (seconds >= 0) {
        clock_set(t, seconds);
    } else {
        struct civil now = time_to_civil(clock_now(t));
        say_reply(t, M_DATE, FIELDS(date_text(t, &now), behaviour(t, WHEN_WEEKDAY)));
        say_reply(t, M_TIME_OF_DAY, FIELDS(time_text(t, &now)));
    }
    say_ok(t);
}

void act_ntp(struct twin *t, const struct call *c)
{
    (void)c;
    if (t->world_time == TIME_NONE) {
        say_error(t, WHEN_CLOCK_NOT_SET);
        return;
    }
    clock_from_network(t);
    say_ok(t);
}

/* ---- status variables ----------------------------------------------------------------------------------------- */

static struct slice get_build(struct twin *t) { return t->build; }
static struct slice get_version(struct twin *t) { return t->version; }
static struct slice get_time(struct twin *t) { return number_text(t, clock_now(t)); }
static struct slice get_state(struct twin *t) { return radio_state_text(t); }
static struct slice get_uptime(struct twin *t)
{
    return number_text(t, (t->now_ms - t->clock.boot_ms) / MS);
}
static struct slice get_address(struct twin *t)
{
    struct slice address = radio_address(t);
    return address.n > 0 ? address : SLICE("0.0.0.0");
}

/* The others are printed as the table has seen them, or as 0. */
static const struct {
    struct slice name;
    struct slice (*get)(struct twin *t);
} live[] = {
    {SLICE_INIT("build"), get_build},      {SLICE_INIT("fw_version"), get_version},
    {SLICE_INIT("system_time"), get_time}, {SLICE_INIT("system_uptime"), get_uptime},
    {SLICE_INIT("wifi_state"), get_state}, {SLICE_INIT("ip_ipaddr"), get_address},
};

static struct slice status_value(struct twin *t, const struct variable_row *row)
{
    for (size_t i = 0; i < sizeof live / sizeof live[0]; i++) {
        if (slice_eq(live[i].name, row->name)) {
            return live[i].get(t);
        }
    }
    return row->seen.n > 0 ? slice_sub(row->seen, 0, slice_find(row->seen, SLICE(", "), 0))
                           : SLICE("0");
}

void act_get_status(struct twin *t, const struct call *c)
{
    struct slice name = call_text(c, P_KEY);
    size_t printed = 0;
    for (size_t i = 0; i < t->dialect->n_variables; i++) {
        const struct variable_row *row = &t->dialect->variables[i];
        if (slice_eq(row->group, SLICE("status")) &&
            (name.n == 0 || slice_eq_nocase(row->name, name))) {
            say_reply(t, M_VARIABLE, FIELDS(row->name, status_value(t, row)));
            printed++;
        }
    }
    if (printed > 0) {
        say_ok(t);
    } else {
        say_error(t, WHEN_UNKNOWN_VARIABLE);
    }
}
