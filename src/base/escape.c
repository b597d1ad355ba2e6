#include "base/escape.h"

#include "base/codepoint.h"

/* What the walk over a slice finds next. */
enum piece_kind {
    PIECE_CONTROL, /* one ASCII control byte, DEL included */
    PIECE_INVALID, /* one byte that belongs to no valid sequence */
    PIECE_HIDDEN,  /* an invisible or misleading character beyond ASCII */
    PIECE_PLAIN    /* anything else */
};
struct piece {
    enum piece_kind kind;
    size_t n; /* bytes, at least 1 */
    uint32_t cp;
};

/* Bounds per lead byte exclude overlong forms, surrogates and what lies beyond U+10FFFF. */
size_t utf8_decode(struct slice s, size_t at, uint32_t *cp)
{
    if (at >= s.n) {
        return 0;
    }
    uint8_t lead = s.p[at];
    uint32_t value = lead;
    size_t n = 1;
    if (lead >= 0x80) {
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        n = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        value = lead & (0x7FU >> n);
    }
    if (n > s.n - at) {
        return 0;
    }
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (size_t i = 1; i < n; i++) {
        uint8_t c = s.p[at + i];
        if (c < low || c > high) {
            return 0;
        }
        value = value << 6 | (c & 0x3FU);
        low = 0x80;
        high = 0xBF;
    }
    if (cp != NULL) {
        *cp = value;
    }
    return n;
}

static struct piece next_piece(struct slice s, size_t at)
{
    struct piece piece = {PIECE_PLAIN, 1, s.p[at]};
    if (ascii_print(s.p[at])) {
        return piece;
    }
    size_t n = utf8_decode(s, at, &piece.cp);
    if (n == 0) {
        piece.kind = PIECE_INVALID;
        return piece;
    }
    piece.n = n;
    if (piece.cp < 0x80) {
        piece.kind = PIECE_CONTROL;
    } else if (codepoint_is_hidden(piece.cp)) {
        piece.kind = PIECE_HIDDEN;
    }
    return piece;
}

/* Bytes from `at` that are printable ASCII and none of `special`: copied in one go. */
static size_t plain_run(struct slice s, size_t at, struct slice special)
{
    size_t end = at;
    while (end < s.n && ascii_print(s.p[end]) &&
           slice_find_byte(special, s.p[end], 0) == special.n) {
        end++;
    }
    return end - at;
}

static void put_hex(struct buf *out, uint32_t v, unsigned digits)
{
    static const char hex[] = "0123456789ABCDEF";
    while (digits-- > 0) {
        buf_byte(out, (uint8_t)hex[v >> (4 * digits) & 0xF]);
    }
}

/* The visible form, without its brackets: 0D, FF or U+202E. Returns its length. */
static size_t put_visible(struct buf *out, struct piece piece)
{
    if (piece.kind == PIECE_CONTROL || piece.kind == PIECE_INVALID) {
        put_hex(out, piece.cp, 2);
        return 2;
    }
    unsigned digits = piece.cp > 0xFFFFF ? 6 : piece.cp > 0xFFFF ? 5 : 4;
    buf_cstr(out, "U+");
    put_hex(out, piece.cp, digits);
    return 2 + digits;
}

static size_t put_term_piece(struct buf *out, struct slice s, size_t at, struct piece piece,
                             bool ascii)
{
    if (piece.kind == PIECE_CONTROL && piece.cp == '\t') {
        buf_byte(out, ' ');
        return 1;
    }
    if (piece.kind == PIECE_PLAIN && (!ascii || piece.cp < 0x80)) {
        buf_put(out, slice_sub(s, at, piece.n));
        return codepoint_width(piece.cp);
    }
    buf_byte(out, '<');
    size_t columns = put_visible(out, piece);
    buf_byte(out, '>');
    return columns + 2;
}

size_t esc_term(struct buf *out, struct slice s, bool ascii)
{
    size_t columns = 0;
    size_t at = 0;
    while (at < s.n) {
        size_t run = plain_run(s, at, SLICE(""));
        if (run > 0) {
            buf_put(out, slice_sub(s, at, run));
            columns += run;
            at += run;
            continue;
        }
        struct piece piece = next_piece(s, at);
        columns += put_term_piece(out, s, at, piece, ascii);
        at += piece.n;
    }
    return columns;
}

size_t esc_term_width(struct slice s, bool ascii)
{
    /* A buffer that takes nothing: the same code counts, so the two can never disagree. */
    struct buf nowhere;
    buf_init(&nowhere, 0);
    return esc_term(&nowhere, s, ascii);
}

static void put_json_unit(struct buf *out, uint32_t unit)
{
    buf_cstr(out, "\\u");
    put_hex(out, unit, 4);
}

static void put_json_escape(struct buf *out, uint32_t cp)
{
    if (cp == '"' || cp == '\\') {
        buf_byte(out, '\\');
        buf_byte(out, (uint8_t)cp);
    } else if (cp == '\n' || cp == '\r' || cp == '\t') {
        buf_cstr(out, cp == '\n' ? "\\n" : cp == '\r' ? "\\r" : "\\t");
    } else if (cp <= 0xFFFF) {
        put_json_unit(out, cp);
    } else {
        put_json_unit(out, 0xD800 + ((cp - 0x10000) >> 10));
        put_json_unit(out, 0xDC00 + ((cp - 0x10000) & 0x3FF));
    }
}

void esc_json(struct buf *out, struct slice s)
{
    const struct slice special = SLICE("\"\\");
    size_t at = 0;
    while (at < s.n) {
        size_t run = plain_run(s, at, special);
        if (run > 0) {
            buf_put(out, slice_sub(s, at, run));
            at += run;
            continue;
        }
        struct piece piece = next_piece(s, at);
        if (piece.kind == PIECE_INVALID) {
            buf_cstr(out, "\xEF\xBF\xBD"); /* U+FFFD */
        } else if (piece.kind == PIECE_PLAIN && piece.cp >= 0x80) {
            buf_put(out, slice_sub(s, at, piece.n));
        } else {
            put_json_escape(out, piece.cp);
        }
        at += piece.n;
    }
}

static void put_html_piece(struct buf *out, struct slice s, size_t at, struct piece piece)
{
    if (piece.kind == PIECE_CONTROL && (piece.cp == '\t' || piece.cp == '\n')) {
        buf_byte(out, (uint8_t)piece.cp); /* white space to a browser, and to XML */
        return;
    }
    if (piece.kind != PIECE_PLAIN) {
        buf_cstr(out, "&lt;");
        (void)put_visible(out, piece);
        buf_cstr(out, "&gt;");
        return;
    }
    switch (piece.cp) {
    case '&':
        buf_cstr(out, "&amp;");
        break;
    case '<':
        buf_cstr(out, "&lt;");
        break;
    case '>':
        buf_cstr(out, "&gt;");
        break;
    case '"':
        buf_cstr(out, "&quot;");
        break;
    case '\'':
        buf_cstr(out, "&#39;");
        break;
    default:
        buf_put(out, slice_sub(s, at, piece.n));
        break;
    }
}

void esc_html(struct buf *out, struct slice s)
{
    const struct slice special = SLICE("&<>\"'");
    size_t at = 0;
    while (at < s.n) {
        size_t run = plain_run(s, at, special);
        if (run > 0) {
            buf_put(out, slice_sub(s, at, run));
            at += run;
            continue;
        }
        struct piece piece = next_piece(s, at);
        put_html_piece(out, s, at, piece);
        at += piece.n;
    }
}

/* Markup wherever it stands. '$' starts mathematics on some forges. */
static const struct slice markdown_inline = SLICE_INIT("\\`*_[]<>|~#&!$");

/* Characters that start a block when nothing but blanks and digits stands before them in the piece:
 * lists, headings underlined, tables. Elsewhere they are left alone, to keep text readable. */
static bool starts_block(struct slice s, size_t at)
{
    uint8_t c = s.p[at];
    bool ordered = c == '.' || c == ')';
    if (!ordered && c != '-' && c != '+' && c != '=' && c != ':') {
        return false;
    }
    bool digits = false;
    for (size_t i = 0; i < at; i++) {
        digits = digits || ascii_digit(s.p[i]);
        if (s.p[i] != ' ' && s.p[i] != '\t' && !(ordered && ascii_digit(s.p[i]))) {
            return false;
        }
    }
    return !ordered || digits;
}

static bool markdown_needs_escape(struct slice s, size_t at)
{
    if (slice_find_byte(markdown_inline, s.p[at], 0) < markdown_inline.n || starts_block(s, at)) {
        return true;
    }
    /* A bare address would become a link that nobody meant to be followed. */
    return s.p[at] == ':' && slice_starts(slice_from(s, at), SLICE("://"));
}

void esc_markdown(struct buf *out, struct slice s)
{
    size_t at = 0;
    while (at < s.n) {
        struct piece piece = next_piece(s, at);
        if (piece.kind == PIECE_CONTROL && piece.cp == '\t') {
            buf_byte(out, ' ');
        } else if (piece.kind != PIECE_PLAIN) {
            buf_cstr(out, "\\<");
            (void)put_visible(out, piece);
            buf_cstr(out, "\\>");
        } else {
            if (markdown_needs_escape(s, at)) {
                buf_byte(out, '\\');
            }
            buf_put(out, slice_sub(s, at, piece.n));
        }
        at += piece.n;
    }
}
