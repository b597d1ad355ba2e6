#include "tui/key.h"

#include "base/escape.h"

static const struct {
    const char *name;
    uint32_t key;
} names[] = {
    {"Tab", KEY_TAB},         {"Enter", KEY_RETURN},    {"Esc", KEY_ESCAPE},
    {"Backspace", KEY_BACK},  {"Space", ' '},           {"Up", KEY_ARROW_UP},
    {"Down", KEY_ARROW_DOWN}, {"Left", KEY_ARROW_LEFT}, {"Right", KEY_ARROW_RIGHT},
    {"PgUp", KEY_PAGE_UP},    {"PgDn", KEY_PAGE_DOWN},  {"Home", KEY_TO_HOME},
    {"End", KEY_TO_END},      {"Del", KEY_DELETE},      {"BackTab", KEY_BACK_TAB},
    {"F1", KEY_F1},           {"Resize", KEY_RESIZED},
};
enum { NAMES = sizeof names / sizeof names[0], CONTROL = 0x40 };

bool key_parse(struct slice name, uint32_t *key)
{
    for (size_t i = 0; i < NAMES; i++) {
        if (slice_eq(slice_cstr(names[i].name), name)) {
            *key = names[i].key;
            return true;
        }
    }
    if (name.n == 2 && name.p[0] == '^' && name.p[1] >= CONTROL && name.p[1] < CONTROL + 32) {
        *key = name.p[1] - (uint32_t)CONTROL;
        return true;
    }
    return utf8_decode(name, 0, key) == name.n && name.n > 0 && *key > ' ';
}

/* The character as UTF-8; it is one, keys beyond Unicode have names. */
static void put_character(struct buf *out, uint32_t key)
{
    if (key < 0x80) {
        buf_byte(out, (uint8_t)key);
    } else if (key < 0x800) {
        buf_byte(out, (uint8_t)(0xC0 | key >> 6));
        buf_byte(out, (uint8_t)(0x80 | (key & 0x3F)));
    } else if (key < 0x10000) {
        buf_byte(out, (uint8_t)(0xE0 | key >> 12));
        buf_byte(out, (uint8_t)(0x80 | (key >> 6 & 0x3F)));
        buf_byte(out, (uint8_t)(0x80 | (key & 0x3F)));
    } else {
        buf_byte(out, (uint8_t)(0xF0 | (key >> 18 & 7)));
        buf_byte(out, (uint8_t)(0x80 | (key >> 12 & 0x3F)));
        buf_byte(out, (uint8_t)(0x80 | (key >> 6 & 0x3F)));
        buf_byte(out, (uint8_t)(0x80 | (key & 0x3F)));
    }
}

void key_put(struct buf *out, uint32_t key)
{
    for (size_t i = 0; i < NAMES; i++) {
        if (names[i].key == key) {
            buf_cstr(out, names[i].name);
            return;
        }
    }
    if (key < ' ') {
        buf_byte(out, '^');
        buf_byte(out, (uint8_t)(key + CONTROL));
    } else {
        put_character(out, key);
    }
}
