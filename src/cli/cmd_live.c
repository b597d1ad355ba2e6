/* live: a session watched while it goes on, in full screen or as lines. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/stamp.h"
#include "cli/command.h"
#include "cli/live_actions.h"
#include "cli/output.h"
#include "cli/recording.h"
#include "cli/say.h"
#include "cli/setup.h"
#include "cli/terminal.h"
#include "tui/plain.h"
#include "tui/tui.h"

enum { REASON_MAX = 4096, NAME_MAX_BYTES = 64 };
static const int64_t millisecond_us = 1000;

/* One watch over one source. */
struct live {
    const struct settings *settings;
    const char *source;
    struct terminal terminal;
    bool screen; /* the terminal can show a whole one */
    struct rule_base rules;
    struct engine_setup setup;
    struct intake *intake;
    struct spw_condition *condition; /* of --until; NULL: none */
    enum plain_until until;
    int64_t timeout_us, seconds_us, silence_us, until_silent_us; /* -1: not given */
    char recording[NAME_MAX_BYTES]; /* the name that it gets by itself */
    struct buf why;
};

static int64_t milliseconds(int64_t us) { return us > 0 ? us / millisecond_us : 0; }

/* ---- options ------------------------------------------------------------------------------------------ */

static bool is_plain(const struct live *l)
{
    const struct settings *s = l->settings;
    return s->plain || s->until != NULL || s->format != NULL || s->timeout != NULL ||
           s->seconds != NULL || s->until_silent != NULL || !l->screen;
}

static bool set_until(struct live *l)
{
    struct messages messages;
    l->until = UNTIL_END;
    if (l->settings->until == NULL ||
        plain_until_parse(slice_cstr(l->settings->until), &l->until)) {
        return true;
    }
    messages_init(&messages);
    bool good = spw_condition_new(&l->condition, l->rules.knowledge, slice_cstr(l->settings->until),
                                  &messages) == SPW_OK;
    say_messages(&messages);
    messages_dispose(&messages);
    if (!good) {
        say("--until takes end, first-finding, connected or a condition; 'spwfdiag fields' lists "
            "what conditions can ask");
    }
    return good;
}

static bool check_settings(struct live *l)
{
    const char *format = l->settings->format;
    if (format != NULL && strcmp(format, "text") != 0 && strcmp(format, "ndjson") != 0) {
        say("live writes text or ndjson, not %s", format);
        return false;
    }
    return recording_duration("timeout", l->settings->timeout, &l->timeout_us) &&
           recording_duration("seconds", l->settings->seconds, &l->seconds_us) &&
           recording_duration("until-silent", l->settings->until_silent, &l->until_silent_us) &&
           recording_duration("silence", l->settings->silence, &l->silence_us) && set_until(l);
}

/* A session that nobody named is kept under the time at which it began. */
static const char *name_by_time(struct live *l)
{
    struct civil c = time_to_civil((int64_t)time(NULL));
    (void)snprintf(l->recording, sizeof l->recording, "session-%04d%02d%02d-%02d%02d%02d.rec",
                   c.year, c.month, c.day, c.hour, c.minute, c.second);
    return l->recording;
}

static bool open_source(struct live *l)
{
    struct intake_options o = {.follow = !l->settings->once};
    bool at_boot = false;
    if (!recording_source(l->settings, &o.source) ||
        !recording_file(l->settings, &o.record, &at_boot)) {
        return false;
    }
    if (at_boot) {
        say("--rotate boot is for the command record");
        return false;
    }
    o.source.stop_when_gone = l->settings->once;
    if (l->settings->no_record) {
        o.record.path = NULL;
    } else if (o.record.path == NULL) {
        o.record.path = name_by_time(l);
    }
    if (intake_open(&l->intake, l->source, &o, &l->why) != SPW_OK) {
        say_about(l->source, buf_slice(&l->why));
        return false;
    }
    if (intake_framing(l->intake).n > 0) {
        l->setup.options.framing = intake_framing(l->intake);
    }
    return true;
}

/* ---- full screen ----------------------------------------------------------------------------------------- */

static int exit_status_of(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].severity == SPW_ERROR) {
            return EXIT_FINDINGS;
        }
    }
    return r->at_traffic ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
}

static enum screen_theme theme_of(const char *name)
{
    return name == NULL || strcmp(name, "auto") == 0 ? THEME_AUTO
           : strcmp(name, "light") == 0              ? THEME_LIGHT
                                                     : THEME_DARK;
}

static int watch_full_screen(struct live *l)
{
    struct live_actions actions = {.settings = l->settings,
                                   .knowledge = l->rules.knowledge,
                                   .intake = l->intake,
                                   .source = l->source};
    struct tui *tui = NULL;
    const struct tui_options options = {.knowledge = l->rules.knowledge,
                                        .engine = &l->setup.options,
                                        .screen = {.colour = l->terminal.colour,
                                                   .ascii = l->terminal.ascii,
                                                   .theme = theme_of(l->settings->theme),
                                                   .keys_from_terminal = isatty(STDIN_FILENO) != 1},
                                        .actions = live_actions_table(&actions),
                                        .silence_ms = (int)milliseconds(l->silence_us)};
    enum spw_status status = tui_run(&tui, l->intake, &options, &l->why);
    int answer = EXIT_NOT_JUDGED;
    if (status == SPW_OK) {
        answer = exit_status_of(tui_report(tui));
    } else {
        say_about(l->source, l->why.n > 0 ? buf_slice(&l->why) : SLICE("no memory left"));
    }
    tui_free(tui);
    struct slice kept = intake_recording(l->intake);
    if (status == SPW_OK && kept.n > 0 && !l->settings->quiet) {
        say("recorded in %.*s", SLICE_ARG(kept));
    }
    return answer;
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

static bool put_lines(void *context, struct slice bytes)
{
    struct output *output = context;
    output_put(output, bytes);
    return !output->failed && !output->closed_pipe;
}

static int status_of_plain(const struct live *l, const struct plain_result *r)
{
    if (r->outcome == PLAIN_REACHED) {
        bool bad = l->until == UNTIL_FIRST_FINDING && r->error_found;
        return bad ? EXIT_FINDINGS : EXIT_HEALTHY;
    }
    if (r->error_found) {
        return EXIT_FINDINGS;
    }
    if (r->outcome == PLAIN_TIMEOUT || l->until != UNTIL_END) {
        return l->settings->until != NULL ? EXIT_NOT_REACHED : EXIT_HEALTHY;
    }
    return r->at_traffic ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
}

static int watch_plain(struct live *l)
{
    struct output output;
    const char *format = l->settings->format;
    if (!output_open(&output, NULL)) {
        return EXIT_NOT_JUDGED;
    }
    const struct plain_options options = {
        .knowledge = l->rules.knowledge,
        .engine = &l->setup.options,
        .json = format != NULL && strcmp(format, "ndjson") == 0,
        .colour = l->terminal.colour,
        .ascii = l->terminal.ascii,
        .quiet = l->settings->quiet,
        .until = l->until,
        .condition = l->condition,
        .timeout_ms = milliseconds(l->timeout_us > 0 ? l->timeout_us : l->seconds_us),
        .until_silent_ms = milliseconds(l->until_silent_us),
        .silence_ms = (int)milliseconds(l->silence_us),
        .put = put_lines,
        .context = &output};
    if (intake_hint(l->intake).n > 0) {
        say_about(l->source, intake_hint(l->intake));
    }
    struct plain_result r = plain_run(l->intake, &options, &l->why);
    struct slice broke = intake_failure(l->intake);
    if (r.outcome == PLAIN_FAILED || broke.n > 0) {
        say_about(l->source, broke.n > 0 ? broke : buf_slice(&l->why));
    }
    bool written = output_close(&output, true);
    return r.outcome == PLAIN_FAILED || !written ? EXIT_NOT_JUDGED : status_of_plain(l, &r);
}

int cmd_live(const struct invocation *i)
{
    struct live l = {.settings = &i->settings, .source = i->operands[0]};
    int status = EXIT_NOT_JUDGED;
    buf_init(&l.why, REASON_MAX);
    l.terminal = terminal_of(STDOUT_FILENO, i->settings.colour);
    l.screen = l.terminal.present && screen_can_be_used();
    if (l.terminal.present && !l.screen && !i->settings.plain) {
        say("this terminal (TERM) cannot place a cursor: lines instead of a screen");
    }
    enum spw_status rules = rule_base_open_strict(&l.rules, &i->settings);
    if (engine_setup_open(&l.setup, &i->settings) && rules == SPW_OK && check_settings(&l) &&
        open_source(&l)) {
        status = is_plain(&l) ? watch_plain(&l) : watch_full_screen(&l);
    }
    intake_close(l.intake);
    spw_condition_free(l.condition);
    engine_setup_dispose(&l.setup);
    rule_base_dispose(&l.rules);
    buf_dispose(&l.why);
    return status;
}
