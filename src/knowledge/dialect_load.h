/* Reads the folders dialects/<name>/. Private to knowledge/. May include: base/, data/. */
#ifndef SPW_KNOWLEDGE_DIALECT_LOAD_H
#define SPW_KNOWLEDGE_DIALECT_LOAD_H

#include "knowledge/loader.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { DIALECTS_MAX = 16 };

/* Fills k->dialects, sorted by rank. */
void dialects_load(struct loader *l);
void dialects_dispose(struct knowledge *k); /* the indices; rows belong to the arena */

#ifdef __cplusplus
}
#endif
#endif
