/* A command line taken apart while it is typed: its name, its parameters, the rows of the tables that it
 * may become. Slices are borrowed from the line and from the knowledge.
 * May include: base/, include/. */
#ifndef SPW_TUI_TYPED_H
#define SPW_TUI_TYPED_H

#include "include/live.h"

#ifdef __cplusplus
extern "C" {
#endif

struct typed {
    struct slice line, name; /* name: up to the equals sign */
    bool has_parameters;     /* the equals sign is there */
    struct slice parameters[SPW_PARAMETERS_MAX];
    size_t n_parameters; /* commas + 1 */
};

/* Parameters beyond SPW_PARAMETERS_MAX are left out. */
struct typed typed_read(struct slice line);
/* The next row of the tables from *i on that the line may become, and *i behind it: of a name without
 * parameters all that begin with it, else the variants whose fixed words fit. */
bool typed_variant(const struct typed *t, const struct spw_knowledge *k, struct slice dialect,
                   size_t *i, struct spw_command_help *out);
/* The row that announces bytes behind the command, and the place of their number among the parameters.
 * False: no bytes follow this command. */
bool typed_payload(const struct typed *t, const struct spw_knowledge *k, struct slice dialect,
                   struct spw_command_help *out, size_t *place);
/* Writes the line with another parameter at `place`; missing ones before it are left empty. */
void typed_put_with(const struct typed *t, size_t place, struct slice value, struct buf *out);

/* Only one word may stand there, and it is part of what the command is: "content" in TLSCERT=content,1. */
bool typed_is_fixed(const struct spw_parameter *p);

#ifdef __cplusplus
}
#endif
#endif
