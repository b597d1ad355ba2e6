#include "diagnosis/place.h"

#include "base/check.h"

static size_t count_lines(struct slice bytes)
{
    size_t n = 1;
    for (size_t i = 0; i < bytes.n; i++) {
        n += bytes.p[i] == '\n';
    }
    return n;
}

enum spw_status rule_file_init(struct rule_file *f, struct slice path, struct slice bytes,
                               struct arena *arena)
{
    f->path = path;
    f->bytes = bytes;
    f->n_lines = count_lines(bytes);
    f->starts = ARENA_ARRAY(arena, f->n_lines, size_t);
    if (f->starts == NULL) {
        return SPW_NO_MEMORY;
    }
    size_t line = 1;
    for (size_t i = 0; i < bytes.n; i++) {
        if (bytes.p[i] == '\n') {
            f->starts[line++] = i + 1;
        }
    }
    return SPW_OK;
}

static size_t skip_space(struct slice s, size_t at)
{
    while (at < s.n && ascii_space(s.p[at])) {
        at++;
    }
    return at;
}

/* The first byte of the scalar's content in the file; bytes.n when the node has no place. */
static size_t content_offset(const struct rule_file *f, const struct yaml_node *node)
{
    if (node->line == 0 || node->line > f->n_lines || node->column == 0) {
        return f->bytes.n;
    }
    size_t at = f->starts[node->line - 1] + node->column - 1;
    switch (node->style) {
    case YAML_PLAIN:
        break;
    case YAML_QUOTED:
        at++;
        break;
    case YAML_BLOCK: /* behind the line of the | or > */
        at = node->line < f->n_lines ? f->starts[node->line] : f->bytes.n;
        break;
    }
    return at;
}

static struct file_place place_of_offset(const struct rule_file *f, size_t offset)
{
    size_t low = 0;
    size_t high = f->n_lines; /* the line is in [low, high) */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (f->starts[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (struct file_place){clamp_u32(low + 1), clamp_u32(offset - f->starts[low] + 1)};
}

struct file_place place_in_node(const struct rule_file *f, const struct yaml_node *node, size_t at)
{
    struct slice text = node->text;
    size_t i = 0;
    size_t j = content_offset(f, node);
    while (i < at && i < text.n && j < f->bytes.n) {
        if (ascii_space(text.p[i]) || ascii_space(f->bytes.p[j])) {
            /* Whatever YAML made of this white space, it is white space on both sides. */
            i = skip_space(slice_sub(text, 0, at), i);
            j = skip_space(f->bytes, j);
        } else {
            /* A byte without partner is part of an escape in a quoted text. */
            i += text.p[i] == f->bytes.p[j];
            j++;
        }
    }
    if (i < text.n && !ascii_space(text.p[i])) {
        j = skip_space(f->bytes, j);
    }
    if (j >= f->bytes.n) {
        return (struct file_place){node->line, node->column};
    }
    return place_of_offset(f, j);
}

size_t place_to_offset(struct slice text, uint32_t line, uint32_t column)
{
    size_t at = 0;
    for (uint32_t i = 1; i < line && at < text.n; i++) {
        at = slice_find_byte(text, '\n', at) + 1;
    }
    if (column > 1) {
        at += column - 1;
    }
    return at < text.n ? at : text.n;
}
