/* The lines of the trace: each with its number, evidence as links back to what it is evidence of. */
#include "base/escape.h"
#include "report/common.h"
#include "report/html.h"

enum {
    PLACES_MAX = 64
}; /* of one line; further ones are on the list of the finding all the same */

/* Characters [from, end) of a line that are evidence. */
struct place {
    size_t from, end;
    size_t finding, evidence;
    bool begins; /* the evidence begins here: this is what links lead to */
};

struct marked_line {
    const struct report_line *line;
    struct place places[PLACES_MAX];
    size_t n;
};

bool html_has_place(const struct report_trace *t, const struct span *at)
{
    return span_is_set(*at) && report_source_line(t, at) != NULL;
}

/* ---- which places touch a line ---------------------------------------------------------------------- */

static bool place_on(const struct report_trace *t, const struct span *s,
                     const struct report_line *line, struct place *out)
{
    if (!span_is_set(*s) || line->line < s->line || line->line > s->last_line) {
        return false;
    }
    if (line->line > s->line) { /* a further line of a long place */
        out->from = 0;
        out->end = line->text.n;
        return line->text.n > 0;
    }
    if (report_source_line(t, s) != line) {
        return false;
    }
    out->from = s->column - line->column;
    out->end = s->last_line > s->line || s->length > line->text.n - out->from
                   ? line->text.n
                   : out->from + s->length;
    out->begins = true;
    return true;
}

static void collect(const struct report_trace *t, struct marked_line *m)
{
    const struct spw_report *r = t->report;
    m->n = 0;
    for (size_t i = 0; i < r->n_findings; i++) {
        for (size_t k = 0; k < r->findings[i].n_evidence && m->n < PLACES_MAX; k++) {
            struct place p = {0, 0, i, k, false};
            if (place_on(t, &r->findings[i].evidence[k].at.span, m->line, &p)) {
                m->places[m->n++] = p;
            }
        }
    }
}

/* ---- writing ---------------------------------------------------------------------------------------------- */

static void put_anchors(const struct marked_line *m, size_t index, size_t at, struct buf *out)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct place *p = &m->places[i];
        if (p->begins && p->from == at) {
            buf_printf(out, "<span id=\"t%zu-f%zu-e%zu\"></span>", index, p->finding + 1,
                       p->evidence + 1);
        }
    }
}

/* The most important finding that rests on the byte at `at`; NULL when there is none. */
static const struct place *place_at(const struct marked_line *m, size_t at)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->places[i].from <= at && at < m->places[i].end) {
            return &m->places[i];
        }
    }
    return NULL;
}

static size_t next_border(const struct marked_line *m, size_t at)
{
    size_t next = m->line->text.n;
    for (size_t i = 0; i < m->n; i++) {
        if (m->places[i].from > at && m->places[i].from < next) {
            next = m->places[i].from;
        }
        if (m->places[i].end > at && m->places[i].end < next) {
            next = m->places[i].end;
        }
    }
    return next;
}

static void put_text(const struct marked_line *m, size_t index, struct buf *out)
{
    size_t at = 0;
    while (at < m->line->text.n) {
        size_t end = next_border(m, at);
        const struct place *p = place_at(m, at);
        put_anchors(m, index, at, out);
        if (p != NULL) {
            buf_printf(out, "<a class=\"m\" href=\"#t%zu-f%zu\">", index, p->finding + 1);
        }
        esc_html(out, slice_sub(m->line->text, at, end - at));
        buf_cstr(out, p != NULL ? "</a>" : "");
        at = end;
    }
    put_anchors(m, index, at, out); /* a place behind the last character */
}

static void put_gap(uint32_t from, uint32_t to, struct buf *out)
{
    buf_printf(out, "<li class=\"gap\">lines %lu to %lu are not in this file</li>\n",
               (unsigned long)from, (unsigned long)to);
}

static void put_line(const struct report_trace *t, size_t index, size_t i, struct buf *out)
{
    struct marked_line m;
    const struct report_line *line = &t->lines[i];
    bool again = i > 0 && t->lines[i - 1].line == line->line; /* another part of the same line */
    m.line = line;
    collect(t, &m);
    buf_printf(out, "<li value=\"%lu\"", (unsigned long)line->line);
    if (!again) {
        buf_printf(out, " id=\"t%zu-l%lu\"", index, (unsigned long)line->line);
    }
    buf_cstr(out, "><code>");
    buf_cstr(out, line->column > 1 ? "... " : "");
    put_text(&m, index, out);
    buf_cstr(out, line->more ? " ..." : "");
    buf_cstr(out, "</code></li>\n");
}

void html_lines(const struct report_trace *t, size_t index, struct buf *out)
{
    uint32_t last = 0;
    buf_cstr(out, "<ol class=\"lines\">\n");
    for (size_t i = 0; i < t->n_lines; i++) {
        if (t->lines[i].line > last + 1) {
            put_gap(last + 1, t->lines[i].line - 1, out);
        }
        put_line(t, index, i, out);
        last = t->lines[i].line;
    }
    if (last < t->report->lines) {
        put_gap(last + 1, (uint32_t)t->report->lines, out);
    }
    buf_cstr(out, "</ol>\n");
}
