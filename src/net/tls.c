#include "net/tls.h"

#include <signal.h>
#include <string.h>

enum { NAME_BYTES = 256 }; /* a host name has 253 at most */

static const char all_suites[] = "ALL:!aNULL:!eNULL:@SECLEVEL=0";
static const char rsa_suites[] = "kRSA:!aNULL:!eNULL:@SECLEVEL=0";

bool net_tls_offer(SSL_CTX *c, bool rsa_exchange_only)
{
    SSL_CTX_set_security_level(c, 0);
    return SSL_CTX_set_min_proto_version(c, TLS1_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(c, rsa_exchange_only ? rsa_suites : all_suites) == 1;
}

/* libssl's macro takes the name as if it would write to it. */
bool net_tls_set_name(SSL *ssl, const char *name)
{
    char copy[NAME_BYTES];
    size_t n = name != NULL ? strlen(name) : 0;
    if (n == 0) {
        return true;
    }
    n = n < sizeof copy - 1 ? n : sizeof copy - 1;
    memcpy(copy, name, n);
    copy[n] = '\0';
    return SSL_set_tlsext_host_name(ssl, copy) == 1;
}

void net_tls_ignore_closed_pipe(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
}
