#include "cli/lines.h"

#include <stdlib.h>

enum {
    LINES_MAX = 2000,
    WHOLE_LINES_MAX = 20000,
    WHOLE_BYTES_MAX = 2 * 1024 * 1024,
    WHOLE_LINE_MAX = 4000, /* bytes of a line that a page shows from its beginning */
    LINES_BYTES_MAX = 8 * 1024 * 1024,
    ATTEMPTS_QUOTED = 32, /* diagrams quote where they failed */
    PLACES_MAX = 20000,
    LINES_AROUND = 20, /* lines on either side of a place that a page shows in any case */
    AROUND = 1200      /* bytes on either side of a place: more than any terminal is wide */
};

/* The part of the line around `span`, as offsets of the input: [from, end). */
static void wanted(const struct span *span, uint64_t *from, size_t *n)
{
    uint64_t before = span->column - 1;
    before = before < AROUND ? before : AROUND;
    *from = span->offset - (before < span->offset ? before : span->offset);
    size_t length = span->length < AROUND ? span->length : AROUND;
    *n = (size_t)(span->offset - *from) + length + AROUND;
}

static bool is_line_end(uint8_t c) { return c == '\n' || c == '\r'; }

/* Where the line ends, searched from the end of the place; from its beginning when the place goes on
 * in further lines. */
static size_t line_end(struct slice bytes, size_t place, const struct span *span)
{
    size_t at = span->last_line > span->line ? place : place + span->length;
    while (at < bytes.n && !is_line_end(bytes.p[at])) {
        at++;
    }
    return at < bytes.n ? at : bytes.n;
}

static bool has_place(const struct lines *l, const struct span *span)
{
    for (size_t i = 0; i < l->list.n; i++) {
        const struct report_line *line = ARRAY_AT(&l->list, struct report_line, i);
        uint64_t end = (uint64_t)line->column + line->text.n;
        bool whole = line->column == 1 && !line->more;
        if (line->line == span->line && line->column <= span->column &&
            (whole || span->column + (uint64_t)span->length <= end)) {
            return true;
        }
    }
    return false;
}

static void add_line(struct lines *l, const struct span *span, const struct capture_file *f)
{
    uint64_t from = 0;
    size_t n = 0;
    struct buf bytes;
    if (!span_is_set(*span) || has_place(l, span)) {
        return;
    }
    wanted(span, &from, &n);
    buf_init(&bytes, n);
    capture_file_excerpt(f, from, n, &bytes);
    size_t place = (size_t)(span->offset - from);
    size_t end = line_end(buf_slice(&bytes), place, span);
    struct report_line *line = end > place ? array_push(&l->list) : NULL;
    if (line != NULL) {
        line->line = span->line;
        line->column = span->column - (uint32_t)place;
        line->more = end == bytes.n && bytes.n == n;
        line->text = arena_copy(&l->arena, slice_sub(buf_slice(&bytes), 0, end));
    }
    if (line != NULL && line->text.p == NULL) {
        l->list.n--; /* no room for its text */
    }
    buf_dispose(&bytes);
}

static int compare_lines(const void *a, const void *b)
{
    const struct report_line *x = (const struct report_line *)a;
    const struct report_line *y = (const struct report_line *)b;
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    return (x->column > y->column) - (x->column < y->column);
}

static void add_marks(struct lines *l, const struct mark *marks, size_t n,
                      const struct capture_file *f)
{
    for (size_t i = 0; i < n; i++) {
        add_line(l, &marks[i].span, f);
    }
}

static void add_phases(struct lines *l, const struct spw_attempt *a, const struct capture_file *f)
{
    for (size_t i = 0; i < SPW_PHASE_COUNT; i++) {
        if (a->phases[i].status == SPW_PHASE_FAILED) {
            add_line(l, &a->phases[i].at, f);
        }
    }
}

static void add_quoted(struct lines *l, const struct spw_report *r, const struct capture_file *f)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        for (size_t k = 0; k < r->findings[i].n_evidence; k++) {
            add_line(l, &r->findings[i].evidence[k].at.span, f);
        }
    }
    for (size_t i = 0; i < r->n_attempts && i < ATTEMPTS_QUOTED; i++) {
        add_phases(l, &r->attempts[i], f);
    }
    add_marks(l, r->unexplained, r->n_unexplained, f);
    add_marks(l, r->unrecognized, r->n_unrecognized, f);
}

static void sort_lines(struct lines *l)
{
    if (l->list.n > 0) {
        qsort(l->list.items, l->list.n, sizeof(struct report_line), compare_lines);
    }
}

void lines_collect(struct lines *l, const struct spw_report *r, const struct capture_file *f)
{
    arena_init(&l->arena, LINES_BYTES_MAX);
    array_init(&l->list, sizeof(struct report_line), LINES_MAX);
    add_quoted(l, r, f);
    sort_lines(l);
}

/* Line ends are LF, CR LF and CR alone, as the engine counts them. */
static size_t end_of_line(struct slice bytes, size_t at, size_t *next)
{
    size_t end = at;
    while (end < bytes.n && !is_line_end(bytes.p[end])) {
        end++;
    }
    *next = end + 1;
    if (end + 1 < bytes.n && bytes.p[end] == '\r' && bytes.p[end + 1] == '\n') {
        *next = end + 2;
    }
    return end;
}

static void add_whole(struct lines *l, uint32_t number, struct slice text)
{
    struct report_line *line = array_push(&l->list);
    if (line == NULL) {
        return;
    }
    line->line = number;
    line->column = 1;
    line->more = text.n > WHOLE_LINE_MAX;
    line->text = arena_copy(&l->arena, slice_sub(text, 0, WHOLE_LINE_MAX));
    if (line->text.p == NULL) {
        l->list.n--;
    }
}

/* UTF-16 is left to what is quoted: its bytes are no text to show. */
static bool is_utf16(struct slice bytes)
{
    return slice_starts(bytes, SLICE("\xFF\xFE")) || slice_starts(bytes, SLICE("\xFE\xFF"));
}

/* A page holds the capture from its beginning as far as there is room, and beyond that what stands
 * around each place: `places` are the numbers of their lines, sorted. */
static void add_all(struct lines *l, struct slice bytes, const struct array *places)
{
    uint32_t number = 1;
    size_t next = 0;
    size_t place = 0;
    for (size_t at = 0; at < bytes.n; at = next) {
        size_t end = end_of_line(bytes, at, &next);
        while (place < places->n && *ARRAY_AT(places, uint32_t, place) + LINES_AROUND < number) {
            place++;
        }
        bool near = place < places->n &&
                    *ARRAY_AT(places, uint32_t, place) <= (uint64_t)number + LINES_AROUND;
        bool early = number <= WHOLE_LINES_MAX && end <= WHOLE_BYTES_MAX;
        if (early || near) {
            add_whole(l, number, slice_sub(bytes, at, end - at));
        } else if (place == places->n) {
            break;
        }
        number++;
    }
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void note_place(struct array *places, const struct span *span)
{
    uint32_t *number = span_is_set(*span) ? array_push(places) : NULL;
    if (number != NULL) {
        *number = span->line;
    }
}

static void collect_places(const struct spw_report *r, struct array *places)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        for (size_t k = 0; k < f->n_evidence; k++) {
            note_place(places, &f->evidence[k].at.span);
        }
        for (size_t k = 0; k < f->n_consequences; k++) {
            note_place(places, &f->consequences[k].span);
        }
    }
    for (size_t i = 0; i < r->n_unexplained; i++) {
        note_place(places, &r->unexplained[i].span);
    }
    if (places->n > 0) {
        qsort(places->items, places->n, sizeof(uint32_t), compare_numbers);
    }
}

void lines_collect_bytes(struct lines *l, const struct spw_report *r, struct slice bytes)
{
    struct array places;
    arena_init(&l->arena, LINES_BYTES_MAX);
    array_init(&l->list, sizeof(struct report_line), WHOLE_LINES_MAX + PLACES_MAX);
    array_init(&places, sizeof(uint32_t), PLACES_MAX);
    collect_places(r, &places);
    if (!is_utf16(bytes)) {
        add_all(l, bytes, &places);
    }
    array_dispose(&places);
}

void lines_dispose(struct lines *l)
{
    array_dispose(&l->list);
    arena_dispose(&l->arena);
}
