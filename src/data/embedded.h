/* The folder rules/ as bytes, generated at build time by gen/embed.c. Static data.
 * May include: include/spwfdiag.h is not allowed here, so the type is data's own. */
#ifndef SPW_DATA_EMBEDDED_H
#define SPW_DATA_EMBEDDED_H

#include "data/source.h"

extern const struct data_file embedded_files[]; /* sorted by path */
extern const size_t embedded_files_count;

#endif
