/* Key identifiers and fingerprints as people write them. */
#include "x509/certificate.h"

#include <string.h>

enum { PARSED_BYTES = 20 };

bool x509_id_eq(const struct x509_id *a, const struct x509_id *b)
{
    return a->n != 0 && slice_eq(slice_of(a->bytes, a->n), slice_of(b->bytes, b->n));
}

/* `separator` 0: none. */
static struct slice put_hex(const struct x509_id *id, const char *digits, uint8_t separator,
                            struct arena *arena)
{
    char text[3 * X509_ID_MAX];
    size_t n = 0;
    for (size_t i = 0; i < id->n && i < X509_ID_MAX; i++) {
        if (i != 0 && separator != 0) {
            text[n++] = (char)separator;
        }
        text[n++] = digits[id->bytes[i] >> 4];
        text[n++] = digits[id->bytes[i] & 15];
    }
    return arena_copy(arena, slice_of(text, n));
}

struct slice x509_id_text(const struct x509_id *id, struct arena *arena)
{
    return put_hex(id, "0123456789ABCDEF", ':', arena);
}

struct slice x509_id_hex(const struct x509_id *id, struct arena *arena)
{
    return put_hex(id, "0123456789abcdef", 0, arena);
}

static bool is_separator(uint8_t c) { return c == ':' || c == ' ' || c == '\t'; }

/* Separators stand between bytes, not inside them. */
bool x509_id_parse(struct slice text, struct x509_id *out)
{
    struct x509_id id = {{0}, 0};
    text = slice_trim(text);
    for (size_t i = 0; i < text.n;) {
        if (is_separator(text.p[i])) {
            i++;
            continue;
        }
        const int high = ascii_hex(text.p[i]);
        const int low = i + 1 < text.n ? ascii_hex(text.p[i + 1]) : -1;
        if (high < 0 || low < 0 || id.n == PARSED_BYTES) {
            return false;
        }
        id.bytes[id.n++] = (uint8_t)(high << 4 | low);
        i += 2;
    }
    if (id.n != PARSED_BYTES) {
        return false;
    }
    *out = id;
    return true;
}
