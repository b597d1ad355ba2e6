#include "compare/match.h"

static void put_part(struct slice text, struct buf *out)
{
    buf_u64(out, text.n);
    buf_byte(out, ':');
    buf_put(out, text);
}

void match_put_parts(struct slice rule, struct slice cause, struct slice command, struct slice host,
                     unsigned port, struct buf *out)
{
    put_part(rule, out);
    put_part(cause, out);
    put_part(command, out);
    put_part(host, out);
    buf_u64(out, port);
}

void match_put_key(const struct spw_report *r, size_t i, struct buf *out)
{
    const struct spw_finding *f = &r->findings[i];
    struct slice command = {NULL, 0};
    struct slice host = {NULL, 0};
    unsigned port = 0;
    for (size_t k = 0; k < r->n_attempts && f->attempt != 0; k++) {
        if (r->attempts[k].id == f->attempt) {
            command = r->attempts[k].command;
            host = r->attempts[k].host;
            port = r->attempts[k].port;
        }
    }
    match_put_parts(f->rule, f->cause, command, host, port, out);
}

/* Rule and cause alone: two sessions may well reach for different hosts. */
static bool alike(const struct spw_finding *a, const struct spw_finding *b)
{
    return slice_eq(a->rule, b->rule) && slice_eq(a->cause, b->cause);
}

static size_t count_like(const struct spw_report *r, const struct spw_finding *f, size_t before)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_findings && i < before; i++) {
        n += alike(&r->findings[i], f);
    }
    return n;
}

static enum spw_status put_lone(const struct spw_report *a, const struct spw_report *b,
                                struct array *only)
{
    for (size_t i = 0; i < a->n_findings; i++) {
        const struct spw_finding *f = &a->findings[i];
        if (count_like(a, f, i) < count_like(b, f, b->n_findings)) {
            continue;
        }
        const struct spw_finding **slot = array_push(only);
        if (slot == NULL) {
            return SPW_NO_MEMORY;
        }
        *slot = f;
    }
    return SPW_OK;
}

enum spw_status match_findings(const struct spw_report *a, const struct spw_report *b,
                               struct array *only_a, struct array *only_b)
{
    enum spw_status status = put_lone(a, b, only_a);
    return status == SPW_OK ? put_lone(b, a, only_b) : status;
}
