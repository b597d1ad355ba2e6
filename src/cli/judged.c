#include "cli/judged.h"

#include <string.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/say.h"
#include "cli/terminal.h"
#include "report/judgement.h"

enum { PAGE_MAX_BYTES = 16 * 1024 * 1024 };

struct spw_material *judged_new(const struct rule_base *rules, const struct settings *s)
{
    struct spw_material *m = NULL;
    struct spw_material_options options = {.dialect = slice_cstr(s->module),
                                           .slot = slice_cstr(s->slot)};
    if (s->format != NULL && strcmp(s->format, "text") != 0 && strcmp(s->format, "json") != 0) {
        say("--format %s is not there for certificates: text or json", s->format);
        return NULL;
    }
    if (!setup_time(&options.now, s)) {
        return NULL;
    }
    enum spw_status status = spw_material_new(&m, rules->knowledge, &options);
    if (status != SPW_OK) {
        say(status == SPW_NOT_FOUND ? "there is no such module" : "no memory left");
    }
    return m;
}

static void put(const struct settings *s, const char *command, const struct spw_judgement *j,
                int fd, struct buf *page)
{
    struct terminal t = terminal_of(fd, s->colour);
    struct report_options look = {.colour = t.colour,
                                  .ascii = t.ascii,
                                  .terminal = t.present,
                                  .quiet = s->quiet,
                                  .verbose = s->verbose,
                                  .width = t.width};
    if (s->format != NULL && strcmp(s->format, "json") == 0) {
        report_judgement_json(command, j, page);
    } else {
        report_judgement_text(&look, j, page);
    }
}

int judged_report(struct spw_material *m, const struct settings *s, const char *command,
                  const char *path)
{
    const struct spw_judgement *j = spw_material_judge(m);
    struct output output;
    struct buf page;
    if (j == NULL) {
        say("no memory left");
        return EXIT_NOT_JUDGED;
    }
    if (!output_open(&output, path)) {
        return EXIT_NOT_JUDGED;
    }
    buf_init(&page, PAGE_MAX_BYTES);
    put(s, command, j, output.fd, &page);
    output_put(&output, buf_slice(&page));
    bool written = output_close(&output, page.status == SPW_OK);
    bool whole = page.status == SPW_OK;
    buf_dispose(&page);
    if (!written || !whole) {
        return EXIT_NOT_JUDGED;
    }
    return j->errors > 0 ? EXIT_FINDINGS : EXIT_HEALTHY;
}
