/* Times. Calendar arithmetic without libc, locale or time zone: proleptic Gregorian, UTC.
 * May include: base/buf.h, base/slice.h. */
#ifndef SPW_BASE_STAMP_H
#define SPW_BASE_STAMP_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Seconds since 1970-01-01T00:00:00Z; TIME_NONE when unknown. */
#define TIME_NONE INT64_MIN

struct civil {
    int year;       /* e.g. 2018 */
    int month, day; /* 1..12, 1..31 */
    int hour, minute, second;
};

int64_t time_from_civil(const struct civil *c); /* TIME_NONE when a field is out of range */
struct civil time_to_civil(int64_t t);
void time_put(struct buf *b, int64_t t);      /* 2018-03-24 14:18:21 UTC */
void time_put_date(struct buf *b, int64_t t); /* 2018-03-24 */
void time_put_iso(struct buf *b, int64_t t);  /* 2018-03-24T14:18:21Z */
/* ISO 8601 date, date-time with 'T' or blank, optional Z; or decimal seconds of 9..11 digits. */
int64_t time_parse(struct slice s);

/* What a capture says about when a line came. */
enum stamp_kind {
    STAMP_NONE,
    STAMP_WALL,
    STAMP_CLOCK /* time of day, no date */,
    STAMP_START,
    STAMP_DELTA
};
struct stamp {
    enum stamp_kind kind;
    int64_t us; /* microseconds: since 1970, since midnight, since start, since the line before */
};

#ifdef __cplusplus
}
#endif
#endif
