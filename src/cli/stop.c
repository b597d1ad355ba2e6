#include "cli/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* All that a signal handler may touch. */
static volatile sig_atomic_t asked;
static int ends[2] = {-1, -1};

static void on_signal(int number)
{
    int error = errno;
    (void)number;
    asked = 1;
    if (write(ends[1], "", 1) < 0) { /* full: somebody asked before */
        errno = error;
    }
    errno = error;
}

static bool set(int number, void (*handler)(int))
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    return sigaction(number, &action, NULL) == 0;
}

int stop_catch(void)
{
    if (pipe(ends) != 0) {
        return -1;
    }
    for (unsigned i = 0; i < 2; i++) {
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    bool good = set(SIGINT, on_signal) && set(SIGTERM, on_signal) && set(SIGHUP, on_signal) &&
                set(SIGPIPE, SIG_IGN) && set(SIGXFSZ, SIG_IGN);
    return good ? ends[0] : -1;
}

bool stop_asked(void) { return asked != 0; }
