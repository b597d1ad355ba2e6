/* A log that is one array of JSON: ["AT+S.STS\r\n", "AT-S.OK\r\n"]. Strings are what was said; objects, which may
 * all stand in one line, are handed on as lines of their own, for what knows labels. */
#include "transcript/cut.h"
#include "transcript/wrap.h"

struct json {
    bool open;    /* in a string: a very long line comes in pieces */
    bool spelled; /* line ends are spelled out: the end of a string means nothing */
};

bool sign_json_array(struct slice t)
{
    struct slice array = slice_trim(t), rest = slice_trim(slice_from(array, 1));
    bool begins = array.n > 0 && array.p[0] == '[';
    return begins && (rest.n == 0 || ((rest.p[0] == '"' || slice_starts(rest, SLICE("{\""))) &&
                                      cut_find_head(rest) < rest.n));
}

static void take_string(struct unwrap *u, struct json *s, struct scan *x)
{
    struct decode d = {u, 0};
    size_t from = x->at;

    s->open = !decode_string(&d, x, '"');
    s->spelled = s->spelled || slice_contains(slice_sub(x->s, from, x->at - from), SLICE("\\n"));
    if (!s->open && !s->spelled) {
        unwrap_end(u, 0);
    }
}

/* Where the object that begins at `at` is over; 0: not in this line. */
static size_t end_of_object(struct slice t, size_t at)
{
    struct scan x = {.s = t, .at = at};
    size_t depth = 0;

    while (!scan_at_end(&x)) {
        uint8_t c = t.p[x.at++];
        if (c == '"') {
            (void)decode_string(&(struct decode){0}, &x, '"');
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && --depth == 0) {
            return x.at;
        }
    }
    return 0;
}

static bool take_object(struct unwrap *u, struct scan *x)
{
    size_t end = end_of_object(x->s, x->at);
    if (end == 0) {
        return false; /* its members have lines of their own */
    }
    unwrap_text(u, 0, x->at, end - x->at);
    unwrap_end(u, 0);
    x->at = end;
    return true;
}

bool take_json_array(struct unwrap *u, const struct line *l)
{
    struct json *s = (struct json *)(void *)u->state;
    struct scan x = {.s = l->text};

    channel_mixed(&u->channels, 0, SLICE("array"));
    while (!scan_at_end(&x)) {
        uint8_t c = scan_peek(&x);
        if (s->open) {
            take_string(u, s, &x);
        } else if (c == '{') {
            if (!take_object(u, &x)) {
                return x.at > 0 && slice_trim(slice_sub(x.s, 0, x.at)).n > 0;
            }
        } else if (ascii_space(c) || c == '[' || c == ']' || c == ',' || c == '"') {
            s->open = c == '"';
            x.at++;
        } else {
            return false;
        }
    }
    return true;
}
