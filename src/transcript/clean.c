#include "transcript/clean.h"

#include "transcript/entity.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { ESC = 0x1b, BACKSPACE = 0x08, BELL = 0x07, SEQUENCE_MAX = 256 };

static bool is_odd(uint8_t c)
{
    return c == ESC || c == BACKSPACE || c == '&' || c == 0xC2 || c == 0xE2 || c == 0xE3 ||
           c == 0xEF || (c >= 0x91 && c <= 0x97) || c == 0xA0 || c == 0xAD;
}

/* Index of the first byte that may need cleaning, bytes.n when there is none. One signed comparison
 * finds controls and everything beyond ASCII; line ends and tabs are then told apart one by one. */
static size_t next_odd(struct slice s, size_t i)
{
#if defined(__SSE2__)
    const __m128i below = _mm_set1_epi8(0x20), amp = _mm_set1_epi8('&');
    const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'), tab = _mm_set1_epi8('\t');
    for (; i + 16 <= s.n; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + i));
        const __m128i plain = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)), _mm_cmpeq_epi8(v, tab));
        const __m128i odd =
            _mm_or_si128(_mm_andnot_si128(plain, _mm_cmplt_epi8(v, below)), _mm_cmpeq_epi8(v, amp));
        if (_mm_movemask_epi8(odd) != 0) {
            break;
        }
    }
#endif
    while (i < s.n && !is_odd(s.p[i])) {
        i++;
    }
    return i;
}

bool clean_is_needed(struct slice bytes) { return next_odd(bytes, 0) < bytes.n; }

/* Length of the control sequence at `at` (ECMA-48), 0 when it is none. */
static size_t sequence_length(struct slice t, size_t at)
{
    size_t i = at + 2;
    uint8_t kind = at + 1 < t.n ? t.p[at + 1] : 0;

    if (kind == '[') { /* parameters, then a final byte */
        while (i < t.n && t.p[i] >= 0x20 && t.p[i] < 0x40 && i - at < SEQUENCE_MAX) {
            i++;
        }
        return i < t.n && t.p[i] >= 0x40 && t.p[i] < 0x7f ? i + 1 - at : 0;
    }
    if (kind == ']') { /* a window's title: ends with BEL or ESC \ */
        while (i < t.n && t.p[i] != BELL && t.p[i] != ESC && i - at < SEQUENCE_MAX) {
            i++;
        }
        if (i < t.n && t.p[i] == BELL) {
            return i + 1 - at;
        }
        return i + 1 < t.n && t.p[i] == ESC && t.p[i + 1] == '\\' ? i + 2 - at : 0;
    }
    if (kind == '(' || kind == ')' || kind == '#') { /* character sets */
        return i < t.n ? 3 : 0;
    }
    return kind >= 0x30 && kind < 0x7f ? 2 : 0;
}

struct spelling {
    struct slice text;
    uint8_t byte; /* 0: nothing stands for it */
};

static const struct spelling signs[] = {
    {SLICE_INIT("\xE2\x80\x98"), '\''}, {SLICE_INIT("\xE2\x80\x99"), '\''},
    {SLICE_INIT("\xE2\x80\x9A"), '\''}, {SLICE_INIT("\xE2\x80\x9B"), '\''},
    {SLICE_INIT("\xE2\x80\xB2"), '\''}, {SLICE_INIT("\xE2\x80\x9C"), '"'},
    {SLICE_INIT("\xE2\x80\x9D"), '"'},  {SLICE_INIT("\xE2\x80\x9E"), '"'},
    {SLICE_INIT("\xE2\x80\x9F"), '"'},  {SLICE_INIT("\xE2\x80\xB3"), '"'},
    {SLICE_INIT("\xE2\x80\x90"), '-'},  {SLICE_INIT("\xE2\x80\x91"), '-'},
    {SLICE_INIT("\xE2\x80\x92"), '-'},  {SLICE_INIT("\xE2\x80\x93"), '-'},
    {SLICE_INIT("\xE2\x80\x94"), '-'},  {SLICE_INIT("\xE2\x80\x95"), '-'},
    {SLICE_INIT("\xE2\x88\x92"), '-'},  {SLICE_INIT("\xEF\xB9\xA3"), '-'},
    {SLICE_INIT("\xEF\xBC\x8D"), '-'},  {SLICE_INIT("\xEF\xBC\x8B"), '+'},
    {SLICE_INIT("\xEF\xBC\x9A"), ':'},  {SLICE_INIT("\xEF\xBC\x9D"), '='},
    {SLICE_INIT("\xEF\xBC\x8C"), ','},  {SLICE_INIT("\xE2\x80\x8B"), 0},
    {SLICE_INIT("\xE2\x80\x8C"), 0},    {SLICE_INIT("\xE2\x80\x8D"), 0},
    {SLICE_INIT("\xE2\x80\x8E"), 0},    {SLICE_INIT("\xE2\x80\x8F"), 0},
    {SLICE_INIT("\xE2\x81\xA0"), 0},    {SLICE_INIT("\xEF\xBB\xBF"), 0},
    {SLICE_INIT("\xC2\xAD"), 0},
};

/* Blanks that are not ASCII's. */
static const struct spelling blanks[] = {
    {SLICE_INIT("\xC2\xA0"), ' '},     {SLICE_INIT("\xE2\x80\x82"), ' '},
    {SLICE_INIT("\xE2\x80\x83"), ' '}, {SLICE_INIT("\xE2\x80\x84"), ' '},
    {SLICE_INIT("\xE2\x80\x85"), ' '}, {SLICE_INIT("\xE2\x80\x86"), ' '},
    {SLICE_INIT("\xE2\x80\x87"), ' '}, {SLICE_INIT("\xE2\x80\x88"), ' '},
    {SLICE_INIT("\xE2\x80\x89"), ' '}, {SLICE_INIT("\xE2\x80\x8A"), ' '},
    {SLICE_INIT("\xE2\x80\xAF"), ' '}, {SLICE_INIT("\xE3\x80\x80"), ' '},
};

/* Single bytes of Windows-1252 where no UTF-8 is. */
static const struct spelling windows[] = {
    {SLICE_INIT("\x91"), '\''}, {SLICE_INIT("\x92"), '\''}, {SLICE_INIT("\x93"), '"'},
    {SLICE_INIT("\x94"), '"'},  {SLICE_INIT("\x96"), '-'},  {SLICE_INIT("\x97"), '-'},
    {SLICE_INIT("\xA0"), ' '},  {SLICE_INIT("\xAD"), 0},
};

/* Length of a spelling of the list at the start of t, 0: none. */
static size_t spelled(const struct spelling *list, size_t n, struct slice t, uint8_t *byte)
{
    for (size_t i = 0; i < n; i++) {
        if (slice_starts(t, list[i].text)) {
            *byte = list[i].byte;
            return list[i].text.n;
        }
    }
    return 0;
}

#define SPELLED(list, t, byte) spelled(list, sizeof(list) / sizeof((list)[0]), t, byte)

/* Names of characters are taken for a forum's work only in the module's own lines: an HTTP body may
 * really hold them. */
static bool is_dialogue(struct slice t)
{
    struct slice s = slice_trim(t);
    return slice_contains(t, SLICE("AT+")) || slice_contains(t, SLICE("AT-S.")) ||
           slice_contains(t, SLICE("+WIND:")) || slice_starts(s, SLICE("&lt;")) ||
           slice_starts(s, SLICE("&gt;")) || slice_starts(s, SLICE("&nbsp;"));
}

/* Bytes of the UTF-8 character at `at`, by its first byte and those behind it; 0: it is none. */
static size_t character(struct slice t, size_t at)
{
    uint8_t c = t.p[at];
    size_t n = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    for (size_t i = 1; i < n; i++) {
        if (at + i >= t.n || (t.p[at + i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return n;
}

/* Does the byte at `at` belong to a character that begins in front of it? */
static bool is_continuation(struct slice t, size_t at)
{
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        if (character(t, at - back) > back) {
            return true;
        }
    }
    return false;
}

/* A line with controls that no text has, or with many bytes that are no characters, is payload: nothing
 * in it may be changed. */
static bool is_text(struct slice t)
{
    size_t strange = 0;
    for (size_t i = 0; i < t.n;) {
        uint8_t c = t.p[i];
        size_t n = character(t, i);
        if (c < 0x20 && c != '\t' && c != ESC && c != BACKSPACE && c != BELL) {
            return false;
        }
        strange += n == 0 ? 1 : 0;
        i += n == 0 ? 1 : n;
    }
    return strange * 8 <= t.n || (strange == 1 && slice_starts(t, SLICE("AT")));
}

struct cleaning {
    struct gather *g;
    const struct line *line;
    size_t at, done; /* where we are; what was copied so far */
    bool dialogue, changed, named;
    bool command; /* the host's words are in it */
};

static void flush(struct cleaning *c, size_t skip)
{
    gather_part(c->g, c->line, c->done, c->at - c->done);
    c->at += skip;
    c->done = c->at;
    c->changed = true;
}

static void replace(struct cleaning *c, size_t n, uint8_t byte)
{
    struct line_segment where = line_where(c->line, c->at);
    flush(c, n);
    where.width = (uint16_t)(where.width * n);
    if (byte != 0) {
        gather_byte(c->g, byte, &where);
    }
}

/* A typed character that was rubbed out; the blank that follows in "\b \b" goes the same way. */
static void rub_out(struct cleaning *c)
{
    flush(c, 1);
    if (c->g->text.n > 0) {
        struct line_segment *s = array_at(&c->g->segments, c->g->segments.n - 1);
        c->g->text.n--;
        if (s != NULL && s->at == c->g->text.n) {
            c->g->segments.n--;
        }
    }
}

/* The byte in front of where we are; a blank at the start of the line. */
static uint8_t before(const struct cleaning *c)
{
    if (c->at > c->done) {
        return c->line->text.p[c->at - 1];
    }
    return c->g->text.n > 0 ? c->g->text.p[c->g->text.n - 1] : ' ';
}

/* Names of characters that ASCII has. */
static size_t named_character(struct slice t, uint8_t *byte)
{
    uint32_t character = 0;
    size_t n = entity_read(t, &character);
    if (n > 0 && character == ENTITY_NBSP) {
        character = ' ';
    }
    *byte = character < 0x80 ? (uint8_t)character : 0;
    return character >= 0x20 && character < 0x80 ? n : 0;
}

static void clean_at(struct cleaning *c)
{
    struct slice t = c->line->text, rest = slice_from(t, c->at);
    uint8_t byte = 0;
    size_t n = 0;

    if (t.p[c->at] == ESC) {
        n = sequence_length(t, c->at);
    } else if (t.p[c->at] == BACKSPACE) {
        rub_out(c);
        return;
    } else if (t.p[c->at] == '&') {
        n = c->dialogue ? named_character(rest, &byte) : 0;
        c->named = c->named || n > 0;
    } else if (t.p[c->at] < 0xC0) {
        n = is_continuation(t, c->at) ? 0 : SPELLED(windows, rest, &byte);
    } else {
        n = SPELLED(signs, rest, &byte);
        n = n == 0 ? SPELLED(blanks, rest, &byte) : n;
    }
    if (n > 0 && byte == ' ' && t.p[c->at] != '&' && c->command && before(c) != ' ') {
        n = 0; /* in a command it tells where a paste broke something */
    }
    if (n > 0) {
        replace(c, n, byte);
    } else {
        c->at++;
    }
}

/* A line that is not to be touched: raw bytes, or a row of them that looks like text. They end at the dialogue,
 * or at a line of text in which nothing would be cleaned. */
static bool is_payload(struct slice t, bool odd, struct clean_memory *memory)
{
    bool text = (!odd && !memory->payload) || is_text(t);
    if (odd && !text) {
        memory->payload = true;
    } else if (text && t.n > 0 && (!odd || is_dialogue(t))) {
        memory->payload = false;
    }
    return !text || memory->payload;
}

bool clean_line(struct gather *g, const struct line *l, struct clean_memory *memory)
{
    struct cleaning c = {.g = g, .line = l};

    gather_clear(g);
    c.at = next_odd(l->text, 0);
    if (is_payload(l->text, c.at < l->text.n, memory) || c.at == l->text.n) {
        return false;
    }
    c.command = slice_contains(l->text, SLICE("AT+"));
    c.dialogue = memory->html || is_dialogue(l->text);
    while (c.at < l->text.n) {
        clean_at(&c);
        c.at = next_odd(l->text, c.at);
    }
    if (c.changed) {
        flush(&c, 0);
    }
    memory->html = memory->html || c.named;
    return c.changed;
}
