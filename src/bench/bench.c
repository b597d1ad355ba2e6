#include "bench/bench.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "net/connect.h"

enum { READ_BYTES = 4096, FIXED = 2 };

/* ---- the end, asked for by a signal ------------------------------------------------------------------------------------ */

static int wake_fd = -1; /* a signal handler can reach nothing else */

static void on_signal(int number)
{
    int kept = errno;
    (void)number;
    (void)!write(wake_fd, "", 1);
    errno = kept;
}

static bool catch_signals(int ends[2])
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    if (pipe(ends) != 0) {
        return false;
    }
    wake_fd = ends[1];
    return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 && sigaction(SIGINT, &action, NULL) == 0 &&
           sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGHUP, &action, NULL) == 0;
}

static void ignore_signals(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGHUP, &action, NULL);
}

/* ---- time --------------------------------------------------------------------------------------------------------------------- */

static int64_t device_now(int64_t start_ms) { return net_now_ms() - start_ms; }

/* How long the loop may sleep; -1: for ever. */
static int patience(const struct bench *b, int64_t start_ms)
{
    int64_t due = b->device.due(b->device.self);
    int64_t wait = INT64_MAX;
    if (due != INT64_MAX) {
        wait = due - device_now(start_ms);
    }
    int64_t net = b->network != NULL ? network_due(b->network) : INT64_MAX;
    if (net != INT64_MAX && net - net_now_ms() < wait) {
        wait = net - net_now_ms();
    }
    if (wait == INT64_MAX) {
        return -1;
    }
    return wait < 0 ? 0 : (wait > 60000 ? 60000 : (int)wait);
}

/* ---- bytes ---------------------------------------------------------------------------------------------------------------------- */

/* What the terminal does not take now waits. */
static bool write_out(struct bench *b)
{
    struct buf *out = b->device.output(b->device.self);
    struct slice rest = buf_slice(out);
    while (rest.n > 0) {
        ssize_t n = write(b->pty->master, rest.p, rest.n);
        if (n < 0 && errno != EINTR) {
            if (errno != EAGAIN) {
                return false;
            }
            break;
        }
        rest = slice_from(rest, n > 0 ? (size_t)n : 0);
    }
    buf_drop(out, out->n - rest.n); /* nobody reads: what did not fit is lost, as on a wire */
    return true;
}

static bool read_in(struct bench *b, int64_t start_ms)
{
    uint8_t bytes[READ_BYTES];
    ssize_t n = read(b->pty->master, bytes, sizeof bytes);
    if (n < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    b->device.feed(b->device.self, slice_of(bytes, (size_t)n), device_now(start_ms));
    return true;
}

/* ---- the loop --------------------------------------------------------------------------------------------------------------------- */

/* True: go on. */
static bool turn(struct bench *b, int64_t start_ms, int wake, bool *good)
{
    struct pollfd fds[FIXED + NETWORK_STREAMS_MAX];
    bool waiting = b->device.output(b->device.self)->n > 0;
    size_t n = b->network != NULL ? network_poll(b->network, fds + FIXED) : 0;
    fds[0] = (struct pollfd){.fd = wake, .events = POLLIN};
    fds[1] = (struct pollfd){.fd = b->pty->master,
                             .events = (short)(waiting ? POLLIN | POLLOUT : POLLIN)};
    if (poll(fds, (nfds_t)(FIXED + n), patience(b, start_ms)) < 0 && errno != EINTR) {
        *good = false;
        return false;
    }
    if (fds[0].revents != 0) {
        return false;
    }
    if ((fds[1].revents & POLLIN) != 0) {
        *good = read_in(b, start_ms);
    }
    b->device.tick(b->device.self, device_now(start_ms));
    if (b->network != NULL) {
        network_step(b->network, device_now(start_ms));
    }
    *good = *good && write_out(b);
    return *good;
}

bool bench_run(struct bench *b, struct buf *why)
{
    int64_t start_ms = net_now_ms();
    int ends[2] = {-1, -1};
    bool good = catch_signals(ends);
    if (good) {
        b->device.power_on(b->device.self, 0);
        while (turn(b, start_ms, ends[0], &good)) {
        }
    }
    if (!good) {
        buf_cstr(why, strerror(errno));
    }
    ignore_signals(); /* once is enough: what was asked for is being done */
    wake_fd = -1;
    for (size_t i = 0; i < 2; i++) {
        if (ends[i] >= 0) {
            (void)close(ends[i]);
        }
    }
    return good;
}
