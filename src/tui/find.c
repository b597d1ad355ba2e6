/* Searches and filters, as keys ask for them. */
#include "tui/act.h"

void act_ask_pattern(struct app *a, enum request r)
{
    a->asking = r == REQUEST_SEARCH ? ASKING_SEARCH : ASKING_FILTER;
    prompt_begin(&a->prompt, &a->searches, slice_of(NULL, 0));
}

static enum spw_status begin(struct app *a, struct search *s, enum search_kind kind,
                             struct slice pattern)
{
    static const struct spw_options none = {.now = TIME_NONE};
    struct buf why;
    buf_init(&why, APP_MESSAGE_MAX);
    enum spw_status status = search_begin(s, kind, pattern, a->watch->knowledge,
                                          a->options != NULL ? a->options : &none, &why);
    if (status != SPW_OK) {
        app_say(a, ROLE_ERROR, "%s: %.*s", search_kind_name(kind), SLICE_ARG(buf_slice(&why)));
    }
    buf_dispose(&why);
    return status;
}

void act_filter(struct app *a, enum search_kind kind, struct slice pattern)
{
    uint64_t line = 0;
    bool had = app_cursor_line(a, &line);
    (void)begin(a, &a->filter, kind, pattern);
    while (search_work(&a->filter, a->watch->bytes, a->watch->finished) &&
           search_count(&a->filter) == 0) {
    }
    if (had && !a->follow) {
        app_go_to_line(a, line);
    }
}

/* The next match behind the cursor, or the first of all. */
static bool find_match(struct app *a, bool forward, uint64_t *line)
{
    uint64_t here = 0;
    uint64_t n = search_count(&a->search);
    if (n == 0 || !app_cursor_line(a, &here)) {
        return false;
    }
    uint64_t i = search_rank(&a->search, forward ? here + 1 : here);
    i = forward ? (i < n ? i : 0) : (i > 0 ? i - 1 : n - 1);
    return search_match(&a->search, i, line);
}

void act_match(struct app *a, enum request r)
{
    uint64_t line = 0;
    if (!a->search.active) {
        app_say(a, ROLE_NOTE, "nothing is searched for; / begins");
    } else if (find_match(a, r == REQUEST_NEXT_MATCH, &line)) {
        act_jump(a, line);
    } else {
        app_say(a, ROLE_NOTE, "no line matches");
    }
}

void act_search(struct app *a, enum search_kind kind, struct slice pattern)
{
    if (begin(a, &a->search, kind, pattern) != SPW_OK || !a->search.active) {
        return;
    }
    a->search_waits = true; /* the first match is gone to when it is there */
    act_stop_following(a);
}

void act_search_waiting(struct app *a, bool more)
{
    uint64_t line = 0;
    if (!a->search_waits) {
        return;
    }
    uint64_t here = 0;
    bool have_line = app_cursor_line(a, &here);
    bool behind = have_line && search_rank(&a->search, here) < search_count(&a->search);
    if (behind || !more) {
        a->search_waits = false;
        if (find_match(a, true, &line)) {
            act_jump(a, line);
        } else {
            app_say(a, ROLE_NOTE, "no line matches");
        }
    }
}
