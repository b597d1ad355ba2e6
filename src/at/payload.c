/* Bytes behind a command that announces a length, and PEM objects that stand by themselves. The count
 * is believed only as far as the capture keeps bytes: pastes change line ends, add blank lines, or
 * leave the bytes out altogether. So content decides first, the number second. */
#include "at/state.h"

#include <string.h>

#include "base/check.h"
#include "base/escape.h"
#include "transcript/line.h"

enum { FOREIGN_MAX = 6, SPELLED_MAX = 512, LABEL_MAX = 24 };

static void reset(struct at_reader *r)
{
    struct payload_state *p = &r->payload;
    struct buf keep = p->bytes;

    buf_clear(&keep);
    memset(p, 0, sizeof *p);
    p->bytes = keep;
}

/* "36Send 36 bytes": a joined paste lost the line end behind the number. */
static struct slice leading_digits(struct slice v)
{
    size_t n = 0;
    while (n < v.n && ascii_digit(v.p[n])) {
        n++;
    }
    return n > 0 ? slice_sub(v, 0, n) : v;
}

void payload_expect(struct at_reader *r, const struct at_event *command)
{
    const struct command_row *row = command->command;
    struct slice length = {0};

    if (row == NULL || row->payload < 0 || (size_t)row->payload >= command->n_values) {
        return;
    }
    length = leading_digits(slice_trim(command->values[row->payload]));
    reset(r);
    r->payload.expected = true;
    r->payload.has_declared = slice_to_u64(length, UINT32_MAX, &r->payload.declared) == NUMBER_OK;
    if (!r->payload.has_declared && length.n == 0) {
        return;
    }
    r->mode = MODE_PAYLOAD;
}

static void grow_span(struct payload_state *p, struct span s)
{
    if (!p->started) {
        p->first = s;
        p->started = true;
    }
    p->last = s;
}

static size_t end_bytes(enum line_end end)
{
    return end == END_CRLF ? 2 : (end == END_NONE ? 0 : 1);
}

static bool is_der(const struct payload_state *p)
{
    return p->bytes.n >= 2 && p->bytes.p[0] == 0x30 && p->bytes.p[1] > 0x80;
}

/* Bytes that no text has, such as those of a key identifier. */
static bool is_binary(struct slice t)
{
    uint32_t cp = 0;
    for (size_t at = 0, n = 0; at < t.n; at += n) {
        bool control = t.p[at] < ' ' && t.p[at] != '\t' && t.p[at] != '\r' && t.p[at] != '\n';
        n = utf8_decode(t, at, &cp);
        if (control || t.p[at] == 0x7F || n == 0) {
            return true;
        }
    }
    return false;
}

/* A capture whose lines all end in CR LF tells nothing of the line ends of a text in it. In a DER or in raw
 * bytes the two may follow one another by chance. */
static enum line_end own_end(const struct at_reader *r, enum line_end end)
{
    bool all = r->exchange.end == END_CRLF && !is_der(&r->payload) && !r->payload.binary;
    return end == END_CRLF && (all || !r->payload.expected) ? END_LF : end;
}

static void put(struct at_reader *r, struct slice text, enum line_end end, struct span s)
{
    static const struct slice ends[] = {SLICE_INIT(""), SLICE_INIT("\n"), SLICE_INIT("\r\n"),
                                        SLICE_INIT("\r")};
    struct payload_state *p = &r->payload;
    bool room = p->bytes.n + text.n + 2 <= PAYLOAD_MAX;
    enum line_end kept;

    p->row_from = p->bytes.n;
    p->echoed = false;
    if (room) {
        buf_put(&p->bytes, text);
    }
    p->binary = p->binary || is_binary(text);
    kept = own_end(r, end);
    if (p->has_declared && p->seen + text.n == p->declared) {
        kept = END_NONE; /* the announced number ends here: the line end is the answer's */
    }
    grow_span(p, s);
    p->seen += text.n + end_bytes(kept);
    if (p->has_declared && kept == END_CRLF && p->seen == p->declared + 1) {
        p->seen--; /* the number ends between CR and LF: no byte too many was sent on purpose */
    }
    p->lines++;
    p->last_end = end;
    p->n_end = room ? (uint8_t)ends[kept].n : 0;
    if (p->n_end > 0) {
        buf_put(&p->bytes, ends[kept]);
    }
}

/* A blank line in front of the bytes: most often the paste's, but raw bytes may begin with line ends too. */
static void note_lead(struct payload_state *p, struct slice text, enum line_end end)
{
    static const struct slice ends[] = {SLICE_INIT(""), SLICE_INIT("\n"), SLICE_INIT("\r\n"),
                                        SLICE_INIT("\r")};
    const struct slice parts[] = {text, ends[end]};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < parts[i].n; k++) {
            if (p->n_lead == PAYLOAD_LEAD) {
                p->n_lead--;
                memmove(p->lead, p->lead + 1, p->n_lead);
            }
            p->lead[p->n_lead++] = parts[i].p[k];
        }
    }
}

/* Raw bytes that come out at the announced number when the line ends in front of them are theirs and the one
 * behind them is the capture's: so it is. A key identifier begins with CR or LF once in 128 times. */
static void take_lead(struct at_reader *r)
{
    struct payload_state *p = &r->payload;
    size_t own = p->bytes.n > p->n_end ? p->bytes.n - p->n_end : 0;
    size_t want = 0;
    struct slice core = slice_sub(buf_slice(&p->bytes), 0, own);
    uint8_t joined[PAYLOAD_LEAD_OBJECT];

    if (!p->started || !p->has_declared || p->any_pem || p->spelled_hex || is_der(p) ||
        p->is_long || !p->binary || p->declared <= own || p->declared > sizeof joined) {
        return;
    }
    want = (size_t)p->declared - own;
    if (p->n_lead == 0 && r->exchange.end == END_CRLF && p->last_end == END_CRLF) {
        note_lead(p, slice_of(NULL, 0), END_LF); /* CR ended the command; LF was the first byte */
    }
    if (want > p->n_lead) {
        return;
    }
    memcpy(joined, p->lead + (p->n_lead - want), want);
    memcpy(joined + want, core.p, core.n);
    buf_clear(&p->bytes);
    buf_put(&p->bytes, slice_of(joined, (size_t)p->declared));
    p->seen = p->declared;
    p->closed = true;
}

static struct span whole_span(const struct payload_state *p)
{
    struct span s = p->first;
    uint64_t end = p->last.offset + p->last.length;
    s.length = end > s.offset ? clamp_u32(end - s.offset) : s.length;
    s.last_line = p->last.last_line;
    return s;
}

/* Words of a person in place of the bytes ("Send 36 bytes of socket data."). */
static bool is_description(const struct payload_state *p)
{
    struct slice t = buf_slice(&p->bytes);
    if (p->lines != 1 || p->seen == p->declared || t.n < 12) {
        return false;
    }
    bool names_it = slice_contains(t, SLICE("byte")) || slice_contains(t, SLICE("data"));
    size_t blanks = 0;
    for (size_t i = 0; i < t.n; i++) {
        blanks += t.p[i] == ' ' ? 1u : 0u;
    }
    return !p->any_pem && !p->spelled_hex && names_it && blanks >= 2;
}

/* A wrapped paste is no proof of a count; a line that ended in a bare CR or CR LF is. */
static bool is_exact(const struct at_reader *r)
{
    return !r->payload.spaced && r->payload.expected && r->exchange.end == END_CR;
}

static void note_length(struct at_reader *r, const struct at_payload *p)
{
    struct element e = {0};
    struct at_event ev;

    if (!p->exact || p->unseen || p->described || p->declared == UINT64_MAX || p->is_pem) {
        return;
    }
    reader_begin(&ev, AT_NOTE, &e);
    ev.span = p->span;
    ev.text = p->bytes;
    if (r->payload.is_long) {
        ev.meaning = M_PAYLOAD_LONG;
        reader_emit(r, &ev);
    } else if (!r->payload.closed && p->seen < p->declared) {
        ev.meaning = M_PAYLOAD_SHORT;
        reader_emit(r, &ev);
    }
}

struct at_payload payload_so_far(const struct at_reader *r)
{
    const struct payload_state *p = &r->payload;
    struct at_payload out = {0};

    out.bytes = buf_slice(&p->bytes);
    out.declared = p->has_declared ? p->declared : UINT64_MAX;
    out.seen = p->seen;
    out.unseen = !p->started;
    out.is_pem = p->any_pem;
    out.spelled_hex = p->spelled_hex;
    out.described = is_description(p);
    out.exact = is_exact(r);
    out.closed = p->closed || p->overtaken || (p->any_pem && !p->in_pem);
    out.span = p->started ? whole_span(p) : (struct span){0};
    return out;
}

/* Hands the payload on; the mode is idle afterwards. */
void payload_end(struct at_reader *r)
{
    struct payload_state *p = &r->payload;
    struct element none = {0};
    struct at_payload out;
    struct at_event ev;

    take_lead(r);
    out = payload_so_far(r);
    reader_begin(&ev, p->expected ? AT_PAYLOAD : AT_OBJECT, &none);
    r->mode = MODE_IDLE;
    ev.payload = &out;
    ev.span = out.span;
    ev.text = p->spelled_hex ? mark_text(&p->source) : out.bytes;
    ev.number = -1;
    ev.meaning = M_PAYLOAD_SEEN;
    ev.command = p->expected ? r->exchange.row : NULL;
    r->facts.payload_bytes += p->seen;
    reader_emit(r, &ev);
    note_length(r, &out);
    reset(r);
}

void payload_drop(struct at_reader *r)
{
    if (r->mode == MODE_PAYLOAD) {
        r->facts.payload_bytes += r->payload.seen;
        reset(r);
    }
    r->mode = MODE_IDLE;
}

/* ---- PEM --------------------------------------------------------------------------------------------- */

static size_t begin_mark(struct slice t)
{
    size_t at = slice_find(t, SLICE("-BEGIN "), 0);
    while (at < t.n && at > 0 && t.p[at - 1] == '-') {
        at--;
    }
    return at;
}

static bool has_begin(struct slice t) { return begin_mark(t) < t.n; }

/* Takes a row; a row that also holds the END line closes the block. */
static void pem_put(struct at_reader *r, const struct line *l, struct slice t)
{
    struct payload_state *p = &r->payload;
    size_t at = (size_t)(t.p - l->text.p);
    size_t end = slice_find(t, SLICE("-END "), 0);

    put(r, t, l->end == END_NONE && !p->expected ? END_LF : l->end, line_span(l, at, t.n));
    if (end < t.n) {
        p->in_pem = false;
        p->after_pem = true;
    }
}

static void pem_start(struct at_reader *r, const struct line *l)
{
    struct payload_state *p = &r->payload;
    size_t at = begin_mark(l->text);
    size_t to = slice_find(l->text, SLICE("-END "), at);
    struct slice t = {0};

    to = to < l->text.n ? slice_find(l->text, SLICE("-----"), to + 5) + 5 : l->text.n;
    t = slice_sub(l->text, at, to - at);
    if (slice_ends(t, SLICE("'''")) || slice_ends(t, SLICE("\"\"\""))) {
        t.n -= 3;
    }
    p->spaced = p->spaced || r->blanks > 0;
    p->in_pem = p->any_pem = true;
    p->after_pem = false;
    p->foreign = 0;
    pem_put(r, l, t);
}

/* Terminal and module both echo: each row is there twice, which the BEGIN line tells. */
static bool is_row_echo(struct payload_state *p, struct slice t)
{
    struct slice last = slice_trim(slice_from(buf_slice(&p->bytes), p->row_from));

    if (t.n == 0 || p->echoed || !slice_eq(slice_trim(t), last)) {
        return false;
    }
    p->twice = p->twice || has_begin(t);
    p->echoed = p->twice;
    return p->twice;
}

static bool pem_header(struct slice t)
{
    return slice_starts(t, SLICE("Proc-Type:")) || slice_starts(t, SLICE("DEK-Info:"));
}

/* Answers of the SPWF01Sx that are letters of base64 too; no row has their length. */
static bool is_bare_answer(struct slice t)
{
    return slice_eq(t, SLICE("OK")) || slice_eq(t, SLICE("ERROR"));
}

/* True: the line was a row (or a blank line) of the block. */
static bool pem_line(struct at_reader *r, const struct line *l)
{
    struct payload_state *p = &r->payload;
    struct slice t = lex_trim_decoration(l->text);
    size_t end = slice_find(t, SLICE("-END "), 0);

    if (is_row_echo(p, t)) {
        return true;
    }
    if (t.n == 0) {
        bool over = p->has_declared && p->seen >= p->declared;
        if (!p->spaced && p->expected && !over) {
            put(r, slice_sub(l->text, 0, 0), l->end, line_span(l, 0, 0));
        }
        return true;
    }
    if (end < t.n) {
        size_t stop = slice_find(t, SLICE("-----"), end + 5);
        t = slice_sub(t, 0, stop < t.n ? stop + 5 : t.n);
        pem_put(r, l, t);
        return true;
    }
    if (!is_bare_answer(t) && (lex_is_base64_row(t) || pem_header(t))) {
        pem_put(r, l, t);
        return true;
    }
    return false;
}

/* A line inside a block that is none of its rows: an indication, prose, or the end of a cut block. */
static bool pem_foreign(struct at_reader *r, const struct line *l)
{
    struct payload_state *p = &r->payload;
    struct slice t = slice_trim(l->text);

    if (slice_starts(t, SLICE("+WIND:"))) {
        return false; /* may come at any time; the block goes on behind it */
    }
    p->foreign++;
    if (lex_is_head(r, t) || has_begin(t) || p->foreign > FOREIGN_MAX ||
        lex_next_anchor(r, t, 0) < t.n) {
        payload_end(r);
        return false;
    }
    return true;
}

bool payload_begin_object(struct at_reader *r, const struct line *l)
{
    if (!has_begin(l->text)) {
        return false;
    }
    reset(r);
    r->mode = MODE_PAYLOAD;
    pem_start(r, l);
    return true;
}

/* ---- raw bytes ------------------------------------------------------------------------------------------ */

/* "<data>" in place of the bytes: hidden or left out by hand. What follows is the dialogue again. */
static bool take_placeholder(struct at_reader *r, const struct line *l, struct slice t)
{
    size_t close = slice_find_byte(t, '>', 0);
    bool words = false;

    if (r->payload.started || t.p[0] != '<' || close == t.n || close > 24) {
        return false;
    }
    for (size_t i = 1; i < close; i++) {
        words = words || (ascii_alpha(t.p[i]) && ascii_hex(t.p[i]) < 0);
    }
    if (!words || close < 2) {
        return false;
    }
    payload_end(r);
    reader_rest(r, l, (size_t)(t.p - l->text.p) + close + 1, l->text.n);
    return true;
}

/* "<e5 9d 59 ...>": a person wrote the bytes as digits. Only when their number is the announced one. */
static bool take_spelled(struct at_reader *r, const struct line *l, struct slice t)
{
    struct payload_state *p = &r->payload;
    struct buf digits;
    bool ok = false;

    if (p->started || t.n > SPELLED_MAX * 4 || (p->has_declared && t.n < 2 * p->declared) ||
        (t.p[0] != '<' && ascii_hex(t.p[0]) < 0)) {
        return false;
    }
    buf_init(&digits, SPELLED_MAX);
    ok = lex_hex_bytes(t, &digits) && digits.status == SPW_OK &&
         (!p->has_declared ? t.p[0] == '<' : digits.n == p->declared) && digits.n * 2 <= t.n;
    if (ok) {
        grow_span(p, line_span(l, (size_t)(t.p - l->text.p), t.n));
        buf_put(&p->bytes, buf_slice(&digits));
        p->seen = digits.n;
        p->lines = 1;
        p->spelled_hex = p->closed = true;
        mark_set(&p->source, (struct span){0}, t);
    }
    buf_dispose(&digits);
    if (ok) {
        payload_end(r);
    }
    return ok;
}

/* The announced number ends inside this line: what follows is the answer, or too many bytes. */
static void take_last(struct at_reader *r, const struct line *l, size_t want)
{
    struct payload_state *p = &r->payload;
    struct slice rest = slice_from(l->text, want);
    bool answer = lex_is_head(r, slice_trim(rest));

    if (!answer && slice_trim(rest).n > 0) {
        p->is_long = true;
        want = l->text.n;
    }
    p->closed = true;
    put(r, slice_sub(l->text, 0, want), END_NONE, line_span(l, 0, want));
    payload_end(r);
    if (answer) {
        reader_rest(r, l, want, l->text.n);
    }
}

static void take_raw(struct at_reader *r, const struct line *l)
{
    struct payload_state *p = &r->payload;
    l = l->uncleaned != NULL && is_exact(r) ? l->uncleaned
                                            : l; /* a backspace is a byte like any other */
    uint64_t left = p->has_declared && p->declared > p->seen ? p->declared - p->seen : 0;

    if (p->has_declared && l->text.n >= left) {
        take_last(r, l, (size_t)left);
        return;
    }
    put(r, l->text, l->end, line_span(l, 0, l->text.n));
    if (p->has_declared && p->seen >= p->declared) {
        p->closed = true;
        payload_end(r);
    }
}

/* Something short in front of an element, where bytes that were not recorded should stand: "<< ", "RX: ". */
static bool is_label(const struct at_reader *r, struct slice t, size_t at)
{
    return at < t.n && at <= LABEL_MAX && !r->payload.started && r->exchange.end != END_CR &&
           !lex_is_prose(slice_sub(t, 0, at));
}

static bool is_command(struct slice t)
{
    return slice_starts_nocase(t, SLICE("AT+")) || slice_eq_nocase(t, SLICE("AT"));
}

/* "ERROR: none" with just the announced bytes, and no error that a module prints: socket data. */
static bool is_announced_text(const struct at_reader *r, struct slice t)
{
    const struct payload_state *p = &r->payload;
    struct slice error = slice_trim(slice_from(t, 6));

    if (p->started || !p->has_declared || p->declared < t.n || p->declared > t.n + 2 ||
        !slice_starts(t, SLICE("ERROR:"))) {
        return false;
    }
    for (size_t i = 0; i < r->knowledge->n_dialects; i++) {
        if (dialect_error_by_text(&r->knowledge->dialects[i], error) != NULL) {
            return false;
        }
    }
    return true;
}

/* An element of the dialogue while bytes are awaited: they are over, or were never in the capture. An
 * indication before the first byte proves nothing: the module may speak at any time. */
static bool interrupts(struct at_reader *r, struct slice t)
{
    size_t at = lex_next_anchor(r, t, 0);
    if (at > 0 && is_label(r, t, at)) {
        t = slice_from(t, at);
        at = 0;
    }
    if (slice_starts(t, SLICE("+WIND:"))) {
        return true;
    }
    if (!lex_is_head(r, t) && at != 0) {
        return false;
    }
    r->payload.overtaken = r->payload.started && is_command(t);
    payload_end(r);
    return true;
}

/* Nearly all lines of a block: nothing but base64. Such a row is no END line, needs no trimming and can
 * be nothing else. */
bool payload_row(struct at_reader *r, const struct line *l)
{
    const struct payload_state *p = &r->payload;
    if (!p->in_pem || !lex_is_base64(l->text) || is_bare_answer(l->text) ||
        (l->end == END_NONE && !p->expected) || p->twice) {
        return false;
    }
    put(r, l->text, l->end, line_span(l, 0, l->text.n));
    return true;
}

bool payload_line(struct at_reader *r, const struct line *l)
{
    struct payload_state *p = &r->payload;
    struct slice t = slice_trim(l->text);

    if (p->in_pem) {
        return pem_line(r, l) || pem_foreign(r, l);
    }
    if (t.n == 0) {
        if (p->started && !p->after_pem && !p->spaced && p->expected) {
            take_raw(r, l);
        } else if (!p->started) {
            note_lead(p, l->text, l->end);
        }
        return true;
    }
    if (has_begin(t) && (p->after_pem || !p->any_pem)) {
        if (!p->expected) { /* the next object, not a second block of this one */
            payload_end(r);
            return payload_begin_object(r, l);
        }
        pem_start(r, l);
        return true;
    }
    if (p->after_pem) {
        bool echo = p->twice && is_row_echo(p, t);
        if (!echo) {
            payload_end(r);
        }
        return echo;
    }
    if (!p->started && is_command(t) && exchange_is_echo(r, t)) {
        p->n_lead = 0;
        return true; /* the module's echo of the command that announced the bytes */
    }
    if (!is_announced_text(r, t) && interrupts(r, t)) {
        return false;
    }
    if (take_placeholder(r, l, t) || take_spelled(r, l, t)) {
        return true;
    }
    p->spaced = p->started ? p->spaced : r->blanks > 0;
    take_raw(r, l);
    return true;
}
