#include "tui/plain.h"

#include <poll.h>
#include <string.h>
#include <time.h>

#include "tui/plain_lines.h"
#include "tui/signals.h"

enum { SILENCE_MS = 5000 };

struct plain {
    struct intake *in;
    const struct plain_options *options;
    struct watch watch;
    struct plain_lines lines;
    struct signals signals;
    bool reached;
    bool reader_gone;
    bool unjudged; /* something came since the last look at the report */
    int64_t began_ms, fed_ms;
};

static int64_t now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool plain_until_parse(struct slice word, enum plain_until *out)
{
    static const struct {
        const char *name;
        enum plain_until until;
    } names[] = {
        {"end", UNTIL_END}, {"first-finding", UNTIL_FIRST_FINDING}, {"connected", UNTIL_CONNECTED}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (slice_eq(slice_cstr(names[i].name), word)) {
            *out = names[i].until;
            return true;
        }
    }
    *out = UNTIL_CONDITION;
    return false;
}

/* ---- what is waited for ------------------------------------------------------------------------------- */

static void check_report(struct plain *p)
{
    const struct spw_report *r = watch_report(&p->watch);
    if (p->options->until == UNTIL_FIRST_FINDING) {
        for (size_t i = 0; i < r->n_findings; i++) {
            p->reached = p->reached || r->findings[i].severity != SPW_NOTE;
        }
    } else if (p->options->until == UNTIL_CONNECTED) {
        for (size_t i = 0; i < r->n_attempts; i++) {
            p->reached = p->reached || r->attempts[i].outcome == SPW_OUTCOME_OK;
        }
    }
}

/* The index has taken the line in before we are told of it. */
static int64_t time_of_last_line(struct scrollback *x)
{
    struct scroll_line last;
    uint64_t n = scroll_count(x);
    return n > 0 && scroll_line(x, n - 1, &last) && last.us != TIME_NONE ? last.us - x->start_us
                                                                         : TIME_NONE;
}

static void on_line(void *context, const struct spw_line *l)
{
    struct plain *p = context;
    plain_lines_line(&p->lines, l, time_of_last_line(&p->watch.index));
}

static void on_event(void *context, const struct spw_event *ev)
{
    struct plain *p = context;
    plain_lines_event(&p->lines, ev);
    if (p->options->condition != NULL && !p->reached) {
        p->reached = spw_condition_holds(p->options->condition, p->watch.engine) == TRI_YES;
    }
}

static void on_state(void *context, size_t row, const struct spw_state_row *value)
{
    struct plain *p = context;
    (void)row;
    plain_lines_state(&p->lines, value);
}

static void on_finding(void *context, enum ledger_change change, const struct ledger_entry *entry,
                       const struct spw_finding *finding)
{
    struct plain *p = context;
    plain_lines_finding(&p->lines, change, entry, finding);
}

/* ---- the loop -------------------------------------------------------------------------------------------- */

static void flush(struct plain *p)
{
    plain_lines_flush(&p->lines);
    if (p->lines.out.n > 0) {
        p->reader_gone =
            !p->options->put(p->options->context, buf_slice(&p->lines.out)) || p->reader_gone;
        buf_clear(&p->lines.out);
    }
}

static void judge(struct plain *p, enum spw_peek how)
{
    watch_refresh(&p->watch, how);
    check_report(p);
    flush(p);
}

/* False: the source has ended. */
static bool feed(struct plain *p)
{
    struct slice bytes = {NULL, 0};
    enum intake_state state = INTAKE_IDLE;
    while (!p->reached && !p->reader_gone && p->signals.ends == 0 &&
           (state = intake_next(p->in, &bytes)) == INTAKE_BYTES) {
        watch_feed(&p->watch, bytes);
        p->fed_ms = now_ms();
        p->unjudged = true;
        judge(p, SPW_PEEK_GOING_ON);
        signals_read(&p->signals);
    }
    return state != INTAKE_END;
}

static int silence_ms(const struct plain *p)
{
    return p->options->silence_ms > 0 ? p->options->silence_ms : SILENCE_MS;
}

static int sooner(int a, int64_t b) { return a < 0 || b < a ? (int)(b < 0 ? 0 : b) : a; }

static void wait_for_more(struct plain *p)
{
    struct pollfd fds[INTAKE_FDS_MAX + 1];
    int wait = -1;
    size_t n = intake_poll(p->in, fds, &wait);
    fds[n++] = (struct pollfd){.fd = p->signals.read_fd, .events = POLLIN};
    if (p->unjudged) {
        wait = sooner(wait, p->fed_ms + silence_ms(p) - now_ms());
    }
    if (p->options->until_silent_ms > 0) {
        wait = sooner(wait, p->fed_ms + p->options->until_silent_ms - now_ms());
    }
    if (p->options->timeout_ms > 0) {
        wait = sooner(wait, p->began_ms + p->options->timeout_ms - now_ms());
    }
    (void)poll(fds, (nfds_t)n, wait);
    signals_read(&p->signals);
}

/* A silence that ends the watch. */
static bool silent(const struct plain *p)
{
    return p->options->until_silent_ms > 0 && now_ms() - p->fed_ms >= p->options->until_silent_ms;
}

static bool timed_out(const struct plain *p)
{
    return p->options->timeout_ms > 0 && now_ms() - p->began_ms >= p->options->timeout_ms;
}

static enum plain_outcome run(struct plain *p)
{
    while (feed(p) && !p->reached && !p->reader_gone && p->signals.ends == 0) {
        if (timed_out(p)) {
            return PLAIN_TIMEOUT;
        }
        if (silent(p)) {
            return PLAIN_ENDED;
        }
        if (p->unjudged && now_ms() - p->fed_ms >= silence_ms(p)) {
            p->unjudged = false;
            judge(p, SPW_PEEK_IF_ENDED);
        } else {
            wait_for_more(p);
        }
    }
    return p->reached ? PLAIN_REACHED : PLAIN_ENDED;
}

static enum spw_status begin(struct plain *p, struct buf *why)
{
    const struct watch_listener listener = {.line = on_line,
                                            .event = on_event,
                                            .state = on_state,
                                            .findings = {on_finding, p},
                                            .context = p};
    const struct plain_lines_options look = {.json = p->options->json,
                                             .colour = p->options->colour,
                                             .ascii = p->options->ascii,
                                             .quiet = p->options->quiet};
    plain_lines_init(&p->lines, &look);
    enum spw_status status = watch_init(&p->watch, p->options->knowledge, p->options->engine,
                                        intake_reader(p->in), &listener);
    if (status == SPW_OK) {
        status = signals_open(&p->signals, false);
    }
    if (status == SPW_IO) {
        buf_cstr(why, "no temporary file can be made in $TMPDIR");
    } else if (status != SPW_OK) {
        buf_cstr(why, "no memory left");
    }
    return status;
}

struct plain_result plain_run(struct intake *in, const struct plain_options *o, struct buf *why)
{
    static const char *const names[] = {[PLAIN_ENDED] = "ended",
                                        [PLAIN_REACHED] = "reached",
                                        [PLAIN_TIMEOUT] = "timeout",
                                        [PLAIN_FAILED] = "failed"};
    struct plain p = {.in = in, .options = o, .began_ms = now_ms(), .fed_ms = now_ms()};
    struct plain_result result = {.outcome = PLAIN_FAILED};
    if (begin(&p, why) == SPW_OK) {
        plain_lines_begin(&p.lines, intake_source(in), intake_recording(in));
        result.outcome = run(&p);
        watch_finish(&p.watch);
        check_report(&p);
        if (p.reached && result.outcome == PLAIN_ENDED) {
            result.outcome = PLAIN_REACHED;
        }
        const struct spw_report *r = watch_report(&p.watch);
        plain_lines_end(&p.lines, r, names[result.outcome]);
        flush(&p);
        result.signal = p.signals.ends;
        result.at_traffic = r->at_traffic;
        for (size_t i = 0; i < r->n_findings; i++) {
            result.error_found = result.error_found || r->findings[i].severity == SPW_ERROR;
        }
        signals_close(&p.signals);
    }
    watch_dispose(&p.watch);
    plain_lines_dispose(&p.lines);
    return result;
}
