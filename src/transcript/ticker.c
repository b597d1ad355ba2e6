#include "transcript/ticker.h"

static const int64_t DAY_US = (int64_t)86400 * 1000000;
static const int64_t HOUR_US = (int64_t)3600 * 1000000;

/* Distances fall at about every second line; a module that boots anew, or a second session in the same
 * file, makes the time since the start fall once. */
static void judge(struct ticker *t)
{
    if (t->forced == STAMP_NONE && !t->by_day && !t->distances && t->falls >= 2 &&
        t->falls * 5 >= t->stamps) {
        t->distances = true;
    }
}

static int64_t next(struct ticker *t, int64_t us)
{
    bool fell = t->begun && us < t->last;

    t->stamps++;
    t->falls += fell ? 1 : 0;
    judge(t);
    if (t->distances) {
        return t->out + us;
    }
    if (fell && t->by_day) {
        t->base += t->last - us > DAY_US / 2 ? DAY_US : 0;
    } else if (fell) {
        t->base = t->out;
    }
    return t->base + us;
}

struct stamp ticker_read(struct ticker *t, struct stamp s)
{
    if (s.kind == STAMP_NONE || s.kind == STAMP_WALL) {
        return s;
    }
    if (!t->begun && t->forced != STAMP_NONE) {
        t->by_day = t->forced == STAMP_CLOCK || t->forced == STAMP_WALL;
        t->distances = t->forced == STAMP_DELTA;
    } else if (
        !t->begun) { /* a time of day that starts within its first hour may as well count from nought */
        t->by_day = s.kind == STAMP_CLOCK && s.us >= HOUR_US;
    }
    t->out = next(t, s.us);
    t->last = s.us;
    t->begun = true;
    return (struct stamp){t->by_day ? STAMP_CLOCK : STAMP_START, t->out};
}
