#include "facts/encoding.h"

#include "base/base64.h"

static const struct slice nothing = SLICE_INIT("");

/* The byte that an escape at s.p[at] stands for, -1: no escape. */
static int escaped_byte(struct slice s, size_t at)
{
    if (s.p[at] != '%' || s.n - at < 3) {
        return -1;
    }
    int high = ascii_hex(s.p[at + 1]);
    int low = ascii_hex(s.p[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

struct slice percent_decode(struct slice s, struct arena *arena)
{
    if (slice_find_byte(s, '%', 0) == s.n) {
        return s.p != NULL ? s : nothing;
    }
    uint8_t *out = ARENA_ARRAY(arena, s.n, uint8_t);
    size_t n = 0;
    for (size_t i = 0; out != NULL && i < s.n; i++) {
        int byte = escaped_byte(s, i);
        out[n++] = byte >= 0 ? (uint8_t)byte : s.p[i];
        i += byte >= 0 ? 2 : 0;
    }
    return slice_of(out, n);
}

static struct slice without_padding(struct slice s)
{
    for (int i = 0; i < 2 && slice_ends(s, SLICE("=")); i++) {
        s.n--;
    }
    return s;
}

int64_t base64_length(struct slice s)
{
    s = without_padding(s);
    for (size_t i = 0; i < s.n; i++) {
        if (base64_any_digit(s.p[i]) < 0) {
            return -1;
        }
    }
    return s.n % 4 == 1 ? -1 : (int64_t)(s.n / 4 * 3 + (s.n % 4) * 3 / 4);
}

bool base64_decode(struct slice s, uint8_t *out, size_t max, size_t *n)
{
    if (base64_length(s) < 0) {
        return false;
    }
    s = without_padding(s);
    uint32_t bits = 0;
    unsigned have = 0;
    *n = 0;
    for (size_t i = 0; i < s.n && *n < max; i++) {
        bits = (bits << 6 | (uint32_t)base64_any_digit(s.p[i])) & 0xFFFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[(*n)++] = (uint8_t)(bits >> have & 0xFF);
        }
    }
    return true;
}
