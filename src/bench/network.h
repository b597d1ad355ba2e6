/* The world of a simulated module: its connections on the real network, and names that stand for other
 * places. May include: base/, net/, twin/. */
#ifndef SPW_BENCH_NETWORK_H
#define SPW_BENCH_NETWORK_H

#include <poll.h>

#include "twin/twin.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { NETWORK_STREAMS_MAX = 4 * TWIN_LINKS };

struct network;

/* `hosts`: "broker.example:8883=127.0.0.1:40001,other.example=10.0.0.7", NULL none. Without a port on the
 * left every port is meant, without one on the right it stays. SPW_INVALID with the reason in `why`. */
enum spw_status network_new(struct network **out, const char *hosts,
                            void (*note)(void *context, struct slice text), void *context,
                            struct buf *why) SPW_MUST_USE;
void network_free(struct network *n);

struct twin_world network_world(struct network *n);
/* Whom it tells what happens. */
void network_attach(struct network *n, struct twin *t);

/* What to poll for; at most NETWORK_STREAMS_MAX places of `out`. */
size_t network_poll(const struct network *n, struct pollfd *out);
/* When to step even if nothing is ready, on the clock of net_now_ms; INT64_MAX: not. */
int64_t network_due(const struct network *n);
/* Hands on what has happened; `now_ms` is the module's time. */
void network_step(struct network *n, int64_t now_ms);

#ifdef __cplusplus
}
#endif
#endif
