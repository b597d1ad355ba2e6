/* Texts of rules with placeholders: compiled when the rules are loaded, made into bytes when a finding
 * is. May include: base/, data/, facts/, expr/, diagnosis/ruleread.h. */
#ifndef SPW_DIAGNOSIS_RULETEXT_H
#define SPW_DIAGNOSIS_RULETEXT_H

#include "base/buf.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/ruleread.h"

#ifdef __cplusplus
extern "C" {
#endif

enum text_kind {
    TEXT_RUNNING, /* white space is folded, blank lines separate paragraphs */
    TEXT_COMMAND  /* one line, kept as it stands; what is unknown is left to a person to fill in */
};

struct text_piece {
    struct slice literal; /* used when `value` is NULL */
    struct expr *value;
    struct slice name; /* the placeholder as written, without braces */
};

enum {
    TEXT_VALUE_MAX = 240,     /* bytes of one placeholder's value in running text */
    TEXT_COMMAND_VALUE = 1000 /* in a command: a longer value is left to the person */
};

/* The text in `node`, a scalar that is not empty. Faults are reported; the result is then incomplete. */
struct rule_text ruletext_compile(struct rule_reader *r, const struct yaml_node *node,
                                  enum text_kind kind);
/* Appends the text with its values. Trace bytes stay raw: escaping is the renderer's work. */
void ruletext_render(struct buf *out, const struct rule_text *text, enum text_kind kind,
                     const struct fact_context *context);
/* Appends the text with its placeholders as written: for the manual. */
void ruletext_template(struct buf *out, const struct rule_text *text);

#ifdef __cplusplus
}
#endif
#endif
