/* Sniffers that write bytes as numbers: interceptty, jpnevulator, slsnif, pySerial's spy. */
#include "transcript/decode.h"
#include "transcript/wrap.h"

/* ---- interceptty ------------------------------------------------------------------------------ */

enum { TO_DEVICE, FROM_DEVICE };

struct interceptty {
    unsigned channel;
};

static bool interceptty_mark(struct scan *x, unsigned *channel, struct stamp *stamp)
{
    if (scan_peek(x) == '[' && !scan_stamp(x, "[%H:%M %S%.%f] ", STAMP_CLOCK, stamp)) {
        return false;
    }
    *channel = scan_peek(x) == '<' ? TO_DEVICE : FROM_DEVICE;
    return (scan_is(x, '<') || scan_is(x, '>')) && scan_blanks(x) > 0;
}

/* "0x41 (A)", or the rows of interceptty-nicedump: "41 54 0d        | AT ". */
static size_t interceptty_bytes(const struct decode *d, struct scan *x)
{
    size_t n = 0, from = x->at;
    uint8_t byte = 0;

    while (scan_literal(x, SLICE("0x")) && scan_hex_pair(x, &byte) &&
           (scan_at_end(x) || scan_peek(x) == ' ')) {
        if (d->u != NULL) {
            unwrap_byte(d->u, d->channel, byte, x->at - 4, 4);
        }
        n++;
        (void)scan_blanks(x);
        if (scan_is(x, '(')) {
            x->at = slice_find(x->s, SLICE(")"), x->at + 1) + 1;
            (void)scan_blanks(x);
        }
    }
    if (n == 0) {
        struct scan ahead = {.s = x->s, .at = from};
        struct decode count = {0};
        n = decode_pairs(&count, &ahead, 10);
        (void)scan_blanks(&ahead);
        x->at = from;
        n = n > 0 && scan_peek(&ahead) == '|' ? decode_pairs(d, x, 10) : 0;
    }
    return n;
}

bool sign_interceptty(struct slice t)
{
    struct scan x = {.s = t};
    struct decode count = {0};
    struct stamp unused;
    unsigned channel = 0;
    return t.n >= 6 && interceptty_mark(&x, &channel, &unused) && interceptty_bytes(&count, &x) > 0;
}

bool take_interceptty(struct unwrap *u, const struct line *l)
{
    struct interceptty *s = (struct interceptty *)(void *)u->state;
    struct scan x = {.s = l->text};
    struct stamp stamp = u->channels.stamp;
    struct decode d = {u, 0};

    if (slice_starts(l->text, SLICE("# Using "))) {
        return true;
    }
    (void)scan_blanks(&x); /* a stamp is printed once, then blanks of its width */
    if (!interceptty_mark(&x, &s->channel, &stamp)) {
        return false;
    }
    unwrap_name(u, TO_DEVICE, SLICE("<"), DIR_HOST);
    unwrap_name(u, FROM_DEVICE, SLICE(">"), DIR_MODULE);
    unwrap_stamp(u, stamp);
    d.channel = s->channel;
    return interceptty_bytes(&d, &x) > 0;
}

/* ---- jpnevulator ------------------------------------------------------------------------------ */

struct jpnevulator {
    unsigned channel;
};

/* "2018-03-26 13:59:00.162371: host" */
static bool jpnevulator_header(struct slice t, struct stamp *stamp, struct slice *name)
{
    struct scan x = {.s = t};
    size_t from = 0;

    if (t.n < 28 || t.p[4] != '-' || t.p[26] != ':' || t.p[27] != ' ' ||
        !scan_stamp(&x, "%Y-%m-%d %H:%M:%S.%f: ", STAMP_WALL, stamp)) {
        return false;
    }
    from = x.at;
    while (!scan_at_end(&x) && scan_peek(&x) > ' ' && scan_peek(&x) < 0x7f) {
        x.at++;
    }
    *name = slice_sub(t, from, x.at - from);
    return name->n > 0 && scan_at_end(&x) && !slice_starts_nocase(*name, SLICE("AT")) &&
           name->p[0] != '+' && !slice_eq(*name, SLICE("OK")) &&
           !slice_starts(*name, SLICE("ERROR"));
}

bool sign_jpnevulator(struct slice t)
{
    struct stamp stamp;
    struct slice name;
    return jpnevulator_header(t, &stamp, &name);
}

bool take_jpnevulator(struct unwrap *u, const struct line *l)
{
    struct jpnevulator *s = (struct jpnevulator *)(void *)u->state;
    struct scan x = {.s = l->text}, ahead = x;
    struct decode count = {0}, d = {u, s->channel};
    struct stamp stamp;
    struct slice name;

    if (jpnevulator_header(l->text, &stamp, &name)) {
        unwrap_stamp(u, stamp);
        s->channel = unwrap_channel(u, name, DIR_UNKNOWN);
        return true;
    }
    if (decode_pairs(&count, &ahead, 16) == 0) {
        return false;
    }
    while (scan_is(&ahead, ' ')) {
    }
    if (!scan_at_end(&ahead) && scan_peek(&ahead) != '\t') {
        return false;
    }
    (void)decode_pairs(&d, &x, 16);
    return true;
}

/* ---- slsnif ------------------------------------------------------------------------------------- */

enum { SLSNIF_PREFIX = 11, NUMBER_REACH = 6 /* "(065) " */ };
struct slsnif {
    unsigned channel;
};

static bool slsnif_prefix(struct slice t, unsigned *channel)
{
    if (slice_starts(t, SLICE("Host   --> "))) {
        *channel = 0;
        return true;
    }
    if (slice_starts(t, SLICE("Device --> "))) {
        *channel = 1;
        return true;
    }
    return slice_starts(t, SLICE("       --> "));
}

bool sign_slsnif(struct slice t)
{
    unsigned channel = 0;
    return t.n > SLSNIF_PREFIX && t.p[0] != ' ' && slsnif_prefix(t, &channel);
}

/* "A (065) <CR> (013)" in decimal, "A (41)" in hexadecimal; only the numbers count. */
static size_t slsnif_numbers(struct unwrap *u, unsigned channel, struct scan *x)
{
    size_t n = 0, from = x->at;
    for (; !scan_at_end(x); x->at++) {
        struct scan ahead = {.s = slice_sub(x->s, 0, x->at + NUMBER_REACH), .at = x->at + 1};
        struct slice digits = scan_peek(x) == '(' ? scan_until(&ahead, ')') : slice_of(NULL, 0);
        struct scan number = {.s = digits};
        uint64_t v = 0;
        uint8_t byte = 0;
        bool decimal = digits.n == 3 && scan_digits(&number, &v) == 3 && v < 256;
        if (decimal || (digits.n == 2 && scan_hex_pair(&number, &byte))) {
            unwrap_byte(u, channel, decimal ? (uint8_t)v : byte, from, ahead.at + 1 - from);
            n++;
            x->at = ahead.at;
            from = ahead.at + 2;
        }
    }
    return n;
}

bool take_slsnif(struct unwrap *u, const struct line *l)
{
    struct slsnif *s = (struct slsnif *)(void *)u->state;
    struct scan x = {.s = l->text, .at = SLSNIF_PREFIX}, date = {.s = l->text};
    struct decode d = {u, 0};
    struct stamp stamp;

    if (slsnif_prefix(l->text, &s->channel)) {
        unwrap_name(u, 0, SLICE("Host"), DIR_HOST);
        unwrap_name(u, 1, SLICE("Device"), DIR_MODULE);
        d.channel = s->channel;
        if (decode_pairs(&d, &x, 16) == 0) {
            (void)slsnif_numbers(u, s->channel, &x);
        }
        return true;
    }
    if (scan_stamp(&date, "%a %b %d %H:%M:%S%.%f %Y", STAMP_WALL, &stamp)) {
        unwrap_stamp(u, stamp);
        return true;
    }
    return slice_starts(l->text, SLICE("Total bytes transmitted")) || l->text.n == 0;
}

/* ---- pySerial's spy:// ------------------------------------------------------------------------------ */

/* "000000.948 TX   0000  41 54 0D        AT." */
static bool spy_head(struct scan *x, struct stamp *stamp, struct slice *word)
{
    uint64_t whole = 0, fraction = 0;

    if (scan_digits(x, &whole) < 6 || !scan_is(x, '.') || scan_digits(x, &fraction) != 3 ||
        !scan_is(x, ' ')) {
        return false;
    }
    *stamp = (struct stamp){STAMP_START, (int64_t)whole * 1000000 + (int64_t)fraction * 1000};
    *word = scan_until(x, ' ');
    return word->n >= 2 && word->n <= 8 && ascii_upper(word->p[0]);
}

bool sign_spy(struct slice t)
{
    struct scan x = {.s = t};
    struct stamp stamp;
    struct slice word;
    return t.n > 12 && t.p[6] == '.' && spy_head(&x, &stamp, &word) &&
           (slice_eq(word, SLICE("TX")) || slice_eq(word, SLICE("RX")) ||
            slice_starts(word, SLICE("Q-")) || slice_eq(word, SLICE("RTS")) ||
            slice_eq(word, SLICE("DTR")));
}

bool take_spy(struct unwrap *u, const struct line *l)
{
    struct scan x = {.s = l->text};
    struct decode d = {u, 0};
    struct stamp stamp;
    struct slice word;
    uint8_t unused = 0;

    if (!spy_head(&x, &stamp, &word)) {
        return false;
    }
    unwrap_name(u, 0, SLICE("TX"), DIR_HOST);
    unwrap_name(u, 1, SLICE("RX"), DIR_MODULE);
    unwrap_stamp(u, stamp);
    d.channel = slice_eq(word, SLICE("RX")) ? 1 : 0;
    (void)scan_blanks(&x);
    if ((slice_eq(word, SLICE("TX")) || slice_eq(word, SLICE("RX"))) &&
        scan_hex_pair(&x, &unused) && scan_hex_pair(&x, &unused) && scan_blanks(&x) > 0) {
        (void)decode_pairs(&d, &x, 16);
    }
    return true;
}

/* ---- port monitors of Windows ---------------------------------------------------------------------------- */

struct monitor {
    unsigned channel;
    bool begun;
};

/* "[26/03/2018 13:59:00] Written data (COM5)", the bytes in rows below. */
static bool monitor_head(struct slice t, unsigned *channel)
{
    static const struct slice words[] = {SLICE_INIT("Written data"), SLICE_INIT("Read data"),
                                         SLICE_INIT("IRP_MJ_WRITE"), SLICE_INIT("IRP_MJ_READ")};
    for (unsigned i = 0; i < 4; i++) {
        size_t at = slice_find(slice_sub(t, 0, 80), words[i], 0);
        if (at < t.n && at < 80 && slice_contains(slice_from(t, at), SLICE("COM"))) {
            *channel = i % 2;
            return true;
        }
    }
    return false;
}

bool sign_monitor(struct slice t)
{
    unsigned unused = 0;
    return t.n > 16 && monitor_head(t, &unused);
}

static void monitor_time(struct unwrap *u, struct slice t)
{
    static const char *const patterns[] = {"[%d/%m/%Y %H:%M:%S%.%f]", "[%d/%m/%Y %H:%M:%S]",
                                           "[%Y-%m-%d %H:%M:%S%.%f]", "%H:%M:%S%.%f"};
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        struct scan x = {.s = t};
        struct stamp s;
        if (scan_stamp(&x, patterns[i], i < 3 ? STAMP_WALL : STAMP_CLOCK, &s)) {
            unwrap_stamp(u, s);
            return;
        }
    }
}

bool take_monitor(struct unwrap *u, const struct line *l)
{
    struct monitor *s = (struct monitor *)(void *)u->state;
    struct scan x = {.s = l->text}, ahead;
    struct decode count = {0}, d = {u, 0};

    if (monitor_head(l->text, &s->channel)) {
        s->begun = true;
        unwrap_name(u, 0, SLICE("written"), DIR_HOST);
        unwrap_name(u, 1, SLICE("read"), DIR_MODULE);
        monitor_time(u, l->text);
        return true;
    }
    if (scan_blanks(&x) == 0) {
        return s->begun && l->text.n == 0;
    }
    ahead = x;
    d.channel = s->channel;
    if (decode_pairs(&count, &ahead, 16) == 0 ||
        !(scan_at_end(&ahead) || scan_blanks(&ahead) > 0)) {
        return false;
    }
    return decode_pairs(&d, &x, 16) > 0;
}
