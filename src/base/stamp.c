#include "base/stamp.h"

enum { YEAR_MAX = 9999, DAY_SECONDS = 86400 };

/* 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what four digits of a year can say. */
static const int64_t TIME_FIRST = -62167219200;
static const int64_t TIME_LAST = 253402300799;

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

static bool civil_is_valid(const struct civil *c)
{
    return c->year >= 0 && c->year <= YEAR_MAX && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
           c->day <= days_in_month(c->year, c->month) && c->hour >= 0 && c->hour <= 23 &&
           c->minute >= 0 && c->minute <= 59 && c->second >= 0 && c->second <= 59;
}

/* Days since 1970-01-01. Years are counted from March, so that the leap day comes last; eras are the
 * 400 years after which the calendar repeats (146097 days). */
static int64_t days_from_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2 ? 1 : 0);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t time_from_civil(const struct civil *c)
{
    if (!civil_is_valid(c)) {
        return TIME_NONE;
    }
    int64_t days = days_from_civil(c->year, c->month, c->day);
    int second_of_day = c->hour * 3600 + c->minute * 60 + c->second;
    return days * DAY_SECONDS + second_of_day;
}

struct civil time_to_civil(int64_t t)
{
    t = t < TIME_FIRST ? TIME_FIRST : t;
    t = t > TIME_LAST ? TIME_LAST : t;
    int64_t days = (t - TIME_FIRST) / DAY_SECONDS + days_from_civil(0, 1, 1);
    int second_of_day = (int)((t - TIME_FIRST) % DAY_SECONDS);

    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;

    struct civil c;
    c.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    c.month = (int)(month < 10 ? month + 3 : month - 9);
    c.year = (int)(year_of_era + era * 400) + (c.month <= 2 ? 1 : 0);
    c.hour = second_of_day / 3600;
    c.minute = second_of_day / 60 % 60;
    c.second = second_of_day % 60;
    return c;
}

static void put_unknown(struct buf *b) { buf_cstr(b, "unknown"); }

void time_put_date(struct buf *b, int64_t t)
{
    if (t == TIME_NONE) {
        put_unknown(b);
        return;
    }
    struct civil c = time_to_civil(t);
    buf_printf(b, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void put_time(struct buf *b, int64_t t, char between, const char *zone)
{
    if (t == TIME_NONE) {
        put_unknown(b);
        return;
    }
    struct civil c = time_to_civil(t);
    time_put_date(b, t);
    buf_printf(b, "%c%02d:%02d:%02d%s", between, c.hour, c.minute, c.second, zone);
}

void time_put(struct buf *b, int64_t t) { put_time(b, t, ' ', " UTC"); }

void time_put_iso(struct buf *b, int64_t t) { put_time(b, t, 'T', "Z"); }

/* Exactly `n` digits at the start of *s, which moves behind them; false leaves it alone. */
static bool take_digits(struct slice *s, size_t n, int *out)
{
    uint64_t v = 0;
    if (s->n < n || slice_to_u64(slice_sub(*s, 0, n), YEAR_MAX, &v) != NUMBER_OK) {
        return false;
    }
    *s = slice_from(*s, n);
    *out = (int)v;
    return true;
}

static bool take_byte(struct slice *s, uint8_t c)
{
    if (s->n == 0 || s->p[0] != c) {
        return false;
    }
    *s = slice_from(*s, 1);
    return true;
}

static bool take_date(struct slice *s, struct civil *c)
{
    return take_digits(s, 4, &c->year) && take_byte(s, '-') && take_digits(s, 2, &c->month) &&
           take_byte(s, '-') && take_digits(s, 2, &c->day);
}

static bool take_clock(struct slice *s, struct civil *c)
{
    return take_digits(s, 2, &c->hour) && take_byte(s, ':') && take_digits(s, 2, &c->minute) &&
           take_byte(s, ':') && take_digits(s, 2, &c->second);
}

int64_t time_parse(struct slice s)
{
    uint64_t seconds = 0;
    if (s.n >= 9 && s.n <= 11 && slice_to_u64(s, (uint64_t)TIME_LAST, &seconds) == NUMBER_OK) {
        return (int64_t)seconds;
    }
    struct civil c = {0};
    if (!take_date(&s, &c)) {
        return TIME_NONE;
    }
    if (take_byte(&s, 'T') || take_byte(&s, ' ')) {
        if (!take_clock(&s, &c)) {
            return TIME_NONE;
        }
        (void)take_byte(&s, 'Z');
    }
    return s.n == 0 ? time_from_civil(&c) : TIME_NONE;
}
