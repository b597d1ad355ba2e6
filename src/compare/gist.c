#include "compare/gist.h"

enum { FRAMINGS_MAX = 4096 };

/* Texts of any bytes one behind the other: the length in front tells them apart. */
static void put_text(struct buf *out, struct slice text)
{
    buf_u64(out, text.n);
    buf_byte(out, ':');
    buf_put(out, text);
    buf_byte(out, '\n');
}

static bool has_findings(const struct spw_report *r, unsigned attempt)
{
    bool has = false;
    for (size_t i = 0; i < r->n_findings && !has; i++) {
        has = r->findings[i].attempt == attempt;
    }
    return has;
}

/* The place of an attempt among those that have findings, from 1; 0 for the trace as a whole. */
static unsigned place_of(const struct spw_report *r, unsigned attempt)
{
    unsigned place = 0;
    for (size_t i = 0; i < r->n_attempts && r->attempts[i].id <= attempt; i++) {
        place += has_findings(r, r->attempts[i].id);
    }
    return place;
}

/* Without its command a connection that fails says little to the person who reads the cut trace. */
static void put_attempt(const struct spw_attempt *a, struct buf *out)
{
    put_text(out, a->command);
    put_text(out, a->host);
    buf_printf(out, "%u\n", a->port);
}

static void put_finding(const struct spw_report *r, const struct spw_finding *f, struct buf *out)
{
    buf_printf(out, "%d %d %u %zu\n", (int)f->severity, (int)f->confidence, place_of(r, f->attempt),
               f->n_evidence);
    put_text(out, f->rule);
    put_text(out, f->cause);
    put_text(out, f->title);
    for (size_t i = 0; i < f->n_evidence; i++) {
        put_text(out, mark_text(&f->evidence[i].at));
        put_text(out, f->evidence[i].note);
    }
}

/* The same failure a hundred times is said once. */
static bool said_before(const struct mark *marks, size_t i)
{
    bool found = false;
    for (size_t k = 0; k < i && !found; k++) {
        found = slice_eq(mark_text(&marks[k]), mark_text(&marks[i]));
    }
    return found;
}

/* Text may lose the blank lines or stamps by which its shape was told. The frames of a recorder, analyser
 * or dump are what makes it readable: those it keeps. */
static bool is_container(struct slice framing)
{
    struct buf names;
    struct slice name;
    bool found = false;
    buf_init(&names, FRAMINGS_MAX);
    spw_framings(&names);
    for (struct slice rest = buf_slice(&names); rest.n > 0 && !found;) {
        (void)slice_split(rest, ' ', &name, &rest);
        found = slice_eq(name, framing) && !slice_eq(name, SLICE("raw"));
    }
    buf_dispose(&names);
    return found;
}

void gist_put(const struct spw_report *r, struct buf *out)
{
    put_text(out, is_container(r->framing) ? r->framing : SLICE("text"));
    put_text(out, r->dialect);
    buf_printf(out, "%d %zu\n", r->at_traffic, r->n_findings);
    for (size_t i = 0; i < r->n_attempts; i++) {
        if (has_findings(r, r->attempts[i].id)) {
            put_attempt(&r->attempts[i], out);
        }
    }
    for (size_t i = 0; i < r->n_findings; i++) {
        put_finding(r, &r->findings[i], out);
    }
    for (size_t i = 0; r->n_findings == 0 && i < r->n_unexplained; i++) {
        if (!said_before(r->unexplained, i)) {
            put_text(out, mark_text(&r->unexplained[i]));
        }
    }
}
