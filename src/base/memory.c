#include "base/memory.h"

#include <stdlib.h>

void *memory_new(size_t size) { return calloc(1, size == 0 ? 1 : size); }

void memory_free(void *p) { free(p); }
