/* What of a value stays the same from run to run. May include: base/. */
#ifndef SPW_COMPARE_STEADY_H
#define SPW_COMPARE_STEADY_H

#include "base/arena.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Does a value of this name change with every run as a whole? `host`: it was sent to the module; what the
 * module prints changes more freely. */
bool steady_is_aside(struct slice name, bool host);
/* `text` with "..." for the signature and the end of a shared access signature and for web tokens. The
 * same slice when there are none; .p is NULL without memory. */
struct slice steady_text(struct arena *a, struct slice text);

#ifdef __cplusplus
}
#endif
#endif
