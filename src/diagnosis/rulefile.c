#include "diagnosis/rulefile.h"

#include "base/message_ids.h"
#include "diagnosis/condition.h"
#include "diagnosis/parts.h"
#include "diagnosis/ruletext.h"

enum {
    ID_MAX = 80,
    PRIORITY_DEFAULT = 50,
    PRIORITY_MAX = 100,
    SCOPES_ALL = SCOPE_TRACE | SCOPE_BOOT | SCOPE_ATTEMPT | SCOPE_EXCHANGE | SCOPE_OBJECT
};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const struct slice rule_keys[] = {
    SLICE_INIT("id"),        SLICE_INIT("kind"),        SLICE_INIT("cause"),
    SLICE_INIT("severity"),  SLICE_INIT("scope"),       SLICE_INIT("confidence"),
    SLICE_INIT("priority"),  SLICE_INIT("when"),        SLICE_INIT("given"),
    SLICE_INIT("title"),     SLICE_INIT("explanation"), SLICE_INIT("evidence"),
    SLICE_INIT("fix"),       SLICE_INIT("confirm"),     SLICE_INIT("consumes"),
    SLICE_INIT("overrides"), SLICE_INIT("references"),  SLICE_INIT("fires"),
    SLICE_INIT("silent"),    SLICE_INIT("rules_out"),   SLICE_INIT("for"),
    SLICE_INIT("against"),   SLICE_INIT("rivals"),
};

/* In the order of their enums. */
static const struct slice severities[] = {SLICE_INIT("note"), SLICE_INIT("warning"),
                                          SLICE_INIT("error")};
static const struct slice confidences[] = {SLICE_INIT("possible"), SLICE_INIT("likely"),
                                           SLICE_INIT("certain")};
static const struct slice kinds[] = {SLICE_INIT("ruled-out"), SLICE_INIT("not-shown")};
static const struct slice scope_words[] = {SLICE_INIT("trace"), SLICE_INIT("boot"),
                                           SLICE_INIT("attempt"), SLICE_INIT("exchange"),
                                           SLICE_INIT("object")};
static const enum field_scope scope_of_word[] = {SCOPE_TRACE, SCOPE_BOOT, SCOPE_ATTEMPT,
                                                 SCOPE_EXCHANGE, SCOPE_OBJECT};

struct slice rule_severity_name(enum spw_severity severity) { return severities[severity]; }

struct slice rule_confidence_name(enum spw_confidence confidence)
{
    return confidences[confidence];
}

struct slice rule_kind_name(enum rule_kind kind)
{
    return kind == RULE_FINDING ? SLICE("finding") : kinds[kind == RULE_RULED_OUT ? 0 : 1];
}

/* Lower-case words joined by single hyphens, a letter first. */
static bool is_kebab(struct slice s)
{
    bool good = s.n > 0 && s.n <= ID_MAX && ascii_lower(s.p[0]) && s.p[s.n - 1] != '-';
    for (size_t i = 0; good && i < s.n; i++) {
        bool hyphen = s.p[i] == '-';
        good = ascii_lower(s.p[i]) || ascii_digit(s.p[i]) || (hyphen && s.p[i - 1] != '-');
    }
    return good;
}

static void read_id(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    const struct yaml_node *node = ruleread_text(r, map, "id", true);
    if (node == NULL) {
        return;
    }
    if (!is_kebab(node->text)) {
        ruleread_fault_at(r, MSG_RULE_ID, node, slice_of(NULL, 0),
                          "\"%.*s\" is no id: lower-case words and digits joined by hyphens",
                          SLICE_ARG(node->text));
    }
    rule->id = ruleread_keep(r, node->text);
}

static void read_cause(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    rule->cause = ruleread_cause(r, map, rule->kind == RULE_FINDING);
}

static void read_kind(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    const struct yaml_node *severity = yaml_get(map, "severity");
    rule->kind = RULE_FINDING;
    if (yaml_get(map, "kind") != NULL) {
        size_t kind = ruleread_word(r, map, "kind", false, MSG_RULE_KIND, kinds, COUNT(kinds));
        rule->kind = kind == 0 ? RULE_RULED_OUT : RULE_NOT_SHOWN;
        if (severity != NULL) {
            ruleread_fault_at(r, MSG_RULE_SEVERITY, severity, slice_of(NULL, 0), "%s",
                              "a rule with a kind makes no finding and has no severity");
        }
        return;
    }
    size_t word = ruleread_word(r, map, "severity", yaml_get(map, "kind") == NULL,
                                MSG_RULE_SEVERITY, severities, COUNT(severities));
    rule->severity = word < COUNT(severities) ? (enum spw_severity)word : SPW_NOTE;
}

static void read_grade(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    size_t scope =
        ruleread_word(r, map, "scope", true, MSG_RULE_SCOPE, scope_words, COUNT(scope_words));
    rule->scope = scope < COUNT(scope_words) ? scope_of_word[scope] : SCOPE_TRACE;
    /* Without a scope all fields may be asked: one slip shall not make a fault of each condition. */
    r->scope = scope < COUNT(scope_words) ? (unsigned)rule->scope : SCOPES_ALL;
    size_t confidence = ruleread_word(r, map, "confidence", rule->kind == RULE_FINDING,
                                      MSG_RULE_CONFIDENCE, confidences, COUNT(confidences));
    rule->confidence =
        confidence < COUNT(confidences) ? (enum spw_confidence)confidence : SPW_CERTAIN;
    rule->priority = PRIORITY_DEFAULT;
    const struct yaml_node *node = ruleread_text(r, map, "priority", false);
    uint64_t priority = 0;
    if (node == NULL) {
        return;
    }
    if (slice_to_u64(node->text, PRIORITY_MAX, &priority) == NUMBER_OK) {
        rule->priority = (int)priority;
    } else {
        ruleread_fault_at(r, MSG_RULE_PRIORITY, node, slice_of(NULL, 0),
                          "\"%.*s\" is no priority; it is a number from 0 to 100",
                          SLICE_ARG(node->text));
    }
}

static void read_texts(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    const struct yaml_node *title = ruleread_text(r, map, "title", true);
    if (title != NULL) {
        rule->title = ruletext_compile(r, title, TEXT_RUNNING);
    }
    const struct yaml_node *explanation =
        ruleread_text(r, map, "explanation", rule->kind == RULE_FINDING);
    if (explanation != NULL) {
        rule->explanation = ruletext_compile(r, explanation, TEXT_RUNNING);
    }
}

static void read_conditions(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    rule->when = condition_read(r, map, "when", true, CONDITION_TRUTH, &rule->when_text);
    rule->given = condition_read(r, map, "given", false, CONDITION_TRUTH, &rule->given_text);
    if (rule->when != NULL) {
        rule->n_required = expr_required(rule->when, rule->required, RULE_REQUIRED_MAX);
    }
}

bool rulefile_read_rule(struct rule_reader *r, const struct yaml_node *node, struct rule *out)
{
    const struct key_list keys = {rule_keys, COUNT(rule_keys)};
    size_t before = r->faults;
    if (!ruleread_mapping(r, node, "a rule", keys)) {
        return false;
    }
    out->file = r->file.path;
    out->line = node->line;
    out->column = node->column;
    read_id(r, node, out);
    read_kind(r, node, out);
    read_cause(r, node, out);
    read_grade(r, node, out);
    read_conditions(r, node, out);
    read_texts(r, node, out);
    parts_read_evidence(r, node, out);
    parts_read_steps(r, node, out);
    parts_read_case(r, node, out);
    parts_read_rules_out(r, node, out);
    parts_read_consumes(r, node, out);
    parts_read_overrides(r, node, out);
    parts_read_references(r, node, out);
    parts_read_samples(r, node, out);
    return r->faults == before && r->status == SPW_OK;
}
