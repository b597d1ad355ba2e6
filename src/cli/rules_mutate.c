/* The samples of rules with one change each: a harmless change must alter nothing for the rule, and no
 * change at all may bring up a certain error that has nothing to do with it. */
#include <string.h>

#include "base/escape.h"
#include "cli/mutation.h"
#include "cli/rules.h"
#include "cli/say.h"

enum {
    TRACE_BYTES_MAX = 32 * 1024 * 1024,
    COUNT_DEFAULT = 12, /* mutants of a sample */
    COUNT_MAX = 1000000,
    IDLE_MAX = 200, /* bytes of an indication */
    SHOWN_MAX = 100 /* bytes of a mutated line that are shown */
};

enum verdict { AS_BEFORE, FELL_SILENT, FIRES_NOW, ELSEWHERE, OUT_OF_BOUNDS, NOT_RUN };
static const char *const verdict_words[] = {
    "as before",
    "falls silent",
    "fires",
    "is certain of an error elsewhere",
    "has evidence outside the trace",
    "cannot be run",
};

struct tally_of_mutants {
    size_t samples, harmless, harmful;
    size_t noticed; /* harmful ones after which a rule that fired is silent */
    size_t wrong;
};

struct mutation_run {
    const struct sample_bench *bench;
    struct buf *page;
    struct buf trace, idle;
    struct mutant mutant;
    struct slice culprit; /* the rule that does what it should not */
    struct tally_of_mutants tally;
    uint64_t seed, count;
    bool json;
};

/* ---- what a mutant shows ----------------------------------------------------------------------- */

static bool near_lines(const struct span *at, const struct mutant *m)
{
    uint32_t last = at->last_line > at->line ? at->last_line : at->line;
    return at->line <= m->last + 1 && last + 1 >= m->first;
}

static bool touches(const struct spw_finding *f, const struct mutant *m)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        if (near_lines(&f->evidence[i].at.span, m)) {
            return true;
        }
    }
    return f->n_evidence == 0;
}

static bool has_error(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].severity == SPW_ERROR) {
            return true;
        }
    }
    return false;
}

static bool within(const struct spw_report *r, size_t bytes)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        for (size_t k = 0; k < r->findings[i].n_evidence; k++) {
            const struct span *at = &r->findings[i].evidence[k].at.span;
            if (at->offset > bytes || at->length > bytes - at->offset || at->line > r->lines + 1) {
                return false;
            }
        }
    }
    return true;
}

/* A certain error in a trace that had none, on places that stand as they stood. (Where there was an error,
 * losing what explained it brings up another reading of it, and rightly so.) */
static const struct spw_finding *brought_up_elsewhere(const struct spw_report *before,
                                                      const struct spw_report *now,
                                                      const struct mutant *m)
{
    for (size_t i = 0; i < now->n_findings && !has_error(before); i++) {
        const struct spw_finding *f = &now->findings[i];
        if (f->severity == SPW_ERROR && f->confidence == SPW_CERTAIN && !touches(f, m)) {
            return f;
        }
    }
    return NULL;
}

static enum verdict judge(struct mutation_run *run, const struct spw_rule_sample *sample,
                          const struct mutation *kind, const struct spw_report *before)
{
    struct slice bytes = buf_slice(&run->mutant.bytes);
    struct spw_engine *engine = sample_run(run->bench, sample, bytes);
    if (engine == NULL) {
        return NOT_RUN;
    }
    const struct spw_report *now = spw_engine_report(engine);
    run->culprit = sample->rule;
    bool fired = sample_fired(before, sample->rule);
    bool fires = sample_fired(now, sample->rule);
    enum verdict verdict = AS_BEFORE;
    if (!within(now, bytes.n)) {
        verdict = OUT_OF_BOUNDS;
    } else if (kind->harmless && fired != fires) {
        verdict = fires ? FIRES_NOW : FELL_SILENT;
    } else if (!kind->harmless) {
        const struct spw_finding *f = brought_up_elsewhere(before, now, &run->mutant);
        verdict = f != NULL ? ELSEWHERE : AS_BEFORE;
        run->culprit = f != NULL ? f->rule : run->culprit;
    }
    run->tally.noticed += !kind->harmless && fired && !fires;
    spw_engine_free(engine);
    return verdict;
}

/* ---- telling it -------------------------------------------------------------------------------- */

static struct slice shown(struct slice line)
{
    return slice_sub(line, 0, line.n < SHOWN_MAX ? line.n : SHOWN_MAX);
}

static void put_text(struct mutation_run *run, const struct spw_rule_sample *sample,
                     const struct mutation *kind, enum verdict verdict)
{
    const struct mutant *m = &run->mutant;
    buf_put(run->page, run->culprit);
    buf_printf(run->page, ": %s on ", verdict_words[verdict]);
    if (!slice_eq(run->culprit, sample->rule)) {
        buf_put(run->page, sample->rule);
        buf_cstr(run->page, ", ");
    }
    sample_name(run->page, sample);
    buf_printf(run->page, " after %s (%s), line %lu\n", kind->name, kind->what,
               (unsigned long)m->line);
    buf_cstr(run->page, "    - ");
    (void)esc_term(run->page, shown(m->before), false);
    buf_cstr(run->page, "\n    + ");
    (void)esc_term(run->page, shown(m->after), false);
    buf_byte(run->page, '\n');
}

static void put_member(struct buf *out, const char *name, struct slice value)
{
    buf_printf(out, ", \"%s\": \"", name);
    esc_json(out, value);
    buf_byte(out, '"');
}

static void put_json(struct mutation_run *run, const struct spw_rule_sample *sample,
                     const struct mutation *kind, enum verdict verdict)
{
    const struct mutant *m = &run->mutant;
    buf_printf(run->page, "%s\n    { \"line\": %lu", run->tally.wrong > 1 ? "," : "",
               (unsigned long)m->line);
    put_member(run->page, "rule", run->culprit);
    put_member(run->page, "sample_of", sample->rule);
    put_member(run->page, "verdict", slice_cstr(verdict_words[verdict]));
    put_member(run->page, "sample", sample->trace.n > 0 ? sample->trace : sample->text);
    put_member(run->page, "mutation", slice_cstr(kind->name));
    put_member(run->page, "before", shown(m->before));
    put_member(run->page, "after", shown(m->after));
    buf_cstr(run->page, " }");
}

/* ---- the run ----------------------------------------------------------------------------------- */

static void run_mutant(struct mutation_run *run, const struct spw_rule_sample *sample,
                       const struct mutation *kind, struct dice *dice,
                       const struct spw_report *before)
{
    if (!mutation_apply(kind, buf_slice(&run->trace), dice, buf_slice(&run->idle), &run->mutant)) {
        return;
    }
    *(kind->harmless ? &run->tally.harmless : &run->tally.harmful) += 1;
    enum verdict verdict = judge(run, sample, kind, before);
    if (verdict == AS_BEFORE) {
        return;
    }
    run->tally.wrong++;
    if (run->json) {
        put_json(run, sample, kind, verdict);
    } else {
        put_text(run, sample, kind, verdict);
    }
}

/* Every sample has dice of its own, so that a rule alone is tried as among all others. */
static void run_sample(struct mutation_run *run, const struct spw_rule_sample *sample, size_t i)
{
    struct buf why;
    size_t n = 0;
    const struct mutation *kinds = mutations(&n);
    buf_init(&why, IDLE_MAX);
    struct spw_engine *engine = sample_read(run->bench, sample, &run->trace, &why)
                                    ? sample_run(run->bench, sample, buf_slice(&run->trace))
                                    : NULL;
    if (engine == NULL) {
        say("%.*s: a sample cannot be run", SLICE_ARG(sample->rule));
    } else {
        const struct spw_report *before = spw_engine_report(engine);
        struct dice dice = {dice_mix(run->seed, sample->rule) + i};
        run->tally.samples++;
        for (uint64_t m = 0; m < run->count; m++) {
            buf_clear(&run->idle);
            (void)spw_idle_indication(run->bench->knowledge, before->dialect, dice_below(&dice, 8),
                                      &run->idle);
            run_mutant(run, sample, &kinds[m % n], &dice, before);
        }
    }
    spw_engine_free(engine);
    buf_dispose(&why);
}

static bool is_asked_for(const struct invocation *i, struct slice rule)
{
    bool asked = i->n_operands == 1;
    for (size_t k = 1; k < i->n_operands && !asked; k++) {
        asked = slice_eq(slice_cstr(i->operands[k]), rule);
    }
    return asked;
}

static void run_all(struct mutation_run *run, const struct invocation *invocation)
{
    struct spw_rule_sample sample;
    struct slice rule = {NULL, 0};
    size_t of_rule = 0;
    for (size_t i = 0; spw_rule_sample_at(run->bench->knowledge, i, &sample); i++) {
        of_rule = slice_eq(sample.rule, rule) ? of_rule + 1 : 0;
        rule = sample.rule;
        if (is_asked_for(invocation, sample.rule)) {
            run_sample(run, &sample, of_rule);
        }
    }
}

static bool read_number(const char *what, const char *text, uint64_t max, uint64_t *out)
{
    if (text != NULL && slice_to_u64(slice_cstr(text), max, out) != NUMBER_OK) {
        say("--%s takes a number up to %llu, not '%s'", what, (unsigned long long)max, text);
        return false;
    }
    return true;
}

/* Rules that are named but have no sample, or do not exist. */
static bool names_are_known(const struct rules_job *job)
{
    const struct invocation *i = job->invocation;
    bool all = true;
    for (size_t k = 1; k < i->n_operands; k++) {
        struct spw_rule_sample sample;
        bool found = false;
        for (size_t s = 0; !found && spw_rule_sample_at(job->rules->knowledge, s, &sample); s++) {
            found = slice_eq(sample.rule, slice_cstr(i->operands[k]));
        }
        if (!found) {
            say("there is no rule '%s' with samples", i->operands[k]);
        }
        all = all && found;
    }
    return all;
}

static void put_end(const struct mutation_run *run, struct buf *page)
{
    const struct tally_of_mutants *t = &run->tally;
    if (run->json) {
        buf_printf(page,
                   "%s],\n  \"samples\": %zu, \"harmless\": %zu, \"harmful\": %zu, "
                   "\"noticed\": %zu, \"count\": %zu\n}\n",
                   t->wrong > 0 ? "\n  " : "", t->samples, t->harmless, t->harmful, t->noticed,
                   t->wrong);
        return;
    }
    buf_printf(page,
               "%zu samples, seed %llu: %zu harmless changes, %zu harmful ones (%zu silenced a "
               "rule); %zu wrong\n",
               t->samples, (unsigned long long)run->seed, t->harmless, t->harmful, t->noticed,
               t->wrong);
}

int rules_mutate(const struct rules_job *job, struct buf *page)
{
    const struct settings *s = &job->invocation->settings;
    struct sample_bench bench;
    struct mutation_run run = {.page = page, .seed = 1, .count = COUNT_DEFAULT};
    run.json = s->format != NULL && strcmp(s->format, "json") == 0;
    if (!read_number("seed", s->seed, UINT64_MAX, &run.seed) ||
        !read_number("count", s->count, COUNT_MAX, &run.count) || !names_are_known(job)) {
        return EXIT_NOT_JUDGED;
    }
    sample_bench_open(&bench, job->rules->knowledge, job->options, s);
    run.bench = &bench;
    buf_init(&run.trace, TRACE_BYTES_MAX);
    buf_init(&run.idle, IDLE_MAX);
    mutant_init(&run.mutant);
    if (run.json) {
        buf_printf(page,
                   "{\n  \"schema\": \"spwfdiag-mutation/1\", \"seed\": %llu,\n  \"wrong\": [",
                   (unsigned long long)run.seed);
    }
    run_all(&run, job->invocation);
    put_end(&run, page);
    mutant_dispose(&run.mutant);
    buf_dispose(&run.idle);
    buf_dispose(&run.trace);
    sample_bench_close(&bench);
    return run.tally.wrong == 0 ? EXIT_HEALTHY : EXIT_FINDINGS;
}
