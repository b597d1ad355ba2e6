#include "transcript/scan.h"

bool scan_is(struct scan *x, uint8_t c)
{
    if (x->at >= x->s.n || x->s.p[x->at] != c) {
        return false;
    }
    x->at++;
    return true;
}

bool scan_literal(struct scan *x, struct slice literal)
{
    if (!slice_starts(scan_rest(x), literal)) {
        return false;
    }
    x->at += literal.n;
    return true;
}

size_t scan_blanks(struct scan *x)
{
    size_t before = x->at;
    while (x->at < x->s.n && (x->s.p[x->at] == ' ' || x->s.p[x->at] == '\t')) {
        x->at++;
    }
    return x->at - before;
}

size_t scan_digits(struct scan *x, uint64_t *out)
{
    size_t before = x->at;
    uint64_t v = 0;

    while (x->at < x->s.n && x->at - before < 18 && ascii_digit(x->s.p[x->at])) {
        v = v * 10 + (uint64_t)(x->s.p[x->at++] - '0');
    }
    *out = v;
    return x->at - before;
}

bool scan_seconds(struct scan *x, int64_t *us)
{
    size_t before = x->at;
    uint64_t whole = 0, fraction = 0;
    size_t n = scan_digits(x, &whole);

    if (n == 0 || n > 11) {
        x->at = before;
        return false;
    }
    *us = (int64_t)whole * 1000000;
    if (scan_is(x, '.')) {
        n = scan_digits(x, &fraction);
        for (; n < 6; n++) {
            fraction *= 10;
        }
        for (; n > 6; n--) {
            fraction /= 10;
        }
        *us += (int64_t)fraction;
    }
    return true;
}

bool scan_hex_pair(struct scan *x, uint8_t *out)
{
    int high = x->at < x->s.n ? ascii_hex(x->s.p[x->at]) : -1;
    int low = x->at + 1 < x->s.n ? ascii_hex(x->s.p[x->at + 1]) : -1;

    if (high < 0 || low < 0) {
        return false;
    }
    *out = (uint8_t)(high * 16 + low);
    x->at += 2;
    return true;
}

struct slice scan_until(struct scan *x, uint8_t c)
{
    size_t end = slice_find_byte(x->s, c, x->at);
    struct slice out = slice_sub(x->s, x->at, end - x->at);
    x->at = end;
    return out;
}

bool scan_stamp(struct scan *x, const char *pattern, enum stamp_kind kind, struct stamp *out)
{
    const struct stamp_shape shape = {"", pattern, kind};
    size_t n = stamp_match(&shape, scan_rest(x), out);
    x->at += n;
    return n > 0;
}
