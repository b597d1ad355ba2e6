#include "tui/scrollback.h"

#include <string.h>

#include "base/check.h"

enum {
    WORDS_MAX = 4 * 1024 * 1024,
    WORD_COUNT_MAX = 60000,
    NOTE_MAX = 400,    /* of an event's parameters in words */
    CORNER_EVERY = 64, /* changes of state between two full pictures of it */
    OFFSET_BITS = 48
};

/* ---- records as they are stored -------------------------------------------------------------------- */

/* Bits of `where`: 0..47 an offset, 48..49 direction, 50 as it is, 51..53 kind of stamp. */
struct line_record {
    uint64_t where;
    int64_t us;
    uint32_t number, length;
};
/* What stands before a text that is kept here. */
struct text_head {
    uint64_t offset;
};

enum { EVENT_FAILURE = 1, EVENT_FINAL = 2, EVENT_MENTIONED = 4 };
struct event_record {
    uint64_t line;
    uint64_t words;
    uint32_t attempt;
    int32_t number_printed;
    uint16_t about, meaning, from, length;
    uint16_t n_words;
    uint8_t kind, flags;
    uint32_t spare;
};

struct change_record {
    uint64_t line, value, offset;
    uint32_t n_value, n_facts, number, length;
    uint16_t row;
    uint8_t known, concluded;
    uint32_t column;
};

struct corner_record { /* the last change of each row + 1, as struct scrollback.latest */
    uint32_t latest[SCROLL_ROWS_MAX];
};

/* ---- life --------------------------------------------------------------------------------------------- */

enum spw_status scroll_init(struct scrollback *x, struct scroll_reader reader)
{
    struct {
        struct spill_table *table;
        size_t size;
    } tables[] = {{&x->lines, sizeof(struct line_record)},
                  {&x->events, sizeof(struct event_record)},
                  {&x->changes, sizeof(struct change_record)},
                  {&x->corners, sizeof(struct corner_record)},
                  {&x->failures, sizeof(uint64_t)}};
    enum spw_status status = SPW_OK;
    memset(x, 0, sizeof *x);
    x->reader = reader;
    x->clock_us = x->start_us = x->stamp_us = TIME_NONE;
    arena_init(&x->words, WORDS_MAX);
    map_init(&x->word_of, WORD_COUNT_MAX, false);
    array_init(&x->word_list, sizeof(struct slice), WORD_COUNT_MAX);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        enum spw_status one = spill_table_init(tables[i].table, tables[i].size);
        status = status == SPW_OK ? one : status;
    }
    enum spw_status texts = spill_init(&x->texts);
    return status == SPW_OK ? texts : status;
}

void scroll_dispose(struct scrollback *x)
{
    spill_table_dispose(&x->lines);
    spill_table_dispose(&x->events);
    spill_table_dispose(&x->changes);
    spill_table_dispose(&x->corners);
    spill_table_dispose(&x->failures);
    spill_dispose(&x->texts);
    map_dispose(&x->word_of);
    array_dispose(&x->word_list);
    arena_dispose(&x->words);
}

static void keep(struct scrollback *x, enum spw_status status)
{
    x->failed = x->failed || status != SPW_OK;
}

/* ---- words of the tables: each is kept once ------------------------------------------------------------- */

/* Its number from 1; 0: none, or no room for more. */
static uint16_t intern(struct scrollback *x, struct slice word)
{
    uint32_t number = 0;
    if (word.n == 0) {
        return 0;
    }
    if (map_get(&x->word_of, word, &number)) {
        return (uint16_t)number;
    }
    struct slice copy = arena_copy(&x->words, word);
    struct slice *place = copy.p == NULL ? NULL : array_push(&x->word_list);
    if (place == NULL) {
        return 0;
    }
    *place = copy;
    number = (uint32_t)x->word_list.n;
    return map_put(&x->word_of, copy, number, NULL) == SPW_OK ? (uint16_t)number : 0;
}

static struct slice word_at(const struct scrollback *x, uint16_t number)
{
    const struct slice *word = number == 0 ? NULL : array_at(&x->word_list, number - 1U);
    return word == NULL ? slice_of(NULL, 0) : *word;
}

/* ---- time -------------------------------------------------------------------------------------------------- */

enum { SECOND = 1000000, HALF_DAY_S = 43200, DAY_S = 86400 };

/* One running time for all kinds of stamps: distances are added up, a time of day that jumps back by
 * hours has passed midnight. TIME_NONE before the first stamp. */
static int64_t running_time(struct scrollback *x, struct stamp stamp)
{
    switch (stamp.kind) {
    case STAMP_NONE:
        return x->clock_us;
    case STAMP_DELTA:
        x->clock_us = (x->clock_us == TIME_NONE ? 0 : x->clock_us) + stamp.us;
        break;
    case STAMP_CLOCK:
        if (x->stamp_us != TIME_NONE && stamp.us < x->stamp_us - (int64_t)HALF_DAY_S * SECOND) {
            x->day_us += (int64_t)DAY_S * SECOND;
        }
        x->stamp_us = stamp.us;
        x->clock_us = x->day_us + stamp.us;
        break;
    case STAMP_WALL:
    case STAMP_START:
        x->clock_us = stamp.us;
        break;
    }
    x->start_us = x->start_us == TIME_NONE ? x->clock_us : x->start_us;
    return x->clock_us;
}

/* ---- adding ------------------------------------------------------------------------------------------------ */

void scroll_add_line(struct scrollback *x, const struct spw_line *l)
{
    struct line_record r = {
        .us = running_time(x, l->stamp), .number = l->span.line, .length = clamp_u32(l->text.n)};
    uint64_t offset = l->span.offset;
    if (x->failed) {
        return;
    }
    if (!l->as_is) {
        const struct text_head head = {l->span.offset};
        r.length = r.length < SCROLL_TEXT_MAX ? r.length : SCROLL_TEXT_MAX;
        offset = spill_size(&x->texts);
        keep(x, spill_append(&x->texts, slice_of(&head, sizeof head)));
        keep(x, spill_append(&x->texts, slice_sub(l->text, 0, r.length)));
    }
    r.where = (offset & ((UINT64_C(1) << OFFSET_BITS) - 1)) | (uint64_t)l->direction << 48 |
              (uint64_t)(l->as_is ? 1 : 0) << 50 | (uint64_t)l->stamp.kind << 51;
    keep(x, spill_table_push(&x->lines, &r));
}

/* Parameters by name, and what their values mean. What is secret is left out: the line shows it. */
static void put_words(const struct spw_event *ev, struct buf *out)
{
    for (size_t i = 0; i < ev->n_values && out->n < NOTE_MAX; i++) {
        const struct spw_value *v = &ev->values[i];
        if ((v->name.n == 0 && v->words.n == 0) || v->text.n == 0) {
            continue;
        }
        buf_cstr(out, out->n > 0 ? " " : "");
        buf_put(out, v->name);
        buf_cstr(out, v->name.n > 0 ? "=" : "");
        buf_put(out, v->secret ? SLICE("***") : slice_sub(v->text, 0, NOTE_MAX / 4));
        if (v->words.n > 0) {
            buf_cstr(out, " (");
            buf_put(out, v->words);
            buf_byte(out, ')');
        }
    }
}

static uint16_t clamp_u16(uint64_t v) { return v > UINT16_MAX ? UINT16_MAX : (uint16_t)v; }

static void add_failure(struct scrollback *x, uint64_t line)
{
    uint64_t n = spill_table_count(&x->failures);
    uint64_t last = 0;
    if (n == 0 || (spill_table_get(&x->failures, n - 1, &last) && last != line)) {
        keep(x, spill_table_push(&x->failures, &line));
    }
}

/* Where in the text of its line the event stands; nothing when it stands in none, or in several. */
static void place_in_line(struct scrollback *x, const struct spw_event *ev, struct event_record *r)
{
    struct scroll_line l;
    if (!scroll_line(x, r->line, &l) || ev->span.offset < l.offset ||
        ev->span.offset - l.offset >= l.length) {
        return;
    }
    uint64_t from = ev->span.offset - l.offset;
    r->from = clamp_u16(from);
    r->length = clamp_u16(ev->span.length < l.length - from ? ev->span.length : l.length - from);
}

void scroll_add_event(struct scrollback *x, const struct spw_event *ev)
{
    struct buf words;
    uint64_t n = spill_table_count(&x->lines);
    if (x->failed || n == 0) {
        return;
    }
    struct event_record r = {.line = n - 1,
                             .attempt = ev->attempt,
                             .number_printed = ev->number_printed,
                             .about = intern(x, ev->about),
                             .meaning = intern(x, ev->meaning),
                             .kind = (uint8_t)ev->kind};
    r.flags = (uint8_t)((ev->failure ? EVENT_FAILURE : 0) | (ev->final ? EVENT_FINAL : 0) |
                        (ev->mentioned ? EVENT_MENTIONED : 0));
    place_in_line(x, ev, &r);
    buf_init(&words, 4 * NOTE_MAX);
    put_words(ev, &words);
    r.words = spill_size(&x->texts);
    r.n_words = clamp_u16(words.n);
    keep(x, spill_append(&x->texts, buf_slice(&words)));
    buf_dispose(&words);
    keep(x, spill_table_push(&x->events, &r));
    if (ev->failure && !ev->mentioned) {
        add_failure(x, r.line);
    }
}

static void put_facts(const struct spw_state_row *row, struct buf *out)
{
    for (size_t i = 0; i < row->n_facts; i++) {
        const struct spw_fact *f = &row->facts[i];
        buf_cstr(out, f->label);
        buf_byte(out, '\t');
        buf_put(out, f->text);
        buf_byte(out, '\n');
    }
}

/* A full picture once in a while, so that any moment is a picture and a few changes. */
static void add_corner(struct scrollback *x)
{
    struct corner_record c;
    memset(&c, 0, sizeof c);
    memcpy(c.latest, x->latest, sizeof c.latest);
    keep(x, spill_table_push(&x->corners, &c));
}

void scroll_add_state(struct scrollback *x, size_t row, const struct spw_state_row *value)
{
    struct buf facts;
    uint64_t n = spill_table_count(&x->changes);
    uint64_t lines = spill_table_count(&x->lines);
    if (x->failed || row >= SCROLL_ROWS_MAX || n >= UINT32_MAX - 1) {
        return;
    }
    if (n % CORNER_EVERY == 0) {
        add_corner(x);
    }
    buf_init(&facts, SCROLL_VALUE_MAX);
    put_facts(value, &facts);
    struct change_record r = {.line = lines == 0 ? 0 : lines - 1,
                              .value = spill_size(&x->texts),
                              .offset = value->at.span.offset,
                              .number = value->at.span.line,
                              .column = value->at.span.column,
                              .length = value->at.span.length,
                              .row = (uint16_t)row,
                              .known = (uint8_t)value->known,
                              .concluded = value->concluded ? 1 : 0};
    struct slice text = slice_sub(value->value, 0, SCROLL_VALUE_MAX);
    r.n_value = (uint32_t)text.n;
    r.n_facts = (uint32_t)facts.n;
    keep(x, spill_append(&x->texts, text));
    keep(x, spill_append(&x->texts, buf_slice(&facts)));
    buf_dispose(&facts);
    keep(x, spill_table_push(&x->changes, &r));
    x->latest[row] = (uint32_t)n + 1;
    x->n_rows = row + 1 > x->n_rows ? row + 1 : x->n_rows;
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

uint64_t scroll_count(const struct scrollback *x) { return spill_table_count(&x->lines); }

bool scroll_line(struct scrollback *x, uint64_t i, struct scroll_line *out)
{
    struct line_record r;
    if (!spill_table_get(&x->lines, i, &r)) {
        return false;
    }
    uint64_t offset = r.where & ((UINT64_C(1) << OFFSET_BITS) - 1);
    *out = (struct scroll_line){.direction = (enum spw_direction)(r.where >> 48 & 3),
                                .as_is = (r.where >> 50 & 1) != 0,
                                .offset = offset,
                                .number = r.number,
                                .length = r.length,
                                .stamp = (enum stamp_kind)(r.where >> 51 & 7),
                                .us = r.us};
    if (!out->as_is) {
        struct text_head head;
        if (!spill_read(&x->texts, offset, &head, sizeof head)) {
            return false;
        }
        out->offset = head.offset;
        out->stored = offset + sizeof head;
    }
    return true;
}

static void put_spilled(struct spill *s, uint64_t offset, size_t n, struct buf *out)
{
    uint8_t piece[512];
    while (n > 0) {
        size_t part = n < sizeof piece ? n : sizeof piece;
        if (!spill_read(s, offset, piece, part)) {
            return;
        }
        buf_put(out, slice_of(piece, part));
        offset += part;
        n -= part;
    }
}

void scroll_text(struct scrollback *x, const struct scroll_line *l, struct buf *out)
{
    size_t n = l->length < SCROLL_TEXT_MAX ? l->length : SCROLL_TEXT_MAX;
    if (l->as_is) {
        x->reader.read(x->reader.context, l->offset, n, out);
    } else {
        put_spilled(&x->texts, l->stored, n, out);
    }
}

uint64_t scroll_event_count(const struct scrollback *x) { return spill_table_count(&x->events); }

static bool event_is_before(const void *record, const void *context)
{
    return ((const struct event_record *)record)->line < *(const uint64_t *)context;
}

uint64_t scroll_first_event(struct scrollback *x, uint64_t i)
{
    return spill_table_partition(&x->events, event_is_before, &i);
}

bool scroll_event(struct scrollback *x, uint64_t e, struct scroll_event *out)
{
    struct event_record r;
    if (!spill_table_get(&x->events, e, &r)) {
        return false;
    }
    *out = (struct scroll_event){.kind = (enum spw_event_kind)r.kind,
                                 .line = r.line,
                                 .from = r.from,
                                 .length = r.length,
                                 .attempt = r.attempt,
                                 .number_printed = r.number_printed,
                                 .failure = (r.flags & EVENT_FAILURE) != 0,
                                 .final = (r.flags & EVENT_FINAL) != 0,
                                 .mentioned = (r.flags & EVENT_MENTIONED) != 0,
                                 .about = word_at(x, r.about),
                                 .meaning = word_at(x, r.meaning),
                                 .words = r.words,
                                 .n_words = r.n_words};
    return true;
}

struct slice scroll_about_briefly(struct slice about)
{
    size_t end = slice_find(about, SLICE(". "), 0);
    struct slice first = slice_sub(about, 0, end);
    return slice_ends(first, SLICE(".")) ? slice_sub(first, 0, first.n - 1) : first;
}

void scroll_words(struct scrollback *x, const struct scroll_event *ev, struct buf *out)
{
    put_spilled(&x->texts, ev->words, ev->n_words, out);
}

/* ---- places ------------------------------------------------------------------------------------------------- */

struct offset_search {
    struct scrollback *index;
    uint64_t offset;
};

static bool starts_at_or_before(const void *record, const void *context)
{
    const struct line_record *r = record;
    const struct offset_search *s = context;
    uint64_t offset = r->where & ((UINT64_C(1) << OFFSET_BITS) - 1);
    struct text_head head = {offset};
    bool as_is = (r->where >> 50 & 1) != 0;
    if (!as_is && !spill_read(&s->index->texts, offset, &head, sizeof head)) {
        return true;
    }
    return head.offset <= s->offset;
}

uint64_t scroll_at_offset(struct scrollback *x, uint64_t offset)
{
    const struct offset_search s = {x, offset};
    uint64_t after = spill_table_partition(&x->lines, starts_at_or_before, &s);
    return after == 0 ? 0 : after - 1;
}

static bool number_is_before(const void *record, const void *context)
{
    return *(const uint64_t *)record < *(const uint64_t *)context;
}

bool scroll_failure_after(struct scrollback *x, uint64_t from, uint64_t *line)
{
    uint64_t next = from + 1;
    return spill_table_get(&x->failures,
                           spill_table_partition(&x->failures, number_is_before, &next), line);
}

bool scroll_failure_before(struct scrollback *x, uint64_t from, uint64_t *line)
{
    uint64_t i = spill_table_partition(&x->failures, number_is_before, &from);
    return i > 0 && spill_table_get(&x->failures, i - 1, line);
}

/* ---- the state at a line ---------------------------------------------------------------------------------------- */

static bool change_is_before(const void *record, const void *context)
{
    return ((const struct change_record *)record)->line <= *(const uint64_t *)context;
}

size_t scroll_rows(const struct scrollback *x) { return x->n_rows; }

static void read_value(struct scrollback *x, uint32_t change, struct scroll_value *out,
                       struct buf *texts)
{
    struct change_record r;
    *out = (struct scroll_value){.present = false};
    if (change == 0 || !spill_table_get(&x->changes, change - 1, &r)) {
        return;
    }
    size_t at = texts->n;
    put_spilled(&x->texts, r.value, r.n_value, texts);
    put_spilled(&x->texts, r.value + r.n_value, r.n_facts, texts);
    if (texts->n - at != (size_t)r.n_value + r.n_facts) {
        return;
    }
    *out = (struct scroll_value){.present = true,
                                 .known = (enum tri)r.known,
                                 .concluded = r.concluded != 0,
                                 .changed = r.line,
                                 .at = {.offset = r.offset,
                                        .line = r.number,
                                        .column = r.column,
                                        .length = r.length,
                                        .last_line = r.number},
                                 .value = {NULL, r.n_value},
                                 .facts = {NULL, r.n_facts}};
}

/* The last change of each row up to and including `n` changes. */
static void picture_at(struct scrollback *x, uint64_t n, struct corner_record *c)
{
    memset(c, 0, sizeof *c);
    if (n == 0) {
        return;
    }
    uint64_t corner = (n - 1) / CORNER_EVERY;
    if (!spill_table_get(&x->corners, corner, c)) {
        return;
    }
    for (uint64_t i = corner * CORNER_EVERY; i < n; i++) {
        struct change_record r;
        if (spill_table_get(&x->changes, i, &r) && r.row < SCROLL_ROWS_MAX) {
            c->latest[r.row] = (uint32_t)i + 1;
        }
    }
}

void scroll_state(struct scrollback *x, uint64_t i, struct scroll_value *out, struct buf *texts)
{
    struct corner_record c;
    size_t starts[SCROLL_ROWS_MAX];
    picture_at(x, spill_table_partition(&x->changes, change_is_before, &i), &c);
    for (size_t row = 0; row < x->n_rows; row++) {
        starts[row] = texts->n;
        read_value(x, c.latest[row], &out[row], texts);
    }
    /* Only now does the buffer stand still. */
    for (size_t row = 0; row < x->n_rows; row++) {
        if (out[row].present) {
            out[row].value.p = texts->p + starts[row];
            out[row].facts.p = texts->p + starts[row] + out[row].value.n;
        }
    }
}
