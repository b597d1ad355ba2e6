#include "diagnosis/review.h"

#include "base/message_ids.h"
#include "diagnosis/fold.h"

struct review {
    const struct data_source *files;
    struct messages *messages;
    size_t found;
};

/* ---- telling ----------------------------------------------------------------------------------- */

static struct slice bytes_of(const struct review *v, struct slice path)
{
    for (size_t i = 0; i < data_source_count(v->files); i++) {
        const struct data_file *file = data_source_at(v->files, i);
        if (slice_eq(file->path, path)) {
            return file->bytes;
        }
    }
    return slice_of(NULL, 0);
}

/* `other`: the rule that the hint points to, or NULL. */
static void report(struct review *v, unsigned number, const struct rule *rule,
                   const struct rule *other, const char *what)
{
    struct buf hint;
    buf_init(&hint, 1000);
    if (other != NULL) {
        buf_printf(&hint, "see %.*s in %.*s:%u", SLICE_ARG(other->id), SLICE_ARG(other->file),
                   (unsigned)other->line);
    }
    messages_add(v->messages, number, rule->file, bytes_of(v, rule->file), rule->line, rule->column,
                 buf_slice(&hint), "%.*s: %s", SLICE_ARG(rule->id), what);
    buf_dispose(&hint);
    v->found++;
}

/* ---- one rule ---------------------------------------------------------------------------------- */

static void review_given(struct review *v, const struct rule *rule)
{
    if (rule->given == NULL) {
        return;
    }
    if (expr_excludes(rule->when, rule->given)) {
        report(v, MSG_RULE_GIVEN, rule, NULL,
               "\"given\" can never hold where \"when\" does, so the rule is never sure");
    } else if (expr_implies(rule->when, rule->given)) {
        report(v, MSG_RULE_GIVEN, rule, NULL,
               "\"given\" always holds where \"when\" does, so it asks nothing");
    }
}

static void review_rivals(struct review *v, const struct rule *rule)
{
    for (size_t i = 0; i < rule->n_rivals; i++) {
        const struct expr *when = rule->rivals[i].when;
        if (when != NULL && expr_excludes(rule->when, when)) {
            report(v, MSG_RULE_CONSTANT, rule, NULL,
                   "the \"when\" of a rival can never hold where that of the rule does");
        }
    }
}

/* ---- two rules --------------------------------------------------------------------------------- */

/* Does `a` surely fire where `b` does? */
static bool follows(const struct rule *a, const struct rule *b)
{
    bool granted = a->given == NULL || expr_implies(b->when, a->given) ||
                   (b->given != NULL && expr_implies(b->given, a->given));
    return granted && expr_implies(b->when, a->when);
}

static bool weighs_as(const struct rule *a, const struct rule *b)
{
    return a->severity == b->severity && a->confidence == b->confidence &&
           a->priority == b->priority;
}

static bool weighs_more(const struct rule *a, const struct rule *b)
{
    if (a->severity != b->severity) {
        return a->severity > b->severity;
    }
    return a->confidence != b->confidence ? a->confidence > b->confidence
                                          : a->priority > b->priority;
}

/* Is `b` never seen, for `a` always stands in its place? */
static bool shadows(const struct rule *a, const struct rule *b)
{
    bool guess = a->confidence == SPW_POSSIBLE && b->confidence != SPW_POSSIBLE;
    bool mutual = fold_rule_overrides(b, a) && !weighs_more(a, b);
    return fold_rule_overrides(a, b) && !guess && !mutual && a->given == NULL &&
           a->speaks_against.n == 0 && follows(a, b);
}

static void review_pair(struct review *v, const struct rule *a, const struct rule *b)
{
    bool a_follows = follows(a, b);
    bool b_follows = follows(b, a);
    if (shadows(a, b)) {
        report(v, MSG_RULE_SHADOWED, b, a, "wherever it holds, another rule overrides it");
    } else if (shadows(b, a)) {
        report(v, MSG_RULE_SHADOWED, a, b, "wherever it holds, another rule overrides it");
    } else if (a->cause != b->cause) {
        return;
    } else if (a_follows && b_follows) {
        report(v, MSG_RULE_SAME, b, a, "another rule for its cause has the same condition");
    } else if ((a_follows || b_follows) && weighs_as(a, b) && !fold_rule_overrides(a, b) &&
               !fold_rule_overrides(b, a)) {
        report(v, MSG_RULE_TIE, b, a,
               "it holds together with another rule for its cause, with the same severity, "
               "confidence and priority");
    }
}

size_t review_rules(const struct ruleset *r, const struct data_source *files,
                    struct messages *messages)
{
    struct review v = {.files = files, .messages = messages};
    for (size_t i = 0; i < r->n; i++) {
        const struct rule *rule = &r->rules[i];
        review_given(&v, rule);
        review_rivals(&v, rule);
        for (size_t k = i + 1; rule->kind == RULE_FINDING && k < r->n; k++) {
            const struct rule *other = &r->rules[k];
            if (other->kind == RULE_FINDING && other->scope == rule->scope) {
                review_pair(&v, rule, other);
            }
        }
    }
    return v.found;
}
