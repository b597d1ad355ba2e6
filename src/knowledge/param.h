/* Reads the lists of parameters and fields in the tables: "host,[port:port],[tls:choice(0|1|2)]".
 * Private to knowledge/. May include: base/. */
#ifndef SPW_KNOWLEDGE_PARAM_H
#define SPW_KNOWLEDGE_PARAM_H

#include "base/arena.h"
#include "knowledge/dialect.h"

#ifdef __cplusplus
extern "C" {
#endif

struct param_fault {
    const char *what; /* NULL: none */
    struct slice at;
};

/* `ids` maps the names of param.def to enum param. The specs live in `perm`; their names are slices
 * of `text`. SPW_INVALID fills *fault. */
enum spw_status params_parse(struct slice text, const struct map *ids, struct arena *perm,
                             const struct param_spec **out, size_t *n,
                             struct param_fault *fault) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
