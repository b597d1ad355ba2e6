/* What a person takes with him: the clipboard, a ticket, an excerpt, a draft of a rule, the screen. */
#include "base/escape.h"
#include "tui/act.h"

enum { TAKEN_MAX = 1024 * 1024, DRAFT_LINES_MAX = 200 };

/* ---- marked lines ------------------------------------------------------------------------------------ */

void act_mark(struct app *a, enum request r)
{
    uint64_t line = 0;
    (void)r;
    if (!app_cursor_line(a, &line)) {
        return;
    }
    if (a->marking) {
        a->marking = false;
        return;
    }
    a->marking = a->marked = true;
    a->mark_from = a->mark_to = a->mark_start = line;
    act_stop_following(a);
}

void act_mark_moves(struct app *a)
{
    uint64_t line = 0;
    if (a->marking && app_cursor_line(a, &line)) {
        a->mark_from = line < a->mark_start ? line : a->mark_start;
        a->mark_to = line > a->mark_start ? line : a->mark_start;
    }
}

/* The marked lines, else the one under the cursor. */
static bool chosen_lines(struct app *a, uint64_t *from, uint64_t *to)
{
    if (a->marked) {
        *from = a->mark_from;
        *to = a->mark_to;
        return true;
    }
    bool has = app_cursor_line(a, from);
    *to = *from;
    return has;
}

static void put_lines(struct app *a, uint64_t from, uint64_t to, const char *before,
                      void (*put)(struct buf *, struct slice), struct buf *out)
{
    struct buf text;
    struct scroll_line l;
    buf_init(&text, SCROLL_TEXT_MAX);
    for (uint64_t i = from; i <= to && scroll_line(&a->watch->index, i, &l); i++) {
        buf_clear(&text);
        scroll_text(&a->watch->index, &l, &text);
        buf_cstr(out, before);
        put(out, buf_slice(&text));
        buf_cstr(out, i < to ? "\n" : "");
    }
    buf_dispose(&text);
}

/* ---- the clipboard --------------------------------------------------------------------------------------- */

static size_t put_commands(const struct spw_step *steps, size_t n, struct buf *out)
{
    size_t commands = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            buf_put(out, steps[i].commands[k]);
            buf_cstr(out, "\r\n");
            commands++;
        }
    }
    return commands;
}

void act_copy(struct app *a, enum request r)
{
    const struct spw_finding *f = app_finding(a);
    struct buf text;
    uint64_t from = 0;
    uint64_t to = 0;
    (void)r;
    if (a->actions.copy == NULL) {
        app_say(a, ROLE_NOTE, "there is no clipboard here");
        return;
    }
    buf_init(&text, TAKEN_MAX);
    if (a->focus == VIEW_FINDINGS && f != NULL) {
        size_t n = put_commands(f->fix, f->n_fix, &text);
        n = n > 0 ? n : put_commands(f->confirm, f->n_confirm, &text);
        app_say(a, ROLE_NOTE, n > 0 ? "%zu commands copied" : "this finding has no commands", n);
    } else if (chosen_lines(a, &from, &to)) {
        put_lines(a, from, to, "", buf_put, &text);
        app_say(a, ROLE_NOTE, "%llu lines copied", (unsigned long long)(to - from + 1));
    }
    if (text.n > 0) {
        a->actions.copy(a->actions.loop, buf_slice(&text));
    }
    buf_dispose(&text);
}

/* ---- files -------------------------------------------------------------------------------------------------- */

static void say_answer(struct app *a, struct buf *answer)
{
    app_say(a, ROLE_NOTE, "%.*s", SLICE_ARG(buf_slice(answer)));
}

void act_ticket(struct app *a, enum request r)
{
    struct buf answer;
    (void)r;
    buf_init(&answer, APP_MESSAGE_MAX);
    if (a->actions.ticket == NULL) {
        buf_cstr(&answer, "a ticket cannot be written here");
    } else {
        a->actions.ticket(a->actions.context, &answer);
    }
    say_answer(a, &answer);
    buf_dispose(&answer);
}

void act_excerpt(struct app *a, enum request r)
{
    struct buf text, answer;
    uint64_t from = 0;
    uint64_t to = 0;
    (void)r;
    buf_init(&answer, APP_MESSAGE_MAX);
    buf_init(&text, TAKEN_MAX);
    if (a->actions.excerpt == NULL || !chosen_lines(a, &from, &to)) {
        buf_cstr(&answer, "an excerpt cannot be written here");
    } else {
        put_lines(a, from, to, "", buf_put, &text);
        buf_cstr(&text, "\n");
        a->actions.excerpt(a->actions.context, buf_slice(&text), &answer);
    }
    say_answer(a, &answer);
    buf_dispose(&text);
    buf_dispose(&answer);
}

static void save(struct app *a, const char *stem, const char *suffix, struct slice text)
{
    struct buf answer;
    buf_init(&answer, APP_MESSAGE_MAX);
    if (a->actions.save == NULL) {
        buf_cstr(&answer, "nothing can be written here");
    } else {
        a->actions.save(a->actions.context, stem, suffix, text, &answer);
    }
    say_answer(a, &answer);
    buf_dispose(&answer);
}

void act_save_screen(struct app *a, enum request r)
{
    struct buf text;
    (void)r;
    buf_init(&text, TAKEN_MAX);
    canvas_text(&a->canvas, &text);
    save(a, "screen", ".txt", buf_slice(&text));
    buf_dispose(&text);
}

/* ---- a rule by pointing --------------------------------------------------------------------------------------- */

/* Is it among words separated by " and "? */
static bool is_among(struct slice words, struct slice word)
{
    while (words.n > 0) {
        size_t end = slice_find(words, SLICE(" and "), 0);
        if (slice_eq(slice_sub(words, 0, end), word)) {
            return true;
        }
        words = slice_from(words, end + 5);
    }
    return false;
}

/* What happened in the marked lines, each meaning once, in the language of conditions. */
static size_t put_meanings(struct app *a, uint64_t from, uint64_t to, struct buf *out)
{
    struct scroll_event ev;
    size_t n = 0;
    for (uint64_t e = scroll_first_event(&a->watch->index, from);
         scroll_event(&a->watch->index, e, &ev) && ev.line <= to; e++) {
        bool again = ev.meaning.n == 0 || is_among(buf_slice(out), ev.meaning);
        if (!again && !ev.mentioned) {
            buf_cstr(out, n > 0 ? " and " : "");
            buf_put(out, ev.meaning);
            n++;
        }
    }
    return n;
}

static bool last_failure(struct app *a, uint64_t from, uint64_t to, struct slice *meaning)
{
    struct scroll_event ev;
    bool found = false;
    for (uint64_t e = scroll_first_event(&a->watch->index, from);
         scroll_event(&a->watch->index, e, &ev) && ev.line <= to; e++) {
        if (ev.meaning.n > 0 && (ev.failure || !found)) {
            *meaning = ev.meaning;
            found = true;
        }
    }
    return found;
}

/* A line of the sample inside a YAML block: what could not stand there is shown by a sign. */
static void put_yaml_line(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        buf_byte(out, ascii_print(text.p[i]) ? text.p[i] : '.');
    }
}

static void put_draft(struct app *a, uint64_t from, uint64_t to, struct slice condition,
                      struct slice place, struct buf *out)
{
    buf_cstr(
        out,
        "# A draft made from a trace: give it an id, choose the cause (rules/causes.tsv), the\n"
        "# severity and the confidence, sharpen `when`, write the texts, and try it with\n"
        "# `spwfdiag rules check --rules DIR`. `spwfdiag fields` lists what `when` can ask.\n"
        "- id: draft-rule\n"
        "  cause: ");
    /* A cause that exists, so that the file can be checked: that of the finding at hand, or any. */
    buf_put(out, app_finding(a) != NULL ? app_finding(a)->cause : SLICE("module.not-ready"));
    buf_cstr(out, " # choose\n"
                  "  severity: error\n"
                  "  scope: trace\n"
                  "  confidence: possible\n"
                  "  when: ");
    buf_put(out, condition);
    buf_cstr(out, "\n  title: what is wrong, in half a sentence\n"
                  "  explanation: |\n"
                  "    What happened, how the trace shows it, and what it means.\n"
                  "  evidence:\n"
                  "    - at: last(");
    buf_put(out, place);
    buf_cstr(out, ")\n"
                  "      note: what this line shows\n"
                  "  fix:\n"
                  "    - text: What to do.\n"
                  "  confirm:\n"
                  "    - text: What to ask when it is not certain.\n"
                  "  fires:\n"
                  "    - text: |\n");
    put_lines(a, from, to, "        ", put_yaml_line, out);
    buf_cstr(out, "\n  silent:\n"
                  "    - text: |\n"
                  "        AT\n"
                  "        AT-S.OK\n");
}

void act_rule_draft(struct app *a, enum request r)
{
    struct slice place = {NULL, 0};
    struct buf condition, draft;
    uint64_t from = 0;
    uint64_t to = 0;
    (void)r;
    buf_init(&condition, APP_MESSAGE_MAX);
    buf_init(&draft, TAKEN_MAX);
    if (!chosen_lines(a, &from, &to) || put_meanings(a, from, to, &condition) == 0 ||
        !last_failure(a, from, to, &place)) {
        app_say(a, ROLE_NOTE, "mark lines (v) in which something was recognised");
    } else if (to - from >= DRAFT_LINES_MAX) {
        app_say(a, ROLE_NOTE, "too many lines for a sample: at most %d", DRAFT_LINES_MAX);
    } else {
        put_draft(a, from, to, buf_slice(&condition), place, &draft);
        save(a, "draft-rule", ".yaml", buf_slice(&draft));
    }
    buf_dispose(&condition);
    buf_dispose(&draft);
}
