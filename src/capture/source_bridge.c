/* Between an application and its port: a pseudo terminal that the application opens in the port's place.
 * Bytes are handed on at once and recorded then. What the application sets (speed, parity, bits, stop bits,
 * RTS/CTS) is set on the port before its next bytes; lines that a pseudo terminal does not have (DTR, RTS,
 * break) are not. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* CRTSCTS */
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* posix_openpt and its family */
#endif

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "capture/port.h"
#include "capture/private.h"

enum { LINK_MAX_BYTES = 1024, APP_WAITING_MAX = 65536 };
static const int64_t look_every_us = 100 * 1000;

struct bridge {
    struct port port;
    int master;
    int slave;           /* held open, so that an application may close and open it again */
    struct termios like; /* what the port was set to last */
    bool linked;
    struct buf to_app; /* not yet taken by the application */
    bool stalled;      /* the application does not read */
    uint64_t dropped;  /* bytes of the module for which there was no more room there */
};

/* ---- the pseudo terminal ----------------------------------------------------------------------------------- */

static bool open_terminal(struct bridge *b, struct buf *why)
{
    b->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (b->master < 0 || grantpt(b->master) != 0 || unlockpt(b->master) != 0) {
        source_put_error(why, errno);
        return false;
    }
    b->slave = open(ptsname(b->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (b->slave < 0 || tcgetattr(b->slave, &b->like) != 0 ||
        fcntl(b->master, F_SETFL, O_NONBLOCK) != 0) {
        source_put_error(why, errno);
        return false;
    }
    port_make_raw(&b->like);
    const speed_t speed = port_speed_of(b->port.baud);
    (void)cfsetispeed(&b->like, speed);
    (void)cfsetospeed(&b->like, speed);
    b->like.c_cflag |= b->port.flow == SOURCE_FLOW_RTSCTS ? CRTSCTS : 0;
    return tcsetattr(b->slave, TCSANOW, &b->like) == 0 && tcgetattr(b->slave, &b->like) == 0;
}

/* A link that an earlier bridge left behind may go. */
static bool is_old_link(const char *path)
{
    char target[LINK_MAX_BYTES];
    ssize_t n = readlink(path, target, sizeof target);
    return n > 0 && slice_starts(slice_of(target, (size_t)n), SLICE("/dev/pts/"));
}

static bool make_link(struct bridge *b, const char *path, struct buf *why)
{
    const char *terminal = ptsname(b->master);
    b->linked = symlink(terminal, path) == 0;
    if (!b->linked && errno == EEXIST && is_old_link(path) && unlink(path) == 0) {
        b->linked = symlink(terminal, path) == 0;
    }
    if (!b->linked) {
        buf_cstr(why, path);
        buf_cstr(why, ": ");
        source_put_error(why, errno);
    }
    return b->linked;
}

/* ---- what the application sets ---------------------------------------------------------------------------- */

static bool is_alike(const struct termios *a, const struct termios *b)
{
    const tcflag_t shared = CSIZE | PARENB | PARODD | CSTOPB | CRTSCTS;
    return cfgetospeed(a) == cfgetospeed(b) && (a->c_cflag & shared) == (b->c_cflag & shared);
}

static void put_setting(struct buf *out, const struct termios *t)
{
    static const char bits[] = "5678";
    const tcflag_t size = t->c_cflag & CSIZE;
    const size_t which = size == CS5 ? 0 : size == CS6 ? 1 : size == CS7 ? 2 : 3;
    const char parity = (t->c_cflag & PARENB) == 0 ? 'N' : (t->c_cflag & PARODD) != 0 ? 'O' : 'E';
    buf_printf(out, "%u %c%c%d%s", port_baud_of(cfgetospeed(t)), bits[which], parity,
               (t->c_cflag & CSTOPB) != 0 ? 2 : 1, (t->c_cflag & CRTSCTS) != 0 ? " rtscts" : "");
}

/* True: it changed, and s->event says how. */
static bool mirror(struct source *s)
{
    struct bridge *b = s->own;
    struct termios now;
    if (tcgetattr(b->slave, &now) != 0 || is_alike(&now, &b->like)) {
        return false;
    }
    b->like = now;
    bool done = port_mirror(&b->port, &now);
    buf_clear(&s->event);
    buf_cstr(&s->event, RECORDING_NOTE " the application sets ");
    put_setting(&s->event, &now);
    buf_cstr(&s->event, done ? "" : ", which the port does not take");
    return true;
}

/* ---- the two ways ------------------------------------------------------------------------------------------ */

static void hear_application(struct source *s)
{
    const struct bridge *b = s->own;
    size_t room = SOURCE_WRITE_MAX - s->outgoing.n;
    room = room < SOURCE_BLOCK ? room : SOURCE_BLOCK;
    ssize_t n = room > 0 ? read(b->master, s->block, room) : 0;
    if (n > 0) {
        buf_put(&s->outgoing, slice_of(s->block, (size_t)n));
    }
}

static void tell_application(struct bridge *b, struct slice bytes)
{
    size_t room = APP_WAITING_MAX - b->to_app.n;
    size_t fits = bytes.n < room ? bytes.n : room;
    buf_put(&b->to_app, slice_sub(bytes, 0, fits));
    b->dropped += bytes.n - fits;
    ssize_t n = b->to_app.n > 0 ? write(b->master, b->to_app.p, b->to_app.n) : 0;
    if (n > 0) {
        memmove(b->to_app.p, b->to_app.p + n, b->to_app.n - (size_t)n);
        b->to_app.n -= (size_t)n;
    }
}

/* True: the application stopped or began to read, and s->event says so. */
static bool watch_application(struct source *s)
{
    struct bridge *b = s->own;
    bool stalls = b->stalled ? b->to_app.n > APP_WAITING_MAX / 2 : b->dropped > 0;
    if (stalls == b->stalled) {
        return false;
    }
    b->stalled = stalls;
    buf_clear(&s->event);
    if (stalls) {
        buf_cstr(&s->event, RECORDING_NOTE
                 " the application does not read; what the module says is not handed on to it");
    } else {
        buf_printf(&s->event,
                   RECORDING_NOTE " the application reads again; %llu bytes were not handed on",
                   (unsigned long long)b->dropped);
        b->dropped = 0;
    }
    return true;
}

static enum port_state exchange(struct source *s, struct buf *why, struct recording_piece *piece)
{
    struct bridge *b = s->own;
    size_t n = 0;
    hear_application(s);
    enum port_state state =
        port_write(&b->port, slice_sub(buf_slice(&s->outgoing), 0, SOURCE_BLOCK), &n, why);
    if (state == PORT_BYTES) {
        source_sent(s, n);
        (void)source_say_bytes(s, RECORDING_HOST, n, piece);
        return state;
    }
    if (state == PORT_NOTHING) {
        state = port_read(&b->port, s->block, SOURCE_BLOCK, &n, why);
        tell_application(b, slice_of(s->block, n));
        (void)source_say_bytes(s, RECORDING_MODULE, n, piece);
    }
    return state;
}

static enum source_state bridge_next(struct source *s, struct recording_piece *piece)
{
    struct bridge *b = s->own;
    struct buf why;
    enum source_state state = SOURCE_IDLE;
    if (s->failure.n > 0) {
        return SOURCE_END;
    }
    if (port_return(&b->port, source_clock_us())) {
        (void)port_mirror(&b->port, &b->like);
        return source_say_back(s, b->port.name, b->port.gone_us, piece);
    }
    if (mirror(s) || watch_application(s)) {
        return source_say_event(s, piece);
    }
    buf_init(&why, SOURCE_WORDS_MAX);
    enum port_state got = exchange(s, &why, piece);
    if (got == PORT_GONE) {
        source_drop_outgoing(s, &why);
        buf_put(&s->failure, s->options.stop_when_gone ? buf_slice(&why) : slice_of(NULL, 0));
        state = source_say_gap(s, &why, piece);
    } else if (got == PORT_BYTES) {
        state = SOURCE_PIECE;
    }
    buf_dispose(&why);
    return state;
}

/* ---- the object --------------------------------------------------------------------------------------------- */

static enum spw_status bridge_open(struct source *s, const char *spec, struct buf *why)
{
    struct bridge *b = MEMORY_NEW(struct bridge);
    s->own = b;
    if (b == NULL) {
        buf_cstr(why, "no memory left");
        return SPW_NO_MEMORY;
    }
    b->master = b->slave = b->port.fd = -1;
    buf_init(&b->to_app, APP_WAITING_MAX);
    enum spw_status status = port_open(&b->port, slice_cstr(spec), &s->options, why);
    if (status != SPW_OK) {
        return status;
    }
    if (!open_terminal(b, why) ||
        (s->options.link != NULL && !make_link(b, s->options.link, why))) {
        return SPW_IO;
    }
    buf_cstr(&s->describe, "bridge ");
    port_describe(&b->port, &s->describe);
    buf_cstr(&s->hint, "the application opens ");
    buf_cstr(&s->hint, b->linked ? s->options.link : ptsname(b->master));
    buf_cstr(&s->hint, " in place of ");
    buf_cstr(&s->hint, b->port.name);
    return SPW_OK;
}

static void bridge_close(struct source *s)
{
    struct bridge *b = s->own;
    port_close(&b->port);
    if (b->linked) {
        (void)unlink(s->options.link);
    }
    if (b->slave >= 0) {
        (void)close(b->slave);
    }
    if (b->master >= 0) {
        (void)close(b->master);
    }
    buf_dispose(&b->to_app);
    memory_free(b);
}

static size_t bridge_poll(struct source *s, struct pollfd *fds, int *timeout_ms)
{
    const struct bridge *b = s->own;
    const int64_t now = source_clock_us();
    size_t n = port_poll(&b->port, s->outgoing.n > 0, now, &fds[0], timeout_ms);
    bool hear = s->outgoing.n < SOURCE_WRITE_MAX;
    fds[n].fd = b->master;
    fds[n].events = (short)((hear ? POLLIN : 0) | (b->to_app.n > 0 ? POLLOUT : 0));
    fds[n].revents = 0;
    source_wait_until(now + look_every_us, now, timeout_ms);
    return n + 1;
}

const struct source_ops source_bridge = {
    .kind =
        {"bridge:", "bridge:PORT",
         "Between an application and its port: the application opens a pseudo terminal instead."},
    .open = bridge_open,
    .close = bridge_close,
    .poll = bridge_poll,
    .next = bridge_next,
    .writes = true,
};
