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

static void answered(struct app *a)
{
    struct slice text = buf_slice(&a->prompt.text);
    bool searches = a->asking == ASKING_SEARCH || a->asking == ASKING_FILTER;
    enum asking asking = a->asking;
    a->asking = ASKING_NOTHING;
    if (searches) {
        prompt_history_add(&a->searches, text);
    }
    switch (asking) {
    case ASKING_NOTHING:
        break;
    case ASKING_SEARCH:
        act_search(a, a->asking_kind, text);
        break;
    case ASKING_FILTER:
        act_filter(a, a->asking_kind, text);
        break;
    case ASKING_NOTE:
        note_line(a, text);
        break;
    case ASKING_COMMAND:
        compose_done(a);
        break;
    case ASKING_PAYLOAD:
        compose_has_file(a);
        break;
    case ASKING_VALUE:
        fixing_has_value(a);
        break;
    case ASKING_EDIT:
        fixing_edited(a);
        break;
    case ASKING_QUESTION: /* has no line */
        break;
    }
}

/* Tab chooses how the pattern of a search is read, and completes commands. */
static void tab(struct app *a)
{
    if (a->asking == ASKING_SEARCH || a->asking == ASKING_FILTER) {
        a->asking_kind = (enum search_kind)((a->asking_kind + 1) % SEARCH_KINDS);
    } else if (a->asking == ASKING_COMMAND || a->asking == ASKING_EDIT) {
        compose_tab(a);
    }
}

void act_answer(struct app *a, uint32_t key)
{
    if (a->asking == ASKING_QUESTION) {
        questions_key(a, key);
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
