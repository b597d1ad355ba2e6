/* sigrok-cli's UART decoder: "uart-1: A", "110-190 uart-1: A", and its JSON trace, the only form that
 * tells the direction and the time. */
#include "transcript/decode.h"
#include "transcript/wrap.h"

struct sigrok {
    unsigned bits; /* annotations of single bits that are still to come */
};

/* The value of "A", "[0D]" or "41"; -1: an annotation of something else. */
static int sigrok_value(struct slice t)
{
    struct scan x = {.s = t};
    uint8_t byte = 0;

    if (t.n == 1) {
        return t.p[0];
    }
    if (t.n == 4 && scan_is(&x, '[') && scan_hex_pair(&x, &byte) && scan_is(&x, ']')) {
        return byte;
    }
    x.at = 0;
    return t.n == 2 && scan_hex_pair(&x, &byte) ? byte : -1;
}

/* "uart-1: " with sample numbers in front or not; PulseView's "UART: RX data: ". */
static bool annotation(struct scan *x, struct slice *row)
{
    uint64_t n = 0;
    struct scan ahead = *x;

    if (scan_digits(&ahead, &n) > 0 && scan_is(&ahead, '-') && scan_digits(&ahead, &n) > 0 &&
        scan_is(&ahead, ' ')) {
        *x = ahead;
    }
    *row = SLICE("uart");
    if (scan_literal(x, SLICE("uart-")) && scan_digits(x, &n) > 0) {
        return scan_literal(x, SLICE(": "));
    }
    if (scan_literal(x, SLICE("UART: "))) {
        *row = slice_sub(x->s, x->at, 2);
        x->at += 2;
        (void)scan_literal(x, SLICE(" data"));
        return scan_literal(x, SLICE(": "));
    }
    return false;
}

/* The text value of "key": in one line of JSON; its place in *at. */
static bool json_text(struct slice t, struct slice key, struct slice *out)
{
    struct scan x = {.s = t, .at = slice_find(t, key, 0)};
    size_t from = 0;

    if (x.at == t.n) {
        return false;
    }
    x.at += key.n;
    (void)scan_blanks(&x);
    if (!scan_is(&x, '"')) {
        return false;
    }
    from = x.at;
    while (!scan_at_end(&x) && scan_peek(&x) != '"') {
        x.at += scan_peek(&x) == '\\' ? 2u : 1u;
    }
    *out = slice_sub(t, from, x.at - from);
    return true;
}

static bool is_json(struct slice t)
{
    return slice_starts(t, SLICE("{\"ph\": \"")) || slice_starts(t, SLICE("{\"traceEvents\""));
}

bool sign_sigrok(struct slice t)
{
    struct scan x = {.s = t};
    struct slice row;
    return is_json(t) || annotation(&x, &row);
}

static bool take_json(struct unwrap *u, const struct line *l)
{
    struct slice t = slice_from(l->text, slice_find(l->text, SLICE("{\"ph\""), 0));
    struct slice ph = {0}, row = {0}, name = {0};
    struct scan x = {.s = t, .at = slice_find(t, SLICE("\"ts\": "), 0) + 6};
    struct stamp s = {STAMP_START, 0};
    int value = -1;

    if (!json_text(t, SLICE("\"ph\":"), &ph) || !json_text(t, SLICE("\"tid\":"), &row) ||
        !json_text(t, SLICE("\"name\":"), &name) || !slice_eq(ph, SLICE("B"))) {
        return true; /* the end of an annotation, or of the list */
    }
    value = slice_starts(name, SLICE("\\")) && name.n == 2 ? name.p[1] : sigrok_value(name);
    if ((!slice_eq(row, SLICE("TX")) && !slice_eq(row, SLICE("RX"))) || value < 0) {
        return true;
    }
    if (x.at < t.n && scan_seconds(&x, &s.us)) {
        s.us /= 1000000; /* they are microseconds already */
        unwrap_stamp(u, s);
    }
    unwrap_byte(u, unwrap_channel(u, row, DIR_UNKNOWN), (uint8_t)value,
                (size_t)(name.p - l->text.p), name.n);
    return true;
}

/* With the annotations of single bits each byte stands among them, so those between the start and the
 * stop bit must be told from the digits 0 and 1: the byte itself comes when its bits are over. */
static bool is_bit(struct sigrok *s, struct slice t)
{
    if (slice_eq(t, SLICE("Start bit"))) {
        s->bits = 8;
        return true;
    }
    if (s->bits > 0 && (slice_eq(t, SLICE("0")) || slice_eq(t, SLICE("1")))) {
        s->bits--;
        return true;
    }
    return false;
}

bool take_sigrok(struct unwrap *u, const struct line *l)
{
    struct sigrok *s = (struct sigrok *)(void *)u->state;
    struct scan x = {.s = l->text};
    struct slice row, t;
    int value = -1;

    if (is_json(l->text)) {
        return take_json(u, l);
    }
    if (!annotation(&x, &row)) {
        return slice_starts(l->text, SLICE("]}")) || slice_starts(l->text, SLICE("META "));
    }
    t = scan_rest(&x);
    if (is_bit(s, t)) {
        return true;
    }
    value = sigrok_value(t);
    if (value >= 0) {
        unsigned channel = unwrap_channel(u, row, DIR_UNKNOWN);
        u->channels.list[channel].mixed = slice_eq(row, SLICE("uart"));
        unwrap_byte(u, channel, (uint8_t)value, x.at, t.n);
    }
    return true;
}
