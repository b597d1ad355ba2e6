#include "base/slice.h"

#include <string.h>

struct slice slice_cstr(const char *s) { return slice_of(s, s == NULL ? 0 : strlen(s)); }

int slice_cmp(struct slice a, struct slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);
    if (order != 0) {
        return order < 0 ? -1 : 1;
    }
    return (a.n > b.n) - (a.n < b.n);
}

bool slice_contains(struct slice s, struct slice part)
{
    return part.n == 0 || slice_find(s, part, 0) < s.n;
}

size_t slice_find(struct slice s, struct slice part, size_t from)
{
    if (part.n == 0) {
        return from < s.n ? from : s.n;
    }
    if (part.n > s.n) {
        return s.n;
    }
    const size_t last = s.n - part.n;
    for (size_t i = from; i <= last; i++) {
        i = slice_find_byte(s, part.p[0], i);
        if (i > last) {
            break;
        }
        if (memcmp(s.p + i, part.p, part.n) == 0) {
            return i;
        }
    }
    return s.n;
}

/* FNV-1a for the rest: keys are names of a dozen bytes, where nothing cleverer pays. */
static const uint64_t HASH_START = 0xcbf29ce484222325U;
static const uint64_t HASH_PRIME = 0x00000100000001b3U;

/* FNV leaves the low bits weak, and the tables use the low bits. */
static uint64_t hash_finish(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93U;
    return h ^ (h >> 32);
}

/* Certificates are hashed each time they are loaded: eight bytes a step. */
uint64_t slice_hash(struct slice s)
{
    uint64_t h = HASH_START ^ s.n;
    size_t i = 0;
    for (; i + sizeof h <= s.n; i += sizeof h) {
        uint64_t word = 0;
        memcpy(&word, s.p + i, sizeof word);
        h = (h ^ word) * HASH_PRIME;
        h ^= h >> 29;
    }
    for (; i < s.n; i++) {
        h = (h ^ s.p[i]) * HASH_PRIME;
    }
    return hash_finish(h);
}

uint64_t slice_hash_nocase(struct slice s)
{
    uint64_t h = HASH_START;
    for (size_t i = 0; i < s.n; i++) {
        h = (h ^ ascii_fold(s.p[i])) * HASH_PRIME;
    }
    return hash_finish(h);
}

/* Checks all digits before any is added up: "99999999999999999999x" is no number, not a big one. */
static enum parse_number parse_digits(struct slice s, unsigned base, uint64_t max, uint64_t *out)
{
    for (size_t i = 0; i < s.n; i++) {
        int digit = ascii_hex(s.p[i]);
        if (digit < 0 || (unsigned)digit >= base) {
            return NUMBER_ABSENT;
        }
    }
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint64_t digit = (uint64_t)ascii_hex(s.p[i]);
        if (v > (UINT64_MAX - digit) / base) {
            return NUMBER_TOO_BIG;
        }
        v = v * base + digit;
    }
    if (s.n == 0) {
        return NUMBER_ABSENT;
    }
    if (v > max) {
        return NUMBER_TOO_BIG;
    }
    *out = v;
    return NUMBER_OK;
}

enum parse_number slice_to_u64(struct slice s, uint64_t max, uint64_t *out)
{
    return parse_digits(s, 10, max, out);
}

enum parse_number slice_to_i64(struct slice s, int64_t *out)
{
    bool negative = slice_starts(s, SLICE("-"));
    s = slice_from(s, negative ? 1 : 0);
    bool hex = slice_starts_nocase(s, SLICE("0x"));
    s = slice_from(s, hex ? 2 : 0);
    uint64_t v = 0;
    uint64_t max = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    enum parse_number outcome = parse_digits(s, hex ? 16 : 10, max, &v);
    if (outcome != NUMBER_OK) {
        return outcome;
    }
    if (!negative) {
        *out = (int64_t)v;
    } else {
        *out = v == 0 ? 0 : -(int64_t)(v - 1) - 1; /* INT64_MIN has no positive twin */
    }
    return NUMBER_OK;
}
