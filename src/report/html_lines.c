/* The lines of the trace: each with its number, the characters that are evidence marked, and below them
 * what they say, with the way back to the finding. */
#include "base/escape.h"
#include "report/common.h"
#include "report/html.h"

enum {
    PLACES_MAX = 64,  /* of one line; further ones are on the list of the finding all the same */
    PART_LINES = 100, /* drawn together, and only when they come into view */
    FOLD_MIN = 8,     /* fewer lines of a certificate stay open */
    FOLD_SEARCH = 400 /* lines after which a certificate has no end */
};

/* Characters [from, end) of a line that are evidence. */
struct place {
    size_t from, end;
    size_t finding, evidence;
    bool begins; /* the evidence begins here: this is what links lead to */
};

struct marked_line {
    const struct report_trace *trace;
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
    size_t length = s->length > 0 ? s->length : 1; /* something empty is shown by what follows it */
    out->from = s->column - line->column;
    out->end = s->last_line > s->line || length > line->text.n - out->from ? line->text.n
                                                                           : out->from + length;
    out->begins = true;
    return true;
}

static void collect(const struct report_trace *t, const struct report_line *line,
                    struct marked_line *m)
{
    const struct spw_report *r = t->report;
    m->trace = t;
    m->line = line;
    m->n = 0;
    for (size_t i = 0; i < r->n_findings; i++) {
        for (size_t k = 0; k < r->findings[i].n_evidence && m->n < PLACES_MAX; k++) {
            struct place p = {0, 0, i, k, false};
            if (place_on(t, &r->findings[i].evidence[k].at.span, line, &p)) {
                m->places[m->n++] = p;
            }
        }
    }
}

static const struct spw_finding *finding_of(const struct marked_line *m, const struct place *p)
{
    return &m->trace->report->findings[p->finding];
}

static const char *severity_of(const struct marked_line *m, const struct place *p)
{
    return spw_severity_name(finding_of(m, p)->severity);
}

static struct slice note_of(const struct marked_line *m, const struct place *p)
{
    return slice_trim(finding_of(m, p)->evidence[p->evidence].note);
}

/* ---- the characters ---------------------------------------------------------------------------------- */

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

/* All evidence that begins here goes around the same characters; returns how many elements. */
static size_t open_targets(const struct marked_line *m, size_t index, size_t at, struct buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct place *p = &m->places[i];
        if (p->begins && p->from == at) {
            buf_printf(out, "<span id=\"t%zu-f%zu-e%zu\">", index, p->finding + 1, p->evidence + 1);
            n++;
        }
    }
    return n;
}

static void put_piece(const struct marked_line *m, size_t index, size_t at, size_t end,
                      struct buf *out)
{
    const struct place *p = place_at(m, at);
    if (p != NULL) {
        buf_printf(out, "<mark class=\"%s\">", severity_of(m, p));
    }
    size_t targets = open_targets(m, index, at, out);
    esc_html(out, slice_sub(m->line->text, at, end - at));
    while (targets > 0) {
        buf_cstr(out, "</span>");
        targets--;
    }
    buf_cstr(out, p != NULL ? "</mark>" : "");
}

static void put_text(const struct marked_line *m, size_t index, struct buf *out)
{
    size_t at = 0;
    do {
        size_t end = next_border(m, at);
        put_piece(m, index, at, end, out);
        at = end;
    } while (at < m->line->text.n);
    if (m->line->text.n > 0) { /* a place behind the last character */
        put_piece(m, index, at, at, out);
    }
}

/* ---- what they say ----------------------------------------------------------------------------------- */

/* Evidence of the same words was on the list before: it is said once, for all findings. */
static bool said_before(const struct marked_line *m, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (m->places[k].begins && slice_eq(note_of(m, &m->places[k]), note_of(m, &m->places[i]))) {
            return true;
        }
    }
    return false;
}

static void put_note(const struct marked_line *m, size_t index, size_t i, struct buf *out)
{
    struct slice note = note_of(m, &m->places[i]);
    buf_printf(out, "<div class=\"says-here %s\">", severity_of(m, &m->places[i]));
    for (size_t k = i; k < m->n; k++) {
        const struct place *p = &m->places[k];
        if (p->begins && slice_eq(note_of(m, p), note)) {
            buf_printf(out,
                       "<a class=\"no %s\" href=\"#t%zu-f%zu\" aria-label=\"Finding %zu\">%zu</a>",
                       severity_of(m, p), index, p->finding + 1, p->finding + 1, p->finding + 1);
        }
    }
    buf_cstr(out, " <span>");
    esc_html(out, note);
    buf_cstr(out, "</span></div>\n");
}

static void put_notes(const struct marked_line *m, size_t index, struct buf *out)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->places[i].begins && !said_before(m, i)) {
            put_note(m, index, i, out);
        }
    }
}

/* ---- lines ------------------------------------------------------------------------------------------- */

static void put_gap(uint32_t from, uint32_t to, struct buf *out)
{
    if (from == to) {
        buf_printf(out, "<p class=\"gap\">line %lu is not in this file</p>\n", (unsigned long)from);
    } else {
        buf_printf(out, "<p class=\"gap\">lines %lu to %lu are not in this file</p>\n",
                   (unsigned long)from, (unsigned long)to);
    }
}

static void put_line(const struct report_trace *t, size_t index, size_t i, struct buf *out)
{
    struct marked_line m;
    const struct report_line *line = &t->lines[i];
    bool again = i > 0 && t->lines[i - 1].line == line->line; /* another part of the same line */
    bool blank = slice_trim(line->text).n == 0 && !line->more;
    collect(t, line, &m);
    buf_printf(out, "<div class=\"line%s\" data-n=\"%lu\"", blank ? " blank" : "",
               (unsigned long)line->line);
    if (!again) {
        buf_printf(out, " id=\"t%zu-l%lu\"", index, (unsigned long)line->line);
    }
    buf_cstr(out, "><code>");
    buf_cstr(out, line->column > 1 ? "... " : "");
    put_text(&m, index, out);
    buf_cstr(out, line->more ? " ..." : "");
    buf_cstr(out, "</code></div>\n");
    put_notes(&m, index, out);
}

/* ---- long certificates ------------------------------------------------------------------------------- */

static bool evidence_begins_on(const struct report_trace *t, uint32_t line)
{
    const struct spw_report *r = t->report;
    for (size_t i = 0; i < r->n_findings; i++) {
        for (size_t k = 0; k < r->findings[i].n_evidence; k++) {
            if (r->findings[i].evidence[k].at.span.line == line) {
                return true;
            }
        }
    }
    return false;
}

/* The lines between the armour of a certificate or key [RFC 7468] that begins at line `i`: how many can
 * be folded away. None of them is quoted by itself. */
static size_t foldable(const struct report_trace *t, size_t i)
{
    if (!slice_contains(t->lines[i].text, SLICE("-----BEGIN "))) {
        return 0;
    }
    size_t n = 0;
    while (i + 1 + n < t->n_lines && n < FOLD_SEARCH) {
        const struct report_line *line = &t->lines[i + 1 + n];
        if (slice_contains(line->text, SLICE("-----END "))) {
            return n >= FOLD_MIN ? n : 0;
        }
        if (line->line != t->lines[i + n].line + 1 || evidence_begins_on(t, line->line) ||
            slice_contains(line->text, SLICE("-----BEGIN "))) {
            return 0;
        }
        n++;
    }
    return 0;
}

/* ---- all of it --------------------------------------------------------------------------------------- */

struct writer {
    const struct report_trace *trace;
    size_t index;
    struct buf *out;
    size_t fold_end; /* the line behind those that are folded away; 0: none are */
};

static void step(struct writer *w, size_t i)
{
    const struct report_line *lines = w->trace->lines;
    uint32_t before = i > 0 ? lines[i - 1].line : 0;
    size_t folded = foldable(w->trace, i);
    if (i % PART_LINES == 0 && w->fold_end == 0) {
        buf_cstr(w->out, i > 0 ? "</div>\n<div class=\"part\">\n" : "<div class=\"part\">\n");
    }
    if (lines[i].line > before + 1) {
        put_gap(before + 1, lines[i].line - 1, w->out);
    }
    put_line(w->trace, w->index, i, w->out);
    if (folded > 0) {
        w->fold_end = i + 1 + folded;
        buf_printf(w->out,
                   "<details class=\"fold\"><summary>%zu more lines (%lu to %lu)</summary>\n",
                   folded, (unsigned long)lines[i + 1].line, (unsigned long)lines[i + folded].line);
    } else if (i + 1 == w->fold_end) {
        w->fold_end = 0;
        buf_cstr(w->out, "</details>\n");
    }
}

void html_lines(const struct report_trace *t, size_t index, struct buf *out)
{
    struct writer w = {t, index, out, 0};
    uint32_t last = t->n_lines > 0 ? t->lines[t->n_lines - 1].line : 0;
    for (size_t i = 0; i < t->n_lines; i++) {
        step(&w, i);
    }
    buf_cstr(out, t->n_lines > 0 ? "</div>\n" : "");
    if (last < t->report->lines) {
        put_gap(last + 1, (uint32_t)t->report->lines, out);
    }
}
