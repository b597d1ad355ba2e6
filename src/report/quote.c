#include "report/quote.h"

#include "base/escape.h"
#include "report/window.h"

enum {
    NUMBER_MIN = 3, /* columns of the line number, at least */
    NOTE_MAX = 90   /* of a note of several lines: longer ones are hard to follow */
};

/* ---- the source line ------------------------------------------------------------------------------ */

static struct slice first_line(struct slice text)
{
    size_t end = 0;
    while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r') {
        end++;
    }
    return slice_sub(text, 0, end);
}

static bool line_holds(const struct report_line *line, const struct span *span)
{
    return line->line == span->line && line->column <= span->column &&
           span->column - line->column < line->text.n;
}

/* The lines are sorted, but few; those of one number may be parts of one long line. */
static const struct report_line *find_line(const struct page *p, const struct span *span)
{
    const struct report_trace *t = p->trace;
    for (size_t i = 0; i < t->n_lines && t->lines[i].line <= span->line; i++) {
        if (line_holds(&t->lines[i], span)) {
            return &t->lines[i];
        }
    }
    return NULL;
}

static struct quoted_line source_of(const struct page *p, const struct mark *at)
{
    const struct span *span = &at->span;
    const struct report_line *line = find_line(p, span);
    if (line == NULL) { /* only what the engine kept */
        struct slice text = first_line(mark_text(at));
        bool more = text.n == at->n && at->cut;
        return (struct quoted_line){text, 0, text.n, span->column == 1, more};
    }
    size_t from = span->column - line->column;
    size_t rest = line->text.n - from;
    size_t n = span->last_line > span->line || span->length > rest ? rest : span->length;
    return (struct quoted_line){line->text, from, n, line->column == 1, line->more};
}

/* ---- the gutter --------------------------------------------------------------------------------------- */

static size_t number_columns(const struct page *p)
{
    size_t n = 0;
    for (uint64_t lines = p->trace->report->lines; lines > 0; lines /= 10) {
        n++;
    }
    return n < NUMBER_MIN ? NUMBER_MIN : n;
}

/* Both return the columns taken. */
static size_t gutter_number(const struct page *p, uint32_t line)
{
    page_indent(p, PAGE_INDENT);
    return PAGE_INDENT +
           page_printf(p, ROLE_FRAME, "%*lu | ", (int)number_columns(p), (unsigned long)line);
}

static size_t gutter_blank(const struct page *p)
{
    page_indent(p, PAGE_INDENT + number_columns(p));
    return PAGE_INDENT + number_columns(p) + page_cstr(p, ROLE_FRAME, " | ");
}

static size_t gutter_columns(const struct page *p) { return PAGE_INDENT + number_columns(p) + 3; }

/* ---- printing ------------------------------------------------------------------------------------------- */

static void put_source_line(const struct page *p, uint32_t line, const struct quoted_line *s,
                            const struct window *w)
{
    (void)gutter_number(p, line);
    page_put(p, ROLE_PLAIN, slice_sub(s->text, 0, w->head));
    if (w->gap_before) {
        page_put(p, ROLE_DIM, window_gap);
    }
    page_put(p, ROLE_PLAIN, slice_sub(s->text, w->from, w->end - w->from));
    if (w->gap_behind) {
        page_put(p, ROLE_DIM, window_gap);
    }
    page_newline(p);
}

/* Where a note below the underline begins, behind the gutter, and the columns it may take: under the
 * underline when it fits there on one line, as far to the left as it needs otherwise. */
static size_t note_indent(const struct page *p, size_t start, struct slice note, size_t *columns)
{
    size_t all = page_width(p) - gutter_columns(p);
    size_t needed = esc_term_width(note, p->options->ascii);
    *columns = all;
    if (needed <= all) {
        return start + needed <= all ? start : all - needed;
    }
    *columns = all < NOTE_MAX ? all : NOTE_MAX;
    return start <= *columns / 2 ? start : 0;
}

static void put_note_below(const struct page *p, enum page_role role, size_t start,
                           struct slice note)
{
    size_t columns = 0;
    size_t indent = note_indent(p, start, note, &columns);
    while (note.n > 0) {
        struct slice line = window_words(p, columns - indent, &note);
        (void)gutter_blank(p);
        page_indent(p, indent);
        page_put(p, role, line);
        page_newline(p);
    }
}

static void put_underline(const struct page *p, enum page_role role, bool primary,
                          const struct quoted_line *s, const struct window *w, struct slice note)
{
    size_t from = s->from; /* never before the window: see window_around */
    size_t start = w->gap_before ? window_columns(p, s->text, 0, w->head) + window_gap.n +
                                       window_columns(p, s->text, w->from, from)
                                 : window_columns(p, s->text, 0, from);
    size_t end = s->from + s->n < w->end ? s->from + s->n : w->end;
    size_t length = end > from ? window_columns(p, s->text, from, end) : 0;
    length = length == 0 ? 1 : length;

    size_t at = gutter_blank(p);
    page_indent(p, start);
    struct buf line;
    buf_init(&line, page_width(p));
    buf_byte(&line, primary ? '^' : '~');
    buf_fill(&line, '~', length - 1);
    at += start + page_put(p, role, buf_slice(&line));
    buf_dispose(&line);

    note = slice_trim(note);
    bool beside = at + 1 + esc_term_width(note, p->options->ascii) <= page_width(p);
    if (note.n > 0 && beside) {
        page_indent(p, 1);
        page_put(p, role, note);
    }
    page_newline(p);
    if (note.n > 0 && !beside) {
        put_note_below(p, role, start, note);
    }
}

static void put_more_lines(const struct page *p, const struct span *span)
{
    if (span->last_line <= span->line) {
        return;
    }
    uint32_t n = span->last_line - span->line;
    (void)gutter_blank(p);
    page_printf(p, ROLE_DIM, "... %lu more line%s, to line %lu ...", (unsigned long)n,
                n == 1 ? "" : "s", (unsigned long)span->last_line);
    page_newline(p);
}

/* In wrapped captures (hexadecimal dumps, lines broken by a driver) the quoted characters are not
 * what was said; then what was said stands below. */
static void put_meaning(const struct page *p, const struct quoted_line *s, const struct mark *at)
{
    struct slice said = first_line(mark_text(at));
    struct slice shown = slice_sub(s->text, s->from, s->n);
    if (said.n == 0 || slice_starts(shown, said) || slice_starts(said, shown)) {
        return;
    }
    (void)gutter_blank(p);
    page_cstr(p, ROLE_DIM, "reads: ");
    size_t end = window_fit(p, said, 0, page_width(p) - gutter_columns(p) - 10);
    page_put(p, ROLE_PLAIN, slice_sub(said, 0, end));
    if (end < said.n) {
        page_put(p, ROLE_DIM, window_gap);
    }
    page_newline(p);
}

static bool same_window(const struct window *a, const struct window *b)
{
    return a->head == b->head && a->from == b->from && a->end == b->end;
}

/* What is on the page already, so that a line with two places is quoted once. */
struct quoted {
    uint32_t line;
    const uint8_t *text;
    struct window window;
};

static void put_place(const struct page *p, enum page_role role, bool primary,
                      const struct spw_evidence *e, struct quoted *before)
{
    struct quoted_line s = source_of(p, &e->at);
    struct window w = window_choose(p, &s, page_width(p) - gutter_columns(p));
    bool again = before->line == e->at.span.line && before->text == s.text.p &&
                 same_window(&before->window, &w);
    if (!again) {
        put_source_line(p, e->at.span.line, &s, &w);
    }
    put_underline(p, primary ? role : ROLE_FRAME, primary, &s, &w, e->note);
    put_meaning(p, &s, &e->at);
    put_more_lines(p, &e->at.span);
    *before = (struct quoted){e->at.span.line, s.text.p, w};
}

/* A note without a place of its own. */
static void put_placeless(const struct page *p, struct slice note)
{
    page_indent(p, PAGE_INDENT + number_columns(p));
    page_cstr(p, ROLE_FRAME, " = ");
    page_prose(p, gutter_columns(p), gutter_columns(p), ROLE_PLAIN, note);
}

static bool comes_before(const struct spw_evidence *list, size_t a, size_t b)
{
    const struct span *x = &list[a].at.span;
    const struct span *y = &list[b].at.span;
    if (x->line != y->line) {
        return x->line < y->line;
    }
    return x->column != y->column ? x->column < y->column : a < b;
}

/* The place that follows `last` in the order of the input; n when there is none. */
static size_t next_place(const struct spw_evidence *list, size_t n, size_t last)
{
    size_t best = n;
    for (size_t i = 0; i < n; i++) {
        bool later = last == n || comes_before(list, last, i);
        if (span_is_set(list[i].at.span) && i != last && later &&
            (best == n || comes_before(list, i, best))) {
            best = i;
        }
    }
    return best;
}

void quote_evidence(const struct page *p, enum page_role role, const struct spw_evidence *evidence,
                    size_t n)
{
    struct quoted before = {0, NULL, {0, 0, 0, false, false}};
    for (size_t i = next_place(evidence, n, n); i < n; i = next_place(evidence, n, i)) {
        put_place(p, role, i == 0, &evidence[i], &before);
    }
    for (size_t i = 0; i < n; i++) {
        if (!span_is_set(evidence[i].at.span) && evidence[i].note.n > 0) {
            put_placeless(p, evidence[i].note);
        }
    }
}

void quote_line(const struct page *p, const struct mark *at)
{
    struct quoted_line s = source_of(p, at);
    struct window w = window_choose(p, &s, page_width(p) - gutter_columns(p));
    put_source_line(p, at->span.line, &s, &w);
    put_meaning(p, &s, at);
}
