#include "pattern/pattern.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    /* Steps and nesting of one match: the patterns of the rules need some hundreds of steps. */
    MATCH_LIMIT = 50000,
    DEPTH_LIMIT = 250,
    HEAP_LIMIT = 256, /* KiB */
    NEST_LIMIT = 40,  /* brackets in brackets */
    /* Machine code costs as much as some dozens of matches: it is made for patterns in real use. */
    JIT_AFTER = 50
};

struct pattern {
    pcre2_code *code;
    pcre2_match_data *data;       /* made at the first match, kept: a match allocates nothing */
    pcre2_match_context *context; /* the limits */
    unsigned uses;                /* up to JIT_AFTER */
};

static const uint32_t compile_options =
    PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY;

static pcre2_code *compile(struct slice source, int *error, size_t *offset)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context == NULL) {
        *error = PCRE2_ERROR_NOMEMORY;
        return NULL;
    }
    pcre2_set_max_pattern_length(context, PATTERN_SOURCE_MAX);
    pcre2_set_parens_nest_limit(context, NEST_LIMIT);
    const uint8_t *start = source.n == 0 ? (const uint8_t *)"" : source.p;
    pcre2_code *code = pcre2_compile(start, source.n, compile_options, error, offset, context);
    pcre2_compile_context_free(context);
    return code;
}

enum spw_status pattern_new(struct pattern **out, struct slice source, struct arena *arena,
                            struct pattern_fault *fault)
{
    int error = 0;
    struct pattern *p = ARENA_NEW(arena, struct pattern);
    if (p == NULL) {
        return SPW_NO_MEMORY;
    }
    memset(fault, 0, sizeof *fault);
    p->code = compile(source, &error, &fault->offset);
    if (p->code != NULL) {
        *out = p;
        return SPW_OK;
    }
    if (error == PCRE2_ERROR_HEAP_FAILED || error == PCRE2_ERROR_NOMEMORY) {
        return SPW_NO_MEMORY;
    }
    (void)pcre2_get_error_message(error, (PCRE2_UCHAR *)fault->text, sizeof fault->text);
    return SPW_INVALID;
}

void pattern_dispose(struct pattern *p)
{
    if (p == NULL) {
        return;
    }
    pcre2_match_data_free(p->data);
    pcre2_match_context_free(p->context);
    pcre2_code_free(p->code);
    memset(p, 0, sizeof *p);
}

/* Most rules are never tried on a trace, so what a match needs is made when it is first needed. */
static bool prepare(struct pattern *p)
{
    if (p->data != NULL) {
        return true;
    }
    p->context = p->context != NULL ? p->context : pcre2_match_context_create(NULL);
    if (p->context == NULL) {
        return false;
    }
    pcre2_set_match_limit(p->context, MATCH_LIMIT);
    pcre2_set_depth_limit(p->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(p->context, HEAP_LIMIT);
    p->data = pcre2_match_data_create(1, NULL);
    return p->data != NULL;
}

/* Failing to make machine code is no harm: PCRE2 then goes on interpreting. */
static void count_use(struct pattern *p)
{
    if (p->uses < JIT_AFTER && ++p->uses == JIT_AFTER) {
        (void)pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
    }
}

enum tri pattern_match(struct pattern *p, struct slice subject)
{
    if (p->code == NULL || subject.n > PATTERN_SUBJECT_MAX || !prepare(p)) {
        return TRI_UNKNOWN;
    }
    count_use(p);
    const uint8_t *start = subject.n == 0 ? (const uint8_t *)"" : subject.p;
    int result = pcre2_match(p->code, start, subject.n, 0, 0, p->data, p->context);
    if (result >= 0) {
        return TRI_YES;
    }
    return result == PCRE2_ERROR_NOMATCH ? TRI_NO : TRI_UNKNOWN;
}
