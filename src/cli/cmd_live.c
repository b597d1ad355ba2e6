#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/say.h"
#include "cli/setup.h"
#include "cli/terminal.h"
#include "tui/tui.h"

enum { REASON_MAX = 4096 };

/* One watch over one source. */
struct live {
    const struct settings *settings;
    struct rule_base rules;
    struct engine_setup setup;
    struct intake *intake;
    struct buf why;
};

static enum screen_theme theme_of(const char *name)
{
    return name == NULL || strcmp(name, "auto") == 0 ? THEME_AUTO
           : strcmp(name, "light") == 0              ? THEME_LIGHT
                                                     : THEME_DARK;
}

static int exit_status_of(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].severity == SPW_ERROR) {
            return EXIT_FINDINGS;
        }
    }
    return r->at_traffic ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
}

static int watch_full_screen(struct live *l, const char *source)
{
    struct terminal terminal = terminal_of(STDOUT_FILENO, l->settings->colour);
    struct tui *tui = NULL;
    const struct tui_options options = {.knowledge = l->rules.knowledge,
                                        .engine = &l->setup.options,
                                        .screen = {.colour = terminal.colour,
                                                   .ascii = terminal.ascii,
                                                   .theme = theme_of(l->settings->theme),
                                                   .keys_from_terminal = strcmp(source, "-") == 0}};
    enum spw_status status = tui_run(&tui, l->intake, &options, &l->why);
    int answer = EXIT_NOT_JUDGED;
    if (status == SPW_OK) {
        answer = exit_status_of(tui_report(tui));
    } else {
        say_about(source, l->why.n > 0 ? buf_slice(&l->why) : SLICE("no memory left"));
    }
    tui_free(tui);
    return answer;
}

int cmd_live(const struct invocation *i)
{
    struct live l = {.settings = &i->settings};
    int status = EXIT_NOT_JUDGED;
    buf_init(&l.why, REASON_MAX);
    enum spw_status rules = rule_base_open_strict(&l.rules, &i->settings);
    if (engine_setup_open(&l.setup, &i->settings) && rules == SPW_OK) {
        if (intake_open_file(&l.intake, i->operands[0], true, &l.why) != SPW_OK) {
            say_about(i->operands[0], buf_slice(&l.why));
        } else {
            status = watch_full_screen(&l, i->operands[0]);
        }
    }
    intake_close(l.intake);
    engine_setup_dispose(&l.setup);
    rule_base_dispose(&l.rules);
    buf_dispose(&l.why);
    return status;
}
