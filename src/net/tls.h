/* What every TLS connection of this folder is set up with. Private to net/. May include: base/, libssl. */
#ifndef SPW_NET_TLS_H
#define SPW_NET_TLS_H

#include <openssl/ssl.h>
#include <stdbool.h>

/* Offers TLS 1.0 and newer and all suites that name a server, however weak: nothing secret of ours goes over
 * such a connection. False when libssl refuses. */
bool net_tls_offer(SSL_CTX *c, bool rsa_exchange_only);
/* The server's name in the greeting; NULL or empty: none. */
bool net_tls_set_name(SSL *ssl, const char *name);
/* Writing to a connection that the server has closed is an error, not the end of the program. */
void net_tls_ignore_closed_pipe(void);

#endif
