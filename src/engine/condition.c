/* Conditions asked at any moment of a session. */
#include "base/memory.h"
#include "engine/private.h"

enum { CONDITION_ARENA_MAX = 1 << 16, MOMENT_SCRATCH_MAX = 1 << 20 };

struct spw_condition {
    struct expr *expr;
    struct arena arena, scratch;
    struct fact_cache cache;
};

enum spw_status spw_condition_new(struct spw_condition **out, const struct spw_knowledge *k,
                                  struct slice text, struct messages *messages)
{
    struct spw_condition *c = MEMORY_NEW(struct spw_condition);
    const struct expr_source source = {.text = text,
                                       .file = SLICE("condition"),
                                       .file_bytes = text,
                                       .line = 1,
                                       .column = 1,
                                       .knowledge = &k->tables};
    enum spw_status status = SPW_NO_MEMORY;

    *out = NULL;
    if (c == NULL) {
        return status;
    }
    arena_init(&c->arena, CONDITION_ARENA_MAX);
    arena_init(&c->scratch, MOMENT_SCRATCH_MAX);
    status = fact_cache_init(&c->cache, &k->tables);
    if (status == SPW_OK) {
        status = expr_compile(&c->expr, &source, SCOPE_MOMENT, &c->arena, messages);
    }
    if (status != SPW_OK) {
        spw_condition_free(c);
        return status;
    }
    *out = c;
    return SPW_OK;
}

void spw_condition_free(struct spw_condition *c)
{
    if (c != NULL) {
        expr_dispose(c->expr);
        fact_cache_dispose(&c->cache);
        arena_dispose(&c->arena);
        arena_dispose(&c->scratch);
        memory_free(c);
    }
}

enum tri spw_condition_holds(struct spw_condition *c, const struct spw_engine *e)
{
    struct attempt attempt;
    struct settle now = {.kind = SETTLE_TRACE,
                         .open = !e->finished,
                         .session = e->session,
                         .exchange = &e->session->exchange};
    const struct fact_context context = {
        .settle = &now, .scratch = &c->scratch, .cache = &c->cache};
    enum tri answer = TRI_UNKNOWN;

    if (session_attempt_now(e->session, &attempt)) {
        now.attempt = &attempt;
    }
    answer = expr_eval(c->expr, &context, NULL);
    arena_reset(&c->scratch);
    return answer;
}
