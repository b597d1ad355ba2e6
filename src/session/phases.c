/* How far an attempt came. What was seen and what is only concluded are told apart: a TLS line proves
 * that DNS and TCP worked, though neither prints anything. */
#include <string.h>

#include "session/private.h"

static bool seen(const struct attempt *a, enum meaning m) { return tally_count(&a->tally, m) > 0; }

static void set(struct attempt *a, enum spw_phase_id p, enum spw_phase_status status,
                const struct mark *at)
{
    a->phases[p].status = status;
    a->phases[p].observed = at != NULL;
    if (at != NULL) {
        a->phases[p].at = *at;
    }
}

static const struct mark *mark_of(const struct attempt *a, enum meaning m)
{
    const struct occurrence *o = tally_last(&a->tally, m);
    return o != NULL ? &o->mark : NULL;
}

/* Everything in front of `upto` that is not known worked; everything behind a failure was not reached. */
static void conclude_before(struct attempt *a, int upto)
{
    for (int i = 0; i < upto; i++) {
        if (a->phases[i].status == SPW_PHASE_UNKNOWN && i != SPW_PHASE_TLS_CLIENT &&
            i != SPW_PHASE_TLS_SERVER) {
            a->phases[i].status = SPW_PHASE_OK;
        }
    }
}

static void fail(struct attempt *a, enum spw_phase_id p, const struct mark *at)
{
    conclude_before(a, (int)p);
    set(a, p, SPW_PHASE_FAILED, at);
    for (int i = (int)p + 1; i < SPW_PHASE_COUNT; i++) {
        if (a->phases[i].status == SPW_PHASE_UNKNOWN) {
            a->phases[i].status = SPW_PHASE_NOT_REACHED;
        }
    }
}

static void mark_relevant(struct attempt *a)
{
    bool tls = a->security == SECURITY_TLS;
    for (int i = 0; i <= SPW_PHASE_TCP; i++) {
        a->phases[i].relevant = true;
    }
    a->phases[SPW_PHASE_TLS_SERVER].relevant = a->phases[SPW_PHASE_TLS_CLIENT].relevant = tls;
    a->phases[SPW_PHASE_MQTT].relevant = a->kind == ATTEMPT_MQTT;
    a->phases[SPW_PHASE_HTTP].relevant = a->kind == ATTEMPT_HTTP || a->kind == ATTEMPT_UPDATE;
}

static void judge_radio(const struct session *s, struct attempt *a)
{
    if (s->wifi_up == TRI_YES) {
        set(a, SPW_PHASE_WIFI, SPW_PHASE_OK, &s->wifi_at);
    }
    if (s->address.text.n > 0) {
        set(a, SPW_PHASE_IP, SPW_PHASE_OK, &s->address.at);
    }
}

/* Own certificate and key are loaded only when the server asks for them. [tls flow, step 6] */
static bool asked_for_certificate(const struct attempt *a)
{
    const struct tally_entry *t = tally_find(&a->tally, M_LOADING);
    struct slice last = t != NULL ? occurrence_value(t->last, P_OBJECT) : slice_of(NULL, 0);
    return slice_eq(last, SLICE("2")) || slice_eq(last, SLICE("3"));
}

static void judge_tls(struct attempt *a)
{
    const struct mark *loading = mark_of(a, M_LOADING);
    const struct tally_entry *t = tally_find(&a->tally, M_LOADING);

    if (seen(a, M_CERTIFICATE_ERROR)) {
        fail(a, SPW_PHASE_TLS_SERVER, mark_of(a, M_CERTIFICATE_ERROR));
        return;
    }
    if (seen(a, M_CA_UNLOADABLE)) {
        fail(a, SPW_PHASE_TLS_SERVER, mark_of(a, M_CA_UNLOADABLE));
        return;
    }
    if (loading != NULL) {
        conclude_before(a, SPW_PHASE_TLS_SERVER);
        set(a, SPW_PHASE_TLS_SERVER, SPW_PHASE_OK, &t->first.mark);
        if (asked_for_certificate(a)) {
            if (a->outcome == SPW_OUTCOME_FAILED && !seen(a, M_HTTP_STATUS)) {
                fail(a, SPW_PHASE_TLS_CLIENT, loading);
            } else {
                set(a, SPW_PHASE_TLS_CLIENT, SPW_PHASE_OK, loading);
            }
        }
    } else if (seen(a, M_SKIP_CA)) {
        conclude_before(a, SPW_PHASE_TLS_SERVER);
        if (a->outcome == SPW_OUTCOME_FAILED) {
            fail(a, SPW_PHASE_TLS_SERVER, mark_of(a, M_SKIP_CA));
        }
    }
}

/* Did the connection itself fail, by the table of the client's numbers? */
static bool is_refusal(const struct session *s, const struct occurrence *client)
{
    return client != NULL &&
           slice_eq(session_number_means(s, SLICE("http.client_error.phase"), client->number),
                    SLICE("tcp"));
}

static void judge_http(const struct session *s, struct attempt *a)
{
    const struct occurrence *client = tally_last(&a->tally, M_HTTP_CLIENT_ERROR);
    const struct occurrence *status = tally_last(&a->tally, M_HTTP_STATUS);

    if (status != NULL || seen(a, M_HTTP_SERVER_ERROR)) {
        const struct mark *at = status != NULL ? &status->mark : mark_of(a, M_HTTP_SERVER_ERROR);
        conclude_before(a, SPW_PHASE_MQTT);
        if (a->security == SECURITY_TLS &&
            a->phases[SPW_PHASE_TLS_SERVER].status == SPW_PHASE_UNKNOWN) {
            set(a, SPW_PHASE_TLS_SERVER, SPW_PHASE_OK, NULL);
        }
        set(a, SPW_PHASE_HTTP, a->outcome == SPW_OUTCOME_FAILED ? SPW_PHASE_FAILED : SPW_PHASE_OK,
            at);
    } else if (is_refusal(s, client)) {
        fail(a, SPW_PHASE_TCP, &client->mark);
    }
}

/* The error's group tells the phase when no line in between did. */
static void judge_error(struct attempt *a)
{
    static const struct {
        const char *group;
        enum spw_phase_id phase;
    } groups[] = {{"dns", SPW_PHASE_DNS},
                  {"ip", SPW_PHASE_IP},
                  {"not-ready", SPW_PHASE_WIFI},
                  {"radio", SPW_PHASE_WIFI}};
    struct slice group = a->error != NULL ? a->error->group : slice_of(NULL, 0);

    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (slice_eq(group, slice_cstr(groups[i].group))) {
            fail(a, groups[i].phase, &a->result);
            return;
        }
    }
}

/* The link went down while the attempt ran: everything else is a consequence. */
static bool judge_link(struct attempt *a)
{
    bool connected = seen(a, M_SKIP_CA) || seen(a, M_LOADING) || seen(a, M_HTTP_STATUS);
    static const enum meaning losses[] = {M_NETWORK_LOST, M_DEAUTHENTICATED, M_DISASSOCIATED,
                                          M_BSS_LOST, M_RADIO_DOWN};
    for (size_t i = 0; i < sizeof losses / sizeof losses[0]; i++) {
        if (a->outcome == SPW_OUTCOME_FAILED && seen(a, losses[i])) {
            for (int p = SPW_PHASE_IP; connected && p <= SPW_PHASE_TCP; p++) {
                set(a, (enum spw_phase_id)p, SPW_PHASE_OK, NULL);
            }
            fail(a, SPW_PHASE_WIFI, mark_of(a, losses[i]));
            return true;
        }
    }
    return false;
}

static bool any_failed(const struct attempt *a)
{
    for (int i = 0; i < SPW_PHASE_COUNT; i++) {
        if (a->phases[i].status == SPW_PHASE_FAILED) {
            return true;
        }
    }
    return false;
}

/* What the outcome tells of the phases that printed nothing. */
static void judge_outcome(struct attempt *a)
{
    if (a->outcome == SPW_OUTCOME_OK) {
        conclude_before(a, SPW_PHASE_MQTT);
        if (a->security == SECURITY_TLS &&
            a->phases[SPW_PHASE_TLS_SERVER].status == SPW_PHASE_UNKNOWN) {
            set(a, SPW_PHASE_TLS_SERVER, SPW_PHASE_OK, NULL);
        }
        if (a->kind == ATTEMPT_MQTT) {
            set(a, SPW_PHASE_MQTT, SPW_PHASE_OK, a->final_seen ? &a->result : NULL);
        }
    } else if (a->outcome == SPW_OUTCOME_FAILED && !any_failed(a)) {
        judge_error(a);
        if (!any_failed(a) && a->phases[SPW_PHASE_TLS_SERVER].status == SPW_PHASE_OK &&
            a->kind == ATTEMPT_MQTT) {
            fail(a, SPW_PHASE_MQTT, a->final_seen ? &a->result : NULL);
        }
    }
}

void phases_judge(const struct session *s, struct attempt *a)
{
    memset(a->phases, 0, sizeof a->phases);
    mark_relevant(a);
    judge_radio(s, a);
    if (!judge_link(a)) {
        judge_tls(a);
        judge_http(s, a);
        judge_outcome(a);
    }
    for (int i = 0; i < SPW_PHASE_COUNT;
         i++) { /* a phase that this kind does not have has no status */
        if (!a->phases[i].relevant) {
            a->phases[i] = (struct phase){0};
        }
    }
}
