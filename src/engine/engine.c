/* Builds the chain of stages for one trace and hands bytes through it. */
#include "base/memory.h"
#include "engine/private.h"

enum { FILTER_ARENA_MAX = 1 << 16, CHAIN_ARENA_MAX = 1 << 22 };

static void note_unrecognized(struct spw_engine *e, const struct at_event *ev)
{
    e->statistics.unrecognized++;
    if (e->n_unrecognized < UNRECOGNIZED_MAX) {
        mark_set(&e->unrecognized[e->n_unrecognized++], ev->span, ev->text);
    }
}

static void on_event(void *context, const struct at_event *ev)
{
    struct spw_engine *e = context;

    switch (ev->kind) {
    case AT_COMMAND:
        e->statistics.commands += ev->mentioned ? 0 : 1;
        break;
    case AT_REPLY:
        e->statistics.replies += ev->mentioned ? 0 : 1;
        break;
    case AT_INDICATION:
        e->statistics.indications += ev->mentioned ? 0 : 1;
        break;
    case AT_OBJECT:
        e->objects++;
        break;
    case AT_NOTE:
        e->notes++;
        break;
    case AT_NOISE:
        note_unrecognized(e, ev);
        break;
    case AT_PAYLOAD:
    case AT_EXCHANGE_END:
        break;
    }
    session_set_dialect(e->session, at_reader_dialect(e->reader));
    e->to_session.event(e->to_session.context, ev);
    live_event(e, ev);
}

static void on_line(void *context, const struct line *l)
{
    struct spw_engine *e = context;
    if (!l->gap) {
        session_set_lines(e->session, ++e->lines_in);
        live_line(e, l);
    }
    at_reader_line(e->reader, l);
}

static enum spw_status compile_filter(struct spw_engine *e, const struct spw_options *o)
{
    struct messages own;
    struct messages *m = o->filter_messages;
    struct expr_source source = {.text = o->filter,
                                 .file = SLICE("--filter"),
                                 .file_bytes = o->filter,
                                 .line = 1,
                                 .column = 1};
    enum spw_status status = SPW_OK;

    if (o->filter.n == 0) {
        return SPW_OK;
    }
    messages_init(&own);
    status = expr_compile(&e->filter, &source, SCOPE_ATTEMPT, &e->arena, m != NULL ? m : &own);
    messages_dispose(&own);
    return status;
}

/* Read once, before the first line: what is known of the server does not change with the trace. A text
 * without certificates teaches nothing. */
static enum spw_status read_chain(struct spw_engine *e, struct slice text)
{
    enum spw_status status = x509_chain_read(text, &e->chain_arena, &e->chain);
    if (status == SPW_OK && e->chain.n > 0) {
        session_set_chain(e->session, &e->chain);
    }
    return status;
}

static enum spw_status build(struct spw_engine *e, const struct spw_options *o)
{
    const struct knowledge *k = &e->knowledge->tables;
    const struct dialect *forced = o->dialect.n > 0 ? knowledge_dialect(k, o->dialect) : NULL;
    struct session_options so = {o->now, o->now_is_trace_time};
    enum spw_status status = compile_filter(e, o);

    if (o->dialect.n > 0 && forced == NULL) {
        return SPW_NOT_FOUND;
    }
    if (status == SPW_OK) {
        status = diagnosis_new(&e->diagnosis, &e->knowledge->rules, k, e->filter);
    }
    if (status == SPW_OK) {
        status = session_new(&e->session, k, &so, diagnosis_sink(e->diagnosis));
    }
    if (status == SPW_OK) {
        status = read_chain(e, o->chain);
    }
    if (status == SPW_OK) {
        e->to_session = session_sink(e->session);
        status = at_reader_new(&e->reader, k, forced, (struct at_sink){on_event, e});
    }
    if (status == SPW_OK) {
        status = transcript_new(&e->transcript, (struct line_sink){on_line, e});
    }
    if (status == SPW_OK) {
        status = transcript_set(e->transcript,
                                &(struct transcript_options){o->framing, o->direction, o->time});
    }
    return status;
}

enum spw_status spw_engine_new(struct spw_engine **out, const struct spw_knowledge *k,
                               const struct spw_options *options)
{
    struct spw_engine *e = MEMORY_NEW(struct spw_engine);
    enum spw_status status = SPW_NO_MEMORY;

    *out = NULL;
    if (e == NULL) {
        return status;
    }
    e->knowledge = k;
    arena_init(&e->arena, FILTER_ARENA_MAX);
    buf_init(&e->framing_text, WORDS_MAX);
    buf_init(&e->coach_text, WORDS_MAX);
    arena_init(&e->chain_arena, CHAIN_ARENA_MAX);
    array_init(&e->with_open, sizeof(struct spw_attempt), ATTEMPTS_MAX);
    status = build(e, options);
    if (status != SPW_OK) {
        spw_engine_free(e);
        return status;
    }
    *out = e;
    return SPW_OK;
}

void spw_engine_free(struct spw_engine *e)
{
    if (e == NULL) {
        return;
    }
    transcript_free(e->transcript);
    buf_dispose(&e->framing_text);
    buf_dispose(&e->coach_text);
    at_reader_free(e->reader);
    session_free(e->session);
    diagnosis_free(e->diagnosis);
    expr_dispose(e->filter);
    arena_dispose(&e->arena);
    arena_dispose(&e->chain_arena);
    state_free(e->state);
    array_dispose(&e->with_open);
    memory_free(e);
}

enum spw_status spw_engine_feed(struct spw_engine *e, struct slice bytes, int64_t received_us)
{
    for (size_t i = 0; i < bytes.n && e->n_head < HEAD_MAX; i++) {
        e->head[e->n_head++] = bytes.p[i];
    }
    /* Lines carry the capture's own stamps; live sources stamp their recording. */
    (void)received_us;
    e->generation++;
    return transcript_feed(e->transcript, bytes);
}

enum spw_status spw_engine_finish(struct spw_engine *e)
{
    if (!e->finished) {
        e->generation++;
        transcript_finish(e->transcript);
        at_reader_finish(e->reader);
        session_finish(e->session);
        e->finished = true;
    }
    return SPW_OK;
}

/* Before the end the attempt in progress is shown, too. */
static void report_attempts(struct spw_engine *e, struct spw_report *r)
{
    struct spw_attempt open;

    r->attempts = session_attempts(e->session, &r->n_attempts, &r->attempts_dropped);
    if (!session_open_attempt(e->session, &open)) {
        return;
    }
    array_clear(&e->with_open);
    for (size_t i = 0; i <= r->n_attempts; i++) {
        struct spw_attempt *a = array_push(&e->with_open);
        if (a == NULL) {
            r->attempts_dropped++;
            return;
        }
        *a = i < r->n_attempts ? r->attempts[i] : open;
    }
    r->attempts = ARRAY_AT(&e->with_open, struct spw_attempt, 0);
    r->n_attempts++;
}

const struct spw_report *spw_engine_report(struct spw_engine *e)
{
    struct spw_report *r = &e->report;
    const struct transcript_facts *t = transcript_facts(e->transcript);
    const struct at_facts *a = at_reader_facts(e->reader);
    const struct dialect *d = at_reader_dialect(e->reader);

    *r = (struct spw_report){0};
    r->bytes = t->bytes;
    r->lines = t->lines;
    r->at_traffic = a->elements > 0 || e->notes > 0;
    framing_decide(e, &r->framing, &r->framing_why);
    r->looks_like = r->at_traffic ? slice_of(NULL, 0) : framing_looks_like(e);
    r->dialect = d != NULL ? d->name : slice_of(NULL, 0);
    r->firmware = e->session->firmware_build.text;
    report_attempts(e, r);
    r->unrecognized = e->unrecognized;
    r->n_unrecognized = e->n_unrecognized;
    r->statistics = e->statistics;
    r->statistics.payload_bytes = a->payload_bytes;
    r->statistics.events =
        e->statistics.commands + e->statistics.replies + e->statistics.indications + e->notes;
    if (diagnosis_report(e->diagnosis, r) != SPW_OK) {
        r->findings_dropped++; /* memory ended: say that something is missing */
    }
    coach_remark(e, r);
    return r;
}
