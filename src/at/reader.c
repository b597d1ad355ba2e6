/* The line loop of the AT stage: modes first, then elements, then what is left. */
#include "at/reader.h"

#include <string.h>

#include "at/state.h"
#include "base/memory.h"
#include "transcript/line.h"

enum spw_status at_reader_new(struct at_reader **out, const struct knowledge *k,
                              const struct dialect *forced, struct at_sink sink)
{
    struct at_reader *r = NULL;

    if (k->n_dialects == 0) {
        return SPW_NOT_FOUND;
    }
    r = MEMORY_NEW(struct at_reader);
    if (r == NULL) {
        return SPW_NO_MEMORY;
    }
    r->knowledge = k;
    r->forced = forced;
    r->sink = sink;
    buf_init(&r->payload.bytes, PAYLOAD_MAX);
    *out = r;
    return SPW_OK;
}

void at_reader_free(struct at_reader *r)
{
    if (r != NULL) {
        buf_dispose(&r->payload.bytes);
        memory_free(r);
    }
}

const struct at_facts *at_reader_facts(const struct at_reader *r) { return &r->facts; }

const struct dialect *at_reader_dialect(const struct at_reader *r)
{
    return r->forced != NULL ? r->forced : r->best;
}

struct at_waiting at_reader_waiting(const struct at_reader *r)
{
    struct at_waiting w = {.open = r->exchange.open, .replied = r->exchange.replied};
    w.has_payload = r->mode == MODE_PAYLOAD && r->payload.expected;
    if (w.has_payload) {
        w.payload = payload_so_far(r);
    }
    return w;
}

void reader_emit(struct at_reader *r, struct at_event *e)
{
    e->sequence = ++r->sequence;
    r->sink.event(r->sink.context, e);
}

void reader_begin(struct at_event *ev, enum at_kind kind, const struct element *e)
{
    memset(ev, 0, offsetof(struct at_event, values));
    ev->kind = kind;
    ev->number = -1;
    if (e->line != NULL) {
        ev->text = slice_sub(e->line->text, e->at, e->n);
        ev->span = line_span(e->line, e->at, e->n);
        ev->stamp = e->line->stamp;
        ev->line = e->line;
        ev->mentioned = e->mentioned;
    }
}

void reader_note(struct at_reader *r, enum meaning m, const struct line *l, size_t at, size_t n)
{
    struct element e = {.line = l, .at = at, .n = n};
    struct at_event ev;
    reader_begin(&ev, AT_NOTE, &e);

    if (m == M_NONE) {
        return;
    }
    ev.meaning = m;
    ev.line = NULL;
    reader_emit(r, &ev);
}

/* ---- elements of a line --------------------------------------------------------------------------- */

/* Lines of a joined paste: where the answer of an SPWF01 starts inside a command's element. */
static size_t glued_answer(const struct at_reader *r, struct slice t)
{
    static const struct slice marks[] = {SLICE_INIT("ERROR:"), SLICE_INIT(" ID:"),
                                         SLICE_INIT(" DATALEN:"), SLICE_INIT("<<"),
                                         SLICE_INIT(">>")};
    size_t end = t.n;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t at = slice_find(slice_sub(t, 0, end), marks[i], 3);
        end = at < end ? at : end;
    }
    if (end == t.n && t.n > 4 && slice_ends(t, SLICE("OK")) && !slice_contains(t, SLICE("-S.OK")) &&
        !slice_starts(t, SLICE("+WIND:"))) {
        end = t.n - 2;
    }
    (void)r;
    return end;
}

static void take_tail(struct at_reader *r, const struct element *e, size_t cut)
{
    struct element tail = *e;
    struct slice t = slice_sub(e->line->text, e->at + cut, e->n - cut);

    tail.at = e->at + cut;
    tail.n = e->n - cut;
    tail.glued = true;
    for (size_t next = tail.n; tail.n > 0; next = tail.n) {
        size_t inner = glued_answer(r, t);
        next = inner < t.n ? inner : t.n;
        tail.n = next;
        (void)recognise_bare(r, &tail);
        tail.at += next;
        t = slice_from(t, next);
        tail.n = t.n;
    }
}

/* One element of a line that holds several. */
static bool take_element(struct at_reader *r, const struct element *e, bool several)
{
    struct slice t = slice_sub(e->line->text, e->at, e->n);
    bool bare = !slice_starts_nocase(t, SLICE("AT-S.")) && !slice_starts(t, SLICE("+WIND:"));
    size_t cut = several && bare ? glued_answer(r, t) : e->n;
    struct element first = *e;
    bool ok = false;

    first.n = cut;
    ok = recognise_element(r, &first);
    r->facts.glued += e->glued ? 1 : 0;
    r->facts.mentioned += e->mentioned ? 1 : 0;
    r->facts.driver += e->driver ? 1 : 0;
    if (cut < e->n) {
        take_tail(r, e, cut);
    }
    return ok;
}

static bool is_driver_head(struct slice t)
{
    return slice_starts(t, SLICE("+S.")) || slice_starts(t, SLICE("-S."));
}

/* The label of the next element belongs to that one: "...:10RX:02 10 01 16 00 ". */
static size_t without_label(struct slice t)
{
    static const struct slice labels[] = {SLICE_INIT("RX:"), SLICE_INIT("TX:")};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        size_t at = slice_find(t, labels[i], 1);
        if (at < t.n) {
            return at;
        }
    }
    return t.n;
}

/* What stands in front of the first element is a label or prose. */
bool reader_elements(struct at_reader *r, const struct line *l, size_t from, size_t anchor,
                     size_t end)
{
    struct slice t = slice_sub(l->text, 0, end);
    struct slice prefix = slice_sub(t, from, anchor - from);
    bool prose = lex_is_prose(prefix), any = false;
    bool first = true;

    if (slice_ends(slice_trim(prefix), SLICE("AT?"))) {
        return true; /* a driver prints the pattern it waits for: no traffic */
    }
    r->facts.prefixed += slice_trim(prefix).n > 0 && !prose ? 1 : 0;
    while (anchor < t.n) {
        size_t next = lex_next_anchor(r, t, anchor + 3);
        struct element e = {
            .line = l, .at = anchor, .n = next - anchor, .glued = !first, .mentioned = prose};
        e.n = next < t.n ? without_label(slice_sub(t, anchor, e.n)) : e.n;
        e.driver = is_driver_head(slice_from(t, anchor));
        any = take_element(r, &e, next < t.n || !first) || any;
        first = false;
        anchor = next;
    }
    return any;
}

/* A line of one element that starts at its first byte: almost all lines of almost all captures. */
static bool take_plain(struct at_reader *r, const struct line *l, size_t from)
{
    struct slice t = slice_from(l->text, from);
    struct element e = {.line = l, .at = from, .n = t.n};

    bool usual = slice_starts(t, SLICE("AT-S.")) || slice_starts(t, SLICE("+WIND:")) ||
                 slice_starts(t, SLICE("AT+S."));
    if (!usual && (!lex_is_head(r, t) || t.p[0] == '<')) {
        return false;
    }
    if (lex_next_anchor(r, t, 3) < t.n) {
        return false;
    }
    r->facts.spaced += r->blanks > 0 ? 1 : 0;
    r->facts.driver += is_driver_head(t) ? 1 : 0;
    return recognise_element(r, &e);
}

/* "WIND: ConfigurationFailure 10" of a driver that leaves the plus sign out. */
static bool take_named_wind(struct at_reader *r, const struct line *l, size_t from)
{
    struct slice t = slice_from(l->text, from);
    size_t at = slice_find(t, SLICE("WIND:"), 0);
    struct element e = {.line = l, .at = from + at, .n = t.n - at, .driver = true};

    if (at == t.n || (at > 0 && lex_is_prose(slice_sub(t, 0, at)))) {
        return false;
    }
    return recognise_indication(r, &e, slice_from(t, at + 5));
}

void reader_free_text(struct at_reader *r, const struct line *l)
{
    struct element e = {.line = l, .n = l->text.n};
    struct at_event ev;

    if (exchange_prints_freely(r)) {
        r->facts.payload_bytes += l->text.n;
        if (r->exchange.meaning == M_FILE_LIST) {
            reader_note(r, M_FILE_LISTED, l, 0, l->text.n);
        }
        return;
    }
    reader_begin(&ev, AT_NOISE, &e);
    r->facts.noise++;
    if (r->in_dump) {
        r->garbled++;
        if (r->garbled ==
            4) { /* several lines of a dump that are no variables: two texts at once */
            reader_note(r, M_OVERRUN, l, 0, l->text.n);
        }
    }
    reader_emit(r, &ev);
}

static bool take_text(struct at_reader *r, const struct line *l, size_t from)
{
    struct element whole = {.line = l, .at = from, .n = l->text.n - from};
    size_t anchor = 0;

    if (take_plain(r, l, from)) {
        return true;
    }
    if (l->text.p[from] == '#' &&
        recognise_bare(r, &whole)) { /* "# escape_seq = at+s." is no command */
        return true;
    }
    if (host_line(r, l) || spi_line(r, l) || payload_begin_object(r, l)) {
        return true;
    }
    anchor = lex_next_anchor(r, l->text, from);
    if (anchor < l->text.n && reader_elements(r, l, from, anchor, l->text.n)) {
        return true;
    }
    return recognise_bare(r, &whole) || take_named_wind(r, l, from);
}

static void learn_driver(struct at_reader *r, struct slice t)
{
    r->driver_seen = slice_starts(t, SLICE("+S.")) || slice_starts(t, SLICE("-S."));
    for (size_t i = slice_find_byte(t, 'U', 0); !r->driver_seen && i + 14 <= t.n;
         i = slice_find_byte(t, 'U', i + 1)) {
        r->driver_seen = slice_starts(slice_from(t, i), SLICE("UART TX buffer"));
    }
}

/* The module lists its commands: nobody sends them. */
static bool is_listed_command(const struct at_reader *r, const struct line *l, size_t from)
{
    return r->exchange.open && r->exchange.meaning == M_HELP && l->direction == DIR_MODULE &&
           slice_starts_nocase(slice_from(l->text, from), SLICE("AT+"));
}

static void idle_line(struct at_reader *r, const struct line *l, size_t from)
{
    if (is_listed_command(r, l, from) && !exchange_is_echo(r, slice_from(l->text, from))) {
        reader_free_text(r, l);
    } else if (!host_held_value(r, l) && !take_text(r, l, from)) {
        reader_free_text(r, l);
    }
}

void reader_rest(struct at_reader *r, const struct line *l, size_t at, size_t end)
{
    struct line rest = *l;
    rest.uncleaned = NULL;

    rest.text = slice_sub(l->text, at, end - at);
    rest.base += at;
    if (slice_trim(rest.text).n > 0 && rest.text.n < l->text.n && r->depth < DEPTH_MAX) {
        r->depth++;
        at_reader_line(r, &rest);
        r->depth--;
    }
}

static size_t skip_blanks(struct slice t)
{
    size_t i = 0;
    while (i < t.n && ascii_space(t.p[i])) {
        i++;
    }
    return i;
}

/* What the module prints while the host sends bytes is no part of them: their echo, and the blank line
 * in front of the answer. */
static bool is_echo_of_payload(const struct at_reader *r, const struct line *l, size_t from)
{
    return r->mode == MODE_PAYLOAD && r->payload.expected && l->direction == DIR_MODULE &&
           !lex_is_head(r, slice_from(l->text, from));
}

static void take_line(struct at_reader *r, const struct line *l)
{
    size_t from = 0;
    bool blank = false;

    bool echo = r->payload.expected && l->direction == DIR_MODULE;

    if (r->mode == MODE_PAYLOAD && !r->command.held && !echo && payload_row(r, l)) {
        r->blanks = 0;
        return;
    }
    from = skip_blanks(l->text);
    blank = from == l->text.n;

    if (r->command.held && (blank || command_join(r, l))) {
        r->blanks = blank ? r->blanks : 0;
        return;
    }
    command_flush_held(r);
    if (!blank && !r->driver_seen) {
        learn_driver(r, l->text);
    }
    if (is_echo_of_payload(r, l, from)) {
        return;
    }
    if (r->mode == MODE_PAYLOAD && payload_line(r, l)) {
        r->blanks = blank ? r->blanks + 1 : 0;
        return;
    }
    if (r->mode == MODE_DATA && l->direction != DIR_HOST && data_line(r, l)) {
        r->blanks = 0;
        return;
    }
    if (blank) {
        r->blanks++;
        return;
    }
    idle_line(r, l, from);
    r->blanks = 0;
}

/* Whatever was going on may have ended, well or badly, in the part that is missing. */
static void take_gap(struct at_reader *r, const struct line *l)
{
    command_flush_held(r);
    host_flush_held(r);
    exchange_lose(r);
    r->blanks = 0;
    reader_note(r, M_CAPTURE_GAP, l, 0, 0);
}

void at_reader_line(struct at_reader *r, const struct line *l)
{
    size_t blanks = skip_blanks(l->text);
    size_t label = label_length(r, slice_from(l->text, blanks));
    struct line bare;

    if (l->gap) {
        take_gap(r, l);
        return;
    }
    if (label == 0) {
        take_line(r, l);
        return;
    }
    r->facts.prefixed++;
    bare = *l;
    bare.uncleaned = NULL;
    bare.text = slice_from(l->text, blanks + label);
    bare.base += blanks + label;
    take_line(r, &bare);
}

void at_reader_finish(struct at_reader *r)
{
    command_flush_held(r);
    host_flush_held(r);
    if (r->mode == MODE_PAYLOAD) {
        payload_end(r);
    }
    exchange_interrupt(r);
}
