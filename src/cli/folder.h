/* A folder of rules and tables, read as the library wants it: --rules DIR. Files *.tsv and *.yaml, in
 * DIR, in dialects/<name>/ and in diagnoses/<phase>/. Owns what it read.
 * May include: include/, base/, capture/. */
#ifndef SPW_CLI_FOLDER_H
#define SPW_CLI_FOLDER_H

#include "base/arena.h"
#include "base/array.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

struct folder {
    struct arena arena;
    struct array files; /* struct spw_file, sorted by path */
};

/* Says what is wrong itself. *f is to be disposed of in any case. */
enum spw_status folder_read(struct folder *f, const char *path) SPW_MUST_USE;
void folder_dispose(struct folder *f);

#ifdef __cplusplus
}
#endif
#endif
