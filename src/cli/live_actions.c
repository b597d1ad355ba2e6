#include "cli/live_actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/live_history.h"
#include "cli/reading.h"

enum { PATH_ROOM = 4096, NAMES_MAX = 9999, LEARN_MAX = 64 * 1024 * 1024, SAID_MAX = 512 };

/* ---- new files: none is ever overwritten --------------------------------------------------------------- */

static int create_new(const char *stem, const char *suffix, char *path)
{
    int fd = -1;
    for (unsigned n = 1; n < NAMES_MAX && fd < 0; n++) {
        if (n == 1) {
            (void)snprintf(path, PATH_ROOM, "%s%s", stem, suffix);
        } else {
            (void)snprintf(path, PATH_ROOM, "%s-%u%s", stem, n, suffix);
        }
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST) {
            break;
        }
    }
    return fd;
}

static bool write_all(int fd, struct slice bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        bytes = slice_from(bytes, (size_t)n);
    }
    return true;
}

static void save(void *context, const char *stem, const char *suffix, struct slice text,
                 struct buf *answer)
{
    char path[PATH_ROOM];
    (void)context;
    int fd = create_new(stem, suffix, path);
    if (fd < 0 || !write_all(fd, text)) {
        buf_printf(answer, "%s%s cannot be written: %s", stem, suffix, strerror(errno));
    } else {
        buf_printf(answer, "written to %s", path);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
}

/* ---- excerpts ---------------------------------------------------------------------------------------------- */

/* What the session is kept in; NULL: nothing that has a name. */
static const char *session_path(const struct live_actions *a)
{
    struct slice recording = intake_recording(a->intake);
    if (recording.n > 0) {
        return (const char *)recording.p; /* a C string: record_state.path */
    }
    return intake_framing(a->intake).n == 0 && strcmp(a->source, "-") != 0 ? a->source : NULL;
}

/* A secret may be told by other lines than those of the excerpt. */
static void learn_session(const struct live_actions *a, struct spw_redactor *r)
{
    struct buf bytes, why;
    const char *path = session_path(a);
    buf_init(&bytes, LEARN_MAX);
    buf_init(&why, SAID_MAX);
    if (path != NULL && reading_file(path, &bytes, &why) == SPW_OK) {
        enum spw_status learned = spw_redactor_learn(r, buf_slice(&bytes));
        (void)learned; /* the check of what is written has the last word */
    }
    buf_dispose(&bytes);
    buf_dispose(&why);
}

static bool redact(const struct live_actions *a, struct buf *text, struct buf *answer)
{
    static const struct spw_redaction all = {.keys_only = false};
    struct spw_redactor *r = NULL;
    bool good = spw_redactor_new(&r, a->knowledge, &all) == SPW_OK;
    if (good) {
        learn_session(a, r);
        good = spw_redactor_learn(r, buf_slice(text)) == SPW_OK &&
               spw_redactor_apply(r, text->p, text->n) == SPW_OK;
    }
    if (!good) {
        buf_cstr(answer, "cannot be redacted: no memory left, or too many secrets");
    } else if (spw_redactor_check(r, buf_slice(text), answer) != SPW_OK) {
        buf_cstr(answer, ": nothing was written");
        good = false;
    }
    spw_redactor_free(r);
    return good;
}

static void excerpt(void *context, struct slice lines, struct buf *answer)
{
    struct live_actions *a = context;
    struct buf text;
    buf_init(&text, LEARN_MAX);
    buf_put(&text, lines);
    if (redact(a, &text, answer)) {
        save(a, "excerpt", ".txt", buf_slice(&text), answer);
    }
    buf_dispose(&text);
}

/* ---- tickets ---------------------------------------------------------------------------------------------------- */

/* Runs the command `ticket`; what it says on standard error is for the person, not for the screen. */
static int run_ticket(const struct invocation *i, struct buf *said)
{
    FILE *file = tmpfile();
    int kept = file == NULL ? -1 : dup(STDERR_FILENO);
    if (kept < 0 || dup2(fileno(file), STDERR_FILENO) < 0) {
        buf_cstr(said, "no temporary file can be made");
        return EXIT_NOT_JUDGED;
    }
    int status = cmd_ticket(i);
    char text[SAID_MAX];
    (void)dup2(kept, STDERR_FILENO);
    (void)close(kept);
    ssize_t n = pread(fileno(file), text, sizeof text, 0);
    struct slice line, rest;
    (void)slice_split(slice_of(text, n > 0 ? (size_t)n : 0), '\n', &line, &rest);
    buf_put(said, line);
    (void)fclose(file);
    return status;
}

static void ticket(void *context, struct buf *answer)
{
    struct live_actions *a = context;
    char path[PATH_ROOM];
    const char *session = session_path(a);
    if (session == NULL) {
        buf_cstr(answer, "the session is not kept in a file; a ticket needs one (-o FILE)");
        return;
    }
    int fd = create_new("ticket", ".zip", path);
    if (fd < 0) {
        buf_printf(answer, "no ticket can be written here: %s", strerror(errno));
        return;
    }
    (void)close(fd); /* the name is ours; the ticket takes its place when it is complete */
    struct invocation i = {.command = command_find(SLICE("ticket")),
                           .settings = *a->settings,
                           .operands = &session,
                           .n_operands = 1};
    struct buf said;
    buf_init(&said, SAID_MAX);
    i.settings.output = path;
    i.settings.format = NULL;
    i.settings.quiet = true;
    int status = run_ticket(&i, &said);
    if (status == EXIT_HEALTHY || status == EXIT_FINDINGS) {
        buf_printf(answer, "ticket written to %s, secrets replaced", path);
    } else {
        (void)unlink(path);
        buf_cstr(answer, "no ticket: ");
        buf_put(answer, buf_slice(&said));
    }
    buf_dispose(&said);
}

static enum spw_status read_file(void *context, struct slice path, struct buf *bytes,
                                 struct buf *answer)
{
    char name[PATH_ROOM];
    (void)context;
    if (path.n >= sizeof name) {
        buf_cstr(answer, "the name is too long");
        return SPW_INVALID;
    }
    memcpy(name, path.p, path.n);
    name[path.n] = '\0';
    return reading_file(name, bytes, answer);
}

static void remember(void *context, struct slice line)
{
    (void)context;
    live_history_add(line);
}

static void recall(void *context, struct buf *lines)
{
    (void)context;
    live_history_read(lines);
}

struct app_actions live_actions_table(struct live_actions *a)
{
    return (struct app_actions){.context = a,
                                .ticket = ticket,
                                .excerpt = excerpt,
                                .save = save,
                                .remember = remember,
                                .recall = recall,
                                .read_file = read_file};
}
