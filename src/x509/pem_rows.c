#include "x509/pem_rows.h"

#include <string.h>

#include "x509/certificate.h"

enum { WIDTH = 64 }; /* RFC 7468 2: generators wrap at exactly 64 characters */

enum row_end { END_LF, END_CRLF, END_CR, END_ESCAPED, END_OF_TEXT };

static bool is_blank(uint8_t c) { return c == ' ' || c == '\t'; }
static bool is_quote(uint8_t c) { return c == '"' || c == '\'' || c == '`'; }

/* What follows BEGIN on its own line is nothing, or all of the base64. */
static bool first_line(const struct pem_rows *r) { return r->opened && r->pieces == 0; }

static void count_end(struct pem_rows *r, enum row_end end)
{
    switch (end) {
    case END_LF:
    case END_CRLF:
    case END_CR:
        r->line_ends[end]++;
        break;
    case END_ESCAPED:
        r->odd |= X509_ODD_ESCAPED_EOL;
        break;
    case END_OF_TEXT:
        break;
    }
}

static void count_width(struct pem_rows *r, size_t width)
{
    if (r->data_rows != 0 && r->last_width != WIDTH) {
        r->odd |= X509_ODD_REWRAPPED; /* only the last row may be of another width */
    }
    r->last_width = width;
    r->data_rows++;
}

/* Indentation, also that of quoted mail, and blanks at the end. */
static struct slice strip_blanks(struct pem_rows *r, struct slice row, enum row_end end)
{
    size_t from = 0;
    while (from < row.n && (is_blank(row.p[from]) || row.p[from] == '>')) {
        from++;
    }
    size_t to = row.n;
    while (to > from && is_blank(row.p[to - 1])) {
        to--;
    }
    if (from < to) {
        r->odd |= from != 0 && !first_line(r) ? X509_ODD_INDENTED : 0u;
        r->odd |= to < row.n && end != END_OF_TEXT ? X509_ODD_TRAILING_BLANKS : 0u;
    }
    return slice_sub(row, from, to - from);
}

static size_t find_quote(struct slice row, size_t at)
{
    while (at < row.n && !is_quote(row.p[at])) {
        at++;
    }
    return at;
}

/* Rows of a string literal: "MIID...\n" + and the like. Behind a written-out line end a quote mark
 * closes; only what the next one opens is content. */
static struct slice strip_quotes(struct pem_rows *r, struct slice row, enum row_end before)
{
    size_t from = 0;
    if (before == END_ESCAPED && row.n != 0 && is_quote(row.p[0])) {
        from = find_quote(row, 1);
    }
    while (from < row.n && is_quote(row.p[from])) {
        from++;
    }
    const size_t to = find_quote(row, from);
    r->odd |= from != 0 || to < row.n ? X509_ODD_QUOTED : 0u;
    return slice_sub(row, from, to - from);
}

/* "Name: value" in front of the base64. */
static bool take_header(struct pem_rows *r, struct slice row)
{
    if (r->data_rows != 0 || slice_find_byte(row, ':', 0) == row.n) {
        return false;
    }
    r->encrypted = r->encrypted || slice_contains(row, SLICE("ENCRYPTED"));
    r->in_header = true;
    return true;
}

/* The character at which base64_take stopped. False: this row is the end of an object without END. */
static bool take_odd_char(struct pem_rows *r, uint8_t c)
{
    if (is_blank(c)) {
        r->odd |= X509_ODD_ONE_LINE;
        return true;
    }
    if (c == '=') {
        r->padding++;
        return true;
    }
    r->odd |= r->closed ? X509_ODD_BAD_BASE64 : 0u;
    return r->closed;
}

static bool take_chars(struct pem_rows *r, struct slice row)
{
    for (size_t i = 0; i < row.n;) {
        if (r->padding != 0 && base64_is_char(row.p[i])) { /* nothing may follow the padding */
            r->odd |= r->closed ? X509_ODD_BAD_BASE64 : 0u;
            return r->closed;
        }
        const size_t taken = base64_take(&r->base64, slice_from(row, i));
        i += taken;
        if (i < row.n && taken == 0) {
            if (!take_odd_char(r, row.p[i])) {
                return false;
            }
            i++;
        }
    }
    return true;
}

static void take_data(struct pem_rows *r, struct slice row, enum row_end end)
{
    const struct pem_rows before = *r;
    if (!take_chars(r, row)) {
        *r = before;
        r->stopped = true;
        return;
    }
    if (first_line(r) || (end == END_OF_TEXT && r->closed)) {
        r->odd |= X509_ODD_ONE_LINE; /* beside BEGIN or END */
    }
    count_width(r, row.n);
}

/* A row that holds nothing; blank lines a paste made, unless it ends headers or follows a "\n" that
 * was written out. */
static void take_blank(struct pem_rows *r, enum row_end before, enum row_end end)
{
    if (first_line(r) || before == END_ESCAPED || end == END_OF_TEXT || end == END_ESCAPED) {
        return;
    }
    r->odd |= r->in_header ? 0u : X509_ODD_BLANK_LINES;
    r->in_header = false;
}

static void take_row(struct pem_rows *r, struct slice row, enum row_end before, enum row_end end)
{
    count_end(r, end);
    const struct slice text = strip_blanks(r, row, end);
    const struct slice inner = strip_quotes(r, text, before);
    if (text.n == 0) {
        take_blank(r, before, end);
    } else if (slice_eq(inner, SLICE("\\"))) {
        r->odd |= X509_ODD_ESCAPED_EOL; /* a literal that goes on in the next line */
    } else if (inner.n != 0 && !take_header(r, inner)) {
        r->in_header = false;
        take_data(r, inner, end);
    }
    r->pieces++;
}

/* "\n", "\r\n" or "\r" written out; its length, or 0. */
static size_t escaped_end(struct slice s, size_t at)
{
    if (slice_starts(slice_from(s, at), SLICE("\\r\\n"))) {
        return 4;
    }
    const bool one = at + 1 < s.n && s.p[at] == '\\' && (s.p[at + 1] == 'n' || s.p[at + 1] == 'r');
    return one ? 2 : 0;
}

/* A line up to LF that is not simply 64 characters: CR and written-out line ends cut it further. */
static enum row_end take_line(struct pem_rows *r, struct slice line, enum row_end before,
                              enum row_end end)
{
    size_t from = 0;
    for (size_t i = 0; i < line.n && !r->stopped;) {
        const size_t escaped = line.p[i] == '\\' ? escaped_end(line, i) : 0;
        if (escaped == 0 && line.p[i] != '\r') {
            i++;
            continue;
        }
        const enum row_end kind = escaped != 0 ? END_ESCAPED : END_CR;
        take_row(r, slice_sub(line, from, i - from), before, kind);
        before = kind;
        i += escaped != 0 ? escaped : 1;
        from = i;
    }
    if (!r->stopped) {
        take_row(r, slice_from(line, from), before, end);
    }
    return end;
}

/* A normal row, which is nearly every row: 64 clean characters. */
static bool take_plain(struct pem_rows *r, struct slice line, enum row_end end)
{
    if (line.n != WIDTH || r->padding != 0 || first_line(r) || end == END_OF_TEXT) {
        return false;
    }
    const struct base64 before = r->base64;
    if (base64_take(&r->base64, line) != WIDTH) {
        r->base64 = before;
        return false;
    }
    count_end(r, end);
    count_width(r, WIDTH);
    r->in_header = false;
    r->pieces++;
    return true;
}

/* What only the whole tells. */
static void finish(struct pem_rows *r)
{
    const size_t chars = r->base64.chars + r->padding;
    base64_finish(&r->base64);
    if (r->closed && (chars % 4 != 0 || r->padding > 2)) {
        r->odd |= X509_ODD_BAD_BASE64;
    }
    if (r->last_width > WIDTH) {
        r->odd |= r->data_rows == 1 ? X509_ODD_ONE_LINE : X509_ODD_REWRAPPED;
    }
    if ((r->odd & X509_ODD_ONE_LINE) != 0) {
        r->odd &= ~(unsigned)X509_ODD_REWRAPPED;
    }
    r->odd |= r->line_ends[END_CRLF] != 0 ? X509_ODD_CRLF : 0u;
    r->odd |= r->line_ends[END_CR] != 0 ? X509_ODD_BARE_CR : 0u;
    const int kinds =
        (r->line_ends[END_LF] != 0) + (r->line_ends[END_CRLF] != 0) + (r->line_ends[END_CR] != 0);
    r->odd |= kinds > 1 ? X509_ODD_MIXED_EOL : 0u;
}

void pem_rows_read(struct pem_rows *rows, struct slice body, uint8_t *out, size_t cap)
{
    base64_start(&rows->base64, out, cap);
    enum row_end before = END_LF;
    for (size_t at = 0; at <= body.n && !rows->stopped;) {
        const size_t lf = slice_find_byte(body, '\n', at);
        struct slice line = slice_sub(body, at, lf - at);
        enum row_end end = lf < body.n ? END_LF : END_OF_TEXT;
        if (end == END_LF && line.n != 0 && line.p[line.n - 1] == '\r') {
            line.n--;
            end = END_CRLF;
        }
        before = take_plain(rows, line, end) ? end : take_line(rows, line, before, end);
        at = lf + 1;
    }
    finish(rows);
}
