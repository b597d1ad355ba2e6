/* Finding where elements start and cutting them into values. No tables here, only shapes. */
#include <string.h>

#include "at/state.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static bool head_at(struct slice t, size_t at, const char *word, size_t n)
{
    return at + n <= t.n && memcmp(t.p + at, word, n) == 0;
}

static bool head_nocase(struct slice t, size_t at, struct slice word)
{
    return at <= t.n && slice_starts_nocase(slice_from(t, at), word);
}

static bool letter_at(struct slice t, size_t at)
{
    return at < t.n && (ascii_alpha(t.p[at]) || t.p[at] == ' ');
}

/* "AT" in front of position `at`, in any case. */
static bool at_before(struct slice t, size_t at)
{
    return at >= 2 && ascii_fold(t.p[at - 2]) == 'a' && ascii_fold(t.p[at - 1]) == 't';
}

/* "S." behind position `at`, in any case, followed by what can start a name. */
static bool s_dot_behind(struct slice t, size_t at)
{
    return at + 2 < t.n && ascii_fold(t.p[at + 1]) == 's' && t.p[at + 2] == '.' &&
           (at + 3 == t.n || letter_at(t, at + 3));
}

/* Does an anchor stand around the '+' or '-' at `at`? Gives its start. */
static bool anchor_around(const struct at_reader *r, struct slice t, size_t at, size_t from,
                          size_t *start)
{
    if (t.p[at] == '+' && head_nocase(t, at, SLICE("+WIND:")) && at + 6 < t.n) {
        *start = at;
        return at >= from;
    }
    if (!s_dot_behind(t, at)) {
        return false;
    }
    if (at_before(t, at) && at - 2 >= from) {
        *start = at - 2;
        return true;
    }
    *start = at;
    return r->driver_seen && at >= from;
}

#if defined(__SSE2__)
/* A bit for each of the 16 bytes at p that is in the set. */
static inline unsigned hits_at(const uint8_t *p, const uint8_t set[3])
{
    const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    const __m128i a = _mm_cmpeq_epi8(v, _mm_set1_epi8((char)set[0]));
    const __m128i b = _mm_cmpeq_epi8(v, _mm_set1_epi8((char)set[1]));
    const __m128i c = _mm_cmpeq_epi8(v, _mm_set1_epi8((char)set[2]));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(a, b), c));
}
#endif

/* Index of the next byte of the set (which may name a byte twice), text.n when there is none. Inline:
 * the sets are constants. */
static inline size_t find_any(struct slice t, size_t i, const uint8_t set[3])
{
#if defined(__SSE2__)
    for (; i < t.n && t.n >= 16; i += 16) {
        size_t back = i + 16 > t.n ? i + 16 - t.n : 0; /* the last step looks at some bytes again */
        unsigned hits = hits_at(t.p + i - back, set) >> back;
        if (hits != 0) {
            return i + (size_t)__builtin_ctz(hits);
        }
    }
#endif
    while (i < t.n && t.p[i] != set[0] && t.p[i] != set[1] && t.p[i] != set[2]) {
        i++;
    }
    return i < t.n ? i : t.n;
}

bool lex_may_end_early(struct slice t)
{
    static const uint8_t stops[3] = {'<', '\\', ' '};
    uint8_t all = 0;
    for (size_t i = 0; i < t.n; i++) {
        all |= t.p[i];
    }
    return all >= 0x80 || find_any(t, 0, stops) < t.n;
}

static size_t next_sign(struct slice t, size_t i)
{
    static const uint8_t signs[3] = {'+', '-', '-'};
    return find_any(t, i, signs);
}

size_t lex_next_anchor(const struct at_reader *r, struct slice t, size_t from)
{
    size_t start = 0;
    for (size_t i = next_sign(t, from); i < t.n; i = next_sign(t, i + 1)) {
        if (anchor_around(r, t, i, from, &start)) {
            return start;
        }
    }
    return t.n;
}

/* spwf01's bare answers, as whole lines only. */
static bool bare_final(struct slice t)
{
    return slice_eq(t, SLICE("OK")) || slice_eq(t, SLICE("ERROR")) ||
           slice_starts(t, SLICE("ERROR:"));
}

/* A command of another manufacturer, as a whole line: AT+CWJAP="a","b", AT+GMR. */
static bool foreign_command(struct slice t)
{
    size_t n = 3;
    while (n < t.n && ascii_alpha(t.p[n])) {
        n++;
    }
    return n >= 6 && head_nocase(t, 0, SLICE("AT+")) &&
           (n == t.n || t.p[n] == '=' || t.p[n] == '?');
}

bool lex_is_head(const struct at_reader *r, struct slice t)
{
    if (t.n < 2) {
        return false;
    }
    switch (t.p[0]) {
    case 'A':
    case 'a':
        if (head_nocase(t, 0, SLICE("AT-S.")) || head_nocase(t, 0, SLICE("AT+S."))) {
            return true;
        }
        return slice_eq_nocase(t, SLICE("AT")) || head_nocase(t, 0, SLICE("AT+CFUN")) ||
               (head_nocase(t, 0, SLICE("AT&")) && t.n == 4) || foreign_command(t);
    case '+':
        return head_at(t, 0, "+WIND:", 6) || (r->driver_seen && head_at(t, 0, "+S.", 3));
    case '-':
        return r->driver_seen && head_at(t, 0, "-S.", 3);
    case '<':
        return head_at(t, 0, "<<WIND", 6) || head_at(t, 0, "<<OK", 4);
    default:
        return bare_final(slice_trim(t));
    }
}

/* ---- prose or label ------------------------------------------------------------------------------- */

static bool is_number_like(struct slice word)
{
    bool hex = true, digit = false;
    for (size_t i = 0; i < word.n; i++) {
        uint8_t c = word.p[i];
        hex = hex && (ascii_hex(c) >= 0 || c == 'x' || c == 'T' || c == 'Z');
        digit = digit || ascii_digit(c);
    }
    return digit && (hex || word.n <= 3);
}

/* Words of letters in `t`; digits, hexadecimal bytes and punctuation do not count. */
static size_t count_words(struct slice t)
{
    size_t n = 0, i = 0;
    while (i < t.n) {
        size_t from = i;
        while (i < t.n && (ascii_alnum(t.p[i]) || t.p[i] >= 0x80 || (i > from && t.p[i] == '\''))) {
            i++;
        }
        if (i - from >= 2 && !is_number_like(slice_sub(t, from, i - from))) {
            n++;
        }
        i = i == from ? i + 1 : i;
    }
    return n;
}

/* "RX:02 10 07 02 00": a short label and bytes, whatever stands further in front. */
static bool is_label_with_bytes(struct slice t)
{
    size_t colon = t.n, word = 0;
    while (colon > 0 && t.p[colon - 1] != ':') {
        colon--;
    }
    while (colon > 1 + word && ascii_alpha(t.p[colon - 2 - word])) {
        word++;
    }
    return colon > 0 && word >= 1 && word <= 4 && count_words(slice_from(t, colon)) == 0;
}

bool lex_is_prose(struct slice prefix)
{
    struct slice t = slice_trim(prefix);
    size_t words = 0;
    uint8_t last = 0;

    if (t.n == 0) {
        return false;
    }
    if (is_label_with_bytes(t)) {
        return false;
    }
    words = count_words(t);
    last = t.p[t.n - 1];
    if (words == 0) {
        return false;
    }
    if (last == ':' || last == '>' || last == ']' || last == '|' || last == '=' || last == '#' ||
        last == '$') {
        return words > 6;
    }
    if (last == ')' || last == '"' || last == '-' || last == '<' || last == '~') {
        return words > 2;
    }
    /* A label such as "RX:02 10 07 02 00": the colon stands further in front. */
    return !(words == 1 && slice_contains(t, SLICE(":")));
}

/* ---- values ------------------------------------------------------------------------------------------- */

size_t lex_split(struct slice text, uint8_t separator, size_t most, struct slice *out,
                 size_t *total)
{
    size_t n = 0, from = 0;

    *total = 1;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != separator) {
            continue;
        }
        *total += 1;
        if (n + 1 < most) {
            out[n++] = slice_of(text.p + from, i - from);
            from = i + 1;
        }
    }
    if (n < most) { /* the last takes the rest */
        out[n++] = slice_from(text, from);
    }
    return n;
}

static bool hex_separator(uint8_t c)
{
    return c == ' ' || c == ',' || c == ':' || c == '-' || c == ';' || c == '\t';
}

/* The part between '<' and '>' when there is one: what follows is a person's comment. */
static struct slice inside_brackets(struct slice t)
{
    size_t end = 0;
    t = slice_trim(t);
    if (t.n < 2 || t.p[0] != '<') {
        return t;
    }
    end = slice_find_byte(t, '>', 1);
    return slice_sub(t, 1, end - 1);
}

bool lex_hex_bytes(struct slice text, struct buf *out)
{
    struct slice t = inside_brackets(text);
    size_t i = 0;

    while (i < t.n) {
        int hi = 0, lo = 0;
        if (hex_separator(t.p[i])) {
            i++;
            continue;
        }
        if (i + 1 < t.n && t.p[i] == '0' && ascii_fold(t.p[i + 1]) == 'x') {
            i += 2;
        }
        hi = i < t.n ? ascii_hex(t.p[i]) : -1;
        lo = i + 1 < t.n ? ascii_hex(t.p[i + 1]) : -1;
        if (hi < 0 || lo < 0) {
            return false;
        }
        buf_byte(out, (uint8_t)(hi * 16 + lo));
        i += 2;
    }
    return out->n > 0;
}

static bool base64_byte(uint8_t c) { return ascii_alnum(c) || c == '+' || c == '/' || c == '='; }

#if defined(__SSE2__)
static bool base64_at(const uint8_t *p)
{
    const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    const __m128i low = _mm_or_si128(v, _mm_set1_epi8(0x20));
    /* Signed compares: bytes from 0x80 are below everything. */
    const __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(low, _mm_set1_epi8('a' - 1)),
                                         _mm_cmplt_epi8(low, _mm_set1_epi8('z' + 1)));
    const __m128i digit = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('/' - 1)),
                                        _mm_cmplt_epi8(v, _mm_set1_epi8('9' + 1)));
    const __m128i sign =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('+')), _mm_cmpeq_epi8(v, _mm_set1_epi8('=')));
    return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(letter, digit), sign)) == 0xffff;
}
#endif

bool lex_is_base64(struct slice t)
{
    size_t i = 0;
#if defined(__SSE2__)
    for (; i + 16 <= t.n; i += 16) {
        if (!base64_at(t.p + i)) {
            return false;
        }
    }
#endif
    while (i < t.n && base64_byte(t.p[i])) {
        i++;
    }
    return i == t.n && t.n > 0;
}

bool lex_is_base64_row(struct slice t)
{
    size_t blanks = 0;
    if (t.n == 0) {
        return false;
    }
    for (size_t i = 0; i < t.n; i++) {
        uint8_t c = t.p[i];
        if (c == ' ') {
            blanks++;
        } else if (!base64_byte(c)) {
            return false;
        }
    }
    /* Blanks stand between rows of a joined paste (one in 65), between words far more often. */
    return blanks == 0 || t.n / (blanks + 1) >= 24;
}

struct slice lex_trim_decoration(struct slice t)
{
    size_t from = 0, to = t.n;
    while (from < to && (ascii_space(t.p[from]) || t.p[from] == '>' || t.p[from] == '|' ||
                         t.p[from] == '"' || t.p[from] == '\'' || t.p[from] == '`')) {
        from++;
    }
    while (to > from && (ascii_space(t.p[to - 1]) || t.p[to - 1] == '"' || t.p[to - 1] == '\'' ||
                         t.p[to - 1] == '`')) {
        to--;
    }
    return slice_sub(t, from, to - from);
}
