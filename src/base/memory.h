/* Memory of an object with a life of its own (x_new, x_free). Everything else comes from an arena, an
 * array or a buffer; nothing outside base/ calls malloc. May include nothing of the project. */
#ifndef SPW_BASE_MEMORY_H
#define SPW_BASE_MEMORY_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void *memory_new(size_t size); /* zeroed, aligned for anything; NULL without memory */
void memory_free(void *p);     /* NULL is fine */
#define MEMORY_NEW(type) ((type *)memory_new(sizeof(type)))

#ifdef __cplusplus
}
#endif
#endif
