/* Root and intermediate certificates. Private to knowledge/. May include: base/, data/. */
#ifndef SPW_KNOWLEDGE_AUTHORITY_H
#define SPW_KNOWLEDGE_AUTHORITY_H

#include "knowledge/loader.h"

#ifdef __cplusplus
extern "C" {
#endif

void authorities_load(struct loader *l);

#ifdef __cplusplus
}
#endif
#endif
