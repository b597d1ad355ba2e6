/* The condition language: compiled once, evaluated in three values with evidence. Knows nothing of
 * rules; conditions, filters and placeholders of texts use it. Grammar: rules/diagnoses/README.md.
 * A compiled expression is immutable and owned by the arena it was compiled into (patterns are
 * released by expr_dispose); its patterns count their uses, so one thread at a time may evaluate it.
 * May include: base/, pattern/, knowledge/, facts/. */
#ifndef SPW_EXPR_EXPR_H
#define SPW_EXPR_EXPR_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/message.h"
#include "facts/field.h"

#ifdef __cplusplus
extern "C" {
#endif

struct expr;

/* Where the source text stands in a file, for messages; `line` and `column` of its first byte. */
struct expr_source {
    struct slice text;
    struct slice file, file_bytes;
    uint32_t line, column;
    bool folded; /* the text comes from a YAML block: columns are only right for its first line */
    /* Names of variables, limits, enumerations and values are checked against these tables; NULL: they
     * are taken as they are. */
    const struct knowledge *knowledge;
};
enum {
    EXPR_TEXT_MAX = 8192, /* bytes of a condition */
    EXPR_NODES_MAX = 500, /* operators and operands */
    EXPR_DEPTH_MAX = 32   /* brackets in brackets, not of not */
};

/* Compiles a condition for rules of `scope`. Faults (unknown field with the nearest name, field not
 * available in the scope, type errors, bad pattern, constant conditions) go to `messages`;
 * SPW_INVALID then. *out lives in `arena`. */
enum spw_status expr_compile(struct expr **out, const struct expr_source *source,
                             enum field_scope scope, struct arena *arena,
                             struct messages *messages) SPW_MUST_USE;
/* The same for a value of any type (placeholders). */
enum spw_status expr_compile_value(struct expr **out, const struct expr_source *source,
                                   enum field_scope scope, struct arena *arena,
                                   struct messages *messages) SPW_MUST_USE;
void expr_dispose(struct expr *e); /* releases compiled patterns; NULL is fine */

/* The places that made the result what it is: the operands that were true, or false under `not`.
 * Bounded. */
enum { EVIDENCE_MAX = 8 };
struct expr_evidence {
    const struct mark *at[EVIDENCE_MAX]; /* no place twice */
    size_t n;
    bool concluded; /* a value that was only inferred took part */
};

/* Evidence may be NULL. A pattern that reaches its match limit gives TRI_UNKNOWN. */
enum tri expr_eval(const struct expr *e, const struct fact_context *c,
                   struct expr_evidence *evidence);
struct value expr_value(const struct expr *e, const struct fact_context *c);

/* A value as a person reads it: times as UTC dates, secrets as "(23 characters)", unknown as
 * "(unknown)". Trace bytes stay raw: escaping is the renderer's work. */
void expr_put_value(struct buf *out, const struct value *v);

/* Meanings whose occurrence the expression cannot be true without, for gating: it is certainly not TRUE
 * unless each of them was seen in the tally of the rule's own scope (and so in the trace). Returns how
 * many were written. */
size_t expr_required(const struct expr *e, enum meaning *out, size_t max);
/* All that the expression cannot be true without. A set that is empty demands nothing. */
enum { MEANING_WORDS = (M_COUNT + 63) / 64 };
struct meaning_set {
    uint64_t words[MEANING_WORDS]; /* a bit for each enum meaning */
};
struct expr_demands {
    struct meaning_set seen, unseen; /* in the tally of the rule's own scope */
    struct meaning_set no_command;   /* the exchange's command has none of these meanings */
    uint32_t no_class; /* nor does what settled bear any of these marks: fact_classes */
};
const struct expr_demands *expr_demands(const struct expr *e); /* lives as long as `e` */
static inline bool meaning_set_has(const struct meaning_set *s, enum meaning m)
{
    return (s->words[(unsigned)m / 64] >> ((unsigned)m % 64) & 1U) != 0;
}
size_t meaning_list(const struct meaning_set *s, enum meaning *out, size_t max);
/* Does `a` hold only where `b` does? Told from the operands of their "and": false means not known. */
bool expr_implies(const struct expr *a, const struct expr *b);
/* Can the two never hold together? As before. */
bool expr_excludes(const struct expr *a, const struct expr *b);
/* The grammar as a page of text. */
void expr_grammar(struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
