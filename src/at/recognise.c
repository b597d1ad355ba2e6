/* One element to one event: the head selects a row, the row's fields cut the rest. */
#include "at/state.h"

#include "transcript/line.h"

static const struct dialect *first_with_reply(struct at_reader *r, struct slice head, const struct reply_row **row)
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

/* Separators lost or prose behind: the longest head that `body` starts with. */
static const struct reply_row *reply_by_prefix(const struct dialect *d, struct slice body)
{
    const struct reply_row *best = NULL;
    for (size_t i = 0; i < d->n_replies; i++) {
        const struct reply_row *row = &d->replies[i];
        bool ends = body.n == row->head.n || (body.n > row->head.n && !ascii_alnum(body.p[row->head.n]));
        if (row->head.n > 0 && ends && slice_starts_nocase(body, row->head) &&
            (best == NULL || row->head.n > best->head.n)) {
            best = row;
        }
    }
    return best;
}

static void cut_fields(struct at_event *ev, struct slice rest, uint8_t separator, const struct param_spec *specs,
                       size_t n_specs)
{
    size_t most = n_specs < AT_VALUES_MAX ? n_specs : AT_VALUES_MAX;
    ev->specs = specs;
    ev->n_specs = n_specs;
    if (most == 0 || rest.p == NULL) {
        return;
    }
    ev->n_values = lex_split(rest, separator, most, ev->values, &ev->n_total);
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

/* "'SPWF' not matching local 'SPWF01SA'", "(60783F3C)": values in quotes or brackets. */
static void cut_quoted(struct at_event *ev, struct slice rest, const struct reply_row *row)
{
    size_t at = 0;
    ev->specs = row->fields;
    ev->n_specs = row->n_fields;
    while (ev->n_values < row->n_fields && ev->n_values < AT_VALUES_MAX && at < rest.n) {
        uint8_t close = rest.p[at] == '(' ? ')' : '\'';
        size_t end = 0;
        if (rest.p[at] != '\'' && rest.p[at] != '(') {
            at++;
            continue;
        }
        end = slice_find_byte(rest, close, at + 1);
        ev->values[ev->n_values++] = slice_sub(rest, at + 1, end - at - 1);
        at = end + 1;
    }
    ev->n_total = ev->n_values;
}

static void fill_reply(struct at_reader *r, struct at_event *ev, const struct reply_row *row, struct slice rest)
{
    ev->reply = row;
    ev->meaning = row->meaning;
    ev->name = row->head;
    ev->number = -1;
    if (row->meaning == M_VARIABLE) {
        ev->specs = row->fields;
        ev->n_specs = row->n_fields;
        cut_variable(ev, rest);
    } else if (rest.n > 2 && (rest.p[0] == '\'' || rest.p[0] == '(')) {
        cut_quoted(ev, rest, row);
    } else {
        bool blanks = rest.n > 0 && slice_find_byte(rest, ':', 0) == rest.n && slice_find_byte(rest, ' ', 0) < rest.n;
        cut_fields(ev, rest, blanks && row->n_fields > 1 ? ' ' : ':', row->fields, row->n_fields);
    }
    if (ev->n_values > 0) {
        ev->number = leading_number(ev->values[0]);
    }
    (void)r;
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
        row = reply_by_prefix(d, body);
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
    fill_reply(r, &ev, row, rest);
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

static const struct indication_row *indication_by_words(const struct dialect *d, struct slice text, size_t *used)
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

void recognise_indication_values(struct at_event *ev, struct slice rest)
{
    const struct indication_row *row = ev->indication;
    struct slice inner = {0};

    if (slice_starts(rest, SLICE("<wifistate="))) { /* one poster's SPI printout puts the state here */
        rest = slice_from(rest, slice_find_byte(rest, ':', 0) + 1);
    }
    if (rest.n > 0 && rest.p[0] == ':') {
        rest = slice_from(rest, 1);
        cut_fields(ev, slice_starts(rest, SLICE("<wifistate=")) ? slice_from(rest, slice_find_byte(rest, ':', 0) + 1)
                                                               : rest,
                   ':', row->fields, row->n_fields);
        return;
    }
    if (row->meaning == M_COPYRIGHT) { /* "(c)" is no field; a model may stand behind the last colon */
        size_t colon = rest.n;
        while (colon > 0 && rest.p[colon - 1] != ':') {
            colon--;
        }
        cut_fields(ev, slice_from(rest, colon), ':', row->fields, row->n_fields > 0 ? 1 : 0);
        return;
    }
    inner = between(rest, '(', ')');
    inner = inner.p != NULL ? inner : between(rest, '\'', '\'');
    inner = inner.p != NULL ? inner : slice_trim(rest);
    cut_fields(ev, inner.n > 0 ? inner : slice_of(NULL, 0), ':', row->fields, row->n_fields);
}

static const struct indication_row *row_of_number(struct at_reader *r, int number, const struct dialect **d)
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
    if (row->n_fields > 0 && (row->meaning == M_POWER_ON || row->meaning == M_SCAN_COMPLETE ||
                              row->meaning == M_WIFI_ASSOCIATED) && (bracket || field)) {
        detect_vote(r, &r->knowledge->dialects[bracket && r->knowledge->n_dialects > 1 ? 1 : 0], 4);
    }
    if (row->meaning == M_POWER_ON || row->meaning == M_COPYRIGHT) {
        detect_text(r, rest);
    }
}

static void send_indication(struct at_reader *r, struct at_event *ev, struct slice rest)
{
    if (ev->indication != NULL) {
        ev->meaning = ev->indication->meaning;
        ev->name = ev->indication->name;
        vote_by_form(r, ev->indication, rest);
        vote_by_number(r, ev->indication);
        recognise_indication_values(ev, rest);
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
    struct slice head = {0}, rest = {0};
    uint64_t number = 0;
    size_t used = 0;

    (void)slice_split(body, ':', &head, &rest);
    ev.number = -1;
    if (slice_to_u64(slice_trim(head), 255, &number) == NUMBER_OK) {
        ev.number = (int)number;
        ev.indication = row_of_number(r, ev.number, &d);
        if (ev.indication != NULL && same_words(rest, ev.indication->name, &used)) {
            rest = slice_from(rest, used);
        } else if (slice_find_byte(rest, ':', 0) < rest.n || slice_find_byte(rest, '(', 0) < rest.n) {
            size_t colon = slice_find_byte(rest, ':', 0), bracket = slice_find_byte(rest, '(', 0);
            rest = slice_from(rest, colon < bracket ? colon : bracket);
        }
        send_indication(r, &ev, rest);
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
    send_indication(r, &ev, slice_from(body, used));
    return true;
}

/* ---- answers without a prefix (spwf01) ------------------------------------------------------------------------ */

static bool send_bare(struct at_reader *r, const struct element *e, struct slice head, struct slice rest, int weight)
{
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
    if (e->driver) { /* "<<OK": the notation is a host's, it tells nothing of the family */
        (void)first_with_reply(r, head, &row);
    } else {
        detect_vote(r, d, weight);
    }
    fill_reply(r, &ev, row, rest);
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
        if (slice_starts_nocase(body, SLICE("Dumping All")) || slice_starts_nocase(body, SLICE("Status & Stat"))) {
            r->in_dump = true;
            (void)send_bare(r, &part, SLICE("# Dumping All Configuration Keys"), slice_of(NULL, 0), 2);
        } else if (slice_split(body, '=', &name, &value) && slice_find_byte(slice_trim(name), ' ', 0) == slice_trim(name).n) {
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
    fill_reply(r, &ev, row, t);
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
    row = reply_by_prefix(elder, t);
    if (row == NULL || row->meaning == M_OK || row->meaning == M_ERROR || row->head.n < 6) {
        return false;
    }
    return send_bare(r, e, row->head, slice_trim(slice_from(t, row->head.n)), 3);
}

bool recognise_bare(struct at_reader *r, const struct element *e)
{
    struct slice t = lex_trim_decoration(slice_sub(e->line->text, e->at, e->n));
    if (r->knowledge->n_dialects == 0) {
        return false;
    }
    return take_final(r, e, t) || take_hash(r, e, t) || take_variable(r, e, t) || take_headed(r, e, t);
}

/* ---- the element's own head ---------------------------------------------------------------------------------------- */

bool recognise_element(struct at_reader *r, const struct element *e)
{
    struct slice t = slice_sub(e->line->text, e->at, e->n);

    if (slice_starts_nocase(t, SLICE("AT-S."))) {
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
