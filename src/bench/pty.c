/* posix_openpt and its family are of the X/Open part of the standard. */
#define _XOPEN_SOURCE 700

#include "bench/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static bool copy_text(char *to, const char *text)
{
    size_t n = strlen(text);
    if (n >= PTY_PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(to, text, n + 1);
    return true;
}

/* As bytes come, so they go: no echo, no line ends changed, no signals. */
static bool make_raw(int fd)
{
    struct termios t;
    if (tcgetattr(fd, &t) != 0) {
        return false;
    }
    t.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    t.c_oflag &= ~(tcflag_t)OPOST;
    t.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    t.c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
    t.c_cflag |= CS8;
    return tcsetattr(fd, TCSANOW, &t) == 0;
}

static bool open_ends(struct pty *p)
{
    p->master = posix_openpt(O_RDWR | O_NOCTTY);
    if (p->master < 0 || grantpt(p->master) != 0 || unlockpt(p->master) != 0) {
        return false;
    }
    const char *name = ptsname(p->master);
    if (name == NULL || !copy_text(p->path, name)) {
        return false;
    }
    p->slave = open(p->path, O_RDWR | O_NOCTTY);
    return p->slave >= 0 && make_raw(p->slave) && fcntl(p->master, F_SETFL, O_NONBLOCK) == 0 &&
           fcntl(p->master, F_SETFD, FD_CLOEXEC) == 0 && fcntl(p->slave, F_SETFD, FD_CLOEXEC) == 0;
}

static bool make_link(struct pty *p, const char *link)
{
    char target[PTY_PATH_MAX];
    ssize_t n = readlink(link, target, sizeof target);
    if (n > 0 && slice_starts(slice_of(target, (size_t)n), SLICE("/dev/pts/"))) {
        (void)unlink(link); /* an earlier run left it behind */
    }
    return symlink(p->path, link) == 0 && copy_text(p->link, link);
}

bool pty_open(struct pty *p, const char *link, struct buf *why)
{
    memset(p, 0, sizeof *p);
    p->master = -1;
    p->slave = -1;
    if (!open_ends(p)) {
        buf_printf(why, "no pseudo-terminal: %s", strerror(errno));
        return false;
    }
    if (link != NULL && !make_link(p, link)) {
        buf_printf(why, "%s: %s", link, strerror(errno));
        return false;
    }
    return true;
}

void pty_close(struct pty *p)
{
    if (p->link[0] != '\0') {
        (void)unlink(p->link);
    }
    if (p->slave >= 0) {
        (void)close(p->slave);
    }
    if (p->master >= 0) {
        (void)close(p->master);
    }
}
