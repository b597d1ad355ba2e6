/* What the tests of live sources share: a folder of their own, pseudo terminals that stand for a module,
 * and waiting for what a source says. */
#ifndef SPW_TESTS_CAPTURE_BENCH_H
#define SPW_TESTS_CAPTURE_BENCH_H

#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "capture/record.h"
#include "capture/source.h"
#include "support/spw_test.h"

enum { BENCH_PATH = 128, BENCH_TEXT = 1 << 22, BENCH_WAIT_S = 20 };

/* ---- a folder ---------------------------------------------------------------------------------------------- */

static char bench_folder[BENCH_PATH];

static inline int bench_begin(void **state)
{
    (void)state;
    (void)snprintf(bench_folder, sizeof bench_folder, "/tmp/spw-bench-XXXXXX");
    return mkdtemp(bench_folder) == NULL ? -1 : 0;
}

static inline int bench_end(void **state)
{
    char command[BENCH_PATH + 16];
    (void)state;
    (void)snprintf(command, sizeof command, "rm -rf '%s'", bench_folder);
    return system(command);
}

struct bench_path {
    char text[2 * BENCH_PATH];
};

static inline struct bench_path bench_path(const char *name)
{
    struct bench_path p;
    (void)snprintf(p.text, sizeof p.text, "%s/%s", bench_folder, name);
    return p;
}

static inline void bench_read(const char *name, struct buf *out)
{
    char block[4096];
    ssize_t n = 0;
    const struct bench_path path = bench_path(name);
    int fd = open(path.text, O_RDONLY);
    if (fd < 0) {
        fail_msg("%s cannot be read", path.text);
    }
    while ((n = read(fd, block, sizeof block)) > 0) {
        buf_put(out, slice_of(block, (size_t)n));
    }
    (void)close(fd);
}

static inline void bench_append(const char *name, struct slice bytes)
{
    const struct bench_path path = bench_path(name);
    int fd = open(path.text, O_WRONLY | O_CREAT | O_APPEND, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
    (void)close(fd);
}

static inline bool bench_exists(const char *name)
{
    return access(bench_path(name).text, F_OK) == 0;
}

/* ---- a module ---------------------------------------------------------------------------------------------- */

/* The far end of a pseudo terminal; the near end has the name `name` in the folder, as a link. */
static inline int bench_module(const char *name)
{
    struct termios t;
    const struct bench_path link = bench_path(name);
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(fd >= 0);
    assert_int_equal(grantpt(fd), 0);
    assert_int_equal(unlockpt(fd), 0);
    (void)unlink(link.text);
    assert_int_equal(symlink(ptsname(fd), link.text), 0);
    assert_int_equal(tcgetattr(fd, &t), 0);
    t.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
    t.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
    t.c_oflag &= ~(tcflag_t)OPOST;
    assert_int_equal(tcsetattr(fd, TCSANOW, &t), 0);
    return fd;
}

static inline void bench_say(int fd, struct slice bytes)
{
    assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
}

/* Reads until `n` bytes came. */
static inline void bench_hear(int fd, size_t n, struct buf *out)
{
    const time_t until = time(NULL) + BENCH_WAIT_S;
    uint8_t block[4096];
    size_t before = out->n;
    while (out->n - before < n && time(NULL) < until) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, 100) > 0) {
            size_t left = n - (out->n - before);
            ssize_t got = read(fd, block, left < sizeof block ? left : sizeof block);
            buf_put(out, slice_of(block, got > 0 ? (size_t)got : 0));
        }
    }
    assert_int_equal(out->n - before, n);
}

/* ---- a source ---------------------------------------------------------------------------------------------- */

static inline struct source *bench_open(const char *word, const struct source_options *o)
{
    const struct source_options defaults = {0};
    struct source *s = NULL;
    struct buf why;
    buf_init(&why, 1000);
    if (source_open(&s, word, o == NULL ? &defaults : o, &why) != SPW_OK) {
        fail_msg("%s: %.*s", word, SLICE_ARG(buf_slice(&why)));
    }
    buf_dispose(&why);
    return s;
}

static inline void bench_refused(const char *word, enum spw_status status, const char *reason)
{
    const struct source_options defaults = {0};
    struct source *s = NULL;
    struct buf why;
    buf_init(&why, 1000);
    assert_int_equal(source_open(&s, word, &defaults, &why), status);
    assert_null(s);
    assert_slice(buf_slice(&why), slice_cstr(reason));
    buf_dispose(&why);
}

static inline void bench_wait(struct source *s)
{
    struct pollfd fds[SOURCE_FDS_MAX];
    int timeout_ms = -1;
    size_t n = source_poll(s, fds, &timeout_ms);
    assert_true(n <= SOURCE_FDS_MAX);
    (void)poll(fds, (nfds_t)n, timeout_ms < 0 || timeout_ms > 100 ? 100 : timeout_ms);
}

/* Appends what comes as "MARK bytes\n" with line ends shown, until `until` stands in it. */
static inline void bench_listen(struct source *s, const char *until, struct buf *out)
{
    const time_t end = time(NULL) + BENCH_WAIT_S;
    struct recording_piece p = {0};
    int64_t last_us = 0;
    while (!slice_contains(buf_slice(out), slice_cstr(until))) {
        enum source_state state = source_next(s, &p);
        if (time(NULL) > end || state == SOURCE_END) {
            spw_print_slice("heard", buf_slice(out));
            fail_msg("never heard: %s", until);
        }
        if (state == SOURCE_IDLE) {
            bench_wait(s);
            continue;
        }
        assert_true(p.us >= last_us);
        last_us = p.us;
        struct buf line;
        buf_init(&line, BENCH_TEXT);
        recording_put(&line, &p);
        struct slice one, rest = buf_slice(&line);
        while (slice_split(rest, '\n', &one, &rest)) {
            buf_put(out, slice_from(one, slice_find_byte(one, ' ', 0) + 1));
            buf_byte(out, '\n');
        }
        buf_dispose(&line);
    }
}

#endif
