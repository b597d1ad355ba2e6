/* socat -x, -v, -x -v: "> 2018/03/26 13:59:00.000298382  length=3 from=0 to=2", then the bytes. Text (-v)
 * has no line end of its own behind the bytes: the next header may follow on the same line. */
#include "transcript/decode.h"
#include "transcript/wrap.h"

enum body { BODY_UNKNOWN, BODY_HEX, BODY_TEXT };

struct socat {
    enum body body;
    unsigned channel;
    uint64_t left; /* bytes that the header announced and that did not come yet */
    bool nanoseconds;
};

_Static_assert(sizeof(struct socat) <= WRAP_STATE, "the state of a wrapping is bounded");

struct header {
    unsigned channel;
    struct stamp stamp;
    size_t n_fraction;
    uint64_t fraction, length;
};

static bool read_header(struct scan *x, struct header *h)
{
    uint64_t unused = 0;
    uint8_t mark = scan_peek(x);

    if ((mark != '<' && mark != '>') || x->at + 20 > x->s.n || x->s.p[x->at + 1] != ' ') {
        return false;
    }
    x->at += 2;
    h->channel = mark == '<' ? 1 : 0;
    if (!scan_stamp(x, "%Y/%m/%d %H:%M:%S", STAMP_WALL, &h->stamp)) {
        return false;
    }
    h->n_fraction = scan_is(x, '.') ? scan_digits(x, &h->fraction) : 0;
    (void)scan_blanks(x);
    if (!scan_literal(x, SLICE("length=")) || scan_digits(x, &h->length) == 0) {
        return false;
    }
    if (scan_literal(x, SLICE(" from="))) {
        (void)scan_digits(x, &unused);
        if (scan_literal(x, SLICE(" to="))) {
            (void)scan_digits(x, &unused);
        }
    }
    return true;
}

static bool is_own_message(struct slice t)
{
    struct scan x = {.s = t};
    struct stamp unused;
    return t.n > 24 && t.p[4] == '/' && scan_stamp(&x, "%Y/%m/%d %H:%M:%S", STAMP_WALL, &unused) &&
           slice_contains(slice_sub(t, x.at, 20), SLICE(" socat["));
}

bool sign_socat(struct slice t)
{
    struct scan x = {.s = t};
    struct header h = {0};
    return read_header(&x, &h) || is_own_message(t);
}

/* Up to version 1.8.1.0 nine digits hold microseconds: the first three are always nought. */
static void take_stamp(struct unwrap *u, struct socat *s, const struct header *h)
{
    struct stamp stamp = h->stamp;
    uint64_t f = h->fraction;

    s->nanoseconds = s->nanoseconds || (h->n_fraction == 9 && f >= 1000000);
    if (h->n_fraction == 9 && s->nanoseconds) {
        f /= 1000;
    }
    for (size_t n = h->n_fraction; n > 0 && n < 6; n++) {
        f *= 10;
    }
    stamp.us += (int64_t)f;
    unwrap_stamp(u, stamp);
}

static bool take_header(struct unwrap *u, struct socat *s, struct scan *x)
{
    struct header h = {0};
    struct scan ahead = *x;

    if (!read_header(&ahead, &h)) {
        return false;
    }
    unwrap_name(u, 0, SLICE(">"), DIR_UNKNOWN);
    unwrap_name(u, 1, SLICE("<"), DIR_UNKNOWN);
    take_stamp(u, s, &h);
    s->channel = h.channel;
    s->left = h.length;
    *x = ahead;
    return true;
}

/* A row of bytes: all of them with -x, sixteen and their text with -x -v. */
static bool take_row(struct unwrap *u, struct socat *s, struct slice t)
{
    struct scan x = {.s = t, .at = 1}, ahead = x;
    struct decode count = {0}, d = {u, s->channel};
    size_t n = 0;

    if (t.n < 3 || t.p[0] != ' ' || s->left == 0) {
        return false;
    }
    n = decode_pairs(&count, &ahead, (size_t)s->left);
    if (n == 0 || (ahead.at < t.n && t.p[ahead.at] != ' ')) {
        return false;
    }
    s->left -= decode_pairs(&d, &x, n);
    return true;
}

/* Text up to the next header. Names hidden by hand make the announced length lie, so a header is
 * believed wherever it stands. */
static void take_text(struct unwrap *u, struct socat *s, struct scan *x)
{
    struct decode d = {u, s->channel};
    while (!scan_at_end(x)) {
        if ((scan_peek(x) == '<' || scan_peek(x) == '>') && take_header(u, s, x)) {
            if (scan_at_end(x)) {
                return;
            }
            d.channel = s->channel;
            continue;
        }
        decode_character(&d, x);
        s->left -= s->left > 0 ? 1 : 0;
    }
    if (u->source->end != END_NONE && s->left > 0) {
        unwrap_byte(u, d.channel, '\n', x->s.n, 1);
        s->left--;
    }
}

static bool take_body(struct unwrap *u, struct socat *s, struct slice t)
{
    struct scan x = {.s = t};
    if (s->body != BODY_TEXT && take_row(u, s, t)) {
        s->body = BODY_HEX;
        return true;
    }
    if (s->body == BODY_HEX) {
        return false;
    }
    s->body = BODY_TEXT;
    take_text(u, s, &x);
    return true;
}

bool take_socat(struct unwrap *u, const struct line *l)
{
    struct socat *s = (struct socat *)(void *)u->state;
    struct scan x = {.s = l->text};

    if (take_header(u, s, &x)) {
        return true;
    }
    if (is_own_message(l->text)) {
        return true;
    }
    if (s->left > 0 && take_body(u, s, l->text)) {
        return true;
    }
    return slice_eq(slice_trim(l->text), SLICE("--"));
}
