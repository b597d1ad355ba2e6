#include "tui/questions.h"

#include "tui/app.h"
#include "tui/typed.h"

void questions_init(struct questions *q)
{
    q->n = 0;
    for (size_t i = 0; i < QUESTIONS_MAX; i++) {
        buf_init(&q->list[i], PROMPT_BYTES_MAX);
    }
}

void questions_dispose(struct questions *q)
{
    for (size_t i = 0; i < QUESTIONS_MAX; i++) {
        buf_dispose(&q->list[i]);
    }
}

static const struct {
    enum request request;
    const char *meaning;
} usual[] = {{REQUEST_ASK_ALIVE, "null-command"}, {REQUEST_ASK_STORE, "store-content"},
             {REQUEST_ASK_STATUS, "get-status"},  {REQUEST_ASK_SETTINGS, "get-variable"},
             {REQUEST_ASK_FILES, "file-list"},    {REQUEST_ASK_CLOCK, "clock"}};
enum { USUAL = sizeof usual / sizeof usual[0] };

/* A command of this meaning that needs nothing but fixed words. */
static bool put_question(struct app *a, struct slice meaning, struct buf *line)
{
    struct spw_command_help help;
    for (size_t i = 0; spw_command_help_at(a->watch->knowledge, app_report(a)->dialect, i, &help);
         i++) {
        bool good = slice_eq(help.meaning, meaning);
        for (size_t p = 0; p < help.n_required && good; p++) {
            good = typed_is_fixed(&help.parameters[p]);
        }
        for (size_t p = 0; p < help.n_required && good; p++) {
            buf_put(line, p == 0 ? help.name : slice_of(NULL, 0));
            buf_byte(line, p == 0 ? '=' : ',');
            buf_put(line, help.parameters[p].choices[0]);
        }
        if (good) {
            buf_put(line, help.n_required == 0 ? help.name : slice_of(NULL, 0));
            return true;
        }
    }
    return false;
}

static void send(struct app *a, struct slice line)
{
    if (compose_send(a, line, slice_of(NULL, 0))) {
        app_say(a, ROLE_NOTE, "asked: %.*s", SLICE_ARG(line));
    }
}

static bool can_send(struct app *a)
{
    if (a->actions.send == NULL) {
        app_say(a, ROLE_NOTE, "nothing can be sent to this source");
    }
    return a->actions.send != NULL;
}

void questions_ask(struct app *a, enum request r)
{
    struct buf line;
    buf_init(&line, PROMPT_BYTES_MAX);
    for (size_t i = 0; i < USUAL && can_send(a); i++) {
        if (usual[i].request != r) {
            continue;
        }
        if (put_question(a, slice_cstr(usual[i].meaning), &line)) {
            send(a, buf_slice(&line));
        } else {
            app_say(a, ROLE_NOTE, "this module has no command that asks for that alone");
        }
    }
    buf_dispose(&line);
}

/* ---- the list ----------------------------------------------------------------------------------------------- */

/* Is it one of the usual questions, or does it ask for something else of their kinds: AT+S.STS=ip_ipaddr? */
static bool changes_nothing(struct app *a, struct slice command)
{
    struct spw_command_help help;
    struct typed t = typed_read(command);
    for (size_t i = 0; typed_variant(&t, a->watch->knowledge, app_report(a)->dialect, &i, &help);) {
        bool named = slice_eq_nocase(help.name, t.name) && t.n_parameters <= help.n_parameters;
        for (size_t k = 0; named && k < USUAL; k++) {
            bool sets = slice_eq(help.meaning, SLICE("clock")) && t.has_parameters;
            if (slice_eq(help.meaning, slice_cstr(usual[k].meaning)) && !sets) {
                return true;
            }
        }
    }
    return false;
}

static void add(struct questions *q, struct slice command)
{
    for (size_t i = 0; i < q->n; i++) {
        if (slice_eq(buf_slice(&q->list[i]), command)) {
            return;
        }
    }
    if (q->n < QUESTIONS_MAX) {
        buf_clear(&q->list[q->n]);
        buf_put(&q->list[q->n++], command);
    }
}

/* Those of the selected finding come first, then those of the others. */
static void add_of_finding(struct app *a, const struct spw_finding *f)
{
    for (size_t k = 0; k < f->n_confirm; k++) {
        for (size_t c = 0; c < f->confirm[k].n_commands; c++) {
            struct slice command = f->confirm[k].commands[c];
            bool blank = slice_find_byte(command, '<', 0) < command.n;
            if (!blank && changes_nothing(a, command)) {
                add(&a->questions, command);
            }
        }
    }
}

void questions_choose(struct app *a, enum request r)
{
    const struct spw_report *report = app_report(a);
    const struct spw_finding *selected = app_finding(a);
    struct buf line;
    (void)r;
    if (!can_send(a)) {
        return;
    }
    a->questions.n = 0;
    if (selected != NULL) {
        add_of_finding(a, selected);
    }
    for (size_t i = 0; i < report->n_findings; i++) {
        add_of_finding(a, &report->findings[i]);
    }
    buf_init(&line, PROMPT_BYTES_MAX);
    for (size_t i = 0; i < USUAL; i++) {
        buf_clear(&line);
        if (put_question(a, slice_cstr(usual[i].meaning), &line)) {
            add(&a->questions, buf_slice(&line));
        }
    }
    buf_dispose(&line);
    a->asking = ASKING_QUESTION;
}

void questions_key(struct app *a, uint32_t key)
{
    a->asking = ASKING_NOTHING;
    if (key > '0' && key <= '0' + a->questions.n) {
        send(a, buf_slice(&a->questions.list[key - '1']));
    }
}

void questions_panel(struct app *a, struct roll *p)
{
    for (size_t i = 0; i < a->questions.n; i++) {
        roll_row(p);
        roll_printf(p, ROLE_KEY, " %zu ", i + 1);
        roll_put(p, ROLE_HOST, buf_slice(&a->questions.list[i]));
    }
}
