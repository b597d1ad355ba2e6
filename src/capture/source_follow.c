/* A file that another program is writing, or standard input. A file that is cut or replaced under its
 * name (as log rotation does) is followed: the rest of the old one first. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/private.h"

/* Cheap enough to ask so often, and it works on file systems that tell nobody about changes. */
static const int64_t look_every_us = 100 * 1000;

struct follow {
    const char *path; /* borrowed: a word of the command line; NULL: a stream, which has an end */
    int fd;
    off_t at;
    dev_t device; /* of the open file */
    ino_t inode;
    int64_t look_us; /* when the file is looked at again */
    bool ended;
};

static bool is_file(const char *word)
{
    struct stat status;
    return strcmp(word, "-") == 0 ||
           (stat(word, &status) == 0 && !S_ISCHR(status.st_mode) && !S_ISDIR(status.st_mode));
}

/* What a file holds when it is opened came at times that are not known, unless it says so itself. */
static bool is_regular(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

static bool open_file(struct follow *f, struct buf *why)
{
    struct stat status;
    f->fd = open(f->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (f->fd < 0 || fstat(f->fd, &status) != 0) {
        source_put_error(why, errno);
        return false;
    }
    f->device = status.st_dev;
    f->inode = status.st_ino;
    f->at = 0;
    if (!S_ISREG(status.st_mode)) {
        f->path = NULL;
    }
    return true;
}

static enum spw_status follow_open(struct source *s, const char *spec, struct buf *why)
{
    struct follow *f = MEMORY_NEW(struct follow);
    s->own = f;
    if (f == NULL) {
        buf_cstr(why, "no memory left");
        return SPW_NO_MEMORY;
    }
    f->fd = -1;
    buf_cstr(&s->describe, "file ");
    buf_cstr(&s->describe, spec);
    if (strcmp(spec, "-") == 0) {
        f->fd = STDIN_FILENO;
        s->started_us = is_regular(f->fd) ? RECORDING_UNTIMED : s->started_us;
        return SPW_OK;
    }
    f->path = spec;
    if (!open_file(f, why)) {
        return SPW_IO;
    }
    if (f->path != NULL && s->options.only_new) {
        f->at = lseek(f->fd, 0, SEEK_END);
    } else if (f->path != NULL) {
        s->started_us = RECORDING_UNTIMED;
    }
    return SPW_OK;
}

static void follow_close(struct source *s)
{
    struct follow *f = s->own;
    if (f->fd >= 0 && f->fd != STDIN_FILENO) {
        (void)close(f->fd);
    }
    memory_free(f);
}

static size_t follow_poll(struct source *s, struct pollfd *fds, int *timeout_ms)
{
    const struct follow *f = s->own;
    if (f->path != NULL) {
        source_wait_until(f->look_us, source_clock_us(), timeout_ms);
        return 0;
    }
    fds[0] = (struct pollfd){.fd = f->fd, .events = POLLIN};
    return 1;
}

/* ---- what became of the file ---------------------------------------------------------------------------- */

static enum source_state say(struct source *s, const char *words, struct recording_piece *piece)
{
    buf_clear(&s->event);
    buf_cstr(&s->event, RECORDING_NOTE " ");
    buf_cstr(&s->event, words);
    return source_say_event(s, piece);
}

static enum source_state begin_anew(struct source *s, struct recording_piece *piece)
{
    struct follow *f = s->own;
    struct buf why;
    enum source_state state = SOURCE_IDLE;
    buf_init(&why, SOURCE_WORDS_MAX);
    (void)close(f->fd);
    if (open_file(f, &why)) {
        state = say(s, "the file was replaced by a new one", piece);
    } else if (f->fd < 0) {
        f->fd = open("/dev/null", O_RDONLY | O_CLOEXEC); /* gone again: looked for anew */
        f->inode = 0;
    }
    buf_dispose(&why);
    return state;
}

/* At the end of what there is: is it still the file of this name, and as long as it was? */
static enum source_state look(struct source *s, struct recording_piece *piece)
{
    struct follow *f = s->own;
    struct stat here, there;
    f->look_us = source_clock_us() + look_every_us;
    if (stat(f->path, &there) == 0 && (there.st_ino != f->inode || there.st_dev != f->device)) {
        return begin_anew(s, piece);
    }
    if (fstat(f->fd, &here) == 0 && S_ISREG(here.st_mode) && here.st_size < f->at) {
        f->at = 0;
        return say(s, "the file was cut; it is read from its beginning", piece);
    }
    return SOURCE_IDLE;
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

/* read(2) of standard input waits when there is nothing; so it is asked first. */
static bool is_ready(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

static enum source_state read_stream(struct source *s, struct recording_piece *piece)
{
    struct follow *f = s->own;
    if (!is_ready(f->fd)) {
        return SOURCE_IDLE;
    }
    ssize_t n = read(f->fd, s->block, SOURCE_BLOCK);
    if (n > 0) {
        return source_say_bytes(s, RECORDING_UNKNOWN, (size_t)n, piece);
    }
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
        return SOURCE_IDLE;
    }
    if (n < 0) {
        source_put_error(&s->failure, errno);
    }
    return SOURCE_END;
}

static enum source_state follow_next(struct source *s, struct recording_piece *piece)
{
    struct follow *f = s->own;
    if (f->path == NULL) {
        return read_stream(s, piece);
    }
    ssize_t n = pread(f->fd, s->block, SOURCE_BLOCK, f->at);
    if (n > 0) {
        f->at += n;
        return source_say_bytes(s, RECORDING_UNKNOWN, (size_t)n, piece);
    }
    return source_clock_us() >= f->look_us ? look(s, piece) : SOURCE_IDLE;
}

const struct source_ops source_follow = {
    .kind = {NULL, "FILE or -",
             "A file that is being written, followed as it grows; standard input."},
    .fits = is_file,
    .open = follow_open,
    .close = follow_close,
    .poll = follow_poll,
    .next = follow_next,
};
