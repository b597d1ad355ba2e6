/* MQTT and HTTP services. Private to knowledge/. May include: base/, data/. */
#ifndef SPW_KNOWLEDGE_SERVICE_H
#define SPW_KNOWLEDGE_SERVICE_H

#include "knowledge/loader.h"

#ifdef __cplusplus
extern "C" {
#endif

void services_load(struct loader *l); /* after the authorities, which it refers to */

#ifdef __cplusplus
}
#endif
#endif
