/* Escapers for marked-up text other than HTML: Markdown's code, XML, Mermaid. All are made of esc_term or
 * esc_html, which know what is dangerous in any text. */
#include "base/codepoint.h"
#include "base/escape.h"

enum { FENCE_MIN = 3 };

/* ---- XML --------------------------------------------------------------------------------------------- */

/* U+FFFE and U+FFFF end in these bytes; XML cannot hold them in any form. */
static bool is_no_character(struct slice s, size_t at)
{
    return s.n - at >= 3 && s.p[at] == 0xEF && s.p[at + 1] == 0xBF && s.p[at + 2] >= 0xBE;
}

static bool is_special_to_xml(struct slice s, size_t at)
{
    return s.p[at] == '\t' || s.p[at] == '\n' || is_no_character(s, at);
}

void esc_xml(struct buf *out, struct slice s)
{
    size_t at = 0;
    while (at < s.n) {
        size_t end = at;
        while (end < s.n && !is_special_to_xml(s, end)) {
            end++;
        }
        esc_html(out, slice_sub(s, at, end - at));
        at = end;
        if (at < s.n && is_no_character(s, at)) {
            buf_printf(out, "&lt;U+FFF%c&gt;", s.p[at + 2] == 0xBE ? 'E' : 'F');
            at += 3;
        } else if (at < s.n) {
            buf_printf(out, "&#%u;", (unsigned)s.p[at]);
            at++;
        }
    }
}

/* ---- code in Markdown ---------------------------------------------------------------------------------- */

void esc_markdown_code(struct buf *out, struct slice s) { (void)esc_term(out, s, false); }

static size_t longest_run(struct slice s)
{
    size_t longest = 0;
    size_t run = 0;
    for (size_t i = 0; i < s.n; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

size_t esc_markdown_fence(struct slice s)
{
    size_t run = longest_run(s);
    return run < FENCE_MIN ? FENCE_MIN : run + 1;
}

void esc_markdown_span(struct buf *out, struct slice s)
{
    size_t ticks = longest_run(s) + 1;
    bool pad =
        s.n == 0 || s.p[0] == '`' || s.p[s.n - 1] == '`' || (s.p[0] == ' ' && s.p[s.n - 1] == ' ');
    buf_fill(out, '`', ticks);
    buf_cstr(out, pad ? " " : "");
    esc_markdown_code(out, s);
    buf_cstr(out, pad ? " " : "");
    buf_fill(out, '`', ticks);
}

/* ---- Mermaid ------------------------------------------------------------------------------------------- */

static bool plain_to_mermaid(uint32_t cp)
{
    return cp < 0x80 &&
           (ascii_alnum((uint8_t)cp) ||
            slice_find_byte(SLICE(" .,-_/()+"), (uint8_t)cp, 0) < SLICE(" .,-_/()+").n);
}

void esc_mermaid(struct buf *out, struct slice s)
{
    struct buf shown; /* controls made visible first */
    buf_init(&shown, s.n * 10 + 16);
    (void)esc_term(&shown, s, false);
    out->status = out->status == SPW_OK ? shown.status : out->status;
    struct slice text = buf_slice(&shown);
    for (size_t at = 0; at < text.n;) {
        uint32_t cp = text.p[at];
        size_t n = utf8_decode(text, at, &cp);
        if (plain_to_mermaid(cp)) {
            buf_byte(out, (uint8_t)cp);
        } else {
            buf_printf(out, "#%lu;", (unsigned long)cp);
        }
        at += n == 0 ? 1 : n;
    }
    buf_dispose(&shown);
}
