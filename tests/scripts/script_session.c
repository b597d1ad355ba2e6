/* Stage script of session/: settle points as they come, and the model at the end. */
#include "base/escape.h"
#include "scripts/feeder.h"
#include "scripts/script.h"
#include "session/session.h"

struct watch {
    struct buf *out;
    struct session *session;
    struct at_sink to_session;
    const struct at_reader *reader;
};

static const char *const tri_names[] = {"unknown", "no", "yes"};
static const char *const outcome_names[] = {"unknown", "ok", "failed", "unfinished"};
static const char *const phase_names[] = {"wifi",       "ip",         "dns",  "tcp",
                                          "tls-server", "tls-client", "mqtt", "http"};
static const char *const status_names[] = {"?", "ok", "FAILED", "not-reached"};

static void put_attempt(struct buf *out, const struct attempt *a)
{
    buf_printf(out, "attempt %u ", a->id);
    buf_put(out, a->command != NULL ? a->command->word : SLICE("(no command)"));
    buf_cstr(out, " ");
    (void)esc_term(out, a->host, true);
    buf_printf(out, ":%u %s:", a->port, outcome_names[a->outcome]);
    for (int i = 0; i < SPW_PHASE_COUNT; i++) {
        if (a->phases[i].relevant) {
            buf_printf(out, " %s=%s%s", phase_names[i], status_names[a->phases[i].status],
                       a->phases[i].status != SPW_PHASE_UNKNOWN && !a->phases[i].observed ? "*"
                                                                                          : "");
        }
    }
    buf_byte(out, '\n');
}

static void settle(void *context, const struct settle *s)
{
    struct watch *w = context;

    switch (s->kind) {
    case SETTLE_ATTEMPT:
        put_attempt(w->out, s->attempt);
        break;
    case SETTLE_BOOT:
        buf_printf(w->out, "boot era ends: radio %s, wifi %s\n", tri_names[s->session->radio_on],
                   tri_names[s->session->wifi_up]);
        break;
    case SETTLE_OBJECT:
        buf_printf(w->out, "object %s ", x509_what_text(s->object->facts.what));
        (void)esc_term(w->out, s->object->facts.subject_cn, true);
        buf_printf(w->out, ", %u blocks\n", (unsigned)s->object->blocks);
        break;
    case SETTLE_EXCHANGE:
    case SETTLE_TRACE:
        break;
    }
}

static void failure(void *context, enum meaning m, const struct mark *at, unsigned attempt)
{
    struct watch *w = context;
    buf_printf(w->out, "failure %s line %u attempt %u\n", meaning_name(m), at->span.line, attempt);
}

static void put_store(struct buf *out, const struct session *s)
{
    static const char *const slots[] = {"", "ca", "cert", "key", "id", "domain"};
    static const char *const learned[] = {"not",     "loaded",   "listed",
                                          "cleaned", "inferred", "extracted"};

    for (int i = SLOT_CA; i < SLOT_COUNT; i++) {
        const struct store_cell *c = &s->store[i];
        if (c->learned == LEARNED_NOT) {
            continue;
        }
        buf_printf(out, "store %s %s (%s)", slots[i], tri_names[c->present], learned[c->learned]);
        if (c->has_declared) {
            buf_printf(out, " declared %llu", (unsigned long long)c->declared);
        }
        if (c->facts_known) {
            buf_cstr(out, " ");
            (void)esc_term(out, c->facts.subject_cn, true);
        }
        if (c->domain.n > 0) {
            buf_cstr(out, " ");
            (void)esc_term(out, c->domain, true);
        }
        buf_byte(out, '\n');
    }
}

static void put_model(struct buf *out, const struct session *s)
{
    put_store(out, s);
    if (s->clock.set != TRI_UNKNOWN) {
        buf_printf(out, "clock set %s ", tri_names[s->clock.set]);
        time_put(out, s->clock.module_time);
        buf_byte(out, '\n');
    }
    if (s->firmware_build.text.n > 0) {
        buf_cstr(out, "firmware ");
        (void)esc_term(out, s->firmware_build.text, true);
        buf_cstr(out, " ");
        buf_put(out, s->firmware_version.text);
        buf_byte(out, '\n');
    }
    if (s->address.text.n > 0) {
        buf_cstr(out, "address ");
        (void)esc_term(out, s->address.text, true);
        buf_byte(out, '\n');
    }
    if (s->n_sockets > 0) {
        buf_printf(out, "sockets open %u\n", (unsigned)s->n_sockets);
    }
}

static void on_event(void *context, const struct at_event *e)
{
    struct watch *w = context;
    session_set_dialect(w->session, &feeder_knowledge()->dialects[0]);
    w->to_session.event(w->to_session.context, e);
}

static void stage(struct slice bytes, size_t cut, bool single, struct buf *out)
{
    struct watch w = {.out = out};
    struct session_options o = {.now = TIME_NONE};

    if (session_new(&w.session, feeder_knowledge(), &o,
                    (struct settle_sink){settle, failure, &w}) != SPW_OK) {
        return;
    }
    w.to_session = session_sink(w.session);
    feeder_run(bytes, cut, single, (struct at_sink){on_event, &w}, NULL, NULL);
    session_finish(w.session);
    put_model(out, w.session);
    session_free(w.session);
}

int main(int argc, char **argv) { return script_main(argc, argv, stage); }
