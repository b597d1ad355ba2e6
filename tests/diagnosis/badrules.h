/* The files of tests/badrules/: rules with faults (.yaml), and the messages about them word by word
 * (.expected). UPDATE_GOLDENS=1 writes the messages anew; read the difference before keeping it. */
#ifndef SPW_TESTS_DIAGNOSIS_BADRULES_H
#define SPW_TESTS_DIAGNOSIS_BADRULES_H

#include <stdlib.h>

#include "support/spw_test.h"

enum { BADRULES_MAX = 100000 };

/* Zero-terminated, to be freed. */
static inline char *badrules_read(const char *name, const char *ending, size_t *n)
{
    char path[200];
    char *bytes = (char *)calloc(1, BADRULES_MAX);
    (void)snprintf(path, sizeof path, "tests/badrules/%s.%s", name, ending);
    FILE *in = fopen(path, "rb");
    assert_non_null(bytes);
    if (in == NULL) {
        print_error("%s: cannot be read\n", path);
    }
    assert_non_null(in);
    *n = fread(bytes, 1, BADRULES_MAX - 1, in);
    fclose(in);
    return bytes;
}

static inline void badrules_compare(const char *name, const struct buf *found)
{
    if (getenv("UPDATE_GOLDENS") != NULL) {
        char path[200];
        (void)snprintf(path, sizeof path, "tests/badrules/%s.expected", name);
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(found->p, 1, found->n, out), found->n);
        assert_int_equal(fclose(out), 0);
    }
    size_t n = 0;
    char *expected = badrules_read(name, "expected", &n);
    SPW_ROW(name);
    assert_slice_row(buf_slice(found), slice_of(expected, n));
    free(expected);
}

#endif
