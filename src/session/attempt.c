/* Connection attempts: from the command (or the first line that betrays one whose command is not in
 * the capture) to the final reply and what comes right behind it. */
#include "base/buf.h"
#include "session/private.h"

static enum attempt_kind kind_of(enum meaning m)
{
    static const uint8_t kinds[M_COUNT] = {[M_MQTT_CONNECT] = ATTEMPT_MQTT,
                                           [M_HTTP_GET] = ATTEMPT_HTTP,
                                           [M_HTTP_POST] = ATTEMPT_HTTP,
                                           [M_HTTP_REQUEST] = ATTEMPT_HTTP,
                                           [M_SOCKET_OPEN] = ATTEMPT_SOCKET,
                                           [M_WEBSOCKET_OPEN] = ATTEMPT_WEBSOCKET,
                                           [M_SMTP] = ATTEMPT_SMTP,
                                           [M_UPDATE_FIRMWARE] = ATTEMPT_UPDATE,
                                           [M_UPDATE_FILESYSTEM] = ATTEMPT_UPDATE};
    return (enum attempt_kind)kinds[m];
}

/* Error numbers that only a connection gives are rows of the dialect's enumeration. */
static bool is_connection_error(const struct session *s, int number)
{
    return session_number_means(s, SLICE("connection_error"), number).n > 0;
}

/* Lines that only a connection attempt prints. */
static bool betrays_attempt(const struct session *s, const struct at_event *e)
{
    switch ((int)e->meaning) {
    case M_SKIP_CA:
    case M_LOADING:
    case M_CERTIFICATE_ERROR:
    case M_CA_UNLOADABLE:
    case M_HTTP_STATUS:
    case M_HTTP_CLIENT_ERROR:
    case M_HTTP_SERVER_ERROR:
        return true;
    case M_ERROR:
        return e->orphan && is_connection_error(s, e->number);
    default:
        return false;
    }
}

static void start(struct session *s, const struct at_event *e)
{
    struct session_private *p = s->priv;
    struct attempt *a = &p->attempt;
    struct arena arena = a->arena;
    struct tally tally = a->tally;

    arena_reset(&arena);
    tally_reset(&tally);
    *a = (struct attempt){.arena = arena, .tally = tally};
    a->id = ++p->n_attempts;
    a->at = session_mark(e);
    a->sequence = e->sequence;
    a->error_number = -1;
    a->connection_id = -1;
    a->duration_us = -1;
    a->started = e->stamp;
    s->current = a;
    p->attempt_running = true;
    p->attempt_waits = false;
}

/* ---- parameters -------------------------------------------------------------------------------------------- */

static struct slice value_of(const struct attempt *a, enum param p)
{
    for (size_t i = 0; a->command != NULL && i < a->command->n_params && i < a->n_values; i++) {
        if (a->command->params[i].id == p) {
            return slice_trim(a->values[i]);
        }
    }
    return slice_of(NULL, 0);
}

/* What a value stands for, by the enumeration `field` of the command's dialect. */
static struct slice stands_for(const struct attempt *a, struct slice field, struct slice value)
{
    uint8_t low = value.n == 1 ? ascii_fold(value.p[0]) : 0;
    if (a->command == NULL || value.n == 0) {
        return slice_of(NULL, 0);
    }
    return dialect_enum(a->command->dialect, field, value.n == 1 ? slice_of(&low, 1) : value);
}

/* Without TLS unless it is asked for; a socket says how it is to be made. */
static enum security security_of(struct attempt *a)
{
    bool socket = a->kind == ATTEMPT_SOCKET;
    struct slice value = value_of(a, socket ? P_PROTOCOL : P_TLS);
    struct slice word =
        stands_for(a, socket ? SLICE("socket.protocol.security") : SLICE("tls.security"), value);

    if (slice_eq(word, SLICE("tls-name"))) {
        a->tls_name = value;
        return SECURITY_TLS;
    }
    if (slice_eq(word, SLICE("tls"))) {
        return SECURITY_TLS;
    }
    bool unasked = !socket && value.n == 0 && a->command != NULL;
    return unasked || slice_eq(word, SLICE("plain")) ? SECURITY_PLAIN : SECURITY_UNKNOWN;
}

static void take_parameters(struct attempt *a, const struct at_event *e)
{
    uint64_t port = 0;

    a->command = e->command;
    a->n_values = e->n_values;
    for (size_t i = 0; i < e->n_values; i++) {
        a->values[i] = arena_copy(&a->arena, e->values[i]);
        mark_set(&a->value_at[i], e->n_specs > i ? at_event_value_span(e, e->specs[i].id) : e->span,
                 e->values[i]);
        if (e->n_specs > i && e->specs[i].id == P_NONE) {
            a->value_at[i].span = e->span;
        }
    }
    a->host = value_of(a, P_HOST);
    a->path = value_of(a, P_PATH);
    a->user = value_of(a, P_USER);
    a->password = value_of(a, P_PASSWORD);
    a->client_id = value_of(a, P_CLIENT_ID);
    a->port_text = value_of(a, P_PORT);
    if (slice_to_u64(a->port_text, 65535, &port) == NUMBER_OK) {
        a->port = (unsigned)port;
    }
    a->security = security_of(a);
}

void attempt_on_command(struct session *s, const struct at_event *e)
{
    enum attempt_kind kind = kind_of(e->meaning);

    attempt_settle(s);
    if (kind == ATTEMPT_UNKNOWN || e->command == NULL) {
        return;
    }
    start(s, e);
    s->current->kind = kind;
    take_parameters(s->current, e);
}

/* ---- answers ------------------------------------------------------------------------------------------------- */

static void learn_kind(struct attempt *a, const struct at_event *e)
{
    if (a->kind == ATTEMPT_UNKNOWN &&
        (e->meaning == M_HTTP_STATUS || e->meaning == M_HTTP_CLIENT_ERROR ||
         e->meaning == M_HTTP_SERVER_ERROR)) {
        a->kind = ATTEMPT_HTTP;
    }
    if (a->kind == ATTEMPT_UNKNOWN && e->meaning == M_MQTT_CLOSED) {
        a->kind = ATTEMPT_MQTT;
    }
    if (e->meaning == M_SKIP_CA || e->meaning == M_LOADING || e->meaning == M_CERTIFICATE_ERROR ||
        e->meaning == M_CA_UNLOADABLE) {
        a->security = SECURITY_TLS;
    }
}

static void take_final(struct session *s, const struct at_event *e)
{
    struct attempt *a = s->current;
    a->final_seen = true;
    a->result = session_mark(e);
    a->ended = e->stamp;
    s->priv->attempt_running = false;
    s->priv->attempt_waits = true;
}

/* An answer outside any exchange may end an attempt whose command is not in the capture. */
static void end_orphan(struct session *s, const struct at_event *e)
{
    struct attempt *a = s->current;

    if (e->reply == NULL || !e->reply->final || a->command != NULL || !e->orphan) {
        return;
    }
    if (e->meaning == M_ERROR) {
        a->error_number = e->number;
        a->error = s->dialect != NULL ? dialect_error(s->dialect, e->number) : NULL;
        a->error_text = e->n_values > 1 ? arena_copy(&a->arena, e->values[1]) : slice_of(NULL, 0);
        a->outcome = SPW_OUTCOME_FAILED;
    } else if (e->meaning == M_OK) {
        a->outcome = SPW_OUTCOME_OK;
    }
    take_final(s, e);
}

static bool belongs(const struct session *s, const struct at_event *e)
{
    return s->current != NULL && (s->priv->attempt_running || s->priv->attempt_waits) &&
           (e->kind == AT_INDICATION || e->kind == AT_REPLY || e->kind == AT_NOTE ||
            e->kind == AT_COMMAND);
}

void attempt_on_reply(struct session *s, const struct at_event *e)
{
    bool begins = e->kind == AT_REPLY && betrays_attempt(s, e);

    if (begins && (s->current == NULL || !s->priv->attempt_running)) {
        attempt_settle(s);
        start(s, e);
    }
    if (!belongs(s, e)) {
        return;
    }
    tally_add(&s->current->tally, e->meaning, tally_note(s, e));
    learn_kind(s->current, e);
    if (e->kind == AT_REPLY) {
        end_orphan(s, e);
    }
}

void attempt_on_end(struct session *s, const struct at_event *e)
{
    struct attempt *a = s->current;
    const struct at_exchange *x = e->exchange;

    if (a == NULL || !s->priv->attempt_running || a->command == NULL || e->command != a->command) {
        return;
    }
    if (x->result == AT_RESULT_OK) {
        a->outcome = SPW_OUTCOME_OK;
    } else if (x->result == AT_RESULT_ERROR) {
        a->outcome = SPW_OUTCOME_FAILED;
        a->error_number = x->error_number;
        a->error = x->error;
        a->error_text = arena_copy(&a->arena, x->error_text);
    }
    if (x->reply != NULL) {
        a->result = *x->reply;
        a->final_seen = true;
    }
    a->ended = e->stamp;
    s->priv->attempt_running = false;
    s->priv->attempt_waits = true;
}

/* ---- the end ---------------------------------------------------------------------------------------------------- */

static bool seen(const struct attempt *a, enum meaning m) { return tally_count(&a->tally, m) > 0; }

static bool http_refused(const struct attempt *a)
{
    const struct occurrence *o = tally_last(&a->tally, M_HTTP_STATUS);
    return seen(a, M_HTTP_SERVER_ERROR) || (o != NULL && o->number >= 400);
}

/* Lines after which it cannot end well, whatever follows. */
static void judge_failure(struct attempt *a)
{
    if (seen(a, M_CERTIFICATE_ERROR) || seen(a, M_HTTP_CLIENT_ERROR) || seen(a, M_CA_UNLOADABLE) ||
        http_refused(a)) {
        a->outcome = SPW_OUTCOME_FAILED;
    }
}

/* Without a final reply the lines in between still tell much. */
static void judge_outcome(struct attempt *a)
{
    bool any = a->tally.entries.n > 0;

    judge_failure(a);
    if (a->outcome == SPW_OUTCOME_FAILED) {
        return;
    }
    if (a->outcome == SPW_OUTCOME_UNKNOWN && (seen(a, M_HTTP_STATUS) || seen(a, M_SOCKET_OPENED))) {
        a->outcome = SPW_OUTCOME_OK;
    } else if (a->outcome == SPW_OUTCOME_UNKNOWN && any) {
        a->outcome = SPW_OUTCOME_UNFINISHED;
    }
}

static void judge_connection(struct attempt *a)
{
    a->lasting =
        a->outcome == SPW_OUTCOME_OK &&
        (a->kind == ATTEMPT_MQTT || a->kind == ATTEMPT_SOCKET || a->kind == ATTEMPT_WEBSOCKET);
    a->closed_by_peer =
        seen(a, M_MQTT_CLOSED) || seen(a, M_SOCKET_CLOSED) || seen(a, M_WEBSOCKET_CLOSED);
}

/* From the attempt's command to `until`; -1 when the capture's stamps do not tell. */
static int64_t since_start(const struct attempt *a, const struct stamp *until)
{
    bool same =
        a->started.kind == until->kind && until->kind != STAMP_NONE && until->kind != STAMP_DELTA;
    return same && until->us >= a->started.us ? until->us - a->started.us : -1;
}

static void judge_duration(struct attempt *a) { a->duration_us = since_start(a, &a->ended); }

static bool same_place(const struct mark *a, const struct mark *b)
{
    return span_is_set(a->span) && a->span.offset == b->span.offset;
}

/* When a phase was seen: its place is that of something that occurred in the attempt. */
static int64_t phase_time(const struct attempt *a, const struct phase *phase)
{
    if (!phase->observed) {
        return -1;
    }
    for (size_t i = 0; i < a->tally.entries.n; i++) {
        const struct tally_entry *e = ARRAY_AT(&a->tally.entries, struct tally_entry, i);
        if (same_place(&phase->at, &e->first.mark)) {
            return since_start(a, &e->first.stamp);
        }
        if (e->last != NULL && same_place(&phase->at, &e->last->mark)) {
            return since_start(a, &e->last->stamp);
        }
    }
    return same_place(&phase->at, &a->result) ? since_start(a, &a->ended) : -1;
}

static struct slice protocol_name(enum attempt_kind k)
{
    static const struct slice names[] = {
        SLICE_INIT(""),          SLICE_INIT("mqtt"), SLICE_INIT("http"),  SLICE_INIT("socket"),
        SLICE_INIT("websocket"), SLICE_INIT("smtp"), SLICE_INIT("update")};
    return names[k];
}

/* Host and texts stay where the attempt has them. */
static void describe(const struct attempt *a, struct spw_attempt *out)
{
    out->id = a->id;
    out->command = a->command != NULL ? a->command->word : slice_of(NULL, 0);
    out->protocol = protocol_name(a->kind);
    out->at = a->at;
    out->host = a->host;
    out->port = a->port;
    out->security = a->security == SECURITY_TLS     ? SLICE("tls")
                    : a->security == SECURITY_PLAIN ? SLICE("plain")
                                                    : slice_of(NULL, 0);
    out->outcome = a->outcome;
    out->duration_us = a->duration_us;
    for (int i = 0; i < SPW_PHASE_COUNT; i++) {
        out->phases[i].status = a->phases[i].status;
        out->phases[i].relevant = a->phases[i].relevant;
        out->phases[i].observed = a->phases[i].observed;
        out->phases[i].at = a->phases[i].at.span;
        out->phases[i].after_us = phase_time(a, &a->phases[i]);
    }
}

static void close_one(struct session *s, const struct attempt *a)
{
    struct spw_attempt *out = array_push(&s->priv->closed);

    if (out == NULL) {
        s->priv->closed_dropped++;
        return;
    }
    describe(a, out);
    out->host = session_keep(s, a->host);
}

void attempt_settle(struct session *s)
{
    struct attempt *a = s->current;

    if (a == NULL) {
        return;
    }
    judge_outcome(a);
    judge_connection(a);
    if (a->kind == ATTEMPT_UPDATE && a->outcome == SPW_OUTCOME_UNKNOWN) {
        s->priv->n_attempts--; /* a download that nothing answered tells nothing of a connection */
        s->priv->attempt_running = s->priv->attempt_waits = false;
        s->current = NULL;
        return;
    }
    judge_duration(a);
    phases_judge(s, a);
    session_settle(s, SETTLE_ATTEMPT, NULL);
    close_one(s, a);
    s->priv->attempt_running = s->priv->attempt_waits = false;
    s->current = NULL;
}

/* ---- before the end --------------------------------------------------------------------------------------------- */

/* `a` is a copy: its arena and tally are those of the attempt itself, and only read. */
static void judge_so_far(const struct session *s, struct attempt *a, bool ended)
{
    if (ended || a->final_seen) {
        judge_outcome(a);
    } else {
        judge_failure(a);
    }
    judge_connection(a);
    judge_duration(a);
    phases_judge(s, a);
}

void attempt_peek(struct session *s, bool ended)
{
    struct attempt *real = s->current;
    struct attempt copy;

    if (real == NULL) {
        return;
    }
    copy = *real;
    judge_so_far(s, &copy, ended);
    s->current = &copy;
    session_settle_open(s, SETTLE_ATTEMPT, !ended && !copy.final_seen);
    s->current = real;
}

/* As far as it came: what was not seen may stand in the part of the session that is missing. */
void attempt_lose(struct session *s)
{
    struct attempt *a = s->current;

    if (a == NULL) {
        return;
    }
    judge_so_far(s, a, false);
    session_settle_open(s, SETTLE_ATTEMPT, !a->final_seen);
    close_one(s, a);
    s->priv->attempt_running = s->priv->attempt_waits = false;
    s->current = NULL;
}

bool session_begins_attempt(enum meaning m) { return kind_of(m) != ATTEMPT_UNKNOWN; }

bool session_attempt_now(const struct session *s, struct attempt *out)
{
    if (s->priv->n_attempts == 0) {
        return false;
    }
    *out = s->priv->attempt;
    if (s->current != NULL) {
        judge_so_far(s, out, false);
    }
    return true;
}

bool session_open_attempt(const struct session *s, struct spw_attempt *out)
{
    struct attempt copy;

    if (s->current == NULL || !session_attempt_now(s, &copy)) {
        return false;
    }
    *out = (struct spw_attempt){0};
    describe(&copy, out);
    return true;
}
