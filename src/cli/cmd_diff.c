/* spwfdiag diff: a session that works beside one that does not. The status is that of diff(1). */
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/secrets.h"
#include "cli/setup.h"
#include "cli/terminal.h"
#include "cli/whole.h"
#include "report/difference.h"

enum { PAGE_MAX_BYTES = 256 * 1024 * 1024, REASON_MAX = 4096, SIDES = 2 };

struct comparison {
    const struct settings *settings;
    const char *const *paths;
    const struct difference_format *format;
    struct rule_base rules;
    struct engine_setup setup;
    struct spw_redactor *redactor; /* private keys are shown in no case */
    struct buf bytes[SIDES];
    struct story stories[SIDES];
    struct diff diff;
};

/* ---- reading -------------------------------------------------------------------------------------------- */

static bool read_side(struct comparison *c, size_t i)
{
    struct capture_file file;
    struct buf why;
    bool damaged = false;
    buf_init(&why, REASON_MAX);
    enum spw_status status = capture_file_open(&file, c->paths[i], &why);
    if (status != SPW_OK) {
        say_about(c->paths[i], buf_slice(&why));
    } else {
        status =
            whole_read(&file, c->paths[i], &c->bytes[i], &damaged) && !damaged ? SPW_OK : SPW_IO;
        capture_file_close(&file);
    }
    buf_dispose(&why);
    return status == SPW_OK;
}

/* Both are learned before either is changed: the same secret is then the same token. */
static bool redact_sides(struct comparison *c)
{
    struct spw_redaction what = {.keys_only = !secrets_asked(c->settings, false)};
    if (!secrets_also(c->settings, &what)) {
        return false;
    }
    enum spw_status status = spw_redactor_new(&c->redactor, c->rules.knowledge, &what);
    for (size_t i = 0; i < SIDES && status == SPW_OK; i++) {
        status = spw_redactor_learn(c->redactor, buf_slice(&c->bytes[i]));
    }
    for (size_t i = 0; i < SIDES && status == SPW_OK; i++) {
        status = spw_redactor_apply(c->redactor, c->bytes[i].p, c->bytes[i].n);
    }
    if (status != SPW_OK) {
        say("the captures cannot be redacted: too many secrets, or no memory left");
    }
    return status == SPW_OK;
}

static bool tell_story(struct comparison *c, size_t i)
{
    enum spw_status status =
        story_read(&c->stories[i], buf_slice(&c->bytes[i]), c->rules.knowledge, &c->setup.options);
    if (status != SPW_OK) {
        say_messages(&c->setup.messages);
        say_about(c->paths[i], SLICE("cannot be read as a session"));
    } else if (!spw_engine_report(c->stories[i].engine)->at_traffic) {
        say_about(c->paths[i], SLICE("holds no AT traffic"));
        status = SPW_NOT_FOUND;
    } else if (c->stories[i].dropped > 0) {
        say("%s: only the first %d steps of %zu are compared", c->paths[i], STORY_STEPS_MAX,
            c->stories[i].steps.n + c->stories[i].dropped);
    }
    return status == SPW_OK;
}

/* ---- writing --------------------------------------------------------------------------------------------- */

/* Returns the exit status. */
static int write_page(struct comparison *c, struct output *out)
{
    const struct settings *s = c->settings;
    const struct difference d = {slice_cstr(c->paths[0]), slice_cstr(c->paths[1]), &c->diff};
    struct terminal t = terminal_of(out->fd, s->colour);
    const struct report_options look = {.colour = t.colour,
                                        .ascii = t.ascii,
                                        .terminal = t.present,
                                        .quiet = s->quiet,
                                        .verbose = s->verbose,
                                        .width = t.width};
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    c->format->put(&d, &look, &page);
    int status = diff_is_same(&c->diff) ? EXIT_HEALTHY : EXIT_FINDINGS;
    if (page.status != SPW_OK) {
        say("the comparison is too large");
        status = EXIT_NOT_JUDGED;
    } else if (secrets_asked(s, false) && !whole_check(c->redactor, buf_slice(&page))) {
        status = EXIT_LEAK;
    } else {
        output_put(out, buf_slice(&page));
    }
    buf_dispose(&page);
    return status;
}

static int compare(struct comparison *c)
{
    struct output out;
    if (!read_side(c, 0) || !read_side(c, 1) || !redact_sides(c) || !tell_story(c, 0) ||
        !tell_story(c, 1)) {
        return EXIT_NOT_JUDGED;
    }
    if (diff_make(&c->diff, &c->stories[0], &c->stories[1]) != SPW_OK) {
        say("the sessions cannot be compared: no memory left");
        return EXIT_NOT_JUDGED;
    }
    if (!output_open(&out, c->settings->output)) {
        return EXIT_NOT_JUDGED;
    }
    int status = write_page(c, &out);
    bool good = status == EXIT_HEALTHY || status == EXIT_FINDINGS;
    if (good && secrets_asked(c->settings, false)) {
        good = secrets_write_map(c->settings, c->redactor);
        status = good ? status : EXIT_NOT_JUDGED;
    }
    return output_close(&out, good) || !good ? status : EXIT_NOT_JUDGED;
}

int cmd_diff(const struct invocation *i)
{
    struct comparison c;
    memset(&c, 0, sizeof c);
    c.settings = &i->settings;
    c.paths = i->operands;
    c.format = difference_format_find(slice_cstr(i->settings.format));
    if (c.format == NULL) {
        say("a comparison is written as text, json or markdown, not as %s", i->settings.format);
        return EXIT_NOT_JUDGED;
    }
    for (size_t k = 0; k < SIDES; k++) {
        buf_init(&c.bytes[k], WHOLE_MAX);
    }
    int status = EXIT_NOT_JUDGED;
    bool ready = engine_setup_open(&c.setup, &i->settings);
    if (ready && rule_base_open_strict(&c.rules, &i->settings) == SPW_OK) {
        status = compare(&c);
    }
    diff_dispose(&c.diff);
    for (size_t k = 0; k < SIDES; k++) {
        story_dispose(&c.stories[k]);
        buf_dispose(&c.bytes[k]);
    }
    spw_redactor_free(c.redactor);
    if (ready) {
        rule_base_dispose(&c.rules);
    }
    engine_setup_dispose(&c.setup);
    return status;
}
