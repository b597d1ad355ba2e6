/* Questions to a tree that was read. */
#include "data/yaml.h"

const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key)
{
    if (node == NULL || node->kind != YAML_MAPPING) {
        return NULL;
    }
    struct slice name = slice_cstr(key);
    for (size_t i = 0; i < node->n; i++) {
        if (slice_eq(node->pairs[i].key, name)) {
            return &node->pairs[i].value;
        }
    }
    return NULL;
}

const struct yaml_node *yaml_at(const struct yaml_node *node, size_t i)
{
    bool there = node != NULL && node->kind == YAML_SEQUENCE && i < node->n;
    return there ? &node->items[i] : NULL;
}

struct slice yaml_text(const struct yaml_node *node)
{
    return node != NULL && node->kind == YAML_SCALAR ? node->text : slice_of(NULL, 0);
}

const char *yaml_kind_name(enum yaml_kind kind)
{
    switch (kind) {
    case YAML_SCALAR:
        return "text";
    case YAML_SEQUENCE:
        return "a list";
    case YAML_MAPPING:
        return "a mapping";
    }
    return "";
}
