#include "transcript/sides.h"

static bool parse_one(struct sides *s, struct slice item)
{
    size_t sign = item.n;
    struct slice who = {0};

    while (sign > 0 && item.p[sign - 1] != '=') { /* the last one: names may hold others */
        sign--;
    }
    if (sign < 2 || sign - 1 > SIDE_NAME || s->n == SIDES_MAX) {
        return false;
    }
    who = slice_from(item, sign);
    s->list[s->n].n = sign - 1;
    memcpy(s->list[s->n].name, item.p, sign - 1);
    s->list[s->n].direction = slice_eq(who, SLICE("host")) ? DIR_HOST : DIR_MODULE;
    s->n++;
    return slice_eq(who, SLICE("host")) || slice_eq(who, SLICE("module"));
}

enum spw_status sides_parse(struct sides *out, struct slice text)
{
    struct slice item = {0}, rest = text;

    *out = (struct sides){0};
    if (slice_eq(text, SLICE("swap"))) {
        out->swap = true;
        return SPW_OK;
    }
    while (rest.n > 0) {
        (void)slice_split(rest, ',', &item, &rest);
        if (!parse_one(out, item)) {
            return SPW_INVALID;
        }
    }
    return SPW_OK;
}

enum direction sides_apply(const struct sides *s, struct slice name, enum direction told)
{
    for (unsigned i = 0; i < s->n; i++) {
        if (slice_eq(slice_of(s->list[i].name, s->list[i].n), name)) {
            return s->list[i].direction;
        }
    }
    if (s->swap && told != DIR_UNKNOWN) {
        return told == DIR_HOST ? DIR_MODULE : DIR_HOST;
    }
    return told;
}
