#include "data/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/array.h"
#include "base/escape.h"
#include "base/message_ids.h"
#include "data/text.h"

struct reader {
    yaml_parser_t parser;
    yaml_event_t event; /* the current one; deleted when the next is taken */
    bool has_event;
    struct arena *perm;
    struct slice path, bytes;
    struct messages *messages;
    /* Children of the collections that are open; a closed one takes its own to `perm`. */
    struct array items; /* struct yaml_node */
    struct array pairs; /* struct yaml_pair */
    size_t depth, nodes;
    /* The last line asked for: places are asked for in rising order. */
    size_t line_offset;
    size_t line;
};

static const struct slice no_hint = {NULL, 0};

/* ---- places ----------------------------------------------------------------------------------- */

/* Moves line_offset to the beginning of `line`, counted from 0. */
static void seek_line(struct reader *r, size_t line)
{
    if (line < r->line) {
        r->line = 0;
        r->line_offset = 0;
    }
    while (r->line < line && r->line_offset < r->bytes.n) {
        size_t end = slice_find_byte(r->bytes, '\n', r->line_offset);
        r->line_offset = end < r->bytes.n ? end + 1 : end;
        r->line++;
    }
}

struct place {
    uint32_t line, column;
};

/* libyaml counts characters; we count bytes. */
static struct place place_of(struct reader *r, yaml_mark_t mark)
{
    seek_line(r, mark.line);
    size_t at = r->line_offset;
    for (size_t i = 0; i < mark.column && at < r->bytes.n; i++) {
        uint32_t cp = 0;
        size_t width = utf8_decode(r->bytes, at, &cp);
        at += width == 0 ? 1 : width;
    }
    struct place p = {(uint32_t)r->line + 1, (uint32_t)(at - r->line_offset) + 1};
    return p;
}

static enum spw_status refuse_at(struct reader *r, struct place p, unsigned number,
                                 struct slice hint, const char *what)
{
    messages_add(r->messages, number, r->path, r->bytes, p.line, p.column, hint, "%s", what);
    return SPW_INVALID;
}

static enum spw_status refuse(struct reader *r, unsigned number, const char *what)
{
    return refuse_at(r, place_of(r, r->event.start_mark), number, no_hint, what);
}

/* ---- events ----------------------------------------------------------------------------------- */

static void drop_event(struct reader *r)
{
    if (r->has_event) {
        yaml_event_delete(&r->event);
        r->has_event = false;
    }
}

static enum spw_status report_syntax(struct reader *r)
{
    if (r->parser.error == YAML_MEMORY_ERROR) {
        return SPW_NO_MEMORY;
    }
    const char *problem = r->parser.problem == NULL ? "not well-formed" : r->parser.problem;
    const char *context = r->parser.context == NULL ? "" : r->parser.context;
    struct place p = place_of(r, r->parser.problem_mark);
    messages_add(r->messages, MSG_YAML_SYNTAX, r->path, r->bytes, p.line, p.column, no_hint,
                 "%s%s%s", context, *context == '\0' ? "" : ": ", problem);
    return SPW_INVALID;
}

static enum spw_status next_event(struct reader *r)
{
    drop_event(r);
    if (yaml_parser_parse(&r->parser, &r->event) == 0) {
        return report_syntax(r);
    }
    r->has_event = true;
    return SPW_OK;
}

/* ---- nodes ------------------------------------------------------------------------------------ */

static enum spw_status check_properties(struct reader *r, const yaml_char_t *anchor,
                                        const yaml_char_t *tag)
{
    if (anchor != NULL) {
        return refuse(r, MSG_YAML_ANCHOR, "anchors are not used here");
    }
    if (tag != NULL) {
        return refuse(r, MSG_YAML_TAG, "tags are not used here");
    }
    return SPW_OK;
}

static enum yaml_style style_of(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return YAML_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
        return YAML_BLOCK;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
        return YAML_PLAIN;
    }
    return YAML_PLAIN;
}

/* A carriage return written as an escape is wanted: sample traces have line ends of their own. */
static bool is_hidden(struct slice text)
{
    size_t bad = text_bad_byte(text);
    while (bad < text.n && text.p[bad] == '\r') {
        text = slice_from(text, bad + 1);
        bad = text_bad_byte(text);
    }
    return bad < text.n;
}

static enum spw_status read_scalar(struct reader *r, struct yaml_node *node)
{
    enum spw_status status =
        check_properties(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
    if (status != SPW_OK) {
        return status;
    }
    struct slice text = slice_of(r->event.data.scalar.value, r->event.data.scalar.length);
    /* Escapes in double quotes can make characters that the file itself must not hold. */
    if (is_hidden(text)) {
        return refuse(r, MSG_YAML_ENCODING, "this text holds an invisible character");
    }
    node->kind = YAML_SCALAR;
    node->style = style_of(r->event.data.scalar.style);
    node->text = arena_copy(r->perm, text);
    return node->text.p == NULL ? SPW_NO_MEMORY : SPW_OK;
}

static enum spw_status read_node(struct reader *r, struct yaml_node *node);

static enum spw_status enter(struct reader *r)
{
    if (r->depth == YAML_DEPTH_MAX) {
        return refuse(r, MSG_YAML_DEPTH, "nested too deeply");
    }
    r->depth++;
    return SPW_OK;
}

/* Takes what stands at the end of `stack`, from `base` on, to the tree. */
static enum spw_status take_children(struct reader *r, struct array *stack, size_t base,
                                     const void **out, size_t *n)
{
    *n = stack->n - base;
    stack->n = base;
    r->depth--;
    if (*n == 0) {
        return SPW_OK;
    }
    void *copy = arena_array(r->perm, *n, stack->size);
    if (copy == NULL) {
        return SPW_NO_MEMORY;
    }
    memcpy(copy, (const uint8_t *)stack->items + base * stack->size, *n * stack->size);
    *out = copy;
    return SPW_OK;
}

static enum spw_status read_item(struct reader *r)
{
    struct yaml_node item;
    enum spw_status status = read_node(r, &item);
    if (status != SPW_OK) {
        return status;
    }
    struct yaml_node *place = (struct yaml_node *)array_push(&r->items);
    if (place == NULL) {
        return SPW_NO_MEMORY;
    }
    *place = item;
    return next_event(r);
}

static enum spw_status read_sequence(struct reader *r, struct yaml_node *node)
{
    size_t base = r->items.n;
    const void *items = NULL;
    enum spw_status status =
        check_properties(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag);
    status = status == SPW_OK ? enter(r) : status;
    status = status == SPW_OK ? next_event(r) : status;
    while (status == SPW_OK && r->event.type != YAML_SEQUENCE_END_EVENT) {
        status = read_item(r);
    }
    if (status == SPW_OK) {
        status = take_children(r, &r->items, base, &items, &node->n);
    }
    node->kind = YAML_SEQUENCE;
    node->items = (const struct yaml_node *)items;
    return status;
}

static bool is_plain_text(const struct reader *r)
{
    return r->event.type == YAML_SCALAR_EVENT &&
           style_of(r->event.data.scalar.style) != YAML_BLOCK && r->event.data.scalar.length != 0;
}

/* `base`: where the pairs of the same mapping begin. */
static enum spw_status check_key(struct reader *r, const struct yaml_node *key, size_t base)
{
    struct place p = {key->line, key->column};
    if (key->style == YAML_PLAIN && slice_eq(key->text, SLICE("<<"))) {
        return refuse_at(r, p, MSG_YAML_MERGE, no_hint, "merge keys are not used here");
    }
    if (r->pairs.n - base >= YAML_KEYS_MAX) {
        return refuse_at(r, p, MSG_YAML_LIMIT, no_hint, "this mapping has too many keys");
    }
    for (size_t i = base; i < r->pairs.n; i++) {
        if (slice_eq(ARRAY_AT(&r->pairs, struct yaml_pair, i)->key, key->text)) {
            return refuse_at(r, p, MSG_YAML_DUPLICATE_KEY, key->text, "this key is given twice");
        }
    }
    return SPW_OK;
}

static enum spw_status read_key(struct reader *r, struct yaml_pair *pair, size_t base)
{
    struct yaml_node key;
    if (r->event.type != YAML_ALIAS_EVENT && !is_plain_text(r)) {
        return refuse(r, MSG_YAML_TYPE, "a key is one word");
    }
    enum spw_status status = read_node(r, &key);
    if (status != SPW_OK) {
        return status;
    }
    pair->key = key.text;
    pair->line = key.line;
    pair->column = key.column;
    return check_key(r, &key, base);
}

static enum spw_status read_pair(struct reader *r, size_t base)
{
    struct yaml_pair pair;
    memset(&pair, 0, sizeof pair);
    enum spw_status status = read_key(r, &pair, base);
    status = status == SPW_OK ? next_event(r) : status;
    status = status == SPW_OK ? read_node(r, &pair.value) : status;
    if (status != SPW_OK) {
        return status;
    }
    struct yaml_pair *place = (struct yaml_pair *)array_push(&r->pairs);
    if (place == NULL) {
        return SPW_NO_MEMORY;
    }
    *place = pair;
    return next_event(r);
}

static enum spw_status read_mapping(struct reader *r, struct yaml_node *node)
{
    size_t base = r->pairs.n;
    const void *pairs = NULL;
    enum spw_status status =
        check_properties(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag);
    status = status == SPW_OK ? enter(r) : status;
    status = status == SPW_OK ? next_event(r) : status;
    while (status == SPW_OK && r->event.type != YAML_MAPPING_END_EVENT) {
        status = read_pair(r, base);
    }
    if (status == SPW_OK) {
        status = take_children(r, &r->pairs, base, &pairs, &node->n);
    }
    node->kind = YAML_MAPPING;
    node->pairs = (const struct yaml_pair *)pairs;
    return status;
}

/* The current event begins the node. Recursion is bounded by YAML_DEPTH_MAX. */
static enum spw_status read_node(struct reader *r, struct yaml_node *node)
{
    memset(node, 0, sizeof *node);
    struct place p = place_of(r, r->event.start_mark);
    node->line = p.line;
    node->column = p.column;
    if (++r->nodes > YAML_NODES_MAX) {
        return refuse(r, MSG_YAML_LIMIT, "the file has too many nodes");
    }
    /* libyaml's list of events is not ours: whatever else comes is refused. */
    switch (r->event.type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, node);
    case YAML_SEQUENCE_START_EVENT:
        return read_sequence(r, node);
    case YAML_MAPPING_START_EVENT:
        return read_mapping(r, node);
    case YAML_ALIAS_EVENT:
        return refuse(r, MSG_YAML_ANCHOR, "aliases are not used here");
    default:
        return refuse(r, MSG_YAML_SYNTAX, "a value is missing");
    }
}

/* ---- documents -------------------------------------------------------------------------------- */

static enum spw_status begin_document(struct reader *r)
{
    enum spw_status status = next_event(r); /* the stream starts */
    status = status == SPW_OK ? next_event(r) : status;
    if (status != SPW_OK) {
        return status;
    }
    if (r->event.type != YAML_DOCUMENT_START_EVENT) {
        return refuse(r, MSG_YAML_DOCUMENTS, "the file holds no document");
    }
    if (r->event.data.document_start.version_directive != NULL ||
        r->event.data.document_start.tag_directives.start !=
            r->event.data.document_start.tag_directives.end) {
        return refuse(r, MSG_YAML_TAG, "directives are not used here");
    }
    return next_event(r);
}

static enum spw_status end_document(struct reader *r)
{
    enum spw_status status = next_event(r); /* the document ends */
    status = status == SPW_OK ? next_event(r) : status;
    if (status == SPW_OK && r->event.type != YAML_STREAM_END_EVENT) {
        return refuse(r, MSG_YAML_DOCUMENTS, "a second document begins here");
    }
    return status;
}

static enum spw_status read_document(struct reader *r, const struct yaml_node **root)
{
    struct yaml_node *node = ARENA_NEW(r->perm, struct yaml_node);
    if (node == NULL) {
        return SPW_NO_MEMORY;
    }
    enum spw_status status = begin_document(r);
    status = status == SPW_OK ? read_node(r, node) : status;
    status = status == SPW_OK ? end_document(r) : status;
    *root = status == SPW_OK ? node : NULL;
    return status;
}

static struct place place_of_offset(struct reader *r, size_t offset)
{
    size_t line = 0;
    size_t begin = 0;
    for (size_t i = slice_find_byte(r->bytes, '\n', 0); i < offset;
         i = slice_find_byte(r->bytes, '\n', i + 1)) {
        line++;
        begin = i + 1;
    }
    struct place p = {(uint32_t)line + 1, (uint32_t)(offset - begin) + 1};
    return p;
}

static enum spw_status check_bytes(struct reader *r)
{
    struct place whole = {0, 0};
    if (r->bytes.n > YAML_FILE_MAX) {
        return refuse_at(r, whole, MSG_YAML_LIMIT, no_hint, "the file is too large");
    }
    size_t bad = text_bad_byte(r->bytes);
    if (bad == r->bytes.n) {
        return SPW_OK;
    }
    const char *what = r->bytes.p[bad] == '\r'
                           ? "a carriage return: lines end with a line feed alone"
                           : "not a visible character of UTF-8 text";
    return refuse_at(r, place_of_offset(r, bad), MSG_YAML_ENCODING, no_hint, what);
}

enum spw_status yaml_read(const struct yaml_node **root, struct arena *perm, struct slice path,
                          struct slice bytes, struct messages *messages)
{
    struct reader r;
    memset(&r, 0, sizeof r);
    r.perm = perm;
    r.path = path;
    r.bytes = bytes;
    r.messages = messages;
    *root = NULL;
    enum spw_status status = check_bytes(&r);
    if (status != SPW_OK) {
        return status;
    }
    array_init(&r.items, sizeof(struct yaml_node), YAML_NODES_MAX);
    array_init(&r.pairs, sizeof(struct yaml_pair), YAML_NODES_MAX);
    if (yaml_parser_initialize(&r.parser) == 0) {
        return SPW_NO_MEMORY;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, bytes.n == 0 ? (const uint8_t *)"" : bytes.p, bytes.n);
    status = read_document(&r, root);
    drop_event(&r);
    yaml_parser_delete(&r.parser);
    array_dispose(&r.items);
    array_dispose(&r.pairs);
    return status;
}
