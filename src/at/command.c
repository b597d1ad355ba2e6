/* Commands: the name selects a row, the row's variants and parameters the rest. A command that a
 * paste or a terminal's width broke in two is held back until the next line tells. */
#include <string.h>

#include "at/state.h"

enum { HOLD_FROM = 60, NAME_MAX_BYTES = 40 };

/* Where a command ends although the line goes on: written-out line ends, comments, arrows, damage. */
static size_t command_end(struct slice t, size_t *next)
{
    static const struct slice stops[] = {
        SLICE_INIT("<cr>"), SLICE_INIT("<CR>"), SLICE_INIT("\\r"),          SLICE_INIT(" //"),
        SLICE_INIT(" ->"),  SLICE_INIT(" <-"),  SLICE_INIT("\xEF\xBF\xBD"), SLICE_INIT("\xC2\xA0")};
    size_t end = t.n;

    *next = t.n;
    if (!lex_may_end_early(t)) {
        return end;
    }
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        size_t at = slice_find(slice_sub(t, 0, end), stops[i], 0);
        if (at < end) {
            end = at;
            *next = i < 3 ? at + stops[i].n : (i == 4 ? at : t.n);
        }
    }
    return end;
}

static bool name_byte(uint8_t c)
{
    static const uint32_t set[8] = {0, 0x03ff6840, 0x87fffffe,
                                    0x07fffffe}; /* alphanumeric, + . & - _ */
    return (set[c >> 5] >> (c & 31) & 1U) != 0;
}

static struct slice name_of(struct slice t)
{
    size_t n = 0;
    while (n < t.n && n < NAME_MAX_BYTES && name_byte(t.p[n])) {
        n++;
    }
    return slice_sub(t, 0, n);
}

/* "+S.X" of drivers that lose the first two bytes of an echo is looked up as "AT+S.X". */
static struct slice full_name(struct slice name, uint8_t *room)
{
    if (name.n == 0 || name.p[0] != '+') {
        return name;
    }
    room[0] = 'A';
    room[1] = 'T';
    memcpy(room + 2, name.p, name.n);
    return slice_of(room, name.n + 2);
}

/* "AT+S.RESETonce": prose glued behind a command by a joined paste. The case changes where it starts. */
static struct slice unglue_name(const struct at_reader *r, struct slice name)
{
    size_t n = name.n;
    while (n > 6 && ascii_lower(name.p[n - 1])) {
        n--;
        if (ascii_upper(name.p[n - 1])) {
            struct slice head = slice_sub(name, 0, n);
            for (size_t i = 0; i < r->knowledge->n_dialects; i++) {
                if (dialect_command(&r->knowledge->dialects[i], head) != NULL) {
                    return head;
                }
            }
        }
    }
    return name;
}

static const struct command_row *find_row(struct at_reader *r, struct at_event *ev,
                                          struct slice name)
{
    const struct dialect *d = detect_dialect(r);
    const struct command_row *row = cache_find(&r->commands, d, name);
    const struct command_row *other = NULL;

    if (row != NULL) {
        return row;
    }
    row = dialect_command(d, name);
    cache_put(&r->commands, d, name, row);

    for (size_t i = 0; i < r->knowledge->n_dialects && row == NULL; i++) {
        other = dialect_command(&r->knowledge->dialects[i], name);
        if (other != NULL) {
            break;
        }
    }
    if (row == NULL && other != NULL) {
        /* Which family speaks is known once a module named itself; before that, its commands tell. */
        ev->other_dialect = other;
        row = other;
    }
    return row;
}

static bool both_know(const struct at_reader *r, struct slice name)
{
    size_t n = 0;
    for (size_t i = 0; i < r->knowledge->n_dialects; i++) {
        n += dialect_command(&r->knowledge->dialects[i], name) != NULL ? 1u : 0u;
    }
    return n != 1;
}

static const struct command_row *variant_of(const struct at_reader *r,
                                            const struct command_row *first, struct slice name,
                                            const struct at_event *ev)
{
    const struct command_row *row = dialect_variant(first, ev->values, ev->n_values);
    if (row != NULL) {
        return row;
    }
    for (size_t i = 0; i < r->knowledge->n_dialects; i++) { /* TLSCERT=f_ca against TLSCERT=ca */
        const struct command_row *other = dialect_command(&r->knowledge->dialects[i], name);
        row = other != NULL && other != first ? dialect_variant(other, ev->values, ev->n_values)
                                              : NULL;
        if (row != NULL) {
            return row;
        }
    }
    return first;
}

static bool value_fits(const struct param_spec *p, struct slice v)
{
    if (v.n == 0) {
        return p->optional;
    }
    if (p->kind == KIND_PORT || p->kind == KIND_INTEGER) {
        return ascii_digit(v.p[0]) || at_is_masked(v);
    }
    if (p->open || (p->kind != KIND_CHOICE && p->kind != KIND_LITERAL) || at_is_masked(v)) {
        return true;
    }
    for (size_t i = 0; i < p->n_choices; i++) {
        if (slice_eq_nocase(p->choices[i], v)) {
            return true;
        }
    }
    return false;
}

static bool fits(const struct command_row *row, const struct at_event *ev)
{
    bool ok = ev->n_total <= row->n_params && ev->n_values >= row->n_required;
    for (size_t i = 0; ok && i < ev->n_values && i < row->n_params; i++) {
        ok = value_fits(&row->params[i], ev->values[i]);
    }
    return ok;
}

/* Both families know the name: the one whose parameters the command fits gets the vote. */
static void vote_by_fit(struct at_reader *r, const struct at_event *ev, struct slice name)
{
    const struct dialect *only = NULL;
    size_t n = 0;
    for (size_t i = 0; i < r->knowledge->n_dialects; i++) {
        const struct command_row *row = dialect_command(&r->knowledge->dialects[i], name);
        bool any = false;
        for (; row != NULL; row = row->next) {
            any = any || fits(row, ev);
        }
        n += any ? 1u : 0u;
        only = any ? &r->knowledge->dialects[i] : only;
    }
    if (n == 1) {
        detect_vote(r, only, 2);
    }
}

/* A slot word such as f_ca or a dialect's own command is as good as the module's name. */
static void vote(struct at_reader *r, const struct at_event *ev, const struct command_row *first,
                 struct slice name)
{
    const struct command_row *row = ev->command;
    bool literal = row != NULL && row->n_params > 0 && row->params[0].kind == KIND_LITERAL &&
                   row->next != first;
    if (row == NULL || ev->mentioned || r->decided) {
        return;
    }
    if (!both_know(r, name)) {
        detect_vote(r, row->dialect, 3);
    } else if (literal && row->dialect != detect_dialect(r)) {
        detect_vote(r, row->dialect, 3);
    } else if (literal && row->params[0].n_choices > 0 &&
               slice_starts(row->params[0].choices[0], SLICE("f_"))) {
        detect_vote(r, row->dialect, 3);
    } else {
        vote_by_fit(r, ev, name);
    }
}

/* While no family is surer than the other, a command is read as the family whose vote it just gave. */
static void choose_row(struct at_reader *r, struct at_event *ev, const struct command_row *first,
                       struct slice name)
{
    const struct dialect *best = NULL;
    const struct command_row *row = NULL;

    vote(r, ev, first, name);
    best = detect_dialect(r);
    if (ev->command->dialect == best) {
        ev->other_dialect = NULL;
    } else {
        row = dialect_command(best, name);
        row = row != NULL ? dialect_variant(row, ev->values, ev->n_values) : NULL;
        ev->command = row != NULL ? row : ev->command;
        ev->other_dialect = row != NULL ? NULL : ev->other_dialect;
    }
    ev->meaning = ev->command->meaning;
    ev->specs = ev->command->params;
    ev->n_specs = ev->command->n_params;
}

static void cut_values(struct at_event *ev, struct slice t, size_t name_end)
{
    struct slice rest = slice_from(t, name_end);
    if (rest.n == 0 || (rest.p[0] != '=' && rest.p[0] != ',')) {
        return;
    }
    ev->n_values = lex_split(slice_from(rest, 1), ',', AT_VALUES_MAX, ev->values, &ev->n_total);
}

static void begin(struct at_reader *r, struct at_event *ev, const struct element *e, size_t next)
{
    r->facts.elements++;
    if (ev->mentioned) {
        reader_emit(r, ev);
        return;
    }
    if (exchange_is_echo(r, ev->text)) {
        return;
    }
    exchange_interrupt(r);
    exchange_begin(r, ev);
    reader_emit(r, ev);
    payload_expect(r, ev);
    if (next < e->n) {
        reader_rest(r, e->line, e->at + next, e->at + e->n);
    }
}

static bool take_whole(struct at_reader *r, const struct element *e)
{
    struct slice all = slice_sub(e->line->text, e->at, e->n);
    size_t next = 0, end = command_end(all, &next);
    struct slice t = slice_trim(slice_sub(all, 0, end));
    struct slice name = unglue_name(r, name_of(t));
    uint8_t room[NAME_MAX_BYTES + 2];
    struct slice full = full_name(name, room);
    struct element part = *e;
    struct at_event ev;
    const struct command_row *first = NULL;

    part.n = t.n;
    reader_begin(&ev, AT_COMMAND, &part);
    ev.name = name;
    ev.number = -1;
    cut_values(&ev, t, name.n);
    first = find_row(r, &ev, full);
    if (first != NULL) {
        ev.command = variant_of(r, first, full, &ev);
        choose_row(r, &ev, first, full);
    } else if (full.n < 5 || (!slice_starts_nocase(full, SLICE("AT+")) &&
                              !slice_starts_nocase(full, SLICE("AT&")))) {
        return false; /* "Attached", "at least": a word */
    }
    begin(r, &ev, e, next);
    return true;
}

/* Fewer parameters than the command has, in a long line: the rest may stand in the next one. */
static bool may_be_broken(struct at_reader *r, const struct element *e, struct slice t)
{
    const struct command_row *row = NULL;
    size_t commas = 0;
    struct at_event unused;

    if (t.n < HOLD_FROM || t.n > COMMAND_TEXT_MAX || e->mentioned ||
        e->at + e->n != e->line->text.n || e->line->end == END_NONE) {
        return false;
    }
    row = find_row(r, &unused, name_of(t));
    for (size_t i = slice_find_byte(t, ',', 0); i < t.n; i = slice_find_byte(t, ',', i + 1)) {
        commas++;
    }
    return row != NULL && row->next == NULL && commas + 1 < row->n_params;
}

static void hold(struct at_reader *r, const struct element *e, struct slice t)
{
    struct held_command *h = &r->command;
    struct line *l = &h->line;

    memcpy(h->text, t.p, t.n);
    h->n_text = t.n;
    h->parts = 1;
    h->held = true;
    *l = *e->line;
    l->uncleaned = NULL;
    l->text = slice_of(h->text, h->n_text);
    l->base = 0;
    l->segments = h->segments;
    l->n_segments = line_copy_segments(e->line, e->at, t.n, 0, h->segments, HELD_SEGMENTS);
}

bool command_take(struct at_reader *r, const struct element *e)
{
    struct slice t = slice_sub(e->line->text, e->at, e->n);
    if (may_be_broken(r, e, t)) {
        hold(r, e, t);
        return true;
    }
    return take_whole(r, e);
}

void command_flush_held(struct at_reader *r)
{
    struct element e = {0};
    if (!r->command.held) {
        return;
    }
    r->command.held = false;
    e.line = &r->command.line;
    e.n = r->command.n_text;
    (void)take_whole(r, &e);
}

/* The rest of a broken command has no blanks (terminals and forums break where there is none) unless
 * it goes on with more parameters, and it is no element of its own. */
static bool looks_like_rest(const struct at_reader *r, struct slice t)
{
    bool commas = slice_find_byte(t, ',', 0) < t.n;
    return t.n > 0 && !lex_is_head(r, t) && !slice_contains(t, SLICE("-----")) &&
           lex_next_anchor(r, t, 0) == t.n && (commas || slice_find_byte(t, ' ', 0) == t.n) &&
           t.p[0] != '#' && t.p[0] != '<';
}

bool command_join(struct at_reader *r, const struct line *l)
{
    struct held_command *h = &r->command;
    struct slice t = slice_trim(l->text);
    struct line *own = &h->line;
    struct element e = {0};

    if (!looks_like_rest(r, t) || h->parts >= HELD_PARTS || h->n_text + t.n > COMMAND_TEXT_MAX) {
        return false;
    }
    own->n_segments +=
        line_copy_segments(l, (size_t)(t.p - l->text.p), t.n, h->n_text,
                           h->segments + own->n_segments, HELD_SEGMENTS - own->n_segments);
    memcpy(h->text + h->n_text, t.p, t.n);
    h->n_text += t.n;
    h->parts++;
    own->text = slice_of(h->text, h->n_text);
    own->end = l->end;
    e.line = own;
    e.n = h->n_text;
    if (!may_be_broken(r, &e, own->text)) {
        command_flush_held(r);
    }
    return true;
}
