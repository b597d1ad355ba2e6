/* A connection that never waits: TCP, UDP or TLS, driven by poll. What happens is told through struct
 * net_watch, from within net_stream_step alone. Certificates are judged by the watcher.
 * May include: base/. */
#ifndef SPW_NET_STREAM_H
#define SPW_NET_STREAM_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum net_protocol { NET_TCP, NET_UDP, NET_TLS };

struct net_wish { /* strings are copied */
    enum net_protocol protocol;
    const char *host, *port;
    const char *server_name; /* in the TLS greeting; NULL or empty: none */
    bool rsa_exchange_only;
    int timeout_ms; /* for name and connection, and again for the handshake */
};

enum net_result { NET_OPEN, NET_NO_NAME, NET_REFUSED, NET_NO_ANSWER, NET_NO_TLS };

enum { NET_CERTIFICATES_MAX = 16 };

struct net_watch {
    void (*result)(void *context, enum net_result result);
    void (*bytes)(void *context, struct slice bytes);
    void (*closed)(void *context);
    /* The server's chain in DER, its own certificate first. False ends the handshake with the alert
     * certificate_unknown. */
    bool (*judge)(void *context, const struct slice *chain, size_t n);
    /* The server asks for a client certificate: PEM or DER, in PEM with what belongs to it behind.
     * False: none is shown. */
    bool (*identity)(void *context, struct slice *certificate, struct slice *key);
    void *context;
};

struct net_stream;

/* Begins to connect. TLS 1.2 at most. */
enum spw_status net_stream_new(struct net_stream **out, const struct net_wish *wish,
                               const struct net_watch *watch) SPW_MUST_USE;
void net_stream_free(struct net_stream *s); /* closes */
/* What to poll for; -1: nothing any more. */
int net_stream_fd(const struct net_stream *s, bool *for_writing);
/* When to step even if the descriptor is silent, on the clock of net_now_ms; INT64_MAX: not. */
int64_t net_stream_due(const struct net_stream *s);
/* The descriptor is ready, or the time has come. Must not be called from a watcher. */
void net_stream_step(struct net_stream *s);
/* Sends now what can be sent, the rest in later steps. False: too much waits, or it is not open. */
bool net_stream_send(struct net_stream *s, struct slice bytes);

#ifdef __cplusplus
}
#endif
#endif
