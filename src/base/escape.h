/* The only ways by which bytes of a trace reach an output. Each function is named after the output it
 * makes harmless. Bytes that are not valid UTF-8, C0/C1 controls and bidirectional controls come out
 * as visible escapes. May include: base/buf.h, base/slice.h. */
#ifndef SPW_BASE_ESCAPE_H
#define SPW_BASE_ESCAPE_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* For a terminal: controls as <0D>, invalid bytes as <FF>; TAB becomes one blank; with `ascii`,
 * everything beyond ASCII too. Returns the number of columns written (wide characters count two). */
size_t esc_term(struct buf *out, struct slice s, bool ascii);
/* Columns that esc_term would write for `s`. */
size_t esc_term_width(struct slice s, bool ascii);
/* Inside a JSON string, without the quotes. Invalid UTF-8 bytes become U+FFFD. */
void esc_json(struct buf *out, struct slice s);
/* Element content and quoted attribute values of HTML. */
void esc_html(struct buf *out, struct slice s);
/* The same of XML 1.0, which has no place for U+FFFE and U+FFFF and joins the lines of attributes. */
void esc_xml(struct buf *out, struct slice s);
/* Running text of Markdown: punctuation that could start markup is backslash-escaped. */
void esc_markdown(struct buf *out, struct slice s);
/* A line inside a code fence of Markdown: line ends come out visible too, so that nothing leaves the
 * line; the fence itself must be longer than any run of backticks in it: esc_markdown_fence. */
void esc_markdown_code(struct buf *out, struct slice s);
/* Code in running text of Markdown, its backticks included. */
void esc_markdown_span(struct buf *out, struct slice s);
/* Backticks of a fence around `s`: at least 3, more than in any run of `s`. */
size_t esc_markdown_fence(struct slice s);
/* Text of a Mermaid diagram: all but letters, digits and a few marks as entities. */
void esc_mermaid(struct buf *out, struct slice s);
/* Length in bytes of the valid UTF-8 sequence at s.p[at], 0 when there is none; *cp when given. */
size_t utf8_decode(struct slice s, size_t at, uint32_t *cp);

#ifdef __cplusplus
}
#endif
#endif
