/* A view of bytes with an explicit length: the only string type of the library.
 * Borrowed: a slice never owns; the comment where it is handed out names how long it lives.
 * May include: base/status.h. */
#ifndef SPW_BASE_SLICE_H
#define SPW_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct slice {
    const uint8_t *p; /* may be NULL only when n is 0 */
    size_t n;
};

/* A slice over a string literal; the literal's terminating NUL is not part of it. */
#define SLICE(lit) ((struct slice){(const uint8_t *)("" lit), sizeof(lit) - 1})
/* The same as a constant initialiser for static tables. */
/* clang-format off */
#define SLICE_INIT(lit) {(const uint8_t *)("" lit), sizeof(lit) - 1}
/* clang-format on */
/* For printf's "%.*s" with text of our own (never with trace bytes). */
#define SLICE_ARG(s) (int)(s).n, (const char *)(s).p

struct slice slice_cstr(const char *s);        /* NULL gives the empty slice */
int slice_cmp(struct slice a, struct slice b); /* bytewise, shorter first: for sorting */
bool slice_contains(struct slice s, struct slice part);
/* Index of the first occurrence at or after `from`, or s.n when there is none. */
size_t slice_find(struct slice s, struct slice part, size_t from);
uint64_t slice_hash(struct slice s);        /* not stable between versions; for tables in memory */
uint64_t slice_hash_nocase(struct slice s); /* equal for slices that are equal without ASCII case */

/* Numbers: three answers, because "too big" and "no number" are different mistakes. *out is written
 * only with NUMBER_OK. */
enum parse_number { NUMBER_OK, NUMBER_ABSENT, NUMBER_TOO_BIG };
/* The whole of `s` must be 1..n decimal digits and at most `max`. */
enum parse_number slice_to_u64(struct slice s, uint64_t max, uint64_t *out);
/* Accepts a leading '-', and "0x" hexadecimal. The whole of `s` must be the number. */
enum parse_number slice_to_i64(struct slice s, int64_t *out);

/* ASCII character classes; the locale is never asked. */
static inline bool ascii_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static inline bool ascii_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static inline bool ascii_lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
static inline bool ascii_alpha(uint8_t c) { return ascii_upper(c) || ascii_lower(c); }
static inline bool ascii_alnum(uint8_t c) { return ascii_alpha(c) || ascii_digit(c); }
static inline bool ascii_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
static inline bool ascii_print(uint8_t c) { return c >= 0x20 && c < 0x7f; }
static inline uint8_t ascii_fold(uint8_t c) { return ascii_upper(c) ? (uint8_t)(c | 0x20) : c; }
/* 0..15, or -1 when `c` is no hexadecimal digit. */
static inline int ascii_hex(uint8_t c)
{
    if (ascii_digit(c)) {
        return c - '0';
    }
    c = ascii_fold(c);
    return (c >= 'a' && c <= 'f') ? c - 'a' + 10 : -1;
}

/* ---- what is asked many times a line, inline ---------------------------------------------------- */

static inline struct slice slice_of(const void *p, size_t n)
{
    struct slice s = {(const uint8_t *)p, n};
    return s;
}

static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Index of the first `c` at or after `from`, or s.n when there is none. */
static inline size_t slice_find_byte(struct slice s, uint8_t c, size_t from)
{
    if (from >= s.n || s.n > SIZE_MAX / 2) { /* the second is never so; it tells the compiler */
        return s.n;
    }
    const uint8_t *at = (const uint8_t *)memchr(s.p + from, c, s.n - from);
    return at == NULL ? s.n : (size_t)(at - s.p);
}

/* The rest, clamped. */
static inline struct slice slice_from(struct slice s, size_t from)
{
    if (from == 0) {
        return s; /* also keeps NULL + 0, which is undefined, from being computed */
    }
    from = from < s.n ? from : s.n;
    return slice_of(s.n == 0 ? s.p : s.p + from, s.n - from);
}

/* Clamped to s. */
static inline struct slice slice_sub(struct slice s, size_t from, size_t n)
{
    s = slice_from(s, from);
    s.n = n < s.n ? n : s.n;
    return s;
}

/* ASCII letters only. */
static inline bool slice_eq_nocase(struct slice a, struct slice b)
{
    if (a.n != b.n) {
        return false;
    }
    for (size_t i = 0; i < a.n; i++) {
        if (ascii_fold(a.p[i]) != ascii_fold(b.p[i])) {
            return false;
        }
    }
    return true;
}

static inline bool slice_starts(struct slice s, struct slice head)
{
    return s.n >= head.n && (head.n == 0 || memcmp(s.p, head.p, head.n) == 0);
}

static inline bool slice_starts_nocase(struct slice s, struct slice head)
{
    return s.n >= head.n && slice_eq_nocase(slice_sub(s, 0, head.n), head);
}

static inline bool slice_ends(struct slice s, struct slice tail)
{
    return s.n >= tail.n && slice_eq(slice_from(s, s.n - tail.n), tail);
}

/* ASCII blanks, tabs, CR, LF at both ends. */
static inline struct slice slice_trim(struct slice s)
{
    size_t from = 0;
    while (from < s.n && ascii_space(s.p[from])) {
        from++;
    }
    size_t end = s.n;
    while (end > from && ascii_space(s.p[end - 1])) {
        end--;
    }
    return slice_sub(s, from, end - from);
}

/* Splits at the first `c`: *head is what stands before it, *rest what follows. False, with *head
 * the whole and *rest empty, when there is no `c`. */
static inline bool slice_split(struct slice s, uint8_t c, struct slice *head, struct slice *rest)
{
    size_t at = slice_find_byte(s, c, 0);
    bool found = at < s.n;
    *head = slice_sub(s, 0, at);
    *rest = slice_from(s, found ? at + 1 : s.n);
    return found;
}

#ifdef __cplusplus
}
#endif
#endif
