#include "compare/split.h"

/* How wide a character is, and which byte of it tells. */
struct coding {
    struct slice mark;
    size_t width, byte;
};

/* As the transcript judges: by the mark, or by the first two characters being bytes with a nought. */
static struct coding coding_of(struct slice s)
{
    static const struct coding marked[] = {{SLICE_INIT("\xEF\xBB\xBF"), 1, 0},
                                           {SLICE_INIT("\xFF\xFE"), 2, 0},
                                           {SLICE_INIT("\xFE\xFF"), 2, 1}};
    for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++) {
        if (slice_starts(s, marked[i].mark)) {
            return marked[i];
        }
    }
    bool low = s.n >= 4 && s.p[0] != 0 && s.p[1] == 0 && s.p[2] != 0 && s.p[3] == 0;
    bool high = s.n >= 4 && s.p[0] == 0 && s.p[1] != 0 && s.p[2] == 0 && s.p[3] != 0;
    return (struct coding){.width = low || high ? 2 : 1, .byte = high ? 1 : 0};
}

static bool is_char(const struct coding *c, struct slice s, size_t at, uint8_t what)
{
    return at + c->width <= s.n && s.p[at + c->byte] == what &&
           (c->width == 1 || s.p[at + 1 - c->byte] == 0);
}

/* Where the line at `at` ends, its line end included. */
static size_t line_end(const struct coding *c, struct slice s, size_t at)
{
    while (at < s.n && !is_char(c, s, at, '\n') && !is_char(c, s, at, '\r')) {
        at += c->width;
    }
    bool both = is_char(c, s, at, '\r') && is_char(c, s, at + c->width, '\n');
    at += both ? 2 * c->width : c->width;
    return at < s.n ? at : s.n;
}

enum spw_status split_lines(struct split *s, struct slice bytes)
{
    struct coding c = coding_of(bytes);
    array_init(&s->lines, sizeof(struct slice), SPLIT_LINES_MAX);
    s->mark = c.mark;
    for (size_t at = c.mark.n; at < bytes.n;) {
        size_t end = line_end(&c, bytes, at);
        struct slice *line = array_push(&s->lines);
        if (line == NULL) {
            return s->lines.n == SPLIT_LINES_MAX ? SPW_LIMIT : SPW_NO_MEMORY;
        }
        *line = slice_sub(bytes, at, end - at);
        at = end;
    }
    return SPW_OK;
}

void split_dispose(struct split *s) { array_dispose(&s->lines); }
