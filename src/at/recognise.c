/* One element to one event: the head selects a row, the row's fields cut the rest. */
#include "at/state.h"

#include "transcript/line.h"

static const struct dialect *first_with_reply(struct at_reader *r, struct slice head,
                                              const struct reply_row **row)
{
    const struct dialect *d = detect_dialect(r);
    *row = cache_find(&r->replies, d, head);
    if (*row != NULL) {
        return d;
    }
    *row = dialect_reply(d, head);
    cache_put(&r->replies, d, head, *row);
    for (size_t i = 0; *row == NULL && r->forced == NULL && i < r->knowledge->n_dialects; i++) {
        *row = dialect_reply(&r->knowledge->dialects[i], head);
    }
    return *row != NULL ? (*row)->dialect : NULL;
}

static size_t count_of(struct slice t, uint8_t c)
{
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        n += t.p[i] == c ? 1u : 0u;
    }
    return n;
}

/* What a row says of its values: their specs, its head and its form. */
struct shape {
    const struct param_spec *fields;
    size_t n;
    struct slice head, form;
};

/* `rest` stands behind the head, its separator taken off; `text` begins with the head. Most rows have as
 * many pieces as fields; the others are cut by their form. */
static void cut_fields(struct at_event *ev, const struct shape *s, struct slice rest,
                       struct slice text)
{
    size_t most = s->n < AT_VALUES_MAX ? s->n : AT_VALUES_MAX;

    ev->specs = s->fields;
    ev->n_specs = s->n;
    if (most == 0 || rest.p == NULL) {
        return;
    }
    if (s->form.n == 0 && count_of(rest, ':') + 1 == most) {
        ev->n_values = lex_split(rest, ':', most, ev->values, &ev->n_total);
    } else if (dialect_fields(s->fields, most, s->head, s->form, text, ev->values) > 0) {
        ev->n_values = ev->n_total = most;
    } else {
        ev->n_values = lex_split(rest, ':', most, ev->values, &ev->n_total);
    }
    for (size_t i = 0; i < ev->n_values; i++) {
        ev->values[i] = slice_trim(ev->values[i]);
    }
}

static int leading_number(struct slice s)
{
    size_t n = 0;
    uint64_t v = 0;
    s = slice_trim(s);
    while (n < s.n && ascii_digit(s.p[n])) {
        n++;
    }
    return slice_to_u64(slice_sub(s, 0, n), 65535, &v) == NUMBER_OK ? (int)v : -1;
}

/* "name=value" of Var, GCFG and dumps: the value may hold anything. */
static void cut_variable(struct at_event *ev, struct slice rest)
{
    struct slice name = {0}, value = {0};
    (void)slice_split(rest, '=', &name, &value);
    ev->values[0] = slice_trim(name);
    ev->values[1] = slice_trim(value);
    ev->n_values = ev->n_total = 2;
}

/* Separators lost on the way ("ERROR 111 Request failed"): blanks stand in their place. */
static void cut_blanks(struct at_event *ev, const struct shape *s, struct slice rest)
{
    ev->specs = s->fields;
    ev->n_specs = s->n;
    ev->n_values = lex_split(slice_trim(rest), ' ', s->n, ev->values, &ev->n_total);
}

/* `text` begins with the row's head, `rest` is what stands behind it and its separator. */
static void fill_reply(struct at_event *ev, const struct reply_row *row, struct slice rest,
                       struct slice text)
{
    struct shape s = {row->fields, row->n_fields, row->head, row->form};

    ev->reply = row;
    ev->meaning = row->meaning;
    ev->name = row->head;
    ev->number = -1;
    if (row->n_fields == 0 && row->meaning != M_VARIABLE) { /* "OK" */
        ev->specs = row->fields;
        return;
    }
    if (row->meaning == M_VARIABLE) {
        ev->specs = row->fields;
        ev->n_specs = row->n_fields;
        cut_variable(ev, rest);
    } else if (row->form.n == 0 && row->n_fields > 1 && rest.n > 0 && count_of(rest, ':') == 0 &&
               count_of(rest, ' ') > 0) {
        cut_blanks(ev, &s, rest);
    } else {
        cut_fields(ev, &s, rest, text);
    }
    for (size_t i = 0; i < ev->n_values && ev->number < 0; i++) {
        ev->number = leading_number(ev->values[i]);
        if (ev->values[i].p != NULL) {
            break;
        }
    }
}

static void send_reply(struct at_reader *r, struct at_event *ev)
{
    ev->orphan = !r->exchange.open;
    r->facts.elements++;
    reader_emit(r, ev);
    if (!ev->mentioned) {
        exchange_reply(r, ev);
        data_expect(r, ev);
    }
}

/* `body` stands behind "AT-S.". */
bool recognise_reply(struct at_reader *r, const struct element *e, struct slice body)
{
    struct at_event ev;
    reader_begin(&ev, AT_REPLY, e);
    const struct reply_row *row = NULL;
    struct slice head = {0}, rest = {0};
    const struct dialect *d = NULL;

    body = slice_trim(body);
    (void)slice_split(body, ':', &head, &rest);
    d = first_with_reply(r, slice_trim(head), &row);
    if (row == NULL) {
        d = detect_dialect(r);
        row = dialect_reply_by_text(d, body);
        rest = row != NULL ? slice_trim(slice_from(body, row->head.n)) : rest;
        if (rest.n > 0 && rest.p[0] == ':') {
            rest = slice_from(rest, 1);
        }
    }
    if (row == NULL) {
        ev.name = head;
        ev.values[0] = rest;
        ev.n_values = ev.n_total = rest.p != NULL ? 1 : 0;
        ev.meaning = M_OTHER_REPLY;
        send_reply(r, &ev);
        return true;
    }
    detect_vote(r, d, e->mentioned ? 1 : 4);
    fill_reply(&ev, row, rest, body);
    send_reply(r, &ev);
    return true;
}

/* ---- indications ------------------------------------------------------------------------------------------- */

/* Compared without blanks and case: people retype "Power On" for "Poweron". */
static bool same_words(struct slice a, struct slice b, size_t *used)
{
    size_t i = 0, k = 0;
    while (k < b.n) {
        if (b.p[k] == ' ') {
            k++;
        } else if (i < a.n && a.p[i] == ' ') {
            i++;
        } else if (i < a.n && ascii_fold(a.p[i]) == ascii_fold(b.p[k])) {
            i++;
            k++;
        } else {
            return false;
        }
    }
    *used = i;
    return b.n > 0;
}

static const struct indication_row *indication_by_words(const struct dialect *d, struct slice text,
                                                        size_t *used)
{
    const struct indication_row *best = NULL;
    size_t longest = 0, n = 0;
    for (size_t i = 0; i < d->n_indications; i++) {
        if (same_words(text, d->indications[i].name, &n) && n > longest) {
            longest = n;
            best = &d->indications[i];
        }
    }
    *used = longest;
    return best;
}

/* What stands in the first pair of `open` and `close`, empty when there is none. */
static struct slice between(struct slice t, uint8_t open, uint8_t close)
{
    size_t from = slice_find_byte(t, open, 0);
    size_t to = from < t.n ? slice_find_byte(t, close, from + 1) : t.n;
    return to < t.n ? slice_sub(t, from + 1, to - from - 1) : slice_of(NULL, 0);
}

/* One poster's SPI printout puts the state in front of the values: "<wifistate=Radio idle>:". */
static struct slice without_state(struct slice rest)
{
    bool colon = rest.n > 0 && rest.p[0] == ':';
    struct slice t = slice_from(rest, colon ? 1 : 0);
    return slice_starts(t, SLICE("<wifistate=")) ? slice_from(t, slice_find_byte(t, ':', 0)) : rest;
}

/* `rest` stands behind the name, `text` begins with it. */
static void indication_values(struct at_event *ev, struct slice rest, struct slice text)
{
    const struct indication_row *row = ev->indication;
    struct shape s = {row->fields, row->n_fields, row->name, row->form};
    struct slice plain = without_state(rest), inner = {0};

    if (plain.p != rest.p) {
        s.form = slice_of(NULL, 0);
        text = plain;
    }
    if (plain.n > 0 && plain.p[0] == ':') {
        cut_fields(ev, &s, slice_from(plain, 1), text);
        return;
    }
    if (row->meaning == M_COPYRIGHT &&
        row->form.n == 0) { /* "(c)" is no value; the model is the last one */
        size_t colon = plain.n;
        while (colon > 0 && plain.p[colon - 1] != ':') {
            colon--;
        }
        cut_fields(ev, &s, colon > 0 ? slice_from(plain, colon) : slice_trim(plain), text);
        return;
    }
    inner = between(plain, '(', ')');
    inner = inner.p != NULL ? inner : between(plain, '\'', '\'');
    inner = inner.p != NULL ? inner : slice_trim(plain);
    if (inner.n > 0 || row->form.n > 0) {
        cut_fields(ev, &s, inner, text);
    }
}

static const struct indication_row *row_of_number(struct at_reader *r, int number,
                                                  const struct dialect **d)
{
    const struct indication_row *row = NULL;
    *d = detect_dialect(r);
    row = dialect_indication(*d, number);
    for (size_t i = 0; row == NULL && r->forced == NULL && i < r->knowledge->n_dialects; i++) {
        *d = &r->knowledge->dialects[i];
        row = dialect_indication(*d, number);
    }
    return row;
}

/* A number that only one family has. */
static void vote_by_number(struct at_reader *r, const struct indication_row *row)
{
    for (size_t i = 0; i < r->knowledge->n_dialects; i++) {
        const struct dialect *d = &r->knowledge->dialects[i];
        if (d != row->dialect && dialect_indication(d, row->number) != NULL) {
            return;
        }
    }
    detect_vote(r, row->dialect, 2);
}

/* The two families print some indications differently: "Poweron (build)" and "Poweron:build". */
static void vote_by_form(struct at_reader *r, const struct indication_row *row, struct slice rest)
{
    bool bracket = slice_starts(rest, SLICE(" (")) || slice_starts(rest, SLICE(" with '"));
    bool field = rest.n > 0 && rest.p[0] == ':';
    if (row->n_fields > 0 &&
        (row->meaning == M_POWER_ON || row->meaning == M_SCAN_COMPLETE ||
         row->meaning == M_WIFI_ASSOCIATED) &&
        (bracket || field)) {
        detect_vote(r, &r->knowledge->dialects[bracket && r->knowledge->n_dialects > 1 ? 1 : 0], 4);
    }
    if (row->meaning == M_POWER_ON || row->meaning == M_COPYRIGHT) {
        detect_text(r, rest);
    }
}

static void send_indication(struct at_reader *r, struct at_event *ev, struct slice rest,
                            struct slice text)
{
    if (ev->indication != NULL) {
        ev->meaning = ev->indication->meaning;
        ev->name = ev->indication->name;
        vote_by_form(r, ev->indication, rest);
        vote_by_number(r, ev->indication);
        indication_values(ev, rest, text);
    } else {
        ev->meaning = M_OTHER_INDICATION;
        ev->values[0] = rest;
        ev->n_values = ev->n_total = 1;
    }
    r->facts.elements++;
    if (!ev->mentioned && (ev->meaning == M_POWER_ON || ev->meaning == M_CONSOLE_ACTIVE)) {
        exchange_interrupt(r);
    }
    reader_emit(r, ev);
    if (!ev->mentioned) {
        data_expect(r, ev);
    }
}

/* `body` stands behind "+WIND:" (or behind "WIND:" of drivers that leave the '+' out). */
bool recognise_indication(struct at_reader *r, const struct element *e, struct slice body)
{
    struct at_event ev;
    reader_begin(&ev, AT_INDICATION, e);
    const struct dialect *d = detect_dialect(r);
    struct slice head = {0}, rest = {0}, text = {0};
    uint64_t number = 0;
    size_t used = 0;

    (void)slice_split(body, ':', &head, &rest);
    ev.number = -1;
    if (slice_to_u64(slice_trim(head), 255, &number) == NUMBER_OK) {
        ev.number = (int)number;
        text = rest;
        if (rest.n == 0 && e->line->end == END_NONE) {
            return false; /* the capture ends in the middle: "+WIND:5" may have become 51 */
        }
        ev.indication = row_of_number(r, ev.number, &d);
        if (ev.indication != NULL && same_words(rest, ev.indication->name, &used)) {
            rest = slice_from(rest, used);
        } else if (slice_find_byte(rest, ':', 0) < rest.n ||
                   slice_find_byte(rest, '(', 0) < rest.n) {
            size_t colon = slice_find_byte(rest, ':', 0), bracket = slice_find_byte(rest, '(', 0);
            rest = slice_from(rest, colon < bracket ? colon : bracket);
        }
        send_indication(r, &ev, rest, text);
        return true;
    }
    body = slice_trim(body);
    for (size_t i = 0; ev.indication == NULL && i < r->knowledge->n_dialects; i++) {
        const struct dialect *try = i == 0 ? d : &r->knowledge->dialects[i];
        ev.indication = indication_by_words(try, body, &used);
    }
    if (ev.indication == NULL) {
        return false;
    }
    ev.number = ev.indication->number;
    send_indication(r, &ev, slice_from(body, used), body);
    return true;
}

/* ---- answers without a prefix (spwf01) ------------------------------------------------------------------------ */

/* `text` begins with the head, `rest` stands behind it. A longer head of the elder's tables that fits the
 * whole text is preferred: "ERROR: Unable to load CA certificate" is more than ERROR. */
static bool send_bare(struct at_reader *r, const struct element *e, struct slice head,
                      struct slice rest, int weight)
{
    struct slice whole = slice_sub(e->line->text, e->at, e->n), start = lex_trim_decoration(whole);
    struct slice text = slice_trim(slice_from(whole, (size_t)(start.p - whole.p)));
    struct at_event ev;
    reader_begin(&ev, AT_REPLY, e);
    const struct reply_row *row = NULL;
    const struct dialect *d = NULL;

    for (size_t i = r->knowledge->n_dialects; row == NULL && i > 0; i--) { /* the elder first */
        row = dialect_reply(&r->knowledge->dialects[i - 1], head);
    }
    if (row == NULL) {
        return false;
    }
    d = row->dialect;
    if (row->meaning == M_ERROR && dialect_reply_by_text(d, text) != NULL) {
        row = dialect_reply_by_text(d, text);
    }
    if (e->driver) { /* "<<OK": the notation is a host's, it tells nothing of the family */
        (void)first_with_reply(r, head, &row);
    } else {
        detect_vote(r, d, weight);
    }
    fill_reply(&ev, row, rest, text);
    send_reply(r, &ev);
    return true;
}

/* "# name = value", also with a music sharp, and several glued into one line. */
static bool take_hash(struct at_reader *r, const struct element *e, struct slice t)
{
    struct slice mark = SLICE("#");
    size_t end = 0;

    if (slice_starts(t, SLICE("\xE2\x99\xAF"))) {
        mark = SLICE("\xE2\x99\xAF");
    } else if (slice_starts(t, SLICE("&sharp"))) {
        mark = SLICE("&sharp");
    } else if (!slice_starts(t, mark)) {
        return false;
    }
    end = slice_find(t, mark, mark.n);
    {
        struct slice body = slice_trim(slice_sub(t, mark.n, end - mark.n));
        struct element part = *e;
        size_t from = (size_t)(t.p - e->line->text.p);
        struct slice name = {0}, value = {0};
        part.at = from;
        part.n = end;
        if (slice_starts_nocase(body, SLICE("Dumping All")) ||
            slice_starts_nocase(body, SLICE("Status & Stat"))) {
            r->in_dump = true;
            (void)send_bare(r, &part, SLICE("# Dumping All Configuration Keys"), slice_of(NULL, 0),
                            2);
        } else if (slice_split(body, '=', &name, &value) &&
                   slice_find_byte(slice_trim(name), ' ', 0) == slice_trim(name).n) {
            (void)send_bare(r, &part, SLICE("#"), body, 2);
        } else {
            return false;
        }
        if (end < t.n) {
            reader_rest(r, e->line, from + end, e->at + e->n);
        }
    }
    return true;
}

/* "name=value" alone, when the name is one of the module's variables. */
static bool take_variable(struct at_reader *r, const struct element *e, struct slice t)
{
    struct slice name = {0}, value = {0};
    const struct dialect *d = detect_dialect(r);
    struct at_event ev;
    reader_begin(&ev, AT_REPLY, e);
    const struct reply_row *row = dialect_reply(d, SLICE("Var"));

    if (!slice_split(t, '=', &name, &value) || dialect_variable(d, slice_trim(name)) == NULL) {
        return false;
    }
    row = row != NULL ? row : dialect_reply(d, SLICE("#"));
    if (row == NULL) {
        return false;
    }
    fill_reply(&ev, row, t, t);
    send_reply(r, &ev);
    return true;
}

static bool take_final(struct at_reader *r, const struct element *e, struct slice t)
{
    if (slice_eq(t, SLICE("OK"))) {
        return send_bare(r, e, SLICE("OK"), slice_of(NULL, 0), 1);
    }
    if (slice_eq(t, SLICE("ERROR"))) {
        return send_bare(r, e, SLICE("ERROR"), slice_of(NULL, 0), 1);
    }
    if (slice_starts(t, SLICE("ERROR:"))) {
        return send_bare(r, e, SLICE("ERROR"), slice_trim(slice_from(t, 6)), 3);
    }
    return false;
}

/* "ID: 00", "DATALEN: 4", "F/W update model ...", "Invalid F/W image(...)". */
static bool take_headed(struct at_reader *r, const struct element *e, struct slice t)
{
    struct slice head = {0}, rest = {0};
    const struct dialect *elder = &r->knowledge->dialects[r->knowledge->n_dialects - 1];
    const struct reply_row *row = NULL;

    if (t.n == 0 || !ascii_alpha(t.p[0]) || t.n > 400) {
        return false;
    }
    if (slice_split(t, ':', &head, &rest) && dialect_reply(elder, slice_trim(head)) != NULL) {
        return send_bare(r, e, slice_trim(head), slice_trim(rest), 3);
    }
    row = dialect_reply_by_text(elder, t);
    if (row == NULL || row->meaning == M_OK || row->meaning == M_ERROR || row->head.n < 6) {
        return false;
    }
    return send_bare(r, e, row->head, slice_trim(slice_from(t, row->head.n)), 3);
}

/* "1: BSS ..." in the answer to a scan: the index stands in front of the head. */
static bool take_scanned(struct at_reader *r, const struct element *e, struct slice t)
{
    struct slice index = {0}, rest = {0}, head = {0};
    uint64_t number = 0;

    if (!r->exchange.open || r->exchange.meaning != M_SCAN || !slice_split(t, ':', &index, &rest) ||
        slice_to_u64(slice_trim(index), UINT32_MAX, &number) != NUMBER_OK) {
        return false;
    }
    rest = slice_trim(rest);
    (void)slice_split(rest, ' ', &head, &rest);
    return send_bare(r, e, head, slice_trim(rest), 3);
}

bool recognise_bare(struct at_reader *r, const struct element *e)
{
    struct slice t = lex_trim_decoration(slice_sub(e->line->text, e->at, e->n));
    if (r->knowledge->n_dialects == 0) {
        return false;
    }
    return take_final(r, e, t) || take_hash(r, e, t) || take_variable(r, e, t) ||
           take_headed(r, e, t) || take_scanned(r, e, t);
}

/* ---- the element's own head ---------------------------------------------------------------------------------------- */

bool recognise_element(struct at_reader *r, const struct element *e)
{
    struct slice t = slice_sub(e->line->text, e->at, e->n);

    if (slice_starts(t, SLICE("AT+S.")) && !slice_starts_nocase(t, SLICE("AT+S.WIND:"))) {
        return command_take(r, e);
    }
    if (slice_starts(t, SLICE("AT-S.")) || slice_starts_nocase(t, SLICE("AT-S."))) {
        return recognise_reply(r, e, slice_from(t, 5));
    }
    if (slice_starts(t, SLICE("+WIND:"))) {
        return recognise_indication(r, e, slice_from(t, 6));
    }
    if (slice_starts_nocase(t, SLICE("AT+S.WIND:"))) {
        return recognise_indication(r, e, slice_from(t, 10));
    }
    if (slice_starts(t, SLICE("-S."))) {
        return recognise_reply(r, e, slice_from(t, 3));
    }
    if (slice_starts_nocase(t, SLICE("AT")) || slice_starts_nocase(t, SLICE("+S."))) {
        return command_take(r, e);
    }
    return recognise_bare(r, e);
}
