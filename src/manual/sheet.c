#include "manual/sheet.h"

#include "base/escape.h"

enum { FORMATTED_MAX = 4000 };

static void new_line(struct sheet *s)
{
    buf_byte(s->out, '\n');
    s->column = 0;
}

static void fill_to(struct sheet *s, size_t column)
{
    if (s->column < column) {
        buf_fill(s->out, ' ', column - s->column);
        s->column = column;
    }
}

static void put(struct sheet *s, struct slice text) { s->column += esc_term(s->out, text, false); }

void sheet_head(struct sheet *s, const char *kind, struct slice name, struct slice where)
{
    if (s->pages++ != 0) {
        new_line(s);
    }
    s->column = 0;
    s->indent = SHEET_LABEL;
    put(s, slice_cstr(kind));
    sheet_words(s, name);
    size_t width = esc_term_width(where, false);
    if (width != 0) {
        put(s, SLICE("  "));
        fill_to(s, width < SHEET_WIDTH ? SHEET_WIDTH - width : 0);
        put(s, where);
    }
    new_line(s);
}

void sheet_begin(struct sheet *s, const char *label)
{
    s->indent = SHEET_TEXT;
    fill_to(s, SHEET_LABEL);
    put(s, slice_cstr(label));
    if (s->column >= SHEET_TEXT) {
        put(s, SLICE(" "));
    }
    fill_to(s, SHEET_TEXT);
}

void sheet_end(struct sheet *s)
{
    if (s->column != 0) {
        new_line(s);
    }
}

void sheet_line(struct sheet *s, size_t indent)
{
    s->indent = SHEET_TEXT + indent;
    if (s->column > s->indent || (s->column != 0 && s->column != s->indent)) {
        new_line(s);
    }
    fill_to(s, s->indent);
}

static size_t skip_blanks(struct slice text, size_t at, size_t *line_ends)
{
    *line_ends = 0;
    while (at < text.n && ascii_space(text.p[at])) {
        *line_ends += text.p[at] == '\n';
        at++;
    }
    return at;
}

static struct slice word_at(struct slice text, size_t at)
{
    size_t end = at;
    while (end < text.n && !ascii_space(text.p[end])) {
        end++;
    }
    return slice_sub(text, at, end - at);
}

static void put_word(struct sheet *s, struct slice word)
{
    bool first = s->column <= s->indent;
    size_t width = esc_term_width(word, false) + (first ? 0 : 1);
    if (!first && s->column + width > SHEET_WIDTH) {
        new_line(s);
        fill_to(s, s->indent);
        first = true;
    }
    if (!first) {
        put(s, SLICE(" "));
    }
    put(s, word);
}

void sheet_words(struct sheet *s, struct slice text)
{
    size_t line_ends = 0;
    size_t at = skip_blanks(text, 0, &line_ends);
    while (at < text.n) {
        struct slice word = word_at(text, at);
        put_word(s, word);
        at = skip_blanks(text, at + word.n, &line_ends);
        if (line_ends > 1 && at < text.n) { /* a new paragraph */
            new_line(s);
            new_line(s);
            fill_to(s, s->indent);
        }
    }
}

void sheet_verbatim(struct sheet *s, struct slice text) { put(s, text); }

void sheet_item(struct sheet *s, struct slice name, size_t width, struct slice text)
{
    sheet_line(s, 0);
    put(s, name);
    s->indent = SHEET_TEXT + width + 2;
    if (text.n != 0) {
        if (s->column + 2 > s->indent) {
            new_line(s); /* the name is longer than its column */
        }
        fill_to(s, s->indent);
        sheet_words(s, text);
    }
}

void sheet_row(struct sheet *s, const char *label, struct slice text)
{
    if (text.n == 0) {
        return;
    }
    sheet_begin(s, label);
    sheet_words(s, text);
    sheet_end(s);
}

void sheet_row_c(struct sheet *s, const char *label, const char *text)
{
    sheet_row(s, label, slice_cstr(text));
}

void sheet_row_f(struct sheet *s, const char *label, const char *fmt, ...)
{
    struct buf text;
    buf_init(&text, FORMATTED_MAX);
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    sheet_row(s, label, buf_slice(&text));
    buf_dispose(&text);
}
