#!/bin/sh
# headers.sh CC GENERATED: every header of src/ compiles alone, as C11 and as C++17.
set -u
cc=$1
generated=$2
status=0
for header in $(find src -name '*.h' | LC_ALL=C sort); do
    "$cc" -std=c11 -x c -fsyntax-only -Isrc -I"$generated" -Wall -Wextra -Wpedantic -Werror \
        -D_POSIX_C_SOURCE=200809L -include "$header" /dev/null || status=1
    "$cc" -std=c++17 -x c++ -fsyntax-only -Isrc -I"$generated" -Wall -Wextra -Werror \
        -include "$header" /dev/null || status=1
done
exit $status
