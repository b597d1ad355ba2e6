#include "bench/network.h"

#include <string.h>

#include "base/memory.h"
#include "net/connect.h"
#include "net/stream.h"

enum { NAME_BYTES = 256, PORT_BYTES = 8, HOSTS_MAX = 32 };

struct place {
    char host[NAME_BYTES], port[PORT_BYTES]; /* port "": any, or the same */
};

struct mapping {
    struct place from, to;
};

/* A connection. It outlives its link by the step in which it was closed. */
struct carrier {
    struct network *network;
    struct net_stream *stream; /* NULL: a free place */
    unsigned link;
    bool dead; /* the module is done with it */
};

struct network {
    struct twin *twin;
    int64_t now_ms;
    struct mapping hosts[HOSTS_MAX];
    size_t n_hosts;
    struct carrier carriers[NETWORK_STREAMS_MAX];
    bool failed[TWIN_LINKS]; /* could not even be begun; told in the next step */
    void (*note)(void *context, struct slice text);
    void *context;
};

/* ---- names that stand for other places ----------------------------------------------------------------------------------- */

static bool set_word(char *to, size_t size, struct slice word)
{
    bool fits = word.n > 0 && word.n < size && slice_find_byte(word, '\0', 0) == word.n;
    if (fits) {
        memcpy(to, word.p, word.n);
        to[word.n] = '\0';
    }
    return fits;
}

static bool read_place(struct place *p, struct slice text)
{
    struct slice host, port;
    uint64_t number = 0;
    p->port[0] = '\0';
    if (!slice_split(text, ':', &host, &port)) {
        return set_word(p->host, sizeof p->host, host);
    }
    return set_word(p->host, sizeof p->host, host) && set_word(p->port, sizeof p->port, port) &&
           slice_to_u64(port, 65535, &number) == NUMBER_OK && number > 0;
}

static bool read_hosts(struct network *n, struct slice text)
{
    while (text.n > 0) {
        struct slice one, from, to;
        (void)slice_split(text, ',', &one, &text);
        if (n->n_hosts == HOSTS_MAX || !slice_split(one, '=', &from, &to) ||
            !read_place(&n->hosts[n->n_hosts].from, from) ||
            !read_place(&n->hosts[n->n_hosts].to, to)) {
            return false;
        }
        n->n_hosts++;
    }
    return true;
}

static void map_place(const struct network *n, struct place *p)
{
    for (size_t i = 0; i < n->n_hosts; i++) {
        const struct mapping *m = &n->hosts[i];
        bool same = slice_eq_nocase(slice_cstr(m->from.host), slice_cstr(p->host)) &&
                    (m->from.port[0] == '\0' || strcmp(m->from.port, p->port) == 0);
        if (same) {
            memcpy(p->host, m->to.host, sizeof p->host);
            if (m->to.port[0] != '\0') {
                memcpy(p->port, m->to.port, sizeof p->port);
            }
            return;
        }
    }
}

/* ---- what the streams tell -------------------------------------------------------------------------------------------------- */

static void on_result(void *context, enum net_result result)
{
    static const enum twin_outcome outcomes[] = {[NET_OPEN] = TWIN_LINK_OPEN,
                                                 [NET_NO_NAME] = TWIN_NO_NAME,
                                                 [NET_REFUSED] = TWIN_REFUSED,
                                                 [NET_NO_ANSWER] = TWIN_NO_ANSWER,
                                                 [NET_NO_TLS] = TWIN_NO_TLS};
    struct carrier *c = context;
    if (!c->dead) {
        twin_link_result(c->network->twin, c->link, outcomes[result], c->network->now_ms);
    }
}

static void on_bytes(void *context, struct slice bytes)
{
    struct carrier *c = context;
    if (!c->dead) {
        twin_link_bytes(c->network->twin, c->link, bytes, c->network->now_ms);
    }
}

static void on_closed(void *context)
{
    struct carrier *c = context;
    if (!c->dead) {
        twin_link_closed(c->network->twin, c->link, c->network->now_ms);
    }
}

static bool on_judge(void *context, const struct slice *chain, size_t n)
{
    struct carrier *c = context;
    return !c->dead && twin_link_judge(c->network->twin, c->link, chain, n);
}

static bool on_identity(void *context, struct slice *certificate, struct slice *key)
{
    struct carrier *c = context;
    return !c->dead && twin_link_identity(c->network->twin, c->link, certificate, key);
}

/* ---- what the module asks for --------------------------------------------------------------------------------------------------- */

static struct carrier *carrier_of(struct network *n, unsigned link)
{
    for (size_t i = 0; i < NETWORK_STREAMS_MAX; i++) {
        struct carrier *c = &n->carriers[i];
        if (c->stream != NULL && !c->dead && c->link == link) {
            return c;
        }
    }
    return NULL;
}

static struct carrier *free_carrier(struct network *n)
{
    for (size_t i = 0; i < NETWORK_STREAMS_MAX; i++) {
        if (n->carriers[i].stream == NULL) {
            return &n->carriers[i];
        }
    }
    return NULL;
}

static bool start(struct carrier *c, const struct twin_wish *wish)
{
    static const enum net_protocol protocols[] = {
        [TWIN_TCP] = NET_TCP, [TWIN_UDP] = NET_UDP, [TWIN_TLS] = NET_TLS};
    struct net_watch watch = {on_result, on_bytes, on_closed, on_judge, on_identity, c};
    char name[NAME_BYTES] = "";
    struct place place;
    struct buf port;
    buf_init(&port, PORT_BYTES);
    buf_u64(&port, wish->port);
    bool good = set_word(place.host, sizeof place.host, wish->host) &&
                set_word(place.port, sizeof place.port, buf_slice(&port)) &&
                (wish->server_name.n == 0 || set_word(name, sizeof name, wish->server_name));
    buf_dispose(&port);
    if (!good) {
        return false;
    }
    map_place(c->network, &place);
    struct net_wish asked = {.protocol = protocols[wish->transport],
                             .host = place.host,
                             .port = place.port,
                             .server_name = name,
                             .rsa_exchange_only = wish->rsa_exchange_only,
                             .timeout_ms = wish->timeout_ms};
    return net_stream_new(&c->stream, &asked, &watch) == SPW_OK;
}

static void world_open(void *context, unsigned link, const struct twin_wish *wish)
{
    struct network *n = context;
    struct carrier *c = free_carrier(n);
    if (c != NULL) {
        c->network = n;
        c->link = link;
        c->dead = false;
    }
    n->failed[link] = c == NULL || !start(c, wish);
}

static void world_send(void *context, unsigned link, struct slice bytes)
{
    struct carrier *c = carrier_of(context, link);
    if (c != NULL) {
        (void)net_stream_send(c->stream, bytes); /* a broken one tells that it has closed */
    }
}

static void world_close(void *context, unsigned link)
{
    struct network *n = context;
    struct carrier *c = carrier_of(n, link);
    n->failed[link] = false;
    if (c != NULL) {
        c->dead = true;
    }
}

static void world_note(void *context, struct slice text)
{
    const struct network *n = context;
    n->note(n->context, text);
}

struct twin_world network_world(struct network *n)
{
    return (struct twin_world){world_open, world_send, world_close, world_note, n};
}

/* ---- birth, death, steps ----------------------------------------------------------------------------------------------------------- */

enum spw_status network_new(struct network **out, const char *hosts,
                            void (*note)(void *context, struct slice text), void *context,
                            struct buf *why)
{
    struct network *n = MEMORY_NEW(struct network);
    *out = NULL;
    if (n == NULL) {
        return SPW_NO_MEMORY;
    }
    n->note = note;
    n->context = context;
    if (hosts != NULL && !read_hosts(n, slice_cstr(hosts))) {
        buf_printf(why, "'%s' is no list of NAME[:PORT]=ADDRESS[:PORT]", hosts);
        network_free(n);
        return SPW_INVALID;
    }
    *out = n;
    return SPW_OK;
}

void network_attach(struct network *n, struct twin *t) { n->twin = t; }

static void reap(struct network *n)
{
    for (size_t i = 0; i < NETWORK_STREAMS_MAX; i++) {
        struct carrier *c = &n->carriers[i];
        if (c->dead && c->stream != NULL) {
            net_stream_free(c->stream);
            c->stream = NULL;
        }
    }
}

void network_free(struct network *n)
{
    if (n == NULL) {
        return;
    }
    for (size_t i = 0; i < NETWORK_STREAMS_MAX; i++) {
        net_stream_free(n->carriers[i].stream);
    }
    memory_free(n);
}

size_t network_poll(const struct network *n, struct pollfd *out)
{
    size_t count = 0;
    for (size_t i = 0; i < NETWORK_STREAMS_MAX; i++) {
        const struct carrier *c = &n->carriers[i];
        bool writing = false;
        int fd = c->stream != NULL && !c->dead ? net_stream_fd(c->stream, &writing) : -1;
        if (fd >= 0) {
            out[count++] =
                (struct pollfd){.fd = fd, .events = (short)(writing ? POLLIN | POLLOUT : POLLIN)};
        }
    }
    return count;
}

int64_t network_due(const struct network *n)
{
    int64_t due = INT64_MAX;
    for (size_t i = 0; i < NETWORK_STREAMS_MAX; i++) {
        const struct carrier *c = &n->carriers[i];
        int64_t one = c->stream != NULL ? (c->dead ? 0 : net_stream_due(c->stream)) : INT64_MAX;
        due = one < due ? one : due;
    }
    for (size_t i = 0; i < TWIN_LINKS; i++) {
        due = n->failed[i] ? 0 : due;
    }
    return due;
}

void network_step(struct network *n, int64_t now_ms)
{
    n->now_ms = now_ms;
    for (unsigned i = 0; i < TWIN_LINKS; i++) {
        if (n->failed[i]) {
            n->failed[i] = false;
            twin_link_result(n->twin, i, TWIN_NO_NAME, now_ms);
        }
    }
    for (size_t i = 0; i < NETWORK_STREAMS_MAX; i++) {
        if (n->carriers[i].stream != NULL && !n->carriers[i].dead) {
            net_stream_step(n->carriers[i].stream);
        }
    }
    reap(n);
}
