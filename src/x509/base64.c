#include "x509/base64.h"

#include <string.h>

/* Value | VALID; zero for what is no base64 character. */
enum { VALID = 0x40 };
#define ROW4(c, v)                                                                                 \
    [(c)] = VALID | (v), [(c) + 1] = VALID | ((v) + 1), [(c) + 2] = VALID | ((v) + 2),             \
    [(c) + 3] = VALID | ((v) + 3)
#define ROW12(c, v) ROW4((c), (v)), ROW4((c) + 4, (v) + 4), ROW4((c) + 8, (v) + 8)
static const uint8_t values[256] = {
    ROW12('A', 0),      ROW12('M', 12),     ['Y'] = VALID | 24, ['Z'] = VALID | 25, ROW12('a', 26),
    ROW12('m', 38),     ['y'] = VALID | 50, ['z'] = VALID | 51, ROW4('0', 52),      ROW4('4', 56),
    ['8'] = VALID | 60, ['9'] = VALID | 61, ['+'] = VALID | 62, ['/'] = VALID | 63,
};

void base64_start(struct base64 *b, uint8_t *out, size_t cap)
{
    memset(b, 0, sizeof *b);
    b->out = out;
    b->cap = cap;
}

bool base64_is_char(uint8_t c) { return values[c] != 0; }

static void put(struct base64 *b, uint32_t byte)
{
    if (b->n < b->cap) {
        b->out[b->n++] = (uint8_t)byte;
    } else {
        b->full = true;
    }
}

static void take_one(struct base64 *b, uint8_t value)
{
    b->bits = b->bits << 6 | (value & 0x3fu);
    if (++b->pending == 4) {
        put(b, b->bits >> 16 & 0xff);
        put(b, b->bits >> 8 & 0xff);
        put(b, b->bits & 0xff);
        b->bits = 0;
        b->pending = 0;
    }
}

/* Whole groups of four, as long as they are clean and there is room: all of a normal row. */
static size_t take_groups(struct base64 *b, struct slice s)
{
    size_t i = 0;
    uint8_t *out = b->out + b->n;
    const size_t groups = (b->cap - b->n) / 3 < s.n / 4 ? (b->cap - b->n) / 3 : s.n / 4;
    for (size_t g = 0; g < groups; g++, i += 4) {
        const uint32_t v0 = values[s.p[i]];
        const uint32_t v1 = values[s.p[i + 1]];
        const uint32_t v2 = values[s.p[i + 2]];
        const uint32_t v3 = values[s.p[i + 3]];
        if ((v0 & v1 & v2 & v3 & VALID) == 0) {
            break;
        }
        const uint32_t bits =
            (v0 & 0x3f) << 18 | (v1 & 0x3f) << 12 | (v2 & 0x3f) << 6 | (v3 & 0x3f);
        *out++ = (uint8_t)(bits >> 16);
        *out++ = (uint8_t)(bits >> 8 & 0xff);
        *out++ = (uint8_t)(bits & 0xff);
    }
    b->n += i / 4 * 3;
    return i;
}

size_t base64_take(struct base64 *b, struct slice s)
{
    size_t i = b->pending == 0 ? take_groups(b, s) : 0;
    while (i < s.n && values[s.p[i]] != 0) {
        take_one(b, values[s.p[i]]);
        i++;
    }
    b->chars += i;
    return i;
}

void base64_finish(struct base64 *b)
{
    if (b->pending >= 2) {
        put(b, b->bits >> (b->pending == 2 ? 4 : 10) & 0xff);
    }
    if (b->pending == 3) {
        put(b, b->bits >> 2 & 0xff);
    }
    b->bits = 0;
    b->pending = 0;
}
