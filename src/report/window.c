#include "report/window.h"

#include "base/escape.h"

enum {
    HEAD_COLUMNS = 18, /* of a long line's beginning that stay visible: they tell the command */
    LEAD_COLUMNS = 10  /* in front of the underlined part, when the line is shown from its middle */
};
const struct slice window_gap = SLICE_INIT("...");

/* Bytes of the character at `at`; what is not UTF-8 counts byte by byte. */
size_t window_step(struct slice text, size_t at)
{
    size_t n = utf8_decode(text, at, NULL);
    return n == 0 ? 1 : n;
}

/* The end of as much of text[from..] as fits into `columns`. */
size_t window_fit(const struct page *p, struct slice text, size_t from, size_t columns)
{
    size_t used = 0;
    while (from < text.n) {
        size_t n = window_step(text, from);
        used += esc_term_width(slice_sub(text, from, n), p->options->ascii);
        if (used > columns) {
            break;
        }
        from += n;
    }
    return from;
}

static bool continues(uint8_t c) { return (c & 0xC0) == 0x80; }

/* The start of as much of text[..to] as fits into `columns`. */
static size_t fit_before(const struct page *p, struct slice text, size_t to, size_t columns)
{
    size_t used = 0;
    while (to > 0) {
        size_t at = to - 1;
        while (at > 0 && to - at < 4 && continues(text.p[at])) {
            at--;
        }
        if (at + window_step(text, at) != to) {
            at = to - 1; /* not one whole character: a stray byte */
        }
        used += esc_term_width(slice_sub(text, at, to - at), p->options->ascii);
        if (used > columns) {
            break;
        }
        to = at;
    }
    return to;
}

size_t window_columns(const struct page *p, struct slice text, size_t from, size_t end)
{
    return esc_term_width(slice_sub(text, from, end - from), p->options->ascii);
}

/* The line from its beginning, when the underlined part, or enough of it, is seen that way. */
static bool window_from_start(const struct page *p, const struct quoted_line *s, size_t columns,
                              struct window *w)
{
    if (!s->begins) {
        return false;
    }
    size_t whole = window_fit(p, s->text, 0, columns);
    if (whole == s->text.n && !s->more) {
        *w = (struct window){0, 0, whole, false, false};
        return true;
    }
    size_t room = columns - window_gap.n;
    if (window_fit(p, s->text, 0, room) < s->from + s->n &&
        window_fit(p, s->text, 0, room / 3) < s->from) {
        return false;
    }
    *w = (struct window){0, 0, window_fit(p, s->text, 0, room), false, true};
    return true;
}

/* The line's first columns, a gap, and the surroundings of the underlined part, which goes first: a
 * long one takes the place of the others. */
static struct window window_around(const struct page *p, const struct quoted_line *s,
                                   size_t columns)
{
    struct window w = {0, 0, 0, true, true};
    size_t room = columns - 2 * window_gap.n;
    size_t needed = window_columns(p, s->text, s->from, s->from + s->n);
    if (s->begins && needed + HEAD_COLUMNS <= room) {
        w.head = window_fit(p, s->text, 0, HEAD_COLUMNS);
        room -= window_columns(p, s->text, 0, w.head);
    }
    size_t lead = needed < room ? room - needed : 0;
    w.from = fit_before(p, s->text, s->from, lead < LEAD_COLUMNS ? lead : LEAD_COLUMNS);
    w.end = window_fit(p, s->text, w.from, room);
    if (w.end == s->text.n) { /* room is left at the end: show more in front */
        w.gap_behind = s->more;
        room += s->more ? 0 : window_gap.n;
        w.from = fit_before(p, s->text, s->text.n, room);
    }
    if (w.from <= w.head) { /* only when the line is not shown from its start */
        w.from = w.head;
        w.gap_before = !s->begins;
    }
    return w;
}

struct window window_choose(const struct page *p, const struct quoted_line *s, size_t columns)
{
    struct window w;
    return window_from_start(p, s, columns, &w) ? w : window_around(p, s, columns);
}

struct slice window_words(const struct page *p, size_t columns, struct slice *rest)
{
    size_t most = window_fit(p, *rest, 0, columns);
    size_t end = most;
    while (end > 0 && end < rest->n && !ascii_space(rest->p[end])) {
        end--;
    }
    if (end == 0) {
        end = most > 0 ? most : window_step(*rest, 0);
    }
    struct slice words = slice_trim(slice_sub(*rest, 0, end));
    *rest = slice_trim(slice_from(*rest, end));
    return words;
}
