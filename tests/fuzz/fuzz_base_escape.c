/* Whatever goes in: valid UTF-8 without hidden characters comes out, of the width that was told. */
#include <stdlib.h>

#include "base/codepoint.h"
#include "base/escape.h"
#include "fuzz.h"

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void require_harmless(struct slice s, bool line_ends)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t cp = 0;
        size_t n = utf8_decode(s, at, &cp);
        require(n > 0);
        require(!codepoint_is_hidden(cp) || (line_ends && (cp == '\n' || cp == '\t')));
        at += n;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice s = slice_of(data, size);
    struct buf b;
    buf_init(&b, 16 * size + 16);
    for (int ascii = 0; ascii < 2; ascii++) {
        buf_clear(&b);
        size_t columns = esc_term(&b, s, ascii == 1);
        require(columns == esc_term_width(s, ascii == 1));
        require(ascii == 0 || columns == b.n);
        require_harmless(buf_slice(&b), false);
    }
    buf_clear(&b);
    esc_json(&b, s);
    esc_markdown(&b, s);
    require_harmless(buf_slice(&b), false);
    buf_clear(&b);
    esc_html(&b, s);
    require_harmless(buf_slice(&b), true);
    require(b.status == SPW_OK);
    buf_dispose(&b);
    return 0;
}
