/* The dialogue, line by line: time, who spoke, what was said, and behind it what the tables know of it. */
#include <string.h>

#include "base/escape.h"
#include "tui/app.h"

enum {
    EVENTS_A_LINE = 16,
    MEANING_COLUMN = 34, /* meanings stand in line where texts are shorter */
    MEANING_MIN = 12,    /* with less room they are left out */
    TEXT_BYTES = 4 * CANVAS_COLS_MAX
};

/* What is drawn of one line. */
struct shown_line {
    uint64_t number; /* in the index */
    struct scroll_line line;
    struct buf text;
    struct scroll_event events[EVENTS_A_LINE];
    size_t n_events;
    bool failure;
};

/* ---- collecting ----------------------------------------------------------------------------------------- */

static void collect_events(struct scrollback *x, struct shown_line *s)
{
    uint64_t first = scroll_first_event(x, s->number);
    s->n_events = 0;
    s->failure = false;
    for (uint64_t e = first; s->n_events < EVENTS_A_LINE; e++) {
        struct scroll_event *ev = &s->events[s->n_events];
        if (!scroll_event(x, e, ev) || ev->line != s->number) {
            break;
        }
        s->failure = s->failure || (ev->failure && !ev->mentioned);
        s->n_events++;
    }
}

static bool collect(struct app *a, uint64_t number, struct shown_line *s)
{
    s->number = number;
    buf_clear(&s->text);
    if (!scroll_line(&a->watch->index, number, &s->line)) {
        return false;
    }
    scroll_text(&a->watch->index, &s->line, &s->text);
    collect_events(&a->watch->index, s);
    return true;
}

/* ---- time -------------------------------------------------------------------------------------------------- */

enum { SECOND = 1000000, MILLISECOND = 1000 };

static void put_seconds(struct buf *out, int64_t us, const char *sign)
{
    int64_t ms = (us < 0 ? -us : us) / MILLISECOND;
    buf_printf(out, "%s%lld.%03lld", us < 0 ? "-" : sign, (long long)(ms / MILLISECOND),
               (long long)(ms % MILLISECOND));
}

static void put_time_of_day(struct buf *out, int64_t us)
{
    int64_t s = us / SECOND;
    buf_printf(out, "%02lld:%02lld:%02lld.%03lld", (long long)(s / 3600 % 24),
               (long long)(s / 60 % 60), (long long)(s % 60),
               (long long)(us % SECOND / MILLISECOND));
}

static void put_time(struct app *a, const struct shown_line *s, struct buf *out)
{
    struct scroll_line before;
    bool has = s->line.us != TIME_NONE;
    if (a->time_mode == TIME_LINE_NUMBER || (!has && a->watch->index.start_us == TIME_NONE)) {
        buf_u64(out, s->line.number);
    } else if (!has) {
        return;
    } else if (a->time_mode == TIME_SINCE_START) {
        put_seconds(out, s->line.us - a->watch->index.start_us, "");
    } else if (a->time_mode == TIME_AS_STAMPED) {
        if (s->line.stamp == STAMP_WALL || s->line.stamp == STAMP_CLOCK) {
            put_time_of_day(out, s->line.us);
        } else {
            put_seconds(out, s->line.us, "");
        }
    } else if (s->number > 0 && scroll_line(&a->watch->index, s->number - 1, &before) &&
               before.us != TIME_NONE) {
        put_seconds(out, s->line.us - before.us, "+");
    }
}

/* Wide enough for the last line, so that columns do not jump while scrolling. */
static size_t time_width(struct app *a)
{
    struct scroll_line last;
    uint64_t n = scroll_count(&a->watch->index);
    size_t width = a->time_mode == TIME_AS_STAMPED ? 12 : a->time_mode == TIME_SINCE_LINE ? 8 : 7;
    if (n == 0 || !scroll_line(&a->watch->index, n - 1, &last)) {
        return width;
    }
    if (a->time_mode == TIME_LINE_NUMBER || a->watch->index.start_us == TIME_NONE) {
        width = 4;
        for (uint32_t v = last.number; v >= 10000; v /= 10) {
            width++;
        }
    } else if (a->time_mode == TIME_SINCE_START && last.us != TIME_NONE) {
        for (int64_t v = (last.us - a->watch->index.start_us) / SECOND; v >= 1000; v /= 10) {
            width++;
        }
    }
    return width;
}

/* ---- the text, with what is marked in it --------------------------------------------------------------------- */

static void mark_range(uint8_t *marks, size_t n, uint64_t from, uint64_t to, unsigned mark)
{
    for (uint64_t i = from; i < to && i < n; i++) {
        marks[i] = (uint8_t)(marks[i] | mark);
    }
}

/* The bytes of a place of the session that stand in this line. What was put together from several pieces
 * has no bytes of its own there: then the place's own text is looked for, or it is all of the line. */
static void mark_place(const struct shown_line *s, const struct mark *m, uint8_t *marks, size_t n)
{
    uint64_t from = m->span.offset;
    uint64_t to = from + m->span.length;
    uint64_t start = s->line.offset;
    uint64_t end = start + (s->line.length > 0 ? s->line.length : 1);
    if (!span_is_set(m->span) || to <= start || from >= end) {
        return;
    }
    if (s->line.as_is) {
        mark_range(marks, n, from > start ? from - start : 0, to - start, MARK_EVIDENCE);
        return;
    }
    size_t at = slice_find(buf_slice(&s->text), mark_text(m), 0);
    bool found = at < s->text.n && m->n > 0;
    mark_range(marks, n, found ? at : 0, found ? at + m->n : n, MARK_EVIDENCE);
}

static void mark_finding(const struct app *a, const struct shown_line *s, uint8_t *marks, size_t n)
{
    const struct spw_finding *f = app_finding(a);
    for (size_t i = 0; f != NULL && i < f->n_evidence; i++) {
        mark_place(s, &f->evidence[i].at, marks, n);
    }
    for (size_t i = 0; f != NULL && i < f->n_consequences; i++) {
        mark_place(s, &f->consequences[i], marks, n);
    }
}

static void mark_matches(struct app *a, const struct shown_line *s, uint8_t *marks, size_t n)
{
    size_t from = 0;
    size_t length = 0;
    while (from < n && search_in_line(&a->search, buf_slice(&s->text), &from, &length)) {
        mark_range(marks, n, from, from + length, MARK_MATCH);
        from += length > 0 ? length : 1;
    }
}

/* What the line itself is: events that were told with it may be about the lines before, as a payload that
 * ends where a command begins. NULL: nothing that is known. */
static const struct scroll_event *own_event(const struct shown_line *s)
{
    for (size_t i = 0; i < s->n_events; i++) {
        if (s->events[i].length > 0 && s->events[i].kind != SPW_EVENT_NOISE) {
            return &s->events[i];
        }
    }
    return NULL;
}

static enum role role_of_line(const struct shown_line *s)
{
    const struct scroll_event *own = own_event(s);
    if (s->failure) {
        return ROLE_ERROR;
    }
    if (own == NULL) {
        return s->line.direction == SPW_FROM_HOST ? ROLE_HOST : ROLE_DIM;
    }
    return s->line.direction == SPW_FROM_HOST || own->kind == SPW_EVENT_COMMAND ? ROLE_HOST
                                                                                : ROLE_MODULE;
}

/* Runs of bytes with the same marks; a run does not end inside a character. */
static size_t put_runs(struct region r, size_t row, size_t col, enum role role, struct slice text,
                       const uint8_t *marks)
{
    for (size_t at = 0; at < text.n && col < r.cols;) {
        size_t end = at + 1;
        while (end < text.n && (marks[end] == marks[at] || (text.p[end] & 0xC0) == 0x80)) {
            end++;
        }
        col = region_put_marked(r, row, col, role, marks[at], slice_sub(text, at, end - at));
        at = end;
    }
    return col;
}

static size_t put_text(struct app *a, const struct shown_line *s, struct region r, size_t row,
                       size_t col)
{
    uint8_t marks[TEXT_BYTES];
    struct slice text = buf_slice(&s->text);
    size_t n = text.n < sizeof marks ? text.n : sizeof marks;
    size_t from = a->shifted < n ? a->shifted : n;
    memset(marks, 0, n);
    mark_finding(a, s, marks, n);
    mark_matches(a, s, marks, n);
    if (from > 0) {
        col = region_put(r, row, col, ROLE_DIM, glyph_of(GLYPH_MORE, r.canvas->ascii));
    }
    text = slice_sub(text, from, n - from);
    bool fits = esc_term_width(text, r.canvas->ascii) <= (r.cols > col ? r.cols - col : 0);
    size_t end = put_runs(r, row, col, role_of_line(s), text, marks + from);
    if (!fits && r.cols > 0) {
        (void)region_put(r, row, r.cols - 1, ROLE_DIM, glyph_of(GLYPH_MORE, r.canvas->ascii));
    }
    return end;
}

/* ---- what it means ---------------------------------------------------------------------------------------------- */

static void put_meaning(struct app *a, const struct shown_line *s, struct region r, size_t row,
                        size_t col, size_t from)
{
    struct buf words;
    size_t at = col + 2 > from + MEANING_COLUMN ? col + 2 : from + MEANING_COLUMN;
    if (!a->meanings || at + MEANING_MIN > r.cols) {
        return;
    }
    buf_init(&words, APP_MESSAGE_MAX);
    for (size_t i = 0; i < s->n_events; i++) {
        const struct scroll_event *ev = &s->events[i];
        if (ev->length == 0 || (ev->about.n == 0 && ev->n_words == 0)) {
            continue;
        }
        buf_cstr(&words, words.n > 0 ? "; " : "");
        buf_put(&words, scroll_about_briefly(ev->about));
        buf_cstr(&words, ev->about.n > 0 && ev->n_words > 0 ? ": " : "");
        scroll_words(&a->watch->index, ev, &words);
    }
    (void)region_put_cut(r, row, at, ROLE_DIM, buf_slice(&words));
    buf_dispose(&words);
}

/* ---- the line --------------------------------------------------------------------------------------------------- */

static size_t put_margin(struct app *a, const struct shown_line *s, struct region r, size_t row)
{
    bool ascii = r.canvas->ascii;
    bool in_marks = a->marked && s->number >= a->mark_from && s->number <= a->mark_to;
    if (s->failure) {
        (void)region_put(r, row, 0, ROLE_ERROR, glyph_of(GLYPH_ERROR, ascii));
    }
    if (bookmark_at(&a->bookmarks, s->number) != NULL) {
        (void)region_put(r, row, 0, ROLE_KEY, glyph_of(GLYPH_BOOKMARK, ascii));
    }
    if (in_marks) {
        (void)region_put(r, row, 1, ROLE_KEY, ascii ? SLICE("|") : SLICE("┃"));
    }
    return 2;
}

static void draw_line(struct app *a, const struct shown_line *s, struct region r, size_t row,
                      size_t width)
{
    struct buf time;
    bool host = role_of_line(s) == ROLE_HOST || s->line.direction == SPW_FROM_HOST;
    bool said = s->line.direction != SPW_DIRECTION_UNKNOWN || own_event(s) != NULL;
    size_t col = put_margin(a, s, r, row);
    buf_init(&time, 64);
    put_time(a, s, &time);
    (void)region_put(r, row, col + (time.n < width ? width - time.n : 0), ROLE_DIM,
                     buf_slice(&time));
    buf_dispose(&time);
    col += width + 1;
    if (said) {
        (void)region_put(r, row, col, host ? ROLE_HOST : ROLE_MODULE,
                         glyph_of(host ? GLYPH_HOST : GLYPH_MODULE, r.canvas->ascii));
    }
    col += 2;
    size_t end = put_text(a, s, r, row, col);
    put_meaning(a, s, r, row, end, col);
}

/* The cursor keeps a line of distance from the edges while there is one. */
static void keep_in_sight(struct app *a, size_t rows)
{
    uint64_t n = app_shown_lines(a);
    size_t margin = rows > 8 ? 2 : 0;
    uint64_t last = n > rows ? n - rows : 0;
    if (a->follow) {
        a->top = last;
    }
    if (a->cursor < a->top + margin) {
        a->top = a->cursor > margin ? a->cursor - margin : 0;
    }
    if (a->cursor + margin + 1 > a->top + rows) {
        a->top = a->cursor + margin + 1 - rows;
    }
    a->top = a->top > last ? last : a->top;
}

static void draw_nothing(struct app *a, struct region r)
{
    struct slice text = a->filter.active ? SLICE("No line matches the filter; & and Enter end it.")
                        : a->facts.live  ? SLICE("Nothing was said yet; it shows as it comes.")
                                         : SLICE("There is no line.");
    (void)region_put_cut(r, 0, 1, ROLE_DIM, text);
}

void trace_draw(struct app *a, struct region r, bool focused)
{
    struct shown_line s;
    size_t width = time_width(a);
    a->panes[VIEW_TRACE].region = r;
    if (app_shown_lines(a) == 0) {
        draw_nothing(a, r);
        return;
    }
    keep_in_sight(a, r.rows);
    buf_init(&s.text, SCROLL_TEXT_MAX);
    for (size_t row = 0; row < r.rows; row++) {
        uint64_t number = 0;
        if (!app_line_at(a, a->top + row, &number) || !collect(a, number, &s)) {
            break;
        }
        draw_line(a, &s, r, row, width);
        if (a->top + row == a->cursor) {
            region_mark(r, row, 0, r.cols, focused ? MARK_CURSOR : MARK_BESIDE);
        }
    }
    buf_dispose(&s.text);
}
