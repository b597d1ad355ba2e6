#include "cli/live_history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096, FOLDER_MODE = 0700, FILE_MODE = 0600 };

/* By the XDG base directory specification; a relative path there is not valid. */
static bool find_path(char *path, const char *suffix)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    int n = -1;
    if (state != NULL && state[0] == '/') {
        n = snprintf(path, PATH_ROOM, "%s/spwfdiag/history%s", state, suffix);
    } else if (home != NULL && home[0] == '/') {
        n = snprintf(path, PATH_ROOM, "%s/.local/state/spwfdiag/history%s", home, suffix);
    }
    return n > 0 && n < PATH_ROOM;
}

/* The folders that lead to the file; those that are there stay as they are. */
static void make_folders(char *path)
{
    for (char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        int made = mkdir(path, FOLDER_MODE);
        (void)made; /* opening the file tells */
        *at = '/';
    }
}

static bool write_all(int fd, struct slice bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n <= 0 && errno != EINTR) {
            return false;
        }
        bytes = slice_from(bytes, n > 0 ? (size_t)n : 0);
    }
    return true;
}

/* Whole lines of the end of the file. */
static void read_end(int fd, struct buf *lines)
{
    static char block[HISTORY_KEPT_MAX];
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        return;
    }
    off_t from = status.st_size > (off_t)sizeof block ? status.st_size - (off_t)sizeof block : 0;
    ssize_t n = pread(fd, block, sizeof block, from);
    struct slice text = slice_of(block, n > 0 ? (size_t)n : 0);
    if (from > 0) {
        text = slice_from(text, slice_find_byte(text, '\n', 0) + 1);
    }
    buf_put(lines, text);
}

void live_history_read(struct buf *lines)
{
    char path[PATH_ROOM];
    int fd = find_path(path, "") ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd >= 0) {
        read_end(fd, lines);
        (void)close(fd);
    }
}

/* The new file takes the old one's place at once: two programs may do it at the same time. */
static void shorten(const char *path)
{
    char other[PATH_ROOM];
    struct buf lines;
    buf_init(&lines, HISTORY_KEPT_MAX);
    live_history_read(&lines);
    int fd = find_path(other, ".new")
                 ? open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE)
                 : -1;
    if (fd >= 0) {
        bool good = write_all(fd, buf_slice(&lines));
        good = close(fd) == 0 && good && rename(other, path) == 0;
        if (!good) {
            (void)unlink(other);
        }
    }
    buf_dispose(&lines);
}

void live_history_add(struct slice line)
{
    char path[PATH_ROOM];
    struct stat status;
    struct buf text;
    if (!find_path(path, "")) {
        return;
    }
    make_folders(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, FILE_MODE);
    if (fd < 0) {
        return;
    }
    buf_init(&text, HISTORY_KEPT_MAX);
    buf_put(&text, line);
    buf_byte(&text, '\n');
    bool grown = fstat(fd, &status) == 0 && status.st_size > HISTORY_FILE_MAX;
    if (text.status == SPW_OK && !write_all(fd, buf_slice(&text))) {
        grown = false; /* no room: leave it as it is */
    }
    (void)close(fd);
    buf_dispose(&text);
    if (grown) {
        shorten(path);
    }
}
