#include "tui/snapshot.h"

#include <string.h>

enum { SNAPSHOT_MAX = 32 * 1024 * 1024 };

void snapshot_init(struct snapshot *s)
{
    memset(s, 0, sizeof *s);
    arena_init(&s->arena, SNAPSHOT_MAX);
}

void snapshot_dispose(struct snapshot *s)
{
    arena_dispose(&s->arena);
    memset(&s->report, 0, sizeof s->report);
}

/* A copy of n things of `size` bytes; NULL, and *n 0, without memory. */
static void *copy_array(struct arena *a, const void *from, size_t *n, size_t size)
{
    void *to = *n == 0 ? NULL : arena_array(a, *n, size);
    if (to == NULL) {
        *n = 0;
        return NULL;
    }
    memcpy(to, from, *n * size);
    return to;
}

/* An empty slice stays empty; one that does not fit becomes so. */
static void copy_slice(struct arena *a, struct slice *s)
{
    struct slice copy = arena_copy(a, *s);
    *s = copy.p == NULL ? slice_of(NULL, 0) : copy;
}

static const struct spw_step *copy_steps(struct arena *a, const struct spw_step *from, size_t *n)
{
    struct spw_step *to = copy_array(a, from, n, sizeof *from);
    for (size_t i = 0; i < *n; i++) {
        copy_slice(a, &to[i].text);
        struct slice *commands =
            copy_array(a, to[i].commands, &to[i].n_commands, sizeof *to[i].commands);
        for (size_t k = 0; k < to[i].n_commands; k++) {
            copy_slice(a, &commands[k]);
        }
        to[i].commands = commands;
    }
    return to;
}

static const struct spw_ground *copy_grounds(struct arena *a, const struct spw_ground *from,
                                             size_t *n)
{
    struct spw_ground *to = copy_array(a, from, n, sizeof *from);
    for (size_t i = 0; i < *n; i++) {
        copy_slice(a, &to[i].text);
    }
    return to;
}

static const struct spw_rival *copy_rivals(struct arena *a, const struct spw_rival *from, size_t *n)
{
    struct spw_rival *to = copy_array(a, from, n, sizeof *from);
    for (size_t i = 0; i < *n; i++) {
        size_t one = 1;
        copy_slice(a, &to[i].cause);
        copy_slice(a, &to[i].title);
        copy_slice(a, &to[i].rule);
        to[i].speaks_for = copy_grounds(a, to[i].speaks_for, &to[i].n_for);
        to[i].speaks_against = copy_grounds(a, to[i].speaks_against, &to[i].n_against);
        const struct spw_step *tell = copy_steps(a, &from[i].tell, &one);
        to[i].tell = tell == NULL ? (struct spw_step){{NULL, 0}, NULL, 0} : *tell;
    }
    return to;
}

static void copy_finding(struct arena *a, struct spw_finding *f)
{
    struct spw_evidence *evidence = copy_array(a, f->evidence, &f->n_evidence, sizeof *f->evidence);
    struct spw_reference *references =
        copy_array(a, f->references, &f->n_references, sizeof *f->references);
    copy_slice(a, &f->rule);
    copy_slice(a, &f->cause);
    copy_slice(a, &f->title);
    copy_slice(a, &f->explanation);
    for (size_t i = 0; i < f->n_evidence; i++) {
        copy_slice(a, &evidence[i].note);
    }
    for (size_t i = 0; i < f->n_references; i++) {
        copy_slice(a, &references[i].key);
        copy_slice(a, &references[i].text);
    }
    f->evidence = evidence;
    f->references = references;
    f->consequences = copy_array(a, f->consequences, &f->n_consequences, sizeof *f->consequences);
    f->fix = copy_steps(a, f->fix, &f->n_fix);
    f->confirm = copy_steps(a, f->confirm, &f->n_confirm);
    f->speaks_for = copy_grounds(a, f->speaks_for, &f->n_for);
    f->speaks_against = copy_grounds(a, f->speaks_against, &f->n_against);
    f->rivals = copy_rivals(a, f->rivals, &f->n_rivals);
}

static void copy_findings(struct arena *a, struct spw_report *r)
{
    struct spw_finding *to = copy_array(a, r->findings, &r->n_findings, sizeof *r->findings);
    for (size_t i = 0; i < r->n_findings; i++) {
        copy_finding(a, &to[i]);
    }
    r->findings = to;
}

static void copy_attempts(struct arena *a, struct spw_report *r)
{
    struct spw_attempt *to = copy_array(a, r->attempts, &r->n_attempts, sizeof *r->attempts);
    for (size_t i = 0; i < r->n_attempts; i++) {
        copy_slice(a, &to[i].command);
        copy_slice(a, &to[i].protocol);
        copy_slice(a, &to[i].host);
        copy_slice(a, &to[i].security);
    }
    r->attempts = to;
}

static const struct spw_remark *copy_remarks(struct arena *a, const struct spw_remark *from,
                                             size_t *n)
{
    struct spw_remark *to = copy_array(a, from, n, sizeof *from);
    for (size_t i = 0; i < *n; i++) {
        copy_slice(a, &to[i].text);
        copy_slice(a, &to[i].rule);
    }
    return to;
}

enum spw_status snapshot_take(struct snapshot *s, const struct spw_report *from)
{
    struct arena *a = &s->arena;
    struct spw_report *r = &s->report;
    arena_reset(a);
    *r = *from;
    copy_slice(a, &r->framing);
    copy_slice(a, &r->framing_why);
    copy_slice(a, &r->dialect);
    copy_slice(a, &r->firmware);
    copy_slice(a, &r->looks_like);
    copy_attempts(a, r);
    copy_findings(a, r);
    r->unexplained = copy_array(a, r->unexplained, &r->n_unexplained, sizeof *r->unexplained);
    r->unrecognized = copy_array(a, r->unrecognized, &r->n_unrecognized, sizeof *r->unrecognized);
    r->ruled_out = copy_remarks(a, r->ruled_out, &r->n_ruled_out);
    r->not_shown = copy_remarks(a, r->not_shown, &r->n_not_shown);
    bool whole = r->n_attempts == from->n_attempts && r->n_findings == from->n_findings;
    return whole ? SPW_OK : SPW_NO_MEMORY;
}
