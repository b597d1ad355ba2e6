/* Bridge to cmocka for all unit tests: its own needs in the right order, and asserts for slices and
 * buffers that print what they got.
 * A table test names its row with SPW_ROW before asserting; a failing assert then says which. */
#ifndef SPW_TESTS_SUPPORT_SPW_TEST_H
#define SPW_TESTS_SUPPORT_SPW_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/escape.h"
#include "base/slice.h"

#define SPW_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A cmocka entry whose name is the function's: names are sentences. */
#define SPW_TEST(function) cmocka_unit_test(function)

static inline void spw_print_slice(const char *what, struct slice s)
{
    struct buf shown;
    buf_init(&shown, 4096);
    (void)esc_term(&shown, slice_sub(s, 0, 800), false);
    print_error("  %s (%zu bytes): \"%.*s\"\n", what, s.n, SLICE_ARG(buf_slice(&shown)));
    buf_dispose(&shown);
}

static inline void spw_assert_slice(struct slice got, struct slice want, const char *row,
                                    const char *file, int line)
{
    if (!slice_eq(got, want)) {
        print_error("%s\n", row);
        spw_print_slice("expected", want);
        spw_print_slice("     got", got);
        _fail(file, line);
    }
}

/* The row under test, for the messages of the asserts below. */
#define SPW_ROW(name) const char *spw_row = (name)

#define assert_slice(got, want) spw_assert_slice((got), (want), __func__, __FILE__, __LINE__)
#define assert_slice_row(got, want) spw_assert_slice((got), (want), spw_row, __FILE__, __LINE__)
#define assert_buf(buffer, literal) assert_slice(buf_slice(&(buffer)), SLICE(literal))

/* An equality of whole numbers that names the row. */
#define assert_number_row(got, want)                                                               \
    spw_assert_number((long long)(got), (long long)(want), spw_row, #got, __FILE__, __LINE__)
static inline void spw_assert_number(long long got, long long want, const char *row,
                                     const char *what, const char *file, int line)
{
    if (got != want) {
        print_error("%s: %s is %lld, expected %lld\n", row, what, got, want);
        _fail(file, line);
    }
}

#endif
