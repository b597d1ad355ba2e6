#include "compare/diff.h"

#include "compare/diff_rows.h"
#include "compare/match.h"

enum { DIFF_BYTES_MAX = 256 * 1024 * 1024, LIST_MAX = 4096 };

/* ---- settings and certificates ------------------------------------------------------------------------------- */

static enum spw_status compare_settings(struct diff *d)
{
    for (size_t i = 0; i < d->good->settings.n; i++) {
        const struct story_setting *a = ARRAY_AT(&d->good->settings, struct story_setting, i);
        for (size_t k = 0; k < d->bad->settings.n; k++) {
            const struct story_setting *b = ARRAY_AT(&d->bad->settings, struct story_setting, k);
            if (!slice_eq_nocase(a->name, b->name) || slice_eq(a->value, b->value)) {
                continue;
            }
            struct diff_setting *s = array_push(&d->settings);
            if (s == NULL) {
                return SPW_NO_MEMORY;
            }
            s->value = (struct diff_value){a->name, a->value, b->value, a->secret || b->secret};
            s->good_line = a->line;
            s->bad_line = b->line;
        }
    }
    return SPW_OK;
}

/* Rows of the state are borrowed until the next call: of one session they are copied. */
struct slot_copy {
    const char *key, *label;
    enum tri known;
    struct slice value;
    uint32_t line;
    struct spw_fact *facts;
    size_t n_facts;
};

static enum spw_status copy_slots(struct diff *d, struct spw_engine *e, struct slot_copy **out,
                                  size_t *n)
{
    const struct spw_state_row *rows = spw_engine_state(e, n);
    *out = ARENA_ARRAY(&d->arena, *n + 1, struct slot_copy);
    for (size_t i = 0; i < *n && *out != NULL; i++) {
        struct slot_copy *c = &(*out)[i];
        *c = (struct slot_copy){
            rows[i].key,          rows[i].label,
            rows[i].known,        arena_copy(&d->arena, rows[i].value),
            rows[i].at.span.line, ARENA_ARRAY(&d->arena, rows[i].n_facts + 1, struct spw_fact),
            rows[i].n_facts};
        if (c->facts == NULL) {
            return SPW_NO_MEMORY;
        }
        for (size_t k = 0; k < c->n_facts; k++) {
            c->facts[k] = rows[i].facts[k];
            c->facts[k].text = arena_copy(&d->arena, rows[i].facts[k].text);
        }
    }
    return *out == NULL ? SPW_NO_MEMORY : SPW_OK;
}

static const struct spw_fact *fact_of(const struct slot_copy *s, const char *key)
{
    for (size_t i = 0; i < s->n_facts; i++) {
        if (slice_eq(slice_cstr(s->facts[i].key), slice_cstr(key))) {
            return &s->facts[i];
        }
    }
    return NULL;
}

static size_t compare_facts(const struct slot_copy *good, const struct slot_copy *bad,
                            struct diff_value *out)
{
    size_t n = 0;
    for (size_t i = 0; i < good->n_facts; i++) {
        const struct spw_fact *a = &good->facts[i];
        const struct spw_fact *b = fact_of(bad, a->key);
        if (b != NULL && !slice_eq(a->text, b->text)) {
            out[n++] = (struct diff_value){slice_cstr(a->label), a->text, b->text, false};
        }
    }
    return n;
}

static struct slice words_of(const struct slot_copy *s)
{
    return s->known == TRI_NO ? SLICE("nothing") : s->value;
}

/* What one session does not tell is not compared. */
static enum spw_status compare_slot(struct diff *d, const struct slot_copy *good,
                                    const struct slot_copy *bad)
{
    struct diff_value *facts = ARENA_ARRAY(&d->arena, good->n_facts + 1, struct diff_value);
    size_t n = facts != NULL ? compare_facts(good, bad, facts) : 0;
    bool told =
        story_slot_is_told(good->known, good->value) && story_slot_is_told(bad->known, bad->value);
    bool both_held = good->known == TRI_YES && bad->known == TRI_YES;
    if (facts == NULL) {
        return SPW_NO_MEMORY;
    }
    if (!told || (both_held && (good->n_facts == 0) != (bad->n_facts == 0)) ||
        (n == 0 && slice_eq(words_of(good), words_of(bad)))) {
        return SPW_OK;
    }
    struct diff_slot *slot = array_push(&d->slots);
    if (slot == NULL) {
        return SPW_NO_MEMORY;
    }
    *slot = (struct diff_slot){
        good->key,  good->label, {slice_cstr(good->label), words_of(good), words_of(bad), false},
        good->line, bad->line,   facts,
        n};
    return SPW_OK;
}

static enum spw_status compare_slots(struct diff *d)
{
    struct slot_copy *good = NULL;
    struct slot_copy *bad = NULL;
    size_t n = 0;
    enum spw_status status = copy_slots(d, d->good->engine, &good, &n);
    status = status == SPW_OK ? copy_slots(d, d->bad->engine, &bad, &n) : status;
    for (size_t i = 0; i < n && status == SPW_OK; i++) {
        if (slice_starts(slice_cstr(good[i].key), SLICE("store."))) {
            status = compare_slot(d, &good[i], &bad[i]);
        }
    }
    return status;
}

/* ---- attempts ------------------------------------------------------------------------------------------------ */

static const struct spw_attempt *attempt_of(const struct story *s, unsigned id)
{
    const struct spw_report *r = spw_engine_report(s->engine);
    for (size_t i = 0; i < r->n_attempts && id != 0; i++) {
        if (r->attempts[i].id == id) {
            return &r->attempts[i];
        }
    }
    return NULL;
}

/* Did the phase end otherwise? What cannot be told is no difference, unless the other one failed there. */
static bool ends_otherwise(const struct spw_phase *a, const struct spw_phase *b)
{
    bool failed = a->status == SPW_PHASE_FAILED || b->status == SPW_PHASE_FAILED;
    bool told = a->status != SPW_PHASE_UNKNOWN && b->status != SPW_PHASE_UNKNOWN;
    return (a->relevant || b->relevant) && a->status != b->status && (told || failed);
}

static enum spw_phase_id first_phase(const struct spw_attempt *a, const struct spw_attempt *b)
{
    unsigned i = 0;
    while (i < SPW_PHASE_COUNT &&
           (a == NULL || b == NULL || !ends_otherwise(&a->phases[i], &b->phases[i]))) {
        i++;
    }
    return (enum spw_phase_id)i;
}

static bool has_attempt(const struct diff *d, const struct spw_attempt *a)
{
    bool found = false;
    for (size_t i = 0; i < d->attempts.n && !found; i++) {
        const struct diff_attempt *p = ARRAY_AT(&d->attempts, struct diff_attempt, i);
        found = p->good == a || p->bad == a;
    }
    return found;
}

static enum spw_status add_attempt(struct diff *d, const struct spw_attempt *good,
                                   const struct spw_attempt *bad)
{
    struct diff_attempt *p = array_push(&d->attempts);
    if (p == NULL) {
        return SPW_LIMIT;
    }
    *p = (struct diff_attempt){good, bad, first_phase(good, bad)};
    return SPW_OK;
}

/* The first attempt of the other session with the same command that stands for none yet. */
static const struct spw_attempt *free_attempt(const struct diff *d, const struct story *s,
                                              const struct spw_attempt *like)
{
    const struct spw_report *r = spw_engine_report(s->engine);
    for (size_t i = 0; i < r->n_attempts; i++) {
        if (!has_attempt(d, &r->attempts[i]) && slice_eq(r->attempts[i].protocol, like->protocol)) {
            return &r->attempts[i];
        }
    }
    return NULL;
}

/* Attempts stand for each other when steps of theirs do; those that are left over, by their order. */
static enum spw_status pair_attempts(struct diff *d)
{
    enum spw_status status = SPW_OK;
    for (size_t i = 0; i < d->rows.n && status == SPW_OK; i++) {
        const struct diff_row *row = ARRAY_AT(&d->rows, struct diff_row, i);
        if (row->good == NULL || row->bad == NULL || row->good->kind != STEP_COMMAND) {
            continue;
        }
        const struct spw_attempt *good = attempt_of(d->good, row->good->attempt);
        const struct spw_attempt *bad = attempt_of(d->bad, row->bad->attempt);
        if (good != NULL && bad != NULL && !has_attempt(d, good) && !has_attempt(d, bad)) {
            status = add_attempt(d, good, bad);
        }
    }
    const struct spw_report *r = spw_engine_report(d->good->engine);
    for (size_t i = 0; i < r->n_attempts && status == SPW_OK; i++) {
        if (!has_attempt(d, &r->attempts[i])) {
            status = add_attempt(d, &r->attempts[i], free_attempt(d, d->bad, &r->attempts[i]));
        }
    }
    r = spw_engine_report(d->bad->engine);
    for (size_t i = 0; i < r->n_attempts && status == SPW_OK; i++) {
        if (!has_attempt(d, &r->attempts[i])) {
            status = add_attempt(d, NULL, &r->attempts[i]);
        }
    }
    return status == SPW_LIMIT ? SPW_OK : status;
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

enum spw_status diff_make(struct diff *d, const struct story *good, const struct story *bad)
{
    memset(d, 0, sizeof *d);
    d->good = good;
    d->bad = bad;
    arena_init(&d->arena, DIFF_BYTES_MAX);
    array_init(&d->settings, sizeof(struct diff_setting), STORY_SETTINGS_MAX);
    array_init(&d->slots, sizeof(struct diff_slot), LIST_MAX);
    array_init(&d->attempts, sizeof(struct diff_attempt), LIST_MAX);
    array_init(&d->findings_good, sizeof(const struct spw_finding *), LIST_MAX);
    array_init(&d->findings_bad, sizeof(const struct spw_finding *), LIST_MAX);
    enum spw_status status = diff_rows(d);
    status = status == SPW_OK ? compare_settings(d) : status;
    status = status == SPW_OK ? compare_slots(d) : status;
    status = status == SPW_OK ? pair_attempts(d) : status;
    if (status == SPW_OK) {
        status = match_findings(spw_engine_report(good->engine), spw_engine_report(bad->engine),
                                &d->findings_good, &d->findings_bad);
    }
    return status;
}

void diff_dispose(struct diff *d)
{
    array_dispose(&d->rows);
    array_dispose(&d->settings);
    array_dispose(&d->slots);
    array_dispose(&d->attempts);
    array_dispose(&d->findings_good);
    array_dispose(&d->findings_bad);
    arena_dispose(&d->arena);
}

bool diff_is_same(const struct diff *d)
{
    return d->first == d->rows.n && d->settings.n + d->slots.n == 0 &&
           d->findings_good.n + d->findings_bad.n == 0;
}
