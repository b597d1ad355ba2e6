/* Hexadecimal dumps: an offset, pairs of digits, and the same bytes as text. */
#include "redact/view_dump.h"

static bool is_blank(uint8_t c) { return c == ' ' || c == '\t'; }
static bool is_end(uint8_t c) { return c == '\r' || c == '\n'; }

static size_t line_end(struct slice s, size_t at)
{
    while (at < s.n && !is_end(s.p[at])) {
        at++;
    }
    return at;
}

/* Where the pairs of a dump's line begin: behind an offset of four digits or more, if there is one. */
static size_t dump_start(struct slice line)
{
    size_t at = 0;
    while (at < line.n && is_blank(line.p[at])) {
        at++;
    }
    size_t digits = at;
    while (digits < line.n && ascii_hex(line.p[digits]) >= 0) {
        digits++;
    }
    bool offset =
        digits - at >= 4 && digits < line.n && (line.p[digits] == ':' || line.p[digits] == ' ');
    return offset ? digits + 1 : at;
}

/* The end of the pairs: two blanks or more in front of something else, or another sign. */
static size_t dump_pairs(struct view *v, struct slice s, size_t from, size_t end)
{
    size_t at = from;
    size_t last = from;
    while (at + 1 < end) {
        size_t blanks = at;
        while (blanks < end && (is_blank(s.p[blanks]) || s.p[blanks] == '-')) {
            blanks++;
        }
        if (!view_is_pair(s, blanks) || blanks + 1 >= end || (last > from && blanks - last > 3)) {
            break;
        }
        size_t run = blanks;
        while (run < end && ascii_hex(s.p[run]) >= 0) {
            run++;
        }
        if ((run - blanks) % 2 != 0 ||
            (run < end && !is_blank(s.p[run]) && s.p[run] != '-' && s.p[run] != '|')) {
            break;
        }
        for (; v != NULL && blanks + 1 < run; blanks += 2) {
            view_add(v, (uint8_t)(ascii_hex(s.p[blanks]) << 4 | ascii_hex(s.p[blanks + 1])),
                     blanks);
        }
        at = run;
        last = run;
    }
    return last;
}

void view_make_dump(struct view *v, struct slice s, bool column)
{
    for (size_t at = 0; at < s.n;) {
        size_t end = line_end(s, at);
        size_t from = at + dump_start(slice_sub(s, at, end - at));
        size_t last = dump_pairs(column ? NULL : v, s, from, end);
        if (column && last > from) {
            size_t text = last;
            while (text < end && (is_blank(s.p[text]) || s.p[text] == '|')) {
                text++;
            }
            size_t stop = end > text && s.p[end - 1] == '|' ? end - 1 : end;
            for (size_t i = text; i < stop; i++) {
                view_add(v, s.p[i], i);
            }
        }
        at = end + 1;
    }
}

/* The text column has a sign for each pair, and ends the line, or stands between two bars there. */
void view_put_column(struct view *v, size_t i, uint8_t byte)
{
    struct slice s = view_slice(v->parent);
    size_t at = view_at(v, i);
    size_t end = line_end(s, at);
    size_t begin = at;
    while (begin > 0 && !is_end(s.p[begin - 1])) {
        begin--;
    }
    size_t first = i;
    size_t behind = i + 1;
    while (first > 0 && view_at(v, first - 1) >= begin) {
        first--;
    }
    while (behind < v->n && view_at(v, behind) < end) {
        behind++;
    }
    size_t last = view_at(v, behind - 1) + 2U;
    bool barred = end > last && s.p[end - 1] == '|';
    size_t column = end - (barred ? 1 : 0);
    column = column >= last + (behind - first) ? column - (behind - first) : last;
    bool parted = column > last;
    for (size_t k = last; k < column; k++) {
        parted = parted && (is_blank(s.p[k]) || s.p[k] == '|');
    }
    if (parted) {
        view_put(v->parent, column + (i - first), ascii_print(byte) ? byte : '.');
    }
}
