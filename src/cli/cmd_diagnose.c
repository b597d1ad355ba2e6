#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/lines.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/setup.h"
#include "cli/terminal.h"
#include "report/format.h"

enum { PAGE_MAX_BYTES = 256 * 1024 * 1024, REASON_MAX = 4096, JOBS_MAX = 256 };

/* One run over all traces. */
struct run {
    const struct settings *settings;
    const struct report_format *format;
    struct report_options look;
    struct rule_base rules;
    struct engine_setup setup;
    struct output output;
    struct report_totals totals;
    bool not_judged; /* something named could not be judged */
    bool refused;    /* the options themselves are wrong: every further trace would say the same */
};

/* ---- the look of it --------------------------------------------------------------------------------------- */

static struct report_options look_of(const struct settings *s, int fd)
{
    struct terminal t = terminal_of(fd, s->colour);
    struct report_options look = {.colour = t.colour,
                                  .ascii = t.ascii,
                                  .terminal = t.present,
                                  .quiet = s->quiet,
                                  .verbose = s->verbose,
                                  .width = t.width};
    return look;
}

static void put_page(struct run *r, const struct buf *page)
{
    if (page->status != SPW_OK) {
        say("the report is too large");
        r->output.failed = true;
        return;
    }
    output_put(&r->output, buf_slice(page));
}

static void put_begin(struct run *r)
{
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    r->format->begin(&r->look, &page);
    put_page(r, &page);
    buf_dispose(&page);
}

static void put_end(struct run *r)
{
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    r->format->end(&r->look, &r->totals, &page);
    put_page(r, &page);
    buf_dispose(&page);
}

/* ---- one trace ----------------------------------------------------------------------------------------------- */

/* That nothing could be judged is about the run: a person is told on standard error, in words. */
static void say_not_judged(struct run *r, const struct report_trace *t)
{
    struct report_options look = look_of(r->settings, STDERR_FILENO);
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    report_format_text()->trace(&look, t, 0, &page);
    buf_cstr(&page, r->settings->quiet ? ""
                                       : "Name a file that holds what was said to the module "
                                         "and what it answered.\n");
    say_page(buf_slice(&page));
    buf_dispose(&page);
    r->not_judged = true;
}

static void put_trace(struct run *r, const char *path, const struct spw_report *report,
                      const struct capture_file *file)
{
    struct lines lines;
    struct buf page;
    lines_collect(&lines, report, file);
    const struct report_trace trace = {slice_cstr(path), report,
                                       (const struct report_line *)lines.list.items, lines.list.n};
    bool is_text = r->format == report_format_text();
    if (!report->at_traffic) {
        say_not_judged(r, &trace);
    }
    if (report->at_traffic || !is_text) {
        buf_init(&page, PAGE_MAX_BYTES);
        r->format->trace(&r->look, &trace, r->totals.traces, &page);
        put_page(r, &page);
        buf_dispose(&page);
        report_totals_add(&r->totals, report);
    }
    lines_dispose(&lines);
}

/* Feeds all there is. What came before a damaged part is still worth a report, unless it is nothing. */
static bool feed(struct run *r, const char *path, struct capture_file *file,
                 struct spw_engine *engine)
{
    struct buf why;
    struct slice bytes = {NULL, 0};
    enum spw_status read = SPW_OK;
    enum spw_status fed = SPW_OK;
    buf_init(&why, REASON_MAX);
    do {
        read = capture_file_next(file, &bytes, &why);
        fed = read == SPW_OK ? spw_engine_feed(engine, bytes, TIME_NONE) : fed;
    } while (read == SPW_OK && fed == SPW_OK && bytes.n > 0);
    if (fed == SPW_OK && (read == SPW_OK || read == SPW_IO)) {
        fed = spw_engine_finish(engine);
    }
    if (read != SPW_OK) {
        say_about(path, buf_slice(&why));
        r->not_judged = true;
    }
    if (fed != SPW_OK) {
        say_about(path, SLICE("cannot be diagnosed: no memory left"));
        r->not_judged = true;
    }
    buf_dispose(&why);
    return fed == SPW_OK &&
           (read == SPW_OK || (read == SPW_IO && spw_engine_report(engine)->at_traffic));
}

static void say_refused(struct run *r, enum spw_status status)
{
    say_messages(&r->setup.messages);
    if (status == SPW_NOT_FOUND) {
        say("there is no dialect '%s'", r->settings->dialect);
    } else {
        say(status == SPW_INVALID ? "the filter cannot be used" : "no memory left");
    }
    r->refused = true;
}

static void diagnose_file(struct run *r, const char *path, struct capture_file *file)
{
    struct spw_engine *engine = NULL;
    enum spw_status status = spw_engine_new(&engine, r->rules.knowledge, &r->setup.options);
    if (status != SPW_OK) {
        say_refused(r, status);
    } else if (feed(r, path, file, engine)) {
        put_trace(r, path, spw_engine_report(engine), file);
    }
    spw_engine_free(engine);
}

/* A mistyped command is taken for a trace: the likelier meaning is offered. */
static void say_no_file(const char *path, enum spw_status status, const struct buf *why)
{
    struct slice near = command_nearest(slice_cstr(path));
    say_about(path, buf_slice(why));
    if (status == SPW_NOT_FOUND && near.n > 0) {
        say("did you mean the command '%.*s'?", SLICE_ARG(near));
    }
}

static void diagnose_path(struct run *r, const char *path)
{
    struct capture_file file;
    struct buf why;
    buf_init(&why, REASON_MAX);
    enum spw_status status = capture_file_open(&file, path, &why);
    if (status == SPW_OK) {
        diagnose_file(r, path, &file);
        capture_file_close(&file);
    } else {
        say_no_file(path, status, &why);
        r->not_judged = true;
    }
    buf_dispose(&why);
}

/* ---- the run --------------------------------------------------------------------------------------------------- */

static bool check_format(struct run *r)
{
    const char *name = r->settings->format;
    r->format = name == NULL ? report_format_text() : report_format_find(slice_cstr(name));
    if (r->format == NULL) {
        say("--format %s is not there yet in version %s", name, SPW_VERSION);
    }
    return r->format != NULL;
}

static bool check_settings(struct run *r)
{
    const struct settings *s = r->settings;
    uint64_t jobs = 1;
    if (s->jobs != NULL &&
        (slice_to_u64(slice_cstr(s->jobs), JOBS_MAX, &jobs) != NUMBER_OK || jobs == 0)) {
        say("--jobs takes a number from 1 to %d, not '%s'", JOBS_MAX, s->jobs);
        return false;
    }
    if (s->redact) { /* never passed over in silence: somebody relies on it */
        say("--redact is not there yet for reports in version %s", SPW_VERSION);
        return false;
    }
    return check_format(r);
}

static int run_traces(struct run *r, const struct invocation *i)
{
    if (!output_open(&r->output, i->settings.output)) {
        return EXIT_NOT_JUDGED;
    }
    r->look = look_of(&i->settings, r->output.fd);
    put_begin(r);
    for (size_t k = 0; k < i->n_operands && !r->refused && !r->output.failed; k++) {
        diagnose_path(r, i->operands[k]);
    }
    put_end(r);
    bool written = output_close(&r->output, !r->refused);
    if (!written || r->refused) {
        return EXIT_NOT_JUDGED;
    }
    if (r->totals.failed > 0) {
        return EXIT_FINDINGS;
    }
    return r->not_judged ? EXIT_NOT_JUDGED : EXIT_HEALTHY;
}

int cmd_diagnose(const struct invocation *i)
{
    struct run r;
    memset(&r, 0, sizeof r);
    r.settings = &i->settings;
    if (!check_settings(&r)) {
        return EXIT_NOT_JUDGED;
    }
    int status = EXIT_NOT_JUDGED;
    bool ready = engine_setup_open(&r.setup, &i->settings);
    if (ready && rule_base_open_strict(&r.rules, &i->settings) == SPW_OK) {
        status = run_traces(&r, i);
    }
    if (ready) {
        rule_base_dispose(&r.rules);
    }
    engine_setup_dispose(&r.setup);
    return status;
}
