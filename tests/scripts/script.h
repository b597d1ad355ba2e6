/* Reads script files and runs each case in all ways of cutting its bytes. The stage under test is a
 * function from bytes (in pieces) to lines of text. */
#ifndef SPW_TESTS_SCRIPT_H
#define SPW_TESTS_SCRIPT_H

#include "base/buf.h"
#include "base/slice.h"

/* Feeds the pieces bytes[0..cut) and bytes[cut..n) (or single bytes when `single`) and writes one line
 * for each thing the stage says. */
typedef void script_stage(struct slice bytes, size_t cut, bool single, struct buf *out);

/* Runs the files named in argv; `--update` rewrites expectations. Returns the exit status. */
int script_main(int argc, char **argv, script_stage *stage);

#endif
