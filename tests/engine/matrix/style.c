/* How people record a session. */
#include <stdio.h>

#include "engine/matrix/session.h"

const char *const style_names[STYLE_COUNT] = {
    "console",      "lf",      "crlf",   "paste",  "stamped",   "dated",
    "lower",        "numbers", "terse",  "mailed", "arrows",    "transmit",
    "payload-less", "verbose", "joined", "echo",   "host-side", "module-side"};

struct writer {
    enum style style;
    struct buf *out;
    unsigned line;
};

static const char *line_end(enum style s)
{
    switch ((int)s) {
    case STYLE_LF:
    case STYLE_INDENTED:
    case STYLE_MARKED:
        return "\n";
    case STYLE_PASTE:
        return "\n\n";
    case STYLE_JOINED:
        return " ";
    default:
        return "\r\n";
    }
}

static bool framed(enum style s)
{
    return s == STYLE_PASTE || s == STYLE_STAMPED || s == STYLE_DATED || s == STYLE_INDENTED ||
           s == STYLE_MARKED || s == STYLE_TRANSMIT || s == STYLE_JOINED;
}

static bool console(enum style s)
{
    return s == STYLE_CONSOLE || s == STYLE_LOWER || s == STYLE_NUMBERS || s == STYLE_TERSE ||
           s == STYLE_PAYLOAD_LESS || s == STYLE_MODULE_SIDE || s == STYLE_VERBOSE;
}

static void put_front(struct writer *w, bool sent)
{
    unsigned n = w->line++;
    switch ((int)w->style) {
    case STYLE_STAMPED:
        buf_printf(w->out, "[10:%02u:%02u.%03u] ", n / 240 % 60, n / 4 % 60, n % 4 * 250);
        break;
    case STYLE_DATED:
        buf_printf(w->out, "2026-06-01 10:%02u:%02u.%03u ", n / 240 % 60, n / 4 % 60, n % 4 * 250);
        break;
    case STYLE_INDENTED:
        buf_cstr(w->out, "    ");
        break;
    case STYLE_MARKED:
        buf_cstr(w->out, sent ? ">> " : "<< ");
        break;
    case STYLE_TRANSMIT:
        buf_cstr(w->out, sent ? "TX: " : "RX: ");
        break;
    default:
        break;
    }
}

/* +WIND:24:WiFi Up:0:1.2.3.4 without its name. */
static void put_terse(struct slice t, struct buf *out)
{
    size_t number = slice_find_byte(t, ':', 6), name = slice_find_byte(t, ':', number + 1);
    buf_put(out, slice_sub(t, 0, number));
    buf_put(out, slice_from(t, name));
}

static void put_text(struct writer *w, const struct item *it)
{
    struct slice t = it->text;
    if (w->style == STYLE_LOWER && it->kind == ITEM_COMMAND) {
        size_t stop = slice_find_byte(t, '=', 0);
        for (size_t i = 0; i < t.n; i++) {
            buf_byte(w->out, i < stop ? ascii_fold(t.p[i]) : t.p[i]);
        }
    } else if (w->style == STYLE_NUMBERS && slice_starts(t, SLICE("AT-S.ERROR:"))) {
        buf_put(w->out, slice_sub(t, 0, slice_find_byte(t, ':', 11)));
    } else if (w->style == STYLE_VERBOSE && slice_eq(t, SLICE("AT-S.OK"))) {
        buf_cstr(w->out, "AT-S.OK:23456:10");
    } else if (w->style == STYLE_TERSE && slice_starts(t, SLICE("+WIND:"))) {
        put_terse(t, w->out);
    } else {
        buf_put(w->out, t);
    }
}

/* A payload in a capture that is made of lines. */
static void put_rows(struct writer *w, struct slice t)
{
    struct slice row = {0}, rest = t;
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &row, &rest);
        put_front(w, true);
        buf_put(w->out, slice_sub(row, 0, slice_find_byte(row, '\r', 0)));
        buf_cstr(w->out, line_end(w->style));
    }
}

/* Is this side of the dialogue not in the recording? */
static bool unheard(enum style s, enum item_kind kind)
{
    bool sent = kind == ITEM_COMMAND || kind == ITEM_PAYLOAD;
    return (s == STYLE_HOST_SIDE && !sent) || (s == STYLE_MODULE_SIDE && sent);
}

static void put_item(struct writer *w, const struct item *it, bool payload_follows)
{
    if (unheard(w->style, it->kind)) {
        return;
    }
    if (it->kind == ITEM_PAYLOAD) {
        if ((it->binary && framed(w->style)) || w->style == STYLE_PAYLOAD_LESS) {
            return;
        }
        if (framed(w->style)) {
            put_rows(w, it->text);
            return;
        }
        buf_put(w->out, it->text);
        buf_cstr(w->out, console(w->style) ? "" : line_end(w->style));
        return;
    }
    if (console(w->style) && it->kind == ITEM_REPLY) {
        buf_cstr(w->out, "\r\n");
    }
    if (w->style == STYLE_ECHO && it->kind == ITEM_COMMAND) {
        put_text(w, it);
        buf_cstr(w->out, "\r\n");
    }
    put_front(w, it->kind == ITEM_COMMAND);
    put_text(w, it);
    buf_cstr(w->out, console(w->style) && payload_follows ? "\r" : line_end(w->style));
}

void script_write(const struct script *s, enum style style, struct range which, struct buf *out)
{
    struct writer w = {.style = style, .out = out};
    for (size_t i = which.from; i < which.to && i < s->items.n; i++) {
        const struct item *it = ARRAY_AT(&s->items, struct item, i);
        const struct item *next = array_at(&s->items, i + 1);
        if (i != which.without) {
            put_item(&w, it,
                     it->kind == ITEM_COMMAND && next != NULL && next->kind == ITEM_PAYLOAD);
        }
    }
}
