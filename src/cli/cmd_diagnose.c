#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/lines.h"
#include "cli/merged.h"
#include "cli/minimal.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/secrets.h"
#include "cli/setup.h"
#include "cli/terminal.h"
#include "cli/whole.h"
#include "redact/watch.h"
#include "report/format.h"

enum { PAGE_MAX_BYTES = 256 * 1024 * 1024, REASON_MAX = 4096, JOBS_MAX = 256 };

/* One run over all traces. */
struct run {
    const struct settings *settings;
    const struct report_format *format;
    struct report_options look;
    struct rule_base rules;
    struct engine_setup setup;
    struct spw_redactor *redactor; /* NULL: secrets stay */
    struct spw_redactor *keys;     /* private keys never stay */
    struct merged *merged;         /* --merge: what the trace is made of; NULL: it is a file */
    struct output output;
    struct report_totals totals;
    struct baseline *baseline; /* NULL: none was given */
    size_t new_errors;         /* against it */
    size_t n_traces;           /* named on the command line */
    bool leak;                 /* a secret was left in a page: nothing is written */
    bool not_judged;           /* something named could not be judged */
    bool refused; /* the options themselves are wrong: every further trace would say the same */
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
    if (r->redactor != NULL && !whole_check(r->redactor, buf_slice(page))) {
        r->leak = true;
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

static void count_new_errors(struct run *r, const struct spw_report *report,
                             const struct baseline_trace *b)
{
    for (size_t i = 0; i < report->n_findings; i++) {
        r->new_errors += report->findings[i].severity == SPW_ERROR && baseline_is_new(b, i);
    }
}

static void put_page_of(struct run *r, const struct report_trace *trace)
{
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    r->format->trace(&r->look, trace, r->totals.traces, &page);
    put_page(r, &page);
    buf_dispose(&page);
    report_totals_add(&r->totals, trace->report);
}

/* The same, beside what an earlier report said of this trace. */
static void put_page_beside(struct run *r, struct report_trace *trace)
{
    struct baseline_trace against;
    bool good = baseline_match(r->baseline, trace->path, r->n_traces == 1, trace->report,
                               &against) == SPW_OK;
    if (good) {
        trace->baseline = &against;
        count_new_errors(r, trace->report, &against);
        put_page_of(r, trace);
    } else {
        say_about(r->settings->baseline, SLICE("cannot be compared: no memory left"));
        r->not_judged = true;
    }
    baseline_trace_dispose(&against);
}

static void put_trace(struct run *r, const char *path, const struct spw_report *report,
                      const struct lines *lines)
{
    report = r->merged != NULL ? merged_report(r->merged, report) : report;
    struct report_trace trace = {.path = slice_cstr(path),
                                 .report = report,
                                 .lines = (const struct report_line *)lines->list.items,
                                 .n_lines = lines->list.n};
    bool is_text = r->format == report_format_text();
    if (!report->at_traffic) {
        say_not_judged(r, &trace);
    }
    if (!report->at_traffic && is_text) {
        return;
    }
    if (r->baseline != NULL) {
        put_page_beside(r, &trace);
    } else {
        put_page_of(r, &trace);
    }
}

static void put_lines(struct run *r, const char *path, const struct spw_report *report,
                      const struct capture_file *file)
{
    struct lines lines;
    lines_collect(&lines, report, file);
    put_trace(r, path, report, &lines);
    lines_dispose(&lines);
}

/* Feeds all there is. What came before a damaged part is still worth a report, unless it is nothing. */
static bool feed(struct run *r, const char *path, struct capture_file *file,
                 struct spw_engine *engine, bool *has_key)
{
    struct key_watch watch;
    struct buf why;
    struct slice bytes = {NULL, 0};
    enum spw_status read = SPW_OK;
    enum spw_status fed = SPW_OK;
    buf_init(&why, REASON_MAX);
    key_watch_init(&watch);
    do {
        read = capture_file_next(file, &bytes, &why);
        key_watch_feed(&watch, read == SPW_OK ? bytes : slice_of(NULL, 0));
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
    key_watch_dispose(&watch);
    *has_key = watch.seen != 0;
    return fed == SPW_OK &&
           (read == SPW_OK || (read == SPW_IO && spw_engine_report(engine)->at_traffic));
}

static void say_refused(struct run *r, enum spw_status status)
{
    say_messages(&r->setup.messages);
    if (status == SPW_NOT_FOUND) {
        say("there is no dialect '%s'", r->settings->dialect);
    } else if (status == SPW_INVALID && r->setup.messages.n == 0 &&
               r->settings->direction != NULL) {
        say("--direction takes swap, or NAME=host and NAME=module with a comma between, not '%s'",
            r->settings->direction);
    } else {
        say(status == SPW_INVALID ? "the filter cannot be used" : "no memory left");
    }
    r->refused = true;
}

/* --minimize: the lines that matter in place of the report about them, which decides on the exit status. */
static void put_minimal(struct run *r, const char *path, struct slice bytes)
{
    struct minimized m;
    struct spw_engine *engine = NULL;
    bool good = minimal_cut(path, bytes, r->rules.knowledge, &r->setup.options, &m) &&
                whole_diagnose(buf_slice(&m.bytes), r->rules.knowledge, &r->setup.options,
                               &engine) == SPW_OK;
    if (good && spw_engine_report(engine)->at_traffic) {
        put_page(r, &m.bytes);
        report_totals_add(&r->totals, spw_engine_report(engine));
        if (!r->settings->quiet) {
            minimal_say(path, &m, r->settings->verbose);
        }
    } else if (good) {
        const struct report_trace trace = {.path = slice_cstr(path),
                                           .report = spw_engine_report(engine)};
        say_not_judged(r, &trace);
    }
    r->not_judged = r->not_judged || !good;
    spw_engine_free(engine);
    minimized_dispose(&m);
}

/* The engine sees the changed bytes only: nothing that it says can hold a secret of the others. */
static void diagnose_changed(struct run *r, const char *path, struct buf *bytes,
                             struct spw_redactor *redactor)
{
    struct spw_engine *engine = NULL;
    struct lines lines;
    if (spw_redactor_learn(redactor, buf_slice(bytes)) != SPW_OK ||
        spw_redactor_apply(redactor, bytes->p, bytes->n) != SPW_OK) {
        say_about(path, SLICE("cannot be redacted: too many secrets, or no memory left"));
        r->not_judged = true;
        return;
    }
    if (r->settings->minimize) {
        put_minimal(r, path, buf_slice(bytes));
        return;
    }
    enum spw_status status =
        whole_diagnose(buf_slice(bytes), r->rules.knowledge, &r->setup.options, &engine);
    if (status != SPW_OK) {
        say_refused(r, status);
    } else {
        lines_collect_bytes(&lines, spw_engine_report(engine), buf_slice(bytes));
        put_trace(r, path, spw_engine_report(engine), &lines);
        lines_dispose(&lines);
    }
    spw_engine_free(engine);
}

static void diagnose_redacted(struct run *r, const char *path, struct capture_file *file,
                              struct spw_redactor *redactor)
{
    struct buf bytes;
    bool damaged = false;
    buf_init(&bytes, WHOLE_MAX);
    bool good = whole_read(file, path, &bytes, &damaged);
    r->not_judged = r->not_judged || damaged || !good;
    if (good) {
        diagnose_changed(r, path, &bytes, redactor);
    }
    buf_dispose(&bytes);
}

/* What was read holds a private key: it is read again, as far as it can be, and diagnosed without. */
static void diagnose_again(struct run *r, const char *path, const struct capture_file *file,
                           uint64_t n)
{
    struct buf bytes;
    buf_init(&bytes, WHOLE_MAX);
    capture_file_excerpt(file, 0, n < WHOLE_MAX ? (size_t)n : WHOLE_MAX, &bytes);
    if (bytes.n == n) {
        diagnose_changed(r, path, &bytes, r->keys);
    } else {
        say_about(path,
                  SLICE("holds a private key and is too large to take it out; unpacked and in "
                        "a file it can be diagnosed"));
        r->not_judged = true;
    }
    buf_dispose(&bytes);
}

/* --explain-input: how the capture was understood, in place of what was found in it. */
static void put_explanation(struct run *r, const char *path, struct spw_engine *engine)
{
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    buf_cstr(&page, path);
    buf_cstr(&page, "\n");
    spw_explain_input(engine, &page);
    put_page(r, &page);
    buf_dispose(&page);
}

static void diagnose_file(struct run *r, const char *path, struct capture_file *file)
{
    struct spw_engine *engine = NULL;
    bool has_key = false;
    enum spw_status status = spw_engine_new(&engine, r->rules.knowledge, &r->setup.options);
    if (status != SPW_OK) {
        say_refused(r, status);
    } else if (feed(r, path, file, engine, &has_key)) {
        const struct spw_report *report = spw_engine_report(engine);
        if (r->settings->explain_input) {
            put_explanation(r, path, engine);
        } else if (has_key) {
            diagnose_again(r, path, file, report->bytes);
        } else {
            put_lines(r, path, report, file);
        }
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

/* What is written holds the trace itself: keys in any form must be gone from it. */
static bool shows_all(const struct run *r)
{
    return r->format->needs == FORMAT_TRACE || r->settings->minimize;
}

/* --merge: all that is named, as one session. */
static void diagnose_merged(struct run *r, const struct invocation *i)
{
    struct merged m;
    struct buf bytes;
    buf_init(&bytes, WHOLE_MAX);
    if (merged_open(&m, i->operands, i->n_operands)) {
        r->merged = &m;
        buf_put(&bytes, spw_merge_recording(m.merge));
        diagnose_changed(r, merged_name(&m), &bytes, r->redactor != NULL ? r->redactor : r->keys);
        r->merged = NULL;
    } else {
        r->not_judged = true;
    }
    merged_dispose(&m);
    buf_dispose(&bytes);
}

static void diagnose_path(struct run *r, const char *path)
{
    struct capture_file file;
    struct buf why;
    buf_init(&why, REASON_MAX);
    enum spw_status status = capture_file_open(&file, path, &why);
    if (status == SPW_OK) {
        if (r->redactor != NULL) {
            diagnose_redacted(r, path, &file, r->redactor);
        } else if (shows_all(r)) {
            diagnose_redacted(r, path, &file, r->keys);
        } else {
            diagnose_file(r, path, &file);
        }
        capture_file_close(&file);
    } else {
        say_no_file(path, status, &why);
        r->not_judged = true;
    }
    buf_dispose(&why);
}

/* ---- the run --------------------------------------------------------------------------------------------------- */

static bool check_format(struct run *r, size_t n_traces)
{
    const char *name = r->settings->format;
    r->format = name == NULL ? report_format_text() : report_format_find(slice_cstr(name));
    if (r->format == NULL) {
        say("a report is not written as %s; tickets are", name);
        return false;
    }
    if (r->format->needs == FORMAT_SINGLE && n_traces > 1) {
        say("--format %s takes one trace a time", name);
        return false;
    }
    return true;
}

static bool check_settings(struct run *r, size_t n_traces)
{
    const struct settings *s = r->settings;
    uint64_t jobs = 1;
    if (s->jobs != NULL &&
        (slice_to_u64(slice_cstr(s->jobs), JOBS_MAX, &jobs) != NUMBER_OK || jobs == 0)) {
        say("--jobs takes a number from 1 to %d, not '%s'", JOBS_MAX, s->jobs);
        return false;
    }
    if (s->minimize && (s->format != NULL || s->explain_input || n_traces > 1)) {
        say("--minimize writes the lines of one trace: %s",
            n_traces > 1 ? "name a single one" : "there is no report to be written in another way");
        return false;
    }
    return check_format(r, n_traces);
}

static int run_traces(struct run *r, const struct invocation *i)
{
    if (!output_open(&r->output, i->settings.output)) {
        return EXIT_NOT_JUDGED;
    }
    r->look = look_of(&i->settings, r->output.fd);
    r->n_traces = i->n_operands;
    if (!i->settings.minimize) {
        put_begin(r);
    }
    size_t n = i->settings.merge ? 0 : i->n_operands;
    for (size_t k = 0; k < n && !r->refused && !r->output.failed && !r->leak; k++) {
        diagnose_path(r, i->operands[k]);
    }
    if (i->settings.merge) {
        diagnose_merged(r, i);
    }
    if (!i->settings.minimize) {
        put_end(r);
    }
    bool mapped = r->leak || r->redactor == NULL || secrets_write_map(r->settings, r->redactor);
    bool written = output_close(&r->output, !r->refused && !r->leak && mapped) && mapped;
    if (r->leak) {
        return EXIT_LEAK;
    }
    if (!written || r->refused) {
        return EXIT_NOT_JUDGED;
    }
    if (r->baseline != NULL ? r->new_errors > 0 : r->totals.failed > 0) {
        return EXIT_FINDINGS;
    }
    return r->not_judged ? EXIT_NOT_JUDGED : EXIT_HEALTHY;
}

static bool open_redactor(struct run *r)
{
    struct spw_redaction all = {.keys_only = false};
    const struct spw_redaction keys = {.keys_only = true};
    bool redact = secrets_asked(r->settings, false);
    if (!secrets_also(r->settings, &all)) {
        return false;
    }
    bool good = spw_redactor_new(&r->keys, r->rules.knowledge, &keys) == SPW_OK &&
                (!redact || spw_redactor_new(&r->redactor, r->rules.knowledge, &all) == SPW_OK);
    if (!good) {
        say("no memory left");
    }
    return good;
}

/* --baseline; true when there is none. *b is to be disposed of in any case. */
static bool open_baseline(struct run *r, struct baseline *b)
{
    const char *path = r->settings->baseline;
    struct buf bytes, why;
    memset(b, 0, sizeof *b);
    if (path == NULL) {
        return true;
    }
    buf_init(&bytes, WHOLE_MAX);
    buf_init(&why, REASON_MAX);
    enum spw_status status = reading_file(path, &bytes, &why);
    if (status == SPW_OK) {
        status = baseline_read(b, buf_slice(&bytes), &why);
    }
    if (status != SPW_OK) {
        say_about(path, why.n > 0 ? buf_slice(&why) : SLICE("is too large"));
    }
    r->baseline = b;
    buf_dispose(&bytes);
    buf_dispose(&why);
    return status == SPW_OK;
}

int cmd_diagnose(const struct invocation *i)
{
    struct baseline baseline;
    struct run r;
    memset(&r, 0, sizeof r);
    r.settings = &i->settings;
    if (!check_settings(&r, i->n_operands)) {
        return EXIT_NOT_JUDGED;
    }
    int status = EXIT_NOT_JUDGED;
    bool ready = engine_setup_open(&r.setup, &i->settings);
    if (ready && rule_base_open_strict(&r.rules, &i->settings) == SPW_OK) {
        bool good = open_redactor(&r) && open_baseline(&r, &baseline);
        status = good ? run_traces(&r, i) : EXIT_NOT_JUDGED;
    }
    if (r.baseline != NULL) {
        baseline_dispose(r.baseline);
    }
    spw_redactor_free(r.redactor);
    spw_redactor_free(r.keys);
    if (ready) {
        rule_base_dispose(&r.rules);
    }
    engine_setup_dispose(&r.setup);
    return status;
}
