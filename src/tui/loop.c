/* All waiting of the full-screen view is here: what comes from the source goes into the engine first, then
 * keys are answered, then the screen is drawn, at most every DRAW_MS. With nothing to do it sleeps. */
#include <poll.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "tui/signals.h"
#include "tui/tui.h"

enum {
    FLOOD_DRAW_MS = 50, /* between two drawings while data flood in */
    DRAW_MS = 10,       /* otherwise */
    SLICE_MS = 10,      /* of feeding before keys are looked at again */
    CTRL_Z = 26,
    SILENCE_MS = 5000,
    HISTORY_BYTES_MAX = 1 << 20
};

struct tui {
    struct intake *in;
    const struct tui_options *options;
    struct watch watch;
    struct app app;
    struct screen *screen;
    struct signals signals;
    bool dirty;          /* what the screen shows is no longer so */
    int64_t drawn_ms;    /* when it was drawn last */
    int64_t fed_ms;      /* when something came last */
    bool silence_judged; /* the silence since then was judged */
    bool more;           /* the source has more at once */
    bool working;        /* a search goes on */
};

static int64_t now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- feeding --------------------------------------------------------------------------------------------- */

static void update_facts(struct tui *t)
{
    struct app_facts *f = &t->app.facts;
    f->source = intake_source(t->in);
    f->recording = intake_recording(t->in);
    f->trouble = t->watch.no_memory ? SLICE("no memory left: what is shown is not complete")
                 : t->watch.index.failed
                     ? SLICE("no room for temporary files: new lines are not shown")
                     : intake_trouble(t->in);
    f->live = intake_is_live(t->in);
    f->reading = t->more;
    f->gaps = intake_gaps(t->in);
    f->bytes_total = intake_total(t->in);
}

static void feed(struct tui *t)
{
    int64_t until = now_ms() + SLICE_MS;
    enum intake_state state = INTAKE_BYTES;
    do {
        struct slice bytes = {NULL, 0};
        state = intake_next(t->in, &bytes);
        if (state == INTAKE_BYTES) {
            watch_feed(&t->watch, bytes);
            t->fed_ms = now_ms();
            t->silence_judged = false;
            t->dirty = true;
        }
    } while (state == INTAKE_BYTES && now_ms() < until);
    t->more = state == INTAKE_BYTES;
    if (state == INTAKE_END && !t->watch.finished) {
        watch_finish(&t->watch);
        t->dirty = true;
    }
}

static int silence_ms(const struct tui *t)
{
    return t->options->silence_ms > 0 ? t->options->silence_ms : SILENCE_MS;
}

/* A file that is not being written is judged at once; a line that is open after a silence. */
static void judge_silence(struct tui *t)
{
    if (!t->more && !t->silence_judged && now_ms() - t->fed_ms >= silence_ms(t)) {
        t->silence_judged = true;
        t->dirty = true;
    }
}

/* ---- drawing ----------------------------------------------------------------------------------------------- */

static void draw(struct tui *t)
{
    size_t rows = 0;
    size_t cols = 0;
    if (t->signals.resized || t->signals.resumed || t->app.redraw) {
        t->signals.resized = t->signals.resumed = t->app.redraw = false;
        screen_size(t->screen, &rows, &cols);
        t->watch.no_memory = app_resize(&t->app, rows, cols) != SPW_OK || t->watch.no_memory;
        screen_forget(t->screen);
    }
    watch_refresh(&t->watch, t->silence_judged ? SPW_PEEK_IF_ENDED : SPW_PEEK_GOING_ON);
    update_facts(t);
    app_draw(&t->app);
    screen_draw(t->screen, &t->app.canvas);
    t->drawn_ms = now_ms();
    t->dirty = false;
}

static int draw_every_ms(const struct tui *t) { return t->more ? FLOOD_DRAW_MS : DRAW_MS; }

static bool may_draw(const struct tui *t) { return now_ms() - t->drawn_ms >= draw_every_ms(t); }

/* ---- keys and signals ---------------------------------------------------------------------------------------- */

static void take_keys(struct tui *t)
{
    uint32_t key = 0;
    while (!t->app.leave && screen_key(t->screen, &key)) {
        if (key == CTRL_Z) {
            t->signals.stop = true;
        } else if (key == KEY_RESIZED) {
            t->signals.resized = true;
        } else {
            app_key(&t->app, key);
        }
        t->dirty = true;
    }
}

static void take_signals(struct tui *t)
{
    signals_read(&t->signals);
    if (t->signals.stop) {
        t->signals.stop = false;
        screen_suspend(t->screen);
        t->signals.resumed = true;
    }
    t->dirty = t->dirty || t->signals.resized || t->signals.resumed;
}

/* ---- waiting --------------------------------------------------------------------------------------------------- */

static int sooner(int a, int64_t b) { return b < 0 ? a : a < 0 || b < a ? (int)b : a; }

static int wait_ms(const struct tui *t, int source_ms)
{
    int64_t now = now_ms();
    int64_t draw_in = t->drawn_ms + draw_every_ms(t) - now;
    int64_t silence_in = t->fed_ms + silence_ms(t) - now;
    int wait = source_ms;
    if (t->more || t->working) {
        return 0;
    }
    wait = t->dirty ? sooner(wait, draw_in > 0 ? draw_in : 0) : wait;
    wait = !t->silence_judged && !t->watch.finished && t->watch.bytes > 0
               ? sooner(wait, silence_in > 0 ? silence_in + 1 : 0)
               : wait;
    return wait;
}

static void wait_for_something(struct tui *t)
{
    struct pollfd fds[INTAKE_FDS_MAX + 2];
    int source_ms = -1;
    size_t n = intake_poll(t->in, fds, &source_ms);
    fds[n++] = (struct pollfd){.fd = screen_descriptor(t->screen), .events = POLLIN};
    fds[n++] = (struct pollfd){.fd = t->signals.read_fd, .events = POLLIN};
    (void)poll(fds, (nfds_t)n, wait_ms(t, source_ms));
    if ((fds[n - 2].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
        t->app.leave = true; /* the terminal is gone */
    }
}

static bool is_over(const struct tui *t)
{
    return t->app.leave || t->signals.ends != 0 || screen_is_gone(t->screen);
}

static void run(struct tui *t)
{
    t->signals.resized = t->dirty = true;
    while (!is_over(t)) {
        feed(t);
        take_signals(t);
        take_keys(t);
        t->working = app_work(&t->app);
        t->dirty = t->dirty || t->working;
        judge_silence(t);
        if (t->dirty && may_draw(t)) {
            draw(t);
        }
        if (!is_over(t)) {
            wait_for_something(t);
        }
    }
}

/* ---- from outside ------------------------------------------------------------------------------------------------- */

static void copy_to_clipboard(void *context, struct slice text)
{
    struct tui *t = context;
    screen_copy(t->screen, text);
}

static bool send_to_module(void *context, struct slice bytes, struct buf *answer)
{
    struct tui *t = context;
    return intake_send(t->in, bytes, answer) == SPW_OK;
}

static void note_into_recording(void *context, struct slice words)
{
    struct tui *t = context;
    (void)intake_note(t->in, words);
}

/* The commands of earlier times; of no use where nothing can be sent. */
static void recall_commands(struct app *a)
{
    struct buf lines;
    struct slice line, rest;
    if (a->actions.send == NULL || a->actions.recall == NULL) {
        return;
    }
    buf_init(&lines, HISTORY_BYTES_MAX);
    a->actions.recall(a->actions.context, &lines);
    for (rest = buf_slice(&lines); slice_split(rest, '\n', &line, &rest);) {
        prompt_history_add(&a->commands, slice_sub(line, 0, PROMPT_BYTES_MAX));
    }
    buf_dispose(&lines);
}

static enum spw_status begin(struct tui *t, struct buf *why)
{
    const struct tui_options *o = t->options;
    enum spw_status status =
        watch_init(&t->watch, o->knowledge, o->engine, intake_reader(t->in), NULL);
    if (status == SPW_IO) {
        buf_cstr(why, "no temporary file can be made in $TMPDIR");
    }
    if (status == SPW_OK) {
        status = app_init(&t->app, &t->watch, o->screen.ascii);
    }
    if (status == SPW_OK) {
        t->app.options = o->engine;
        t->app.actions = o->actions;
        t->app.actions.loop = t;
        t->app.actions.copy = copy_to_clipboard;
        t->app.actions.send = intake_can_send(t->in) ? send_to_module : NULL;
        t->app.actions.note = note_into_recording;
        recall_commands(&t->app);
        if (intake_hint(t->in).n > 0) {
            app_say(&t->app, ROLE_NOTE, "%.*s", SLICE_ARG(intake_hint(t->in)));
        }
        status = signals_open(&t->signals, true);
    }
    return status == SPW_OK ? screen_open(&t->screen, &o->screen, why) : status;
}

enum spw_status tui_run(struct tui **out, struct intake *in, const struct tui_options *o,
                        struct buf *why)
{
    struct tui *t = MEMORY_NEW(struct tui);
    *out = t;
    if (t == NULL) {
        return SPW_NO_MEMORY;
    }
    t->in = in;
    t->options = o;
    t->fed_ms = now_ms();
    enum spw_status status = begin(t, why);
    if (status == SPW_OK) {
        run(t);
    }
    screen_close(t->screen);
    t->screen = NULL;
    if (status == SPW_OK) {
        signals_close(&t->signals);
        watch_finish(&t->watch);
    }
    return status;
}

const struct spw_report *tui_report(const struct tui *t) { return watch_report(&t->watch); }

int tui_signal(const struct tui *t) { return t->signals.ends; }

void tui_free(struct tui *t)
{
    if (t != NULL) {
        app_dispose(&t->app);
        watch_dispose(&t->watch);
        memory_free(t);
    }
}
