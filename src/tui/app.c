#include "tui/act.h"

#include <string.h>

/* ---- life --------------------------------------------------------------------------------------------- */

enum spw_status app_init(struct app *a, struct watch *watch, bool ascii)
{
    memset(a, 0, sizeof *a);
    a->watch = watch;
    a->focus = VIEW_TRACE;
    a->second = VIEW_FINDINGS;
    a->follow = a->meanings = true;
    a->finding = SIZE_MAX;
    canvas_init(&a->canvas, ascii);
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        roll_init(&a->panes[i].roll);
    }
    search_init(&a->search, &watch->index);
    search_init(&a->filter, &watch->index);
    bookmarks_init(&a->bookmarks);
    prompt_init(&a->prompt);
    prompt_history_init(&a->searches);
    prompt_history_init(&a->commands);
    compose_init(&a->compose);
    questions_init(&a->questions);
    fixing_init(&a->fixing);
    roll_init(&a->panel);
    buf_init(&a->message, APP_MESSAGE_MAX);
    return canvas_resize(&a->canvas, 24, 80);
}

void app_dispose(struct app *a)
{
    canvas_dispose(&a->canvas);
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        roll_dispose(&a->panes[i].roll);
    }
    search_dispose(&a->search);
    search_dispose(&a->filter);
    bookmarks_dispose(&a->bookmarks);
    prompt_dispose(&a->prompt);
    prompt_history_dispose(&a->searches);
    prompt_history_dispose(&a->commands);
    compose_dispose(&a->compose);
    questions_dispose(&a->questions);
    fixing_dispose(&a->fixing);
    roll_dispose(&a->panel);
    buf_dispose(&a->message);
}

enum spw_status app_resize(struct app *a, size_t rows, size_t cols)
{
    return canvas_resize(&a->canvas, rows, cols);
}

void app_say(struct app *a, enum role role, const char *fmt, ...)
{
    va_list args;
    buf_clear(&a->message);
    va_start(args, fmt);
    buf_vprintf(&a->message, fmt, args);
    va_end(args);
    a->message_role = role;
}

/* ---- lines ------------------------------------------------------------------------------------------------ */

uint64_t app_shown_lines(const struct app *a)
{
    return a->filter.active ? search_count(&a->filter) : scroll_count(&a->watch->index);
}

bool app_line_at(struct app *a, uint64_t rank, uint64_t *line)
{
    if (a->filter.active) {
        return search_match(&a->filter, rank, line);
    }
    *line = rank;
    return rank < scroll_count(&a->watch->index);
}

bool app_cursor_line(struct app *a, uint64_t *line) { return app_line_at(a, a->cursor, line); }

/* With a filter, the line itself or the next one that it left. */
void app_go_to_line(struct app *a, uint64_t line)
{
    uint64_t rank = a->filter.active ? search_rank(&a->filter, line) : line;
    uint64_t n = app_shown_lines(a);
    a->cursor = rank < n ? rank : n > 0 ? n - 1 : 0;
    if (a->follow) {
        a->follow = false;
        a->seen = scroll_count(&a->watch->index);
    }
}

void app_go_to_offset(struct app *a, uint64_t offset)
{
    if (scroll_count(&a->watch->index) > 0) {
        app_go_to_line(a, scroll_at_offset(&a->watch->index, offset));
    }
}

/* ---- findings ------------------------------------------------------------------------------------------------ */

const struct spw_report *app_report(const struct app *a) { return watch_report(a->watch); }

const struct spw_finding *app_finding(const struct app *a)
{
    const struct spw_report *r = app_report(a);
    return a->finding < r->n_findings ? &r->findings[a->finding] : NULL;
}

/* Where a finding is best looked at: its last evidence is where it shows, as a rule. */
static bool finding_place(const struct spw_finding *f, uint64_t *offset)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        if (span_is_set(f->evidence[i].at.span)) {
            *offset = f->evidence[i].at.span.offset;
            return true;
        }
    }
    return false;
}

void app_select_finding(struct app *a, size_t i, bool go)
{
    uint64_t offset = 0;
    a->finding = i;
    const struct spw_finding *f = app_finding(a);
    if (f != NULL && go && finding_place(f, &offset)) {
        app_go_to_offset(a, offset);
    }
}

static bool stands_on(const struct spw_finding *f, uint64_t from, uint64_t to)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        struct span s = f->evidence[i].at.span;
        if (span_is_set(s) && s.offset < to && s.offset + s.length > from) {
            return true;
        }
    }
    return false;
}

void app_cursor_moved(struct app *a)
{
    const struct spw_report *r = app_report(a);
    const struct spw_finding *selected = app_finding(a);
    struct scroll_line l;
    uint64_t line = 0;
    if (!app_cursor_line(a, &line) || !scroll_line(&a->watch->index, line, &l)) {
        return;
    }
    uint64_t end = l.offset + (l.length > 0 ? l.length : 1);
    if (selected != NULL && stands_on(selected, l.offset, end)) {
        return;
    }
    for (size_t i = 0; i < r->n_findings; i++) {
        if (stands_on(&r->findings[i], l.offset, end)) {
            a->finding = i;
            return;
        }
    }
}

void app_follow_link(struct app *a, struct link link)
{
    const struct spw_report *r = app_report(a);
    switch (link.kind) {
    case LINK_NONE:
    case LINK_STATE:
        break;
    case LINK_FINDING:
        app_select_finding(a, (size_t)link.value, true);
        break;
    case LINK_OFFSET:
        if (link.value2 > 0) {
            a->finding = (size_t)link.value2 - 1;
        }
        app_go_to_offset(a, link.value);
        break;
    case LINK_ATTEMPT:
        for (size_t i = 0; i < r->n_attempts; i++) {
            if (r->attempts[i].id == link.value && span_is_set(r->attempts[i].at.span)) {
                app_go_to_offset(a, r->attempts[i].at.span.offset);
            }
        }
        break;
    }
}

/* ---- panes -------------------------------------------------------------------------------------------------------- */

void app_focus(struct app *a, enum view_id view)
{
    if (view == VIEW_HELP && a->focus != VIEW_HELP) {
        a->before_help = a->focus;
    }
    if (view != VIEW_TRACE && view != VIEW_HELP) {
        a->second = view;
    }
    a->focus = view;
}

/* ---- work that waits ------------------------------------------------------------------------------------------------ */

bool app_work(struct app *a)
{
    bool more = search_work(&a->search, a->watch->bytes, a->watch->finished);
    act_search_waiting(a, more);
    return search_work(&a->filter, a->watch->bytes, a->watch->finished) || more;
}

void app_draw(struct app *a)
{
    const struct spw_report *r = app_report(a);
    uint64_t n = app_shown_lines(a);
    if (a->follow || a->cursor >= n) {
        a->cursor = n > 0 ? n - 1 : 0;
    }
    if (a->finding >= r->n_findings) {
        a->finding = r->n_findings > 0 ? 0 : SIZE_MAX;
    }
    act_mark_moves(a);
    fixing_look(a);
    layout_draw(a);
}
