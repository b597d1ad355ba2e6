/* The same findings whatever the wrapping: sample traces, written as the programs would have written
 * them that people capture with. */
#include "engine/sample.h"
#include "engine/wrapper.h"
#include "support/spw_test.h"

enum { BYTES_MAX = 1 << 22 };

static const char dialogue[] =
    "AT\nAT-S.OK\nAT+S.TLSCERT=content,2\nAT-S.Clean\nAT-S.OK\n"
    "AT+S.MQTTCONN=h,8883,,2,u&v,p,c,,,,,\nAT-S.Skip CA\nAT-S.Certificate Error:23\n"
    "AT-S.ERROR:111:Request failed\n+WIND:58:Socket Closed:0\n";

static unsigned failures;

static const struct spw_finding *find(const struct spw_report *r, const struct spw_finding *like)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        if (slice_eq(f->cause, like->cause) && f->rank == like->rank) {
            return f;
        }
    }
    return NULL;
}

static void complain(const struct wrapper *w, const char *trace, const char *what,
                     struct slice value)
{
    failures++;
    print_error("%s as %s: %s %.*s\n", trace, w->name, what, SLICE_ARG(value));
}

static void compare_place(const struct wrapper *w, const char *trace, const struct wrapped *wrapped,
                          const struct spw_finding *bare, const struct spw_finding *got)
{
    unsigned line = bare->n_evidence > 0 ? bare->evidence[0].at.span.line : 0;
    unsigned there = got->n_evidence > 0 ? got->evidence[0].at.span.line : 0;

    if (line == 0 || line > wrapped->n) {
        return;
    }
    if (there < wrapped->first[line - 1] || there > wrapped->last[line - 1]) {
        complain(w, trace, "evidence in another line:", got->cause);
        print_error("    line %u, should be %u to %u\n", there, wrapped->first[line - 1],
                    wrapped->last[line - 1]);
    }
}

static void compare(const struct wrapper *w, const char *trace, const struct wrapped *wrapped,
                    const struct spw_report *bare, const struct spw_report *got)
{
    for (size_t i = 0; i < bare->n_findings; i++) {
        const struct spw_finding *f = &bare->findings[i];
        const struct spw_finding *same = find(got, f);
        if (same == NULL && (f->rank == 1 || f->severity > SPW_NOTE)) {
            complain(w, trace, "lost", f->cause);
        } else if (same != NULL && f->rank == 1) {
            compare_place(w, trace, wrapped, f, same);
        }
    }
    for (size_t i = 0; i < got->n_findings; i++) {
        if (got->findings[i].severity > SPW_NOTE && find(bare, &got->findings[i]) == NULL) {
            complain(w, trace, "invented", got->findings[i].cause);
        }
    }
    if (w->framing != NULL && !slice_eq(got->framing, SLICE("spi-frames")) &&
        !slice_eq(got->framing, slice_cstr(w->framing))) {
        complain(w, trace, "called", got->framing);
    }
}

/* Around what is no plain dialogue, a program of one's own hides too much: nothing but AT commands, answers and
 * certificates tells what its labels look like. Told here, so that it is known. */
struct limit {
    const char *trace;
    const char *wrapper; /* NULL: all of them */
    const char *why;
};
#define BROKEN_COMMAND                                                                             \
    "a command broken by the paste is joined only where lines are lines of the file"
#define BROKEN_TWICE "what the paste joined or broke is broken again, at other places"
static const struct limit limits[] = {
    {"004-azure-websocket-path-success/trace-with-ca-file", NULL, "quotes of its own around it"},
    {"011-", NULL, "frames and a driver's printout, not the dialogue"},
    {"024-", NULL, "frames in hexadecimal"},
    {"025-", NULL, "frames in hexadecimal"},
    {"026-", NULL, "frames in hexadecimal"},
    {"029-", NULL, "frames in hexadecimal"},
    {"030-", NULL, "the boot messages of an update, without commands"},
    {"031-", NULL, "the boot messages of an update, without commands"},
    {"039-", NULL, "a driver's printout, not the dialogue"},
    {"041-", NULL, "a driver's printout, not the dialogue"},
    {"002-azure-client-certificate-missing/trace.txt", "strings in one line", BROKEN_COMMAND},
    {"002-azure-client-certificate-missing/trace.txt", "objects in one line", BROKEN_COMMAND},
    {"043-", "strings in one line", BROKEN_COMMAND},
    {"043-", "objects in one line", BROKEN_COMMAND},
    {"004-azure-websocket-path-success/trace.txt", "a narrow terminal", BROKEN_TWICE},
    {"043-", "a narrow terminal", BROKEN_TWICE},
    {"017-spwf01-no-wind55-pending-data/trace-joined.txt", "a narrow terminal", BROKEN_TWICE},
    {"020-spwf04-factory-reset-at-power-cycle/trace-joined", "a narrow terminal", BROKEN_TWICE},
    {"010-spwf01-unable-to-load-ca/trace-joined.txt", "Portmon", "several commands in one line"},
    {"017-spwf01-no-wind55-pending-data/trace-joined.txt", "Portmon",
     "several commands in one line"},
    {"017-spwf01-no-wind55-pending-data/trace.txt", "ser2net",
     "no answer that shows what its side is called"},
    {"022-", "a level and marks", "its own lines are mixed with such marks"},
};

static bool is_beyond(const char *trace, const struct wrapper *w)
{
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (slice_starts(slice_cstr(trace), slice_cstr(limits[i].trace)) &&
            (limits[i].wrapper == NULL ||
             slice_eq(slice_cstr(limits[i].wrapper), slice_cstr(w->name)))) {
            return true;
        }
    }
    return false;
}

/* `ways`: whole, in halves, byte by byte. */
static void check_wrapper(const struct wrapper *w, const char *trace, struct slice bytes,
                          const struct spw_report *bare, unsigned ways)
{
    static struct wrapped wrapped;
    struct spw_engine *e = NULL;

    buf_init(&wrapped.bytes, BYTES_MAX);
    wrapper_run(w, bytes, &wrapped);
    assert_int_equal(wrapped.bytes.status, SPW_OK);
    for (unsigned way = 0; way < ways; way++) {
        e = sample_diagnose(buf_slice(&wrapped.bytes), way == 1 ? wrapped.bytes.n / 2 : 0,
                            way == 2);
        compare(w, trace, &wrapped, bare, spw_engine_report(e));
        spw_engine_free(e);
    }
    buf_dispose(&wrapped.bytes);
}

static void check(const char *name, struct slice bytes)
{
    struct spw_engine *e = sample_diagnose(bytes, 0, false);
    const struct spw_report *bare = spw_engine_report(e);

    for (size_t i = 0; i < wrapper_count; i++) {
        check_wrapper(&wrappers[i], name, bytes, bare, 3);
    }
    for (size_t i = 0; i < people_wrapper_count; i++) {
        if (!is_beyond(name, &people_wrappers[i])) { /* one way: the stage scripts cut such lines */
            check_wrapper(&people_wrappers[i], name, bytes, bare, 1);
        }
    }
    spw_engine_free(e);
}

static void check_sample(void *context, const char *folder, const char *file, struct slice bytes)
{
    char name[600];
    (void)context;
    (void)snprintf(name, sizeof name, "%s/%s", folder, file);
    check(name, bytes);
}

static void every_wrapping_gives_the_findings_of_the_bare_trace(void **state)
{
    (void)state;
    check("dialogue", slice_of(dialogue, sizeof dialogue - 1));
    samples_visit(check_sample, NULL);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_wrapping_gives_the_findings_of_the_bare_trace)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
