/* What is wrong: one row a finding, the selected one in full with its evidence and what mends it. */
#include "tui/app.h"

enum role role_of_severity(enum spw_severity s)
{
    static const enum role roles[] = {
        [SPW_NOTE] = ROLE_NOTE, [SPW_WARNING] = ROLE_WARNING, [SPW_ERROR] = ROLE_ERROR};
    return roles[s];
}

enum glyph glyph_of_severity(enum spw_severity s)
{
    static const enum glyph signs[] = {
        [SPW_NOTE] = GLYPH_NOTE, [SPW_WARNING] = GLYPH_WARNING, [SPW_ERROR] = GLYPH_ERROR};
    return signs[s];
}

static void put_title(struct app *a, struct buf *out)
{
    const struct spw_report *r = app_report(a);
    if (r->n_findings > 0) {
        buf_printf(out, "%zu", r->n_findings);
    }
}

static void put_head(struct roll *p, const struct spw_finding *f, bool selected)
{
    roll_row(p);
    roll_glyph(p, role_of_severity(f->severity), glyph_of_severity(f->severity));
    roll_cstr(p, ROLE_TEXT, " ");
    if (selected) {
        roll_wrap(p, role_of_severity(f->severity), 2, f->title);
        roll_mark_row(p, MARK_BOLD);
    } else {
        roll_put(p, ROLE_TEXT, f->title);
    }
}

static void put_how_sure(struct roll *p, const struct spw_finding *f)
{
    roll_row(p);
    roll_tab(p, 2);
    roll_printf(p, ROLE_DIM, "%s%s %s", f->provisional ? "so far: " : "",
                spw_confidence_name(f->confidence), spw_severity_name(f->severity));
    if (f->attempt > 0) {
        roll_printf(p, ROLE_DIM, ", attempt %u", f->attempt);
    }
    if (f->count > 1) {
        roll_printf(p, ROLE_DIM, ", %u times", f->count);
    }
    roll_cstr(p, ROLE_DIM, "  ");
    roll_put(p, ROLE_DIM, f->cause);
}

static void put_place(struct roll *p, const struct mark *m, struct slice note, size_t finding)
{
    if (span_is_set(m->span)) {
        roll_link(p, (struct link){LINK_OFFSET, m->span.offset, finding + 1});
    }
    roll_row(p);
    roll_tab(p, 2);
    if (span_is_set(m->span)) {
        roll_printf(p, ROLE_DIM, "%u", m->span.line);
        roll_tab(p, 7);
    }
    roll_put(p, ROLE_TEXT, mark_text(m));
    if (note.n > 0) {
        roll_row(p);
        roll_tab(p, 7);
        roll_wrap(p, ROLE_DIM, 7, note);
    }
}

static void put_steps(struct roll *p, const char *head, const struct spw_step *steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        roll_row(p);
        roll_cstr(p, ROLE_TITLE, head);
        roll_wrap(p, ROLE_TEXT, 7, steps[i].text);
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            roll_row(p);
            roll_tab(p, 7);
            roll_put(p, ROLE_KEY, steps[i].commands[k]);
        }
    }
}

static void put_grounds(struct roll *p, const char *head, const struct spw_ground *grounds,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        roll_row(p);
        roll_cstr(p, ROLE_DIM, head);
        roll_wrap(p, ROLE_DIM, 11, grounds[i].text);
    }
}

/* What else it may be, and the observation that tells the two apart. */
static void put_rivals(struct roll *p, const struct spw_finding *f)
{
    put_grounds(p, "  for      ", f->speaks_for, f->n_for);
    put_grounds(p, "  against  ", f->speaks_against, f->n_against);
    for (size_t i = 0; i < f->n_rivals; i++) {
        const struct spw_rival *r = &f->rivals[i];
        roll_row(p);
        roll_cstr(p, ROLE_TITLE, "  or   ");
        roll_wrap(p, ROLE_TEXT, 7, r->title);
        put_grounds(p, "    for      ", r->speaks_for, r->n_for);
        put_grounds(p, "    against  ", r->speaks_against, r->n_against);
        put_steps(p, "    tell: ", &r->tell, r->tell.text.n > 0 ? 1 : 0);
    }
}

static void put_rest(struct roll *p, const struct spw_finding *f, size_t number)
{
    const struct link here = {LINK_FINDING, number, 0};
    roll_row(p);
    roll_tab(p, 2);
    roll_wrap(p, ROLE_TEXT, 2, f->explanation);
    for (size_t i = 0; i < f->n_evidence; i++) {
        put_place(p, &f->evidence[i].at, f->evidence[i].note, number);
    }
    for (size_t i = 0; i < f->n_consequences; i++) {
        put_place(p, &f->consequences[i], SLICE("follows from it"), number);
    }
    roll_link(p, here);
    put_steps(p, "  fix  ", f->fix, f->n_fix);
    put_rivals(p, f);
    put_steps(p, "  ask  ", f->confirm, f->n_confirm);
    for (size_t i = 0; i < f->n_references; i++) {
        roll_row(p);
        roll_cstr(p, ROLE_DIM, "  see  ");
        roll_wrap(p, ROLE_DIM, 7, f->references[i].text);
    }
}

static void put_withdrawn(struct app *a, struct roll *p)
{
    const struct ledger *l = &a->watch->ledger;
    for (size_t i = 0; i < l->entries.n; i++) {
        const struct ledger_entry *e = ARRAY_AT(&l->entries, struct ledger_entry, i);
        if (e->withdrawn) {
            roll_row(p);
            roll_cstr(p, ROLE_DIM, "withdrawn: ");
            roll_put(p, ROLE_DIM, e->title);
        }
    }
}

static void put_remarks(struct roll *p, const char *head, const struct spw_remark *remarks,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        roll_link(p, span_is_set(remarks[i].at.span)
                         ? (struct link){LINK_OFFSET, remarks[i].at.span.offset, 0}
                         : (struct link){LINK_NONE, 0, 0});
        roll_row(p);
        roll_cstr(p, ROLE_DIM, head);
        roll_wrap(p, ROLE_DIM, 2, remarks[i].text);
    }
}

static void build(struct app *a, struct roll *p)
{
    const struct spw_report *r = app_report(a);
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        bool selected = i == a->finding;
        roll_link(p, (struct link){LINK_FINDING, i, 0});
        put_head(p, f, selected);
        if (selected) {
            put_how_sure(p, f);
            put_rest(p, f, i);
        }
    }
    roll_link(p, (struct link){LINK_NONE, 0, 0});
    if (r->n_findings == 0) {
        roll_row(p);
        roll_wrap(p, ROLE_DIM, 0,
                  r->at_traffic ? SLICE("No failure was found so far.")
                                : SLICE("No AT command or reply was seen so far."));
    }
    put_withdrawn(a, p);
    put_remarks(p, "ruled out: ", r->ruled_out, r->n_ruled_out);
    put_remarks(p, "not shown: ", r->not_shown, r->n_not_shown);
}

/* The selected finding's title stays on the screen while the cursor moves elsewhere. */
static size_t title_row(struct app *a, const struct roll *p)
{
    for (size_t row = 0; row < roll_rows(p); row++) {
        struct link link = roll_link_at(p, row);
        if (link.kind == LINK_FINDING && link.value == a->finding) {
            return row;
        }
    }
    return SIZE_MAX;
}

const struct view view_findings = {"Findings", put_title, build, title_row};
