/* One TLS handshake with a server, to see what it shows; nothing is sent behind it. Certificates are not
 * checked here: that is for the judge. May include: base/. */
#ifndef SPW_NET_HANDSHAKE_H
#define SPW_NET_HANDSHAKE_H

#include "base/buf.h"
#include "base/tri.h"

#ifdef __cplusplus
extern "C" {
#endif

enum net_version { NET_TLS_1_2, NET_TLS_1_3 };

struct net_request {
    const char *host, *port;
    const char *servername;  /* in the greeting; NULL: none */
    const char *cert, *key;  /* PEM files of the client; NULL: none is shown */
    enum net_version newest; /* offered, with everything older */
    bool rsa_exchange_only;  /* offer no suites with elliptic curves or Diffie-Hellman */
    int timeout_ms;          /* for connecting, and again for the handshake */
};

enum { NET_WORD_MAX = 64, NET_FAILURE_MAX = 200, NET_CHAIN_MAX = 1024 * 1024 };

struct net_answer {
    bool connected;         /* TCP */
    bool tls;               /* a TLS record came back */
    bool done;              /* the handshake came to its end */
    bool asked_certificate; /* the server asked for a client certificate */
    int version;            /* 12 for TLS 1.2; 0 unknown */
    char version_name[NET_WORD_MAX], suite[NET_WORD_MAX];
    char failure[NET_FAILURE_MAX]; /* why not done, in words */
    struct buf chain;              /* PEM, as far as it came; owned */
};

/* Always fills *answer, which is to be disposed of. */
void net_handshake(const struct net_request *request, struct net_answer *answer);
void net_answer_dispose(struct net_answer *answer);

#ifdef __cplusplus
}
#endif
#endif
