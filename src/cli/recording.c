#include "cli/recording.h"

#include "base/slice.h"
#include "cli/quantity.h"
#include "cli/say.h"

enum { BAUD_MAX = 10000000, SPEED_MAX = 1000000 };

static bool number(const char *option, const char *text, uint64_t max, unsigned *out)
{
    uint64_t n = 0;
    if (text != NULL && (slice_to_u64(slice_cstr(text), max, &n) != NUMBER_OK || n == 0)) {
        say("--%s takes a number, not '%s'", option, text);
        return false;
    }
    *out = (unsigned)n;
    return true;
}

static enum source_flow flow_of(const char *name)
{
    struct slice word = slice_cstr(name);
    if (slice_eq(word, SLICE("rtscts"))) {
        return SOURCE_FLOW_RTSCTS;
    }
    return slice_eq(word, SLICE("xonxoff")) ? SOURCE_FLOW_XONXOFF : SOURCE_FLOW_NONE;
}

bool recording_source(const struct settings *s, struct source_options *o)
{
    *o = (struct source_options){.flow = flow_of(s->flow), .link = s->link};
    o->max_speed = slice_eq(slice_cstr(s->speed), SLICE("max"));
    return number("baud", s->baud, BAUD_MAX, &o->baud) &&
           (o->max_speed || number("speed", s->speed, SPEED_MAX, &o->speed));
}

/* One of "size=10M", "time=1h", "boot". */
static bool rotate_at(struct slice one, struct record_options *o, bool *at_boot)
{
    struct slice name, value;
    (void)slice_split(one, '=', &name, &value);
    if (slice_eq(one, SLICE("boot"))) {
        *at_boot = true;
        return true;
    }
    if (slice_eq(name, SLICE("size"))) {
        return quantity_size(value, &o->rotate_bytes) && o->rotate_bytes > 0;
    }
    return slice_eq(name, SLICE("time")) && quantity_duration(value, &o->rotate_us) &&
           o->rotate_us > 0;
}

bool recording_file(const struct settings *s, struct record_options *o, bool *at_boot)
{
    struct slice one, rest = slice_cstr(s->rotate);
    *o = (struct record_options){.path = s->output};
    *at_boot = false;
    while (rest.n > 0) {
        (void)slice_split(rest, ',', &one, &rest);
        if (!rotate_at(one, o, at_boot)) {
            say("--rotate takes size=10M, time=1h, boot, or several of them with commas between, "
                "not "
                "'%s'",
                s->rotate);
            return false;
        }
    }
    return true;
}

bool recording_duration(const char *option, const char *text, int64_t *us)
{
    *us = -1;
    if (text != NULL && !quantity_duration(slice_cstr(text), us)) {
        say("--%s takes seconds, or a number with s, m or h behind it, not '%s'", option, text);
        return false;
    }
    return true;
}
