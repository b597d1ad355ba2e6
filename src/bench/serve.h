/* `spwfdiag twin` as a whole: tables, device, pseudo-terminal and network brought together.
 * May include: base/, include/. */
#ifndef SPW_BENCH_SERVE_H
#define SPW_BENCH_SERVE_H

#include "base/buf.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All borrowed. */
struct serve_options {
    const struct spw_file *extra; /* rule files beside the embedded ones */
    size_t n_extra;
    struct messages *messages; /* faults of these */
    const char *link;          /* symbolic link to the pseudo-terminal; NULL none */
    unsigned speed;            /* of the delays of module or recording, in hundredths */
    /* a recording */
    bool replays;
    struct slice recording;
    /* or a simulated module */
    struct slice dialect, firmware; /* empty: the first, the newest */
    struct slice ssid, key;         /* of the access point in reach; empty key: an open network */
    bool joined;
    int64_t world_time; /* what a time server tells at the start */
    const char *hosts;  /* names that stand for other places; NULL none */
    struct slice store; /* what an earlier run saved; empty: as from the factory */
};

/* What it tells meanwhile, and at the end. */
struct serve_told {
    void (*ready)(void *context, struct slice path); /* the pseudo-terminal can be opened */
    void (*note)(void *context, struct slice text);  /* a command that is not acted out */
    void (*save)(void *context,
                 struct slice store); /* at the end, a simulated module; may be NULL */
    void *context;
};

/* Runs until SIGINT or SIGTERM. Otherwise `why` has a reason to print. */
enum spw_status serve(const struct serve_options *o, const struct serve_told *told,
                      struct buf *why) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
