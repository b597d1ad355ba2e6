#include "cli/command.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/secrets.h"
#include "cli/whole.h"

enum { ANSWER_MAX = 256 * 1024 * 1024, REASON_MAX = 4096 };

static bool read_answer(const char *path, struct buf *out)
{
    struct capture_file file;
    struct buf why;
    bool damaged = false;
    buf_init(&why, REASON_MAX);
    enum spw_status status = capture_file_open(&file, path, &why);
    if (status != SPW_OK) {
        say_about(path, buf_slice(&why));
    } else {
        status = whole_read(&file, path, out, &damaged) && !damaged ? SPW_OK : SPW_IO;
        capture_file_close(&file);
    }
    buf_dispose(&why);
    return status == SPW_OK;
}

static int write_answer(const struct invocation *i, const struct secrets_map *m,
                        struct slice answer)
{
    struct buf page;
    struct output out;
    buf_init(&page, ANSWER_MAX);
    size_t n = restore_text(m->pairs, m->n, answer, &page);
    bool good = page.status == SPW_OK && output_open(&out, i->settings.output);
    if (good) {
        output_put(&out, buf_slice(&page));
        good = output_close(&out, true);
    }
    if (good && i->settings.verbose) {
        say("%zu tokens replaced", n);
    }
    buf_dispose(&page);
    return good ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
}

int cmd_unredact(const struct invocation *i)
{
    struct secrets_map map;
    struct buf answer;
    if (i->settings.map == NULL) {
        say("'unredact' needs --map FILE, as --redact-map has written it");
        return EXIT_NOT_JUDGED;
    }
    buf_init(&answer, WHOLE_MAX);
    int status = EXIT_NOT_JUDGED;
    bool good = secrets_read_map(i->settings.map, &map);
    if (good && read_answer(i->operands[0], &answer)) {
        status = write_answer(i, &map, buf_slice(&answer));
    }
    secrets_map_dispose(&map);
    buf_dispose(&answer);
    return status;
}
