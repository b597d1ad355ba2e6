/* Where the panes stand, by the size of the terminal: side by side, one above the other, or one alone.
 * Draws frames, titles and the bar; scrolls the pages of the views. */
#include <string.h>

#include "tui/app.h"

enum {
    WIDE_COLS = 110, /* from here on three panes side by side */
    WIDE_ROWS = 24,
    HIGH_ROWS = 34, /* and the attempts below the trace */
    TWO_COLS = 50,  /* from here on two, one above the other */
    TWO_ROWS = 16,
    ATTEMPT_ROWS = 8
};

static const struct view view_trace = {"Trace", NULL, NULL, NULL};

static const struct view *view_of(enum view_id id)
{
    static const struct view *const list[VIEW_COUNT] = {
        [VIEW_TRACE] = &view_trace, [VIEW_FINDINGS] = &view_findings,
        [VIEW_STATE] = &view_state, [VIEW_ATTEMPTS] = &view_attempts,
        [VIEW_STORE] = &view_store, [VIEW_LINE] = &view_line,
        [VIEW_HELP] = &view_help};
    return list[id];
}

/* ---- one pane ------------------------------------------------------------------------------------------ */

static void draw_title(struct app *a, enum view_id id, struct region r)
{
    struct buf more;
    bool focused = a->focus == id;
    region_horizontal(r, 0);
    buf_init(&more, APP_MESSAGE_MAX);
    if (view_of(id)->title != NULL) {
        view_of(id)->title(a, &more);
    }
    size_t col = region_put(r, 0, 1, ROLE_FRAME, SLICE(" "));
    col = region_put_marked(r, 0, col, focused ? ROLE_TITLE : ROLE_DIM, focused ? MARK_BOLD : 0,
                            slice_cstr(view_of(id)->name));
    col = region_put(r, 0, col, ROLE_FRAME, SLICE(" "));
    if (more.n > 0) {
        col = region_put(r, 0, col, ROLE_DIM, buf_slice(&more));
        (void)region_put(r, 0, col, ROLE_FRAME, SLICE(" "));
    }
    buf_dispose(&more);
}

static void scroll_pane(struct app *a, enum view_id id, size_t rows)
{
    struct pane *pane = &a->panes[id];
    size_t n = roll_rows(&pane->roll);
    size_t last = n > rows ? n - rows : 0;
    const struct view *v = view_of(id);
    pane->cursor = n == 0 ? 0 : pane->cursor < n ? pane->cursor : n - 1;
    if (a->focus == id) {
        pane->top = pane->cursor < pane->top ? pane->cursor : pane->top;
        pane->top = pane->cursor + 1 > pane->top + rows ? pane->cursor + 1 - rows : pane->top;
    } else if (v->keep_in_sight != NULL) {
        size_t row = v->keep_in_sight(a, &pane->roll);
        if (row != SIZE_MAX) {
            pane->top = row > 0 ? row - 1 : 0;
            pane->cursor = row;
        }
    }
    pane->top = pane->top < last ? pane->top : last;
}

static void draw_page(struct app *a, enum view_id id, struct region r)
{
    struct pane *pane = &a->panes[id];
    roll_begin(&pane->roll, r.cols, a->canvas.ascii);
    view_of(id)->build(a, &pane->roll);
    pane->region = r;
    scroll_pane(a, id, r.rows);
    roll_draw(&pane->roll, r, pane->top);
    if (a->focus == id && pane->cursor >= pane->top) {
        region_mark(r, pane->cursor - pane->top, 0, r.cols, MARK_CURSOR);
    }
    if (pane->top + r.rows < roll_rows(&pane->roll) && r.rows > 0 && r.cols > 0) {
        (void)region_put(r, r.rows - 1, r.cols - 1, ROLE_DIM,
                         glyph_of(GLYPH_MORE, a->canvas.ascii));
    }
}

static void draw_pane(struct app *a, enum view_id id, struct region r, bool title)
{
    if (title) {
        draw_title(a, id, region_part(r, 0, 0, 1, r.cols));
        r = region_part(r, 1, 0, r.rows, r.cols);
    }
    if (id == VIEW_TRACE) {
        trace_draw(a, r, a->focus == VIEW_TRACE);
    } else {
        draw_page(a, id, region_part(r, 0, 1, r.rows, r.cols > 2 ? r.cols - 2 : r.cols));
    }
}

/* ---- all of them ---------------------------------------------------------------------------------------- */

static bool is_wide(const struct app *a)
{
    return a->canvas.cols >= WIDE_COLS && a->canvas.rows >= WIDE_ROWS;
}

static bool is_alone(const struct app *a)
{
    return a->zoomed || a->focus == VIEW_HELP || a->canvas.cols < TWO_COLS ||
           a->canvas.rows < TWO_ROWS;
}

static bool has_attempts_below(const struct app *a) { return a->canvas.rows >= HIGH_ROWS; }

/* Findings have a place of their own; the place below them shows what else was asked for. */
static enum view_id third_of(const struct app *a)
{
    bool own = a->second == VIEW_FINDINGS || (a->second == VIEW_ATTEMPTS && has_attempts_below(a));
    return own ? VIEW_STATE : a->second;
}

static void draw_wide(struct app *a, struct region r)
{
    size_t left = r.cols * 11 / 20;
    size_t rows = r.rows;
    if (has_attempts_below(a)) {
        rows -= ATTEMPT_ROWS;
        draw_pane(a, VIEW_ATTEMPTS, region_part(r, rows, 0, ATTEMPT_ROWS, left), true);
    }
    draw_pane(a, VIEW_TRACE, region_part(r, 0, 0, rows, left), true);
    struct region right = region_part(r, 0, left, r.rows, r.cols);
    region_vertical(region_part(right, 0, 0, r.rows, 1), 0);
    right = region_part(right, 0, 1, r.rows, r.cols);
    size_t upper = right.rows * 11 / 20;
    draw_pane(a, VIEW_FINDINGS, region_part(right, 0, 0, upper, right.cols), true);
    draw_pane(a, third_of(a), region_part(right, upper, 0, right.rows, right.cols), true);
}

static void draw_two(struct app *a, struct region r)
{
    size_t upper = r.rows * 11 / 20;
    draw_pane(a, VIEW_TRACE, region_part(r, 0, 0, upper, r.cols), false);
    draw_pane(a, a->second, region_part(r, upper, 0, r.rows, r.cols), true);
}

/* Which panes Tab goes around, in the order of the screen. */
static size_t ring(const struct app *a, enum view_id *out)
{
    size_t n = 0;
    if (is_alone(a)) {
        for (int id = VIEW_TRACE; id < VIEW_HELP; id++) {
            out[n++] = (enum view_id)id;
        }
        return n;
    }
    out[n++] = VIEW_TRACE;
    if (!is_wide(a)) {
        out[n++] = a->second;
        return n;
    }
    out[n++] = VIEW_FINDINGS;
    out[n++] = third_of(a);
    if (has_attempts_below(a) && third_of(a) != VIEW_ATTEMPTS) {
        out[n++] = VIEW_ATTEMPTS;
    }
    return n;
}

enum view_id layout_next(const struct app *a, bool back)
{
    enum view_id list[VIEW_COUNT];
    size_t n = ring(a, list);
    for (size_t i = 0; i < n; i++) {
        if (list[i] == a->focus) {
            return list[(i + (back ? n - 1 : 1)) % n];
        }
    }
    return VIEW_TRACE;
}

/* ---- head and bar --------------------------------------------------------------------------------------------- */

static void put_count(struct buf *out, uint64_t n, const char *one, const char *many)
{
    buf_u64(out, n);
    buf_byte(out, ' ');
    buf_cstr(out, n == 1 ? one : many);
}

static size_t attempts_failed(const struct spw_report *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_attempts; i++) {
        n += r->attempts[i].outcome == SPW_OUTCOME_FAILED ? 1 : 0;
    }
    return n;
}

static void draw_head(struct app *a, struct region r)
{
    const struct spw_report *report = app_report(a);
    region_fill(r, 0, ROLE_STATUS);
    size_t col = region_put_marked(r, 0, 1, ROLE_STATUS, MARK_BOLD, a->facts.source);
    if (a->facts.recording.n > 0) {
        col = region_put(r, 0, col, ROLE_STATUS, SLICE("  recording: "));
        col = region_put(r, 0, col, ROLE_STATUS, a->facts.recording);
    }
    struct slice parts[] = {report->dialect, report->firmware, report->framing};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].n > 0) {
            col = region_put(r, 0, col, ROLE_STATUS, SLICE("  "));
            col = region_put(r, 0, col, ROLE_STATUS, parts[i]);
        }
    }
}

static void put_following(struct app *a, struct buf *out)
{
    uint64_t n = scroll_count(&a->watch->index);
    if (a->follow) {
        buf_cstr(out, a->facts.live ? "FOLLOWING" : "END");
    } else {
        buf_cstr(out, a->facts.live ? "PAUSED" : "");
        if (n > a->seen && a->facts.live) {
            buf_printf(out, " %llu new", (unsigned long long)(n - a->seen));
        }
    }
}

static void put_place(struct app *a, struct buf *out)
{
    uint64_t n = app_shown_lines(a);
    buf_printf(out, "  %llu/%llu", (unsigned long long)(n == 0 ? 0 : a->cursor + 1),
               (unsigned long long)n);
    if (a->filter.active) {
        buf_cstr(out, " filtered");
    }
    if (a->facts.reading && a->facts.bytes_total > 0) {
        buf_printf(out, "  reading %llu%%",
                   (unsigned long long)(a->watch->bytes * 100 / a->facts.bytes_total));
    }
    if (a->search.active) {
        buf_printf(out, "  %llu matches", (unsigned long long)search_count(&a->search));
    }
}

static void put_sums(struct app *a, struct buf *out)
{
    const struct spw_report *r = app_report(a);
    buf_cstr(out, "  ");
    put_count(out, r->n_attempts + r->attempts_dropped, "attempt", "attempts");
    if (attempts_failed(r) > 0) {
        buf_printf(out, ", %zu failed", attempts_failed(r));
    }
    buf_cstr(out, "  ");
    put_count(out, r->n_findings + r->findings_dropped, "finding", "findings");
    if (a->facts.gaps > 0) {
        buf_cstr(out, "  ");
        put_count(out, a->facts.gaps, "gap", "gaps");
    }
}

static void draw_bar(struct app *a, struct region r)
{
    static const char *const times[TIME_MODES] = {"since start", "since line before", "as stamped",
                                                  "line numbers"};
    struct buf text;
    buf_init(&text, APP_MESSAGE_MAX);
    put_following(a, &text);
    put_place(a, &text);
    put_sums(a, &text);
    region_fill(r, 0, ROLE_STATUS);
    size_t col = region_put(r, 0, 1, ROLE_STATUS, buf_slice(&text));
    if (a->facts.trouble.n > 0) {
        col = region_put(r, 0, col + 2, ROLE_ERROR, a->facts.trouble);
    }
    bool has_times = a->watch->index.start_us != TIME_NONE;
    struct slice time = slice_cstr(times[has_times ? a->time_mode : TIME_LINE_NUMBER]);
    if (col + time.n + 3 < r.cols) {
        (void)region_put(r, 0, r.cols - time.n - 1, ROLE_STATUS, time);
    }
    buf_dispose(&text);
}

/* The keys that are of use now, the most useful first; what does not fit is left out. */
static void draw_hints(const struct app *a, struct region r)
{
    static const struct {
        enum request request;
        const char *words;
    } hints[] = {{REQUEST_HELP, "help"},
                 {REQUEST_NEXT_FINDING, "next finding"},
                 {REQUEST_NEXT_ERROR, "next error"},
                 {REQUEST_SEARCH, "search"},
                 {REQUEST_NEXT_PANE, "pane"},
                 {REQUEST_PAUSE, "pause"},
                 {REQUEST_COMPOSE, "type"},
                 {REQUEST_REPAIR, "fix"},
                 {REQUEST_TIME_MODE, "time"},
                 {REQUEST_QUIT, "leave"}};
    size_t col = 1;
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        struct slice key = request_key(hints[i].request);
        struct slice words = slice_cstr(hints[i].words);
        bool talks = hints[i].request == REQUEST_COMPOSE || hints[i].request == REQUEST_REPAIR;
        bool useless = talks && a->actions.send == NULL;
        if (!useless && col + key.n + words.n + 1 < r.cols) {
            col = region_put(r, 0, col, ROLE_KEY, key);
            col = region_put(r, 0, col, ROLE_TEXT, SLICE(" "));
            col = region_put(r, 0, col, ROLE_DIM, words) + 2;
        }
    }
}

static void draw_bottom(struct app *a, struct region r)
{
    static const char *const labels[] = {
        [ASKING_NOTHING] = "",  [ASKING_SEARCH] = "search for", [ASKING_FILTER] = "show only",
        [ASKING_NOTE] = "note", [ASKING_COMMAND] = "send",      [ASKING_PAYLOAD] = "file",
        [ASKING_VALUE] = "",    [ASKING_EDIT] = "send",         [ASKING_QUESTION] = ""};
    struct buf label;
    if (a->asking == ASKING_NOTHING) {
        if (a->message.n > 0) {
            (void)region_put_cut(r, 0, 1, a->message_role, buf_slice(&a->message));
        } else {
            draw_hints(a, r);
        }
        return;
    }
    if (a->asking == ASKING_QUESTION) {
        (void)region_put_cut(r, 0, 1, ROLE_DIM, SLICE("a digit asks, any other key leaves"));
        return;
    }
    buf_init(&label, APP_MESSAGE_MAX);
    buf_byte(&label, ' ');
    buf_cstr(&label, labels[a->asking]);
    if (a->asking == ASKING_SEARCH || a->asking == ASKING_FILTER) {
        buf_byte(&label, ' ');
        buf_cstr(&label, search_kind_name(a->asking_kind));
    }
    if (a->asking == ASKING_VALUE) {
        buf_put(&label, a->fixing.asked.n > 0 ? buf_slice(&a->fixing.asked) : SLICE("file"));
    }
    buf_cstr(&label, ": ");
    prompt_draw(&a->prompt, r, 0, buf_slice(&label));
    buf_dispose(&label);
}

void layout_draw(struct app *a)
{
    struct region all = canvas_all(&a->canvas);
    size_t head = all.rows >= TWO_ROWS ? 1 : 0;
    canvas_clear(&a->canvas);
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        a->panes[i].region.rows = 0;
    }
    if (head > 0) {
        draw_head(a, region_part(all, 0, 0, 1, all.cols));
    }
    size_t rows = all.rows > head + 2 ? all.rows - head - 2 : 0;
    size_t panel = panel_build(a, rows);
    struct region middle = region_part(all, head, 0, rows - panel, all.cols);
    if (panel > 0) {
        panel_draw(a, region_part(all, head + rows - panel, 0, panel, all.cols));
    }
    if (is_alone(a)) {
        draw_pane(a, a->focus, middle, a->focus != VIEW_TRACE);
    } else if (is_wide(a)) {
        draw_wide(a, middle);
    } else {
        draw_two(a, middle);
    }
    struct region bottom = region_part(all, all.rows - 1, 0, 1, all.cols);
    if (all.rows >= 2) {
        draw_bar(a, region_part(all, all.rows - 2, 0, 1, all.cols));
    }
    draw_bottom(a, bottom);
}
