/* What facts keep between questions so that none is worked out twice: compiled patterns of the
 * services, hosts that were looked up, the mask of muted indications. One a diagnosis; its owner sets
 * fact_context.cache. May include: base/, pattern/, knowledge/, session/. */
#ifndef SPW_FACTS_CACHE_H
#define SPW_FACTS_CACHE_H

#include "facts/field.h"
#include "pattern/pattern.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bits of indications that the module was told not to print: bit n of word 0 is WIND n. */
struct wind_mask {
    uint32_t words[3];
};

enum { HOSTS_KEPT = 8, HOST_BYTES = 253 };
struct host_memo {
    uint8_t n; /* bytes of `host`; 0: free */
    uint8_t host[HOST_BYTES];
    const struct service_row *service; /* NULL: of no known service */
};

struct service_patterns; /* of one row of the table of services */

struct fact_cache {
    const struct knowledge *knowledge;
    struct arena arena;                /* the patterns, as long as the cache */
    struct service_patterns *services; /* one a row */
    struct host_memo hosts[HOSTS_KEPT];
    size_t next_host;
    const struct session *mask_session;
    uint64_t mask_sequence; /* the mask is that of this event */
    struct wind_mask mask;
};

/* `k` must outlive the cache. Patterns are compiled when first needed. */
enum spw_status fact_cache_init(struct fact_cache *cache, const struct knowledge *k) SPW_MUST_USE;
void fact_cache_dispose(struct fact_cache *cache);

/* For the getters. */
struct wind_mask wind_mask_of(const struct fact_context *c);
/* *row NULL with TRI_NO: of no known service. UNKNOWN: no cache, no host. Hidden parts of a host may
 * stand for anything. */
enum tri service_of_host(const struct fact_context *c, struct slice host,
                         const struct service_row **row);
/* Does `text` match the row's pattern? UNKNOWN without a pattern. */
enum tri service_user_fits(const struct fact_context *c, const struct service_row *row,
                           struct slice text);
enum tri service_client_fits(const struct fact_context *c, const struct service_row *row,
                             struct slice text);

#ifdef __cplusplus
}
#endif
#endif
