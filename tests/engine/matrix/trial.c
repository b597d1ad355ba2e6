#include "engine/matrix/trial.h"

#include <string.h>

#include "engine/sample.h"
#include "include/live.h"
#include "support/spw_test.h"

/* The session of the first complaint, so that it can be had again: printf '...' > trace. */
static void print_session(struct slice s)
{
    static bool printed;
    struct buf text;

    if (printed || s.n == 0) {
        return;
    }
    printed = true;
    buf_init(&text, 4 * SESSION_MAX);
    for (size_t i = 0; i < s.n; i++) {
        bool plain = s.p[i] >= ' ' && s.p[i] < 0x7F && strchr("\\'%", s.p[i]) == NULL;
        buf_printf(&text, plain ? "%c" : "\\%03o", s.p[i]);
    }
    print_error("the session, for printf:\n%.*s\n", SLICE_ARG(buf_slice(&text)));
    buf_dispose(&text);
}

static void complain(const struct trial *t, const char *what)
{
    print_error("%.*s [%s, %s]: %s %.*s\n", SLICE_ARG(t->c->name), t->elder ? "01" : "04",
                t->variant, what, SLICE_ARG(t->c->cause));
    for (size_t i = 0; i < t->report->n_findings; i++) {
        const struct spw_finding *f = &t->report->findings[i];
        print_error("    attempt %u rank %u %s %s %.*s (%.*s)\n", f->attempt, f->rank,
                    spw_severity_name(f->severity), spw_confidence_name(f->confidence),
                    SLICE_ARG(f->cause), SLICE_ARG(f->rule));
    }
    print_session(t->session);
}

static const struct spw_finding *first_of(const struct trial *t)
{
    for (size_t i = 0; i < t->report->n_findings; i++) {
        const struct spw_finding *f = &t->report->findings[i];
        if ((f->rank == 1 || case_skips(t->c, "rank")) && slice_eq(f->cause, t->c->cause)) {
            return f;
        }
    }
    return NULL;
}

static bool any_error(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].severity == SPW_ERROR) {
            return true;
        }
    }
    return false;
}

/* `strict`: a recording that keeps everything; others may leave less certainty, never more. */
static void expect_mistake(const struct trial *t, bool strict)
{
    const struct spw_finding *f = first_of(t);
    bool error = slice_eq(t->c->severity, SLICE("error")), behind = case_skips(t->c, "rank");

    t->score->sessions++;
    if (f == NULL) {
        t->score->missed++;
        complain(t, "not at rank 1:");
    } else if (strict && !behind &&
               !slice_eq(slice_cstr(spw_severity_name(f->severity)), t->c->severity)) {
        t->score->missed++;
        complain(t, "of another severity:");
    } else if (strict ? any_error(t->report) != error : any_error(t->report) && !error) {
        t->score->missed++;
        complain(t, "exit status:");
    } else if (f != &t->report->findings[0] && !case_skips(t->c, "first")) {
        t->score->not_first++;
        complain(t, "not the first to be read:");
    }
}

static void expect_silence(const struct trial *t)
{
    t->score->sessions++;
    for (size_t i = 0; i < t->report->n_findings; i++) {
        if (t->report->findings[i].severity > SPW_NOTE) {
            t->score->false_alarms++;
            complain(t, "false alarm in the corrected session of");
            return;
        }
    }
}

struct range trial_all(const struct script *s) { return (struct range){0, s->items.n, s->items.n}; }

void trial_run(struct trial *t, const struct script *s, enum style style, struct range which,
               bool mistaken)
{
    struct spw_engine *e = NULL;
    struct buf bytes;

    buf_init(&bytes, SESSION_MAX);
    script_write(s, style, which, &bytes);
    assert_int_equal(bytes.status, SPW_OK);
    t->session = buf_slice(&bytes);
    e = sample_diagnose(t->session, 0, false);
    t->report = spw_engine_report(e);
    if (mistaken && t->c->cause.n > 0) {
        expect_mistake(t, style == STYLE_CONSOLE && strcmp(t->variant, "console") == 0);
    } else {
        expect_silence(t);
    }
    t->session = slice_of(NULL, 0);
    buf_dispose(&bytes);
    spw_engine_free(e);
}

/* Is the mistake of the case told already? */
static bool is_told(struct trial *t, struct spw_engine *e)
{
    assert_int_equal(spw_engine_peek(e, SPW_PEEK_GOING_ON), SPW_OK);
    t->report = spw_engine_report(e);
    return first_of(t) != NULL;
}

/* What is said while the session goes on may not be taken back: a healthy one is silent at every line. */
static bool watch_lines(struct trial *t, struct spw_engine *e, struct slice bytes, bool mistaken)
{
    bool told = false;
    while (bytes.n > 0) {
        size_t end = slice_find_byte(bytes, '\n', 0);
        struct slice line = slice_sub(bytes, 0, end < bytes.n ? end + 1 : end);
        bytes = slice_from(bytes, line.n);
        assert_int_equal(spw_engine_feed(e, line, TIME_NONE), SPW_OK);
        told = is_told(t, e) || told;
        if (!mistaken) {
            expect_silence(t);
            t->score->sessions--;
        }
    }
    return told;
}

void trial_watch(struct trial *t, const struct script *s, bool mistaken)
{
    struct spw_engine *e = sample_engine();
    struct buf bytes;

    mistaken = mistaken && t->c->cause.n > 0;
    buf_init(&bytes, SESSION_MAX);
    script_write(s, STYLE_CONSOLE, trial_all(s), &bytes);
    t->session = buf_slice(&bytes);
    t->score->early += watch_lines(t, e, buf_slice(&bytes), mistaken) && mistaken ? 1u : 0u;
    assert_int_equal(spw_engine_peek(e, SPW_PEEK_IF_ENDED), SPW_OK);
    t->report = spw_engine_report(e);
    if (mistaken) {
        expect_mistake(t, false);
    } else {
        expect_silence(t);
    }
    t->session = slice_of(NULL, 0);
    buf_dispose(&bytes);
    spw_engine_free(e);
}
