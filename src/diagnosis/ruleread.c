#include "diagnosis/ruleread.h"

#include "base/message_ids.h"

enum { FAULT_TEXT_MAX = 2000 };

static const struct slice no_hint = {NULL, 0};

static void add_fault(struct rule_reader *r, unsigned number, struct file_place at,
                      struct slice hint, const char *fmt, va_list args) SPW_PRINTF(5, 0);

static void add_fault(struct rule_reader *r, unsigned number, struct file_place at,
                      struct slice hint, const char *fmt, va_list args)
{
    struct buf text;
    buf_init(&text, FAULT_TEXT_MAX);
    buf_vprintf(&text, fmt, args);
    if (text.status == SPW_OK) {
        messages_add(r->messages, number, r->file.path, r->file.bytes, at.line, at.column, hint,
                     "%.*s", SLICE_ARG(buf_slice(&text)));
    } else { /* a name of thousands of bytes: the source line shows it */
        messages_add(r->messages, number, r->file.path, r->file.bytes, at.line, at.column, hint,
                     "%s", "");
    }
    buf_dispose(&text);
    r->faults++;
}

void ruleread_fault(struct rule_reader *r, unsigned number, uint32_t line, uint32_t column,
                    struct slice hint, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add_fault(r, number, (struct file_place){line, column}, hint, fmt, args);
    va_end(args);
}

void ruleread_fault_at(struct rule_reader *r, unsigned number, const struct yaml_node *node,
                       struct slice hint, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add_fault(r, number, (struct file_place){node->line, node->column}, hint, fmt, args);
    va_end(args);
}

struct slice ruleread_suggest(struct rule_reader *r, struct slice word, const struct slice *names,
                              size_t n)
{
    struct slice name = nearest_name(word, names, n);
    if (name.n == 0) {
        return no_hint;
    }
    struct buf text;
    buf_init(&text, FAULT_TEXT_MAX);
    buf_cstr(&text, "did you mean \"");
    buf_put(&text, name);
    buf_cstr(&text, "\"?");
    struct slice hint = arena_copy(r->load, buf_slice(&text));
    buf_dispose(&text);
    return hint;
}

struct slice ruleread_keep(struct rule_reader *r, struct slice s)
{
    struct slice copy = arena_copy(r->perm, s);
    if (copy.p == NULL) {
        r->status = SPW_NO_MEMORY;
    }
    return copy;
}

void *ruleread_array(struct rule_reader *r, size_t n, size_t size)
{
    void *p = arena_array(r->perm, n, size);
    if (p == NULL) {
        r->status = SPW_NO_MEMORY;
    }
    return p;
}

static bool is_one_of(struct slice word, const struct slice *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (slice_eq(word, names[i])) {
            return true;
        }
    }
    return false;
}

bool ruleread_mapping(struct rule_reader *r, const struct yaml_node *node, const char *what,
                      struct key_list keys)
{
    if (node->kind != YAML_MAPPING) {
        ruleread_fault_at(r, MSG_YAML_TYPE, node, no_hint, "%s must be a mapping, not %s", what,
                          yaml_kind_name(node->kind));
        return false;
    }
    for (size_t i = 0; i < node->n; i++) {
        const struct yaml_pair *pair = &node->pairs[i];
        if (!is_one_of(pair->key, keys.names, keys.n)) {
            ruleread_fault(r, MSG_YAML_UNKNOWN_KEY, pair->line, pair->column,
                           ruleread_suggest(r, pair->key, keys.names, keys.n),
                           "%s has no key \"%.*s\"", what, SLICE_ARG(pair->key));
        }
    }
    return true;
}

const struct yaml_node *ruleread_get(struct rule_reader *r, const struct yaml_node *map,
                                     const char *key, bool required)
{
    const struct yaml_node *node = yaml_get(map, key);
    if (node == NULL && required) {
        ruleread_fault_at(r, MSG_YAML_MISSING_KEY, map, no_hint, "the key \"%s\" is missing", key);
    }
    return node;
}

bool ruleread_item_text(struct rule_reader *r, const struct yaml_node *node, const char *key)
{
    if (node->kind != YAML_SCALAR) {
        ruleread_fault_at(r, MSG_YAML_TYPE, node, no_hint, "\"%s\" takes text, not %s", key,
                          yaml_kind_name(node->kind));
        return false;
    }
    if (slice_trim(node->text).n == 0) {
        ruleread_fault_at(r, MSG_RULE_TEXT, node, no_hint, "the text of \"%s\" is empty", key);
        return false;
    }
    return true;
}

const struct yaml_node *ruleread_text(struct rule_reader *r, const struct yaml_node *map,
                                      const char *key, bool required)
{
    const struct yaml_node *node = ruleread_get(r, map, key, required);
    return node != NULL && ruleread_item_text(r, node, key) ? node : NULL;
}

const struct yaml_node *ruleread_list(struct rule_reader *r, const struct yaml_node *map,
                                      const char *key, bool required, size_t max)
{
    const struct yaml_node *node = ruleread_get(r, map, key, required);
    if (node == NULL) {
        return NULL;
    }
    if (node->kind != YAML_SEQUENCE) {
        ruleread_fault_at(r, MSG_YAML_TYPE, node, no_hint, "\"%s\" takes a list, not %s", key,
                          yaml_kind_name(node->kind));
        return NULL;
    }
    if (node->n > max) {
        ruleread_fault_at(r, MSG_RULE_LIMIT, node, no_hint,
                          "\"%s\" has %zu items, at most %zu are read", key, node->n, max);
        return NULL;
    }
    if (node->n == 0 && required) {
        ruleread_fault_at(r, MSG_YAML_MISSING_KEY, node, no_hint, "\"%s\" is an empty list", key);
    }
    return node->n == 0 ? NULL : node;
}

const struct cause *ruleread_cause(struct rule_reader *r, const struct yaml_node *map,
                                   bool required)
{
    const struct knowledge *k = r->knowledge;
    const struct yaml_node *node = ruleread_text(r, map, "cause", required);
    const struct cause *cause = node != NULL ? knowledge_cause(k, node->text) : NULL;
    if (node == NULL || cause != NULL) {
        return cause;
    }
    struct slice *names = ARENA_ARRAY(r->load, k->n_causes, struct slice);
    for (size_t i = 0; names != NULL && i < k->n_causes; i++) {
        names[i] = k->causes[i].id;
    }
    ruleread_fault_at(r, MSG_RULE_CAUSE, node,
                      ruleread_suggest(r, node->text, names, names != NULL ? k->n_causes : 0),
                      "there is no cause \"%.*s\"", SLICE_ARG(node->text));
    return NULL;
}

static struct slice join_words(struct rule_reader *r, const struct slice *words, size_t n)
{
    struct buf text;
    buf_init(&text, FAULT_TEXT_MAX);
    for (size_t i = 0; i < n; i++) {
        buf_cstr(&text, i == 0 ? "" : i + 1 < n ? ", " : " or ");
        buf_put(&text, words[i]);
    }
    struct slice joined = arena_copy(r->load, buf_slice(&text));
    buf_dispose(&text);
    return joined;
}

size_t ruleread_word(struct rule_reader *r, const struct yaml_node *map, const char *key,
                     bool required, unsigned number, const struct slice *words, size_t n)
{
    const struct yaml_node *node = ruleread_text(r, map, key, required);
    if (node == NULL) {
        return n;
    }
    for (size_t i = 0; i < n; i++) {
        if (slice_eq(node->text, words[i])) {
            return i;
        }
    }
    struct slice all = join_words(r, words, n);
    ruleread_fault_at(r, number, node, ruleread_suggest(r, node->text, words, n),
                      "\"%.*s\" is no %s; it is %.*s", SLICE_ARG(node->text), key, SLICE_ARG(all));
    return n;
}
