#include "twin/replay.h"

#include "at/reader.h"
#include "base/array.h"
#include "base/memory.h"
#include "transcript/transcript.h"

enum {
    COMMANDS_MAX = 20000,
    LINES_MAX = 200000,
    TEXT_MAX = 64 * 1024 * 1024,
    OUT_MAX = 4 * 1024 * 1024,
    TYPED_MAX = 8192,
    SWALLOW_MAX = 16 * 1024 * 1024,
    FIRST_DELAY_MS = 20, /* when the capture has no times */
    NEXT_DELAY_MS = 5,
    DELAY_MAX_MS = 10 * 60 * 1000
};

struct recorded_line {
    struct slice text;
    bool indication;
    int64_t delay_ms; /* since what stood before it */
};

struct recorded_command {
    struct slice name; /* in upper case */
    struct slice values[AT_VALUES_MAX];
    size_t n_values;
    size_t first, n; /* its lines */
};

struct replay {
    const struct dialect *dialect;
    struct arena perm;
    struct array commands, lines;
    size_t n_before; /* lines before the first command: the boot */
    enum spw_status status;
    struct stamp last;
    unsigned speed;
    void (*note)(void *context, struct slice text);
    void *context;
    /* while it plays */
    struct buf typed, out;
    bool echoes;
    uint64_t swallow; /* payload bytes still to come */
    size_t next;      /* index of the command to look from */
    size_t at, end;   /* lines being played */
    int64_t due;      /* of the line at `at` */
};

/* ---- from the capture ------------------------------------------------------------------------------------------------ */

static int64_t delay_since(struct replay *r, const struct stamp *now, bool first)
{
    int64_t delay = first ? FIRST_DELAY_MS : NEXT_DELAY_MS;
    if (now->kind != STAMP_NONE && r->last.kind == now->kind && now->us >= r->last.us) {
        delay = (now->us - r->last.us) / 1000;
    }
    if (now->kind != STAMP_NONE) {
        r->last = *now;
    }
    return delay < DELAY_MAX_MS ? delay : DELAY_MAX_MS;
}

static struct slice upper(struct arena *perm, struct slice s)
{
    uint8_t *to = arena_alloc(perm, s.n);
    for (size_t i = 0; to != NULL && i < s.n; i++) {
        to[i] = ascii_lower(s.p[i]) ? (uint8_t)(s.p[i] - 'a' + 'A') : s.p[i];
    }
    return slice_of(to, to != NULL ? s.n : 0);
}

static void keep_command(struct replay *r, const struct at_event *e)
{
    struct recorded_command *c = array_push(&r->commands);
    if (c == NULL) {
        r->status = SPW_LIMIT;
        return;
    }
    (void)delay_since(r, &e->stamp, true);
    c->name = upper(&r->perm, e->command != NULL ? e->command->name : e->name);
    c->n_values = e->n_values;
    for (size_t i = 0; i < e->n_values; i++) {
        c->values[i] = arena_copy(&r->perm, slice_trim(e->values[i]));
    }
    c->first = r->lines.n;
}

static void keep_line(struct replay *r, const struct at_event *e)
{
    struct recorded_line *l = array_push(&r->lines);
    struct recorded_command *c =
        r->commands.n > 0 ? ARRAY_AT(&r->commands, struct recorded_command, r->commands.n - 1)
                          : NULL;
    if (l == NULL) {
        r->status = SPW_LIMIT;
        return;
    }
    l->text = arena_copy(&r->perm, e->text);
    l->indication = e->kind == AT_INDICATION;
    l->delay_ms = delay_since(r, &e->stamp, c == NULL || c->n == 0);
    if (c != NULL) {
        c->n++;
    } else {
        r->n_before++;
    }
}

static void on_event(void *context, const struct at_event *e)
{
    struct replay *r = context;
    if (e->mentioned || r->status != SPW_OK) {
        return;
    }
    switch (e->kind) {
    case AT_COMMAND:
        keep_command(r, e);
        return;
    case AT_REPLY:
    case AT_INDICATION:
    case AT_NOISE:
        keep_line(r, e);
        return;
    case AT_PAYLOAD:
    case AT_OBJECT:
    case AT_EXCHANGE_END:
    case AT_NOTE:
        return;
    }
}

/* The variable by which a dialect switches the echo. */
static const struct slice echo_names[] = {SLICE_INIT("console_echo"), SLICE_INIT("localecho1")};
enum { ECHO_NAMES = sizeof echo_names / sizeof echo_names[0] };

static bool echoes_from_the_factory(const struct dialect *d)
{
    for (size_t i = 0; i < ECHO_NAMES; i++) {
        const struct variable_row *row = dialect_variable(d, echo_names[i]);
        if (row != NULL) {
            return !slice_eq(row->seen, SLICE("0"));
        }
    }
    return true;
}

static void on_line(void *context, const struct line *l) { at_reader_line(context, l); }

static enum spw_status read_capture(struct replay *r, const struct knowledge *k,
                                    struct slice capture)
{
    struct at_reader *reader = NULL;
    struct transcript *transcript = NULL;
    enum spw_status status = at_reader_new(&reader, k, NULL, (struct at_sink){on_event, r});
    if (status == SPW_OK) {
        status = transcript_new(&transcript, (struct line_sink){on_line, reader});
    }
    if (status == SPW_OK) {
        status = transcript_feed(transcript, capture);
    }
    if (status == SPW_OK) {
        transcript_finish(transcript);
        at_reader_finish(reader);
        r->dialect = at_reader_dialect(reader);
    }
    transcript_free(transcript);
    at_reader_free(reader);
    return status;
}

enum spw_status replay_new(struct replay **out, const struct knowledge *k, struct slice capture,
                           unsigned speed, void (*note)(void *context, struct slice text),
                           void *context)
{
    struct replay *r = MEMORY_NEW(struct replay);
    *out = NULL;
    if (r == NULL) {
        return SPW_NO_MEMORY;
    }
    arena_init(&r->perm, TEXT_MAX);
    array_init(&r->commands, sizeof(struct recorded_command), COMMANDS_MAX);
    array_init(&r->lines, sizeof(struct recorded_line), LINES_MAX);
    buf_init(&r->typed, TYPED_MAX);
    buf_init(&r->out, OUT_MAX);
    r->speed = speed > 0 ? speed : 100;
    r->note = note;
    r->context = context;
    r->due = INT64_MAX;
    enum spw_status status = read_capture(r, k, capture);
    if (status == SPW_OK && r->commands.n + r->lines.n == 0) {
        status = SPW_NOT_FOUND;
    }
    if (status != SPW_OK) {
        replay_free(r);
        return status;
    }
    r->dialect = r->dialect != NULL ? r->dialect : &k->dialects[0];
    r->echoes = echoes_from_the_factory(r->dialect);
    *out = r;
    return r->status;
}

void replay_free(struct replay *r)
{
    if (r == NULL) {
        return;
    }
    arena_dispose(&r->perm);
    array_dispose(&r->commands);
    array_dispose(&r->lines);
    buf_dispose(&r->typed);
    buf_dispose(&r->out);
    memory_free(r);
}

size_t replay_commands(const struct replay *r) { return r->commands.n; }
size_t replay_lines(const struct replay *r) { return r->lines.n; }

/* ---- playing lines ------------------------------------------------------------------------------------------------------ */

static const struct recorded_line *line_at(const struct replay *r, size_t i)
{
    return ARRAY_AT(&r->lines, struct recorded_line, i);
}

static int64_t delay_of(const struct replay *r, size_t i)
{
    return line_at(r, i)->delay_ms * 100 / (int64_t)r->speed;
}

static void play(struct replay *r, size_t first, size_t n, int64_t now_ms)
{
    r->at = first;
    r->end = first + n;
    r->due = n > 0 ? now_ms + delay_of(r, first) : INT64_MAX;
}

static void put_line(struct replay *r, const struct recorded_line *l)
{
    buf_cstr(&r->out, l->indication ? "\r\n" : "");
    buf_put(&r->out, l->text);
    buf_cstr(&r->out, "\r\n");
}

static void tick(void *self, int64_t now_ms)
{
    struct replay *r = self;
    while (r->at < r->end && r->due <= now_ms) {
        put_line(r, line_at(r, r->at++));
        r->due = r->at < r->end ? r->due + delay_of(r, r->at) : INT64_MAX;
    }
}

/* What has not been played when the next command comes is played at once: hosts that do not wait must
 * lose nothing. */
static void play_out(struct replay *r)
{
    while (r->at < r->end) {
        put_line(r, line_at(r, r->at++));
    }
    r->due = INT64_MAX;
}

/* ---- what the host types -------------------------------------------------------------------------------------------------- */

struct typed {
    struct slice name;
    struct slice values[AT_VALUES_MAX];
    size_t n_values;
};

static void split(struct slice line, struct typed *t)
{
    struct slice rest;
    t->n_values = 0;
    bool more = slice_split(line, '=', &t->name, &rest);
    t->name = slice_trim(t->name);
    while (more && t->n_values < AT_VALUES_MAX) {
        struct slice value;
        more = slice_split(rest, ',', &value, &rest);
        t->values[t->n_values++] = slice_trim(value);
    }
}

/* A value that the recording hides stands for any. */
static bool matches(const struct recorded_command *c, const struct typed *t)
{
    if (!slice_eq_nocase(c->name, t->name) || c->n_values != t->n_values) {
        return false;
    }
    for (size_t i = 0; i < c->n_values; i++) {
        if (!slice_eq_nocase(c->values[i], t->values[i]) && !at_is_masked(c->values[i])) {
            return false;
        }
    }
    return true;
}

/* The next one from where the recording stands; behind its end it begins again. */
static const struct recorded_command *find(struct replay *r, const struct typed *t)
{
    for (size_t i = 0; i < r->commands.n; i++) {
        size_t at = (r->next + i) % r->commands.n;
        const struct recorded_command *c = ARRAY_AT(&r->commands, struct recorded_command, at);
        if (matches(c, t)) {
            r->next = at + 1;
            return c;
        }
    }
    return NULL;
}

static void put_error(struct replay *r, enum situation when)
{
    const struct dialect *d = r->dialect;
    const struct error_row *row = dialect_error(d, (int)dialect_behaviour_number(d, when, -1));
    if (row != NULL) {
        buf_printf(&r->out, "AT-S.ERROR:%d:", row->number);
        buf_put(&r->out, row->text);
        buf_cstr(&r->out, "\r\n");
    } else {
        buf_cstr(&r->out, "\r\nERROR\r\n");
    }
}

static void answer_unrecorded(struct replay *r, struct slice line, bool known)
{
    struct buf note;
    buf_init(&note, TYPED_MAX + 64);
    buf_put(&note, line);
    buf_cstr(&note, known ? ": not in the recording" : ": no such command");
    r->note(r->context, buf_slice(&note));
    buf_dispose(&note);
    put_error(r, known ? WHEN_REQUEST_FAILED : WHEN_UNKNOWN_COMMAND);
}

/* How many bytes follow this command. */
static uint64_t payload_of(const struct command_row *first, const struct typed *t)
{
    const struct command_row *row =
        first != NULL ? dialect_variant(first, t->values, t->n_values) : NULL;
    uint64_t length = 0;
    bool announced = row != NULL && row->payload >= 0 && (size_t)row->payload < t->n_values &&
                     slice_to_u64(t->values[row->payload], SWALLOW_MAX, &length) == NUMBER_OK;
    return announced ? length : 0;
}

static void note_echo(struct replay *r, const struct command_row *row, const struct typed *t)
{
    for (size_t i = 0; i < ECHO_NAMES; i++) {
        if (row != NULL && row->meaning == M_SET_VARIABLE && t->n_values == 2 &&
            slice_eq_nocase(t->values[0], echo_names[i])) {
            r->echoes = !slice_eq(t->values[1], SLICE("0"));
        }
    }
}

static void run(struct replay *r, struct slice line, int64_t now_ms)
{
    struct typed t;
    split(line, &t);
    play_out(r);
    if (r->echoes) {
        buf_put(&r->out, line);
        buf_cstr(&r->out, "\r\n");
    }
    const struct command_row *row = dialect_command(r->dialect, t.name);
    const struct recorded_command *c = find(r, &t);
    r->swallow = payload_of(row, &t);
    note_echo(r, row, &t);
    if (c != NULL) {
        play(r, c->first, c->n, now_ms);
    } else {
        answer_unrecorded(r, line, row != NULL);
    }
}

static void feed(void *self, struct slice bytes, int64_t now_ms)
{
    struct replay *r = self;
    while (bytes.n > 0) {
        if (r->swallow > 0) {
            size_t n = bytes.n < r->swallow ? bytes.n : (size_t)r->swallow;
            r->swallow -= n;
            bytes = slice_from(bytes, n);
            continue;
        }
        uint8_t c = bytes.p[0];
        bytes = slice_from(bytes, 1);
        if (c != '\r' && c != '\n') {
            buf_byte(&r->typed, c);
        } else if (r->typed.n > 0) {
            run(r, buf_slice(&r->typed), now_ms);
            buf_clear(&r->typed);
        }
    }
}

static void power_on(void *self, int64_t now_ms)
{
    struct replay *r = self;
    play(r, 0, r->n_before, now_ms);
}

static int64_t due(const void *self) { return ((const struct replay *)self)->due; }
static struct buf *output(void *self) { return &((struct replay *)self)->out; }

struct device replay_device(struct replay *r)
{
    return (struct device){power_on, feed, due, tick, output, r};
}
