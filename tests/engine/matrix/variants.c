/* The ways in which one mistake comes to be recorded. */
#include <string.h>

#include "engine/matrix/trial.h"
#include "support/spw_test.h"

enum { LOOPS = 20 };

void try_both(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .variant = "console", .score = score};
    struct script s;

    case_script(c, elder, true, &s);
    trial_run(&t, &s, STYLE_CONSOLE, trial_all(&s), true);
    script_dispose(&s);
    if (c->cause.n > 0) {
        case_script(c, elder, false, &s);
        t.variant = "corrected";
        trial_run(&t, &s, STYLE_CONSOLE, trial_all(&s), false);
        script_dispose(&s);
    }
}

/* Bytes between the lines of a forum's paste are another matter. */
static bool has_payload(const struct script *s)
{
    for (size_t i = 0; i < s->items.n; i++) {
        if (ARRAY_AT(&s->items, struct item, i)->kind == ITEM_PAYLOAD) {
            return true;
        }
    }
    return false;
}

static bool is_for(enum style style, const struct script *s)
{
    bool newer = style == STYLE_NUMBERS || style == STYLE_TERSE || style == STYLE_VERBOSE;
    return style == STYLE_JOINED ? !s->elder && !has_payload(s) : !s->elder || !newer;
}

void try_styles(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .score = score};
    struct script s, right;

    case_script(c, elder, true, &s);
    case_script(c, elder, false, &right);
    for (int i = STYLE_CONSOLE + 1; i < STYLE_COUNT; i++) {
        t.variant = style_names[i];
        if (i == STYLE_HOST_SIDE || i == STYLE_MODULE_SIDE) { /* half of it tells little */
            trial_run(&t, &right, (enum style)i, trial_all(&right), false);
        } else if (!case_skips(c, t.variant) && is_for((enum style)i, &s)) {
            trial_run(&t, &s, (enum style)i, trial_all(&s), true);
            trial_run(&t, &right, (enum style)i, trial_all(&right), false);
        }
    }
    script_dispose(&right);
    script_dispose(&s);
}

/* Adds items [from, to) of `source` once more. */
static void repeat(struct script *s, const struct script *source, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct item *it = array_push(&s->items);
        const struct item *have = ARRAY_AT(&source->items, struct item, i);
        assert_non_null(it);
        *it = *have;
    }
}

static void try_loop(struct trial *t, struct script *s)
{
    const size_t n = s->items.n, from = script_attempt(s);

    t->variant = "loop";
    if (from == n || case_skips(t->c, t->variant)) {
        return;
    }
    for (int i = 0; i < LOOPS; i++) {
        repeat(s, s, from, n);
    }
    trial_run(t, s, STYLE_CRLF, trial_all(s), true);
    s->items.n = n;
}

static void try_success_later(struct trial *t, struct script *s, const struct script *right)
{
    const size_t n = s->items.n;

    t->variant = "mended";
    if (!case_skips(t->c, t->variant)) {
        repeat(s, right, 0, right->items.n);
        trial_run(t, s, STYLE_CRLF, trial_all(s), true);
        s->items.n = n;
    }
}

/* What worked before works no more. */
static void try_relapse(struct trial *t, const struct script *s, struct script *right)
{
    const size_t n = right->items.n;

    t->variant = "relapse";
    if (!case_skips(t->c, t->variant)) {
        repeat(right, s, 0, s->items.n);
        trial_run(t, right, STYLE_CRLF, trial_all(right), true);
        right->items.n = n;
    }
}

/* `line` behind every line but next to payloads. */
static void try_between(struct trial *t, const struct script *s, const char *variant,
                        const struct item *line)
{
    struct script mixed;

    t->variant = variant;
    if (case_skips(t->c, variant)) {
        return;
    }
    script_init(&mixed, s->elder);
    for (size_t i = 0; i < s->items.n; i++) {
        const struct item *next = array_at(&s->items, i + 1);
        repeat(&mixed, s, i, i + 1);
        if (next != NULL && next->kind != ITEM_PAYLOAD &&
            ARRAY_AT(&s->items, struct item, i)->kind != ITEM_PAYLOAD) {
            struct item *it = array_push(&mixed.items);
            assert_non_null(it);
            *it = *line;
        }
    }
    trial_run(t, &mixed, STYLE_CONSOLE, trial_all(&mixed), true);
    script_dispose(&mixed);
}

static void try_mixtures(struct trial *t, const struct script *s)
{
    const struct item signal = {ITEM_REPLY, SLICE("+WIND:16:WiFi Signal OK:-61"), false};
    const struct item chatter = {ITEM_PROSE, SLICE("[app] tick 4711, heap 20480"), false};
    try_between(t, s, "indications", &signal);
    try_between(t, s, "chatter", &chatter);
}

void try_histories(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .score = score};
    struct script s, right;
    size_t attempt = 0;

    case_script(c, elder, true, &s);
    case_script(c, elder, false, &right);
    attempt = script_attempt(&s);
    try_loop(&t, &s);
    try_success_later(&t, &s, &right);
    try_relapse(&t, &s, &right);
    try_mixtures(&t, &s);
    t.variant = "commandless";
    if (!elder && attempt < s.items.n && !case_skips(c, t.variant)) {
        trial_run(&t, &s, STYLE_CRLF, (struct range){0, s.items.n, attempt}, true);
    }
    script_dispose(&right);
    script_dispose(&s);
}

/* Silence behind these lines is what a rule is about: a dead module cannot be told from a cut. */
static bool awaits_boot(const struct item *last)
{
    return slice_starts(last->text, SLICE("+WIND:1:")) ||
           slice_starts(last->text, SLICE("+WIND:2:"));
}

/* A recording that stops anywhere in a session without mistakes. */
void try_cuts(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .variant = "cut", .score = score};
    struct script s;

    case_script(c, elder, false, &s);
    for (size_t n = 1; n < s.items.n; n++) {
        if (!awaits_boot(ARRAY_AT(&s.items, struct item, n - 1))) {
            trial_run(&t, &s, STYLE_CONSOLE, (struct range){0, n, s.items.n}, false);
        }
        if (n > 1 || !awaits_boot(ARRAY_AT(&s.items, struct item, s.items.n - n))) {
            trial_run(&t, &s, STYLE_CRLF, (struct range){s.items.n - n, s.items.n, s.items.n},
                      false);
        }
    }
    script_dispose(&s);
}

void try_watched(const struct matrix_case *c, bool elder, struct score *score)
{
    struct trial t = {.c = c, .elder = elder, .variant = "watched", .score = score};
    for (int mistaken = 0; mistaken <= 1; mistaken++) {
        struct script s;
        case_script(c, elder, mistaken != 0, &s);
        trial_watch(&t, &s, mistaken != 0);
        script_dispose(&s);
    }
}
