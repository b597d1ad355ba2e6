/* Comparison with a file of tests/report/golden; with UPDATE_GOLDENS=1 in the environment the file is
 * written anew instead, to be looked at in review. */
#ifndef SPW_TESTS_REPORT_GOLDEN_H
#define SPW_TESTS_REPORT_GOLDEN_H

#include "base/slice.h"

/* Fails the running test when `got` is not what stands in golden/`name`. */
void assert_golden(const char *name, struct slice got);
/* The same with a path from the top folder. */
void assert_golden_file(const char *path, struct slice got);

#endif
