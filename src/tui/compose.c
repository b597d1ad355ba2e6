#include "tui/compose.h"

#include "tui/app.h"
#include "tui/typed.h"

enum { VARIANTS_SHOWN = 4, WORDS_MAX = 512, LINE_END_MAX = 2 };

void compose_init(struct compose *c)
{
    buf_init(&c->line, PROMPT_BYTES_MAX);
    buf_init(&c->objected, PROMPT_BYTES_MAX);
    payload_init(&c->payload);
}

void compose_dispose(struct compose *c)
{
    buf_dispose(&c->line);
    buf_dispose(&c->objected);
    payload_dispose(&c->payload);
}

static struct slice dialect_of(const struct app *a) { return app_report(a)->dialect; }

/* ---- sending ------------------------------------------------------------------------------------------------ */

bool compose_send(struct app *a, struct slice command, struct slice payload)
{
    struct buf bytes, answer;
    buf_init(&bytes, PROMPT_BYTES_MAX + LINE_END_MAX + PAYLOAD_MAX);
    buf_init(&answer, APP_MESSAGE_MAX);
    buf_put(&bytes, command);
    buf_put(&bytes, spw_command_line_end(a->watch->knowledge, dialect_of(a)));
    buf_put(&bytes, payload);
    bool good = a->actions.send != NULL && bytes.status == SPW_OK &&
                a->actions.send(a->actions.loop, buf_slice(&bytes), &answer);
    if (good) {
        a->follow = true; /* the answer is what one wants to see */
    } else {
        app_say(a, ROLE_ERROR, "not sent: %.*s",
                SLICE_ARG(answer.n > 0 ? buf_slice(&answer)
                                       : SLICE("nothing can be sent to this source")));
    }
    buf_dispose(&bytes);
    buf_dispose(&answer);
    return good;
}

void compose_begin(struct app *a, enum request r)
{
    (void)r;
    if (a->actions.send == NULL) {
        app_say(a, ROLE_NOTE, "nothing can be sent to this source");
        return;
    }
    a->asking = ASKING_COMMAND;
    buf_clear(&a->compose.line);
    buf_clear(&a->compose.objected);
    payload_clear(&a->compose.payload);
    prompt_begin(&a->prompt, &a->commands, slice_of(NULL, 0));
}

/* Lines with a secret come back while the program runs, but are never written to a file. */
static bool tells_secret(const struct app *a, struct slice line)
{
    static const struct spw_redaction all = {.keys_only = false};
    struct spw_redactor *r = NULL;
    struct buf text;
    buf_init(&text, PROMPT_BYTES_MAX + LINE_END_MAX);
    buf_put(&text, line);
    buf_cstr(&text, "\r\n");
    bool known = spw_redactor_new(&r, a->watch->knowledge, &all) == SPW_OK &&
                 spw_redactor_learn(r, buf_slice(&text)) == SPW_OK;
    bool tells = !known || spw_redactor_count(r) > 0;
    spw_redactor_free(r);
    buf_dispose(&text);
    return tells;
}

static void remember(struct app *a, struct slice line)
{
    prompt_history_add(&a->commands, line);
    if (a->actions.remember != NULL && !tells_secret(a, line)) {
        a->actions.remember(a->actions.context, line);
    }
}

/* ---- before it is sent ------------------------------------------------------------------------------------- */

static void ask_for_file(struct app *a, struct slice line)
{
    buf_clear(&a->compose.line);
    buf_put(&a->compose.line, line);
    a->asking = ASKING_PAYLOAD;
    prompt_begin(&a->prompt, NULL, slice_of(NULL, 0));
}

/* The number that the line announces is held against the bytes that follow. */
static void put_miscount(struct app *a, const struct typed *t, struct buf *why)
{
    struct spw_command_help help;
    uint64_t announced = 0;
    size_t place = 0;
    size_t n = a->compose.payload.bytes.n;
    if (n > 0 && typed_payload(t, a->watch->knowledge, dialect_of(a), &help, &place) &&
        place < t->n_parameters &&
        (slice_to_u64(t->parameters[place], UINT32_MAX, &announced) != NUMBER_OK ||
         announced != n)) {
        buf_printf(why, "the line announces %.*s bytes, the file gives %zu",
                   SLICE_ARG(t->parameters[place]), n);
    }
}

static bool wants_file(struct app *a, const struct typed *t)
{
    struct spw_command_help help;
    size_t place = 0;
    return a->compose.line.n == 0 && a->compose.payload.bytes.n == 0 &&
           typed_payload(t, a->watch->knowledge, dialect_of(a), &help, &place);
}

/* True: something speaks against it, and it was not said of this very line already. */
static bool objects(struct app *a, const struct typed *t)
{
    struct buf why;
    bool again = slice_eq(buf_slice(&a->compose.objected), t->line);
    buf_init(&why, APP_MESSAGE_MAX);
    put_miscount(a, t, &why);
    if (why.n == 0 && spw_check_command(a->watch->knowledge, dialect_of(a), a->watch->engine,
                                        t->line, &why) == SPW_OK) {
        buf_clear(&why);
    }
    bool bad = why.n > 0 && !again;
    if (bad) {
        app_say(a, ROLE_WARNING, "%.*s; Enter sends it all the same", SLICE_ARG(buf_slice(&why)));
        buf_clear(&a->compose.objected);
        buf_put(&a->compose.objected, t->line);
    }
    buf_dispose(&why);
    return bad;
}

void compose_done(struct app *a)
{
    struct slice line = slice_trim(buf_slice(&a->prompt.text));
    struct typed t = typed_read(line);
    a->asking = ASKING_NOTHING;
    if (line.n == 0) {
        return;
    }
    if (wants_file(a, &t)) {
        ask_for_file(a, line);
    } else if (objects(a, &t)) {
        a->asking = ASKING_COMMAND;
    } else if (compose_send(a, line, buf_slice(&a->compose.payload.bytes))) {
        remember(a, line);
        compose_begin(a, REQUEST_COMPOSE); /* the next one */
    }
}

static void take_file(struct app *a, struct slice path, struct buf *line)
{
    struct compose *c = &a->compose;
    struct typed t = typed_read(buf_slice(&c->line));
    struct spw_command_help help;
    struct buf why, count;
    size_t place = 0;
    buf_init(&why, WORDS_MAX);
    buf_init(&count, WORDS_MAX);
    if (!typed_payload(&t, a->watch->knowledge, dialect_of(a), &help, &place)) {
        buf_put(line, t.line);
    } else if (payload_read(&c->payload, a, &help, t.parameters[0], path, &why)) {
        buf_u64(&count, c->payload.bytes.n);
        bool announced = place < t.n_parameters && t.parameters[place].n > 0;
        typed_put_with(&t, place, announced ? t.parameters[place] : buf_slice(&count), line);
    } else {
        app_say(a, ROLE_ERROR, "%.*s: %.*s", SLICE_ARG(path), SLICE_ARG(buf_slice(&why)));
    }
    buf_dispose(&why);
    buf_dispose(&count);
}

/* Back to the command, with the bytes behind it: Enter then sends both. */
void compose_has_file(struct app *a)
{
    struct slice path = slice_trim(buf_slice(&a->prompt.text));
    struct buf line;
    buf_init(&line, PROMPT_BYTES_MAX);
    if (path.n > 0) {
        take_file(a, path, &line);
    } else {
        buf_put(&line, buf_slice(&a->compose.line));
    }
    if (line.n > 0) {
        a->asking = ASKING_COMMAND;
        prompt_begin(&a->prompt, &a->commands, buf_slice(&line));
    }
    buf_dispose(&line);
}

/* ---- completion -------------------------------------------------------------------------------------------------- */

/* What all candidates seen so far begin with. */
struct common {
    struct slice head;
    size_t n;         /* different ones */
    bool goes_on;     /* more parameters come behind it */
    struct slice one; /* the first one */
};

static void add_candidate(struct common *c, struct slice word, struct slice typed, bool goes_on)
{
    size_t same = 0;
    if (!slice_starts_nocase(word, typed) || (c->n > 0 && slice_eq(word, c->one))) {
        c->goes_on |= c->n > 0 && slice_eq(word, c->one) && goes_on;
        return;
    }
    if (c->n++ == 0) {
        *c = (struct common){.head = word, .one = word, .n = 1, .goes_on = goes_on};
        return;
    }
    while (same < c->head.n && same < word.n &&
           ascii_fold(c->head.p[same]) == ascii_fold(word.p[same])) {
        same++;
    }
    c->head = slice_sub(c->head, 0, same);
}

void compose_tab(struct app *a)
{
    struct typed t = typed_read(buf_slice(&a->prompt.text));
    struct spw_command_help help;
    struct common c = {.n = 0};
    size_t last = t.n_parameters > 0 ? t.n_parameters - 1 : 0;
    size_t i = 0;
    while (typed_variant(&t, a->watch->knowledge, dialect_of(a), &i, &help)) {
        if (!t.has_parameters) {
            add_candidate(&c, help.name, t.name, help.n_parameters > 0);
            continue;
        }
        const struct spw_parameter *p = &help.parameters[last];
        for (size_t k = 0; last < help.n_parameters && k < p->n_choices; k++) {
            add_candidate(&c, p->choices[k], t.parameters[last], last + 1 < help.n_parameters);
        }
    }
    if (c.n == 0) {
        return;
    }
    struct buf line;
    buf_init(&line, PROMPT_BYTES_MAX);
    if (t.has_parameters) {
        typed_put_with(&t, last, c.head, &line);
    } else {
        buf_put(&line, c.head);
    }
    if (c.n == 1 && c.goes_on) {
        buf_byte(&line, t.has_parameters ? ',' : '=');
    }
    prompt_set(&a->prompt, buf_slice(&line));
    buf_dispose(&line);
}

/* ---- what is shown while one types ---------------------------------------------------------------------------------- */

static void put_parameter(struct roll *p, const struct spw_parameter *q, size_t i, bool current)
{
    bool fixed = typed_is_fixed(q);
    roll_cstr(p, ROLE_DIM, i == 0 ? "=" : ",");
    roll_cstr(p, ROLE_DIM, q->optional ? "[" : "");
    roll_put(p, current ? ROLE_KEY : fixed ? ROLE_TEXT : ROLE_DIM, fixed ? q->choices[0] : q->name);
    roll_cstr(p, ROLE_DIM, q->optional ? "]" : "");
}

/* What the parameter being typed may be. */
static void put_range(struct roll *p, const struct spw_parameter *q)
{
    roll_row(p);
    roll_cstr(p, ROLE_TEXT, "  ");
    roll_put(p, ROLE_KEY, q->name);
    roll_cstr(p, ROLE_DIM, q->optional ? ", may be left empty" : "");
    roll_cstr(p, ROLE_DIM, q->secret ? ", secret" : "");
    if (q->payload_length) {
        roll_cstr(p, ROLE_DIM,
                  ": the bytes that follow; left empty, a file is asked for and counted");
        return;
    }
    for (size_t i = 0; i < q->n_choices; i++) {
        roll_cstr(p, ROLE_DIM, i == 0 ? ": " : i + 1 < q->n_choices ? ", " : " or ");
        roll_put(p, ROLE_TEXT, q->choices[i]);
    }
    roll_cstr(p, ROLE_DIM, q->n_choices > 0 && q->open ? ", or another word" : "");
    if (q->n_choices == 0 && q->min != INT64_MIN && q->max != INT64_MAX) {
        roll_printf(p, ROLE_DIM, ": %lld to %lld", (long long)q->min, (long long)q->max);
    } else if (q->n_choices == 0 && q->min != INT64_MIN) {
        roll_printf(p, ROLE_DIM, ": a number from %lld", (long long)q->min);
    }
}

static void put_variant(struct roll *p, const struct typed *t, const struct spw_command_help *help,
                        bool alone)
{
    roll_row(p);
    roll_cstr(p, ROLE_TEXT, " ");
    roll_put(p, ROLE_TEXT, help->name);
    for (size_t i = 0; i < help->n_parameters; i++) {
        put_parameter(p, &help->parameters[i], i, t->has_parameters && i + 1 == t->n_parameters);
    }
    roll_cstr(p, ROLE_DIM, "  ");
    roll_put(p, ROLE_DIM, alone ? slice_of(NULL, 0) : help->about);
}

static void put_variants(struct app *a, const struct typed *t, struct roll *p)
{
    struct spw_command_help help, first = {.n_parameters = 0};
    size_t i = 0;
    size_t n = 0;
    for (; typed_variant(t, a->watch->knowledge, dialect_of(a), &i, &help); n++) {
        if (n == 0) {
            first = help;
        } else if (n == 1) {
            put_variant(p, t, &first, false);
        }
        if (n > 0 && n < VARIANTS_SHOWN) {
            put_variant(p, t, &help, false);
        }
    }
    if (n == 1) {
        put_variant(p, t, &first, true);
    }
    if (n > VARIANTS_SHOWN) {
        roll_row(p);
        roll_printf(p, ROLE_DIM, " and %zu more; Tab completes", n - VARIANTS_SHOWN);
    } else if (n == 0 && t->line.n > 0) {
        roll_row(p);
        roll_cstr(p, ROLE_WARNING, " no command of the tables begins like this");
    }
    if (n > 0 && t->n_parameters > 0 && t->n_parameters <= first.n_parameters &&
        !typed_is_fixed(&first.parameters[t->n_parameters - 1])) {
        put_range(p, &first.parameters[t->n_parameters - 1]);
    }
    if (n == 1) { /* there is room for its sentence */
        roll_row(p);
        roll_cstr(p, ROLE_TEXT, "  ");
        roll_wrap(p, ROLE_DIM, 2, first.about);
    }
}

void compose_panel(struct app *a, struct roll *p)
{
    const struct payload *payload = &a->compose.payload;
    if (a->asking == ASKING_PAYLOAD) {
        roll_row(p);
        roll_cstr(p, ROLE_TEXT, " ");
        roll_put(p, ROLE_HOST, buf_slice(&a->compose.line));
        roll_row(p);
        roll_cstr(p, ROLE_TEXT, " ");
        roll_wrap(p, ROLE_DIM, 1,
                  SLICE("Which file's bytes follow it? Certificates and keys are converted and "
                        "counted. Empty: none."));
        return;
    }
    struct typed t = typed_read(buf_slice(&a->prompt.text));
    put_variants(a, &t, p);
    if (payload->bytes.n > 0) {
        roll_row(p);
        roll_cstr(p, ROLE_OK, " behind it ");
        roll_put(p, ROLE_TEXT, buf_slice(&payload->words));
    }
    if (payload->warning.n > 0) {
        roll_row(p);
        roll_cstr(p, ROLE_TEXT, " ");
        roll_wrap(p, ROLE_WARNING, 1, buf_slice(&payload->warning));
    }
}
