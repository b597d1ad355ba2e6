/* Ports served over the network as raw bytes: ser2net, a module's bridge, socat. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/port.h"
#include "capture/private.h"
#include "net/connect.h"

enum { CONNECT_MS = 5000, HOST_MAX = 256, SERVICE_MAX = 32 };

_Static_assert(sizeof(struct sockaddr_storage) <= PORT_ADDRESS_MAX, "any address fits");

/* "host:port", "[::1]:port" */
static bool split(struct slice name, char *host, char *service)
{
    size_t colon = name.n;
    while (colon > 0 && name.p[colon - 1] != ':') {
        colon--;
    }
    if (colon < 2 || colon == name.n) {
        return false;
    }
    struct slice h = slice_sub(name, 0, colon - 1), s = slice_from(name, colon);
    if (h.p[0] == '[' && slice_ends(h, SLICE("]"))) {
        h = slice_sub(h, 1, h.n - 2);
    }
    if (h.n == 0 || h.n >= HOST_MAX || s.n >= SERVICE_MAX) {
        return false;
    }
    memcpy(host, h.p, h.n);
    memcpy(service, s.p, s.n);
    return true;
}

/* Single characters are sent as they are typed. */
static void hurry(int fd)
{
    const int yes = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static enum spw_status tcp_open(struct port *p, struct buf *why)
{
    char host[HOST_MAX] = "", service[SERVICE_MAX] = "";
    socklen_t n = sizeof p->address;
    if (!split(slice_cstr(p->name), host, service)) {
        buf_cstr(why, "is not of the form tcp:HOST:PORT");
        return SPW_INVALID;
    }
    p->fd = net_connect(host, service, net_now_ms() + CONNECT_MS, why);
    if (p->fd < 0) {
        return SPW_IO;
    }
    if (getpeername(p->fd, (struct sockaddr *)(void *)p->address, &n) == 0) {
        p->n_address = (unsigned)n;
    }
    hurry(p->fd);
    return SPW_OK;
}

/* Without waiting: called again and again until the connection stands. */
static enum spw_status tcp_reopen(struct port *p, struct buf *why)
{
    const struct sockaddr *peer = (const struct sockaddr *)(const void *)p->address;
    if (p->fd < 0) {
        p->fd = socket(peer->sa_family, SOCK_STREAM, 0);
        if (p->fd < 0 || fcntl(p->fd, F_SETFL, O_NONBLOCK) != 0 ||
            fcntl(p->fd, F_SETFD, FD_CLOEXEC) != 0) {
            source_put_error(why, errno);
            port_close(p);
            return SPW_IO;
        }
        p->connecting = true;
    }
    if (connect(p->fd, peer, p->n_address) == 0 || errno == EISCONN) {
        p->connecting = false;
        hurry(p->fd);
        return SPW_OK;
    }
    if (errno != EINPROGRESS && errno != EALREADY) {
        source_put_error(why, errno);
        port_close(p);
    }
    return SPW_IO;
}

static void tcp_close(struct port *p) { (void)close(p->fd); }

static void tcp_describe(const struct port *p, struct buf *out)
{
    buf_cstr(out, "tcp:");
    buf_cstr(out, p->name);
}

const struct port_kind port_tcp = {tcp_open, tcp_reopen, tcp_close, tcp_describe};
