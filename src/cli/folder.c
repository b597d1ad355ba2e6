#include "cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/reading.h"
#include "cli/say.h"

enum {
    FILES_MAX = 4000,
    FILE_BYTES_MAX = 4 * 1024 * 1024,
    ALL_BYTES_MAX = 64 * 1024 * 1024,
    PATH_BYTES_MAX = 4096
};

/* Folders of which each sub-folder is read too. */
static const struct slice nested[] = {SLICE_INIT("dialects"), SLICE_INIT("diagnoses")};

struct walk {
    struct folder *folder;
    size_t root; /* bytes of DIR and its slash in front of a relative path */
};

static bool is_rule_file(struct slice name)
{
    return slice_ends(name, SLICE(".tsv")) || slice_ends(name, SLICE(".yaml"));
}

static enum spw_status fail(const char *path, const char *why)
{
    say_about(path, slice_cstr(why));
    return SPW_IO;
}

static enum spw_status add_file(const struct walk *w, const char *path)
{
    struct buf bytes, why;
    buf_init(&bytes, FILE_BYTES_MAX);
    buf_init(&why, 400);
    enum spw_status status = reading_file(path, &bytes, &why);
    struct spw_file *file = status == SPW_OK ? array_push(&w->folder->files) : NULL;
    if (file != NULL) {
        file->path = arena_copy(&w->folder->arena, slice_from(slice_cstr(path), w->root));
        file->bytes = arena_copy(&w->folder->arena, buf_slice(&bytes));
    }
    if (status == SPW_OK && (file == NULL || file->path.p == NULL || file->bytes.p == NULL)) {
        buf_cstr(&why, "one rule file too many, or too large");
        status = SPW_LIMIT;
    }
    if (status != SPW_OK) {
        say_about(path, buf_slice(&why));
    }
    buf_dispose(&bytes);
    buf_dispose(&why);
    return status;
}

/* `path` + "/" + `name` as a C string; false when it is too long. */
static bool join(struct buf *out, const char *path, const char *name)
{
    buf_clear(out);
    buf_cstr(out, path);
    buf_byte(out, '/');
    buf_cstr(out, name);
    buf_byte(out, '\0');
    return out->status == SPW_OK;
}

static enum spw_status read_folder(const struct walk *w, const char *path, int depth);

/* depth 0: DIR itself; 1: dialects/ and diagnoses/; 2: a folder in one of them. */
static enum spw_status visit(const struct walk *w, const char *path, struct slice name, int depth)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return fail(path, strerror(errno));
    }
    if (!S_ISDIR(status.st_mode)) {
        return is_rule_file(name) && depth != 1 ? add_file(w, path) : SPW_OK;
    }
    bool deeper = depth == 1;
    for (size_t i = 0; depth == 0 && i < sizeof nested / sizeof nested[0]; i++) {
        deeper = deeper || slice_eq(name, nested[i]);
    }
    return deeper ? read_folder(w, path, depth + 1) : SPW_OK;
}

static enum spw_status read_folder(const struct walk *w, const char *path, int depth)
{
    enum spw_status status = SPW_OK;
    struct buf full;
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return fail(path, strerror(errno));
    }
    buf_init(&full, PATH_BYTES_MAX);
    for (struct dirent *e = readdir(dir); e != NULL && status == SPW_OK; e = readdir(dir)) {
        if (e->d_name[0] == '.') {
            continue;
        }
        status = join(&full, path, e->d_name)
                     ? visit(w, (const char *)full.p, slice_cstr(e->d_name), depth)
                     : fail(path, "a path in it is too long");
    }
    (void)closedir(dir);
    buf_dispose(&full);
    return status;
}

static int compare_files(const void *a, const void *b)
{
    return slice_cmp(((const struct spw_file *)a)->path, ((const struct spw_file *)b)->path);
}

void folder_init(struct folder *f)
{
    memset(f, 0, sizeof *f);
    arena_init(&f->arena, ALL_BYTES_MAX);
    array_init(&f->files, sizeof(struct spw_file), FILES_MAX);
}

static enum spw_status add_folder(struct folder *f, const char *path)
{
    struct slice root = arena_copy(&f->arena, slice_cstr(path));
    size_t from = f->files.n;
    if (root.p == NULL || f->n_roots == FOLDERS_MAX) {
        return SPW_NO_MEMORY;
    }
    f->roots[f->n_roots].path = root;
    f->roots[f->n_roots++].from = from;
    struct walk w = {f, slice_cstr(path).n + 1};
    enum spw_status status = read_folder(&w, path, 0);
    if (f->files.n > from) { /* the order of readdir(3) must not show */
        qsort(ARRAY_AT(&f->files, struct spw_file, from), f->files.n - from,
              sizeof(struct spw_file), compare_files);
    }
    return status;
}

enum spw_status folder_read(struct folder *f, const char *path)
{
    size_t before = f->files.n;
    enum spw_status status = add_folder(f, path);
    if (status == SPW_OK && f->files.n == before) {
        status = fail(path, "holds no rules: no *.tsv and no *.yaml file");
    }
    return status;
}

void folder_read_optional(struct folder *f, const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        (void)add_folder(f, path);
    }
}

bool folder_locate(const struct folder *f, struct slice path, struct buf *out)
{
    size_t end = f->files.n;
    for (size_t root = f->n_roots; root-- > 0; end = f->roots[root].from) {
        for (size_t i = f->roots[root].from; i < end; i++) {
            if (slice_eq(ARRAY_AT(&f->files, struct spw_file, i)->path, path)) {
                buf_put(out, f->roots[root].path);
                buf_byte(out, '/');
                buf_put(out, path);
                return true;
            }
        }
    }
    return false;
}

void folder_dispose(struct folder *f)
{
    array_dispose(&f->files);
    arena_dispose(&f->arena);
}
