#include "redact/restore.h"

static bool is_plain(uint8_t c)
{
    return ascii_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~';
}

/* How many bytes at `at` are the token as it is, without regard to case; 0: it is not there. */
static size_t as_is(struct slice text, size_t at, struct slice token)
{
    return slice_starts_nocase(slice_from(text, at), token) ? token.n : 0;
}

/* The same with all but plain signs in percent codes. *coded: there were some. */
static size_t in_codes(struct slice text, size_t at, struct slice token, bool *coded)
{
    size_t from = at;
    *coded = false;
    for (size_t i = 0; i < token.n; i++) {
        uint8_t c = token.p[i];
        bool code = at + 2 < text.n && text.p[at] == '%' && ascii_hex(text.p[at + 1]) == c >> 4 &&
                    ascii_hex(text.p[at + 2]) == (c & 15);
        if (!code && (at >= text.n || ascii_fold(text.p[at]) != ascii_fold(c))) {
            return 0;
        }
        *coded = *coded || code;
        at += code ? 3 : 1;
    }
    return at - from;
}

static bool stands_alone(struct slice text, size_t at, size_t n)
{
    return (at == 0 || !ascii_alnum(text.p[at - 1])) &&
           (at + n >= text.n || !ascii_alnum(text.p[at + n]));
}

static void put_coded(struct slice value, struct buf *out)
{
    for (size_t i = 0; i < value.n; i++) {
        if (is_plain(value.p[i])) {
            buf_byte(out, value.p[i]);
        } else {
            buf_printf(out, "%%%02X", (unsigned)value.p[i]);
        }
    }
}

/* The longest token at `at`; NULL: none. */
static const struct restore_pair *token_at(const struct restore_pair *pairs, size_t n,
                                           struct slice text, size_t at, size_t *length,
                                           bool *coded)
{
    const struct restore_pair *best = NULL;
    *length = 0;
    for (size_t i = 0; i < n; i++) {
        bool codes = false;
        size_t found = as_is(text, at, pairs[i].token);
        if (found == 0) {
            found = in_codes(text, at, pairs[i].token, &codes);
        }
        if (found > *length && stands_alone(text, at, found)) {
            best = &pairs[i];
            *length = found;
            *coded = codes;
        }
    }
    return best;
}

size_t restore_text(const struct restore_pair *pairs, size_t n, struct slice text, struct buf *out)
{
    size_t count = 0;
    for (size_t at = 0; at < text.n;) {
        bool coded = false;
        size_t length = 0;
        const struct restore_pair *pair = token_at(pairs, n, text, at, &length, &coded);
        if (pair == NULL) {
            buf_byte(out, text.p[at++]);
            continue;
        }
        if (coded) {
            put_coded(pair->value, out);
        } else {
            buf_put(out, pair->value);
        }
        at += length;
        count++;
    }
    return count;
}
