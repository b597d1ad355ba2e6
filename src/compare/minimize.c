/* Delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002), with
 * a head start: a report tells the lines it rests on, so that a long trace is diagnosed as a whole only
 * once. Those lines are tried first, then with more and more of what stands around them; what is enough
 * is then cut down, from large pieces to single lines. */
#include "compare/minimize.h"

#include "compare/gist.h"
#include "compare/split.h"

enum { TRACE_MAX = 512 * 1024 * 1024, GIST_MAX = 16 * 1024 * 1024 };

struct work {
    const struct spw_knowledge *knowledge;
    const struct spw_options *options;
    struct split split;
    struct buf bytes; /* of the lines that are tried */
    struct buf gist;  /* of the trial */
    struct buf want;  /* of the whole trace */
    struct buf stays; /* a byte a line: 1 it stays; during a trial 2 it is left out */
    size_t runs;
};

static size_t lines_of(const struct work *w) { return w->split.lines.n; }

/* ---- a trial --------------------------------------------------------------------------------------------- */

static void gather(struct work *w)
{
    const struct slice *lines = (const struct slice *)w->split.lines.items;
    buf_clear(&w->bytes);
    buf_put(&w->bytes, w->split.mark);
    for (size_t i = 0; i < lines_of(w); i++) {
        if (w->stays.p[i] == 1) {
            buf_put(&w->bytes, lines[i]);
        }
    }
}

/* Diagnoses `trace`; *out belongs to the caller, even when it fails. */
static enum spw_status diagnose(struct work *w, struct slice trace, struct spw_engine **out)
{
    enum spw_status status = spw_engine_new(out, w->knowledge, w->options);
    w->runs++;
    if (status == SPW_OK) {
        status = spw_engine_feed(*out, trace, TIME_NONE);
    }
    return status == SPW_OK ? spw_engine_finish(*out) : status;
}

/* Do the lines that stay now give the gist that is wanted? */
static enum spw_status try_lines(struct work *w, bool *same)
{
    struct spw_engine *engine = NULL;
    gather(w);
    enum spw_status status =
        w->bytes.status == SPW_OK ? diagnose(w, buf_slice(&w->bytes), &engine) : w->bytes.status;
    if (status == SPW_OK) {
        buf_clear(&w->gist);
        gist_put(spw_engine_report(engine), &w->gist);
        status = w->gist.status;
        *same = slice_eq(buf_slice(&w->gist), buf_slice(&w->want));
    }
    spw_engine_free(engine);
    return status;
}

/* ---- the head start ----------------------------------------------------------------------------------------- */

static void keep_line(struct work *w, size_t line)
{
    if (line >= 1 && line <= lines_of(w)) {
        w->stays.p[line - 1] = 1;
    }
}

static void keep_span(struct work *w, const struct span *at)
{
    for (size_t line = at->line; span_is_set(*at) && line <= at->last_line; line++) {
        keep_line(w, line);
    }
}

static void keep_finding(struct work *w, const struct spw_finding *f)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        keep_span(w, &f->evidence[i].at.span);
    }
    for (size_t i = 0; i < f->n_consequences; i++) {
        keep_span(w, &f->consequences[i].span);
    }
}

static void keep_attempt(struct work *w, const struct spw_attempt *a)
{
    keep_span(w, &a->at.span);
    for (size_t i = 0; i < SPW_PHASE_COUNT; i++) {
        keep_span(w, &a->phases[i].at);
    }
}

/* The lines that the report speaks of. */
static void keep_named(struct work *w, const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        keep_finding(w, f);
        for (size_t k = 0; k < r->n_attempts && f->attempt != 0; k++) {
            if (r->attempts[k].id == f->attempt) {
                keep_attempt(w, &r->attempts[k]);
            }
        }
    }
    for (size_t i = 0; r->n_findings == 0 && i < r->n_unexplained; i++) {
        keep_span(w, &r->unexplained[i].span);
    }
}

/* Adds the `reach` lines before and behind each that stays, and so many at the beginning, where the heads
 * of captures stand. */
static void widen(struct work *w, size_t reach)
{
    size_t n = lines_of(w);
    size_t next = reach; /* lines before this one are reached from behind */
    for (size_t i = 0; i < n; i++) {
        if (w->stays.p[i] == 1) {
            for (size_t k = i > reach ? i - reach : 0; k < i; k++) {
                w->stays.p[k] = w->stays.p[k] == 0 ? 2 : w->stays.p[k];
            }
            next = i + reach + 1;
        } else if (i < next) {
            w->stays.p[i] = 2;
        }
    }
    for (size_t i = 0; i < n; i++) {
        w->stays.p[i] = w->stays.p[i] > 0;
    }
}

/* Lines that are enough; all of them when no fewer are. */
static enum spw_status find_enough(struct work *w, const struct spw_report *r)
{
    bool same = false;
    keep_named(w, r);
    enum spw_status status = try_lines(w, &same);
    for (size_t reach = 1; status == SPW_OK && !same; reach *= 2) {
        widen(w, reach);
        if (reach >= lines_of(w)) {
            break;
        }
        status = try_lines(w, &same);
    }
    return status;
}

/* ---- cutting ------------------------------------------------------------------------------------------------- */

static size_t count_kept(const struct work *w)
{
    size_t n = 0;
    for (size_t i = 0; i < lines_of(w); i++) {
        n += w->stays.p[i] == 1;
    }
    return n;
}

/* Leaves out up to `n` kept lines before line index *end, and sets it to the first of them. False: there
 * are none. */
static bool leave_out(struct work *w, size_t *end, size_t n)
{
    size_t left = n;
    while (*end > 0 && left > 0) {
        (*end)--;
        if (w->stays.p[*end] == 1) {
            w->stays.p[*end] = 2;
            left--;
        }
    }
    return left < n;
}

static void settle(struct work *w, size_t from, size_t end, bool spared)
{
    for (size_t i = from; i < end; i++) {
        w->stays.p[i] = w->stays.p[i] == 2 ? !spared : w->stays.p[i];
    }
}

/* Tries to do without each piece of `n` lines, from the end: what follows from a mistake goes first. */
static enum spw_status sweep(struct work *w, size_t n, bool *any)
{
    enum spw_status status = SPW_OK;
    size_t end = lines_of(w);
    size_t from = end;
    *any = false;
    while (status == SPW_OK && leave_out(w, &from, n)) {
        bool spared = false;
        status = try_lines(w, &spared);
        settle(w, from, end, spared);
        *any = *any || spared;
        end = from;
    }
    return status;
}

/* The last size is repeated until nothing is spared: then each line by itself is needed. */
static enum spw_status cut_down(struct work *w)
{
    enum spw_status status = SPW_OK;
    bool any = true;
    for (size_t n = count_kept(w) / 2; n > 1 && status == SPW_OK; n /= 2) {
        status = sweep(w, n, &any);
    }
    for (any = true; any && status == SPW_OK;) {
        status = sweep(w, 1, &any);
    }
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

static enum spw_status put_result(struct work *w, struct minimized *out)
{
    gather(w);
    buf_put(&out->bytes, buf_slice(&w->bytes));
    for (size_t i = 0; i < lines_of(w); i++) {
        uint32_t *line = w->stays.p[i] == 1 ? array_push(&out->kept) : NULL;
        if (line != NULL) {
            *line = (uint32_t)(i + 1);
        } else if (w->stays.p[i] == 1) {
            return SPW_NO_MEMORY;
        }
    }
    out->lines = lines_of(w);
    out->runs = w->runs;
    return w->bytes.status != SPW_OK ? w->bytes.status : out->bytes.status;
}

static enum spw_status run(struct work *w, struct slice trace, struct minimized *out)
{
    struct spw_engine *whole = NULL;
    enum spw_status status = split_lines(&w->split, trace);
    if (status == SPW_OK) {
        status = diagnose(w, trace, &whole);
    }
    if (status == SPW_OK) {
        gist_put(spw_engine_report(whole), &w->want);
        buf_fill(&w->stays, 0, lines_of(w));
        status = w->want.status != SPW_OK ? w->want.status : w->stays.status;
    }
    if (status == SPW_OK && lines_of(w) > 0) {
        status = find_enough(w, spw_engine_report(whole));
    }
    spw_engine_free(whole);
    if (status == SPW_OK && lines_of(w) > 0) {
        status = cut_down(w);
    }
    return status == SPW_OK ? put_result(w, out) : status;
}

enum spw_status minimize(struct minimized *out, struct slice trace, const struct spw_knowledge *k,
                         const struct spw_options *options)
{
    struct work w = {.knowledge = k, .options = options};
    out->lines = 0;
    out->runs = 0;
    buf_init(&out->bytes, TRACE_MAX);
    array_init(&out->kept, sizeof(uint32_t), SPLIT_LINES_MAX);
    buf_init(&w.bytes, TRACE_MAX);
    buf_init(&w.gist, GIST_MAX);
    buf_init(&w.want, GIST_MAX);
    buf_init(&w.stays, SPLIT_LINES_MAX);
    enum spw_status status = run(&w, trace, out);
    buf_dispose(&w.bytes);
    buf_dispose(&w.gist);
    buf_dispose(&w.want);
    buf_dispose(&w.stays);
    split_dispose(&w.split);
    return status;
}

void minimized_dispose(struct minimized *m)
{
    buf_dispose(&m->bytes);
    array_dispose(&m->kept);
}

/* ---- what was cut ----------------------------------------------------------------------------------------------- */

static void put_range(struct buf *out, size_t from, size_t to, bool *any)
{
    if (from == 0 || from > to) {
        return;
    }
    buf_cstr(out, *any ? ", " : "");
    buf_u64(out, from);
    if (to > from) {
        buf_byte(out, '-');
        buf_u64(out, to);
    }
    *any = true;
}

void minimized_put_ranges(const struct minimized *m, bool cut, struct buf *out)
{
    const uint32_t *kept = (const uint32_t *)m->kept.items;
    size_t from = 0; /* the run of kept lines that is being read; 0: none yet */
    size_t last = 0;
    bool any = false;
    for (size_t i = 0; i < m->kept.n; i++) {
        if (from == 0 || kept[i] != last + 1) {
            put_range(out, cut ? last + 1 : from, cut ? kept[i] - 1 : last, &any);
            from = kept[i];
        }
        last = kept[i];
    }
    put_range(out, cut ? last + 1 : from, cut ? m->lines : last, &any);
}
