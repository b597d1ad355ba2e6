#include <string.h>
#include <sys/stat.h>

#include "capture/file.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/setup.h"

enum { PAGE_MAX_BYTES = 16 * 1024 * 1024, PATH_BYTES_MAX = 4096, REASON_MAX = 400 };

/* ---- list and check ---------------------------------------------------------------------------------------- */

static int list_rules(const struct rule_base *r, struct buf *page)
{
    spw_rules_list(r->knowledge, page);
    return EXIT_HEALTHY;
}

/* The faults are what was asked for: they go to standard output. */
static int check_rules(const struct rule_base *r, struct buf *page)
{
    size_t faults = r->messages.n + r->messages.dropped;
    for (size_t i = 0; i < r->messages.n; i++) {
        message_put(page, &r->messages.list[i]);
    }
    buf_printf(page, "%zu fault%s\n", faults, faults == 1 ? "" : "s");
    return faults == 0 ? EXIT_HEALTHY : EXIT_FINDINGS;
}

/* ---- test: the samples of every rule ------------------------------------------------------------------------- */

struct sample_run {
    const struct spw_knowledge *knowledge;
    struct spw_options options;
    struct buf *page;
    const char *traces; /* the folder of traces, NULL: there is none */
    size_t passed, failed;
    bool verbose;
};

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The folder named, else ./traces, else that of the sources the program was built from. */
static const char *find_traces(const struct settings *s, struct buf *path)
{
    static const struct slice self = SLICE_INIT("src/cli/cmd_rules.c");
    if (s->traces != NULL) {
        return s->traces;
    }
    if (is_folder("traces")) {
        return "traces";
    }
    struct slice source = slice_cstr(__FILE__);
    if (!slice_ends(source, self)) {
        return NULL;
    }
    buf_put(path, slice_sub(source, 0, source.n - self.n));
    buf_cstr(path, "traces");
    buf_byte(path, '\0');
    return path->status == SPW_OK && is_folder((const char *)path->p) ? (const char *)path->p
                                                                      : NULL;
}

/* Feeds the file; false with the reason when it cannot be read. */
static bool feed_file(struct spw_engine *e, const struct sample_run *run, struct slice trace,
                      struct buf *why)
{
    struct capture_file file;
    struct slice bytes = {NULL, 0};
    struct buf path;
    buf_init(&path, PATH_BYTES_MAX);
    buf_cstr(&path, run->traces == NULL ? "traces" : run->traces);
    buf_byte(&path, '/');
    buf_put(&path, trace);
    buf_byte(&path, '\0');
    enum spw_status status =
        path.status == SPW_OK ? capture_file_open(&file, (const char *)path.p, why) : SPW_LIMIT;
    bool opened = status == SPW_OK;
    do {
        status = status == SPW_OK ? capture_file_next(&file, &bytes, why) : status;
        status = status == SPW_OK ? spw_engine_feed(e, bytes, TIME_NONE) : status;
    } while (status == SPW_OK && bytes.n > 0);
    if (opened) {
        capture_file_close(&file);
    }
    buf_dispose(&path);
    return status == SPW_OK;
}

static bool fired(const struct spw_report *r, struct slice rule)
{
    bool found = false;
    for (size_t i = 0; i < r->n_findings && !found; i++) {
        found = slice_eq(r->findings[i].rule, rule);
    }
    for (size_t i = 0; i < r->n_ruled_out && !found; i++) {
        found = slice_eq(r->ruled_out[i].rule, rule);
    }
    for (size_t i = 0; i < r->n_not_shown && !found; i++) {
        found = slice_eq(r->not_shown[i].rule, rule);
    }
    return found;
}

/* What a sample shows must not depend on the day on which it is tried: 2026-11-01. */
static const int64_t SAMPLE_DAY = 1793491200;

/* True when the rule did what the sample says; else `why` tells what happened. */
static bool judge(const struct sample_run *run, const struct spw_rule_sample *sample,
                  struct buf *why)
{
    struct spw_engine *engine = NULL;
    struct spw_options options = run->options;
    options.now = SAMPLE_DAY;
    options.now_is_trace_time = false;
    options.chain = sample->chain;
    bool good = spw_engine_new(&engine, run->knowledge, &options) == SPW_OK;
    if (good && sample->trace.n > 0) {
        good = feed_file(engine, run, sample->trace, why);
    } else if (good) {
        good = spw_engine_feed(engine, sample->text, TIME_NONE) == SPW_OK;
    }
    good = good && spw_engine_finish(engine) == SPW_OK;
    if (good && fired(spw_engine_report(engine), sample->rule) != sample->fires) {
        buf_cstr(why, sample->fires ? "is silent" : "fires");
        good = false;
    }
    if (!good && why->n == 0) {
        buf_cstr(why, "cannot be run");
    }
    spw_engine_free(engine);
    return good;
}

static void put_sample(struct buf *page, const struct spw_rule_sample *sample)
{
    buf_put(page, sample->rule);
    buf_cstr(page, sample->fires ? ": should fire on " : ": should be silent on ");
    if (sample->trace.n > 0) {
        buf_put(page, sample->trace);
    } else {
        struct slice first, rest;
        (void)slice_split(slice_trim(sample->text), '\n', &first, &rest);
        buf_cstr(page, "its text \"");
        buf_put(page, slice_trim(first));
        buf_cstr(page, rest.n > 0 ? "...\"" : "\"");
    }
}

static void run_sample(struct sample_run *run, const struct spw_rule_sample *sample)
{
    struct buf why;
    buf_init(&why, REASON_MAX);
    bool good = judge(run, sample, &why);
    run->passed += good;
    run->failed += !good;
    if (!good || run->verbose) {
        buf_cstr(run->page, good ? "ok    " : "FAIL  ");
        put_sample(run->page, sample);
        buf_cstr(run->page, good ? "" : ": ");
        buf_put(run->page, buf_slice(&why));
        buf_byte(run->page, '\n');
    }
    buf_dispose(&why);
}

static int test_rules(const struct rule_base *r, const struct engine_setup *setup,
                      const struct settings *s, struct buf *page)
{
    struct spw_rule_sample sample;
    struct buf path;
    buf_init(&path, PATH_BYTES_MAX);
    struct sample_run run = {.knowledge = r->knowledge,
                             .options = setup->options,
                             .page = page,
                             .traces = find_traces(s, &path),
                             .verbose = s->verbose};
    for (size_t i = 0; spw_rule_sample_at(r->knowledge, i, &sample); i++) {
        run_sample(&run, &sample);
    }
    buf_printf(page, "%zu passed, %zu failed\n", run.passed, run.failed);
    buf_dispose(&path);
    return run.failed == 0 ? EXIT_HEALTHY : EXIT_FINDINGS;
}

/* ---- the command ------------------------------------------------------------------------------------------------ */

static int run_rules(const struct invocation *i, const struct rule_base *r,
                     const struct engine_setup *setup, struct buf *page)
{
    const char *what = i->operands[0];
    if (strcmp(what, "list") == 0) {
        return list_rules(r, page);
    }
    if (strcmp(what, "check") == 0) {
        return check_rules(r, page);
    }
    return test_rules(r, setup, &i->settings, page);
}

static bool is_known(const char *what)
{
    return strcmp(what, "list") == 0 || strcmp(what, "check") == 0 || strcmp(what, "test") == 0;
}

int cmd_rules(const struct invocation *i)
{
    struct rule_base rules;
    struct engine_setup setup;
    struct output output;
    struct buf page;
    int status = EXIT_NOT_JUDGED;
    if (!is_known(i->operands[0])) {
        say("'rules' takes list, check or test, not '%s'", i->operands[0]);
        return EXIT_NOT_JUDGED;
    }
    buf_init(&page, PAGE_MAX_BYTES);
    bool ready = engine_setup_open(&setup, &i->settings);
    enum spw_status loaded = rule_base_open(&rules, &i->settings);
    if (ready && rules.knowledge != NULL && (loaded == SPW_OK || loaded == SPW_INVALID) &&
        output_open(&output, i->settings.output)) {
        status = run_rules(i, &rules, &setup, &page);
        output_put(&output, buf_slice(&page));
        status = output_close(&output, true) ? status : EXIT_NOT_JUDGED;
    }
    rule_base_dispose(&rules);
    engine_setup_dispose(&setup);
    buf_dispose(&page);
    return status;
}
