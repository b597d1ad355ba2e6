/* Dumps that show characters: od -c, od -b, hexdump -c, hexdump -b ("0000000   A   T  \r  \n 302"), and bits
 * as xxd -b writes them. */
#include "transcript/decode.h"
#include "transcript/wrap.h"

enum { CELL = 4, CELLS_MAX = 16, OFFSET_LEAST = 6, OFFSET_MOST = 8, BITS = 8 };

struct octal {
    bool begun;
    size_t n_last;
    uint8_t last[CELLS_MAX];
};

static bool is_octal(uint8_t c) { return c >= '0' && c <= '7'; }

/* The four columns of one byte: "   A", "  \r", " 015"; -1: they are something else. */
static int cell_value(struct slice cell)
{
    static const uint8_t letters[] = {'0', 'a', 'b', 't', 'n', 'v', 'f', 'r'};
    static const uint8_t values[] = {0, 7, 8, 9, 10, 11, 12, 13};

    if (cell.n != CELL || cell.p[0] != ' ') {
        return -1;
    }
    if (is_octal(cell.p[1]) && is_octal(cell.p[2]) && is_octal(cell.p[3])) {
        int v = (cell.p[1] - '0') * 64 + (cell.p[2] - '0') * 8 + (cell.p[3] - '0');
        return v < 256 ? v : -1;
    }
    if (cell.p[1] != ' ') {
        return -1;
    }
    for (size_t i = 0; cell.p[2] == '\\' && i < sizeof letters; i++) {
        if (cell.p[3] == letters[i]) {
            return values[i];
        }
    }
    return cell.p[2] == ' ' ? cell.p[3] : -1;
}

/* Digits of the offset in front of a row; 0: there is none. Dumps without offsets start with a cell. */
static size_t offset_digits(struct slice t)
{
    size_t n = 0;
    while (n < t.n && ascii_hex(t.p[n]) >= 0) {
        n++;
    }
    return n >= OFFSET_LEAST && n <= OFFSET_MOST ? n : 0;
}

static size_t read_cells(struct slice t, size_t at, uint8_t *out)
{
    size_t n = 0;
    while (at < t.n && n < CELLS_MAX) {
        int v = cell_value(slice_sub(t, at, CELL));
        if (v < 0) {
            return 0;
        }
        out[n++] = (uint8_t)v;
        at += CELL;
    }
    return at == t.n ? n : 0;
}

bool sign_octal(struct slice t)
{
    uint8_t bytes[CELLS_MAX];
    size_t at = offset_digits(t);
    return at > 0 && t.n >= at + 2 * CELL && read_cells(t, at, bytes) >= 2;
}

bool take_octal(struct unwrap *u, const struct line *l)
{
    struct octal *s = (struct octal *)(void *)u->state;
    uint8_t bytes[CELLS_MAX];
    size_t at = offset_digits(l->text), n = at > 0 ? read_cells(l->text, at, bytes) : 0;

    if (s->begun && (slice_eq(l->text, SLICE("*")) || (at > 0 && at == l->text.n))) {
        return true; /* rows left out are equal: no dialogue repeats so */
    }
    if (n == 0) {
        return false;
    }
    s->begun = true;
    channel_mixed(&u->channels, 0, SLICE("dump"));
    for (size_t i = 0; i < n; i++) {
        unwrap_byte(u, 0, bytes[i], at + i * CELL, CELL);
    }
    return true;
}

/* ---- bits ------------------------------------------------------------------------------------------- */

static int bits_value(struct slice t)
{
    int v = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] != '0' && t.p[i] != '1') {
            return -1;
        }
        v = v * 2 + (t.p[i] - '0');
    }
    return t.n == BITS ? v : -1;
}

/* "00000000: 01000001 01010100  AT": bytes of a row, from `at` on, handed to `d`. */
static size_t read_bits(const struct decode *d, struct slice t)
{
    size_t at = offset_digits(t), n = 0;

    if (at == 0 || at >= t.n || t.p[at] != ':') {
        return 0;
    }
    for (at += 2; bits_value(slice_sub(t, at, BITS)) >= 0; at += BITS + 1, n++) {
        if (d->u != NULL) {
            unwrap_byte(d->u, d->channel, (uint8_t)bits_value(slice_sub(t, at, BITS)), at, BITS);
        }
    }
    return n;
}

/* The same digits may be hexadecimal: the text at the end of the row tells. */
bool sign_bits(struct slice t)
{
    size_t n = t.n > 20 ? read_bits(&(struct decode){0}, t) : 0;
    return n > 0 && n <= CELLS_MAX && t.n > n && ascii_print(t.p[t.n - 1]) &&
           t.p[t.n - n - 1] == ' ';
}

bool take_bits(struct unwrap *u, const struct line *l)
{
    struct decode d = {u, 0};
    channel_mixed(&u->channels, 0, SLICE("dump"));
    return read_bits(&d, l->text) > 0;
}
