/* The reports of all sample traces, as text and as JSON, against tests/golden/. UPDATE_GOLDENS=1 writes
 * them anew; look at the difference before you commit it. */
#include "engine/sample.h"
#include "report/format.h"
#include "report/golden.h"
#include "support/spw_test.h"

enum { REPORT_MAX = 1 << 22 };

static void render_text(struct spw_engine *e, const char *path, struct buf *out)
{
    const struct report_format *f = report_format_find(SLICE("text"));
    struct report_options o = {.ascii = true, .width = 100};
    struct report_trace t = {.path = slice_cstr(path), .report = spw_engine_report(e)};
    struct report_totals totals = {0};

    report_totals_add(&totals, t.report);
    if (f->begin != NULL) {
        f->begin(&o, out);
    }
    f->trace(&o, &t, 0, out);
    if (f->end != NULL) {
        f->end(&o, &totals, out);
    }
    assert_int_equal(out->status, SPW_OK);
}

static void compare(const char *folder, const char *file, const char *ending, const struct buf *got)
{
    char path[600];
    (void)snprintf(path, sizeof path, "tests/golden/%s.%s.%s", folder, file, ending);
    assert_golden_file(path, buf_slice(got));
}

static void check(void *context, const char *folder, const char *file, struct slice bytes)
{
    struct spw_engine *e = sample_diagnose(bytes, 0, false);
    struct buf text, json;
    char path[600];

    (void)context;
    buf_init(&text, REPORT_MAX);
    buf_init(&json, REPORT_MAX);
    (void)snprintf(path, sizeof path, "traces/%s/%s", folder, file);
    render_text(e, path, &text);
    compare(folder, file, "txt", &text);
    sample_json(e, &json);
    compare(folder, file, "json", &json);
    buf_dispose(&text);
    buf_dispose(&json);
    spw_engine_free(e);
}

static void reports_of_all_samples_are_as_kept(void **state)
{
    (void)state;
    samples_visit(check, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(reports_of_all_samples_are_as_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
