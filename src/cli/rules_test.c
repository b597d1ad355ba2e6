/* The samples of every rule: does it fire where it must and keep silent where it must? */
#include "cli/rules.h"

enum { REASON_MAX = 400, TRACE_BYTES_MAX = 32 * 1024 * 1024 };

struct sample_count {
    const struct sample_bench *bench;
    struct buf *page;
    struct buf bytes;
    size_t passed, failed;
    bool verbose;
};

/* True when the rule did what the sample says; else `why` tells what happened. */
static bool judge(struct sample_count *run, const struct spw_rule_sample *sample, struct buf *why)
{
    struct spw_engine *engine = sample_read(run->bench, sample, &run->bytes, why)
                                    ? sample_run(run->bench, sample, buf_slice(&run->bytes))
                                    : NULL;
    bool good = engine != NULL;
    if (good && sample_fired(spw_engine_report(engine), sample->rule) != sample->fires) {
        buf_cstr(why, sample->fires ? "is silent" : "fires");
        good = false;
    }
    if (!good && why->n == 0) {
        buf_cstr(why, "cannot be run");
    }
    spw_engine_free(engine);
    return good;
}

static void run_sample(struct sample_count *run, const struct spw_rule_sample *sample)
{
    struct buf why;
    buf_init(&why, REASON_MAX);
    bool good = judge(run, sample, &why);
    run->passed += good;
    run->failed += !good;
    if (!good || run->verbose) {
        buf_cstr(run->page, good ? "ok    " : "FAIL  ");
        buf_put(run->page, sample->rule);
        buf_cstr(run->page, sample->fires ? ": should fire on " : ": should be silent on ");
        sample_name(run->page, sample);
        buf_cstr(run->page, good ? "" : ": ");
        buf_put(run->page, buf_slice(&why));
        buf_byte(run->page, '\n');
    }
    buf_dispose(&why);
}

int rules_test(const struct rules_job *job, struct buf *page)
{
    const struct settings *s = &job->invocation->settings;
    const struct spw_knowledge *k = job->rules->knowledge;
    struct spw_rule_sample sample;
    struct sample_bench bench;
    sample_bench_open(&bench, k, job->options, s);
    struct sample_count run = {.bench = &bench, .page = page, .verbose = s->verbose};
    buf_init(&run.bytes, TRACE_BYTES_MAX);
    for (size_t i = 0; spw_rule_sample_at(k, i, &sample); i++) {
        run_sample(&run, &sample);
    }
    buf_printf(page, "%zu passed, %zu failed\n", run.passed, run.failed);
    buf_dispose(&run.bytes);
    sample_bench_close(&bench);
    return run.failed == 0 ? EXIT_HEALTHY : EXIT_FINDINGS;
}
