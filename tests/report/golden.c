#include "report/golden.h"

#include <stdlib.h>
#include <string.h>

#include "support/spw_test.h"

static void golden_path(char *path, size_t size, const char *name)
{
    int n = snprintf(path, size, "tests/report/golden/%s", name);
    assert_true(n > 0 && (size_t)n < size);
}

static void write_golden(const char *path, struct slice got)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_true(got.n == 0 || fwrite(got.p, 1, got.n, out) == got.n);
    assert_int_equal(fclose(out), 0);
}

static void read_golden(const char *path, struct buf *out)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        print_error("%s: missing; UPDATE_GOLDENS=1 writes it\n", path);
        fail();
    }
    uint8_t block[4096];
    for (size_t n = fread(block, 1, sizeof block, in); n > 0;
         n = fread(block, 1, sizeof block, in)) {
        buf_put(out, slice_of(block, n));
    }
    fclose(in);
}

/* The first line that differs: whole reports are too long to print. */
static void print_difference(const char *path, struct slice got, struct slice want)
{
    struct slice got_line = {NULL, 0};
    struct slice want_line = {NULL, 0};
    unsigned line = 0;
    do {
        line++;
        (void)slice_split(got, '\n', &got_line, &got);
        (void)slice_split(want, '\n', &want_line, &want);
    } while (slice_eq(got_line, want_line) && got.n + want.n > 0);
    print_error("%s:%u: differs\n", path, line);
    spw_print_slice("expected", want_line);
    spw_print_slice("     got", got_line);
}

void assert_golden_file(const char *path, struct slice got)
{
    if (getenv("UPDATE_GOLDENS") != NULL) {
        write_golden(path, got);
        return;
    }
    struct buf want;
    buf_init(&want, 1024 * 1024);
    read_golden(path, &want);
    bool same = slice_eq(got, buf_slice(&want));
    if (!same) {
        print_difference(path, got, buf_slice(&want));
    }
    buf_dispose(&want);
    assert_true(same);
}

void assert_golden(const char *name, struct slice got)
{
    char path[300];
    golden_path(path, sizeof path, name);
    assert_golden_file(path, got);
}
