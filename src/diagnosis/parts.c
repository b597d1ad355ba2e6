#include "diagnosis/parts.h"

#include "base/message_ids.h"
#include "diagnosis/condition.h"
#include "diagnosis/ruletext.h"

enum {
    EVIDENCE_ITEMS_MAX = 16,
    STEPS_MAX = 16,
    COMMANDS_MAX = 32,
    NAMES_MAX = 64, /* references, consumed meanings, overrides */
    SAMPLES_MAX = 32
};

static const struct slice no_hint = {NULL, 0};

/* ---- evidence ---------------------------------------------------------------------------------- */

void parts_read_evidence(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    static const struct slice names[] = {SLICE_INIT("at"), SLICE_INIT("note")};
    const struct key_list keys = {names, sizeof names / sizeof names[0]};
    const struct yaml_node *list = ruleread_list(r, map, "evidence", false, EVIDENCE_ITEMS_MAX);
    size_t n = list != NULL ? list->n : 0;
    struct rule_evidence *evidence =
        (struct rule_evidence *)ruleread_array(r, n, sizeof(struct rule_evidence));
    for (size_t i = 0; evidence != NULL && i < n; i++) {
        const struct yaml_node *item = &list->items[i];
        if (!ruleread_mapping(r, item, "an item of \"evidence\"", keys)) {
            continue;
        }
        evidence[i].at = condition_read(r, item, "at", true, CONDITION_VALUE, &evidence[i].at_text);
        const struct yaml_node *note = ruleread_text(r, item, "note", false);
        if (note != NULL) {
            evidence[i].note = ruletext_compile(r, note, TEXT_RUNNING);
        }
    }
    rule->evidence = evidence;
    rule->n_evidence = evidence != NULL ? n : 0;
}

/* ---- fix and confirm --------------------------------------------------------------------------- */

static bool is_known_command(const struct knowledge *k, struct slice name)
{
    size_t tables = 0;
    for (size_t i = 0; i < k->n_dialects; i++) {
        tables += k->dialects[i].n_commands;
        if (dialect_command(&k->dialects[i], name) != NULL) {
            return true;
        }
    }
    return tables == 0;
}

/* A command for the module that no dialect knows is a slip of the pen. Others (openssl ...) pass. */
static void check_command(struct rule_reader *r, const struct yaml_node *node)
{
    struct slice name = slice_trim(node->text);
    size_t end = 0;
    if (!slice_starts_nocase(name, SLICE("AT")) || (name.n > 2 && ascii_alnum(name.p[2]))) {
        return;
    }
    while (end < name.n && name.p[end] != '=' && !ascii_space(name.p[end]) && name.p[end] != '{') {
        end++;
    }
    if (end < name.n && name.p[end] == '{') {
        return; /* the name itself has a placeholder */
    }
    name = slice_sub(name, 0, end);
    if (!is_known_command(r->knowledge, name)) {
        ruleread_fault_at(r, MSG_RULE_FIX, node, no_hint, "no dialect has a command \"%.*s\"",
                          SLICE_ARG(name));
    }
}

static void read_commands(struct rule_reader *r, const struct yaml_node *map,
                          struct rule_step *step)
{
    const struct yaml_node *list = ruleread_list(r, map, "commands", false, COMMANDS_MAX);
    size_t n = list != NULL ? list->n : 0;
    struct rule_text *commands = (struct rule_text *)ruleread_array(r, n, sizeof(struct rule_text));
    for (size_t i = 0; commands != NULL && i < n; i++) {
        if (ruleread_item_text(r, &list->items[i], "commands")) {
            check_command(r, &list->items[i]);
            commands[i] = ruletext_compile(r, &list->items[i], TEXT_COMMAND);
        }
    }
    step->commands = commands;
    step->n_commands = commands != NULL ? n : 0;
}

void parts_read_action(struct rule_reader *r, const struct yaml_node *map, struct rule_step *step)
{
    const struct yaml_node *text = ruleread_text(r, map, "text", true);
    if (text != NULL) {
        step->text = ruletext_compile(r, text, TEXT_RUNNING);
    }
    read_commands(r, map, step);
}

static const struct rule_step *read_steps(struct rule_reader *r, const struct yaml_node *map,
                                          const char *key, bool required, size_t *n_steps)
{
    static const struct slice names[] = {SLICE_INIT("text"), SLICE_INIT("when"),
                                         SLICE_INIT("commands")};
    const struct key_list keys = {names, sizeof names / sizeof names[0]};
    const struct yaml_node *list = ruleread_list(r, map, key, required, STEPS_MAX);
    size_t n = list != NULL ? list->n : 0;
    struct rule_step *steps = (struct rule_step *)ruleread_array(r, n, sizeof(struct rule_step));
    for (size_t i = 0; steps != NULL && i < n; i++) {
        const struct yaml_node *item = &list->items[i];
        if (!ruleread_mapping(r, item, "a step", keys)) {
            continue;
        }
        steps[i].when =
            condition_read(r, item, "when", false, CONDITION_TRUTH, &steps[i].when_text);
        parts_read_action(r, item, &steps[i]);
    }
    *n_steps = steps != NULL ? n : 0;
    return steps;
}

void parts_read_steps(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    /* What is only worth a note needs no mending. */
    bool to_mend = rule->kind == RULE_FINDING && rule->severity != SPW_NOTE;
    rule->fix = read_steps(r, map, "fix", to_mend, &rule->n_fix);
    rule->confirm = read_steps(r, map, "confirm", false, &rule->n_confirm);
}

/* ---- what is ruled out ------------------------------------------------------------------------- */

void parts_read_rules_out(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    const struct yaml_node *list = ruleread_list(r, map, "rules_out", false, STEPS_MAX);
    size_t n = list != NULL ? list->n : 0;
    struct rule_text *texts = (struct rule_text *)ruleread_array(r, n, sizeof(struct rule_text));
    for (size_t i = 0; texts != NULL && i < n; i++) {
        if (ruleread_item_text(r, &list->items[i], "rules_out")) {
            texts[i] = ruletext_compile(r, &list->items[i], TEXT_RUNNING);
        }
    }
    rule->rules_out = texts;
    rule->n_rules_out = texts != NULL ? n : 0;
}

/* ---- lists of names ---------------------------------------------------------------------------- */

static struct slice suggest_meaning(struct rule_reader *r, struct slice word)
{
    struct slice names[M_COUNT];
    size_t n = 0;
    for (int m = M_NONE + 1; m < M_COUNT; m++) {
        names[n++] = slice_cstr(meaning_name((enum meaning)m));
    }
    return ruleread_suggest(r, word, names, n);
}

void parts_read_consumes(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    const struct yaml_node *list = ruleread_list(r, map, "consumes", false, NAMES_MAX);
    size_t n = list != NULL ? list->n : 0;
    enum meaning *meanings = (enum meaning *)ruleread_array(r, n, sizeof(enum meaning));
    for (size_t i = 0; meanings != NULL && i < n; i++) {
        const struct yaml_node *item = &list->items[i];
        if (!ruleread_item_text(r, item, "consumes")) {
            continue;
        }
        meanings[i] = meaning_of(item->text);
        if (meanings[i] == M_NONE) {
            ruleread_fault_at(r, MSG_RULE_MEANING, item, suggest_meaning(r, item->text),
                              "there is no happening \"%.*s\"", SLICE_ARG(item->text));
        }
    }
    rule->consumes = meanings;
    rule->n_consumes = meanings != NULL ? n : 0;
}

static struct slice suggest_source(struct rule_reader *r, struct slice word)
{
    const struct knowledge *k = r->knowledge;
    struct slice *names = ARENA_ARRAY(r->load, k->n_sources, struct slice);
    for (size_t i = 0; names != NULL && i < k->n_sources; i++) {
        names[i] = k->sources[i].key;
    }
    return names != NULL ? ruleread_suggest(r, word, names, k->n_sources) : no_hint;
}

void parts_read_references(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    const struct yaml_node *list = ruleread_list(r, map, "references", false, NAMES_MAX);
    size_t n = list != NULL ? list->n : 0;
    struct spw_reference *references =
        (struct spw_reference *)ruleread_array(r, n, sizeof(struct spw_reference));
    for (size_t i = 0; references != NULL && i < n; i++) {
        const struct yaml_node *item = &list->items[i];
        if (!ruleread_item_text(r, item, "references")) {
            continue;
        }
        const struct source_row *row = knowledge_source(r->knowledge, item->text);
        if (row == NULL) {
            ruleread_fault_at(r, MSG_RULE_SOURCE, item, suggest_source(r, item->text),
                              "there is no source \"%.*s\"", SLICE_ARG(item->text));
        } else {
            references[i] = (struct spw_reference){row->key, row->text};
        }
    }
    rule->references = references;
    rule->n_references = references != NULL ? n : 0;
}

void parts_read_overrides(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    const struct yaml_node *list = ruleread_list(r, map, "overrides", false, NAMES_MAX);
    size_t n = list != NULL ? list->n : 0;
    struct slice *names = (struct slice *)ruleread_array(r, n, sizeof(struct slice));
    for (size_t i = 0; names != NULL && i < n; i++) {
        if (ruleread_item_text(r, &list->items[i], "overrides")) {
            names[i] = ruleread_keep(r, list->items[i].text);
        }
    }
    rule->overrides = names;
    rule->n_overrides = names != NULL ? n : 0;
}

/* ---- samples ----------------------------------------------------------------------------------- */

static void read_sample(struct rule_reader *r, const struct yaml_node *item,
                        struct spw_rule_sample *sample)
{
    static const struct slice names[] = {SLICE_INIT("trace"), SLICE_INIT("text"),
                                         SLICE_INIT("chain")};
    const struct key_list keys = {names, sizeof names / sizeof names[0]};
    if (!ruleread_mapping(r, item, "a sample", keys)) {
        return;
    }
    const struct yaml_node *trace = ruleread_text(r, item, "trace", false);
    const struct yaml_node *text = ruleread_text(r, item, "text", false);
    const struct yaml_node *chain = ruleread_text(r, item, "chain", false);
    if (chain != NULL) {
        sample->chain = ruleread_keep(r, chain->text);
    }
    if (trace != NULL) {
        sample->trace = ruleread_keep(r, slice_trim(trace->text));
    }
    if (text != NULL) {
        sample->text = ruleread_keep(r, text->text);
    }
    if (yaml_get(item, "trace") == NULL && yaml_get(item, "text") == NULL) {
        ruleread_fault_at(r, MSG_RULE_EXAMPLE, item, no_hint, "%s",
                          "a sample names a trace or holds its text");
    } else if (trace != NULL && text != NULL) {
        ruleread_fault_at(r, MSG_RULE_EXAMPLE, item, no_hint, "%s",
                          "a sample names a trace or holds its text, not both");
    }
}

static void read_sample_list(struct rule_reader *r, const struct yaml_node *list, bool fires,
                             struct rule *rule, struct spw_rule_sample *samples)
{
    for (size_t i = 0; list != NULL && i < list->n; i++) {
        struct spw_rule_sample *sample = &samples[rule->n_samples++];
        sample->rule = rule->id;
        sample->cause = rule->cause != NULL ? rule->cause->id : no_hint;
        sample->fires = fires;
        read_sample(r, &list->items[i], sample);
    }
}

void parts_read_samples(struct rule_reader *r, const struct yaml_node *map, struct rule *rule)
{
    bool required = rule->kind == RULE_FINDING;
    const struct yaml_node *fires = ruleread_get(r, map, "fires", false);
    const struct yaml_node *silent = ruleread_get(r, map, "silent", false);
    if (required && (fires == NULL || silent == NULL)) {
        ruleread_fault_at(r, MSG_RULE_EXAMPLE, map, no_hint, "the rule needs samples under \"%s\"",
                          fires == NULL ? "fires" : "silent");
    }
    fires = ruleread_list(r, map, "fires", fires != NULL && required, SAMPLES_MAX);
    silent = ruleread_list(r, map, "silent", silent != NULL && required, SAMPLES_MAX);
    size_t n = (fires != NULL ? fires->n : 0) + (silent != NULL ? silent->n : 0);
    struct spw_rule_sample *samples =
        (struct spw_rule_sample *)ruleread_array(r, n, sizeof(struct spw_rule_sample));
    if (samples != NULL) {
        read_sample_list(r, fires, true, rule, samples);
        read_sample_list(r, silent, false, rule, samples);
        rule->samples = samples;
    }
}
