/* HTML's names and numbers of characters: "&lt;", "&#39;", "&#x2013;". Private to transcript/.
 * May include: base/. */
#ifndef SPW_TRANSCRIPT_ENTITY_H
#define SPW_TRANSCRIPT_ENTITY_H

#include "base/slice.h"

enum { ENTITY_NBSP = 0xA0 };

/* Length of the name at the start of `t`, its semicolon included; 0: there is none. */
size_t entity_read(struct slice t, uint32_t *character);

#endif
