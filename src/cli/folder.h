/* Folders of rules and tables, read as the library wants them: the user's own and --rules DIR. Files
 * *.tsv and *.yaml, in DIR, in dialects/<name>/ and in diagnoses/<phase>/. Owns what it read.
 * May include: include/, base/, capture/. */
#ifndef SPW_CLI_FOLDER_H
#define SPW_CLI_FOLDER_H

#include "base/arena.h"
#include "base/array.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FOLDERS_MAX = 2 };

struct folder {
    struct arena arena;
    struct array
        files; /* struct spw_file: those of one folder after the other, each sorted by path */
    struct {
        struct slice path;
        size_t from; /* index of its first file */
    } roots[FOLDERS_MAX];
    size_t n_roots;
};

void folder_init(struct folder *f);
/* Adds a folder that must be there and hold something. Says what is wrong itself. */
enum spw_status folder_read(struct folder *f, const char *path) SPW_MUST_USE;
/* Adds a folder that may be missing or empty. What cannot be read in it is said and left out. */
void folder_read_optional(struct folder *f, const char *path);
/* Where the file `path` of the rules was read: in the folder added last that has it. False: in none. */
bool folder_locate(const struct folder *f, struct slice path, struct buf *out);
void folder_dispose(struct folder *f);

#ifdef __cplusplus
}
#endif
#endif
