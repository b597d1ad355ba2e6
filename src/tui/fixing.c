#include "tui/fixing.h"

#include <string.h>

#include "tui/app.h"
#include "tui/typed.h"

enum { ARENA_MAX = 256 * 1024, ITEMS_MAX = 200, WORDS_MAX = 512 };

void fixing_init(struct fixing *f)
{
    memset(f, 0, sizeof *f);
    arena_init(&f->arena, ARENA_MAX);
    array_init(&f->items, sizeof(struct fixing_item), ITEMS_MAX);
    buf_init(&f->line, PROMPT_BYTES_MAX);
    buf_init(&f->asked, PROMPT_BYTES_MAX);
    buf_init(&f->answer, APP_MESSAGE_MAX);
    buf_init(&f->objection, APP_MESSAGE_MAX);
    payload_init(&f->payload);
}

void fixing_dispose(struct fixing *f)
{
    arena_dispose(&f->arena);
    array_dispose(&f->items);
    buf_dispose(&f->line);
    buf_dispose(&f->asked);
    buf_dispose(&f->answer);
    buf_dispose(&f->objection);
    payload_dispose(&f->payload);
}

/* ---- the steps ---------------------------------------------------------------------------------------------- */

/* Steps also tell what to ask a server with, on a person's own machine. */
static bool is_for_module(struct app *a, struct slice command)
{
    struct typed t = typed_read(command);
    struct spw_command_help help;
    for (size_t i = 0; typed_variant(&t, a->watch->knowledge, app_report(a)->dialect, &i, &help);) {
        if (slice_eq_nocase(help.name, t.name)) {
            return true;
        }
    }
    return false;
}

/* The report changes while the steps are sent, as it should: they are kept as they were. */
static bool add_item(struct app *a, struct slice text, struct slice command)
{
    struct fixing *f = &a->fixing;
    struct fixing_item *item = array_push(&f->items);
    if (item == NULL) {
        return false;
    }
    item->text = arena_copy(&f->arena, text);
    item->command = arena_copy(&f->arena, command);
    item->elsewhere = !is_for_module(a, command);
    return true;
}

static size_t add_steps(struct app *a, const struct spw_step *steps, size_t n)
{
    size_t commands = 0;
    for (size_t i = 0; i < n; i++) {
        bool good = steps[i].n_commands > 0 || add_item(a, steps[i].text, slice_of(NULL, 0));
        for (size_t c = 0; c < steps[i].n_commands && good; c++) {
            good = add_item(a, steps[i].text, steps[i].commands[c]);
            commands += is_for_module(a, steps[i].commands[c]) ? 1 : 0;
        }
    }
    return commands;
}

static struct fixing_item current(const struct fixing *f)
{
    const struct fixing_item *item = array_at(&f->items, f->at);
    return item == NULL ? (struct fixing_item){.elsewhere = false} : *item;
}

static void show(struct app *a, size_t at)
{
    struct fixing *f = &a->fixing;
    f->at = at;
    f->stage = FIXING_SHOWN;
    buf_clear(&f->answer);
    buf_clear(&f->objection);
    buf_clear(&f->asked);
    payload_clear(&f->payload);
    buf_clear(&f->line);
    buf_put(&f->line, current(f).command);
    if (at >= f->items.n) {
        f->stage = FIXING_NOT;
        app_say(a, ROLE_OK,
                "that were all steps; what the module says now tells whether it helped");
    }
}

void fixing_begin(struct app *a, enum request r)
{
    struct fixing *f = &a->fixing;
    const struct spw_finding *finding = app_finding(a);
    (void)r;
    if (a->actions.send == NULL) {
        app_say(a, ROLE_NOTE, "nothing can be sent to this source");
        return;
    }
    if (finding == NULL) {
        app_say(a, ROLE_NOTE, "there is no finding");
        return;
    }
    array_clear(&f->items);
    arena_reset(&f->arena);
    if (add_steps(a, finding->fix, finding->n_fix) == 0) {
        array_clear(&f->items);
        if (add_steps(a, finding->confirm, finding->n_confirm) == 0) {
            app_say(a, ROLE_NOTE, "this finding has no commands for the module");
            return;
        }
    }
    f->title = arena_copy(&f->arena, finding->title);
    show(a, 0);
}

/* ---- filling in ------------------------------------------------------------------------------------------------ */

static bool payload_of(struct app *a, const struct typed *t, struct spw_command_help *help,
                       size_t *place)
{
    return typed_payload(t, a->watch->knowledge, app_report(a)->dialect, help, place);
}

/* The first "<client id>" of the line; not the number of bytes, which is counted. */
static bool find_blank(struct app *a, struct slice *blank)
{
    struct slice line = buf_slice(&a->fixing.line);
    struct typed t = typed_read(line);
    struct spw_command_help help;
    size_t place = 0;
    bool counted = payload_of(a, &t, &help, &place) && place < t.n_parameters;
    for (size_t at = slice_find_byte(line, '<', 0); at < line.n;
         at = slice_find_byte(line, '<', at + 1)) {
        size_t end = slice_find_byte(line, '>', at);
        if (end == line.n) {
            return false;
        }
        *blank = slice_sub(line, at, end + 1 - at);
        if (!counted || !slice_eq(*blank, slice_trim(t.parameters[place]))) {
            return true;
        }
    }
    return false;
}

static void fill_blank(struct fixing *f, struct slice value)
{
    struct buf filled;
    struct slice rest = buf_slice(&f->line);
    struct slice blank = buf_slice(&f->asked);
    buf_init(&filled, PROMPT_BYTES_MAX);
    while (rest.n > 0) {
        size_t at = slice_find(rest, blank, 0);
        buf_put(&filled, slice_sub(rest, 0, at));
        buf_put(&filled, at < rest.n ? value : slice_of(NULL, 0));
        rest = at < rest.n ? slice_from(rest, at + blank.n) : slice_of(NULL, 0);
    }
    buf_clear(&f->line);
    buf_put(&f->line, buf_slice(&filled));
    buf_dispose(&filled);
}

static bool wants_file(struct app *a)
{
    struct typed t = typed_read(buf_slice(&a->fixing.line));
    struct spw_command_help help;
    size_t place = 0;
    return a->fixing.payload.bytes.n == 0 && payload_of(a, &t, &help, &place);
}

static void take_file(struct app *a, struct slice path)
{
    struct fixing *f = &a->fixing;
    struct typed t = typed_read(buf_slice(&f->line));
    struct spw_command_help help;
    struct buf why, count, line;
    size_t place = 0;
    uint64_t announced = 0;
    if (!payload_of(a, &t, &help, &place)) {
        return;
    }
    buf_init(&why, WORDS_MAX);
    buf_init(&count, WORDS_MAX);
    buf_init(&line, PROMPT_BYTES_MAX);
    if (payload_read(&f->payload, a, &help, t.parameters[0], path, &why)) {
        buf_u64(&count, f->payload.bytes.n);
        if (place < t.n_parameters && f->payload.warning.n == 0 &&
            slice_to_u64(t.parameters[place], UINT32_MAX, &announced) == NUMBER_OK &&
            announced != f->payload.bytes.n) {
            buf_printf(&f->payload.warning, "the step speaks of %llu bytes: is it this file?",
                       (unsigned long long)announced);
        }
        typed_put_with(&t, place, buf_slice(&count), &line);
        buf_clear(&f->line);
        buf_put(&f->line, buf_slice(&line));
    } else {
        app_say(a, ROLE_ERROR, "%.*s: %.*s", SLICE_ARG(path), SLICE_ARG(buf_slice(&why)));
    }
    buf_dispose(&why);
    buf_dispose(&count);
    buf_dispose(&line);
}

/* Asks for what is missing. False: nothing is. */
static bool ask(struct app *a)
{
    struct fixing *f = &a->fixing;
    struct slice blank;
    bool file = false;
    buf_clear(&f->asked);
    if (find_blank(a, &blank)) {
        buf_put(&f->asked, blank);
    } else {
        file = wants_file(a);
    }
    if (f->asked.n > 0 || file) {
        a->asking = ASKING_VALUE;
        prompt_begin(&a->prompt, NULL, slice_of(NULL, 0));
    }
    return f->asked.n > 0 || file;
}

void fixing_has_value(struct app *a)
{
    struct slice text = buf_slice(&a->prompt.text);
    a->asking = ASKING_NOTHING;
    if (a->fixing.asked.n > 0) {
        fill_blank(&a->fixing, text);
        (void)ask(a);
    } else if (slice_trim(text).n > 0) {
        take_file(a, slice_trim(text));
    }
}

void fixing_edited(struct app *a)
{
    struct slice line = slice_trim(buf_slice(&a->prompt.text));
    a->asking = ASKING_NOTHING;
    if (line.n > 0) {
        buf_clear(&a->fixing.line);
        buf_put(&a->fixing.line, line);
        buf_clear(&a->fixing.objection);
        payload_clear(&a->fixing.payload); /* it may be another command now */
    }
}

/* ---- sending and waiting ------------------------------------------------------------------------------------------ */

static bool objects(struct app *a)
{
    struct fixing *f = &a->fixing;
    if (f->objection.n > 0) {
        return false;
    }
    if (spw_check_command(a->watch->knowledge, app_report(a)->dialect, a->watch->engine,
                          buf_slice(&f->line), &f->objection) == SPW_OK) {
        buf_clear(&f->objection);
    }
    return f->objection.n > 0;
}

static void send(struct app *a)
{
    struct fixing *f = &a->fixing;
    if (f->line.n == 0 || current(f).elsewhere) {
        show(a, f->at + 1);
    } else if (!ask(a) && !objects(a)) {
        f->events = scroll_event_count(&a->watch->index);
        f->heard = false;
        if (compose_send(a, buf_slice(&f->line), buf_slice(&f->payload.bytes))) {
            f->stage = FIXING_WAITING;
        }
    }
}

void fixing_look(struct app *a)
{
    struct fixing *f = &a->fixing;
    struct scroll_event ev;
    struct scroll_line l;
    for (; f->stage == FIXING_WAITING && scroll_event(&a->watch->index, f->events, &ev);
         f->events++) {
        f->heard = f->heard || ev.kind == SPW_EVENT_COMMAND || ev.kind == SPW_EVENT_NOISE;
        if (!f->heard || !ev.final) {
            continue;
        }
        f->stage = ev.failure ? FIXING_REFUSED : FIXING_ANSWERED;
        buf_clear(&f->answer);
        if (scroll_line(&a->watch->index, ev.line, &l)) {
            scroll_text(&a->watch->index, &l, &f->answer);
        }
    }
}

bool fixing_key(struct app *a, uint32_t key)
{
    struct fixing *f = &a->fixing;
    if (f->stage == FIXING_NOT || (key != 'y' && key != 'n' && key != 'e' && key != KEY_ESCAPE)) {
        return false;
    }
    if (key == KEY_ESCAPE) {
        f->stage = FIXING_NOT;
        app_say(a, ROLE_NOTE, "stopped at step %zu of %zu", f->at + 1, f->items.n);
    } else if (key == 'e' && f->stage != FIXING_WAITING) {
        f->stage = FIXING_SHOWN;
        a->asking = ASKING_EDIT;
        prompt_begin(&a->prompt, NULL, buf_slice(&f->line));
    } else if (key == 'n' || (key == 'y' && f->stage == FIXING_ANSWERED)) {
        show(a, f->at + 1);
    } else if (key == 'y' && f->stage != FIXING_WAITING) {
        f->stage = FIXING_SHOWN;
        send(a);
    }
    return true;
}

/* ---- what is shown ------------------------------------------------------------------------------------------------- */

void fixing_title(const struct app *a, struct buf *out)
{
    buf_printf(out, "%zu of %zu", a->fixing.at + 1, a->fixing.items.n);
}

static void put_key(struct roll *p, const char *key, const char *words)
{
    roll_cstr(p, ROLE_KEY, key);
    roll_printf(p, ROLE_DIM, " %s  ", words);
}

static void put_keys(struct app *a, struct roll *p)
{
    const struct fixing *f = &a->fixing;
    struct slice blank;
    roll_row(p);
    roll_cstr(p, ROLE_TEXT, " ");
    if (a->asking == ASKING_EDIT) {
        return;
    }
    if (a->asking == ASKING_VALUE) {
        roll_cstr(p, ROLE_DIM,
                  f->asked.n > 0 ? "what stands for it?"
                                 : "which file? It is converted and counted.");
        return;
    }
    switch (f->stage) {
    case FIXING_NOT:
        return;
    case FIXING_SHOWN:
        put_key(p, "y",
                f->line.n == 0 || current(f).elsewhere   ? "done"
                : find_blank(a, &blank) || wants_file(a) ? "fill it in"
                                                         : "send it");
        break;
    case FIXING_WAITING:
        roll_cstr(p, ROLE_NOTE, "sent; the module has not answered yet  ");
        break;
    case FIXING_ANSWERED:
        put_key(p, "y", "next step");
        break;
    case FIXING_REFUSED:
        put_key(p, "y", "send it again");
        break;
    }
    if (f->stage != FIXING_WAITING) {
        put_key(p, "e", "edit it");
    }
    put_key(p, "n", "go on without");
    put_key(p, "Esc", "stop");
}

static void put_line(struct roll *p, enum role role, struct slice text)
{
    if (text.n > 0) {
        roll_row(p);
        roll_cstr(p, ROLE_TEXT, " ");
        roll_wrap(p, role, 1, text);
    }
}

void fixing_panel(struct app *a, struct roll *p)
{
    const struct fixing *f = &a->fixing;
    bool elsewhere = current(f).elsewhere;
    roll_row(p);
    roll_glyph(p, ROLE_HOST, elsewhere ? GLYPH_BULLET : GLYPH_HOST);
    roll_cstr(p, ROLE_DIM, elsewhere && f->line.n > 0 ? " on your own machine: " : " ");
    roll_put(p, elsewhere ? ROLE_TEXT : ROLE_HOST,
             f->line.n > 0 ? buf_slice(&f->line) : SLICE("nothing to send"));
    if (f->payload.bytes.n > 0) {
        put_line(p, ROLE_TEXT, buf_slice(&f->payload.words));
    }
    put_line(p, f->stage == FIXING_REFUSED ? ROLE_ERROR : ROLE_OK, buf_slice(&f->answer));
    put_line(p, ROLE_WARNING, buf_slice(&f->payload.warning));
    put_line(p, ROLE_WARNING, buf_slice(&f->objection));
    put_keys(a, p);
    put_line(p, ROLE_DIM, current(f).text);
}
