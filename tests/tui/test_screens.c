/* The full-screen view as people see it: steps of keys, and the screens they lead to, at three sizes.
 * tests/screens/NAME.steps names the trace and the keys, NAME.COLSxROWS.txt holds the screens.
 * UPDATE_GOLDENS=1 writes them anew. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "support/spw_test.h"
#include "tui/app.h"
#include "tui/intake.h"

enum { TEXT_MAX = 1024 * 1024, NAME_ROOM = 256, PATH_ROOM = 512, STEPS_FILES_MAX = 64 };

static const struct {
    size_t cols, rows;
} sizes[] = {{132, 43}, {80, 24}, {40, 10}};

struct stage {
    struct watch watch;
    struct app app;
    struct intake *intake;
    struct spw_options options;
    struct buf shown;
    struct buf taken; /* what was copied or saved */
};

static struct spw_knowledge *knowledge;

static void keep_copy(void *context, struct slice text)
{
    struct stage *s = context;
    buf_put(&s->taken, text);
}

static void keep_saved(void *context, const char *stem, const char *suffix, struct slice text,
                       struct buf *answer)
{
    struct stage *s = context;
    buf_printf(answer, "written to %s%s", stem, suffix);
    buf_put(&s->taken, text);
}

static bool keep_sent(void *context, struct slice bytes, struct buf *answer)
{
    struct stage *s = context;
    (void)answer;
    buf_put(&s->taken, bytes);
    buf_byte(&s->taken, '\n');
    return true;
}

/* ---- the stage -------------------------------------------------------------------------------------------- */

static void open_stage(struct stage *s, struct slice trace, size_t size)
{
    static char path[PATH_ROOM];
    const struct intake_options o = {.follow = false};
    struct buf why;
    memset(s, 0, sizeof *s);
    buf_init(&why, 400);
    buf_init(&s->shown, TEXT_MAX);
    buf_init(&s->taken, TEXT_MAX);
    (void)snprintf(path, sizeof path, "traces/%.*s", SLICE_ARG(trace));
    assert_int_equal(intake_open(&s->intake, path, &o, &why), SPW_OK);
    s->options.now = 1522088340; /* 2018-03-26 */
    assert_int_equal(watch_init(&s->watch, knowledge, &s->options, intake_reader(s->intake), NULL),
                     SPW_OK);
    assert_int_equal(app_init(&s->app, &s->watch, false), SPW_OK);
    s->app.options = &s->options;
    s->app.actions.copy = keep_copy;
    s->app.actions.loop = s;
    s->app.actions.save = keep_saved;
    s->app.actions.send = keep_sent;
    s->app.actions.context = s;
    s->app.facts.source = slice_cstr(path);
    assert_int_equal(app_resize(&s->app, sizes[size].rows, sizes[size].cols), SPW_OK);
    struct slice bytes = {NULL, 0};
    while (intake_next(s->intake, &bytes) == INTAKE_BYTES) {
        watch_feed(&s->watch, bytes);
    }
    watch_finish(&s->watch);
    app_draw(&s->app);
    buf_dispose(&why);
}

static void close_stage(struct stage *s)
{
    app_dispose(&s->app);
    watch_dispose(&s->watch);
    intake_close(s->intake);
    buf_dispose(&s->shown);
    buf_dispose(&s->taken);
}

/* ---- steps -------------------------------------------------------------------------------------------------- */

static void settle(struct stage *s)
{
    while (app_work(&s->app)) {
    }
    app_draw(&s->app);
}

static void press(struct stage *s, struct slice names)
{
    while (names.n > 0) {
        struct slice name;
        uint32_t key = 0;
        (void)slice_split(names, ' ', &name, &names);
        if (!key_parse(name, &key)) {
            fail_msg("there is no key %.*s", SLICE_ARG(name));
        }
        app_key(&s->app, key);
        settle(s);
    }
}

static void type(struct stage *s, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        app_key(&s->app, text.p[i]);
    }
    settle(s);
}

static void step(struct stage *s, struct slice word, struct slice rest)
{
    if (slice_eq(word, SLICE("key"))) {
        press(s, rest);
    } else if (slice_eq(word, SLICE("type"))) {
        type(s, rest);
    } else if (slice_eq(word, SLICE("screen"))) {
        buf_printf(&s->shown, "==== %.*s\n", SLICE_ARG(rest));
        canvas_text(&s->app.canvas, &s->shown);
    } else if (slice_eq(word, SLICE("roles"))) {
        buf_printf(&s->shown, "==== %.*s: roles\n", SLICE_ARG(rest));
        canvas_roles(&s->app.canvas, &s->shown);
    } else if (slice_eq(word, SLICE("taken"))) {
        buf_printf(&s->shown, "==== %.*s: taken\n", SLICE_ARG(rest));
        buf_put(&s->shown, buf_slice(&s->taken));
        buf_clear(&s->taken);
    } else if (word.n > 0 && word.p[0] != '#') {
        fail_msg("no step is called %.*s", SLICE_ARG(word));
    }
}

/* ---- files ---------------------------------------------------------------------------------------------------- */

static bool read_text(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    uint8_t block[4096];
    size_t n = 0;
    if (f == NULL) {
        return false;
    }
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        buf_put(out, slice_of(block, n));
    }
    (void)fclose(f);
    return true;
}

static void write_text(const char *path, struct slice text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
    assert_int_equal(fclose(f), 0);
}

static void compare(struct stage *s, const char *name, size_t size)
{
    char path[PATH_ROOM];
    struct buf golden;
    buf_init(&golden, TEXT_MAX);
    (void)snprintf(path, sizeof path, "tests/screens/%s.%zux%zu.txt", name, sizes[size].cols,
                   sizes[size].rows);
    if (getenv("UPDATE_GOLDENS") != NULL) {
        write_text(path, buf_slice(&s->shown));
    }
    (void)read_text(path, &golden);
    if (!slice_eq(buf_slice(&golden), buf_slice(&s->shown))) {
        print_error("%s differs; it is now:\n%.*s", path, SLICE_ARG(buf_slice(&s->shown)));
        fail();
    }
    buf_dispose(&golden);
}

static void run_steps(const char *name, struct slice steps, size_t size)
{
    struct stage stage;
    struct slice line, word, rest;
    (void)slice_split(steps, '\n', &line, &steps);
    (void)slice_split(line, ' ', &word, &rest);
    assert_slice(word, SLICE("trace"));
    open_stage(&stage, rest, size);
    while (steps.n > 0) {
        (void)slice_split(steps, '\n', &line, &steps);
        (void)slice_split(line, ' ', &word, &rest);
        step(&stage, word, rest);
    }
    compare(&stage, name, size);
    close_stage(&stage);
}

static void screens_are_as_they_were(void **state)
{
    struct dirent *entry = NULL;
    unsigned files = 0;
    (void)state;
    DIR *folder = opendir("tests/screens");
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        struct slice name = slice_cstr(entry->d_name);
        char stem[NAME_ROOM], path[PATH_ROOM];
        struct buf steps;
        if (!slice_ends(name, SLICE(".steps"))) {
            continue;
        }
        (void)snprintf(stem, sizeof stem, "%.*s", (int)(name.n - 6), entry->d_name);
        (void)snprintf(path, sizeof path, "tests/screens/%s", entry->d_name);
        buf_init(&steps, TEXT_MAX);
        assert_true(read_text(path, &steps));
        for (size_t i = 0; i < SPW_COUNT(sizes); i++) {
            run_steps(stem, buf_slice(&steps), i);
        }
        buf_dispose(&steps);
        files++;
    }
    (void)closedir(folder);
    assert_true(files > 0);
}

/* Every request is reached by a key and does something without harm, on every view and at every size. */
static void every_key_can_be_pressed_everywhere(void **state)
{
    size_t n = 0;
    const struct request_row *rows = request_rows(&n);
    (void)state;
    for (size_t size = 0; size < SPW_COUNT(sizes); size++) {
        struct stage s;
        open_stage(&s, SLICE("043-azure-thread-of-four-attempts/trace.txt"), size);
        for (int view = VIEW_TRACE; view < VIEW_COUNT; view++) {
            for (size_t i = 0; i < n; i++) {
                if (rows[i].title != NULL) {
                    continue;
                }
                assert_true(request_key(rows[i].request).n > 0);
                app_focus(&s.app, (enum view_id)view);
                app_request(&s.app, rows[i].request);
                settle(&s);
                press(&s, SLICE("x Esc"));
                s.app.leave = false;
            }
        }
        close_stage(&s);
    }
}

static void an_unknown_key_says_so(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, SLICE("044-healthy-mqtt-session/trace.txt"), 1);
    press(&s, SLICE("%"));
    canvas_text(&s.app.canvas, &s.shown);
    assert_true(slice_contains(buf_slice(&s.shown), SLICE("the key % has no meaning")));
    close_stage(&s);
}

static int load(void **state)
{
    struct messages messages;
    (void)state;
    messages_init(&messages);
    enum spw_status status = spw_knowledge_new(&knowledge, NULL, 0, &messages);
    messages_dispose(&messages);
    return status == SPW_OK ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    spw_knowledge_free(knowledge);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(screens_are_as_they_were),
        SPW_TEST(every_key_can_be_pressed_everywhere),
        SPW_TEST(an_unknown_key_says_so),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
