#include "tui/compose.h"

#include "tui/act.h"

enum { CANDIDATES_MAX = 400, SHOWN_MAX = 12, SEND_MAX = 64 * 1024 };

/* ---- what is being typed --------------------------------------------------------------------------------- */

static struct slice name_of(struct slice line)
{
    return slice_sub(line, 0, slice_find_byte(line, '=', 0));
}

/* Values stand behind '=' with commas between; one may be empty. */
struct slice compose_value(struct slice line, size_t i)
{
    struct slice head, values;
    if (!slice_split(line, '=', &head, &values)) {
        return slice_of(NULL, 0);
    }
    for (; i > 0; i--) {
        if (!slice_split(values, ',', &head, &values)) {
            return slice_of(NULL, 0);
        }
    }
    return slice_sub(values, 0, slice_find_byte(values, ',', 0));
}

static size_t values_typed(struct slice line)
{
    size_t equals = slice_find_byte(line, '=', 0);
    size_t n = equals < line.n ? 1 : 0;
    for (size_t i = equals; i < line.n; i++) {
        n += line.p[i] == ',' ? 1 : 0;
    }
    return n;
}

static bool is_choice(const struct spw_parameter *p, struct slice value, bool whole)
{
    for (size_t i = 0; i < p->n_choices; i++) {
        if (whole ? slice_eq_nocase(p->choices[i], value)
                  : slice_starts_nocase(p->choices[i], value)) {
            return true;
        }
    }
    return p->n_choices == 0 || p->open;
}

/* How well a variant fits: 0 not at all. Closed choices decide; the value being typed may be unfinished. */
static size_t fit(const struct spw_command_help *h, struct slice line)
{
    size_t n = values_typed(line);
    size_t points = 1;
    if (n > h->n_parameters) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct slice value = compose_value(line, i);
        bool whole = is_choice(&h->parameters[i], value, true);
        if (!whole && !(i + 1 == n && is_choice(&h->parameters[i], value, false))) {
            return 0;
        }
        points += whole && h->parameters[i].n_choices > 0 ? 2 : 1;
    }
    return points;
}

bool compose_help(struct app *a, struct slice line, struct spw_command_help *out, size_t *parameter)
{
    struct spw_command_help h;
    size_t best = 0;
    struct slice dialect = app_report(a)->dialect;
    for (size_t i = 0; spw_command_help_at(a->watch->knowledge, dialect, i, &h); i++) {
        size_t points = slice_eq_nocase(h.name, name_of(line)) ? fit(&h, line) : 0;
        if (points > best) {
            best = points;
            *out = h;
        }
    }
    if (parameter != NULL) {
        size_t n = values_typed(line);
        *parameter = n > 0 ? n - 1 : 0;
    }
    return best > 0;
}

/* ---- help while typing --------------------------------------------------------------------------------------- */

static size_t put_parameter(struct region r, size_t col, const struct spw_parameter *p, bool here)
{
    const unsigned marks = here ? MARK_BOLD : 0;
    const enum role role = here ? ROLE_KEY : ROLE_DIM;
    col = region_put_marked(r, 0, col, role, marks, p->optional ? SLICE("[") : SLICE(""));
    col = region_put_marked(r, 0, col, role, marks, p->name);
    for (size_t i = 0; here && i < p->n_choices && i < SHOWN_MAX; i++) {
        col = region_put(r, 0, col, ROLE_DIM, i == 0 ? SLICE(":") : SLICE("|"));
        col = region_put(r, 0, col, ROLE_TEXT, p->choices[i]);
    }
    if (here && p->n_choices == 0 && p->max != INT64_MAX && p->min != INT64_MIN) {
        col =
            region_printf(r, 0, col, ROLE_DIM, ":%lld..%lld", (long long)p->min, (long long)p->max);
    }
    return region_put_marked(r, 0, col, role, marks, p->optional ? SLICE("]") : SLICE(""));
}

void compose_draw_help(struct app *a, struct region r)
{
    struct spw_command_help h;
    size_t here = 0;
    struct slice line = buf_slice(&a->prompt.text);
    region_fill(r, 0, ROLE_TEXT);
    if (line.n == 0) {
        (void)region_put_cut(r, 0, 1, ROLE_DIM,
                             SLICE("Tab completes, Up recalls, Enter sends, Esc leaves"));
        return;
    }
    if (!compose_help(a, line, &h, &here)) {
        (void)region_put_cut(r, 0, 1, ROLE_DIM, SLICE("Tab shows what there is"));
        return;
    }
    bool in_values = slice_find_byte(line, '=', 0) < line.n;
    size_t col = region_put(r, 0, 1, ROLE_TEXT, h.name);
    for (size_t i = 0; i < h.n_parameters; i++) {
        col = region_put(r, 0, col, ROLE_DIM, i == 0 ? SLICE("=") : SLICE(","));
        col = put_parameter(r, col, &h.parameters[i], in_values && i == here);
    }
    (void)region_put_cut(r, 0, col + 2, ROLE_DIM, scroll_about_briefly(h.about));
}

/* ---- completion ------------------------------------------------------------------------------------------------ */

struct candidates {
    struct slice list[CANDIDATES_MAX];
    size_t n;
};

static void add(struct candidates *c, struct slice word, struct slice typed)
{
    for (size_t i = 0; i < c->n; i++) {
        if (slice_eq_nocase(c->list[i], word)) {
            return;
        }
    }
    if (c->n < CANDIDATES_MAX && slice_starts_nocase(word, typed)) {
        c->list[c->n++] = word;
    }
}

/* Names of commands, or the choices of the parameter at the end of the line. */
static struct slice collect(struct app *a, struct slice line, struct candidates *c)
{
    struct spw_command_help h;
    struct slice dialect = app_report(a)->dialect;
    size_t n = values_typed(line);
    struct slice typed = n == 0 ? line : compose_value(line, n - 1);
    c->n = 0;
    for (size_t i = 0; spw_command_help_at(a->watch->knowledge, dialect, i, &h); i++) {
        if (n == 0) {
            add(c, h.name, typed);
        } else if (slice_eq_nocase(h.name, name_of(line)) && fit(&h, line) > 0) {
            for (size_t k = 0; k < h.parameters[n - 1].n_choices; k++) {
                add(c, h.parameters[n - 1].choices[k], typed);
            }
        }
    }
    return typed;
}

static size_t common(const struct candidates *c)
{
    size_t n = c->list[0].n;
    for (size_t i = 1; i < c->n; i++) {
        while (n > 0 && !slice_starts_nocase(c->list[i], slice_sub(c->list[0], 0, n))) {
            n--;
        }
    }
    return n;
}

static void show(struct app *a, const struct candidates *c)
{
    struct buf text;
    buf_init(&text, APP_MESSAGE_MAX);
    for (size_t i = 0; i < c->n && text.n < APP_MESSAGE_MAX / 2; i++) {
        buf_put(&text, c->list[i]);
        buf_cstr(&text, "  ");
    }
    app_say(a, ROLE_DIM, "%.*s", SLICE_ARG(buf_slice(&text)));
    buf_dispose(&text);
}

void compose_tab(struct app *a)
{
    struct candidates c;
    struct buf line;
    struct slice text = buf_slice(&a->prompt.text);
    struct slice typed = collect(a, text, &c);
    if (c.n == 0) {
        app_say(a, ROLE_NOTE, "nothing is known that begins so");
        return;
    }
    size_t n = common(&c);
    if (n <= typed.n && c.n > 1) {
        show(a, &c);
        return;
    }
    buf_init(&line, PROMPT_BYTES_MAX);
    buf_put(&line, slice_sub(text, 0, text.n - typed.n));
    buf_put(&line, slice_sub(c.list[0], 0, n));
    prompt_set(&a->prompt, buf_slice(&line));
    buf_dispose(&line);
}

/* ---- sending ------------------------------------------------------------------------------------------------------ */

bool compose_send(struct app *a, struct slice line, struct slice payload)
{
    struct buf bytes, answer;
    bool sent = false;
    buf_init(&bytes, SEND_MAX);
    buf_init(&answer, APP_MESSAGE_MAX);
    buf_put(&bytes, line);
    buf_byte(&bytes, '\r'); /* no LF: it would be the first byte of a payload */
    buf_put(&bytes, payload);
    if (a->actions.send == NULL) {
        buf_cstr(&answer, "nothing can be sent to this source");
    } else if (bytes.status != SPW_OK) {
        buf_cstr(&answer, "too long to be sent");
    } else {
        sent = a->actions.send(a->actions.loop, buf_slice(&bytes), &answer);
    }
    if (!sent) {
        app_say(a, ROLE_ERROR, "not sent: %.*s", SLICE_ARG(buf_slice(&answer)));
    }
    a->follow = a->follow || sent;
    buf_dispose(&bytes);
    buf_dispose(&answer);
    return sent;
}

void compose_line(struct app *a, struct slice line)
{
    struct spw_command_help h;
    struct buf why;
    bool again = slice_eq(buf_slice(&a->warned), line);
    buf_init(&why, APP_MESSAGE_MAX);
    (void)spw_check_command(a->watch->knowledge, app_report(a)->dialect, a->watch->engine, line,
                            &why);
    if (line.n == 0) {
        a->asking = ASKING_NOTHING;
    } else if (why.n > 0 && !again) {
        app_say(a, ROLE_WARNING, "Enter sends it all the same: %.*s", SLICE_ARG(buf_slice(&why)));
        buf_clear(&a->warned);
        buf_put(&a->warned, line);
        a->asking = ASKING_COMMAND; /* the line stays */
    } else {
        bool announces = false;
        buf_clear(&a->warned);
        for (size_t i = 0; compose_help(a, line, &h, NULL) && i < h.n_parameters; i++) {
            announces = announces || h.parameters[i].payload_length;
        }
        if (announces) {
            fixing_one(a, line);
        } else if (compose_send(a, line, slice_of(NULL, 0))) {
            prompt_begin(&a->prompt, &a->commands, slice_of(NULL, 0));
            a->asking = ASKING_COMMAND; /* the next one */
        }
    }
    buf_dispose(&why);
}

void act_compose(struct app *a, enum request r)
{
    (void)r;
    if (a->actions.send == NULL) {
        app_say(a, ROLE_NOTE, "nothing can be sent to this source");
        return;
    }
    buf_clear(&a->warned);
    a->asking = ASKING_COMMAND;
    prompt_begin(&a->prompt, &a->commands, slice_of(NULL, 0));
}

/* ---- questions that change nothing: those with which the rules settle what is open ------------------------------- */

static void add_question(struct app *a, struct slice command)
{
    for (size_t i = 0; i < a->n_questions; i++) {
        if (slice_eq(buf_slice(&a->questions[i]), command)) {
            return;
        }
    }
    bool blank = slice_find_byte(command, '<', 0) < command.n; /* something is to be filled in */
    if (a->n_questions < APP_QUESTIONS_MAX && slice_starts_nocase(command, SLICE("AT")) && !blank) {
        struct buf *q = &a->questions[a->n_questions++];
        buf_clear(q);
        buf_put(q, command);
    }
}

void act_ask(struct app *a, enum request r)
{
    const struct spw_report *report = app_report(a);
    (void)r;
    a->n_questions = 0;
    if (a->actions.send == NULL) {
        app_say(a, ROLE_NOTE, "nothing can be sent to this source");
        return;
    }
    add_question(a, SLICE("AT"));
    for (size_t i = 0; i < report->n_findings; i++) {
        const struct spw_finding *f = &report->findings[i];
        for (size_t k = 0; k < f->n_confirm; k++) {
            for (size_t c = 0; c < f->confirm[k].n_commands; c++) {
                add_question(a, f->confirm[k].commands[c]);
            }
        }
    }
    a->asking = ASKING_QUESTION;
}

void act_question(struct app *a, uint32_t key)
{
    a->asking = ASKING_NOTHING;
    if (key > '0' && key <= '0' + a->n_questions) {
        (void)compose_send(a, buf_slice(&a->questions[key - '1']), slice_of(NULL, 0));
    }
}
