#include "capture/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/stamp.h"

enum {
    PATH_BYTES = 4096,
    NAMES_MAX = 99999,
    MADE_MAX = 8 * 1024 * 1024,
    PATIENCE_BYTES = 65536,
    WORDS_MAX = 400
};

struct record {
    struct record_options options;
    int fd;               /* -1: none */
    bool plain;           /* a file of ours: it may be rotated */
    bool rotate;          /* asked for */
    bool stuck;           /* no new file can be begun */
    bool said;            /* the current file holds more than its head */
    bool in_line;         /* ... and ends in the middle of a line of the session */
    unsigned number;      /* of the file's name: session-NUMBER.rec; 1 has none */
    int64_t started_us;   /* of the recording, since 1970; or as recording_put_head takes it */
    int64_t base_us;      /* when the current file began; its stamps count from there */
    uint64_t file_bytes;  /* of the current file, waiting ones included */
    uint64_t lost_untold; /* bytes of the session that were dropped since the last "lost" */
    struct record_state state;
    struct buf source;  /* words for the heads */
    struct buf ahead;   /* heads and ends of files: written, and not yet handed back */
    struct buf made;    /* by the last record_put */
    struct buf waiting; /* made and not written */
    struct buf why;     /* record_state.failure */
    char path[PATH_BYTES];
};

/* ---- names --------------------------------------------------------------------------------------------- */

/* "logs/session.rec", 2: "logs/session-2.rec" */
static bool name_file(char *out, const char *path, unsigned number)
{
    size_t n = slice_cstr(path).n, dot = n;
    for (size_t i = n; i > 1 && path[i - 1] != '/'; i--) {
        if (path[i - 1] == '.' && path[i - 2] != '/') {
            dot = i - 1;
            break;
        }
    }
    int made = number == 1
                   ? snprintf(out, PATH_BYTES, "%s", path)
                   : snprintf(out, PATH_BYTES, "%.*s-%u%s", (int)dot, path, number, path + dot);
    return made > 0 && made < PATH_BYTES;
}

/* The first name from `number` on that no file has. -1 with errno. */
static int create_file(struct record *r, unsigned number, char *path)
{
    int fd = -1;
    do {
        if (!name_file(path, r->options.path, number)) {
            errno = ENAMETOOLONG;
            return -1;
        }
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOCTTY | O_CLOEXEC, 0666);
    } while (fd < 0 && (errno == EINTR || (errno == EEXIST && number++ < NAMES_MAX)));
    r->number = fd >= 0 ? number : r->number;
    return fd;
}

static int open_path(struct record *r, const char *path)
{
    struct stat status;
    if (strcmp(path, "-") == 0) {
        r->state.path = path;
        return STDOUT_FILENO;
    }
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        r->state.path = path;
        return open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    }
    r->plain = true;
    r->state.path = r->path;
    return create_file(r, 1, r->path);
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static void put_reason(struct buf *out, int error)
{
    char text[200];
    if (strerror_r(error, text, sizeof text) == 0) {
        buf_cstr(out, text);
    } else {
        buf_printf(out, "error %d", error);
    }
}

static void fail(struct record *r, int error)
{
    buf_clear(&r->why);
    put_reason(&r->why, error);
    r->state.failure = buf_slice(&r->why);
}

static void write_waiting(struct record *r)
{
    size_t done = 0;
    while (done < r->waiting.n) {
        ssize_t n = write(r->fd, r->waiting.p + done, r->waiting.n - done);
        if (n > 0) {
            done += (size_t)n;
        } else if (n == 0 || errno != EINTR) {
            if (n < 0 && errno != EAGAIN) {
                fail(r, errno);
            }
            break;
        }
    }
    r->state.bytes += done;
    if (done == r->waiting.n) {
        r->state.failure = slice_of(NULL, 0);
    } else if (done > 0) {
        memmove(r->waiting.p, r->waiting.p + done, r->waiting.n - done);
    }
    r->waiting.n -= done;
    r->state.waiting = r->waiting.n;
}

static void queue(struct record *r, struct slice bytes)
{
    buf_put(&r->waiting, bytes);
    r->file_bytes += bytes.n;
}

/* What was dropped is told as soon as there is room to tell it. */
static void tell_lost(struct record *r, int64_t us)
{
    struct buf words, line;
    if (r->lost_untold == 0 || r->waiting.n > 0) {
        return;
    }
    buf_init(&words, WORDS_MAX);
    buf_init(&line, 2 * WORDS_MAX);
    buf_printf(&words, RECORDING_LOST " %llu bytes: ", (unsigned long long)r->lost_untold);
    buf_put(&words, buf_slice(&r->why));
    const struct recording_piece p = {us - r->base_us, RECORDING_EVENT, buf_slice(&words)};
    recording_put(&line, &p);
    queue(r, buf_slice(&line));
    r->lost_untold = 0;
    buf_dispose(&words);
    buf_dispose(&line);
}

/* ---- files ------------------------------------------------------------------------------------------------ */

/* Written now, handed back with the piece that comes next. */
static void write_ahead(struct record *r, size_t from)
{
    if (r->fd >= 0) {
        queue(r, slice_from(buf_slice(&r->ahead), from));
        write_waiting(r);
    }
}

static void begin_file(struct record *r, int64_t us)
{
    size_t from = r->ahead.n;
    r->base_us = us;
    r->file_bytes = 0;
    r->state.files++;
    recording_put_head(&r->ahead, r->started_us >= 0 ? r->started_us + us : r->started_us,
                       buf_slice(&r->source));
    write_ahead(r, from);
}

/* The recording's own word on what becomes of its files: "rotated NAME", "note ...". */
static void say_ahead(struct record *r, int64_t us, const char *kind, struct slice rest)
{
    struct buf words;
    size_t from = r->ahead.n;
    buf_init(&words, PATH_BYTES + WORDS_MAX);
    buf_cstr(&words, kind);
    buf_byte(&words, ' ');
    buf_put(&words, rest);
    const struct recording_piece p = {us - r->base_us, RECORDING_EVENT, buf_slice(&words)};
    recording_put(&r->ahead, &p);
    write_ahead(r, from);
    buf_dispose(&words);
}

/* `pending` bytes are made and not yet counted. A line of the session is not torn, unless it goes on for
 * long. */
static bool is_due(const struct record *r, int64_t us, size_t pending)
{
    const struct record_options *o = &r->options;
    uint64_t bytes = r->file_bytes + pending;
    bool torn = r->in_line && bytes < o->rotate_bytes + PATIENCE_BYTES;
    return r->plain && !r->stuck && !torn && r->waiting.n == 0 && r->said &&
           (r->rotate || (o->rotate_bytes > 0 && bytes >= o->rotate_bytes) ||
            (o->rotate_us > 0 && us - r->base_us >= o->rotate_us));
}

/* When a new file cannot be begun, the old one goes on for good. */
static void rotate(struct record *r, int64_t us)
{
    char path[PATH_BYTES];
    int fd = create_file(r, r->number + 1, path);
    r->rotate = false;
    if (fd < 0) {
        fail(r, errno);
        r->stuck = true;
        say_ahead(r, us, RECORDING_NOTE " no new file can be begun:", r->state.failure);
        return;
    }
    say_ahead(r, us, RECORDING_ROTATED, slice_cstr(path));
    (void)close(r->fd);
    r->fd = fd;
    memcpy(r->path, path, sizeof path);
    r->said = false;
    begin_file(r, us);
}

/* ---- the object ----------------------------------------------------------------------------------------------- */

static void dispose(struct record *r)
{
    if (r->fd >= 0 && r->fd != STDOUT_FILENO) {
        (void)close(r->fd);
    }
    buf_dispose(&r->source);
    buf_dispose(&r->ahead);
    buf_dispose(&r->made);
    buf_dispose(&r->waiting);
    buf_dispose(&r->why);
    memory_free(r);
}

enum spw_status record_open(struct record **out, const struct record_options *o, int64_t started_us,
                            struct slice source, struct buf *why)
{
    struct record *r = MEMORY_NEW(struct record);
    *out = NULL;
    if (r == NULL) {
        buf_cstr(why, "no memory left");
        return SPW_NO_MEMORY;
    }
    r->options = *o;
    r->started_us = started_us;
    r->number = 1;
    buf_init(&r->source, WORDS_MAX);
    buf_init(&r->ahead, MADE_MAX);
    buf_init(&r->made, MADE_MAX);
    buf_init(&r->waiting, RECORD_WAITING_MAX);
    buf_init(&r->why, WORDS_MAX);
    buf_put(&r->source, slice_sub(source, 0, WORDS_MAX));
    r->fd = o->path == NULL ? -1 : open_path(r, o->path);
    if (o->path != NULL && r->fd < 0) {
        put_reason(why, errno);
        dispose(r);
        return SPW_IO;
    }
    begin_file(r, 0);
    *out = r;
    return SPW_OK;
}

/* The part of `made` that is not written yet, and how many bytes of the session it holds. */
struct unwritten {
    size_t from;
    uint64_t said;
};

/* SPW_IO: it waits, or is dropped. */
static enum spw_status write_made(struct record *r, int64_t us, struct unwritten *u)
{
    const struct slice own = slice_from(buf_slice(&r->made), u->from);
    const uint64_t said = u->said;
    *u = (struct unwritten){r->made.n, 0};
    if (r->fd < 0) {
        return SPW_OK;
    }
    write_waiting(r);
    tell_lost(r, us);
    if (own.n > RECORD_WAITING_MAX - r->waiting.n) {
        r->state.lost += said;
        r->lost_untold += said;
        return SPW_IO;
    }
    queue(r, own);
    write_waiting(r);
    return r->waiting.n > 0 ? SPW_IO : SPW_OK;
}

static void take_ahead(struct record *r, struct unwritten *u)
{
    buf_put(&r->made, buf_slice(&r->ahead));
    buf_clear(&r->ahead);
    u->from = r->made.n;
}

static void make_line(struct record *r, const struct recording_piece *p, struct unwritten *u)
{
    struct recording_piece own = *p;
    own.us -= r->base_us;
    recording_put(&r->made, &own);
    r->said = true;
    if (p->mark != RECORDING_EVENT && p->bytes.n > 0) {
        uint8_t last = p->bytes.p[p->bytes.n - 1];
        r->in_line = last != '\n' && last != '\r';
        u->said += p->bytes.n;
    }
}

enum spw_status record_put(struct record *r, const struct recording_piece *p, struct slice *bytes)
{
    struct recording_piece line = *p;
    struct slice rest = p->bytes;
    struct unwritten u = {0, 0};
    enum spw_status status = SPW_OK;
    buf_clear(&r->made);
    take_ahead(r, &u);
    do {
        line.bytes = p->mark == RECORDING_EVENT ? rest : slice_sub(rest, 0, recording_cut(rest));
        rest = slice_from(rest, line.bytes.n);
        if (is_due(r, p->us, r->made.n - u.from)) {
            status = write_made(r, p->us, &u);
            rotate(r, p->us);
            take_ahead(r, &u);
        }
        make_line(r, &line, &u);
    } while (rest.n > 0);
    *bytes = buf_slice(&r->made);
    enum spw_status last = write_made(r, p->us, &u);
    return status != SPW_OK ? status : last;
}

void record_rotate(struct record *r) { r->rotate = r->said; }

void record_retry(struct record *r)
{
    if (r->fd >= 0) {
        write_waiting(r);
    }
}

struct record_state record_state(const struct record *r) { return r->state; }

bool record_close(struct record *r, int64_t us, struct record_state *state)
{
    const struct recording_piece end = {us, RECORDING_EVENT, SLICE(RECORDING_END)};
    struct slice unused;
    r->rotate = false;
    r->options.rotate_bytes = 0;
    r->options.rotate_us = 0;
    bool good = record_put(r, &end, &unused) == SPW_OK && r->state.lost == 0;
    if (r->plain) {
        (void)fdatasync(r->fd);
    }
    if (state != NULL) {
        *state = r->state;
    }
    dispose(r);
    return good;
}
