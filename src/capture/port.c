#include "capture/port.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "capture/private.h"

enum { BAUD = 115200 };
static const int64_t retry_every_us = 250 * 1000;

enum spw_status port_open(struct port *p, struct slice name, const struct source_options *o,
                          struct buf *why)
{
    const struct slice tcp = SLICE("tcp:");
    memset(p, 0, sizeof *p);
    p->fd = -1;
    p->kind = slice_starts(name, tcp) ? &port_tcp : &port_serial;
    p->baud = o->baud > 0 ? o->baud : BAUD;
    p->flow = o->flow;
    name = p->kind == &port_tcp ? slice_from(name, tcp.n) : name;
    if (name.n == 0 || name.n >= sizeof p->name) {
        buf_cstr(why, name.n == 0 ? "names no port" : "is too long a name");
        return SPW_INVALID;
    }
    memcpy(p->name, name.p, name.n);
    return p->kind->open(p, why);
}

void port_close(struct port *p)
{
    if (p->kind != NULL && p->fd >= 0) {
        p->kind->close(p);
    }
    p->fd = -1;
    p->connecting = false;
}

static enum port_state vanish(struct port *p, int error, struct buf *why)
{
    buf_cstr(why, p->name);
    buf_cstr(why, " is gone");
    if (error != 0) {
        buf_cstr(why, ": ");
        source_put_error(why, error);
    }
    port_close(p);
    p->gone_us = source_clock_us();
    p->retry_us = p->gone_us + retry_every_us;
    return PORT_GONE;
}

static bool is_passing(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

enum port_state port_read(struct port *p, uint8_t *room, size_t n, size_t *got, struct buf *why)
{
    *got = 0;
    if (p->fd < 0 || p->connecting) {
        return PORT_NOTHING;
    }
    ssize_t result = read(p->fd, room, n);
    if (result > 0) {
        *got = (size_t)result;
        return PORT_BYTES;
    }
    if (result < 0 && is_passing(errno)) {
        return PORT_NOTHING;
    }
    return vanish(p, result == 0 ? 0 : errno, why);
}

enum port_state port_write(struct port *p, struct slice bytes, size_t *taken, struct buf *why)
{
    *taken = 0;
    if (p->fd < 0 || p->connecting || bytes.n == 0) {
        return PORT_NOTHING;
    }
    ssize_t result = write(p->fd, bytes.p, bytes.n);
    if (result > 0) {
        *taken = (size_t)result;
        return PORT_BYTES;
    }
    if (result == 0 || is_passing(errno)) {
        return PORT_NOTHING;
    }
    return vanish(p, errno, why);
}

bool port_return(struct port *p, int64_t now_us)
{
    struct buf unused;
    if ((p->fd >= 0 && !p->connecting) || now_us < p->retry_us) {
        return false;
    }
    buf_init(&unused, PORT_NAME_MAX);
    bool back = p->kind->reopen(p, &unused) == SPW_OK;
    buf_dispose(&unused);
    p->retry_us = now_us + retry_every_us;
    return back;
}

void port_describe(const struct port *p, struct buf *out) { p->kind->describe(p, out); }

size_t port_poll(const struct port *p, bool write, int64_t now_us, struct pollfd *fd,
                 int *timeout_ms)
{
    if (p->fd < 0 || p->connecting) {
        source_wait_until(p->retry_us, now_us, timeout_ms);
        return 0;
    }
    fd->fd = p->fd;
    fd->events = write ? POLLIN | POLLOUT : POLLIN;
    fd->revents = 0;
    return 1;
}
