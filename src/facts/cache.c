#include "facts/cache.h"

#include <string.h>

#include "facts/get.h"

enum { CACHE_BYTES = 1024 * 1024 };

enum service_pattern { HOST_PATTERN, USER_PATTERN, CLIENT_PATTERN, SERVICE_PATTERNS };

struct service_patterns {
    struct pattern *compiled[SERVICE_PATTERNS];
    bool refused[SERVICE_PATTERNS]; /* tried and not a pattern */
};

enum spw_status fact_cache_init(struct fact_cache *cache, const struct knowledge *k)
{
    memset(cache, 0, sizeof *cache);
    cache->knowledge = k;
    arena_init(&cache->arena, CACHE_BYTES);
    cache->services = ARENA_ARRAY(&cache->arena, k->n_services, struct service_patterns);
    return cache->services != NULL ? SPW_OK : SPW_NO_MEMORY;
}

void fact_cache_dispose(struct fact_cache *cache)
{
    size_t n = cache->services != NULL ? cache->knowledge->n_services : 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t which = 0; which < SERVICE_PATTERNS; which++) {
            pattern_dispose(cache->services[i].compiled[which]);
        }
    }
    arena_dispose(&cache->arena);
    memset(cache, 0, sizeof *cache);
}

static struct slice pattern_source(const struct service_row *row, enum service_pattern which)
{
    switch (which) {
    case HOST_PATTERN:
        return row->host;
    case USER_PATTERN:
        return row->username_pattern;
    case CLIENT_PATTERN:
        return row->client_id_pattern;
    case SERVICE_PATTERNS:
        break;
    }
    return slice_of(NULL, 0);
}

/* The compiled pattern, made when first asked for; NULL when the row has none that works. */
static struct pattern *service_pattern(struct fact_cache *cache, const struct service_row *row,
                                       enum service_pattern which)
{
    struct service_patterns *p = &cache->services[row - cache->knowledge->services];
    struct slice source = pattern_source(row, which);
    if (source.n == 0 || p->refused[which]) {
        return NULL;
    }
    if (p->compiled[which] == NULL) {
        struct pattern_fault fault;
        enum spw_status status = pattern_new(&p->compiled[which], source, &cache->arena, &fault);
        p->refused[which] = status != SPW_OK;
    }
    return p->compiled[which];
}

static enum tri service_match(struct fact_cache *cache, const struct service_row *row,
                              enum service_pattern which, struct slice text)
{
    struct pattern *p = service_pattern(cache, row, which);
    return p != NULL ? pattern_match(p, text) : TRI_UNKNOWN;
}

enum tri service_user_fits(const struct fact_context *c, const struct service_row *row,
                           struct slice text)
{
    return c->cache != NULL ? service_match(c->cache, row, USER_PATTERN, text) : TRI_UNKNOWN;
}

enum tri service_client_fits(const struct fact_context *c, const struct service_row *row,
                             struct slice text)
{
    return c->cache != NULL ? service_match(c->cache, row, CLIENT_PATTERN, text) : TRI_UNKNOWN;
}

static const struct service_row *match_host(struct fact_cache *cache, struct slice host)
{
    const struct knowledge *k = cache->knowledge;
    for (size_t i = 0; i < k->n_services; i++) {
        if (service_match(cache, &k->services[i], HOST_PATTERN, host) == TRI_YES) {
            return &k->services[i];
        }
    }
    return NULL;
}

/* The host with every label that was hidden, wholly or in part, replaced by `n` times 'a': hub names
 * and account numbers are what people hide, and all patterns take an 'a' there. */
static struct slice unmask(struct slice host, size_t n, uint8_t *out, size_t max)
{
    size_t used = 0;
    bool more = host.n > 0;
    while (more) {
        struct slice label;
        more = slice_split(host, '.', &label, &host);
        size_t size = is_masked(label) ? n : label.n;
        if (used + size + 1 > max) {
            return slice_of(NULL, 0);
        }
        if (is_masked(label)) {
            memset(out + used, 'a', size);
        } else if (size > 0) {
            memcpy(out + used, label.p, size);
        }
        used += size;
        if (more) {
            out[used++] = '.';
        }
    }
    return slice_of(out, used);
}

/* Names have different lengths with different services. */
static const struct service_row *match_masked(struct fact_cache *cache, struct slice host)
{
    static const size_t lengths[] = {6, 32};
    const struct service_row *row = NULL;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0] && row == NULL; i++) {
        uint8_t bytes[HOST_BYTES];
        row = match_host(cache, unmask(host, lengths[i], bytes, sizeof bytes));
    }
    return row;
}

static struct host_memo *find_memo(struct fact_cache *cache, struct slice host)
{
    for (size_t i = 0; i < HOSTS_KEPT; i++) {
        struct host_memo *m = &cache->hosts[i];
        if (m->n != 0 && slice_eq(slice_of(m->host, m->n), host)) {
            return m;
        }
    }
    return NULL;
}

static void remember(struct fact_cache *cache, struct slice host, const struct service_row *row)
{
    struct host_memo *m = &cache->hosts[cache->next_host];
    cache->next_host = (cache->next_host + 1) % HOSTS_KEPT;
    m->n = (uint8_t)host.n;
    memcpy(m->host, host.p, host.n);
    m->service = row;
}

enum tri service_of_host(const struct fact_context *c, struct slice host,
                         const struct service_row **row)
{
    *row = NULL;
    if (c->cache == NULL || host.n == 0 || host.n > HOST_BYTES) {
        return TRI_UNKNOWN;
    }
    struct host_memo *memo = find_memo(c->cache, host);
    if (memo != NULL) {
        *row = memo->service;
    } else {
        *row = is_masked(host) ? match_masked(c->cache, host) : match_host(c->cache, host);
        remember(c->cache, host, *row);
    }
    /* A host hidden altogether may belong to anybody. */
    return *row != NULL ? TRI_YES : is_masked(host) ? TRI_UNKNOWN : TRI_NO;
}

static uint32_t mask_word(const struct fact_context *c, struct slice spwf04, struct slice spwf01)
{
    struct value v = fact_variable(c, spwf04);
    v = v.known ? v : fact_variable(c, spwf01);
    int64_t bits = 0;
    if (!v.known || slice_to_i64(slice_trim(v.text), &bits) != NUMBER_OK) {
        return 0;
    }
    return (uint32_t)((uint64_t)bits & UINT32_MAX);
}

static struct wind_mask read_mask(const struct fact_context *c)
{
    struct wind_mask mask = {{0, 0, 0}};
    if (session_of(c)->variables.n > 0) {
        mask.words[0] = mask_word(c, SLICE("console_wind_off_low"), SLICE("wind_off_low"));
        mask.words[1] = mask_word(c, SLICE("console_wind_off_medium"), SLICE("wind_off_medium"));
        mask.words[2] = mask_word(c, SLICE("console_wind_off_high"), SLICE("wind_off_high"));
    }
    return mask;
}

struct wind_mask wind_mask_of(const struct fact_context *c)
{
    struct fact_cache *cache = c->cache;
    const struct session *s = session_of(c);
    if (cache == NULL) {
        return read_mask(c);
    }
    if (cache->mask_session != s || cache->mask_sequence != s->sequence) {
        cache->mask = read_mask(c);
        cache->mask_session = s;
        cache->mask_sequence = s->sequence;
    }
    return cache->mask;
}
