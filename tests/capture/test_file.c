#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "capture/file.h"
#include "capture/packed.h"
#include "support/spw_test.h"

static const char dialogue[] = "AT\r\n\r\nAT-S.OK\r\n";
#define DIALOGUE slice_of(dialogue, sizeof dialogue - 1)

/* ---- files to read ----------------------------------------------------------------------------------------- */

struct file {
    char path[64];
};

static void file_make(struct file *f, struct slice bytes)
{
    (void)snprintf(f->path, sizeof f->path, "/tmp/spw-capture-XXXXXX");
    int fd = mkstemp(f->path);
    assert_true(fd >= 0);
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        assert_true(n > 0);
        bytes = slice_from(bytes, (size_t)n);
    }
    assert_int_equal(close(fd), 0);
}

static void file_remove(struct file *f) { assert_int_equal(unlink(f->path), 0); }

/* Reads to the end; the status that ended it. */
static enum spw_status read_all(struct capture_file *f, struct buf *out, struct buf *why)
{
    struct slice bytes = {NULL, 0};
    enum spw_status status = SPW_OK;
    do {
        status = capture_file_next(f, &bytes, why);
        if (status == SPW_OK) {
            buf_put(out, bytes);
        }
    } while (status == SPW_OK && bytes.n > 0);
    return status;
}

static enum spw_status read_path(const char *path, struct buf *out, struct buf *why)
{
    struct capture_file f;
    buf_init(out, 256 * 1024 * 1024);
    buf_init(why, 400);
    enum spw_status status = capture_file_open(&f, path, why);
    if (status != SPW_OK) {
        return status;
    }
    status = read_all(&f, out, why);
    capture_file_close(&f);
    return status;
}

static enum spw_status read_bytes(struct slice bytes, struct buf *out, struct buf *why)
{
    struct file file;
    file_make(&file, bytes);
    enum spw_status status = read_path(file.path, out, why);
    file_remove(&file);
    return status;
}

/* ---- what is read ------------------------------------------------------------------------------------------- */

static void packed_files_give_what_was_packed(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const uint8_t *bytes;
        size_t n;
    } rows[] = {{"gzip", gzip_bytes, sizeof gzip_bytes},
                {"bzip2", bzip2_bytes, sizeof bzip2_bytes},
                {"xz", xz_bytes, sizeof xz_bytes},
                {"zstd", zstd_bytes, sizeof zstd_bytes},
                {"zip", zip_bytes, sizeof zip_bytes},
                {"tar in gzip", tar_gzip_bytes, sizeof tar_gzip_bytes},
                {"not packed", (const uint8_t *)dialogue, sizeof dialogue - 1}};
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct buf out, why;
        assert_number_row(read_bytes(slice_of(rows[i].bytes, rows[i].n), &out, &why), SPW_OK);
        assert_slice_row(buf_slice(&out), DIALOGUE);
        buf_dispose(&out);
        buf_dispose(&why);
    }
}

static void what_cannot_be_read_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const uint8_t *bytes;
        size_t n;
        enum spw_status status;
        const char *why;
    } rows[] = {
        {"two members", two_members, sizeof two_members, SPW_INVALID,
         "holds more than one file (a.log, b.log, ...); unpack it and name the captures"},
        {"a bomb", bomb_bytes, sizeof bomb_bytes, SPW_LIMIT,
         "refused: it unpacks to far more than a capture would"},
        {"cut", gzip_bytes, sizeof gzip_bytes - 10, SPW_IO, "cannot be unpacked: "},
        {"damaged", xz_bytes, 20, SPW_IO, "cannot be unpacked: "},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct buf out, why;
        assert_number_row(read_bytes(slice_of(rows[i].bytes, rows[i].n), &out, &why),
                          rows[i].status);
        struct slice want = slice_cstr(rows[i].why);
        assert_slice_row(slice_sub(buf_slice(&why), 0, want.n), want);
        buf_dispose(&out);
        buf_dispose(&why);
    }
}

static void a_packed_file_of_nothing_is_empty(void **state)
{
    (void)state;
    struct buf out, why;
    assert_int_equal(read_bytes(slice_of(empty_gzip, sizeof empty_gzip), &out, &why), SPW_OK);
    assert_int_equal(out.n, 0);
    buf_dispose(&out);
    buf_dispose(&why);
}

static void names_that_cannot_be_opened_are_told_apart(void **state)
{
    (void)state;
    struct buf out, why;
    assert_int_equal(read_path("/tmp/spw-there-is-no-such-file", &out, &why), SPW_NOT_FOUND);
    assert_buf(why, "no such file");
    buf_dispose(&why);
    assert_int_equal(read_path("/tmp", &out, &why), SPW_INVALID);
    assert_buf(why, "is a directory; name the captures in it");
    buf_dispose(&why);
}

static void large_files_come_whole(void **state)
{
    (void)state;
    struct buf big, out, why;
    buf_init(&big, 2 * 1024 * 1024);
    for (size_t i = 0; i < 40000; i++) {
        buf_printf(&big, "+WIND:%zu:line\r\n", i);
    }
    assert_int_equal(read_bytes(buf_slice(&big), &out, &why), SPW_OK);
    assert_true(slice_eq(buf_slice(&out), buf_slice(&big)));
    buf_dispose(&big);
    buf_dispose(&out);
    buf_dispose(&why);
}

/* ---- reading again --------------------------------------------------------------------------------------------- */

static void assert_excerpt(struct slice bytes)
{
    struct file file;
    struct capture_file f;
    struct buf out, why;
    buf_init(&out, 1000);
    buf_init(&why, 400);
    file_make(&file, bytes);
    assert_int_equal(capture_file_open(&f, file.path, &why), SPW_OK);
    assert_int_equal(read_all(&f, &out, &why), SPW_OK);
    buf_clear(&out);
    capture_file_excerpt(&f, 6, 7, &out);
    assert_buf(out, "AT-S.OK");
    buf_clear(&out);
    capture_file_excerpt(&f, 11, 1000, &out);
    assert_buf(out, "OK\r\n");
    buf_clear(&out);
    capture_file_excerpt(&f, UINT64_MAX - 3, 10, &out);
    capture_file_excerpt(&f, 1000, 10, &out);
    assert_int_equal(out.n, 0);
    capture_file_close(&f);
    file_remove(&file);
    buf_dispose(&out);
    buf_dispose(&why);
}

static void places_can_be_read_again(void **state)
{
    (void)state;
    assert_excerpt(DIALOGUE);
    assert_excerpt(slice_of(zip_bytes, sizeof zip_bytes));
}

static void standard_input_may_come_byte_by_byte(void **state)
{
    (void)state;
    int ends[2];
    struct buf out, why;
    int before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    pid_t child = fork();
    if (child == 0) {
        for (size_t i = 0; i < sizeof gzip_bytes; i++) {
            (void)!write(ends[1], gzip_bytes + i, 1);
            (void)nanosleep(&(struct timespec){0, 200000}, NULL);
        }
        _exit(0);
    }
    (void)close(ends[0]);
    (void)close(ends[1]);
    assert_int_equal(read_path("-", &out, &why), SPW_OK);
    assert_slice(buf_slice(&out), DIALOGUE);
    (void)dup2(before, STDIN_FILENO);
    (void)close(before);
    buf_dispose(&out);
    buf_dispose(&why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(packed_files_give_what_was_packed),
        SPW_TEST(what_cannot_be_read_is_refused_with_a_reason),
        SPW_TEST(a_packed_file_of_nothing_is_empty),
        SPW_TEST(names_that_cannot_be_opened_are_told_apart),
        SPW_TEST(large_files_come_whole),
        SPW_TEST(places_can_be_read_again),
        SPW_TEST(standard_input_may_come_byte_by_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
