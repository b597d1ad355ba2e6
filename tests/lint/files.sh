#!/bin/sh
# files.sh: the C files of the project, one a line; bad/ is wrong on purpose.
find src tests -name '*.[ch]' -not -path 'tests/lint/bad/*' | LC_ALL=C sort
