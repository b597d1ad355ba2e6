/* The rows of a comparison: steps aligned by what they mean, their values compared by name. */
#include "compare/diff_rows.h"
#include "base/map.h"
#include "compare/align.h"

enum {
    ROWS_MAX = 2 * STORY_STEPS_MAX,
    STRETCH = 1 /* how many commands an indication may be early or late */
};

/* ---- values ------------------------------------------------------------------------------------------------ */

static const struct story_value *value_named(const struct step *s, struct slice name, size_t nth)
{
    for (size_t i = 0; i < s->n_values; i++) {
        if (slice_eq(s->values[i].name, name) && nth-- == 0) {
            return &s->values[i];
        }
    }
    return NULL;
}

static size_t same_names_before(const struct step *s, size_t i)
{
    size_t n = 0;
    for (size_t k = 0; k < i; k++) {
        n += slice_eq(s->values[k].name, s->values[i].name);
    }
    return n;
}

/* One printed less than the other did, or in another case: then they agree as far as both tell. */
static bool agree(const struct step *s, const struct story_value *a, const struct story_value *b)
{
    if (a->aside || b->aside) {
        return true;
    }
    return s->kind == STEP_COMMAND ? slice_eq(a->steady, b->steady)
                                   : slice_eq_nocase(a->steady, b->steady);
}

static void set_value(struct diff_value *v, const struct story_value *good,
                      const struct story_value *bad)
{
    v->name = good != NULL ? good->name : bad->name;
    v->good = good != NULL ? good->steady : slice_of(NULL, 0);
    v->bad = bad != NULL ? bad->steady : slice_of(NULL, 0);
    v->secret = (good != NULL && good->secret) || (bad != NULL && bad->secret);
}

/* Fills `out`, which has room for all of both, and returns how many differ. A parameter that only one
 * command has differs; what only one module prints is not compared. */
static size_t compare_values(const struct step *good, const struct step *bad,
                             struct diff_value *out)
{
    size_t n = 0;
    if (good->kind == STEP_STORE && (good->n_values == 1) != (bad->n_values == 1)) {
        return 0; /* of one only the length or the identifier is known: the bytes were not recorded */
    }
    for (size_t i = 0; i < good->n_values; i++) {
        const struct story_value *a = &good->values[i];
        const struct story_value *b = value_named(bad, a->name, same_names_before(good, i));
        bool lone = b == NULL && good->kind == STEP_COMMAND && !a->aside && a->text.n > 0;
        if (lone || (b != NULL && !agree(good, a, b))) {
            set_value(&out[n++], a, b);
        }
    }
    for (size_t i = 0; i < bad->n_values; i++) {
        const struct story_value *b = &bad->values[i];
        bool lone = value_named(good, b->name, same_names_before(bad, i)) == NULL;
        if (lone && bad->kind == STEP_COMMAND && !b->aside && b->text.n > 0) {
            set_value(&out[n++], NULL, b);
        }
    }
    return n;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

static enum spw_status add_row(struct diff *d, const struct step *good, const struct step *bad,
                               enum diff_kind kind)
{
    struct diff_row *row = array_push(&d->rows);
    if (row == NULL) {
        return SPW_NO_MEMORY;
    }
    *row = (struct diff_row){.kind = kind, .good = good, .bad = bad};
    if (kind == DIFF_SAME && good->n_values + bad->n_values > 0) {
        struct diff_value *values =
            ARENA_ARRAY(&d->arena, good->n_values + bad->n_values, struct diff_value);
        if (values == NULL) {
            return SPW_NO_MEMORY;
        }
        row->values = values;
        row->n_values = compare_values(good, bad, values);
        row->kind = row->n_values > 0 ? DIFF_CHANGED : DIFF_SAME;
    }
    return SPW_OK;
}

/* One session on its way to the rows. */
struct side {
    const struct story *story;
    struct array asked,
        numbers; /* uint32_t: steps but indications, and the numbers of their keys */
    struct array told, told_numbers; /* the same of indications */
    struct array places;             /* uint32_t: in which gap of the pairs an indication stands */
};

static enum spw_status push(struct array *list, uint32_t number)
{
    uint32_t *slot = array_push(list);
    if (slot == NULL) {
        return SPW_NO_MEMORY;
    }
    *slot = number;
    return SPW_OK;
}

static uint32_t number_at(const struct array *list, size_t i)
{
    return ((const uint32_t *)list->items)[i];
}

static const struct step *step_at(const struct story *s, const struct array *list, int32_t i)
{
    return i < 0 ? NULL : ARRAY_AT(&s->steps, struct step, number_at(list, (size_t)i));
}

/* Numbers for the keys of the steps, the same for the same key. */
static enum spw_status read_side(struct side *side, const struct story *s, struct map *keys)
{
    struct array *lists[] = {&side->asked, &side->numbers, &side->told, &side->told_numbers,
                             &side->places};
    enum spw_status status = SPW_OK;
    side->story = s;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        array_init(lists[i], sizeof(uint32_t), STORY_STEPS_MAX);
    }
    for (size_t i = 0; i < s->steps.n && status == SPW_OK; i++) {
        const struct step *step = ARRAY_AT(&s->steps, struct step, i);
        bool told = step->kind == STEP_INDICATION || step->kind == STEP_STORE;
        uint32_t number = (uint32_t)keys->n;
        status = map_put(keys, step->key, number, &number);
        status = status == SPW_OK ? push(told ? &side->told : &side->asked, (uint32_t)i) : status;
        status =
            status == SPW_OK ? push(told ? &side->told_numbers : &side->numbers, number) : status;
    }
    return status;
}

static void dispose_side(struct side *side)
{
    array_dispose(&side->asked);
    array_dispose(&side->numbers);
    array_dispose(&side->told);
    array_dispose(&side->told_numbers);
    array_dispose(&side->places);
}

static enum spw_status align_lists(const struct array *a, const struct array *b, struct array *out,
                                   bool *aligned)
{
    bool whole = true;
    enum spw_status status =
        align((const uint32_t *)a->items, a->n, (const uint32_t *)b->items, b->n, out, &whole);
    *aligned = *aligned && whole;
    return status;
}

/* The gap of an indication is the number of pairs whose step stands before it. */
static enum spw_status find_places(struct side *side, const struct array *pairs, bool good)
{
    enum spw_status status = SPW_OK;
    size_t gap = 0;
    for (size_t i = 0; i < side->told.n && status == SPW_OK; i++) {
        uint32_t at = number_at(&side->told, i);
        for (; gap < pairs->n; gap++) {
            const struct align_pair *p = ARRAY_AT(pairs, struct align_pair, gap);
            int32_t step = good ? p->a : p->b;
            if (step >= 0 && number_at(&side->asked, (size_t)step) > at) {
                break;
            }
        }
        status = push(&side->places, (uint32_t)gap);
    }
    return status;
}

/* ---- order of indications ----------------------------------------------------------------------------------- */

/* What was said by turns, and what came unasked, are aligned by themselves: an indication comes when it
 * comes, and what a slot holds may be known earlier or later. */
struct merge {
    struct diff *d;
    struct side good, bad;
    struct array asked, told;   /* struct align_pair */
    size_t next_good, next_bad; /* of `told`, to be put for either side */
};

static const struct align_pair *told_at(const struct merge *m, size_t i)
{
    return ARRAY_AT(&m->told, struct align_pair, i);
}

/* How many commands stand between two gaps; more than STRETCH count as many. */
static unsigned commands_between(const struct merge *m, size_t a, size_t b)
{
    unsigned n = 0;
    for (size_t i = a < b ? a : b; i < (a < b ? b : a) && n <= STRETCH; i++) {
        const struct align_pair *p = ARRAY_AT(&m->asked, struct align_pair, i);
        const struct step *s = p->a >= 0 ? step_at(m->good.story, &m->good.asked, p->a)
                                         : step_at(m->bad.story, &m->bad.asked, p->b);
        n += s->kind == STEP_COMMAND;
    }
    return n;
}

/* An indication of one side, whose twin, if it has one, stands in another gap. */
static enum spw_status put_lone(struct merge *m, const struct align_pair *p, bool good)
{
    const struct step *step = good ? step_at(m->good.story, &m->good.told, p->a)
                                   : step_at(m->bad.story, &m->bad.told, p->b);
    bool moved = p->a >= 0 && p->b >= 0 &&
                 commands_between(m, number_at(&m->good.places, (size_t)p->a),
                                  number_at(&m->bad.places, (size_t)p->b)) <= STRETCH;
    enum diff_kind kind = moved ? DIFF_MOVED : good ? DIFF_GOOD : DIFF_BAD;
    if (step->kind == STEP_STORE) {
        /* That only one recording tells what a slot holds is no difference: the command that loads it
         * is, when the other session does without. */
        return SPW_OK;
    }
    return add_row(m->d, good ? step : NULL, good ? NULL : step, kind);
}

/* Does the next indication of a side stand in this gap? */
static bool is_due(const struct merge *m, size_t *next, bool good, size_t gap)
{
    for (; *next < m->told.n; (*next)++) {
        int32_t i = good ? told_at(m, *next)->a : told_at(m, *next)->b;
        if (i >= 0) {
            return number_at(good ? &m->good.places : &m->bad.places, (size_t)i) == gap;
        }
    }
    return false;
}

static enum spw_status put_gap(struct merge *m, size_t gap)
{
    enum spw_status status = SPW_OK;
    while (status == SPW_OK) {
        bool good = is_due(m, &m->next_good, true, gap);
        bool bad = is_due(m, &m->next_bad, false, gap);
        if (good && bad && m->next_good == m->next_bad) {
            const struct align_pair *p = told_at(m, m->next_good);
            status = add_row(m->d, step_at(m->good.story, &m->good.told, p->a),
                             step_at(m->bad.story, &m->bad.told, p->b), DIFF_SAME);
            m->next_good++;
            m->next_bad++;
        } else if (good && (!bad || m->next_good < m->next_bad)) {
            status = put_lone(m, told_at(m, m->next_good++), true);
        } else if (bad) {
            status = put_lone(m, told_at(m, m->next_bad++), false);
        } else {
            break;
        }
    }
    return status;
}

static enum spw_status merge_rows(struct merge *m)
{
    enum spw_status status = SPW_OK;
    for (size_t i = 0; i < m->asked.n && status == SPW_OK; i++) {
        const struct align_pair *p = ARRAY_AT(&m->asked, struct align_pair, i);
        const struct step *good = step_at(m->good.story, &m->good.asked, p->a);
        const struct step *bad = step_at(m->bad.story, &m->bad.asked, p->b);
        enum diff_kind kind = bad == NULL ? DIFF_GOOD : good == NULL ? DIFF_BAD : DIFF_SAME;
        status = put_gap(m, i);
        if (status == SPW_OK) {
            status = add_row(m->d, good, bad, kind);
        }
    }
    return status == SPW_OK ? put_gap(m, m->asked.n) : status;
}

static enum spw_status align_sides(struct merge *m)
{
    struct diff *d = m->d;
    enum spw_status status = align_lists(&m->good.numbers, &m->bad.numbers, &m->asked, &d->aligned);
    if (status == SPW_OK) {
        status = align_lists(&m->good.told_numbers, &m->bad.told_numbers, &m->told, &d->aligned);
    }
    status = status == SPW_OK ? find_places(&m->good, &m->asked, true) : status;
    return status == SPW_OK ? find_places(&m->bad, &m->asked, false) : status;
}

enum spw_status diff_rows(struct diff *d)
{
    struct merge m = {.d = d};
    struct map keys;
    d->aligned = true;
    array_init(&d->rows, sizeof(struct diff_row), ROWS_MAX);
    map_init(&keys, ROWS_MAX, false);
    array_init(&m.asked, sizeof(struct align_pair), ROWS_MAX);
    array_init(&m.told, sizeof(struct align_pair), ROWS_MAX);
    enum spw_status status = read_side(&m.good, d->good, &keys);
    enum spw_status other = read_side(&m.bad, d->bad, &keys);
    status = status == SPW_OK ? other : status;
    status = status == SPW_OK ? align_sides(&m) : status;
    status = status == SPW_OK ? merge_rows(&m) : status;
    while (d->first < d->rows.n &&
           !diff_is_real(ARRAY_AT(&d->rows, struct diff_row, d->first)->kind)) {
        d->first++;
    }
    map_dispose(&keys);
    array_dispose(&m.asked);
    array_dispose(&m.told);
    dispose_side(&m.good);
    dispose_side(&m.bad);
    return status;
}
