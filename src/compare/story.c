#include "compare/story.h"

#include "compare/steady.h"

enum { STORY_BYTES_MAX = 512 * 1024 * 1024, TEXT_SHOWN_MAX = 240, VALUES_MAX = 64, KEY_MAX = 1024 };

/* ---- what a step is about --------------------------------------------------------------------------------- */

static const enum step_kind kinds[] = {[SPW_EVENT_COMMAND] = STEP_COMMAND,
                                       [SPW_EVENT_REPLY] = STEP_ANSWER,
                                       [SPW_EVENT_INDICATION] = STEP_INDICATION,
                                       [SPW_EVENT_PAYLOAD] = STEP_PAYLOAD,
                                       [SPW_EVENT_OBJECT] = STEP_OTHER,
                                       [SPW_EVENT_NOTE] = STEP_OTHER,
                                       [SPW_EVENT_NOISE] = STEP_OTHER};

/* Values that tell what a step is about rather than how it was done: setting one variable is not setting
 * another one otherwise. */
static bool is_subject(struct slice name)
{
    static const struct slice subjects[] = {SLICE_INIT("key"), SLICE_INIT("slot")};
    bool found = false;
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0] && !found; i++) {
        found = slice_eq(name, subjects[i]);
    }
    return found;
}

static void put_folded(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        buf_byte(out, ascii_fold(s.p[i]));
    }
}

static struct slice key_of(struct story *s, const struct spw_event *ev)
{
    struct buf key;
    buf_init(&key, KEY_MAX);
    buf_cstr(&key, spw_event_kind_name(ev->kind));
    buf_byte(&key, ' ');
    put_folded(&key, ev->meaning.n > 0 ? ev->meaning : slice_sub(ev->name, 0, TEXT_SHOWN_MAX));
    if (ev->kind == SPW_EVENT_REPLY && ev->number_printed >= 0) {
        buf_printf(&key, " %d", ev->number_printed);
    }
    for (size_t i = 0; i < ev->n_values; i++) {
        if (is_subject(ev->values[i].name)) {
            buf_byte(&key, ' ');
            put_folded(&key, slice_sub(ev->values[i].text, 0, TEXT_SHOWN_MAX));
        }
    }
    struct slice copy = arena_copy(&s->arena, buf_slice(&key));
    buf_dispose(&key);
    return copy;
}

/* ---- taking in ---------------------------------------------------------------------------------------------- */

static struct slice keep(struct story *s, struct slice text)
{
    struct slice copy = arena_copy(&s->arena, text);
    if (copy.p == NULL) {
        s->status = SPW_NO_MEMORY;
    }
    return copy;
}

static struct step *add_step(struct story *s)
{
    if (s->steps.n == STORY_STEPS_MAX) {
        s->dropped++;
        return NULL;
    }
    struct step *step = array_push(&s->steps);
    s->status = step == NULL ? SPW_NO_MEMORY : s->status;
    return step;
}

static void set_value(struct story *s, struct story_value *v, struct slice name, struct slice text)
{
    v->name = keep(s, name);
    v->text = keep(s, text);
    v->steady = steady_text(&s->arena, v->text);
    s->status = v->steady.p == NULL ? SPW_NO_MEMORY : s->status;
}

static struct story_value *new_values(struct story *s, size_t n)
{
    struct story_value *values = ARENA_ARRAY(&s->arena, n, struct story_value);
    s->status = values == NULL ? SPW_NO_MEMORY : s->status;
    return values;
}

static void add_values(struct story *s, struct step *step, const struct spw_event *ev)
{
    size_t n = ev->n_values < VALUES_MAX ? ev->n_values : VALUES_MAX;
    bool host = ev->kind == SPW_EVENT_COMMAND;
    struct story_value *values = new_values(s, n + 1);
    for (size_t i = 0; i < n && values != NULL; i++) {
        set_value(s, &values[i], ev->values[i].name, ev->values[i].text);
        values[i].secret = ev->values[i].secret;
        values[i].aside = steady_is_aside(ev->values[i].name, host);
    }
    if (values != NULL && ev->kind == SPW_EVENT_PAYLOAD && ev->declared != UINT64_MAX &&
        ev->seen > 0) { /* none: they were not recorded */
        struct buf count;
        buf_init(&count, KEY_MAX);
        buf_printf(&count, "%llu of %llu", (unsigned long long)ev->seen,
                   (unsigned long long)ev->declared);
        set_value(s, &values[n++], SLICE("bytes found"), buf_slice(&count));
        buf_dispose(&count);
    }
    step->values = values;
    step->n_values = values != NULL ? n : 0;
}

static void note_setting(struct story *s, const struct step *step)
{
    const struct story_value *key = NULL;
    const struct story_value *value = NULL;
    for (size_t i = 0; i < step->n_values; i++) {
        key = slice_eq(step->values[i].name, SLICE("key")) ? &step->values[i] : key;
        value = slice_eq(step->values[i].name, SLICE("value")) ? &step->values[i] : value;
    }
    if (key == NULL || value == NULL) {
        return;
    }
    struct story_setting *setting = NULL;
    for (size_t i = 0; i < s->settings.n && setting == NULL; i++) {
        struct story_setting *known = ARRAY_AT(&s->settings, struct story_setting, i);
        setting = slice_eq_nocase(known->name, key->text) ? known : NULL;
    }
    if (setting == NULL && s->settings.n < STORY_SETTINGS_MAX) {
        setting = array_push(&s->settings);
    }
    if (setting != NULL) {
        *setting = (struct story_setting){key->text, value->steady, step->line, value->secret};
    }
}

static void on_event(void *context, const struct spw_event *ev)
{
    struct story *s = context;
    if (ev->mentioned || ev->kind == SPW_EVENT_NOISE) {
        return; /* prose and the printouts of drivers are no part of the dialogue */
    }
    struct step *step = add_step(s);
    if (step == NULL) {
        return;
    }
    step->kind = kinds[ev->kind];
    step->key = key_of(s, ev);
    step->text = keep(s, slice_sub(ev->text, 0, TEXT_SHOWN_MAX));
    step->line = ev->span.line;
    step->attempt = ev->attempt;
    step->failure = ev->failure;
    add_values(s, step, ev);
    note_setting(s, step);
}

bool story_slot_is_told(enum tri known, struct slice value)
{
    return known == TRI_NO || (known == TRI_YES && !slice_ends(value, SLICE(" bytes")) &&
                               !slice_eq(value, SLICE("present")));
}

/* The step of this slot that belongs to the command that is going on; NULL: there is none yet. */
static struct step *open_step(struct story *s, struct slice key)
{
    for (size_t i = s->steps.n; i > 0; i--) {
        struct step *step = ARRAY_AT(&s->steps, struct step, i - 1);
        if (step->kind == STEP_STORE && slice_eq(step->key, key)) {
            return step;
        }
        if (step->kind == STEP_COMMAND) {
            break;
        }
    }
    return NULL;
}

/* Was this told before? Then only how sure it is has changed. */
static bool holds_already(const struct story *s, struct slice key, struct slice value)
{
    for (size_t i = s->steps.n; i > 0; i--) {
        const struct step *step = ARRAY_AT(&s->steps, struct step, i - 1);
        if (step->kind == STEP_STORE && slice_eq(step->key, key)) {
            return slice_eq(step->text, value);
        }
    }
    return false;
}

/* A slot of the store that now holds something else is a step of its own: which certificate was loaded is
 * told by what it is, not by its bytes. */
static void on_state(void *context, size_t index, const struct spw_state_row *row)
{
    struct story *s = context;
    struct slice key = slice_cstr(row->key);
    (void)index;
    if (!slice_starts(key, SLICE("store.")) || row->known != TRI_YES ||
        !story_slot_is_told(row->known, row->value) || holds_already(s, key, row->value)) {
        return;
    }
    struct step *step = open_step(s, key);
    step = step != NULL ? step : add_step(s);
    size_t n = row->n_facts < VALUES_MAX ? row->n_facts : VALUES_MAX;
    struct story_value *values = step != NULL ? new_values(s, n + 1) : NULL;
    if (values == NULL) {
        return;
    }
    step->kind = STEP_STORE;
    step->key = keep(s, key);
    step->text = keep(s, row->value);
    step->line = row->at.span.line;
    set_value(s, &values[0], slice_cstr(row->label), row->value);
    for (size_t i = 0; i < n; i++) {
        set_value(s, &values[i + 1], slice_cstr(row->facts[i].label), row->facts[i].text);
    }
    step->values = values;
    step->n_values = n + 1;
}

enum spw_status story_read(struct story *s, struct slice trace, const struct spw_knowledge *k,
                           const struct spw_options *options)
{
    const struct spw_observer observer = {NULL, on_event, on_state, s};
    memset(s, 0, sizeof *s);
    arena_init(&s->arena, STORY_BYTES_MAX);
    array_init(&s->steps, sizeof(struct step), STORY_STEPS_MAX);
    array_init(&s->settings, sizeof(struct story_setting), STORY_SETTINGS_MAX);
    enum spw_status status = spw_engine_new(&s->engine, k, options);
    if (status == SPW_OK) {
        spw_engine_observe(s->engine, &observer);
        status = spw_engine_feed(s->engine, trace, TIME_NONE);
    }
    if (status == SPW_OK) {
        status = spw_engine_finish(s->engine);
    }
    return status == SPW_OK ? s->status : status;
}

void story_dispose(struct story *s)
{
    spw_engine_free(s->engine);
    array_dispose(&s->steps);
    array_dispose(&s->settings);
    arena_dispose(&s->arena);
}
