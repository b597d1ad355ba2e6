#include "capture/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void put_reason(struct buf *why, int error)
{
    char text[200];
    if (error == ENOENT) {
        buf_cstr(why, "no such file");
    } else if (error == EACCES) {
        buf_cstr(why, "may not be read (permission denied)");
    } else if (strerror_r(error, text, sizeof text) == 0) {
        buf_cstr(why, text);
    } else {
        buf_printf(why, "error %d", error);
    }
}

static enum spw_status fail(struct buf *why, int error)
{
    put_reason(why, error);
    return error == ENOENT ? SPW_NOT_FOUND : SPW_IO;
}

static int open_path(const char *path)
{
    int fd = -1;
    do {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

static enum spw_status check_kind(struct capture_input *in, struct buf *why)
{
    struct stat status;
    if (fstat(in->fd, &status) != 0) {
        return fail(why, errno);
    }
    if (S_ISDIR(status.st_mode)) {
        buf_cstr(why, "is a directory; name the captures in it");
        return SPW_INVALID;
    }
    off_t at = lseek(in->fd, 0, SEEK_CUR);
    in->seekable = S_ISREG(status.st_mode) && at >= 0;
    in->start = in->seekable ? (int64_t)at : 0;
    return SPW_OK;
}

enum spw_status capture_input_open(struct capture_input *in, const char *path, struct buf *why)
{
    memset(in, 0, sizeof *in);
    in->standard = strcmp(path, "-") == 0;
    in->fd = in->standard ? STDIN_FILENO : open_path(path);
    if (in->fd < 0) {
        return fail(why, errno);
    }
    enum spw_status status = check_kind(in, why);
    if (status != SPW_OK) {
        capture_input_close(in);
        return status;
    }
    arena_init(&in->arena, INPUT_BLOCK);
    in->block = ARENA_ARRAY(&in->arena, INPUT_BLOCK, uint8_t);
    if (in->block == NULL) {
        buf_cstr(why, "no memory left");
        capture_input_close(in);
        return SPW_NO_MEMORY;
    }
    return SPW_OK;
}

void capture_input_close(struct capture_input *in)
{
    if (in->fd >= 0 && !in->standard) {
        (void)close(in->fd);
    }
    in->fd = -1;
    arena_dispose(&in->arena);
    in->block = NULL;
}

/* One read(2), repeated as long as a signal interrupts it. 0 is the end. */
static enum spw_status read_some(const struct capture_input *in, size_t at, size_t *n,
                                 struct buf *why)
{
    ssize_t got = 0;
    do {
        got = read(in->fd, in->block + at, INPUT_BLOCK - at);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return fail(why, errno);
    }
    *n = (size_t)got;
    return SPW_OK;
}

/* A pipe may hand out single bytes: goes on until there is enough to tell what it is. */
enum spw_status capture_input_sniff(struct capture_input *in, struct slice *head, struct buf *why)
{
    size_t n = 1;
    while (in->ahead < INPUT_SNIFF && n > 0) {
        enum spw_status status = read_some(in, in->ahead, &n, why);
        if (status != SPW_OK) {
            return status;
        }
        in->ahead += n;
    }
    *head = slice_sub(slice_of(in->block, in->ahead), 0, INPUT_SNIFF);
    return SPW_OK;
}

enum spw_status capture_input_next(struct capture_input *in, struct slice *bytes, struct buf *why)
{
    size_t n = in->ahead;
    in->ahead = 0;
    if (n == 0) {
        enum spw_status status = read_some(in, 0, &n, why);
        if (status != SPW_OK) {
            return status;
        }
    }
    *bytes = slice_of(in->block, n);
    return SPW_OK;
}

void capture_input_again(const struct capture_input *in, uint64_t offset, size_t n, struct buf *out)
{
    uint8_t piece[1024];
    while (in->seekable && n > 0 && offset <= (uint64_t)(INT64_MAX - in->start)) {
        size_t want = n < sizeof piece ? n : sizeof piece;
        ssize_t got = pread(in->fd, piece, want, (off_t)(in->start + (int64_t)offset));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return;
        }
        buf_put(out, slice_of(piece, (size_t)got));
        offset += (uint64_t)got;
        n -= (size_t)got;
    }
}
