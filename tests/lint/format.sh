#!/bin/sh
# format.sh CLANG_FORMAT: names the files that clang-format would change.
set -u
status=0
for file in $(tests/lint/files.sh); do
    if ! "$1" "$file" | cmp -s - "$file"; then
        echo "$file: run clang-format -i"
        status=1
    fi
done
exit $status
