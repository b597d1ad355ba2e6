/* Open sockets by id: eight is the module's maximum, and a host that never closes reaches it. */
#include "session/private.h"

void sockets_reset(struct session *s) { s->n_sockets = 0; }

static struct open_socket *find(struct session *s, int id)
{
    for (size_t i = 0; i < s->n_sockets; i++) {
        if (s->sockets[i].id == id) {
            return &s->sockets[i];
        }
    }
    return NULL;
}

static void open_one(struct session *s, int id, const struct mark *at)
{
    struct open_socket *o = id < 0 ? NULL : find(s, id);

    if (id < 0 || (o == NULL && s->n_sockets == SOCKETS_MAX)) {
        return;
    }
    if (o == NULL) {
        o = &s->sockets[s->n_sockets++];
    }
    *o = (struct open_socket){.id = id, .at = *at};
    s->most_sockets = s->n_sockets > s->most_sockets ? s->n_sockets : s->most_sockets;
}

static int number_of(struct slice text)
{
    uint64_t v = 0;
    return slice_to_u64(slice_trim(text), 255, &v) == NUMBER_OK ? (int)v : -1;
}

void socket_opened(struct session *s, const struct at_event *e)
{
    struct mark at = session_mark(e);
    open_one(s, number_of(at_event_value(e, P_ID, NULL)), &at);
}

/* "ip:id" alone: an answer that lost its "On:". */
void socket_bare(struct session *s, const struct at_event *e)
{
    struct mark at = session_mark(e);
    size_t colon = slice_find_byte(e->text, ':', 0);
    open_one(s, number_of(slice_from(e->text, colon + 1)), &at);
}

/* The peer closed; the id stays taken until the host closes it too. */
void socket_closed(struct session *s, const struct at_event *e)
{
    struct open_socket *o = find(s, number_of(at_event_value(e, P_ID, NULL)));
    if (o != NULL) {
        o->at = session_mark(e);
    }
}

void socket_pending(struct session *s, const struct at_event *e)
{
    uint64_t n = 0;
    struct slice length = at_event_value(e, P_LENGTH, NULL);
    if (slice_to_u64(length, UINT32_MAX, &n) == NUMBER_OK &&
        s->exchange.meaning == M_SOCKET_QUERY) {
        struct open_socket *o = find(s, number_of(exchange_value(&s->exchange, P_ID)));
        if (o != NULL) {
            o->unread = (uint32_t)n;
        }
    }
}

void socket_on_end(struct session *s)
{
    struct exchange *x = &s->exchange;
    struct open_socket *o = NULL;

    if (x->meaning != M_SOCKET_CLOSE || x->result == AT_RESULT_ERROR) {
        return;
    }
    o = find(s, number_of(exchange_value(x, P_ID)));
    if (o != NULL) {
        *o = s->sockets[--s->n_sockets];
    }
}
