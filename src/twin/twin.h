/* A simulated module: what a host types in, what the module prints out. Pure: bytes, times and what the
 * network did are arguments; what it prints is collected; what it wants of the network goes through
 * struct twin_world. No file, clock, descriptor or socket is known here.
 * Only dialects with a table behaviour.tsv can be simulated.
 * May include: base/, include/, knowledge/. */
#ifndef SPW_TWIN_TWIN_H
#define SPW_TWIN_TWIN_H

#include "base/buf.h"
#include "knowledge/knowledge.h"
#include "twin/device.h"

#ifdef __cplusplus
extern "C" {
#endif

struct twin;

/* Connections are told apart by small numbers below TWIN_LINKS. */
enum { TWIN_SOCKETS = 8, TWIN_SESSIONS = 2, TWIN_LINKS = TWIN_SOCKETS + TWIN_SESSIONS + 1 };

enum twin_transport { TWIN_TCP, TWIN_UDP, TWIN_TLS };

/* A connection that the module asks for. Borrowed during the call. */
struct twin_wish {
    enum twin_transport transport;
    struct slice host;
    unsigned port;
    struct slice server_name; /* in the TLS greeting; empty: none */
    bool rsa_exchange_only;   /* the firmware knows no other key exchange */
    int timeout_ms;           /* for connecting, and again for the handshake */
};

/* What the module asks of its surroundings. None of these calls back into the twin; what comes of them
 * is told by the twin_link_... functions later. */
struct twin_world {
    void (*open)(void *context, unsigned link, const struct twin_wish *wish);
    void (*send)(void *context, unsigned link, struct slice bytes);
    void (*close)(void *context, unsigned link);
    /* A word to the person at the desk: a command that is known and not acted out. */
    void (*note)(void *context, struct slice text);
    void *context;
};

/* The access point in reach. */
struct twin_network {
    struct slice ssid; /* empty: none */
    struct slice key;  /* empty: an open network */
};

struct twin_options {
    struct slice dialect;  /* empty: the first that can be simulated */
    struct slice firmware; /* "1.0.0", or a build; empty: the newest */
    struct twin_network network;
    bool joined;        /* the module is set up for this network and joins it at power on */
    unsigned speed;     /* of its own delays (boot, scan, join), in hundredths; 0 stands for 100 */
    int64_t world_time; /* what a time server tells at now_ms 0, seconds since 1970 */
};

/* SPW_NOT_FOUND: no such dialect, or it cannot be simulated; SPW_INVALID: no such firmware. `k` must
 * outlive the twin, the options need not. */
enum spw_status twin_new(struct twin **out, const struct knowledge *k,
                         const struct twin_options *options,
                         const struct twin_world *world) SPW_MUST_USE;
void twin_free(struct twin *t);

/* Times are milliseconds of a clock that only goes forward, 0 at power on. */
void twin_power_on(struct twin *t, int64_t now_ms);
void twin_feed(struct twin *t, struct slice bytes, int64_t now_ms);
/* When twin_tick wants to be called next; INT64_MAX: not. */
int64_t twin_due(const struct twin *t);
void twin_tick(struct twin *t, int64_t now_ms);

/* What it has printed since this was emptied. The caller clears it. */
struct buf *twin_output(struct twin *t);
/* The same functions for those who do not care what answers. Lives as long as t. */
struct device twin_device(struct twin *t);

/* ---- what the network did ---------------------------------------------------------------------- */

enum twin_outcome {
    TWIN_LINK_OPEN,
    TWIN_NO_NAME, /* the host has no address */
    TWIN_REFUSED,
    TWIN_NO_ANSWER,
    TWIN_NO_TLS /* connected, but no handshake */
};
void twin_link_result(struct twin *t, unsigned link, enum twin_outcome outcome, int64_t now_ms);
void twin_link_bytes(struct twin *t, unsigned link, struct slice bytes, int64_t now_ms);
void twin_link_closed(struct twin *t, unsigned link, int64_t now_ms);

/* In the middle of a handshake: the server's chain as it came, in DER, its own certificate first. True:
 * the module goes on. Prints what it prints about it. */
bool twin_link_judge(struct twin *t, unsigned link, const struct slice *chain, size_t n);
/* The server asks for a client certificate. False: the module has none, or not its key. Bytes as they
 * were loaded, borrowed until the next call. */
bool twin_link_identity(struct twin *t, unsigned link, struct slice *certificate,
                        struct slice *key);

/* ---- what outlives a power cycle ------------------------------------------------------------------ */

/* Settings saved with WCFG, the certificate store and the files, as text lines. */
void twin_save(const struct twin *t, struct buf *out);
/* SPW_INVALID: this line (from 1) is none of such a text; what stood before it is kept. */
enum spw_status twin_load(struct twin *t, struct slice text, size_t *line) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
