#include "tui/prompt.h"

#include <string.h>

#include "base/escape.h"

enum { HISTORY_BYTES_MAX = 1024 * 1024 };

/* ---- history ---------------------------------------------------------------------------------------- */

void prompt_history_init(struct prompt_history *h)
{
    arena_init(&h->arena, HISTORY_BYTES_MAX);
    array_init(&h->lines, sizeof(struct slice), PROMPT_HISTORY_MAX);
}

void prompt_history_dispose(struct prompt_history *h)
{
    array_dispose(&h->lines);
    arena_dispose(&h->arena);
}

static struct slice history_at(const struct prompt_history *h, size_t from_end)
{
    const struct slice *line = array_at(&h->lines, h->lines.n - from_end);
    return line == NULL ? slice_of(NULL, 0) : *line;
}

void prompt_history_add(struct prompt_history *h, struct slice line)
{
    if (line.n == 0 || (h->lines.n > 0 && slice_eq(history_at(h, 1), line))) {
        return;
    }
    struct slice copy = arena_copy(&h->arena, line);
    struct slice *place = copy.p == NULL ? NULL : array_push(&h->lines);
    if (place != NULL) {
        *place = copy;
    } else if (copy.p != NULL && h->lines.n > 0) { /* full: the oldest goes */
        struct slice *lines = h->lines.items;
        memmove(lines, lines + 1, (h->lines.n - 1) * sizeof *lines);
        lines[h->lines.n - 1] = copy;
    }
}

/* ---- the line ------------------------------------------------------------------------------------------ */

void prompt_init(struct prompt *p)
{
    memset(p, 0, sizeof *p);
    buf_init(&p->text, PROMPT_BYTES_MAX);
    buf_init(&p->draft, PROMPT_BYTES_MAX);
}

void prompt_dispose(struct prompt *p)
{
    buf_dispose(&p->text);
    buf_dispose(&p->draft);
}

void prompt_set(struct prompt *p, struct slice text)
{
    buf_clear(&p->text);
    buf_put(&p->text, text);
    p->at = p->text.n;
}

void prompt_begin(struct prompt *p, struct prompt_history *h, struct slice text)
{
    p->history = h;
    p->from_end = 0;
    prompt_set(p, text);
}

static size_t before(const struct prompt *p, size_t at)
{
    while (at > 0 && (p->text.p[--at] & 0xC0) == 0x80) {
    }
    return at;
}

static size_t behind(const struct prompt *p, size_t at)
{
    while (at < p->text.n && (p->text.p[++at < p->text.n ? at : at - 1] & 0xC0) == 0x80 &&
           at < p->text.n) {
    }
    return at;
}

static void erase(struct prompt *p, size_t from, size_t to)
{
    if (to > from) {
        memmove(p->text.p + from, p->text.p + to, p->text.n - to);
        p->text.n -= to - from;
    }
    p->at = from;
}

static void insert(struct prompt *p, uint32_t key)
{
    struct buf tail;
    uint8_t character[8];
    struct buf one;
    buf_init(&one, sizeof character);
    key_put(&one, key);
    if (key == ' ') { /* its name is Space */
        buf_clear(&one);
        buf_byte(&one, ' ');
    }
    if (p->text.n + one.n <= PROMPT_BYTES_MAX) {
        buf_init(&tail, PROMPT_BYTES_MAX);
        buf_put(&tail, slice_from(buf_slice(&p->text), p->at));
        p->text.n = p->at;
        buf_put(&p->text, buf_slice(&one));
        p->at = p->text.n;
        buf_put(&p->text, buf_slice(&tail));
        buf_dispose(&tail);
    }
    buf_dispose(&one);
}

/* Up and down in what was typed before; the line being typed waits at the end. */
static void recall(struct prompt *p, bool back)
{
    size_t n = p->history == NULL ? 0 : p->history->lines.n;
    if ((back && p->from_end >= n) || (!back && p->from_end == 0)) {
        return;
    }
    if (p->from_end == 0) {
        buf_clear(&p->draft);
        buf_put(&p->draft, buf_slice(&p->text));
    }
    p->from_end = back ? p->from_end + 1 : p->from_end - 1;
    prompt_set(p, p->from_end == 0 ? buf_slice(&p->draft) : history_at(p->history, p->from_end));
}

static size_t word_start(const struct prompt *p)
{
    size_t at = p->at;
    while (at > 0 && p->text.p[at - 1] == ' ') {
        at--;
    }
    while (at > 0 && p->text.p[at - 1] != ' ') {
        at--;
    }
    return at;
}

enum {
    CTRL_A = 1,
    CTRL_C = 3,
    CTRL_D,
    CTRL_E,
    CTRL_H = 8,
    CTRL_J = 10,
    CTRL_K,
    CTRL_U = 21,
    CTRL_W = 23
};

static void edit(struct prompt *p, uint32_t key)
{
    switch (key) {
    case KEY_ARROW_LEFT:
        p->at = before(p, p->at);
        break;
    case KEY_ARROW_RIGHT:
        p->at = behind(p, p->at);
        break;
    case KEY_TO_HOME:
    case CTRL_A:
        p->at = 0;
        break;
    case KEY_TO_END:
    case CTRL_E:
        p->at = p->text.n;
        break;
    case KEY_BACK:
    case CTRL_H:
        erase(p, before(p, p->at), p->at);
        break;
    case KEY_DELETE:
    case CTRL_D:
        erase(p, p->at, behind(p, p->at));
        break;
    case CTRL_U:
        erase(p, 0, p->at);
        break;
    case CTRL_K:
        p->text.n = p->at;
        break;
    case CTRL_W:
        erase(p, word_start(p), p->at);
        break;
    case KEY_ARROW_UP:
    case KEY_ARROW_DOWN:
        recall(p, key == KEY_ARROW_UP);
        break;
    default:
        if (key >= ' ' && key < KEY_FIRST_SPECIAL) {
            insert(p, key);
        }
    }
}

enum prompt_answer prompt_key(struct prompt *p, uint32_t key)
{
    if (key == KEY_RETURN || key == CTRL_J) {
        return PROMPT_DONE;
    }
    if (key == KEY_ESCAPE || key == CTRL_C ||
        ((key == KEY_BACK || key == CTRL_H) && p->text.n == 0)) {
        return PROMPT_LEFT;
    }
    if (key == KEY_TAB) {
        return PROMPT_TAB;
    }
    edit(p, key);
    return PROMPT_GOES_ON;
}

void prompt_draw(const struct prompt *p, struct region r, size_t row, struct slice label)
{
    region_fill(r, row, ROLE_TEXT);
    size_t col = region_put(r, row, 0, ROLE_KEY, label);
    struct slice text = buf_slice(&p->text);
    size_t from = 0;
    size_t room = r.cols > col + 1 ? r.cols - col - 1 : 1;
    while (from < p->at &&
           esc_term_width(slice_sub(text, from, p->at - from), r.canvas->ascii) > room) {
        from = behind(p, from);
    }
    (void)region_put(r, row, col, ROLE_TEXT, slice_from(text, from));
    r.canvas->cursor_shown = true;
    r.canvas->cursor_row = r.row + row;
    r.canvas->cursor_col =
        r.col + col + esc_term_width(slice_sub(text, from, p->at - from), r.canvas->ascii);
}
