/* SIGWINCH is not in POSIX.1-2008 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include "tui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static const struct {
    int number;
    bool of_screen;
} caught[] = {{SIGTERM, false}, {SIGINT, false}, {SIGHUP, false},
              {SIGWINCH, true}, {SIGCONT, true}, {SIGTSTP, true}};
enum { CAUGHT = sizeof caught / sizeof caught[0] };

static int pipe_ends[2] = {-1, -1};
static struct sigaction before[CAUGHT];
static bool taken[CAUGHT];

static void on_signal(int number)
{
    int kept = errno;
    uint8_t byte = (uint8_t)number;
    ssize_t n = write(pipe_ends[1], &byte, 1); /* a full pipe wakes poll just as well */
    (void)n;
    errno = kept;
}

enum spw_status signals_open(struct signals *s, bool with_screen)
{
    struct sigaction action;
    memset(s, 0, sizeof *s);
    if (pipe(pipe_ends) != 0) {
        return SPW_IO;
    }
    for (int i = 0; i < 2; i++) {
        (void)fcntl(pipe_ends[i], F_SETFL, O_NONBLOCK);
        (void)fcntl(pipe_ends[i], F_SETFD, FD_CLOEXEC);
    }
    s->read_fd = pipe_ends[0];
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = (int)SA_RESTART;
    for (size_t i = 0; i < CAUGHT; i++) {
        taken[i] = with_screen || !caught[i].of_screen;
        if (taken[i]) {
            (void)sigaction(caught[i].number, &action, &before[i]);
        }
    }
    return SPW_OK;
}

void signals_close(struct signals *s)
{
    for (size_t i = 0; i < CAUGHT; i++) {
        if (taken[i]) {
            (void)sigaction(caught[i].number, &before[i], NULL);
            taken[i] = false;
        }
    }
    for (int i = 0; i < 2; i++) {
        if (pipe_ends[i] >= 0) {
            (void)close(pipe_ends[i]);
            pipe_ends[i] = -1;
        }
    }
    s->read_fd = -1;
}

void signals_read(struct signals *s)
{
    uint8_t bytes[64];
    ssize_t n = 0;
    while ((n = read(s->read_fd, bytes, sizeof bytes)) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            s->resized = s->resized || bytes[i] == SIGWINCH;
            s->resumed = s->resumed || bytes[i] == SIGCONT;
            s->stop = s->stop || bytes[i] == SIGTSTP;
            if (bytes[i] == SIGTERM || bytes[i] == SIGINT || bytes[i] == SIGHUP) {
                s->ends = bytes[i];
            }
        }
    }
}
