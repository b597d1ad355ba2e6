/* Client sockets: opened, written, read, closed; what arrives is told and waits to be read. */
#include "twin/state.h"

/* ---- what the network does ------------------------------------------------------------------------------------- */

static void socket_result(struct twin *t, unsigned link, enum twin_outcome outcome)
{
    if (outcome == TWIN_LINK_OPEN) {
        say_reply(t, M_SOCKET_OPENED,
                  FIELDS(buf_slice(&t->links[link].host), number_text(t, link)));
        say_ok(t);
        return;
    }
    link_close(t, link);
    say_error(t, outcome == TWIN_NO_NAME ? WHEN_NAME_NOT_RESOLVED : WHEN_SOCKET_NOT_OPENED);
}

static void socket_bytes(struct twin *t, unsigned link, struct slice bytes)
{
    struct link *l = &t->links[link];
    size_t room = UNREAD_BYTES_MAX - l->in.n;
    buf_put(&l->in, slice_sub(bytes, 0, room));
    say_indication(t, M_PENDING_DATA,
                   FIELDS(SLICE(""), number_text(t, link), number_text(t, (int64_t)bytes.n),
                          number_text(t, (int64_t)l->in.n)));
    if (bytes.n > room) {
        say_indication(t, M_DATA_DROPPED,
                       FIELDS(number_text(t, link), number_text(t, (int64_t)(bytes.n - room))));
    }
}

static void socket_closed(struct twin *t, unsigned link)
{
    say_indication(t, M_SOCKET_CLOSED,
                   FIELDS(number_text(t, link), behaviour(t, WHEN_SOCKET_CLOSED)));
}

const struct link_user socket_user = {socket_result, socket_bytes, socket_closed};

/* ---- commands --------------------------------------------------------------------------------------------------- */

static bool find_free(const struct twin *t, unsigned *link)
{
    const struct limit_row *row = dialect_limit(t->dialect, SLICE("sockets.clients"), t->version);
    for (*link = 0; *link < TWIN_SOCKETS && (row == NULL || *link < (uint64_t)row->value);
         ++*link) {
        if (t->links[*link].state == LINK_UNUSED) {
            return true;
        }
    }
    return false;
}

/* t, u, s, or a name that the certificate must have. */
static enum twin_transport transport_of(struct slice word)
{
    if (word.n == 0 || slice_eq_nocase(word, SLICE("t"))) {
        return TWIN_TCP;
    }
    return slice_eq_nocase(word, SLICE("u")) ? TWIN_UDP : TWIN_TLS;
}

void act_socket_open(struct twin *t, const struct call *c)
{
    struct slice word = call_text(c, P_PROTOCOL);
    enum twin_transport transport = transport_of(word);
    unsigned link = 0;
    if (!find_free(t, &link) || (transport == TWIN_TLS && !links_have_room_for_tls(t))) {
        say_error(t, WHEN_SOCKETS_TAKEN);
        return;
    }
    bool named = transport == TWIN_TLS && !slice_eq_nocase(word, SLICE("s"));
    link_open(t, link, call_text(c, P_HOST), (unsigned)call_number(c, P_PORT, 0), transport,
              named ? word : slice_of(NULL, 0));
}

/* NULL, having said why. */
static struct link *find_open(struct twin *t, const struct call *c, unsigned *link)
{
    *link = (unsigned)call_number(c, P_ID, TWIN_SOCKETS);
    if (*link >= TWIN_SOCKETS || t->links[*link].state == LINK_UNUSED) {
        say_error(t, WHEN_SOCKET_UNKNOWN);
        return NULL;
    }
    return &t->links[*link];
}

void act_socket_query(struct twin *t, const struct call *c)
{
    unsigned link = 0;
    const struct link *l = find_open(t, c, &link);
    if (l != NULL) {
        say_reply(t, M_PENDING_LENGTH, FIELDS(number_text(t, (int64_t)l->in.n)));
        say_ok(t);
    }
}

void act_socket_close(struct twin *t, const struct call *c)
{
    unsigned link = 0;
    const struct link *l = find_open(t, c, &link);
    if (l == NULL) {
        return;
    }
    if (l->in.n > 0) {
        say_error(t, WHEN_SOCKET_UNREAD);
        return;
    }
    link_close(t, link);
    say_ok(t);
}

void act_socket_write(struct twin *t, const struct call *c)
{
    unsigned link = 0;
    const struct link *l = find_open(t, c, &link);
    if (l == NULL) {
        return;
    }
    if (l->state != LINK_OPEN) {
        say_error(t, WHEN_SOCKET_NOT_CONNECTED);
        return;
    }
    t->world.send(t->world.context, link, c->payload);
    say_ok(t);
}

void act_socket_read(struct twin *t, const struct call *c)
{
    unsigned link = 0;
    struct link *l = find_open(t, c, &link);
    if (l == NULL) {
        return;
    }
    if (l->in.n == 0 && l->state == LINK_GONE) {
        say_error(t, WHEN_SOCKET_CLOSED_BY_PEER);
        return;
    }
    int64_t asked = call_number(c, P_LENGTH, 0);
    struct slice all = buf_slice(&l->in);
    struct slice read = asked > 0 ? slice_sub(all, 0, (size_t)asked) : all;
    say_reply(t, M_READING,
              FIELDS(number_text(t, (int64_t)read.n), number_text(t, (int64_t)(all.n - read.n))));
    buf_put(&t->out, read);
    buf_cstr(&t->out, "\r\n");
    say_ok(t);
    buf_drop(&l->in, read.n);
}

void act_socket_list(struct twin *t, const struct call *c)
{
    static const struct slice names[] = {[TWIN_TCP] = SLICE_INIT("tcp"),
                                         [TWIN_UDP] = SLICE_INIT("udp"),
                                         [TWIN_TLS] = SLICE_INIT("tls")};
    (void)c;
    for (unsigned i = 0; i < TWIN_SOCKETS; i++) {
        const struct link *l = &t->links[i];
        if (l->state == LINK_UNUSED) {
            continue;
        }
        say_reply(t, M_CONTENT_HEADER,
                  FIELDS(SLICE(""), number_text(t, i),
                         l->state == LINK_OPEN ? SLICE("1") : SLICE("0"), names[l->transport],
                         number_text(t, (int64_t)l->in.n), buf_slice(&l->host),
                         number_text(t, l->port)));
    }
    say_ok(t);
}
