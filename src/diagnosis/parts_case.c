/* What speaks for a rule's cause and against it, and the causes that look the same. */
#include "base/message_ids.h"
#include "diagnosis/condition.h"
#include "diagnosis/parts.h"
#include "diagnosis/ruletext.h"

enum { GROUNDS_MAX = 16, RIVALS_MAX = 8 };

/* What always speaks against a cause would be no finding, so its condition is `required`. */
static struct rule_grounds read_grounds(struct rule_reader *r, const struct yaml_node *map,
                                        const char *key, bool required)
{
    static const struct slice names[] = {SLICE_INIT("when"), SLICE_INIT("text")};
    const struct key_list keys = {names, sizeof names / sizeof names[0]};
    const struct yaml_node *list = ruleread_list(r, map, key, false, GROUNDS_MAX);
    size_t n = list != NULL ? list->n : 0;
    struct rule_ground *grounds =
        (struct rule_ground *)ruleread_array(r, n, sizeof(struct rule_ground));
    for (size_t i = 0; grounds != NULL && i < n; i++) {
        const struct yaml_node *item = &list->items[i];
        if (!ruleread_mapping(r, item, "what speaks for or against", keys)) {
            continue;
        }
        grounds[i].when =
            condition_read(r, item, "when", required, CONDITION_TRUTH, &grounds[i].when_text);
        const struct yaml_node *text = ruleread_text(r, item, "text", true);
        if (text != NULL) {
            grounds[i].text = ruletext_compile(r, text, TEXT_RUNNING);
        }
    }
    return (struct rule_grounds){grounds, grounds != NULL ? n : 0};
}

static void read_rival(struct rule_reader *r, const struct yaml_node *item, const struct rule *rule,
                       struct rule_rival *rival)
{
    static const struct slice names[] = {SLICE_INIT("cause"), SLICE_INIT("when"),
                                         SLICE_INIT("for"),   SLICE_INIT("against"),
                                         SLICE_INIT("text"),  SLICE_INIT("commands")};
    const struct key_list keys = {names, sizeof names / sizeof names[0]};
    if (!ruleread_mapping(r, item, "a rival", keys)) {
        return;
    }
    rival->cause = ruleread_cause(r, item, true);
    if (rival->cause != NULL && rival->cause == rule->cause) {
        ruleread_fault_at(r, MSG_RULE_REFERENCE, yaml_get(item, "cause"), slice_of(NULL, 0), "%s",
                          "a rule is no rival of its own cause");
    }
    rival->when = condition_read(r, item, "when", false, CONDITION_TRUTH, &rival->when_text);
    rival->speaks_for = read_grounds(r, item, "for", false);
    rival->speaks_against = read_grounds(r, item, "against", true);
    parts_read_action(r, item, &rival->tell);
}

void parts_read_case(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    rule->speaks_for = read_grounds(r, map, "for", false);
    rule->speaks_against = read_grounds(r, map, "against", true);
    const struct yaml_node *list = ruleread_list(r, map, "rivals", false, RIVALS_MAX);
    size_t n = list != NULL ? list->n : 0;
    struct rule_rival *rivals =
        (struct rule_rival *)ruleread_array(r, n, sizeof(struct rule_rival));
    for (size_t i = 0; rivals != NULL && i < n; i++) {
        read_rival(r, &list->items[i], rule, &rivals[i]);
    }
    rule->rivals = rivals;
    rule->n_rivals = rivals != NULL ? n : 0;
}
