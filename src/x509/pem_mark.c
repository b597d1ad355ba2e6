#include "x509/pem_mark.h"

enum { LABEL_MAX = 64 };

/* What editors and web pages put for a hyphen: U+2010 to U+2015, U+2212, and en and em dash of
 * Windows-1252. */
static bool is_wide_dash(struct slice s, size_t at)
{
    if (at > s.n || s.n - at < 3 || s.p[at] != 0xe2) {
        return false;
    }
    const uint8_t b = s.p[at + 1];
    const uint8_t c = s.p[at + 2];
    return (b == 0x80 && c >= 0x90 && c <= 0x95) || (b == 0x88 && c == 0x92);
}

static bool is_narrow_dash(uint8_t c) { return c == '-' || c == 0x96 || c == 0x97; }

/* Dashes that end at *at, which moves to their start. Returns their number; only hyphens count for
 * *hyphens. */
static size_t dashes_before(struct slice s, size_t *at, size_t *hyphens)
{
    size_t n = 0;
    *hyphens = 0;
    for (;; n++) {
        if (*at >= 1 && is_narrow_dash(s.p[*at - 1])) {
            *hyphens += s.p[*at - 1] == '-' ? 1 : 0;
            *at -= 1;
        } else if (*at >= 3 && is_wide_dash(s, *at - 3)) {
            *at -= 3;
        } else {
            return n;
        }
    }
}

static size_t dashes_after(struct slice s, size_t *at, size_t *hyphens)
{
    size_t n = 0;
    *hyphens = 0;
    for (;; n++) {
        if (*at < s.n && is_narrow_dash(s.p[*at])) {
            *hyphens += s.p[*at] == '-' ? 1 : 0;
            *at += 1;
        } else if (is_wide_dash(s, *at)) {
            *at += 3;
        } else {
            return n;
        }
    }
}

static bool is_label_char(uint8_t c) { return ascii_alnum(c) || c == ' ' || c == '#' || c == '.'; }

/* The label behind the word that ends at *at. */
static struct slice read_label(struct slice s, size_t *at)
{
    const size_t from = *at;
    while (*at < s.n && *at - from < LABEL_MAX && is_label_char(s.p[*at])) {
        *at += 1;
    }
    return slice_trim(slice_sub(s, from, *at - from));
}

/* Is there a mark around the word at `at`? */
static bool read_mark(struct slice s, size_t at, size_t word, struct pem_mark *mark)
{
    size_t left = 0;
    size_t right = 0;
    mark->from = at;
    mark->to = at + word;
    const size_t before = dashes_before(s, &mark->from, &left);
    if (mark->to < s.n && ascii_alnum(s.p[mark->to])) {
        return false; /* BEGINNING */
    }
    mark->label = read_label(s, &mark->to);
    const size_t after = dashes_after(s, &mark->to, &right);
    mark->five_hyphens = left == 5 && before == 5 && right == 5 && after == 5;
    mark->cut = after < 5 && mark->to == s.n;
    /* One side without dashes is a slip, both are prose; and so is one dash behind a word. */
    return before != 0 || after >= 2;
}

bool pem_find_begin(struct slice text, size_t from, struct pem_mark *mark)
{
    const struct slice word = SLICE("BEGIN");
    for (size_t at = slice_find(text, word, from); at < text.n;
         at = slice_find(text, word, at + word.n)) {
        if (read_mark(text, at, word.n, mark) && mark->label.n != 0) {
            return true;
        }
    }
    return false;
}

bool pem_find_end(struct slice text, size_t from, struct pem_mark *mark)
{
    const struct slice word = SLICE("END");
    for (size_t at = slice_find(text, word, from); at < text.n;
         at = slice_find(text, word, at + word.n)) {
        if (read_mark(text, at, word.n, mark)) {
            return true;
        }
    }
    return false;
}
