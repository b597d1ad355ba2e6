#include "x509/der.h"

#include "base/stamp.h"

/* Length bytes behind the tag. *length is clamped to SIZE_MAX / 2 by there being at most four. */
static bool read_length(struct slice s, size_t *used, size_t *length)
{
    if (s.n < 2) {
        return false;
    }
    const uint8_t first = s.p[1];
    if (first < 0x80) {
        *length = first;
        *used = 2;
        return true;
    }
    const size_t count = first & 0x7fu;
    if (count == 0 || count > 4 || s.n - 2 < count) {
        return false;
    }
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        value = value << 8 | s.p[2 + i];
    }
    *length = value;
    *used = 2 + count;
    return true;
}

bool der_read(struct slice *rest, struct der_item *item)
{
    const struct slice s = *rest;
    size_t header = 0;
    size_t length = 0;
    if (!read_length(s, &header, &length) || (s.p[0] & 0x1fu) == 0x1fu) {
        return false;
    }
    item->tag = s.p[0];
    item->announced = length;
    item->cut = length > s.n - header;
    const size_t there = item->cut ? s.n - header : length;
    item->body = slice_of(s.p + header, there);
    item->whole = slice_of(s.p, header + there);
    *rest = slice_of(s.p + header + there, s.n - header - there);
    return true;
}

bool der_peek(struct slice rest, uint8_t tag) { return rest.n != 0 && rest.p[0] == tag; }

bool der_expect(struct slice *rest, uint8_t tag, struct der_item *item)
{
    return der_peek(*rest, tag) && der_read(rest, item);
}

unsigned der_integer_bits(const struct der_item *integer)
{
    size_t zeros = 0;
    while (zeros < integer->body.n && integer->body.p[zeros] == 0) {
        zeros++;
    }
    if (zeros == integer->body.n || integer->announced > UINT32_MAX / 16) {
        return 0;
    }
    unsigned bits = (unsigned)(integer->announced - zeros) * 8;
    for (uint8_t top = integer->body.p[zeros]; top < 0x80; top = (uint8_t)(top << 1)) {
        bits--;
    }
    return bits;
}

bool der_small(const struct der_item *integer, unsigned max, unsigned *out)
{
    const struct slice body = integer->body;
    if (integer->cut || body.n == 0 || body.n > 3 || body.p[0] >= 0x80) {
        return false;
    }
    unsigned value = 0;
    for (size_t i = 0; i < body.n; i++) {
        value = value << 8 | body.p[i];
    }
    if (value > max) {
        return false;
    }
    *out = value;
    return true;
}

struct slice der_bits(const struct der_item *bit_string) { return slice_from(bit_string->body, 1); }

bool der_bits_are_whole(const struct der_item *bit_string)
{
    const struct slice body = bit_string->body;
    return !bit_string->cut && body.n > 1 && body.p[0] <= 7;
}

bool der_is_oid(struct slice content) { return content.n != 0 && content.p[content.n - 1] < 0x80; }

/* `n` digits at s.p[at]; -1 when they are not all digits. */
static int digits(struct slice s, size_t at, size_t n)
{
    int value = 0;
    for (size_t i = at; i < at + n; i++) {
        if (i >= s.n || !ascii_digit(s.p[i])) {
            return -1;
        }
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* "Z", or the "+hhmm" that certificates older than RFC 2459 carry; seconds to subtract. */
static bool read_zone(struct slice zone, int64_t *offset)
{
    *offset = 0;
    if (slice_eq(zone, SLICE("Z"))) {
        return true;
    }
    const int hours = digits(zone, 1, 2);
    const int minutes = digits(zone, 3, 2);
    if (zone.n != 5 || hours < 0 || hours > 14 || minutes < 0 || minutes > 59) {
        return false;
    }
    *offset = (hours * 60 + minutes) * 60;
    if (zone.p[0] == '-') {
        *offset = -*offset;
    }
    return zone.p[0] == '+' || zone.p[0] == '-';
}

int64_t der_time(const struct der_item *time)
{
    const struct slice s = time->body;
    const bool utc = time->tag == DER_UTC_TIME;
    if (time->cut || (!utc && time->tag != DER_GENERALIZED_TIME)) {
        return TIME_NONE;
    }
    struct civil c = {0};
    size_t at = utc ? 2 : 4;
    c.year = digits(s, 0, at);
    if (c.year < 0) {
        return TIME_NONE;
    }
    if (utc) {
        c.year += c.year < 50 ? 2000 : 1900; /* RFC 5280 4.1.2.5.1 */
    }
    int *const fields[] = {&c.month, &c.day, &c.hour, &c.minute};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++, at += 2) {
        *fields[i] = digits(s, at, 2);
    }
    if (digits(s, at, 2) >= 0) { /* seconds were optional once */
        c.second = digits(s, at, 2);
        at += 2;
    }
    int64_t offset = 0;
    const int64_t local = time_from_civil(&c);
    return local == TIME_NONE || !read_zone(slice_from(s, at), &offset) ? TIME_NONE
                                                                        : local - offset;
}

/* The first number holds two arcs: 40 * first + second, where only first == 2 lets second pass 39. */
static void put_first_arcs(struct buf *out, uint64_t value)
{
    const uint64_t first = value < 80 ? value / 40 : 2;
    buf_u64(out, first);
    buf_byte(out, '.');
    buf_u64(out, value - first * 40);
}

void der_oid_put(struct buf *out, struct slice oid)
{
    uint64_t value = 0;
    bool started = false;
    for (size_t i = 0; i < oid.n; i++) {
        if (value > UINT64_MAX >> 7) {
            buf_cstr(out, "..."); /* an arc beyond 64 bits: nobody was given one */
            return;
        }
        value = value << 7 | (oid.p[i] & 0x7fu);
        if (oid.p[i] >= 0x80) {
            continue;
        }
        if (started) {
            buf_byte(out, '.');
            buf_u64(out, value);
        } else {
            put_first_arcs(out, value);
        }
        started = true;
        value = 0;
    }
}
