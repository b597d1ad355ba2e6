/* What each request does. */
#include <string.h>

#include "tui/act.h"

/* ---- moving -------------------------------------------------------------------------------------------- */

void act_stop_following(struct app *a)
{
    if (a->follow) {
        a->follow = false;
        a->seen = scroll_count(&a->watch->index);
    }
}

static void move_trace(struct app *a, int64_t by)
{
    uint64_t n = app_shown_lines(a);
    uint64_t last = n > 0 ? n - 1 : 0;
    act_stop_following(a);
    if (by < 0) {
        uint64_t up = (uint64_t)-by;
        a->cursor = a->cursor > up ? a->cursor - up : 0;
    } else {
        a->cursor = last - a->cursor > (uint64_t)by ? a->cursor + (uint64_t)by : last;
    }
    app_cursor_moved(a);
}

static void move_page(struct app *a, int64_t by)
{
    struct pane *pane = &a->panes[a->focus];
    size_t n = roll_rows(&pane->roll);
    size_t last = n > 0 ? n - 1 : 0;
    if (by < 0) {
        size_t up = (size_t)-by;
        pane->cursor = pane->cursor > up ? pane->cursor - up : 0;
    } else {
        pane->cursor = last - pane->cursor > (size_t)by ? pane->cursor + (size_t)by : last;
    }
    /* Help leads nowhere; from the others the trace follows, but a finding that is only passed over
     * does not open: the rows would jump away below the cursor. */
    struct link link = roll_link_at(&pane->roll, pane->cursor);
    if (link.kind != LINK_FINDING || link.value == a->finding) {
        app_follow_link(a, link.kind == LINK_FINDING ? (struct link){LINK_NONE, 0, 0} : link);
    }
}

static void move(struct app *a, int64_t by)
{
    if (a->focus == VIEW_TRACE) {
        move_trace(a, by);
    } else {
        move_page(a, by);
    }
}

static int64_t page_size(const struct app *a)
{
    size_t rows = a->panes[a->focus].region.rows;
    return rows > 2 ? (int64_t)rows - 1 : 1;
}

static void do_moving(struct app *a, enum request r)
{
    enum { FAR = INT32_MAX };
    int64_t by = r == REQUEST_DOWN        ? 1
                 : r == REQUEST_UP        ? -1
                 : r == REQUEST_PAGE_DOWN ? page_size(a)
                 : r == REQUEST_PAGE_UP   ? -page_size(a)
                 : r == REQUEST_TOP       ? -(int64_t)UINT32_MAX * FAR
                                          : (int64_t)UINT32_MAX * FAR;
    move(a, by);
    if (r == REQUEST_BOTTOM && a->focus == VIEW_TRACE) {
        a->follow = true;
    }
}

static void do_shift(struct app *a, enum request r)
{
    enum { STEP = 16, FAR_RIGHT = 60000 };
    if (r == REQUEST_RIGHT) {
        a->shifted += a->shifted < FAR_RIGHT ? STEP : 0;
    } else {
        a->shifted -= a->shifted >= STEP ? STEP : a->shifted;
    }
}

static void do_open(struct app *a, enum request r)
{
    (void)r;
    if (a->focus == VIEW_TRACE) {
        app_focus(a, VIEW_LINE);
        return;
    }
    struct pane *pane = &a->panes[a->focus];
    struct link link = roll_link_at(&pane->roll, pane->cursor);
    bool leads = link.kind != LINK_NONE && link.kind != LINK_STATE;
    app_follow_link(a, link);
    if (leads && (link.kind != LINK_FINDING)) {
        app_focus(a, VIEW_TRACE);
    }
}

static void do_back(struct app *a, enum request r)
{
    (void)r;
    if (a->focus == VIEW_HELP) {
        a->focus = a->before_help;
    } else if (a->focus != VIEW_TRACE) {
        a->focus = VIEW_TRACE;
    } else if (a->marked) {
        a->marked = a->marking = false;
    } else if (a->search.active) {
        search_end(&a->search);
    } else if (a->filter.active) {
        act_filter(a, SEARCH_TEXT, slice_of(NULL, 0));
    }
}

/* ---- jumping ------------------------------------------------------------------------------------------- */

void act_jump(struct app *a, uint64_t line)
{
    app_go_to_line(a, line);
    app_cursor_moved(a);
    a->focus = VIEW_TRACE;
}

static void do_error(struct app *a, enum request r)
{
    uint64_t here = 0;
    uint64_t line = 0;
    bool found = app_cursor_line(a, &here) &&
                 (r == REQUEST_NEXT_ERROR ? scroll_failure_after(&a->watch->index, here, &line)
                                          : scroll_failure_before(&a->watch->index, here, &line));
    if (found) {
        act_jump(a, line);
    } else {
        app_say(a, ROLE_NOTE, "no line with a failure %s here",
                r == REQUEST_NEXT_ERROR ? "behind" : "before");
    }
}

static void do_finding(struct app *a, enum request r)
{
    size_t n = app_report(a)->n_findings;
    if (n == 0) {
        app_say(a, ROLE_NOTE, "there is no finding");
        return;
    }
    size_t step = r == REQUEST_NEXT_FINDING ? 1 : n - 1;
    bool fresh = a->finding >= n || (a->follow && a->focus == VIEW_TRACE);
    app_select_finding(a, fresh ? 0 : (a->finding + step) % n, true);
}

static void do_attempt(struct app *a, enum request r)
{
    const struct spw_report *report = app_report(a);
    uint64_t here = 0;
    uint64_t best = 0;
    bool found = false;
    if (!app_cursor_line(a, &here)) {
        return;
    }
    for (size_t i = 0; i < report->n_attempts; i++) {
        if (!span_is_set(report->attempts[i].at.span)) {
            continue;
        }
        uint64_t line = scroll_at_offset(&a->watch->index, report->attempts[i].at.span.offset);
        if (r == REQUEST_NEXT_ATTEMPT ? line > here && !found : line < here) {
            best = line;
            found = true;
        }
    }
    if (found) {
        act_jump(a, best);
    } else {
        app_say(a, ROLE_NOTE, "no attempt %s here",
                r == REQUEST_NEXT_ATTEMPT ? "behind" : "before");
    }
}

static void do_bookmark(struct app *a, enum request r)
{
    uint64_t line = 0;
    if (r == REQUEST_NEXT_BOOKMARK) {
        const struct bookmark *b =
            app_cursor_line(a, &line) ? bookmark_after(&a->bookmarks, line) : NULL;
        if (b != NULL) {
            act_jump(a, b->line);
        } else {
            app_say(a, ROLE_NOTE, "there is no bookmark");
        }
        return;
    }
    if (!app_cursor_line(a, &line)) {
        return;
    }
    if (bookmark_at(&a->bookmarks, line) != NULL) {
        bookmark_remove(&a->bookmarks, line);
        return;
    }
    act_stop_following(a);
    a->asking = ASKING_NOTE;
    prompt_begin(&a->prompt, NULL, slice_of(NULL, 0));
}

/* ---- panes and looks ---------------------------------------------------------------------------------- */

static void do_pane(struct app *a, enum request r)
{
    a->focus = layout_next(a, r == REQUEST_PREVIOUS_PANE);
    if (a->focus != VIEW_TRACE) {
        app_focus(a, a->focus);
    }
}

static void do_show(struct app *a, enum request r)
{
    app_focus(a, (enum view_id)(r - REQUEST_SHOW_TRACE + VIEW_TRACE));
}

static void do_help(struct app *a, enum request r)
{
    if (a->focus == VIEW_HELP) {
        do_back(a, r);
    } else {
        app_focus(a, VIEW_HELP);
    }
}

static void do_zoom(struct app *a, enum request r)
{
    (void)r;
    a->zoomed = !a->zoomed;
}

static void do_pause(struct app *a, enum request r)
{
    (void)r;
    if (a->follow) {
        act_stop_following(a);
    } else {
        a->follow = true;
    }
}

static void do_time(struct app *a, enum request r)
{
    (void)r;
    a->time_mode = (enum time_mode)((a->time_mode + 1) % TIME_MODES);
}

static void do_meanings(struct app *a, enum request r)
{
    (void)r;
    a->meanings = !a->meanings;
}

static void do_redraw(struct app *a, enum request r)
{
    (void)r;
    a->redraw = true;
}

static void do_quit(struct app *a, enum request r)
{
    (void)r;
    a->leave = true;
}

/* ---- the table ------------------------------------------------------------------------------------------ */

static void (*const acts[REQUEST_COUNT])(struct app *, enum request) = {
    [REQUEST_DOWN] = do_moving,
    [REQUEST_UP] = do_moving,
    [REQUEST_PAGE_DOWN] = do_moving,
    [REQUEST_PAGE_UP] = do_moving,
    [REQUEST_TOP] = do_moving,
    [REQUEST_BOTTOM] = do_moving,
    [REQUEST_RIGHT] = do_shift,
    [REQUEST_LEFT] = do_shift,
    [REQUEST_OPEN] = do_open,
    [REQUEST_BACK] = do_back,
    [REQUEST_NEXT_ERROR] = do_error,
    [REQUEST_PREVIOUS_ERROR] = do_error,
    [REQUEST_NEXT_FINDING] = do_finding,
    [REQUEST_PREVIOUS_FINDING] = do_finding,
    [REQUEST_NEXT_ATTEMPT] = do_attempt,
    [REQUEST_PREVIOUS_ATTEMPT] = do_attempt,
    [REQUEST_BOOKMARK] = do_bookmark,
    [REQUEST_NEXT_BOOKMARK] = do_bookmark,
    [REQUEST_SEARCH] = act_ask_pattern,
    [REQUEST_NEXT_MATCH] = act_match,
    [REQUEST_PREVIOUS_MATCH] = act_match,
    [REQUEST_FILTER] = act_ask_pattern,
    [REQUEST_NEXT_PANE] = do_pane,
    [REQUEST_PREVIOUS_PANE] = do_pane,
    [REQUEST_SHOW_TRACE] = do_show,
    [REQUEST_SHOW_FINDINGS] = do_show,
    [REQUEST_SHOW_STATE] = do_show,
    [REQUEST_SHOW_ATTEMPTS] = do_show,
    [REQUEST_SHOW_STORE] = do_show,
    [REQUEST_SHOW_LINE] = do_show,
    [REQUEST_HELP] = do_help,
    [REQUEST_ZOOM] = do_zoom,
    [REQUEST_PAUSE] = do_pause,
    [REQUEST_TIME_MODE] = do_time,
    [REQUEST_MEANINGS] = do_meanings,
    [REQUEST_REDRAW] = do_redraw,
    [REQUEST_COMPOSE] = compose_begin,
    [REQUEST_REPAIR] = fixing_begin,
    [REQUEST_ASK_ALIVE] = questions_ask,
    [REQUEST_ASK_STATUS] = questions_ask,
    [REQUEST_ASK_SETTINGS] = questions_ask,
    [REQUEST_ASK_STORE] = questions_ask,
    [REQUEST_ASK_FILES] = questions_ask,
    [REQUEST_ASK_CLOCK] = questions_ask,
    [REQUEST_COPY] = act_copy,
    [REQUEST_MARK] = act_mark,
    [REQUEST_RULE_DRAFT] = act_rule_draft,
    [REQUEST_TICKET] = act_ticket,
    [REQUEST_EXCERPT] = act_excerpt,
    [REQUEST_SAVE_SCREEN] = act_save_screen,
    [REQUEST_ASK] = questions_choose,
    [REQUEST_QUIT] = do_quit,
};

void app_request(struct app *a, enum request request)
{
    if (request < REQUEST_COUNT && acts[request] != NULL) {
        acts[request](a, request);
    }
}

/* ---- keys -------------------------------------------------------------------------------------------------- */

static void say_unknown(struct app *a, uint32_t key)
{
    struct buf name;
    buf_init(&name, 32);
    key_put(&name, key);
    app_say(a, ROLE_NOTE, "the key %.*s has no meaning; ? lists those that have",
            SLICE_ARG(buf_slice(&name)));
    buf_dispose(&name);
}

void app_key(struct app *a, uint32_t key)
{
    buf_clear(&a->message);
    if (a->asking != ASKING_NOTHING) {
        act_answer(a, key);
        return;
    }
    if (fixing_key(a, key)) {
        return;
    }
    enum request request = request_of_key(key);
    if (request == REQUEST_NONE) {
        say_unknown(a, key);
    } else {
        app_request(a, request);
    }
}
