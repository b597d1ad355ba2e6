/* strace of the program that owns the port: `18034 13:59:00.577914 write(3, "AT\r", 3) = 3`. Descriptors
 * that are known to be files, and the program's own standard streams, are left out. */
#include <string.h>

#include "transcript/decode.h"
#include "transcript/wrap.h"

enum {
    WRITTEN,
    READ,
    DESCRIPTORS = 64,
    PENDING = 8,
    NO_DESCRIPTOR = DESCRIPTORS,
    HEAD_MAX = 80, /* bytes in front of a call's bracket */
    DUMP_TEXT = 58 /* column of a dump row's text */
};

enum use { USE_UNKNOWN, USE_PORT, USE_OTHER };
struct pending { /* "read(3, <unfinished ...>" of one process */
    uint64_t process;
    uint8_t descriptor;
    bool set;
};
struct strace {
    uint8_t uses[DESCRIPTORS]; /* enum use */
    struct pending pending[PENDING];
    unsigned channel;
    bool cut; /* the last string was cut, and no dump brought its rest yet */
    bool dumped;
    uint64_t shown;      /* bytes of that string that were written down */
    int64_t relative_us; /* sum of -r's distances */
};

struct call {
    uint64_t process;
    struct stamp stamp;
    bool relative, resumed;
    struct slice name;
};

static bool name_byte(uint8_t c) { return ascii_lower(c) || ascii_digit(c) || c == '_'; }

static void read_process(struct scan *x, struct call *c)
{
    struct scan ahead = *x;
    if (scan_literal(&ahead, SLICE("[pid"))) {
        (void)scan_blanks(&ahead);
        (void)scan_digits(&ahead, &c->process);
        if (scan_literal(&ahead, SLICE("] "))) {
            *x = ahead;
        }
    } else if (scan_digits(&ahead, &c->process) > 0 && scan_blanks(&ahead) > 0) {
        *x = ahead; /* a number with a blank behind it is no stamp */
    }
}

static void read_stamp(struct scan *x, struct call *c)
{
    struct scan ahead = *x;
    int64_t us = 0;

    if (scan_stamp(x, "%H:%M:%S%.%f%_", STAMP_CLOCK, &c->stamp) ||
        scan_stamp(x, "%H:%M:%S%_", STAMP_CLOCK, &c->stamp)) {
        return;
    }
    if (scan_seconds(&ahead, &us) && scan_blanks(&ahead) > 0) {
        c->relative = us < (int64_t)100000000 * 1000000;
        c->stamp = (struct stamp){c->relative ? STAMP_START : STAMP_WALL, us};
        *x = ahead;
    }
}

/* The head of a call up to its "(", or of "<... read resumed>". */
static bool read_call(struct scan *x, struct call *c)
{
    size_t from = 0;

    (void)scan_blanks(x);
    read_process(x, c);
    (void)scan_blanks(x);
    read_stamp(x, c);
    c->resumed = scan_literal(x, SLICE("<... "));
    from = x->at;
    while (name_byte(scan_peek(x))) {
        x->at++;
    }
    c->name = slice_sub(x->s, from, x->at - from);
    if (c->resumed) {
        return scan_literal(x, SLICE(" resumed>"));
    }
    return c->name.n > 0 && scan_is(x, '(');
}

static bool is_vector(struct slice name)
{
    return slice_eq(name, SLICE("readv")) || slice_eq(name, SLICE("writev"));
}

static bool is_transfer(struct slice name)
{
    return slice_eq(name, SLICE("read")) || slice_eq(name, SLICE("write")) || is_vector(name);
}

bool sign_strace(struct slice t)
{
    struct scan x = {.s = t};
    struct call c = {0};
    uint64_t n = 0;

    if (t.n < 12 ||
        slice_find_byte(slice_sub(t, 0, HEAD_MAX), '(', 0) >= (t.n < HEAD_MAX ? t.n : HEAD_MAX) ||
        !read_call(&x, &c) || c.resumed) {
        return false;
    }
    if (slice_eq(c.name, SLICE("openat"))) {
        return scan_literal(&x, SLICE("AT_FDCWD")) && slice_contains(t, SLICE(") = "));
    }
    if (!is_transfer(c.name) || scan_digits(&x, &n) == 0) {
        return false;
    }
    if (scan_is(&x, '<')) {
        (void)scan_until(&x, '>');
        (void)scan_is(&x, '>');
    }
    return scan_literal(&x, SLICE(", "));
}

static struct pending *pending_of(struct strace *s, uint64_t process, bool make)
{
    struct pending *free_one = &s->pending[process % PENDING];
    for (unsigned i = 0; i < PENDING; i++) {
        if (s->pending[i].set && s->pending[i].process == process) {
            return &s->pending[i];
        }
        free_one = s->pending[i].set ? free_one : &s->pending[i];
    }
    return make ? free_one : NULL;
}

static enum use use_of_path(struct slice path)
{
    bool port = slice_starts(path, SLICE("/dev/")) && !slice_eq(path, SLICE("/dev/tty")) &&
                !slice_eq(path, SLICE("/dev/null"));
    return port ? USE_PORT : USE_OTHER;
}

/* A path as written: -xx spells it "\x2f\x64\x65\x76". */
static struct slice plain_path(struct slice spelled, uint8_t *room, size_t most)
{
    struct scan x = {.s = spelled};
    size_t n = 0;
    while (!scan_at_end(&x) && n < most) {
        uint8_t byte = 0;
        struct scan ahead = x;
        if (scan_literal(&ahead, SLICE("\\x")) && scan_hex_pair(&ahead, &byte)) {
            x = ahead;
        } else {
            byte = x.s.p[x.at++];
        }
        room[n++] = byte;
    }
    return slice_of(room, n);
}

/* "3" or "3</dev/ttyUSB0>" behind the bracket. */
static unsigned read_descriptor(struct strace *s, struct scan *x)
{
    uint64_t n = 0;
    uint8_t room[64];

    if (scan_digits(x, &n) == 0 || n >= DESCRIPTORS) {
        return NO_DESCRIPTOR;
    }
    if (scan_is(x, '<')) {
        struct slice path = plain_path(scan_until(x, '>'), room, sizeof room);
        (void)scan_is(x, '>');
        s->uses[n] = (uint8_t)(n < 3 && slice_starts(path, SLICE("/dev/pts/")) ? USE_OTHER
                                                                               : use_of_path(path));
    }
    (void)scan_literal(x, SLICE(", "));
    return (unsigned)n;
}

static bool is_wanted(const struct strace *s, unsigned descriptor)
{
    if (descriptor >= DESCRIPTORS || s->uses[descriptor] == USE_OTHER) {
        return false;
    }
    return descriptor > 2 || s->uses[descriptor] == USE_PORT;
}

/* The result behind the closing bracket: a failed call moved nothing. */
static bool has_failed(struct slice t)
{
    size_t at = t.n, from = 0;
    for (size_t i = slice_find(t, SLICE(" = "), from); i < t.n;
         i = slice_find(t, SLICE(" = "), from)) {
        at = i;
        from = i + 3;
    }
    return at < t.n && slice_starts(slice_from(t, at + 3), SLICE("-1"));
}

/* How many bytes the string at x spells, and whether it was cut. */
static uint64_t measure(const struct scan *x, bool *cut)
{
    struct scan ahead = *x;
    uint64_t n = 0;

    while (!scan_at_end(&ahead) && !scan_is(&ahead, '"')) {
        decode_character(&(struct decode){0}, &ahead);
        n++;
    }
    *cut = slice_starts(scan_rest(&ahead), SLICE("..."));
    return n;
}

static void take_bytes(struct unwrap *u, struct strace *s, struct scan *x, bool written)
{
    struct decode d = {u, written ? WRITTEN : READ};

    s->channel = d.channel;
    if (!scan_is(x, '"') || has_failed(scan_rest(x))) {
        return;
    }
    s->shown = measure(x, &s->cut);
    (void)decode_string(&d, x, '"');
}

/* [{iov_base="AT", iov_len=2}, {iov_base="\\r", iov_len=1}], 2) = 3 */
static void take_vector(struct unwrap *u, struct strace *s, struct scan *x, bool written)
{
    static const struct slice base = SLICE_INIT("iov_base=");
    for (size_t at = slice_find(x->s, base, x->at); at < x->s.n;
         at = slice_find(x->s, base, x->at)) {
        x->at = at + base.n;
        take_bytes(u, s, x, written);
        if (s->cut) { /* the next piece must not seem to follow */
            unwrap_truncated(u);
        }
    }
}

/* "openat(AT_FDCWD, "/dev/ttyUSB0", O_RDWR) = 3": what the descriptor is from now on. */
static void learn_open(struct strace *s, struct slice t)
{
    size_t quote = slice_find_byte(t, '"', 0), end = slice_find_byte(t, '"', quote + 1);
    size_t result = slice_find(t, SLICE(") = "), end);
    struct scan x = {.s = t, .at = result + 4};
    uint8_t room[64];
    uint64_t n = 0;

    if (result < t.n && scan_digits(&x, &n) > 0 && n < DESCRIPTORS) {
        enum use use =
            use_of_path(plain_path(slice_sub(t, quote + 1, end - quote - 1), room, sizeof room));
        s->uses[n] = (uint8_t)(slice_contains(t, SLICE("O_NOCTTY")) ? USE_PORT : use);
    }
}

static void take_transfer(struct unwrap *u, struct strace *s, struct scan *x, const struct call *c)
{
    bool written = slice_starts(c->name, SLICE("write"));
    struct pending *p = pending_of(s, c->process, !c->resumed);
    unsigned descriptor = NO_DESCRIPTOR;

    if (c->resumed) {
        descriptor = p != NULL ? p->descriptor : NO_DESCRIPTOR;
        if (p != NULL) {
            p->set = false;
        }
    } else {
        descriptor = read_descriptor(s, x);
        if (slice_contains(scan_rest(x), SLICE("<unfinished ...>"))) {
            *p = (struct pending){c->process, (uint8_t)descriptor, true};
        }
    }
    if (is_wanted(s, descriptor) && is_vector(c->name)) {
        take_vector(u, s, x, written);
    } else if (is_wanted(s, descriptor)) {
        take_bytes(u, s, x, written);
    }
}

/* " | 00000  0d 0a 41 54 2d 53 2e 4f  4b 0d 0a                 ..AT-S.OK..      |" shows all bytes of
 * the call in front of it: the rest of a string that was cut. */
static bool take_dump_row(struct unwrap *u, struct strace *s, struct slice t)
{
    struct scan x = {.s = t};
    uint64_t offset = 0;
    uint8_t byte = 0;

    if (!scan_literal(&x, SLICE(" | ")) || !slice_ends(t, SLICE("|"))) {
        return false;
    }
    while (scan_peek(&x) != ' ' && !scan_at_end(&x)) {
        int digit = ascii_hex(x.s.p[x.at++]);
        offset = offset * 16 + (uint64_t)(digit < 0 ? 0 : digit);
    }
    for (unsigned i = 0; s->cut && i < 16; i++, offset++) {
        if (scan_blanks(&x) == 0 || x.at > DUMP_TEXT || !scan_hex_pair(&x, &byte)) {
            break;
        }
        if (offset >= s->shown) {
            unwrap_byte(u, s->channel, byte, x.at - 2, 2);
            s->shown = offset + 1;
        }
        s->dumped = true;
    }
    return true;
}

/* The next call begins: a string that no dump completed stays cut. */
static void end_call(struct unwrap *u, struct strace *s)
{
    if (s->cut && !s->dumped) {
        unwrap_truncated(u);
        channel_end(&u->channels, s->channel, END_NONE);
    }
    s->cut = s->dumped = false;
}

static bool is_other_line(struct slice t)
{
    struct scan x = {.s = t};
    struct call unused = {0};

    (void)scan_blanks(&x);
    read_process(&x, &unused);
    (void)scan_blanks(&x);
    read_stamp(&x, &unused);
    t = scan_rest(&x);
    return slice_starts(t, SLICE("+++ ")) || slice_starts(t, SLICE("--- SIG")) ||
           slice_starts(t, SLICE("strace: "));
}

bool take_strace(struct unwrap *u, const struct line *l)
{
    struct strace *s = (struct strace *)(void *)u->state;
    struct scan x = {.s = l->text};
    struct call c = {0};

    if (take_dump_row(u, s, l->text) || is_other_line(l->text)) {
        return true;
    }
    if (!read_call(&x, &c)) {
        return false;
    }
    end_call(u, s);
    if (c.relative) {
        s->relative_us += c.stamp.us;
        c.stamp.us = s->relative_us;
    }
    unwrap_name(u, WRITTEN, SLICE("write"), DIR_HOST);
    unwrap_name(u, READ, SLICE("read"), DIR_MODULE);
    unwrap_stamp(u, c.stamp);
    if (is_transfer(c.name)) {
        take_transfer(u, s, &x, &c);
    } else if (slice_eq(c.name, SLICE("openat")) || slice_eq(c.name, SLICE("open"))) {
        learn_open(s, l->text);
    }
    return c.resumed || slice_contains(l->text, SLICE(" = ")) ||
           slice_contains(l->text, SLICE("<unfinished ...>"));
}
