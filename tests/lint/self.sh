#!/bin/sh
# self.sh SPW_LINT: the checks find what is wrong in bad/ and nothing else.
set -u
here=tests/lint/bad
for check in layers banned braces size; do
    echo "== $check"
    find $here -name '*.c' | LC_ALL=C sort -r | LC_ALL=C sort | "$1" $check
done | diff -u $here/expected.txt -
