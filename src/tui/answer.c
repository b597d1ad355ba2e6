/* Keys while a line is being typed, and what happens with the line. */
#include "tui/act.h"

static void note_line(struct app *a, struct slice note)
{
    struct scroll_line l;
    struct buf words;
    uint64_t line = 0;
    if (!app_cursor_line(a, &line) || !scroll_line(&a->watch->index, line, &l)) {
        return;
    }
    if (bookmark_set(&a->bookmarks, line, note) != SPW_OK) {
        app_say(a, ROLE_ERROR, "no room for more bookmarks");
        return;
    }
    if (a->actions.note == NULL || note.n == 0) {
        return;
    }
    buf_init(&words, APP_MESSAGE_MAX);
    buf_printf(&words, "line %u: ", l.number);
    buf_put(&words, slice_sub(note, 0, APP_MESSAGE_MAX / 2));
    a->actions.note(a->actions.loop, buf_slice(&words));
    buf_dispose(&words);
}

/* Passwords are not kept: the history becomes a file. Where the tables cannot tell which value is one, none
 * is kept. */
static void remember_command(struct app *a, struct slice line)
{
    struct spw_command_help h;
    bool known = compose_help(a, line, &h, NULL);
    if (!known && slice_find_byte(line, '=', 0) < line.n) {
        return;
    }
    for (size_t i = 0; known && i < h.n_parameters; i++) {
        if (h.parameters[i].secret && compose_value(line, i).n > 0) {
            return;
        }
    }
    prompt_history_add(&a->commands, line);
}

static void answered(struct app *a)
{
    struct slice text = buf_slice(&a->prompt.text);
    enum asking asking = a->asking;
    a->asking = ASKING_NOTHING;
    switch (asking) {
    case ASKING_NOTHING:
        break;
    case ASKING_SEARCH:
        prompt_history_add(&a->searches, text);
        act_search(a, a->asking_kind, text);
        break;
    case ASKING_FILTER:
        prompt_history_add(&a->searches, text);
        act_filter(a, a->asking_kind, text);
        break;
    case ASKING_NOTE:
        note_line(a, text);
        break;
    case ASKING_COMMAND:
        remember_command(a, text);
        compose_line(a, text);
        break;
    case ASKING_STEP:
        fixing_edited(a, text);
        break;
    case ASKING_FILE:
        fixing_file(a, text);
        break;
    case ASKING_CONFIRM:
    case ASKING_QUESTION:
        break;
    }
}

/* Tab chooses how the pattern of a search is read, and completes commands. */
static void tab(struct app *a)
{
    if (a->asking == ASKING_COMMAND || a->asking == ASKING_STEP) {
        compose_tab(a);
    }
    if (a->asking == ASKING_SEARCH || a->asking == ASKING_FILTER) {
        a->asking_kind = (enum search_kind)((a->asking_kind + 1) % SEARCH_KINDS);
    }
}

void act_answer(struct app *a, uint32_t key)
{
    if (a->asking == ASKING_CONFIRM) {
        fixing_key(a, key);
        return;
    }
    if (a->asking == ASKING_QUESTION) {
        act_question(a, key);
        return;
    }
    switch (prompt_key(&a->prompt, key)) {
    case PROMPT_GOES_ON:
        break;
    case PROMPT_DONE:
        answered(a);
        break;
    case PROMPT_LEFT:
        a->asking = ASKING_NOTHING;
        break;
    case PROMPT_TAB:
        tab(a);
        break;
    }
}
