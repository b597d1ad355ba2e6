/* Addresses of a host, asked for in a child process, so that a slow name server keeps nobody waiting: the
 * system's resolver can only be called and waited for. Addresses in digits need no child.
 * May include: base/. */
#ifndef SPW_NET_RESOLVE_H
#define SPW_NET_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { NET_ADDRESSES_MAX = 8 };

struct net_address {
    int family, type;
    socklen_t length;
    struct sockaddr_storage place;
};

struct net_addresses {
    struct net_address list[NET_ADDRESSES_MAX];
    size_t n; /* 0: the name has none */
};

struct net_resolver {
    int fd;      /* to be polled for reading; -1: nothing is under way */
    pid_t child; /* 0: none */
    size_t filled;
    struct net_addresses answer;
};

/* False when no child can be started. When it is true and fd is -1, the answer is there already. */
bool net_resolve_start(struct net_resolver *r, const char *host, const char *port, int socket_type);
/* Reads what came; true when the answer is complete. */
bool net_resolve_read(struct net_resolver *r);
/* Ends the child if it still runs. Can be called at any time. */
void net_resolve_stop(struct net_resolver *r);

#ifdef __cplusplus
}
#endif
#endif
