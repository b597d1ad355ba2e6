#include "data/text.h"

#include <string.h>

#include "base/codepoint.h"
#include "base/escape.h"

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

/* True when each of the eight bytes lies between 0x20 and 0x7E. */
static bool ascii_word(uint64_t word)
{
    uint64_t below = (word - EACH_BYTE(0x20)) & ~word; /* high bit: below 0x20 */
    uint64_t above = word | (word + EACH_BYTE(0x01));  /* high bit: 0x7F and above */
    return ((below | above) & EACH_BYTE(0x80)) == 0;
}

bool text_is_ascii(struct slice s)
{
    size_t i = 0;
    for (; i + sizeof(uint64_t) <= s.n; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, s.p + i, sizeof word);
        if (!ascii_word(word)) {
            return false;
        }
    }
    for (; i < s.n; i++) {
        if (!ascii_print(s.p[i])) {
            return false;
        }
    }
    return true;
}

size_t text_bad_byte(struct slice s)
{
    size_t i = 0;
    while (i < s.n) {
        uint64_t word = 0;
        if (i + sizeof word <=
            s.n) { /* whole words of plain letters: nearly all of nearly every file */
            memcpy(&word, s.p + i, sizeof word);
            if (ascii_word(word)) {
                i += sizeof word;
                continue;
            }
        }
        if (ascii_print(s.p[i]) || s.p[i] == '\t' || s.p[i] == '\n') {
            i++;
            continue;
        }
        uint32_t cp = 0;
        size_t width = utf8_decode(s, i, &cp);
        if (width == 0 || codepoint_is_hidden(cp)) {
            return i;
        }
        i += width;
    }
    return s.n;
}
