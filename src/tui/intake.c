/* inotify is not in POSIX.1-2008 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include "tui/intake.h"

#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/file.h"

enum { REASON_MAX = 400, EVENTS_ROOM = 4096 };

struct intake {
    struct slice name;
    struct capture_file file;
    bool open;
    bool again; /* any part of the file can be read again */
    int watch;  /* tells that the file has grown; -1: nobody asks */
    bool ended;
    struct spill kept; /* what cannot be read again */
    struct buf why;
};

/* ---- opening ------------------------------------------------------------------------------------------ */

static void watch_growth(struct intake *in, const char *path)
{
    in->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (in->watch >= 0 && inotify_add_watch(in->watch, path, IN_MODIFY) < 0) {
        (void)close(in->watch);
        in->watch = -1;
    }
}

enum spw_status intake_open_file(struct intake **out, const char *path, bool follow,
                                 struct buf *why)
{
    struct intake *in = MEMORY_NEW(struct intake);
    *out = NULL;
    if (in == NULL) {
        return SPW_NO_MEMORY;
    }
    in->watch = -1;
    in->name = slice_cstr(path);
    buf_init(&in->why, REASON_MAX);
    enum spw_status status = capture_file_open(&in->file, path, why);
    in->open = status == SPW_OK;
    if (in->open) {
        in->again = in->file.input.seekable && !in->file.packed;
        status = in->again ? SPW_OK : spill_init(&in->kept);
        if (status != SPW_OK) {
            buf_cstr(why, "no temporary file can be made");
        }
    }
    if (status != SPW_OK) {
        intake_close(in);
        return status;
    }
    if (follow && in->again) {
        watch_growth(in, path);
    }
    *out = in;
    return SPW_OK;
}

void intake_close(struct intake *in)
{
    if (in == NULL) {
        return;
    }
    if (in->open) {
        capture_file_close(&in->file);
    }
    if (in->watch >= 0) {
        (void)close(in->watch);
    }
    spill_dispose(&in->kept);
    buf_dispose(&in->why);
    memory_free(in);
}

/* ---- reading -------------------------------------------------------------------------------------------- */

size_t intake_poll(struct intake *in, struct pollfd *fds, int *timeout_ms)
{
    *timeout_ms = -1;
    if (in->ended || in->watch < 0) {
        return 0;
    }
    fds[0] = (struct pollfd){.fd = in->watch, .events = POLLIN};
    return 1;
}

static void empty_watch(const struct intake *in)
{
    uint8_t events[EVENTS_ROOM];
    while (in->watch >= 0 && read(in->watch, events, sizeof events) > 0) {
    }
}

enum intake_state intake_next(struct intake *in, struct slice *bytes)
{
    if (in->ended) {
        return INTAKE_END;
    }
    empty_watch(in); /* before reading: what is written from here on wakes us again */
    enum spw_status status = capture_file_next(&in->file, bytes, &in->why);
    if (status != SPW_OK) {
        in->ended = true;
        return INTAKE_END;
    }
    if (bytes->n == 0) {
        in->ended = in->watch < 0;
        return in->ended ? INTAKE_END : INTAKE_IDLE;
    }
    if (!in->again && spill_append(&in->kept, *bytes) != SPW_OK) {
        buf_clear(&in->why);
        buf_cstr(&in->why, "no room for temporary files: older lines cannot be shown");
    }
    return INTAKE_BYTES;
}

static void read_again(void *context, uint64_t offset, size_t n, struct buf *out)
{
    struct intake *in = context;
    uint8_t piece[512];
    if (in->again) {
        capture_file_excerpt(&in->file, offset, n, out);
        return;
    }
    for (size_t part = 0; n > 0; n -= part, offset += part) {
        part = n < sizeof piece ? n : sizeof piece;
        if (!spill_read(&in->kept, offset, piece, part)) {
            return;
        }
        buf_put(out, slice_of(piece, part));
    }
}

struct scroll_reader intake_reader(struct intake *in)
{
    return (struct scroll_reader){read_again, in};
}

/* ---- for the screen --------------------------------------------------------------------------------------- */

struct slice intake_source(const struct intake *in) { return in->name; }

struct slice intake_recording(const struct intake *in)
{
    (void)in;
    return slice_of(NULL, 0);
}

struct slice intake_trouble(const struct intake *in) { return buf_slice(&in->why); }

unsigned intake_gaps(const struct intake *in)
{
    (void)in;
    return 0;
}

uint64_t intake_total(const struct intake *in)
{
    struct stat status;
    return in->again && fstat(in->file.input.fd, &status) == 0 && status.st_size > 0
               ? (uint64_t)status.st_size
               : 0;
}

bool intake_is_live(const struct intake *in) { return !in->ended && in->watch >= 0; }
