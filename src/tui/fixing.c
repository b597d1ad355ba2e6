#include "tui/fixing.h"

#include "tui/act.h"

enum {
    FIX_ARENA_MAX = 256 * 1024,
    FIX_STEPS_MAX = 64,
    LINE_MAX_BYTES = 2048,
    PAYLOAD_MAX = 48 * 1024,
    FILE_MAX = 1024 * 1024
};

void fixing_init(struct fixing *f)
{
    arena_init(&f->arena, FIX_ARENA_MAX);
    array_init(&f->steps, sizeof(struct fixing_step), FIX_STEPS_MAX);
    buf_init(&f->line, LINE_MAX_BYTES);
    buf_init(&f->payload, PAYLOAD_MAX);
    buf_init(&f->about, APP_MESSAGE_MAX);
}

void fixing_dispose(struct fixing *f)
{
    array_dispose(&f->steps);
    arena_dispose(&f->arena);
    buf_dispose(&f->line);
    buf_dispose(&f->payload);
    buf_dispose(&f->about);
}

/* ---- steps ---------------------------------------------------------------------------------------------- */

static void reset(struct fixing *f)
{
    array_clear(&f->steps);
    arena_reset(&f->arena);
    f->at = 0;
}

/* The report may change while the person reads: steps are copies. */
static void add_step(struct fixing *f, struct slice text, struct slice command)
{
    struct fixing_step *s = array_push(&f->steps);
    if (s != NULL) {
        s->text = arena_copy(&f->arena, text);
        s->command = arena_copy(&f->arena, command);
    }
}

static bool announces_bytes(struct app *a, struct slice line, size_t *parameter)
{
    struct spw_command_help h;
    if (!compose_help(a, line, &h, NULL)) {
        return false;
    }
    for (size_t i = 0; i < h.n_parameters; i++) {
        if (h.parameters[i].payload_length) {
            *parameter = i;
            return true;
        }
    }
    return false;
}

static void finish(struct app *a, const char *words)
{
    reset(&a->fixing);
    a->asking = ASKING_NOTHING;
    app_say(a, ROLE_NOTE, "%s", words);
}

/* Shows step `at`: asks for what it needs, or for a yes. */
static void present(struct app *a)
{
    struct fixing *f = &a->fixing;
    const struct fixing_step *s = ARRAY_AT(&f->steps, struct fixing_step, f->at);
    size_t parameter = 0;
    if (s == NULL) {
        finish(a, "the fix has been gone through; the trace shows what came of it");
        return;
    }
    buf_clear(&f->line);
    buf_clear(&f->payload);
    buf_clear(&f->about);
    buf_put(&f->line, s->command);
    if (announces_bytes(a, s->command, &parameter)) {
        a->asking = ASKING_FILE;
        prompt_begin(&a->prompt, NULL, slice_of(NULL, 0));
    } else if (slice_find_byte(s->command, '<', 0) < s->command.n) {
        a->asking = ASKING_STEP;
        prompt_begin(&a->prompt, NULL, s->command);
    } else {
        a->asking = ASKING_CONFIRM;
    }
}

static void next_step(struct app *a)
{
    a->fixing.at++;
    present(a);
}

void fixing_one(struct app *a, struct slice line)
{
    reset(&a->fixing);
    add_step(&a->fixing, slice_of(NULL, 0), line);
    present(a);
}

void act_repair(struct app *a, enum request r)
{
    const struct spw_finding *f = app_finding(a);
    (void)r;
    reset(&a->fixing);
    if (a->actions.send == NULL || f == NULL) {
        app_say(a, ROLE_NOTE,
                f == NULL ? "there is no finding to fix"
                          : "nothing can be sent to this source; y copies the fix");
        return;
    }
    for (size_t i = 0; i < f->n_fix; i++) {
        for (size_t k = 0; k < f->fix[i].n_commands; k++) {
            if (slice_starts_nocase(f->fix[i].commands[k], SLICE("AT"))) {
                add_step(&a->fixing, f->fix[i].text, f->fix[i].commands[k]);
            }
        }
    }
    if (a->fixing.steps.n == 0) {
        finish(a, "this fix has no commands for the module");
    } else {
        present(a);
    }
}

/* ---- certificates and keys ---------------------------------------------------------------------------------- */

/* The command with the number of bytes that really follow. */
static void put_length(struct app *a, size_t parameter)
{
    struct fixing *f = &a->fixing;
    struct buf line;
    struct slice text = buf_slice(&f->line);
    struct slice old = compose_value(text, parameter);
    buf_init(&line, LINE_MAX_BYTES);
    if (old.p == NULL) {
        buf_put(&line, text);
        buf_byte(&line, ',');
        buf_u64(&line, f->payload.n);
    } else {
        size_t at = (size_t)(old.p - text.p);
        buf_put(&line, slice_sub(text, 0, at));
        buf_u64(&line, f->payload.n);
        buf_put(&line, slice_from(text, at + old.n));
    }
    buf_clear(&f->line);
    buf_put(&f->line, buf_slice(&line));
    buf_dispose(&line);
}

static void describe(struct fixing *f, const struct spw_judgement *j)
{
    const struct spw_object *o = j->n_objects > 0 ? &j->objects[0] : NULL;
    buf_clear(&f->about);
    if (o == NULL) {
        return;
    }
    buf_put(&f->about, o->what);
    for (size_t i = 0; i < o->n_facts; i++) {
        if (slice_eq(slice_cstr(o->facts[i].key), SLICE("subject"))) {
            buf_cstr(&f->about, " ");
            buf_put(&f->about, slice_sub(o->facts[i].text, 0, LINE_MAX_BYTES / 16));
        }
    }
    for (size_t i = 0; i < o->n_verdicts; i++) {
        if (o->verdicts[i].severity == SPW_ERROR) {
            buf_cstr(&f->about, "; but: ");
            buf_put(&f->about, slice_sub(o->verdicts[i].text, 0, LINE_MAX_BYTES / 8));
            return;
        }
    }
}

/* What the module takes of the file, into f->payload. */
static enum spw_status convert(struct app *a, struct slice name, struct slice bytes,
                               struct buf *answer)
{
    struct fixing *f = &a->fixing;
    struct spw_material *m = NULL;
    struct spw_material_options o = {.dialect = app_report(a)->dialect,
                                     .slot = compose_value(buf_slice(&f->line), 0),
                                     .now = a->options != NULL ? a->options->now : TIME_NONE};
    enum spw_status status = spw_material_new(&m, a->watch->knowledge, &o);
    if (status == SPW_NOT_FOUND) { /* no slot of the store: the bytes go as they are */
        buf_put(&f->payload, bytes);
        buf_cstr(&f->about, "the file as it is");
        return f->payload.status;
    }
    if (status == SPW_OK) {
        status = spw_material_add(m, name, bytes);
    }
    const struct spw_judgement *j = status == SPW_OK ? spw_material_judge(m) : NULL;
    if (j != NULL) {
        status = spw_material_write(m, SPW_LOAD_BYTES, &f->payload);
        describe(f, j);
    }
    if (status != SPW_OK || j == NULL) {
        buf_cstr(answer, "the file holds nothing that this command can load");
        status = SPW_NOT_FOUND;
    }
    spw_material_free(m);
    return status;
}

void fixing_file(struct app *a, struct slice path)
{
    struct fixing *f = &a->fixing;
    struct buf bytes, answer;
    size_t parameter = 0;
    buf_init(&bytes, FILE_MAX);
    buf_init(&answer, APP_MESSAGE_MAX);
    buf_clear(&f->payload);
    bool good = announces_bytes(a, buf_slice(&f->line), &parameter);
    if (a->actions.read_file == NULL) {
        buf_cstr(&answer, "no file can be read here");
        good = false;
    } else {
        good = good && a->actions.read_file(a->actions.context, path, &bytes, &answer) == SPW_OK &&
               convert(a, path, buf_slice(&bytes), &answer) == SPW_OK;
    }
    if (good) {
        put_length(a, parameter);
        a->asking = ASKING_CONFIRM;
    } else {
        app_say(a, ROLE_ERROR, "%.*s", SLICE_ARG(buf_slice(&answer)));
        a->asking = ASKING_FILE; /* another name */
    }
    buf_dispose(&bytes);
    buf_dispose(&answer);
}

void fixing_edited(struct app *a, struct slice line)
{
    struct fixing *f = &a->fixing;
    size_t parameter = 0;
    struct buf why;
    if (f->at >= f->steps.n || line.n == 0) {
        a->asking = ASKING_CONFIRM;
        return;
    }
    buf_init(&why, APP_MESSAGE_MAX);
    (void)spw_check_command(a->watch->knowledge, app_report(a)->dialect, a->watch->engine, line,
                            &why);
    if (why.n > 0) {
        app_say(a, ROLE_WARNING, "%.*s", SLICE_ARG(buf_slice(&why)));
    }
    buf_dispose(&why);
    buf_clear(&f->line);
    buf_put(&f->line, line);
    bool needs_file = f->payload.n == 0 && announces_bytes(a, line, &parameter);
    a->asking = needs_file ? ASKING_FILE : ASKING_CONFIRM;
    if (needs_file) {
        prompt_begin(&a->prompt, NULL, slice_of(NULL, 0));
    }
}

/* ---- confirming --------------------------------------------------------------------------------------------------- */

void fixing_key(struct app *a, uint32_t key)
{
    struct fixing *f = &a->fixing;
    switch (key) {
    case 'y':
        if (compose_send(a, buf_slice(&f->line), buf_slice(&f->payload))) {
            next_step(a);
        } else {
            a->asking = ASKING_NOTHING;
        }
        break;
    case 'n':
        next_step(a);
        break;
    case 'e':
        a->asking = ASKING_STEP;
        prompt_begin(&a->prompt, NULL, buf_slice(&f->line));
        break;
    case KEY_ESCAPE:
    case 'q':
        finish(a, "stopped; nothing more is sent");
        break;
    default:
        app_say(a, ROLE_NOTE, "y, n, e or Esc");
    }
}

static void draw_keys(struct region r)
{
    static const char *const keys[] = {"y", "send", "n", "skip", "e", "edit", "Esc", "stop"};
    size_t col = 1;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        bool word = i % 2 == 1;
        col =
            region_put(r, 0, col, word ? ROLE_DIM : ROLE_KEY, slice_cstr(keys[i])) + (word ? 2 : 1);
    }
}

void fixing_draw(struct app *a, struct region above, struct region r)
{
    const struct fixing *f = &a->fixing;
    region_fill(above, 0, ROLE_TEXT);
    size_t col = 1;
    if (f->steps.n > 1) {
        col = region_printf(above, 0, col, ROLE_DIM, "%zu/%zu ", f->at + 1, f->steps.n);
    }
    col = region_put(above, 0, col, ROLE_TEXT, SLICE("send "));
    col = region_put(above, 0, col, ROLE_KEY, buf_slice(&f->line));
    if (f->payload.n > 0) {
        col = region_printf(above, 0, col, ROLE_TEXT, " and %zu bytes: ", f->payload.n);
        col = region_put(above, 0, col, ROLE_TEXT, buf_slice(&f->about));
    }
    const struct fixing_step *s = ARRAY_AT(&f->steps, struct fixing_step, f->at);
    if (s != NULL) {
        (void)region_put_cut(above, 0, col + 2, ROLE_DIM, s->text);
    }
    if (a->asking == ASKING_CONFIRM) {
        draw_keys(r);
    }
}
