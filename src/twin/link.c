/* Connections that the module asks for: who uses which, and what comes of them. */
#include "twin/state.h"

static const struct link_user *user_of(unsigned link)
{
    if (link < LINK_SESSION) {
        return &socket_user;
    }
    return link < LINK_HTTP ? &mqtt_user : &http_user;
}

static size_t open_tls(const struct twin *t)
{
    size_t n = 0;
    for (size_t i = 0; i < TWIN_LINKS; i++) {
        n += t->links[i].state != LINK_UNUSED && t->links[i].transport == TWIN_TLS;
    }
    return n;
}

bool links_have_room_for_tls(const struct twin *t)
{
    const struct limit_row *row = dialect_limit(t->dialect, SLICE("tls.clients"), t->version);
    return row == NULL || open_tls(t) < (uint64_t)row->value;
}

static bool is_address(struct slice host)
{
    bool digits = host.n > 0;
    for (size_t i = 0; i < host.n; i++) {
        digits = digits && (ascii_digit(host.p[i]) || host.p[i] == '.');
    }
    return digits || slice_contains(host, SLICE(":"));
}

/* Without a name of its own the greeting carries the host's. */
static struct slice greeting_name(const struct twin *t, struct slice host, struct slice told)
{
    bool sends = behaviour_number(t, WHEN_SENDS_SERVER_NAME) != 0;
    struct slice name = told.n > 0 ? told : host;
    return sends && !is_address(name) ? name : slice_of(NULL, 0);
}

static bool knows_elliptic_curves(const struct twin *t)
{
    const struct limit_row *row = dialect_limit(t->dialect, SLICE("tls.ecdhe"), t->version);
    return row == NULL || row->value != 0;
}

void link_open(struct twin *t, unsigned link, struct slice host, unsigned port,
               enum twin_transport transport, struct slice server_name)
{
    struct link *l = &t->links[link];
    l->state = LINK_OPENING;
    l->transport = transport;
    l->accepted = false;
    l->refused = false;
    l->port = port;
    buf_clear(&l->host);
    buf_put(&l->host, host);
    buf_clear(&l->told_name);
    buf_put(&l->told_name, server_name);
    buf_clear(&l->in);
    t->busy = true;
    struct twin_wish wish = {.transport = transport,
                             .host = host,
                             .port = port,
                             .server_name = greeting_name(t, host, server_name),
                             .rsa_exchange_only = !knows_elliptic_curves(t),
                             .timeout_ms = (int)behaviour_number(t, WHEN_TIME_CONNECT)};
    t->world.open(t->world.context, link, &wish);
}

void link_close(struct twin *t, unsigned link)
{
    struct link *l = &t->links[link];
    if (l->state != LINK_UNUSED) {
        t->world.close(t->world.context, link);
    }
    l->state = LINK_UNUSED;
    buf_clear(&l->in);
}

void links_drop(struct twin *t)
{
    for (unsigned i = 0; i < TWIN_LINKS; i++) {
        link_close(t, i);
    }
    for (unsigned i = 0; i < TWIN_SESSIONS; i++) {
        t->sessions[i].connected = false;
        t->sessions[i].awaited = 0;
        timer_stop(t, (enum timer)(TIMER_KEEP_ALIVE + i));
    }
}

/* ---- from outside --------------------------------------------------------------------------------------------- */

static bool enter(struct twin *t, unsigned link, int64_t now_ms)
{
    t->now_ms = now_ms;
    arena_reset(&t->scratch);
    return link < TWIN_LINKS && t->links[link].state != LINK_UNUSED;
}

void twin_link_result(struct twin *t, unsigned link, enum twin_outcome outcome, int64_t now_ms)
{
    if (enter(t, link, now_ms) && t->links[link].state == LINK_OPENING) {
        t->links[link].state = outcome == TWIN_LINK_OPEN ? LINK_OPEN : LINK_OPENING;
        user_of(link)->result(t, link, outcome);
    }
    console_pump(t);
}

void twin_link_bytes(struct twin *t, unsigned link, struct slice bytes, int64_t now_ms)
{
    if (enter(t, link, now_ms)) {
        user_of(link)->bytes(t, link, bytes);
    }
    console_pump(t);
}

void twin_link_closed(struct twin *t, unsigned link, int64_t now_ms)
{
    if (enter(t, link, now_ms) && t->links[link].state == LINK_OPEN) {
        t->links[link].state = LINK_GONE;
        user_of(link)->closed(t, link);
    }
    console_pump(t);
}
