/* A TCP connection within a time. May include: base/. */
#ifndef SPW_NET_CONNECT_H
#define SPW_NET_CONNECT_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Milliseconds of a clock that only goes forward. */
int64_t net_now_ms(void);
/* Waits until the descriptor can be read (or written) or the clock reaches `until_ms`. */
bool net_wait(int fd, bool write, int64_t until_ms);
/* A non-blocking socket, or -1 with the reason in `why`. Tries all addresses of the host in turn. */
int net_connect(const char *host, const char *port, int64_t until_ms, struct buf *why);

#ifdef __cplusplus
}
#endif
#endif
