#include "base/base64.h"

void base64_put(struct buf *out, struct slice bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t left = bytes.n - i;
        uint32_t v = (uint32_t)bytes.p[i] << 16;
        v |= left > 1 ? (uint32_t)bytes.p[i + 1] << 8 : 0;
        v |= left > 2 ? bytes.p[i + 2] : 0;
        buf_byte(out, (uint8_t)digits[v >> 18 & 63]);
        buf_byte(out, (uint8_t)digits[v >> 12 & 63]);
        buf_byte(out, left > 1 ? (uint8_t)digits[v >> 6 & 63] : '=');
        buf_byte(out, left > 2 ? (uint8_t)digits[v & 63] : '=');
    }
}

int base64_digit(uint8_t c)
{
    if (ascii_upper(c)) {
        return c - 'A';
    }
    if (ascii_lower(c)) {
        return c - 'a' + 26;
    }
    if (ascii_digit(c)) {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

int base64_any_digit(uint8_t c) { return c == '-' ? 62 : c == '_' ? 63 : base64_digit(c); }
