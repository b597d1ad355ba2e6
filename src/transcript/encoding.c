#include "transcript/encoding.h"

#include <string.h>

static bool pairs(const uint8_t *p, bool low_first)
{
    unsigned low = low_first ? 0 : 1, high = low_first ? 1 : 0;
    return p[low] != 0 && p[high] == 0 && p[low + 2] != 0 && p[high + 2] == 0;
}

/* Text in which every second byte is nought; two characters are enough, as no text holds NUL. */
static void judge(struct encoding *e)
{
    const uint8_t *p = e->head;

    e->kind = ENCODING_BYTES;
    if (e->n_head >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) {
        e->mark = 3;
    } else if (e->n_head >= 2 && p[0] == 0xFF && p[1] == 0xFE) {
        e->kind = ENCODING_UTF16LE;
        e->mark = 2;
    } else if (e->n_head >= 2 && p[0] == 0xFE && p[1] == 0xFF) {
        e->kind = ENCODING_UTF16BE;
        e->mark = 2;
    } else if (e->n_head == ENCODING_HEAD && pairs(p, true)) {
        e->kind = ENCODING_UTF16LE;
    } else if (e->n_head == ENCODING_HEAD && pairs(p, false)) {
        e->kind = ENCODING_UTF16BE;
    }
}

bool encoding_learn(struct encoding *e, struct slice *bytes, bool last)
{
    size_t want = ENCODING_HEAD - (size_t)e->n_head;
    size_t take = want < bytes->n ? want : bytes->n;

    if (take > 0) {
        memcpy(e->head + e->n_head, bytes->p, take);
        e->n_head = (uint8_t)(e->n_head + take);
        *bytes = slice_from(*bytes, take);
    }
    if (e->n_head < ENCODING_HEAD && !last) {
        return false;
    }
    judge(e);
    return true;
}

struct slice encoding_head(const struct encoding *e)
{
    return slice_from(slice_of(e->head, e->n_head), e->mark);
}

static uint8_t one_byte(unsigned character)
{
    switch (character) {
    case 0x2018:
    case 0x2019:
        return '\'';
    case 0x201C:
    case 0x201D:
        return '"';
    case 0x2013:
    case 0x2014:
        return '-';
    case 0x00A0:
        return ' ';
    case 0x266F:
        return '#';
    default:
        return character < 0x80 ? (uint8_t)character : '?';
    }
}

static uint8_t character_of(const struct encoding *e, uint8_t a, uint8_t b)
{
    return one_byte(e->kind == ENCODING_UTF16LE ? a | (unsigned)b << 8 : b | (unsigned)a << 8);
}

size_t encoding_decode(struct encoding *e, struct slice *bytes, uint8_t *out, size_t room)
{
    size_t n = 0, at = 0;

    if (e->n_head == 1 && bytes->n > 0) {
        out[n++] = character_of(e, e->head[0], bytes->p[0]);
        e->n_head = 0;
        at = 1;
    }
    for (; n < room && at + 1 < bytes->n; at += 2) {
        out[n++] = character_of(e, bytes->p[at], bytes->p[at + 1]);
    }
    if (at + 1 == bytes->n) {
        e->head[0] = bytes->p[at++];
        e->n_head = 1;
    }
    *bytes = slice_from(*bytes, at);
    return n;
}
