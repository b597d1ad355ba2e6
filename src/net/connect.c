#include "net/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t net_now_ms(void)
{
    struct timespec t = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool net_wait(int fd, bool write, int64_t until_ms)
{
    for (;;) {
        struct pollfd p = {.fd = fd, .events = write ? POLLOUT : POLLIN};
        int64_t left = until_ms - net_now_ms();
        int n = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (n >= 0 || errno != EINTR) {
            return n > 0;
        }
    }
}

static bool set_non_blocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
           fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

/* 0, or the error of the connection. */
static int finish_connecting(int fd, int64_t until_ms)
{
    int error = 0;
    socklen_t size = sizeof error;
    if (!net_wait(fd, true, until_ms)) {
        return ETIMEDOUT;
    }
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

static int connect_one(const struct addrinfo *a, int64_t until_ms, int *error)
{
    int fd = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
    *error = 0;
    if (fd < 0) {
        *error = errno;
        return -1;
    }
    if (!set_non_blocking(fd)) {
        *error = errno;
    } else if (connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
        *error = errno == EINPROGRESS ? finish_connecting(fd, until_ms) : errno;
    }
    if (*error != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

int net_connect(const char *host, const char *port, int64_t until_ms, struct buf *why)
{
    struct addrinfo wanted, *list = NULL;
    int fd = -1, error = 0;
    memset(&wanted, 0, sizeof wanted);
    wanted.ai_socktype = SOCK_STREAM;
    int found = getaddrinfo(host, port, &wanted, &list);
    if (found != 0) {
        buf_cstr(why, gai_strerror(found));
        return -1;
    }
    for (const struct addrinfo *a = list; a != NULL && fd < 0; a = a->ai_next) {
        fd = connect_one(a, until_ms, &error);
    }
    freeaddrinfo(list);
    if (fd < 0) {
        buf_cstr(why, error == ETIMEDOUT ? "no connection within the time" : strerror(error));
    }
    return fd;
}
