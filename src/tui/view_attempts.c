/* Connection attempts as ladders: one rung a phase, growing while the attempt goes on. */
#include "tui/app.h"

enum { HOST_ROOM = 44 };

static void put_title(struct app *a, struct buf *out)
{
    const struct spw_report *r = app_report(a);
    if (r->n_attempts > 0) {
        buf_printf(out, "%zu", r->n_attempts + r->attempts_dropped);
    }
}

static const struct {
    enum role role;
    enum glyph glyph;
} phase_look[] = {
    [SPW_PHASE_UNKNOWN] = {ROLE_DIM, GLYPH_UNKNOWN},
    [SPW_PHASE_OK] = {ROLE_OK, GLYPH_OK},
    [SPW_PHASE_FAILED] = {ROLE_ERROR, GLYPH_ERROR},
    [SPW_PHASE_NOT_REACHED] = {ROLE_DIM, GLYPH_NOT_REACHED},
};

static enum role role_of_outcome(enum spw_outcome o)
{
    static const enum role roles[] = {[SPW_OUTCOME_UNKNOWN] = ROLE_DIM,
                                      [SPW_OUTCOME_OK] = ROLE_OK,
                                      [SPW_OUTCOME_FAILED] = ROLE_ERROR,
                                      [SPW_OUTCOME_UNFINISHED] = ROLE_WARNING};
    return roles[o];
}

static void put_head(struct roll *p, const struct spw_attempt *t)
{
    roll_link(p, (struct link){LINK_ATTEMPT, t->id, 0});
    roll_row(p);
    roll_printf(p, ROLE_TITLE, "%u ", t->id);
    roll_put(p, ROLE_TEXT,
             t->command.n > 0    ? t->command
             : t->protocol.n > 0 ? t->protocol
                                 : SLICE("command not seen"));
    roll_cstr(p, ROLE_TEXT, " ");
    roll_put(p, ROLE_TEXT, slice_sub(t->host, 0, HOST_ROOM));
    if (t->port > 0) {
        roll_printf(p, ROLE_TEXT, ":%u", t->port);
    }
    roll_cstr(p, ROLE_TEXT, " ");
    roll_put(p, ROLE_DIM, t->security);
    roll_cstr(p, ROLE_TEXT, "  ");
    roll_cstr(p, role_of_outcome(t->outcome), spw_outcome_name(t->outcome));
    if (t->duration_us >= 0) {
        roll_printf(p, ROLE_DIM, " %.3f s", (double)t->duration_us / 1e6);
    }
}

static void put_phases(struct roll *p, const struct spw_attempt *t)
{
    roll_row(p);
    roll_tab(p, 2);
    for (size_t i = 0; i < SPW_PHASE_COUNT; i++) {
        const struct spw_phase *phase = &t->phases[i];
        if (!phase->relevant) {
            continue;
        }
        roll_glyph(p, phase_look[phase->status].role, phase_look[phase->status].glyph);
        roll_cstr(p, phase_look[phase->status].role, spw_phase_name((enum spw_phase_id)i));
        bool concluded = !phase->observed &&
                         (phase->status == SPW_PHASE_OK || phase->status == SPW_PHASE_FAILED);
        roll_cstr(p, ROLE_DIM, concluded ? "* " : " ");
    }
}

static void build(struct app *a, struct roll *p)
{
    const struct spw_report *r = app_report(a);
    for (size_t i = 0; i < r->n_attempts; i++) {
        put_head(p, &r->attempts[i]);
        put_phases(p, &r->attempts[i]);
    }
    roll_link(p, (struct link){LINK_NONE, 0, 0});
    if (r->n_attempts == 0) {
        roll_row(p);
        roll_wrap(p, ROLE_DIM, 0, SLICE("No connection was attempted so far."));
    }
}

/* The attempt in which the cursor stands: the last one that began before it. */
static size_t at_cursor(struct app *a, const struct roll *p)
{
    const struct spw_report *r = app_report(a);
    struct scroll_line l;
    uint64_t line = 0;
    size_t found = SIZE_MAX;
    if (!app_cursor_line(a, &line) || !scroll_line(&a->watch->index, line, &l)) {
        return found;
    }
    uint64_t id = 0;
    for (size_t i = 0; i < r->n_attempts; i++) {
        if (r->attempts[i].at.span.offset <= l.offset + l.length) {
            id = r->attempts[i].id;
        }
    }
    for (size_t row = 0; row < roll_rows(p) && found == SIZE_MAX; row++) {
        struct link link = roll_link_at(p, row);
        found = link.kind == LINK_ATTEMPT && link.value == id ? row : found;
    }
    return found;
}

const struct view view_attempts = {"Attempts", put_title, build, at_cursor};
