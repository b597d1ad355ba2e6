#include <string.h>

#include "base/stamp.h"
#include "facts/get.h"

struct value text_if_known(struct slice s, const struct mark *m)
{
    return s.n > 0 ? value_text(s, m) : value_unknown(VALUE_TEXT);
}

struct value text_cstr(const char *s, const struct mark *m) { return value_text(slice_cstr(s), m); }

struct value value_count(uint64_t n, const struct mark *m)
{
    return value_int(n > (uint64_t)INT64_MAX ? INT64_MAX : (int64_t)n, m);
}

/* Three signs in a row that nobody writes unless to hide something. */
static bool is_mask_run(struct slice s, size_t at)
{
    uint8_t c = ascii_fold(s.p[at]);
    if (c != 'x' && c != '#') {
        return false;
    }
    return at + 2 < s.n && ascii_fold(s.p[at + 1]) == c && ascii_fold(s.p[at + 2]) == c;
}

/* Bytes beyond ASCII count too: musical sharps and dots hide names in forum posts. */
bool is_masked(struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c == '*' || c == '<' || c == '>' || c >= 0x80 || is_mask_run(text, i)) {
            return true;
        }
    }
    return false;
}

struct slice id_digits(const struct x509_id *id, char *digits)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < id->n; i++) {
        digits[2 * i] = hex[id->bytes[i] >> 4];
        digits[2 * i + 1] = hex[id->bytes[i] & 15];
    }
    return slice_of(digits, 2 * id->n);
}
