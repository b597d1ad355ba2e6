/* What libFuzzer calls; each fuzz target defines it. */
#ifndef SPW_TESTS_FUZZ_FUZZ_H
#define SPW_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
