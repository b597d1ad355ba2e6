#include "redact/restore.h"

#include "base/base64.h"

enum { RUN_MIN = 8, RUN_MAX = 1 << 20 };

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

static size_t restore_plain(const struct restore_pair *pairs, size_t n, struct slice text,
                            struct buf *out)
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

/* ---- text that is encoded as a whole ----------------------------------------------------------------------- */

static bool is_hex_sign(uint8_t c) { return ascii_hex(c) >= 0; }
static bool is_base64_sign(uint8_t c) { return base64_any_digit(c) >= 0 || c == '='; }

static void decode_hex(struct slice run, struct buf *out)
{
    for (size_t i = 0; i + 1 < run.n && run.n % 2 == 0; i += 2) {
        buf_byte(out, (uint8_t)(ascii_hex(run.p[i]) << 4 | ascii_hex(run.p[i + 1])));
    }
}

static void encode_hex(struct slice run, struct slice bytes, struct buf *out)
{
    bool upper = false;
    for (size_t i = 0; i < run.n; i++) {
        upper = upper || ascii_upper(run.p[i]);
    }
    for (size_t i = 0; i < bytes.n; i++) {
        buf_printf(out, upper ? "%02X" : "%02x", (unsigned)bytes.p[i]);
    }
}

static void decode_base64(struct slice run, struct buf *out)
{
    unsigned bits = 0;
    for (size_t i = 0; i < run.n && run.p[i] != '='; i++) {
        bits = (bits << 6 | (unsigned)base64_any_digit(run.p[i])) & 0xFFFFU;
        if (i % 4 != 0) {
            buf_byte(out, (uint8_t)(bits >> (6 - 2 * (i % 4))));
        }
    }
}

/* In the run's alphabet, and padded when it was. */
static void encode_base64(struct slice run, struct slice bytes, struct buf *out)
{
    struct buf text;
    bool url = slice_find_byte(run, '-', 0) < run.n || slice_find_byte(run, '_', 0) < run.n;
    bool bare = run.n % 4 != 0;
    buf_init(&text, 2 * RUN_MAX);
    base64_put(&text, bytes);
    for (size_t i = 0; i < text.n && !(bare && text.p[i] == '='); i++) {
        uint8_t c = text.p[i];
        buf_byte(out, url && c == '+' ? '-' : url && c == '/' ? '_' : c);
    }
    out->status = out->status == SPW_OK ? text.status : out->status;
    buf_dispose(&text);
}

static const struct encoding {
    bool (*is_sign)(uint8_t c);
    void (*decode)(struct slice run, struct buf *out);
    void (*encode)(struct slice run, struct slice bytes, struct buf *out);
} encodings[] = {{is_hex_sign, decode_hex, encode_hex},
                 {is_base64_sign, decode_base64, encode_base64}};

/* A run that holds tokens is written anew with their values; 0: it holds none. */
static size_t restore_run(const struct restore_pair *pairs, size_t n, const struct encoding *e,
                          struct slice run, struct buf *out)
{
    struct buf decoded, restored;
    buf_init(&decoded, RUN_MAX);
    buf_init(&restored, RUN_MAX);
    e->decode(run, &decoded);
    size_t count = restore_plain(pairs, n, buf_slice(&decoded), &restored);
    bool whole = decoded.status == SPW_OK && restored.status == SPW_OK;
    if (count > 0 && whole) {
        e->encode(run, buf_slice(&restored), out);
    }
    buf_dispose(&decoded);
    buf_dispose(&restored);
    return whole ? count : 0;
}

static struct slice run_at(struct slice text, size_t at, const struct encoding *e)
{
    size_t end = at;
    while (end < text.n && end - at < RUN_MAX && e->is_sign(text.p[end])) {
        end++;
    }
    return slice_sub(text, at, end - at);
}

/* The run of an encoding that begins at `at` and holds tokens; its length, 0: there is none. */
static size_t encoded_at(const struct restore_pair *pairs, size_t n, struct slice text, size_t at,
                         struct buf *out, size_t *count)
{
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
        const struct encoding *e = &encodings[i];
        bool begins = at == 0 || !e->is_sign(text.p[at - 1]) || text.p[at - 1] == '=';
        struct slice run = begins ? run_at(text, at, e) : slice_of(NULL, 0);
        size_t found = run.n >= RUN_MIN ? restore_run(pairs, n, e, run, out) : 0;
        *count += found;
        if (found > 0) {
            return run.n;
        }
    }
    return 0;
}

size_t restore_text(const struct restore_pair *pairs, size_t n, struct slice text, struct buf *out)
{
    size_t count = 0;
    size_t plain = 0; /* where what is not put yet begins */
    for (size_t at = 0; at < text.n;) {
        struct buf run;
        size_t found = 0;
        buf_init(&run, 2 * RUN_MAX);
        size_t length = encoded_at(pairs, n, text, at, &run, &found);
        if (length > 0) {
            count += restore_plain(pairs, n, slice_sub(text, plain, at - plain), out) + found;
            buf_put(out, buf_slice(&run));
            plain = at + length;
        }
        buf_dispose(&run);
        at += length > 0 ? length : 1;
    }
    return count + restore_plain(pairs, n, slice_from(text, plain), out);
}
