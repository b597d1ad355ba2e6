#include "diagnosis/ruleset.h"

#include <string.h>

#include "base/memory.h"
#include "base/message_ids.h"
#include "diagnosis/rulefile.h"
#include "facts/class.h"

enum { PERM_BYTES = 64 * 1024 * 1024, LOAD_BYTES = 64 * 1024 * 1024, EXPRS_MAX = 100000 };

struct loaded_rule {
    struct rule rule;
    const struct yaml_node *node;
    struct rule_file file;
    bool good;
};

/* Everything that lives while rules are loaded. */
struct loader {
    struct ruleset_private *priv;
    struct arena load;
    struct array rules; /* struct loaded_rule */
    struct map ids;     /* id -> index in rules, faulty rules included */
    struct rule_reader reader;
    enum spw_status status; /* SPW_INVALID or SPW_NO_MEMORY stick */
};

enum field_scope ruleset_scope_of(enum settle_kind kind)
{
    switch (kind) {
    case SETTLE_ATTEMPT:
        return SCOPE_ATTEMPT;
    case SETTLE_EXCHANGE:
        return SCOPE_EXCHANGE;
    case SETTLE_OBJECT:
        return SCOPE_OBJECT;
    case SETTLE_BOOT:
        return SCOPE_BOOT;
    case SETTLE_TRACE:
        return SCOPE_TRACE;
    }
    return SCOPE_TRACE;
}

static void worsen(struct loader *l, enum spw_status status)
{
    if (status != SPW_OK && l->status != SPW_NO_MEMORY) {
        l->status = status;
    }
}

/* ---- first pass: every rule of every file ------------------------------------------------------ */

static void report_second_use(struct loader *l, const struct yaml_node *node, uint32_t first)
{
    const struct loaded_rule *other = ARRAY_AT(&l->rules, struct loaded_rule, first);
    struct buf text;
    buf_init(&text, 400);
    buf_cstr(&text, "it was first used in ");
    buf_put(&text, other->rule.file);
    buf_printf(&text, ":%u", (unsigned)other->rule.line);
    const struct yaml_node *id = yaml_get(node, "id");
    ruleread_fault_at(&l->reader, MSG_RULE_DUPLICATE_ID, id, buf_slice(&text),
                      "the id \"%.*s\" is used twice", SLICE_ARG(other->rule.id));
    buf_dispose(&text);
}

static void load_rule(struct loader *l, const struct yaml_node *node, struct slice path)
{
    struct loaded_rule *loaded = (struct loaded_rule *)array_push(&l->rules);
    if (loaded == NULL) {
        ruleread_fault_at(&l->reader, MSG_RULE_LIMIT, node, slice_of(NULL, 0),
                          "there are more than %d rules", (int)RULES_MAX);
        return;
    }
    uint32_t index = (uint32_t)(l->rules.n - 1);
    loaded->node = node;
    loaded->file = l->reader.file;
    loaded->good = rulefile_read_rule(&l->reader, node, &loaded->rule);
    loaded->rule.file = path;
    uint32_t found = index;
    if (loaded->rule.id.n == 0) {
        return;
    }
    worsen(l, map_put(&l->ids, loaded->rule.id, index, &found));
    if (found != index) {
        report_second_use(l, node, found);
        loaded->good = false;
    }
}

static void load_file(struct loader *l, const struct data_file *file, struct messages *messages)
{
    const struct yaml_node *root = NULL;
    struct rule_reader *r = &l->reader;
    struct slice path = arena_copy(r->perm, file->path);
    enum spw_status status = yaml_read(&root, r->load, file->path, file->bytes, messages);
    worsen(l, status);
    if (status == SPW_NO_MEMORY || root == NULL) {
        return;
    }
    worsen(l, rule_file_init(&r->file, file->path, file->bytes, r->load));
    if (path.p == NULL || l->status == SPW_NO_MEMORY) {
        worsen(l, SPW_NO_MEMORY);
        return;
    }
    if (root->kind != YAML_SEQUENCE) {
        ruleread_fault_at(r, MSG_YAML_TYPE, root, slice_of(NULL, 0),
                          "a rule file is a list, not %s", yaml_kind_name(root->kind));
    }
    for (size_t i = 0; root->kind == YAML_SEQUENCE && i < root->n; i++) {
        load_rule(l, &root->items[i], path);
    }
}

static bool is_rule_file(struct slice path)
{
    return slice_starts(path, SLICE("diagnoses/")) &&
           (slice_ends(path, SLICE(".yaml")) || slice_ends(path, SLICE(".yml")));
}

/* ---- second pass: names of other rules --------------------------------------------------------- */

static struct slice suggest_overridden(struct loader *l, struct slice word)
{
    const struct knowledge *k = l->reader.knowledge;
    struct slice *names = ARENA_ARRAY(&l->load, k->n_causes + l->rules.n, struct slice);
    size_t n = 0;
    for (size_t i = 0; names != NULL && i < k->n_causes; i++) {
        names[n++] = k->causes[i].id;
    }
    for (size_t i = 0; names != NULL && i < l->rules.n; i++) {
        names[n++] = ARRAY_AT(&l->rules, struct loaded_rule, i)->rule.id;
    }
    return ruleread_suggest(&l->reader, word, names, n);
}

static void check_overrides(struct loader *l, struct loaded_rule *loaded)
{
    const struct yaml_node *list = yaml_get(loaded->node, "overrides");
    size_t before = l->reader.faults;
    l->reader.file = loaded->file;
    for (size_t i = 0; i < loaded->rule.n_overrides; i++) {
        struct slice name = loaded->rule.overrides[i];
        bool known = name.n == 0 /* reported before */ ||
                     knowledge_cause(l->reader.knowledge, name) != NULL ||
                     map_get(&l->ids, name, NULL);
        if (!known) {
            ruleread_fault_at(&l->reader, MSG_RULE_REFERENCE, yaml_at(list, i),
                              suggest_overridden(l, name), "there is no cause or rule \"%.*s\"",
                              SLICE_ARG(name));
        } else if (name.n != 0 && slice_eq(name, loaded->rule.id)) {
            ruleread_fault_at(&l->reader, MSG_RULE_REFERENCE, yaml_at(list, i), slice_of(NULL, 0),
                              "%s", "a rule cannot override itself");
        }
    }
    loaded->good = loaded->good && l->reader.faults == before;
}

/* ---- the finished set -------------------------------------------------------------------------- */

static size_t count_good(const struct loader *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->rules.n; i++) {
        n += ARRAY_AT(&l->rules, struct loaded_rule, i)->good;
    }
    return n;
}

static void keep_good(struct loader *l, struct ruleset *r)
{
    struct rule *rules = ARENA_ARRAY(l->reader.perm, count_good(l), struct rule);
    if (rules == NULL) {
        worsen(l, SPW_NO_MEMORY);
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < l->rules.n; i++) {
        const struct loaded_rule *loaded = ARRAY_AT(&l->rules, struct loaded_rule, i);
        if (loaded->good) {
            worsen(l, map_put(&r->priv->ids, loaded->rule.id, (uint32_t)n, NULL));
            rules[n++] = loaded->rule;
        }
    }
    r->rules = rules;
    r->n = n;
}

static bool is_empty(const struct meaning_set *s)
{
    uint64_t any = 0;
    for (size_t i = 0; i < MEANING_WORDS; i++) {
        any |= s->words[i];
    }
    return any == 0;
}

/* Demands beyond the room of a gate are left to the condition itself. */
static void fill_gate(struct gate *gate, size_t index, const struct rule *rule)
{
    const struct expr_demands *demands = expr_demands(rule->when);
    enum meaning unseen[GATE_UNSEEN_MAX];

    gate->rule = (uint16_t)index;
    gate->no_class = demands->no_class;
    gate->no_command = is_empty(&demands->no_command) ? NULL : &demands->no_command;
    gate->n_seen = (uint8_t)rule->n_required;
    for (size_t k = 0; k < rule->n_required; k++) {
        gate->seen[k] = (uint16_t)rule->required[k];
    }
    gate->n_unseen = (uint8_t)meaning_list(&demands->unseen, unseen, GATE_UNSEEN_MAX);
    for (size_t k = 0; k < gate->n_unseen; k++) {
        gate->unseen[k] = (uint16_t)unseen[k];
    }
}

/* The rules of a settle kind that can hold although `class` is among the marks; 0: all. */
static enum spw_status make_gates(struct ruleset *r, enum settle_kind kind, uint32_t class,
                                  struct gate_list *list)
{
    struct gate *gates = ARENA_ARRAY(&r->priv->perm, r->n, struct gate);
    if (gates == NULL) {
        return SPW_NO_MEMORY;
    }
    for (size_t i = 0; i < r->n; i++) {
        const struct rule *rule = &r->rules[i];
        if (rule->scope != ruleset_scope_of(kind) ||
            (expr_demands(rule->when)->no_class & class) != 0) {
            continue;
        }
        fill_gate(&gates[list->n++], i, rule);
    }
    list->gates = gates;
    return SPW_OK;
}

/* ---- the order of messages --------------------------------------------------------------------- */

static bool stands_before(const struct message *a, const struct message *b)
{
    int files = slice_cmp(a->file, b->file);
    if (files != 0) {
        return files < 0;
    }
    return a->line != b->line ? a->line < b->line : a->column < b->column;
}

/* Faults are found in the order in which keys are asked for, and read in that of the file. */
static void sort_messages(struct messages *m, size_t from)
{
    for (size_t i = from + 1; i < m->n; i++) {
        struct message message = m->list[i];
        size_t k = i;
        while (k > from && stands_before(&message, &m->list[k - 1])) {
            m->list[k] = m->list[k - 1];
            k--;
        }
        m->list[k] = message;
    }
}

static enum spw_status private_new(struct ruleset *r)
{
    memset(r, 0, sizeof *r);
    r->priv = MEMORY_NEW(struct ruleset_private);
    if (r->priv == NULL) {
        return SPW_NO_MEMORY;
    }
    arena_init(&r->priv->perm, PERM_BYTES);
    array_init(&r->priv->exprs, sizeof(struct expr *), EXPRS_MAX);
    map_init(&r->priv->ids, RULES_MAX, false);
    return SPW_OK;
}

static void load_all(struct loader *l, struct ruleset *r, const struct data_source *files)
{
    for (size_t i = 0; i < data_source_count(files) && l->status != SPW_NO_MEMORY; i++) {
        const struct data_file *file = data_source_at(files, i);
        if (is_rule_file(file->path)) {
            load_file(l, file, l->reader.messages);
        }
    }
    for (size_t i = 0; i < l->rules.n; i++) {
        check_overrides(l, ARRAY_AT(&l->rules, struct loaded_rule, i));
    }
    keep_good(l, r);
    for (int kind = 0; kind < SETTLE_KINDS && r->rules != NULL; kind++) {
        worsen(l, make_gates(r, (enum settle_kind)kind, 0, &r->priv->gates[kind]));
    }
    for (int result = 0; result <= AT_RESULT_NONE && r->rules != NULL; result++) {
        worsen(l, make_gates(r, SETTLE_EXCHANGE, fact_class_of_result((enum at_result)result),
                             &r->priv->exchanges[result]));
    }
    worsen(l, l->reader.faults != 0 ? SPW_INVALID : SPW_OK);
    worsen(l, l->reader.status);
}

enum spw_status ruleset_load(struct ruleset *r, const struct data_source *files,
                             const struct knowledge *k, struct messages *messages)
{
    enum spw_status status = private_new(r);
    if (status != SPW_OK) {
        return status;
    }
    struct loader l = {.priv = r->priv};
    size_t first_message = messages->n;
    arena_init(&l.load, LOAD_BYTES);
    array_init(&l.rules, sizeof(struct loaded_rule), RULES_MAX);
    map_init(&l.ids, RULES_MAX, false);
    l.reader = (struct rule_reader){.knowledge = k,
                                    .perm = &r->priv->perm,
                                    .load = &l.load,
                                    .exprs = &r->priv->exprs,
                                    .messages = messages};
    load_all(&l, r, files);
    sort_messages(messages, first_message);
    map_dispose(&l.ids);
    array_dispose(&l.rules);
    arena_dispose(&l.load);
    if (l.status == SPW_NO_MEMORY) {
        ruleset_dispose(r);
    }
    return l.status;
}

void ruleset_dispose(struct ruleset *r)
{
    if (r->priv != NULL) {
        for (size_t i = 0; i < r->priv->exprs.n; i++) {
            expr_dispose(*ARRAY_AT(&r->priv->exprs, struct expr *, i));
        }
        array_dispose(&r->priv->exprs);
        map_dispose(&r->priv->ids);
        arena_dispose(&r->priv->perm);
        memory_free(r->priv);
    }
    memset(r, 0, sizeof *r);
}

const struct rule *ruleset_find(const struct ruleset *r, struct slice id)
{
    uint32_t index = 0;
    return r->priv != NULL && map_get(&r->priv->ids, id, &index) ? &r->rules[index] : NULL;
}
