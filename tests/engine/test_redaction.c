/* A redacted trace gives the findings of the original, and nothing of its secrets is left in it or in any
 * report about it: held for every sample. */
#include "engine/sample.h"
#include "report/format.h"
#include "support/spw_test.h"

enum { REPORT_MAX = 1 << 24, STORY_MAX = 1 << 20 };

/* What must not change: causes, certainty, places. Texts may repeat values. */
static void put_story(struct spw_engine *e, struct buf *out)
{
    const struct spw_report *r = spw_engine_report(e);
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        buf_put(out, f->rule);
        buf_printf(out, " %d %d %u %u %u:", (int)f->severity, (int)f->confidence, f->attempt,
                   f->rank, f->count);
        for (size_t k = 0; k < f->n_evidence; k++) {
            const struct span *s = &f->evidence[k].at.span;
            buf_printf(out, " %u:%u+%u", s->line, s->column, s->length);
        }
        buf_byte(out, '\n');
    }
    buf_printf(out, "%zu attempts, %zu unexplained, %zu ruled out, %zu not shown\n", r->n_attempts,
               r->n_unexplained, r->n_ruled_out, r->n_not_shown);
}

static void compare_stories(const char *file, struct slice original, struct slice redacted)
{
    struct spw_engine *a = sample_diagnose(original, 0, false);
    struct spw_engine *b = sample_diagnose(redacted, 0, false);
    struct buf before, after;
    buf_init(&before, STORY_MAX);
    buf_init(&after, STORY_MAX);
    put_story(a, &before);
    put_story(b, &after);
    spw_assert_slice(buf_slice(&after), buf_slice(&before), file, __FILE__, __LINE__);
    buf_dispose(&before);
    buf_dispose(&after);
    spw_engine_free(a);
    spw_engine_free(b);
}

static void assert_clean(const char *file, const struct spw_redactor *r, struct slice text)
{
    struct buf why;
    buf_init(&why, 4096);
    if (spw_redactor_check(r, text, &why) != SPW_OK) {
        spw_print_slice(file, buf_slice(&why));
        fail();
    }
    buf_dispose(&why);
}

static void check_reports(const char *file, const struct spw_redactor *r, struct slice redacted)
{
    struct spw_engine *e = sample_diagnose(redacted, 0, false);
    const struct report_options o = {.verbose = true, .width = 100};
    const struct report_trace t = {.path = slice_cstr(file), .report = spw_engine_report(e)};
    size_t n = 0;
    const struct report_format *formats = report_formats(&n);
    for (size_t i = 0; i < n; i++) {
        struct buf page;
        buf_init(&page, REPORT_MAX);
        formats[i].trace(&o, &t, 0, &page);
        assert_int_equal(page.status, SPW_OK);
        assert_clean(file, r, buf_slice(&page));
        buf_dispose(&page);
    }
    spw_engine_free(e);
}

static void check(void *context, const char *folder, const char *file, struct slice bytes)
{
    struct spw_redactor *r = NULL;
    struct buf copy;
    char name[600];
    (void)snprintf(name, sizeof name, "%s/%s", folder, file);
    assert_int_equal(spw_redactor_new(&r, sample_knowledge(), context), SPW_OK);
    assert_int_equal(spw_redactor_learn(r, bytes), SPW_OK);
    buf_init(&copy, bytes.n + 1);
    buf_put(&copy, bytes);
    if (copy.n > 0) {
        assert_int_equal(spw_redactor_apply(r, copy.p, copy.n), SPW_OK);
    }
    assert_clean(name, r, buf_slice(&copy));
    compare_stories(name, bytes, buf_slice(&copy));
    check_reports(name, r, buf_slice(&copy));
    buf_dispose(&copy);
    spw_redactor_free(r);
}

static void redacted_samples_are_diagnosed_alike_and_hold_no_secret(void **state)
{
    struct spw_redaction usual = {0};
    (void)state;
    samples_visit(check, &usual);
}

static void with_all_switches_samples_are_still_diagnosed_alike(void **state)
{
    struct spw_redaction all = {
        .ssid = true, .mac = true, .ip = true, .host = true, .device = true};
    (void)state;
    samples_visit(check, &all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(redacted_samples_are_diagnosed_alike_and_hold_no_secret),
        SPW_TEST(with_all_switches_samples_are_still_diagnosed_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
