/* The line under the cursor in full: text, fields with their names, meaning, bytes. */
#include "tui/app.h"

enum { HEX_COLUMNS = 16, HEX_BYTES_MAX = 4096 };

static void put_title(struct app *a, struct buf *out)
{
    struct scroll_line l;
    uint64_t line = 0;
    if (app_cursor_line(a, &line) && scroll_line(&a->watch->index, line, &l)) {
        buf_printf(out, "%u", l.number);
    }
}

static void put_event(struct app *a, struct roll *p, const struct scroll_event *ev)
{
    struct buf words;
    roll_row(p);
    roll_cstr(p, ev->failure ? ROLE_ERROR : ROLE_TITLE, spw_event_kind_name(ev->kind));
    roll_cstr(p, ROLE_TEXT, "  ");
    roll_put(p, ROLE_DIM, ev->meaning);
    if (ev->attempt > 0) {
        roll_printf(p, ROLE_DIM, "  attempt %u", ev->attempt);
    }
    roll_cstr(p, ROLE_DIM, ev->mentioned ? "  quoted" : "");
    if (ev->about.n > 0) {
        roll_row(p);
        roll_tab(p, 2);
        roll_wrap(p, ROLE_TEXT, 2, ev->about);
    }
    buf_init(&words, APP_MESSAGE_MAX);
    scroll_words(&a->watch->index, ev, &words);
    if (words.n > 0) {
        roll_row(p);
        roll_tab(p, 2);
        roll_wrap(p, ROLE_KEY, 2, buf_slice(&words));
    }
    buf_dispose(&words);
}

static void put_bytes(struct roll *p, struct slice text)
{
    size_t columns = p->width < 60 ? HEX_COLUMNS / 2 : HEX_COLUMNS;
    text = slice_sub(text, 0, HEX_BYTES_MAX);
    for (size_t at = 0; at < text.n; at += columns) {
        struct slice part = slice_sub(text, at, columns);
        roll_row(p);
        roll_printf(p, ROLE_DIM, "%04zx  ", at);
        for (size_t i = 0; i < part.n; i++) {
            roll_printf(p, ROLE_TEXT, "%02x ", part.p[i]);
        }
        roll_tab(p, 6 + 3 * columns + 1);
        for (size_t i = 0; i < part.n; i++) {
            roll_put(p, ROLE_DIM, ascii_print(part.p[i]) ? slice_sub(part, i, 1) : SLICE("."));
        }
    }
}

static void build(struct app *a, struct roll *p)
{
    struct scrollback *x = &a->watch->index;
    struct scroll_event ev;
    struct scroll_line l;
    struct buf text;
    uint64_t line = 0;
    if (!app_cursor_line(a, &line) || !scroll_line(x, line, &l)) {
        return;
    }
    buf_init(&text, SCROLL_TEXT_MAX);
    scroll_text(x, &l, &text);
    roll_row(p);
    roll_wrap(p, ROLE_TEXT, 0, buf_slice(&text));
    const struct bookmark *mark = bookmark_at(&a->bookmarks, line);
    if (mark != NULL) {
        roll_row(p);
        roll_cstr(p, ROLE_KEY, "bookmark: ");
        roll_wrap(p, ROLE_TEXT, 2, mark->note);
    }
    for (uint64_t e = scroll_first_event(x, line); scroll_event(x, e, &ev) && ev.line == line;
         e++) {
        put_event(a, p, &ev);
    }
    roll_row(p);
    roll_printf(p, ROLE_DIM, "%u bytes, at %llu of the capture", l.length,
                (unsigned long long)l.offset);
    put_bytes(p, buf_slice(&text));
    buf_dispose(&text);
}

const struct view view_line = {"Line", put_title, build, NULL};
