/* Strict reader of YAML rule files: a small tree in which every scalar stays text and every node knows
 * its place. Typing is the business of whoever reads the tree. Refused, each with its position:
 * anchors, aliases, tags, merge keys, keys that are not plain text, keys used twice, a second document,
 * control characters, nesting and size beyond the limits.
 * The tree lives in the arena given to yaml_read. May include: base/. */
#ifndef SPW_DATA_YAML_H
#define SPW_DATA_YAML_H

#include "base/arena.h"
#include "base/message.h"
#include "base/slice.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

enum yaml_style {
    YAML_PLAIN,  /* word */
    YAML_QUOTED, /* 'word' or "word": `yes` in quotes can be told from a bare yes */
    YAML_BLOCK   /* | or > */
};

enum {
    YAML_DEPTH_MAX = 16,        /* nested collections */
    YAML_NODES_MAX = 20000,     /* nodes of one file, keys counted */
    YAML_KEYS_MAX = 1000,       /* keys of one mapping */
    YAML_FILE_MAX = 1024 * 1024 /* bytes of one file */
};

struct yaml_pair;

struct yaml_node {
    enum yaml_kind kind;
    uint32_t line, column; /* of the node's first character, from 1; column counts bytes */
    struct slice text;     /* YAML_SCALAR: its value as text; "~" and "null" are just text */
    enum yaml_style style; /* YAML_SCALAR */
    const struct yaml_node *items; /* YAML_SEQUENCE: n of them, in order */
    const struct yaml_pair *pairs; /* YAML_MAPPING: n of them, in order of appearance */
    size_t n;
};

struct yaml_pair {
    struct slice key;
    uint32_t line, column; /* of the key */
    struct yaml_node value;
};

/* Reads one file that holds one document. `path` and `bytes` are for messages. *root is NULL when the
 * file is empty (that is SPW_INVALID with a message) or at the first fault: faults are collected in
 * `messages` and the answer is SPW_INVALID. */
enum spw_status yaml_read(const struct yaml_node **root, struct arena *perm, struct slice path,
                          struct slice bytes, struct messages *messages) SPW_MUST_USE;

/* The value of `key` in a mapping; NULL when `node` is NULL, no mapping, or has no such key. */
const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);
/* Item i of a sequence, NULL beyond its end or for anything else. */
const struct yaml_node *yaml_at(const struct yaml_node *node, size_t i);
/* The text of a scalar; the empty slice for NULL and for collections. */
struct slice yaml_text(const struct yaml_node *node);
/* "a mapping", "a list", "text": for messages. */
const char *yaml_kind_name(enum yaml_kind kind);

#ifdef __cplusplus
}
#endif
#endif
