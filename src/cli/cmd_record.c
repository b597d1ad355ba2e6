/* record: a live session into a file, both directions marked; ports: what there is to record from. */
#include <errno.h>
#include <string.h>

#include "base/stamp.h"
#include "cli/boots.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/recording.h"
#include "cli/say.h"
#include "cli/setup.h"
#include "cli/stop.h"

enum { REASON_MAX = 8192, PORTS_MAX = 1024 * 1024 };
static const int64_t second_us = 1000000;

struct recorder {
    const struct settings *settings;
    const char *word; /* the source, as named */
    struct source *source;
    struct record *record;
    struct rule_base rules;
    struct boots boots;
    bool at_boot, has_rules;
    int64_t limit_us, silence_us; /* -1: none */
    int64_t heard_us;             /* when something was said last */
    int64_t retry_us;             /* when to try a full disk again */
    bool told_failure;
    int stop_fd;
    uint64_t host, module, unknown; /* bytes */
    uint64_t gaps;
};

/* ---- pieces ------------------------------------------------------------------------------------------------ */

static void count(struct recorder *r, const struct recording_piece *p)
{
    uint64_t *const counts[] = {&r->host, &r->module, &r->unknown};
    if (p->mark != RECORDING_EVENT) {
        *counts[p->mark == RECORDING_HOST ? 0 : p->mark == RECORDING_MODULE ? 1 : 2] += p->bytes.n;
        r->heard_us = p->us;
    }
    r->gaps += recording_is(p, RECORDING_GAP) ? 1 : 0;
}

/* A full disk is told once, and once that it is over. */
static void watch_disk(struct recorder *r)
{
    const struct record_state state = record_state(r->record);
    if (state.failure.n > 0 && !r->told_failure) {
        say("%s: %.*s; what comes waits in memory until there is room again", state.path,
            SLICE_ARG(state.failure));
        r->retry_us = source_now_us(r->source) + second_us;
    } else if (state.failure.n == 0 && r->told_failure) {
        say("%s: is written again", state.path);
    }
    r->told_failure = state.failure.n > 0;
}

static void put(struct recorder *r, const struct recording_piece *p)
{
    struct slice bytes;
    unsigned files = record_state(r->record).files;
    if (record_put(r->record, p, &bytes) != SPW_OK || r->told_failure) {
        watch_disk(r);
    }
    if (record_state(r->record).files > files && !r->settings->quiet) {
        say("goes on in %s", record_state(r->record).path);
    }
}

/* Line by line, because the module may boot in the middle of a piece. */
static void put_lines(struct recorder *r, const struct recording_piece *p)
{
    struct recording_piece line = *p;
    struct slice rest = p->bytes;
    while (rest.n > 0) {
        line.bytes = slice_sub(rest, 0, recording_cut(rest));
        rest = slice_from(rest, line.bytes.n);
        if (boots_in(&r->boots, &line)) {
            record_rotate(r->record);
        }
        put(r, &line);
    }
}

static void take(struct recorder *r, const struct recording_piece *p)
{
    count(r, p);
    if (p->mark == RECORDING_EVENT && !r->settings->quiet) {
        say_about(r->word, p->bytes);
    }
    if (r->at_boot && p->mark != RECORDING_EVENT) {
        put_lines(r, p);
    } else {
        put(r, p);
    }
}

/* ---- the loop ---------------------------------------------------------------------------------------------- */

/* Shortens the wait to end no later than at `at_us` of the source's clock; -1: never. */
static void wait_until(const struct recorder *r, int64_t at_us, int *timeout_ms)
{
    if (at_us >= 0) {
        int64_t left = (at_us - source_now_us(r->source)) / 1000 + 1;
        left = left < 0 ? 0 : left;
        *timeout_ms = *timeout_ms < 0 || left < *timeout_ms ? (int)left : *timeout_ms;
    }
}

static bool is_over(const struct recorder *r)
{
    int64_t now = source_now_us(r->source);
    return (r->limit_us >= 0 && now >= r->limit_us) ||
           (r->silence_us >= 0 && now >= r->heard_us + r->silence_us) || stop_asked();
}

static void wait_for_more(struct recorder *r)
{
    struct pollfd fds[SOURCE_FDS_MAX + 1];
    int timeout_ms = -1;
    size_t n = source_poll(r->source, fds, &timeout_ms);
    fds[n++] = (struct pollfd){.fd = r->stop_fd, .events = POLLIN};
    wait_until(r, r->limit_us, &timeout_ms);
    wait_until(r, r->silence_us < 0 ? -1 : r->heard_us + r->silence_us, &timeout_ms);
    wait_until(r, r->told_failure ? r->retry_us : -1, &timeout_ms);
    (void)poll(fds, (nfds_t)n, timeout_ms);
    if (r->told_failure && source_now_us(r->source) >= r->retry_us) {
        record_retry(r->record);
        r->retry_us = source_now_us(r->source) + second_us;
        watch_disk(r);
    }
}

static void run(struct recorder *r)
{
    struct recording_piece piece;
    enum source_state state = SOURCE_IDLE;
    while (state != SOURCE_END && !is_over(r)) {
        state = source_next(r->source, &piece);
        if (state == SOURCE_PIECE) {
            take(r, &piece);
        } else if (state == SOURCE_IDLE) {
            wait_for_more(r);
        }
    }
}

/* ---- beginning and end --------------------------------------------------------------------------------------- */

static bool open_source(struct recorder *r)
{
    struct source_options options;
    struct buf why;
    if (!recording_source(r->settings, &options)) {
        return false;
    }
    buf_init(&why, REASON_MAX);
    bool good = source_open(&r->source, r->word, &options, &why) == SPW_OK;
    if (!good) {
        say_about(r->word, buf_slice(&why));
    }
    buf_dispose(&why);
    return good;
}

static bool open_record(struct recorder *r)
{
    struct record_options options;
    struct buf why;
    if (!recording_file(r->settings, &options, &r->at_boot)) {
        return false;
    }
    if (options.path == NULL) {
        say("'record' needs -o FILE; '-o -' is standard output");
        return false;
    }
    buf_init(&why, REASON_MAX);
    bool good = record_open(&r->record, &options, source_started_us(r->source),
                            source_describe(r->source), &why) == SPW_OK;
    if (!good) {
        say_about(options.path, buf_slice(&why));
    }
    buf_dispose(&why);
    return good;
}

static bool open_boots(struct recorder *r)
{
    if (!r->at_boot) {
        return true;
    }
    r->has_rules = true;
    return rule_base_open_strict(&r->rules, r->settings) == SPW_OK &&
           boots_open(&r->boots, r->rules.knowledge) == SPW_OK;
}

static void say_begin(const struct recorder *r)
{
    struct slice from = source_describe(r->source), hint = source_hint(r->source);
    if (!r->settings->quiet) {
        say("recording %.*s to %s; Ctrl-C ends it", SLICE_ARG(from), record_state(r->record).path);
        if (hint.n > 0) {
            say("%.*s", SLICE_ARG(hint));
        }
    }
}

static void say_end(const struct recorder *r, const struct record_state *state)
{
    if (r->settings->quiet) {
        return;
    }
    say("bytes of the host: %llu, of the module: %llu, of either: %llu; gaps: %llu; files: %u",
        (unsigned long long)r->host, (unsigned long long)r->module, (unsigned long long)r->unknown,
        (unsigned long long)r->gaps, state->files);
    if (r->host + r->module + r->unknown == 0) {
        say("nothing was heard: is it the right port, at the right speed, and is the module on?");
    }
}

static int end(struct recorder *r)
{
    struct record_state state;
    struct slice failure = source_failure(r->source);
    int64_t now = source_now_us(r->source);
    bool written = record_close(r->record, now, &state);
    int status = EXIT_HEALTHY;
    if (!written) {
        say("%llu bytes could not be recorded", (unsigned long long)(state.lost + state.waiting));
        status = EXIT_NOT_JUDGED;
    }
    if (failure.n > 0) {
        say_about(r->word, failure);
        status = EXIT_NOT_JUDGED;
    }
    say_end(r, &state);
    return status;
}

static bool open_all(struct recorder *r)
{
    r->stop_fd = stop_catch();
    if (r->stop_fd < 0) {
        say("signals cannot be caught: %s", strerror(errno));
        return false;
    }
    return recording_duration("seconds", r->settings->seconds, &r->limit_us) &&
           recording_duration("until-silent", r->settings->until_silent, &r->silence_us) &&
           open_source(r) && open_record(r) && open_boots(r);
}

int cmd_record(const struct invocation *i)
{
    struct recorder r;
    int status = EXIT_NOT_JUDGED;
    memset(&r, 0, sizeof r);
    r.settings = &i->settings;
    r.word = i->operands[0];
    if (open_all(&r)) {
        say_begin(&r);
        run(&r);
        status = end(&r);
    } else if (r.record != NULL) {
        (void)record_close(r.record, 0, NULL);
    }
    source_close(r.source);
    if (r.has_rules) {
        boots_dispose(&r.boots);
        rule_base_dispose(&r.rules);
    }
    return status;
}

/* ---- ports ---------------------------------------------------------------------------------------------------- */

static bool print_page(const struct invocation *i, const struct buf *page)
{
    struct output out;
    if (!output_open(&out, i->settings.output)) {
        return false;
    }
    output_put(&out, buf_slice(page));
    return output_close(&out, true);
}

int cmd_ports(const struct invocation *i)
{
    struct buf page, why;
    buf_init(&page, PORTS_MAX);
    buf_init(&why, REASON_MAX);
    enum spw_status status = source_list_ports(&page, &why);
    if (status == SPW_NOT_FOUND) {
        say("this machine has no serial ports");
    } else if (status != SPW_OK) {
        say("%.*s", SLICE_ARG(buf_slice(&why)));
    }
    bool written = status != SPW_OK || print_page(i, &page);
    buf_dispose(&page);
    buf_dispose(&why);
    return status == SPW_IO || !written ? EXIT_NOT_JUDGED : EXIT_HEALTHY;
}
