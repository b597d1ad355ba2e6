/* Conditions from anybody: --filter and search take them from the keyboard, rules from files.
 * The first byte chooses the scope, the second which settle point the condition is asked at. */
#include <assert.h>
#include <string.h>

#include "base/stamp.h"
#include "expr/expr.h"
#include "fuzz.h"

enum { MEMORY = 4 * 1024 * 1024 };

static const enum field_scope scopes[] = {SCOPE_TRACE, SCOPE_BOOT, SCOPE_ATTEMPT, SCOPE_EXCHANGE,
                                          SCOPE_OBJECT};

/* An empty model with a few texts, so that patterns and functions have something to work on. */
struct model {
    struct session session;
    struct attempt attempt;
    struct exchange exchange;
    struct seen_object object;
    struct settle settle;
};

static void fill(struct model *m, uint8_t kind)
{
    memset(m, 0, sizeof *m);
    m->session.clock.module_time = TIME_NONE;
    m->session.clock.trace_time = TIME_NONE;
    m->session.clock.now = 1500000000;
    m->attempt.host = SLICE("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com");
    m->attempt.password = SLICE("SharedAccessSignature sr=a%2Fdevices%2Fb&sig=QUJD%3D&se=15");
    m->attempt.path = SLICE("\xff\xc3\x28%41 QUJD");
    m->attempt.port = 8883;
    m->settle.kind = (enum settle_kind)(kind % 5);
    m->settle.session = &m->session;
    m->settle.attempt = &m->attempt;
    m->settle.exchange = &m->exchange;
    m->settle.object = &m->object;
}

/* Nothing happens in this model: what requires a happening cannot hold. */
static void evaluate(const struct expr *e, struct arena *scratch, uint8_t kind)
{
    enum meaning required[M_COUNT];
    static struct model model; /* too big for the stack of a sanitizer build */
    struct fact_context c = {.settle = &model.settle, .scratch = scratch};
    struct expr_evidence evidence;
    struct buf shown;
    fill(&model, kind);
    enum tri answer = expr_eval(e, &c, &evidence);
    assert(answer != TRI_YES || expr_required(e, required, M_COUNT) == 0);
    assert(evidence.n <= EVIDENCE_MAX);
    struct value v = expr_value(e, &c);
    buf_init(&shown, 65536);
    expr_put_value(&shown, &v);
    buf_dispose(&shown);
}

static void compile_and_evaluate(const struct expr_source *source, enum field_scope scope,
                                 uint8_t kind, bool condition)
{
    struct arena perm;
    struct arena scratch;
    struct messages messages;
    struct expr *e = NULL;
    arena_init(&perm, MEMORY);
    arena_init(&scratch, MEMORY);
    messages_init(&messages);
    enum spw_status status = condition ? expr_compile(&e, source, scope, &perm, &messages)
                                       : expr_compile_value(&e, source, scope, &perm, &messages);
    if (status == SPW_OK) {
        evaluate(e, &scratch, kind);
    }
    expr_dispose(e);
    messages_dispose(&messages);
    arena_dispose(&scratch);
    arena_dispose(&perm);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    struct expr_source source = {.text = slice_of(data + 2, size - 2),
                                 .file = SLICE("fuzz"),
                                 .file_bytes = slice_of(data + 2, size - 2),
                                 .line = 1,
                                 .column = 1};
    enum field_scope scope = scopes[data[0] % (sizeof scopes / sizeof scopes[0])];
    compile_and_evaluate(&source, scope, data[1], true);
    compile_and_evaluate(&source, scope, data[1], false);
    return 0;
}
