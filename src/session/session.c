/* Events into the model: one small handler a meaning, found in a table. */
#include "session/session.h"

#include <string.h>

#include "base/memory.h"
#include "session/private.h"

/* What single meanings do to the model. Meanings without a row change nothing but the tallies. */
static step_fn *const steps[M_COUNT] = {
    [M_CAPTURE_GAP] = boot_lost,
    [M_POWER_ON] = boot_power_on,
    [M_RADIO_STARTED] = boot_radio_started,
    [M_FACTORY_RESET] = boot_factory_reset,
    [M_WIFI_UP] = radio_up,
    [M_RADIO_DOWN] = radio_down,
    [M_NETWORK_LOST] = radio_lost,
    [M_DEAUTHENTICATED] = radio_lost,
    [M_DISASSOCIATED] = radio_lost,
    [M_WIFI_JOIN] = radio_joined,
    [M_WIFI_ASSOCIATED] = radio_associated,
    [M_DHCP_FAILED] = radio_address_lost,
    [M_NETWORK_FOUND] = radio_scanned,
    [M_DATE] = clock_date,
    [M_TIME_OF_DAY] = clock_time_of_day,
    [M_NTP_TIME] = clock_ntp,
    [M_VARIABLE] = variable_reply,
    [M_SOCKET_OPENED] = socket_opened,
    [M_SOCKET_CLOSED] = socket_closed,
    [M_PENDING_LENGTH] = socket_pending,
    [M_BARE_SOCKET_REPLY] = socket_bare,
    [M_CONTENT_CA] = store_listed,
    [M_CONTENT_CERT] = store_listed,
    [M_CONTENT_KEY] = store_listed,
    [M_CONTENT_ID] = store_listed,
    [M_CONTENT_CLEANED] = store_cleaned_reply,
    [M_SUBJECT_KEY_ID] = store_key_id,
    [M_LOADING] = store_loading,
};

enum spw_status session_new(struct session **out, const struct knowledge *k,
                            const struct session_options *o, struct settle_sink sink)
{
    struct session *s = MEMORY_NEW(struct session);
    struct session_private *p = MEMORY_NEW(struct session_private);

    if (s == NULL || p == NULL) {
        memory_free(s);
        memory_free(p);
        return SPW_NO_MEMORY;
    }
    s->priv = p;
    s->knowledge = k;
    p->options = *o;
    p->sink = sink;
    tally_init(&s->trace);
    tally_init(&s->boot);
    tally_init(&p->attempt.tally);
    array_init(&s->variables, sizeof(struct variable), VARIABLES_MAX);
    array_init(&s->objects, sizeof(struct seen_object), OBJECTS_MAX);
    array_init(&s->file_names, sizeof(struct text_fact), FILES_MAX);
    array_init(&s->scan.names, sizeof(struct scanned), SCAN_NAMES_MAX);
    array_init(&p->closed, sizeof(struct spw_attempt), ATTEMPTS_KEPT);
    arena_init(&s->perm, PERM_MAX);
    arena_init(&s->store_arena, STORE_ARENA_MAX);
    arena_init(&p->attempt.arena, ATTEMPT_ARENA_MAX);
    arena_init(&s->exchange.arena, EXCHANGE_ARENA_MAX);
    for (int i = 0; i < SLOT_COUNT; i++) {
        arena_init(&p->slot_arena[i], STORE_ARENA_MAX);
    }
    s->clock.module_time = TIME_NONE;
    s->clock.now = o->now;
    s->clock.trace_time = o->now_is_trace_time ? o->now : TIME_NONE;
    s->clock.trace_time_how = o->now_is_trace_time ? SLICE("the time given") : slice_of(NULL, 0);
    *out = s;
    return SPW_OK;
}

void session_free(struct session *s)
{
    if (s == NULL) {
        return;
    }
    tally_dispose(&s->trace);
    tally_dispose(&s->boot);
    tally_dispose(&s->priv->attempt.tally);
    array_dispose(&s->variables);
    array_dispose(&s->objects);
    array_dispose(&s->file_names);
    array_dispose(&s->scan.names);
    array_dispose(&s->priv->closed);
    arena_dispose(&s->perm);
    arena_dispose(&s->store_arena);
    arena_dispose(&s->priv->attempt.arena);
    arena_dispose(&s->exchange.arena);
    for (int i = 0; i < SLOT_COUNT; i++) {
        arena_dispose(&s->priv->slot_arena[i]);
    }
    memory_free(s->priv);
    memory_free(s);
}

void session_settle(struct session *s, enum settle_kind kind, const struct seen_object *object)
{
    struct settle at = {.kind = kind, .session = s, .object = object};
    at.attempt = kind == SETTLE_ATTEMPT ? s->current : NULL;
    at.exchange = kind == SETTLE_EXCHANGE ? &s->exchange : NULL;
    s->priv->sink.settle(s->priv->sink.context, &at);
}

void session_settle_open(struct session *s, enum settle_kind kind, bool open)
{
    struct settle at = {.kind = kind, .open = open, .session = s};
    at.attempt = kind == SETTLE_ATTEMPT ? s->current : NULL;
    at.exchange = kind == SETTLE_EXCHANGE ? &s->exchange : NULL;
    s->priv->sink.settle(s->priv->sink.context, &at);
}

struct slice session_keep(struct session *s, struct slice text)
{
    return arena_copy(&s->perm, text);
}

/* The buffer is made at the first use and kept; `kept` may be cleared by setting its n to 0. */
void session_overwrite(struct session *s, struct slice *kept, struct slice text)
{
    size_t n = text.n < FACT_TEXT_MAX ? text.n : FACT_TEXT_MAX;
    uint8_t *room = NULL;

    if (kept->p == NULL) {
        kept->p = arena_alloc(&s->perm, FACT_TEXT_MAX + 1);
    }
    kept->n = 0;
    if (kept->p == NULL || n == 0) {
        return;
    }
    memcpy(&room, &kept->p, sizeof room); /* our own buffer, seen through a read-only slice */
    memmove(room, text.p, n);
    kept->n = n;
}

void session_put(struct session *s, struct text_fact *f, struct slice text, const struct mark *at)
{
    session_overwrite(s, &f->text, text);
    f->at = *at;
}

void session_text_fact(struct session *s, struct text_fact *f, struct slice text,
                       const struct at_event *e)
{
    struct mark at;
    if (text.n > 0) {
        at = session_mark(e);
        session_put(s, f, text, &at);
    }
}

struct slice session_number_means(const struct session *s, struct slice field, int number)
{
    struct slice word = {NULL, 0};
    struct buf text;

    buf_init(&text, 24);
    buf_i64(&text, number);
    for (size_t i = 0; i < s->knowledge->n_dialects && word.n == 0; i++) {
        word = dialect_enum(&s->knowledge->dialects[i], field, buf_slice(&text));
    }
    buf_dispose(&text);
    return word;
}

struct mark session_mark(const struct at_event *e)
{
    struct mark m;
    mark_set(&m, e->span, e->text);
    return m;
}

/* ---- events ------------------------------------------------------------------------------------------- */

static void count(struct session *s, const struct at_event *e)
{
    s->sequence = e->sequence;
    s->n_commands += e->kind == AT_COMMAND ? 1 : 0;
    s->n_replies += e->kind == AT_REPLY ? 1 : 0;
    s->n_indications += e->kind == AT_INDICATION ? 1 : 0;
}

static void tell_failure(struct session *s, const struct at_event *e)
{
    bool failure = (e->reply != NULL && e->reply->failure) ||
                   (e->indication != NULL && e->indication->failure);
    struct mark at;

    if (failure && s->priv->sink.failure != NULL) {
        at = session_mark(e);
        s->priv->sink.failure(s->priv->sink.context, e->meaning, &at,
                              s->current != NULL ? s->current->id : 0);
    }
}

static void tally_both(struct session *s, const struct at_event *e)
{
    struct occurrence *newest = tally_note(s, e);
    tally_add(&s->trace, e->meaning, newest);
    tally_add(&s->boot, e->meaning, newest);
}

static void on_command(struct session *s, const struct at_event *e)
{
    s->priv->era_commands++;
    attempt_on_command(s, e);
    exchange_on_command(s, e);
    store_on_command(s, e);
    radio_scan_begins(s, e);
}

static void on_answer(struct session *s, const struct at_event *e)
{
    if (e->kind == AT_INDICATION) {
        (void)boot_maybe(s, e);
    }
    attempt_on_reply(s, e);
    if (e->meaning == M_FILE_LISTED ||
        (s->priv->exchange_open && s->exchange.meaning == M_FILE_LIST && e->kind == AT_REPLY &&
         e->reply == NULL)) {
        file_on_listing(s, e);
    }
    if (steps[e->meaning] != NULL) {
        steps[e->meaning](s, e);
    }
    tell_failure(s, e);
}

/* Its answer may stand in the part that is missing: the rules are not asked about it. */
static void on_end_unheard(struct session *s, const struct at_event *e)
{
    exchange_on_end(s, e);
    attempt_on_end(s, e);
    store_on_end_unheard(s);
}

static void on_end(struct session *s, const struct at_event *e)
{
    if (e->exchange->unheard) {
        on_end_unheard(s, e);
        return;
    }
    if (e->exchange->orphan) {
        exchange_forget(s);
    }
    exchange_on_end(s, e);
    attempt_on_end(s, e);
    store_on_end(s, e);
    clock_on_end(s);
    variable_on_end(s);
    socket_on_end(s);
    file_on_end(s);
    radio_scan_ends(s);
    if (s->exchange.result == AT_RESULT_NONE && !s->exchange.replied &&
        s->exchange.meaning != M_RESET) {
        struct at_event none = {
            .kind = AT_NOTE, .meaning = M_NO_REPLY, .sequence = e->sequence, .number = -1};
        none.span = s->exchange.at.span;
        none.text = mark_text(&s->exchange.at);
        tally_both(s, &none);
    }
    session_settle(s, SETTLE_EXCHANGE, NULL);
}

static void on_event(void *context, const struct at_event *e)
{
    struct session *s = context;

    if (e->mentioned || e->kind == AT_NOISE) {
        return;
    }
    s->priv->noted = NULL;
    count(s, e);
    clock_stamp(s, e);
    switch (e->kind) {
    case AT_COMMAND:
        on_command(s, e);
        break;
    case AT_REPLY:
    case AT_INDICATION:
    case AT_NOTE:
        on_answer(s, e);
        break;
    case AT_PAYLOAD:
        exchange_on_payload(s, e);
        store_on_payload(s, e);
        break;
    case AT_OBJECT:
        store_on_object(s, e);
        break;
    case AT_EXCHANGE_END:
        on_end(s, e);
        return;
    case AT_NOISE:
        return;
    }
    s->priv->era_events++;
    tally_both(s, e);
}

struct at_sink session_sink(struct session *s) { return (struct at_sink){on_event, s}; }

void session_set_dialect(struct session *s, const struct dialect *d) { s->dialect = d; }

void session_set_lines(struct session *s, uint64_t lines) { s->lines = lines; }

void session_set_chain(struct session *s, const struct x509_chain *chain) { s->chain = chain; }

void session_finish(struct session *s)
{
    attempt_settle(s);
    session_settle(s, SETTLE_BOOT, NULL);
    session_settle(s, SETTLE_TRACE, NULL);
}

/* The command that waits, as if no answer came any more. */
static void peek_exchange(struct session *s, const struct at_waiting *w)
{
    struct exchange *x = &s->exchange;
    struct exchange before = *x;

    if (!w->open || !s->priv->exchange_open) {
        return;
    }
    if (w->has_payload) {
        exchange_note_payload(x, &w->payload);
        x->payload_closed = true; /* by the silence */
    }
    x->result = AT_RESULT_NONE;
    x->replied = w->replied;
    session_settle_open(s, SETTLE_EXCHANGE, false);
    *x = before;
}

void session_peek(struct session *s, bool ended, const struct at_waiting *w)
{
    if (ended) {
        peek_exchange(s, w);
    }
    attempt_peek(s, ended);
    session_settle_open(s, SETTLE_BOOT, !ended);
    session_settle_open(s, SETTLE_TRACE, !ended);
}

const struct spw_attempt *session_attempts(const struct session *s, size_t *n, size_t *dropped)
{
    *n = s->priv->closed.n;
    *dropped = s->priv->closed_dropped;
    return s->priv->closed.items;
}
