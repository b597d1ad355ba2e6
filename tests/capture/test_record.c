#include "capture/bench.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/stamp.h"

static struct record *open_record(const char *path, struct record_options o)
{
    struct record *r = NULL;
    struct buf why;
    o.path = path;
    buf_init(&why, 1000);
    if (record_open(&r, &o, 1795458600LL * 1000000, SLICE("test"), &why) != SPW_OK) {
        fail_msg("%s: %.*s", path, SLICE_ARG(buf_slice(&why)));
    }
    buf_dispose(&why);
    return r;
}

static enum spw_status say(struct record *r, int64_t us, struct slice bytes, struct buf *all)
{
    const struct recording_piece p = {us, RECORDING_MODULE, bytes};
    struct slice made;
    enum spw_status status = record_put(r, &p, &made);
    buf_put(all, made);
    return status;
}

static void assert_file(const char *name, const char *want)
{
    struct buf got;
    buf_init(&got, BENCH_TEXT);
    bench_read(name, &got);
    assert_slice(buf_slice(&got), slice_cstr(want));
    buf_dispose(&got);
}

#define HEAD "# spwfdiag-record 1\n# started 2026-11-23T18:30:00.000000Z\n# source test\n"

static void what_is_handed_back_stands_in_the_file(void **state)
{
    (void)state;
    struct buf all;
    struct record_state at_end;
    buf_init(&all, BENCH_TEXT);
    struct record *r = open_record(bench_path("a.rec").text, (struct record_options){0});
    assert_file("a.rec", HEAD);
    assert_int_equal(say(r, 5, SLICE("\r\nOK\r\n"), &all), SPW_OK);
    assert_buf(all, HEAD "0.000005 < \\r\\nOK\\r\\n\n");
    assert_file("a.rec", HEAD "0.000005 < \\r\\nOK\\r\\n\n");
    buf_clear(&all);
    assert_int_equal(say(r, 6, SLICE("A"), &all), SPW_OK);
    assert_buf(all, "0.000006 < A\n");
    assert_true(record_close(r, 7, &at_end));
    assert_file("a.rec", HEAD "0.000005 < \\r\\nOK\\r\\n\n0.000006 < A\n0.000007 ! end\n");
    assert_int_equal(at_end.lost, 0);
    buf_dispose(&all);
}

static void no_file_is_overwritten(void **state)
{
    (void)state;
    static const struct {
        const char *name, *taken;
    } rows[] = {{"log.rec", "log-2.rec"},
                {"log", "log-2"},
                {"v1.2/log", "v1.2/log-2"},
                {".hidden", ".hidden-2"}};
    (void)mkdir(bench_path("v1.2").text, 0700);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        const struct bench_path path = bench_path(rows[i].name);
        bench_append(rows[i].name, SLICE("precious"));
        struct record *r = open_record(path.text, (struct record_options){0});
        assert_string_equal(record_state(r).path, bench_path(rows[i].taken).text);
        assert_true(record_close(r, 0, NULL));
        assert_file(rows[i].name, "precious");
    }
}

static void a_size_begins_a_new_file(void **state)
{
    (void)state;
    struct buf all, files;
    buf_init(&all, BENCH_TEXT);
    buf_init(&files, BENCH_TEXT);
    struct record *r =
        open_record(bench_path("size.rec").text, (struct record_options){.rotate_bytes = 400});
    for (int64_t i = 0; i < 40; i++) {
        assert_int_equal(say(r, i * 1000000, SLICE("+WIND:58:Socket Closed\r\n"), &all), SPW_OK);
    }
    assert_true(record_state(r).files > 3);
    unsigned n = record_state(r).files;
    assert_true(record_close(r, 40000000, NULL));
    for (unsigned i = 1; i <= n; i++) {
        char name[40];
        struct buf one;
        (void)snprintf(name, sizeof name, i == 1 ? "size.rec" : "size-%u.rec", i);
        buf_init(&one, BENCH_TEXT);
        bench_read(name, &one);
        assert_true(one.n < 700);
        assert_true(slice_starts(buf_slice(&one), SLICE("# spwfdiag-record 1\n# started ")));
        assert_true(
            slice_contains(buf_slice(&one), i < n ? SLICE("! rotated ") : SLICE("! end\n")));
        buf_put(&files, buf_slice(&one));
        buf_dispose(&one);
    }
    /* all but the end was handed back, so that whoever is fed with it sees the same */
    assert_true(slice_starts(buf_slice(&files), buf_slice(&all)));
    buf_dispose(&all);
    buf_dispose(&files);
}

static void without_a_new_file_the_old_one_goes_on(void **state)
{
    (void)state;
    struct buf all, file;
    const struct bench_path path = bench_path("gone/stuck.rec");
    buf_init(&all, BENCH_TEXT);
    buf_init(&file, BENCH_TEXT);
    assert_int_equal(mkdir(bench_path("gone").text, 0700), 0);
    struct record *r = open_record(path.text, (struct record_options){.rotate_bytes = 1});
    assert_int_equal(say(r, 1, SLICE("A\n"), &all), SPW_OK);
    assert_int_equal(rename(path.text, bench_path("stuck.rec").text), 0);
    assert_int_equal(rmdir(bench_path("gone").text), 0);
    assert_int_equal(say(r, 2, SLICE("B\n"), &all), SPW_OK);
    assert_int_equal(say(r, 3, SLICE("C\n"), &all), SPW_OK);
    bench_read("stuck.rec", &file);
    assert_buf(file, HEAD "0.000001 < A\\n\n"
                          "0.000002 ! note no new file can be begun: No such file or directory\n"
                          "0.000002 < B\\n\n0.000003 < C\\n\n");
    assert_slice(buf_slice(&all), buf_slice(&file));
    assert_true(record_close(r, 4, NULL));
    buf_dispose(&all);
    buf_dispose(&file);
}

static void no_line_of_the_session_is_torn_between_files(void **state)
{
    (void)state;
    struct buf all;
    unsigned n = 0;
    buf_init(&all, BENCH_TEXT);
    struct record *r =
        open_record(bench_path("torn.rec").text, (struct record_options){.rotate_bytes = 100});
    assert_int_equal(say(r, 1, SLICE("a line of the session that is"), &all), SPW_OK);
    assert_int_equal(say(r, 2, SLICE(" long and not over"), &all), SPW_OK);
    assert_int_equal(record_state(r).files, 1);
    assert_int_equal(say(r, 3, SLICE(" before here\r\n"), &all), SPW_OK);
    assert_int_equal(record_state(r).files, 1);
    assert_int_equal(say(r, 4, SLICE("the next"), &all), SPW_OK);
    assert_int_equal(record_state(r).files, 2);
    while (record_state(r).files == 2 && n < 20000) { /* a line that never ends is */
        assert_int_equal(say(r, 5 + n++, SLICE("on and on"), &all), SPW_OK);
    }
    assert_int_equal(record_state(r).files, 3);
    assert_true(record_close(r, 30000, NULL));
    buf_dispose(&all);
}

static void a_new_file_counts_from_its_own_start(void **state)
{
    (void)state;
    struct buf all;
    buf_init(&all, BENCH_TEXT);
    struct record *r =
        open_record(bench_path("time.rec").text, (struct record_options){.rotate_us = 60000000});
    record_rotate(r); /* of no effect: the file is new */
    assert_int_equal(say(r, 0, SLICE("A\n"), &all), SPW_OK);
    assert_int_equal(say(r, 59999999, SLICE("B\n"), &all), SPW_OK);
    assert_int_equal(say(r, 61000000, SLICE("C\n"), &all), SPW_OK);
    record_rotate(r);
    assert_int_equal(record_state(r).files, 2);
    assert_int_equal(say(r, 62000000, SLICE("D\n"), &all), SPW_OK);
    assert_true(record_close(r, 63000000, NULL));
    struct buf file;
    buf_init(&file, BENCH_TEXT);
    bench_read("time-2.rec", &file);
    assert_true(slice_starts(
        buf_slice(&file),
        SLICE("# spwfdiag-record 1\n# started 2026-11-23T18:31:01.000000Z\n# source test\n"
              "0.000000 < C\\n\n1.000000 ! rotated /")));
    assert_true(slice_ends(buf_slice(&file), SLICE("/time-3.rec\n")));
    buf_dispose(&file);
    buf_dispose(&all);
}

static void without_a_path_the_bytes_are_only_made(void **state)
{
    (void)state;
    struct buf all;
    buf_init(&all, BENCH_TEXT);
    struct record *r = open_record(NULL, (struct record_options){.rotate_bytes = 1});
    assert_int_equal(say(r, 1, SLICE("A\n"), &all), SPW_OK);
    assert_int_equal(say(r, 2, SLICE("B\n"), &all), SPW_OK);
    assert_buf(all, HEAD "0.000001 < A\\n\n0.000002 < B\\n\n");
    assert_true(record_close(r, 3, NULL));
    buf_dispose(&all);
}

/* ---- a full disk ---------------------------------------------------------------------------------------------- */

static void limit_files(rlim_t size)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void what_did_not_fit_is_written_when_there_is_room_again(void **state)
{
    (void)state;
    struct buf all, file;
    buf_init(&all, BENCH_TEXT);
    buf_init(&file, BENCH_TEXT);
    (void)signal(SIGXFSZ, SIG_IGN);
    struct record *r = open_record(bench_path("full.rec").text, (struct record_options){0});
    limit_files(sizeof HEAD - 1 + 5);
    assert_int_equal(say(r, 1, SLICE("A\n"), &all), SPW_IO);
    assert_int_equal(say(r, 2, SLICE("B\n"), &all), SPW_IO);
    assert_true(record_state(r).failure.n > 0);
    assert_true(record_state(r).waiting > 0);
    limit_files(RLIM_INFINITY);
    record_retry(r);
    assert_int_equal(record_state(r).failure.n, 0);
    assert_int_equal(record_state(r).waiting, 0);
    bench_read("full.rec", &file);
    assert_slice(buf_slice(&file), buf_slice(&all));
    assert_true(record_close(r, 3, NULL));
    buf_dispose(&all);
    buf_dispose(&file);
}

static void what_is_dropped_is_counted_and_told(void **state)
{
    (void)state;
    static uint8_t noise[60000];
    struct buf all, file;
    struct record_state at_end;
    uint64_t pieces = 0;
    buf_init(&all, 64 * 1024 * 1024);
    buf_init(&file, 64 * 1024 * 1024);
    for (size_t i = 0; i < sizeof noise; i++) {
        noise[i] = (uint8_t)(i % 64 == 63 ? '\n' : 'a' + i % 26);
    }
    (void)signal(SIGXFSZ, SIG_IGN);
    struct record *r = open_record(bench_path("lost.rec").text, (struct record_options){0});
    limit_files(sizeof HEAD - 1);
    while (record_state(r).lost == 0) {
        assert_int_equal(say(r, (int64_t)++pieces, slice_of(noise, sizeof noise), &all), SPW_IO);
        assert_true(record_state(r).waiting <= RECORD_WAITING_MAX);
    }
    limit_files(RLIM_INFINITY);
    assert_int_equal(say(r, 1000, SLICE("after\n"), &all), SPW_OK);
    assert_false(record_close(r, 1001, &at_end));
    assert_int_equal(at_end.lost, sizeof noise);
    bench_read("lost.rec", &file);
    assert_true(slice_contains(buf_slice(&file), SLICE("! lost 60000 bytes: File too large\n")));
    assert_true(slice_contains(buf_slice(&file), SLICE("< after\\n\n0.001001 ! end\n")));
    buf_dispose(&all);
    buf_dispose(&file);
}

static void a_device_that_is_full_is_no_end(void **state)
{
    (void)state;
    struct buf all;
    struct record_state at_end;
    buf_init(&all, BENCH_TEXT);
    if (access("/dev/full", W_OK) != 0) {
        skip();
    }
    struct record *r = open_record("/dev/full", (struct record_options){0});
    assert_int_equal(say(r, 1, SLICE("A\n"), &all), SPW_IO);
    assert_slice(record_state(r).failure, SLICE("No space left on device"));
    assert_false(record_close(r, 2, &at_end));
    assert_true(at_end.waiting > 0);
    buf_dispose(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(what_is_handed_back_stands_in_the_file),
        SPW_TEST(no_file_is_overwritten),
        SPW_TEST(a_size_begins_a_new_file),
        SPW_TEST(without_a_new_file_the_old_one_goes_on),
        SPW_TEST(no_line_of_the_session_is_torn_between_files),
        SPW_TEST(a_new_file_counts_from_its_own_start),
        SPW_TEST(without_a_path_the_bytes_are_only_made),
        SPW_TEST(what_did_not_fit_is_written_when_there_is_room_again),
        SPW_TEST(what_is_dropped_is_counted_and_told),
        SPW_TEST(a_device_that_is_full_is_no_end),
    };
    return cmocka_run_group_tests(tests, bench_begin, bench_end);
}
