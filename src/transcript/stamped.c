#include "transcript/stamped.h"

/* Longest and most specific first: the first that fits wins. Sources: manuals and recorded output of
 * the programs named; see docs on capture formats. */
const struct stamp_shape stamp_shapes[] = {
    {"tio or esp iso8601", "[%Y-%m-%dT%H:%M:%S%.%f] ", STAMP_WALL},
    {"tio or esp iso8601", "[%Y-%m-%dT%H:%M:%S] ", STAMP_WALL},
    {"ISO 8601", "[%Y-%m-%dT%H:%M:%S%.%fZ] ", STAMP_WALL},
    {"ISO 8601", "[%Y-%m-%dT%H:%M:%SZ] ", STAMP_WALL},
    {"minicom, Tera Term or ts", "[%Y-%m-%d %H:%M:%S%.%f] ", STAMP_WALL},
    {"minicom, Tera Term or ts", "[%Y-%m-%d %H:%M:%S] ", STAMP_WALL},
    {"QCOM", "[%Y-%m-%d_%H:%M:%S%.%f]", STAMP_WALL},
    {"Tera Term (ctime)", "[%a %b %_%d %H:%M:%S%.%f %Y] ", STAMP_WALL},
    {"Tera Term (ctime)", "[%a %b %d %H:%M:%S%.%f %Y] ", STAMP_WALL},
    {"Tera Term (elapsed)", "[%D %H:%M:%S%.%f] ", STAMP_START},
    {"BootTerm", "[%Y%m%d-%H%M%S%.%f] ", STAMP_WALL},
    {"Zephyr", "[%H:%M:%S.%f,%u] ", STAMP_START},
    {"tio", "[%H:%M:%S%.%f] ", STAMP_CLOCK},
    {"tio", "[%H:%M:%S] ", STAMP_CLOCK},
    {"tio epoch", "[%s.%f] ", STAMP_WALL},
    {"grabserial", "[%n.%f %*] ", STAMP_START},
    {"minicom delta or BootTerm", "[%n.%f] ", STAMP_DELTA},
    {"BootTerm", "[%_%n.%f] ", STAMP_DELTA},
    {"Docklight", "%d.%m.%Y %H:%M:%S%.%f [%*] - ", STAMP_WALL},
    {"Docklight", "%m/%d/%Y %H:%M:%S%.%f [%*] - ", STAMP_WALL},
    {"ISO 8601", "%Y-%m-%dT%H:%M:%S%.%fZ%_", STAMP_WALL},
    {"ISO 8601", "%Y-%m-%dT%H:%M:%SZ%_", STAMP_WALL},
    {"ISO 8601", "%Y-%m-%dT%H:%M:%S%.%f%_", STAMP_WALL},
    {"ISO 8601", "%Y-%m-%dT%H:%M:%S%_", STAMP_WALL},
    {"Arduino with date", "%Y-%m-%d %H:%M:%S%.%f -> ", STAMP_WALL},
    {"CoolTerm or esp-idf-monitor", "%Y-%m-%d %H:%M:%S%.%f:%_", STAMP_WALL},
    {"CoolTerm or esp-idf-monitor", "%Y-%m-%d %H:%M:%S%.%f%_", STAMP_WALL},
    {"CoolTerm or esp-idf-monitor", "%Y-%m-%d %H:%M:%S%_", STAMP_WALL},
    {"logger with slashes", "%Y/%m/%d %H:%M:%S%.%f%_", STAMP_WALL},
    {"logger with slashes", "%Y/%m/%d %H:%M:%S%_", STAMP_WALL},
    {"logger, day first", "%d.%m.%Y %H:%M:%S%.%f%_", STAMP_WALL},
    {"logger, day first", "%d.%m.%Y %H:%M:%S%_", STAMP_WALL},
    {"logger, month first", "%m/%d/%Y %H:%M:%S%.%f%_", STAMP_WALL},
    {"logger, month first", "%m/%d/%Y %I:%M:%S %p%_", STAMP_WALL},
    {"syslog", "%b%_%d %H:%M:%S %* %*]: ", STAMP_CLOCK},
    {"syslog", "%b%_%d %H:%M:%S %* %*: ", STAMP_CLOCK},
    {"syslog", "%b%_%d %H:%M:%S %*: ", STAMP_CLOCK},
    {"Arduino", "%H:%M:%S%.%f -> ", STAMP_CLOCK},
    {"Arduino", "%H:%M:%S -> ", STAMP_CLOCK},
    {"time of day", "%H:%M:%S%.%f:%_", STAMP_CLOCK},
    {"time of day", "%H:%M:%S%.%f%_", STAMP_CLOCK},
    {"time of day", "%H:%M:%S%_", STAMP_CLOCK},
    {"RealTerm Unix", "%s,", STAMP_WALL},
    {"RealTerm YMDHS", "%Y%m%d%H%M%S,", STAMP_WALL},
    {"RealTerm YMDHS", "%Y%m%d%H%M%S%_", STAMP_WALL},
    {"RealTerm Matlab", "%k,", STAMP_WALL},
    {"RealTerm Matlab", "%k%_", STAMP_WALL},
    {"seconds since 1970", "%s.%f%_", STAMP_WALL},
    {"seconds", "%n.%f%_", STAMP_START},
};
const size_t stamp_shape_count = sizeof stamp_shapes / sizeof stamp_shapes[0];

struct reading { /* where a match stands and what it has read */
    struct slice s;
    size_t at;
    struct civil civil;
    int64_t seconds, us;
    int64_t days;
    bool dated, pm, am, counted;
};

static bool digits(struct reading *r, size_t least, size_t most, int64_t *out)
{
    size_t n = 0;
    int64_t v = 0;

    while (n < most && r->at + n < r->s.n && ascii_digit(r->s.p[r->at + n])) {
        v = v * 10 + (r->s.p[r->at + n] - '0');
        n++;
    }
    if (n < least) {
        return false;
    }
    r->at += n;
    *out = v;
    return true;
}

static bool small(struct reading *r, size_t least, size_t most, int *out)
{
    int64_t v = 0;
    if (!digits(r, least, most, &v)) {
        return false;
    }
    *out = (int)v;
    return true;
}

static bool word_of(struct reading *r, const char *names, int *index)
{
    struct slice three = slice_sub(r->s, r->at, 3);
    for (int i = 0; names[i * 3] != '\0'; i++) {
        if (slice_eq_nocase(three, slice_of(names + (ptrdiff_t)i * 3, 3))) {
            r->at += 3;
            *index = i;
            return true;
        }
    }
    return false;
}

static bool fraction(struct reading *r)
{
    int64_t v = 0;
    size_t before = r->at;
    if (!digits(r, 1, 9, &v)) {
        return false;
    }
    for (size_t n = r->at - before; n < 6; n++) {
        v *= 10;
    }
    for (size_t n = r->at - before; n > 6; n--) {
        v /= 10;
    }
    r->us = v;
    return true;
}

/* Microseconds behind the milliseconds. */
static bool micro(struct reading *r)
{
    int64_t v = 0;
    if (!digits(r, 3, 3, &v)) {
        return false;
    }
    r->us += v;
    return true;
}

static bool short_year(struct reading *r)
{
    bool ok = small(r, 2, 2, &r->civil.year);
    r->civil.year += 2000;
    return ok;
}

static bool blanks(struct reading *r)
{
    size_t before = r->at;
    while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\t')) {
        r->at++;
    }
    return r->at > before;
}

static bool word(struct reading *r)
{
    size_t before = r->at;
    while (r->at < r->s.n && !ascii_space(r->s.p[r->at]) && r->s.p[r->at] != ']' &&
           r->s.p[r->at] != ':') {
        r->at++;
    }
    return r->at > before;
}

static bool dated(struct reading *r, bool ok)
{
    r->dated = r->dated || ok;
    return ok;
}

static bool month_name(struct reading *r)
{
    int month = 0;
    if (!word_of(r, "JanFebMarAprMayJunJulAugSepOctNovDec", &month)) {
        return false;
    }
    r->civil.month = month + 1;
    return true;
}

static bool half_of_day(struct reading *r)
{
    struct slice two = slice_sub(r->s, r->at, 2);
    r->pm = slice_eq_nocase(two, SLICE("PM"));
    r->am = slice_eq_nocase(two, SLICE("AM"));
    r->at += 2;
    return r->pm || r->am;
}

static bool counted(struct reading *r, size_t least, size_t most)
{
    r->counted = true;
    return digits(r, least, most, &r->seconds);
}

/* Matlab's days since the year 0, with a fraction: those of 1998 to 2080 only. */
static bool day_number(struct reading *r)
{
    enum { DAY_OF_1970 = 719529, DAY_S = 86400, LEAST = 730000, MOST = 760000 };
    int64_t whole = 0, part = 0, unit = 1;
    size_t before = 0;

    if (!digits(r, 6, 6, &whole) || whole < LEAST || whole >= MOST || r->at >= r->s.n ||
        r->s.p[r->at++] != '.') {
        return false;
    }
    before = r->at;
    if (!digits(r, 3, 12, &part)) {
        return false;
    }
    for (size_t n = r->at - before; n > 0; n--) {
        unit *= 10;
    }
    part *= DAY_S; /* below 2^63: twelve digits times 86400 */
    r->seconds = (whole - DAY_OF_1970) * DAY_S + part / unit;
    r->us = unit > 1000000 ? part % unit / (unit / 1000000) : part % unit * (1000000 / unit);
    r->counted = true;
    return true;
}

static bool one_of(struct reading *r)
{
    uint8_t c = r->at < r->s.n ? r->s.p[r->at] : 0;
    r->at++;
    return c == '.' || c == ',' || c == ':';
}

static bool day_name(struct reading *r)
{
    int ignored = 0;
    return word_of(r, "MonTueWedThuFriSatSun", &ignored);
}

/* One directive; false: the shape does not fit. */
static bool directive(struct reading *r, char c)
{
    switch (c) {
    case 'Y':
        return dated(r, small(r, 4, 4, &r->civil.year));
    case 'm':
        return small(r, 1, 2, &r->civil.month);
    case 'd':
        return small(r, 1, 2, &r->civil.day);
    case 'b':
        return month_name(r);
    case 'a':
        return day_name(r);
    case 'H':
    case 'I':
        return small(r, 1, 2, &r->civil.hour);
    case 'M':
        return small(r, 2, 2, &r->civil.minute);
    case 'S':
        return small(r, 2, 2, &r->civil.second);
    case 'p':
        return half_of_day(r);
    case 'f':
        return fraction(r);
    case 'u':
        return micro(r);
    case 'y':
        return dated(r, short_year(r));
    case 'D':
        return digits(r, 1, 6, &r->days);
    case 'k':
        return day_number(r);
    case 's':
        return counted(r, 9, 11);
    case 'n':
        return counted(r, 1, 8);
    case '.':
        return one_of(r);
    case '_':
        return blanks(r);
    case '*':
        return word(r);
    default:
        return false;
    }
}

static int64_t seconds_of(struct reading *r)
{
    struct civil *c = &r->civil;
    if (r->counted) {
        return r->seconds;
    }
    if (c->hour > 24 || c->minute > 59 || c->second > 60) {
        return -1;
    }
    if (r->pm && c->hour < 12) {
        c->hour += 12;
    }
    if (r->am && c->hour == 12) {
        c->hour = 0;
    }
    if (r->dated) {
        return time_from_civil(c);
    }
    return r->days * 86400 + (int64_t)c->hour * 3600 + (int64_t)c->minute * 60 + c->second;
}

size_t stamp_match(const struct stamp_shape *shape, struct slice line, struct stamp *out)
{
    struct reading r = {.s = line};
    int64_t seconds = 0;

    for (const char *p = shape->pattern; *p != '\0'; p++) {
        if (*p == '%') {
            p++;
            if (!directive(&r, *p)) {
                return 0;
            }
        } else if (r.at < line.n && line.p[r.at] == (uint8_t)*p) {
            r.at++;
        } else if (*p == ' ' && p[1] == '\0' && r.at == line.n) {
            break; /* an empty line, its trailing blank lost in an editor */
        } else {
            return 0;
        }
    }
    seconds = seconds_of(&r);
    if (seconds < 0 || r.at > line.n) {
        return 0;
    }
    out->kind = shape->kind;
    out->us = seconds * 1000000 + r.us;
    return r.at;
}

size_t stamp_find(struct slice line, size_t *last, struct stamp *out)
{
    size_t n = 0;
    if (!stamp_may_begin(line)) {
        return 0;
    }
    n = *last < stamp_shape_count ? stamp_match(&stamp_shapes[*last], line, out) : 0;
    for (size_t i = 0; n == 0 && i < stamp_shape_count; i++) {
        n = stamp_match(&stamp_shapes[i], line, out);
        if (n > 0) {
            *last = i;
        }
    }
    return n;
}
