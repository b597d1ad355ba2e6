#include "data/source.h"

#include <string.h>

#include "data/embedded.h"

enum { FILES_MAX = 4000 };

void data_source_init(struct data_source *s)
{
    array_init(&s->files, sizeof(struct data_file), FILES_MAX);
}

void data_source_dispose(struct data_source *s) { array_dispose(&s->files); }

/* Index of the first file whose path does not come before `path`. */
static size_t lower_bound(const struct data_source *s, struct slice path)
{
    size_t low = 0;
    size_t high = s->files.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_cmp(ARRAY_AT(&s->files, struct data_file, middle)->path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static enum spw_status add_file(struct data_source *s, const struct data_file *file)
{
    size_t at = lower_bound(s, file->path);
    struct data_file *there = ARRAY_AT(&s->files, struct data_file, at);
    if (there != NULL && slice_eq(there->path, file->path)) {
        *there = *file;
        return SPW_OK;
    }
    if (s->files.n == s->files.max) {
        return SPW_LIMIT;
    }
    if (array_push(&s->files) == NULL) {
        return SPW_NO_MEMORY;
    }
    struct data_file *files = (struct data_file *)s->files.items;
    memmove(files + at + 1, files + at, (s->files.n - 1 - at) * sizeof *files);
    files[at] = *file;
    return SPW_OK;
}

enum spw_status data_source_add(struct data_source *s, const struct data_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum spw_status status = add_file(s, &files[i]);
        if (status != SPW_OK) {
            return status;
        }
    }
    return SPW_OK;
}

enum spw_status data_source_add_embedded(struct data_source *s)
{
    return data_source_add(s, embedded_files, embedded_files_count);
}

const struct data_file *data_source_find(const struct data_source *s, struct slice path)
{
    const struct data_file *file = ARRAY_AT(&s->files, struct data_file, lower_bound(s, path));
    return file != NULL && slice_eq(file->path, path) ? file : NULL;
}

size_t data_source_count(const struct data_source *s) { return s->files.n; }

const struct data_file *data_source_at(const struct data_source *s, size_t i)
{
    return ARRAY_AT(&s->files, struct data_file, i);
}
