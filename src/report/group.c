#include "report/group.h"

#include "base/array.h"
#include "report/finding.h"
#include "report/head.h"

enum { REPEATS_SHOWN = 6 };

/* ---- findings, by attempt -------------------------------------------------------------------------------- */

static const struct spw_attempt *attempt_of(const struct spw_report *r, unsigned id)
{
    for (size_t i = 0; i < r->n_attempts; i++) {
        if (r->attempts[i].id == id) {
            return &r->attempts[i];
        }
    }
    return NULL;
}

static void put_group_name(const struct page *p, unsigned id)
{
    const struct spw_attempt *a = attempt_of(p->trace->report, id);
    page_cstr(p, ROLE_DIM, "-- ");
    if (a != NULL) {
        report_attempt_name(p, a);
    } else if (id != 0) {
        page_printf(p, ROLE_PLAIN, "attempt %u", id);
    } else {
        page_cstr(p, ROLE_PLAIN, "the capture as a whole");
    }
    page_cstr(p, ROLE_DIM, " --");
    page_newline(p);
    page_newline(p);
}

/* ---- groups, and which of them repeat another ------------------------------------------------------------ */

/* All findings of one attempt, in the order of the most important one. */
struct group {
    unsigned attempt;
    uint64_t story;    /* of rules, titles and confidences */
    unsigned original; /* the first attempt with this story */
};

static struct group *group_of(struct array *groups, unsigned attempt)
{
    for (size_t i = 0; i < groups->n; i++) {
        struct group *g = ARRAY_AT(groups, struct group, i);
        if (g->attempt == attempt) {
            return g;
        }
    }
    struct group *g = array_push(groups);
    if (g != NULL) {
        g->attempt = attempt;
    }
    return g;
}

/* A device that fails fails again and again: the same rules with the same titles say nothing new. */
static void collect(struct array *groups, const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        struct group *g = group_of(groups, f->attempt);
        if (g != NULL) {
            g->story = g->story * 31 + slice_hash(f->rule) + slice_hash(f->title) * 7 +
                       (uint64_t)f->confidence;
        }
    }
    for (size_t i = 0; i < groups->n; i++) {
        struct group *g = ARRAY_AT(groups, struct group, i);
        g->original = g->attempt;
        for (size_t j = 0; j < i && g->attempt != 0; j++) {
            const struct group *earlier = ARRAY_AT(groups, struct group, j);
            if (earlier->story == g->story && earlier->attempt != 0) {
                g->original = earlier->attempt;
                break;
            }
        }
    }
}

static void put_repeats(const struct page *p, const struct array *groups, unsigned attempt)
{
    size_t n = 0;
    for (size_t i = 0; i < groups->n && n <= REPEATS_SHOWN; i++) {
        const struct group *g = ARRAY_AT(groups, struct group, i);
        const struct spw_attempt *a = attempt_of(p->trace->report, g->attempt);
        if (a == NULL || g->attempt == attempt || g->original != attempt) {
            continue;
        }
        page_cstr(p, ROLE_DIM, n++ == 0 ? "-- the same for " : ", ");
        if (n > REPEATS_SHOWN) {
            page_cstr(p, ROLE_PLAIN, "and more");
        } else {
            page_printf(p, ROLE_PLAIN, "attempt %u (line %u)", a->id, a->at.span.line);
        }
    }
    if (n > 0) {
        page_cstr(p, ROLE_DIM, " --");
        page_newline(p);
        page_newline(p);
    }
}

/* ---- groups -------------------------------------------------------------------------------------------------- */

static void put_group(const struct page *p, unsigned attempt)
{
    const struct spw_report *r = p->trace->report;
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].attempt == attempt) {
            report_finding_put(p, &r->findings[i]);
        }
    }
}

static void put_grouped(const struct page *p)
{
    const struct spw_report *r = p->trace->report;
    struct array groups;

    array_init(&groups, sizeof(struct group), r->n_findings + 1);
    collect(&groups, r);
    for (size_t i = 0; i < groups.n; i++) {
        const struct group *g = ARRAY_AT(&groups, struct group, i);
        if (g->original == g->attempt) {
            if (r->n_attempts > 1) {
                put_group_name(p, g->attempt);
            }
            put_group(p, g->attempt);
            put_repeats(p, &groups, g->attempt);
        }
    }
    array_dispose(&groups);
}

void report_groups_put(const struct page *p)
{
    const struct spw_report *r = p->trace->report;

    for (size_t i = 0; p->options->quiet && i < r->n_findings; i++) {
        report_finding_put(p, &r->findings[i]);
    }
    if (!p->options->quiet) {
        put_grouped(p);
    }
    if (r->findings_dropped > 0) {
        page_printf(p, ROLE_DIM, "and %lu more findings that were not kept",
                    (unsigned long)r->findings_dropped);
        page_newline(p);
        page_newline(p);
    }
}
