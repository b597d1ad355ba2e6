#include "net/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool look_up(const char *host, const char *port, int type, int flags,
                    struct net_addresses *out)
{
    struct addrinfo wanted;
    struct addrinfo *list = NULL;
    memset(out, 0, sizeof *out);
    memset(&wanted, 0, sizeof wanted);
    wanted.ai_socktype = type;
    wanted.ai_flags = flags;
    if (getaddrinfo(host, port, &wanted, &list) != 0) {
        return false;
    }
    for (const struct addrinfo *a = list; a != NULL && out->n < NET_ADDRESSES_MAX; a = a->ai_next) {
        struct net_address *to = &out->list[out->n];
        if (a->ai_addrlen <= sizeof to->place) {
            to->family = a->ai_family;
            to->type = a->ai_socktype;
            to->length = a->ai_addrlen;
            memcpy(&to->place, a->ai_addr, a->ai_addrlen);
            out->n++;
        }
    }
    freeaddrinfo(list);
    return out->n > 0;
}

static void answer_in_child(int fd, const char *host, const char *port, int type)
{
    struct net_addresses found;
    const char *at = (const char *)&found;
    size_t left = sizeof found;
    (void)look_up(host, port, type, 0, &found);
    while (left > 0) {
        ssize_t n = write(fd, at, left);
        if (n < 0 && errno != EINTR) {
            break;
        }
        at += n > 0 ? n : 0;
        left -= n > 0 ? (size_t)n : 0;
    }
    _exit(0);
}

bool net_resolve_start(struct net_resolver *r, const char *host, const char *port, int socket_type)
{
    int ends[2];
    memset(r, 0, sizeof *r);
    r->fd = -1;
    if (look_up(host, port, socket_type, AI_NUMERICHOST, &r->answer)) {
        return true;
    }
    if (pipe(ends) != 0) {
        return false;
    }
    r->child = fork();
    if (r->child == 0) {
        (void)close(ends[0]);
        answer_in_child(ends[1], host, port, socket_type);
    }
    (void)close(ends[1]);
    if (r->child < 0) {
        r->child = 0;
        (void)close(ends[0]);
        return false;
    }
    r->fd = ends[0];
    (void)fcntl(r->fd, F_SETFD, FD_CLOEXEC);
    return true;
}

bool net_resolve_read(struct net_resolver *r)
{
    size_t missing = sizeof r->answer - r->filled;
    ssize_t n = read(r->fd, (char *)&r->answer + r->filled, missing);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
        return false;
    }
    r->filled += n > 0 ? (size_t)n : 0;
    if (n <= 0 && r->filled < sizeof r->answer) {
        r->answer.n = 0; /* the child ended without an answer */
    }
    return n <= 0 || r->filled == sizeof r->answer;
}

void net_resolve_stop(struct net_resolver *r)
{
    if (r->fd >= 0) {
        (void)close(r->fd);
        r->fd = -1;
    }
    if (r->child > 0) {
        (void)kill(r->child, SIGKILL);
        while (waitpid(r->child, NULL, 0) < 0 && errno == EINTR) {
        }
        r->child = 0;
    }
}
