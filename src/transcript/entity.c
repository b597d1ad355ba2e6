#include "transcript/entity.h"

enum { REACH = 12, CHARACTER_MAX = 0x10FFFF };

struct entity {
    struct slice name;
    uint32_t character;
};

static const struct entity entities[] = {
    {SLICE_INIT("amp"), '&'},       {SLICE_INIT("lt"), '<'},
    {SLICE_INIT("gt"), '>'},        {SLICE_INIT("quot"), '"'},
    {SLICE_INIT("apos"), '\''},     {SLICE_INIT("nbsp"), ENTITY_NBSP},
    {SLICE_INIT("ndash"), 0x2013},  {SLICE_INIT("mdash"), 0x2014},
    {SLICE_INIT("minus"), 0x2212},  {SLICE_INIT("lsquo"), 0x2018},
    {SLICE_INIT("rsquo"), 0x2019},  {SLICE_INIT("ldquo"), 0x201C},
    {SLICE_INIT("rdquo"), 0x201D},  {SLICE_INIT("num"), '#'},
    {SLICE_INIT("sharp"), 0x266F},  {SLICE_INIT("plus"), '+'},
    {SLICE_INIT("equals"), '='},    {SLICE_INIT("comma"), ','},
    {SLICE_INIT("colon"), ':'},     {SLICE_INIT("period"), '.'},
    {SLICE_INIT("lowbar"), '_'},    {SLICE_INIT("shy"), 0xAD},
    {SLICE_INIT("hellip"), 0x2026}, {SLICE_INIT("rarr"), 0x2192},
    {SLICE_INIT("larr"), 0x2190},
};

/* The digits behind "&#" or "&#x". */
static bool read_number(struct slice digits, uint32_t *out)
{
    bool hex = digits.n > 1 && (digits.p[0] == 'x' || digits.p[0] == 'X');
    uint32_t v = 0;

    for (size_t i = hex ? 1 : 0; i < digits.n; i++) {
        int digit = ascii_hex(digits.p[i]);
        if (digit < 0 || (!hex && digit > 9) || v > CHARACTER_MAX) {
            return false;
        }
        v = v * (hex ? 16u : 10u) + (uint32_t)digit;
    }
    *out = v;
    return digits.n > 0 && v > 0 && v <= CHARACTER_MAX;
}

size_t entity_read(struct slice t, uint32_t *character)
{
    struct slice near = slice_sub(t, 0, REACH);
    size_t end = 0;
    struct slice name = {0};

    if (t.n < 3 || t.p[0] != '&') {
        return 0;
    }
    end = slice_find_byte(near, ';', 1);
    if (end == near.n) {
        return 0;
    }
    name = slice_sub(t, 1, end - 1);
    if (name.n > 1 && name.p[0] == '#') {
        return read_number(slice_from(name, 1), character) ? end + 1 : 0;
    }
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        if (slice_eq(name, entities[i].name)) {
            *character = entities[i].character;
            return end + 1;
        }
    }
    return 0;
}
