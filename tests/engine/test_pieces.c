/* However the bytes of a trace are cut, the report is the same to the byte. */
#include "engine/sample.h"
#include "support/spw_test.h"

enum { REPORT_MAX = 1 << 22, CUTS_MAX = 4096 };

static void compare(const char *folder, const char *file, struct slice want, struct slice bytes,
                    size_t cut, bool single)
{
    struct spw_engine *e = sample_diagnose(bytes, cut, single);
    struct buf got;

    buf_init(&got, REPORT_MAX);
    sample_json(e, &got);
    if (!slice_eq(want, buf_slice(&got))) {
        print_error("%s/%s: another report when %s %zu\n", folder, file,
                    single ? "fed byte by byte" : "cut at", cut);
    }
    assert_slice(buf_slice(&got), want);
    buf_dispose(&got);
    spw_engine_free(e);
}

static void check(void *context, const char *folder, const char *file, struct slice bytes)
{
    struct spw_engine *e = sample_diagnose(bytes, 0, false);
    struct buf whole;

    (void)context;
    buf_init(&whole, REPORT_MAX);
    sample_json(e, &whole);
    spw_engine_free(e);
    compare(folder, file, buf_slice(&whole), bytes, 0, true);
    for (size_t cut = 1; cut < bytes.n && cut < CUTS_MAX; cut++) {
        compare(folder, file, buf_slice(&whole), bytes, cut, false);
    }
    buf_dispose(&whole);
}

static void a_trace_cut_anywhere_gives_the_same_report(void **state)
{
    (void)state;
    samples_visit(check, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(a_trace_cut_anywhere_gives_the_same_report)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
