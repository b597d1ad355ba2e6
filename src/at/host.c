/* Printouts of host drivers around the dialogue: ST's X-CUBE over SPI ("<<WIND 7, status 0" with the
 * value on the next line), labelled answers, messages that tell how the driver itself fared. */
#include "at/state.h"

#include <string.h>

#include "transcript/line.h"

/* ---- "<<WIND n, status s" ------------------------------------------------------------------------- */

static void send_held(struct at_reader *r, struct slice value, const struct line *value_line)
{
    struct held_indication *h = &r->indication;
    struct element e = {.line = &h->line, .n = h->n_text, .driver = true};
    struct at_event ev;
    reader_begin(&ev, AT_INDICATION, &e);

    h->held = false;
    ev.number = h->number;
    ev.indication = dialect_indication(detect_dialect(r), h->number);
    ev.meaning = ev.indication != NULL ? ev.indication->meaning : M_OTHER_INDICATION;
    ev.name = ev.indication != NULL ? ev.indication->name : slice_of(NULL, 0);
    if (ev.indication != NULL && value.n > 0) {
        ev.specs = ev.indication->fields;
        ev.n_specs = ev.indication->n_fields;
        ev.n_values =
            ev.n_specs == 0 ? 0 : lex_split(value, ':', ev.n_specs, ev.values, &ev.n_total);
        /* A value that stands alone is the last field: the printout drops empty ones. */
        if (ev.n_values == 1 && ev.n_specs == 2 && ev.meaning == M_WIFI_UP) {
            ev.values[1] = ev.values[0];
            ev.values[0] = slice_of(NULL, 0);
            ev.n_values = 2;
        }
        detect_text(r, value);
    }
    r->facts.elements++;
    if (ev.meaning == M_POWER_ON || ev.meaning == M_CONSOLE_ACTIVE) {
        exchange_interrupt(r);
    }
    reader_emit(r, &ev);
    (void)value_line;
}

void host_flush_held(struct at_reader *r)
{
    if (r->indication.held) {
        send_held(r, slice_of(NULL, 0), NULL);
    }
}

/* The first word behind the state, unless another element starts there. */
static struct slice value_behind(struct slice t)
{
    struct slice v = slice_trim(t);
    size_t stop = slice_find(v, SLICE("<<"), 0), other = slice_find(v, SLICE(">>"), 0);
    v = slice_sub(v, 0, stop < other ? stop : other);
    return slice_trim(slice_sub(v, 0, slice_find(v, SLICE(" ("), 0)));
}

static void hold_indication(struct at_reader *r, const struct element *e, int number)
{
    struct held_indication *h = &r->indication;

    h->n_text = e->n < sizeof h->text ? e->n : sizeof h->text;
    memcpy(h->text, e->line->text.p + e->at, h->n_text);
    h->line = *e->line;
    h->line.uncleaned = NULL;
    h->line.text = slice_of(h->text, h->n_text);
    h->line.base = 0;
    h->line.segments = h->segments;
    h->line.n_segments =
        line_copy_segments(e->line, e->at, h->n_text, 0, h->segments, HELD_SEGMENTS);
    h->number = number;
    h->held = true;
}

static size_t digits_at(struct slice t, size_t at, int *out)
{
    size_t n = 0;
    int v = 0;
    while (at + n < t.n && n < 3 && ascii_digit(t.p[at + n])) {
        v = v * 10 + (t.p[at + n] - '0');
        n++;
    }
    *out = v;
    return n;
}

/* The comma tells the driver's own line from a person who speaks of it. */
static bool is_wind(struct slice t)
{
    int number = 0;
    size_t n = digits_at(t, 7, &number);
    return slice_starts(t, SLICE("<<WIND ")) && n > 0 && 7 + n < t.n && t.p[7 + n] == ',';
}

/* Takes "<<WIND n, status s [value]" at `at`; gives where the next element may start. */
static size_t take_wind(struct at_reader *r, const struct line *l, size_t at)
{
    struct slice t = l->text;
    int number = 0, state = 0;
    size_t n = digits_at(t, at + 7, &number), p = at + 7 + n;
    size_t status = slice_find(t, SLICE("status "), p);
    struct element e = {.line = l, .at = at, .driver = true};
    const struct indication_row *row = dialect_indication(detect_dialect(r), number);
    struct slice value = {0};

    p = status < t.n ? status + 7 : p;
    p += digits_at(t, p, &state);
    e.n = p - at;
    hold_indication(r, &e, number);
    value = value_behind(slice_from(t, p));
    if (row == NULL || row->n_fields == 0) {
        send_held(r, slice_of(NULL, 0), NULL);
        return p;
    }
    if (value.n > 0) {
        send_held(r, value, l);
        return (size_t)(value.p - t.p) + value.n;
    }
    return p;
}

static bool take_mark(struct at_reader *r, const struct line *l, size_t at, size_t end)
{
    struct slice t = slice_trim(slice_sub(l->text, at + 2, end - at - 2));
    struct element e = {
        .line = l, .at = (size_t)(t.p - l->text.p), .n = t.n, .driver = true, .glued = at > 0};

    if (slice_contains(t, SLICE("corrupted"))) {
        reader_note(r, M_FRAME_CORRUPTED, l, at, end - at);
        return true;
    }
    if (slice_eq(t, SLICE("OK")) || slice_starts(t, SLICE("ERROR"))) {
        return recognise_bare(r, &e);
    }
    if (slice_eq_nocase(t, SLICE("AT"))) {
        return recognise_element(r, &e);
    }
    return false;
}

static size_t next_mark(struct slice t, size_t from)
{
    size_t a = slice_find(t, SLICE("<<"), from), b = slice_find(t, SLICE(">>"), from);
    return a < b ? a : b;
}

/* Lines made of "<<" and ">>" elements; true when at least one was understood. */
static bool marks_line(struct at_reader *r, const struct line *l)
{
    struct slice t = l->text;
    bool any = false;

    for (size_t at = next_mark(t, 0); at < t.n;) {
        size_t end = next_mark(t, at + 2);
        if (is_wind(slice_sub(t, at, end - at))) {
            host_flush_held(r);
            detect_vote(r, &r->knowledge->dialects[0], 2); /* this driver prints so over SPI only */
            (void)take_wind(r, l, at);
            any = true;
        } else if (lex_next_anchor(r, slice_sub(t, 0, end), at) == end) {
            any = take_mark(r, l, at, end) || any;
        } else {
            any =
                reader_elements(r, l, at, lex_next_anchor(r, slice_sub(t, 0, end), at), end) || any;
        }
        at = end;
    }
    r->facts.driver += any ? 1 : 0;
    return any;
}

/* ---- "->response of WIFI module: OK" ---------------------------------------------------------------- */

static bool labelled_line(struct at_reader *r, const struct line *l)
{
    struct slice t = slice_trim(l->text);
    size_t colon = slice_find(t, SLICE(": "), 0);
    struct slice rest = {0};
    struct element e = {.line = l, .driver = false};

    if (colon == t.n || t.n == 0 ||
        (t.p[0] != '-' && t.p[0] != '<' && t.p[0] != '>' && t.p[0] != '=')) {
        return false;
    }
    rest = slice_trim(slice_from(t, colon + 2));
    if (!slice_starts(rest, SLICE("OK")) && !slice_starts(rest, SLICE("ERROR"))) {
        return false;
    }
    e.at = (size_t)(rest.p - l->text.p);
    e.n = rest.n;
    if (slice_starts(rest, SLICE("OK")) && rest.n > 2) { /* "OK AT+S...": glued by blanks */
        size_t anchor = lex_next_anchor(r, rest, 2);
        e.n = 2;
        r->facts.prefixed++;
        if (!recognise_bare(r, &e)) {
            return false;
        }
        if (anchor < rest.n) {
            reader_rest(r, l, e.at + anchor, l->text.n);
        }
        return true;
    }
    r->facts.prefixed++;
    return recognise_bare(r, &e);
}

/* ---- what drivers say of themselves ------------------------------------------------------------------- */

static bool message_line(struct at_reader *r, const struct line *l)
{
    for (size_t i = 0; i < r->knowledge->n_hosts; i++) {
        const struct host_row *row = &r->knowledge->hosts[i];
        if (slice_contains(l->text, row->text)) {
            reader_note(r, row->meaning, l, 0, l->text.n);
            return true;
        }
    }
    return false;
}

static void send_bare_socket(struct at_reader *r, const struct line *l, size_t at, size_t n)
{
    struct element e = {.line = l, .at = at, .n = n, .driver = true};
    struct at_event ev;
    reader_begin(&ev, AT_NOTE, &e);
    const struct reply_row *on = dialect_reply(&r->knowledge->dialects[0], SLICE("On"));

    ev.meaning = M_BARE_SOCKET_REPLY;
    ev.n_values = lex_split(ev.text, ':', 2, ev.values, &ev.n_total);
    ev.specs = on != NULL ? on->fields : NULL;
    ev.n_specs = on != NULL ? on->n_fields : 0;
    reader_emit(r, &ev);
}

/* "13.82.175.96:0" with nothing in front: an opened socket whose "On:" a driver did not get. */
static bool bare_socket_line(struct at_reader *r, const struct line *l)
{
    struct slice t = l->text;
    size_t i = 0, dots = 0, from = 0;

    while (i < t.n && !ascii_digit(t.p[i])) {
        if (ascii_alpha(t.p[i])) {
            return false;
        }
        i++;
    }
    from = i;
    while (i < t.n && (ascii_digit(t.p[i]) || t.p[i] == '.')) {
        dots += t.p[i] == '.' ? 1u : 0u;
        i++;
    }
    if (dots != 3 || i + 1 >= t.n || t.p[i] != ':' || !ascii_digit(t.p[i + 1])) {
        return false;
    }
    if (i + 2 < t.n && t.p[i + 2] != '\\' && t.p[i + 2] != '"' && !ascii_space(t.p[i + 2])) {
        return false;
    }
    detect_vote(r, &r->knowledge->dialects[0], 2);
    send_bare_socket(r, l, from, i + 2 - from);
    return true;
}

/* The value of a held "<<WIND": the next line with text, unless that is an element of its own. */
bool host_held_value(struct at_reader *r, const struct line *l)
{
    struct slice t = {0};

    if (!r->indication.held) {
        return false;
    }
    t = slice_trim(l->text);
    if (next_mark(t, 0) == 0 || lex_is_head(r, t) || lex_next_anchor(r, t, 0) < t.n) {
        host_flush_held(r);
        return false;
    }
    send_held(r, slice_sub(t, 0, slice_find(t, SLICE(" ("), 0)), l);
    return true;
}

bool host_line(struct at_reader *r, const struct line *l)
{
    if (next_mark(l->text, 0) < l->text.n && marks_line(r, l)) {
        return true;
    }
    return labelled_line(r, l) || message_line(r, l) || bare_socket_line(r, l);
}
