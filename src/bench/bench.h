/* A device at a pseudo-terminal: the loop that carries bytes between the host, the device and the network
 * until the program is asked to end. May include: base/, bench/, twin/. */
#ifndef SPW_BENCH_BENCH_H
#define SPW_BENCH_BENCH_H

#include "bench/network.h"
#include "bench/pty.h"
#include "twin/device.h"

#ifdef __cplusplus
extern "C" {
#endif

struct bench {
    struct pty *pty;
    struct device device;
    struct network *network; /* NULL: the device asks for none */
};

/* Powers the device on and runs until SIGINT or SIGTERM. False with the reason in `why`. */
bool bench_run(struct bench *b, struct buf *why);

#ifdef __cplusplus
}
#endif
#endif
