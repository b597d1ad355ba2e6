#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/say.h"

static void fail(struct output *o)
{
    say_about(o->path == NULL ? "standard output" : o->path, slice_cstr(strerror(errno)));
    o->failed = true;
}

/* A closed pipe is an answer of write(2), not the end of the program. */
static void ignore_closed_pipe(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
}

/* Devices and pipes have no name to take over. */
static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static int open_temporary(struct output *o)
{
    int n = snprintf(o->temporary, sizeof o->temporary, "%s.XXXXXX", o->path);
    if (n < 0 || (size_t)n >= sizeof o->temporary) {
        o->temporary[0] = '\0';
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = mkstemp(o->temporary);
    if (fd < 0) {
        o->temporary[0] = '\0';
        return -1;
    }
    mode_t mask = umask(0);
    (void)umask(mask);
    (void)fchmod(fd, 0666 & ~mask); /* mkstemp makes files that only the owner may read */
    return fd;
}

bool output_open(struct output *o, const char *path)
{
    memset(o, 0, sizeof *o);
    ignore_closed_pipe();
    o->fd = STDOUT_FILENO;
    if (path == NULL || strcmp(path, "-") == 0) {
        return true;
    }
    o->path = path;
    o->fd = is_special(path) ? open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC) : open_temporary(o);
    if (o->fd < 0) {
        fail(o);
        return false;
    }
    return true;
}

void output_put(struct output *o, struct slice bytes)
{
    while (bytes.n > 0 && !o->closed_pipe && !o->failed) {
        ssize_t n = write(o->fd, bytes.p, bytes.n);
        if (n >= 0) {
            bytes = slice_from(bytes, (size_t)n);
        } else if (errno == EPIPE) {
            o->closed_pipe = true;
        } else if (errno != EINTR) {
            fail(o);
        }
    }
}

bool output_close(struct output *o, bool keep)
{
    if (o->path != NULL && close(o->fd) != 0 && !o->failed) {
        fail(o);
    }
    o->fd = -1;
    if (o->temporary[0] == '\0') {
        return !o->failed;
    }
    if (!o->failed && keep && rename(o->temporary, o->path) != 0) {
        fail(o);
    }
    if (o->failed || !keep) {
        (void)unlink(o->temporary);
    }
    return !o->failed;
}
