#include "transcript/peel.h"

#include "transcript/clean.h"
#include "transcript/stamped.h"
#include "transcript/wrap.h"

static void on_line(void *context, const struct line *l);

enum spw_status peel_init(struct peel *p, struct line_sink sink, struct transcript_facts *facts)
{
    enum spw_status status = SPW_OK;

    p->sink = sink;
    p->facts = facts;
    p->stamp_shape = stamp_shape_count;
    gather_init(&p->clean, TRANSCRIPT_LINE_MAX);
    for (unsigned i = 0; i < PEEL_LEVELS; i++) {
        struct peel_level *level = &p->levels[i];
        level->peel = p;
        level->index = i;
        gather_init(&level->clean, TRANSCRIPT_LINE_MAX);
        if (status == SPW_OK) {
            status = unwrap_new(&level->unwrap, on_line, level);
        }
    }
    return status;
}

void peel_dispose(struct peel *p)
{
    for (unsigned i = 0; i < PEEL_LEVELS; i++) {
        gather_dispose(&p->levels[i].clean);
        unwrap_free(p->levels[i].unwrap);
    }
    gather_dispose(&p->clean);
}

static void note_stamp(struct peel *p, const struct stamp *s)
{
    struct transcript_facts *f = p->facts;
    f->stamped++;
    f->stamp_name = stamp_shapes[p->stamp_shape].name;
    if (f->first.kind == STAMP_NONE) {
        f->first = *s;
    }
    f->last = *s;
}

static void note_unstamped(struct peel *p, const struct line *l)
{
    if (p->facts->unstamped == 0 && l->text.n > 0) {
        p->facts->unstamped = l->segments[0].line;
    }
}

static void hand_on(struct peel *p, const struct line *l)
{
    struct line out = *l;
    p->facts->timed += l->stamp.kind != STAMP_NONE && !p->no_times ? 1 : 0;
    if (!p->no_times || l->stamp.kind == STAMP_NONE) {
        p->sink.line(p->sink.context, l);
        return;
    }
    out.stamp = (struct stamp){STAMP_NONE, 0};
    p->sink.line(p->sink.context, &out);
}

/* The line without its stamp. */
static void deliver_stamped(struct peel *p, const struct line *l, size_t prefix,
                            const struct stamp *stamp)
{
    struct line out = *l;

    if (l->stamp.kind == STAMP_NONE) { /* a recorder's own stamps are of one kind for all lines */
        out.stamp = ticker_read(&p->ticker, *stamp);
        note_stamp(p, &out.stamp);
    }
    out.text = slice_from(l->text, prefix);
    out.base += prefix;
    out.uncleaned = NULL;
    if (!sign_banner(out.text)) { /* tio stamps its own messages too */
        hand_on(p, &out);
    }
}

/* A logical line: all that is left to take off is its stamp. */
static void deliver(struct peel *p, const struct line *l)
{
    struct stamp stamp = {STAMP_NONE, 0};
    size_t prefix = l->fragment ? 0 : stamp_find(l->text, &p->stamp_shape, &stamp);

    if (prefix > 0) {
        deliver_stamped(p, l, prefix, &stamp);
        return;
    }
    note_unstamped(p, l);
    if (l->stamp.kind == STAMP_NONE && p->levels[0].unwrap->standing.kind != STAMP_NONE) {
        struct line out = *l;
        out.stamp = p->levels[0].unwrap->standing;
        hand_on(p, &out);
    } else {
        hand_on(p, l);
    }
}

static struct gather *clean_of(struct peel *p, unsigned level)
{
    return level < PEEL_LEVELS ? &p->levels[level].clean : &p->clean;
}

static bool unwrapped(struct peel *p, unsigned level, const struct line *l)
{
    struct unwrap *u = level < PEEL_LEVELS ? p->levels[level].unwrap : NULL;

    if (u == NULL || !unwrap_may_take(u, l->text) || !unwrap_line(u, l)) {
        return false;
    }
    p->facts->wrapped += level == 0 ? 1 : 0;
    return true;
}

/* A wrapping that has begun gets its lines as they are: what looks like an ornament may be what it wrote
 * down. What is no wrapping's is cleaned, and may then show a wrapping, or a stamp. */
static void pass_odd(struct peel *p, unsigned level, const struct line *l)
{
    struct gather *clean = clean_of(p, level);
    bool begun = level < PEEL_LEVELS && p->levels[level].unwrap->current != NULL;
    const struct line_segment first = line_where(l, 0);
    struct line cleaned = *l;

    if (begun && unwrapped(p, level, l)) {
        return;
    }
    if (!clean_line(clean, l, &p->memory)) {
        if (begun || !unwrapped(p, level, l)) {
            deliver(p, l);
        }
        return;
    }
    gather_line(clean, &first, &cleaned);
    cleaned.uncleaned = l;
    p->facts->cleaned++;
    if (!unwrapped(p, level, &cleaned)) {
        deliver(p, &cleaned);
    }
}

static void pass(struct peel *p, unsigned level, const struct line *l)
{
    if ((p->odd || level > 0) && !l->fragment) {
        pass_odd(p, level, l);
    } else if (!unwrapped(p, level, l)) {
        deliver(p, l);
    }
}

static void on_line(void *context, const struct line *l)
{
    struct peel_level *level = context;
    struct peel *p = level->peel;
    unsigned next = level->index + 1;

    if (l->gap) {
        p->sink.line(p->sink.context, l);
        return;
    }
    pass(p, next, l);
    if (next < PEEL_LEVELS && l->text.n > 0) {
        p->levels[next].unwrap->started = true;
        p->levels[next].lines++;
    }
}

/* Almost all lines of almost all captures: nothing to take off, which the first byte tells. */
static bool is_plain(const struct peel *p, const struct line *l)
{
    const struct unwrap *u = p->levels[0].unwrap;
    return !p->odd && u->standing.kind == STAMP_NONE && !unwrap_may_take(u, l->text) &&
           !stamp_may_begin(l->text);
}

static bool is_element(struct slice t)
{
    bool named = slice_starts(t, SLICE("AT-S.")) || slice_starts(t, SLICE("AT+S."));
    return named ? t.n > 5 && ascii_alpha(t.p[5]) : slice_starts(t, SLICE("+WIND:")) && t.n > 6;
}

/* Almost all lines of a log with stamps: the stamp is like the last one, an element stands behind it. */
static bool deliver_usual(struct peel *p, const struct line *l)
{
    const struct unwrap *u = p->levels[0].unwrap;
    struct stamp stamp = {STAMP_NONE, 0};
    size_t prefix = 0;

    if (p->odd || u->current != NULL || p->stamp_shape >= stamp_shape_count || l->fragment ||
        l->text.n == 0 || u->ends[l->text.p[l->text.n - 1]] != 0) {
        return false;
    }
    prefix = stamp_match(&stamp_shapes[p->stamp_shape], l->text, &stamp);
    if (prefix == 0 || !is_element(slice_from(l->text, prefix))) {
        return false;
    }
    deliver_stamped(p, l, prefix, &stamp);
    return true;
}

void peel_line(struct peel *p, const struct line *l)
{
    if (deliver_usual(p, l)) {
        return;
    }
    if (is_plain(p, l)) {
        note_unstamped(p, l);
        p->sink.line(p->sink.context, l);
    } else {
        p->levels[0].unwrap->started = p->facts->lines > p->facts->blank_lines + 1;
        pass(p, 0, l);
    }
}

void peel_finish(struct peel *p)
{
    for (unsigned i = 0; i < PEEL_LEVELS; i++) {
        unwrap_finish(p->levels[i].unwrap);
    }
}

const struct unwrap *peel_main(const struct peel *p)
{
    const struct unwrap *best = NULL;
    for (unsigned i = 0; i < PEEL_LEVELS; i++) {
        const struct unwrap *u = p->levels[i].unwrap;
        const struct wrap *w = unwrap_main(u);
        bool tells = w != NULL && w->kind != WRAP_NOISE && w->kind != WRAP_TEXT;
        if (tells && (best == NULL ||
                      (unwrap_main(best)->kind == WRAP_SCREEN && w->kind != WRAP_LABELLED))) {
            best = u;
        }
    }
    return best;
}
