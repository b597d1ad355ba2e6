#!/bin/sh
# Throughput of a whole diagnosis against ripgrep counting lines with as many patterns as there are rules,
# in pairs in the same run; the ratio is the result, not the seconds. Peak memory at two sizes beside it.
# Usage: tests/perf/bench.sh [BUILD_DIR] [PAIRS]
set -eu
build=${1:-build/release}
pairs=${2:-7}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
program=$build/spwfdiag
"$build/tests/generate" --bytes 100M --seed 2 > "$dir/t100.log"
"$build/tests/generate" --bytes 10M --seed 1 > "$dir/t10.log"
rules=$("$program" rules list | grep -c .)
# Patterns in the manner of rules over such lines: error numbers, indications, replies, commands.
i=0
while [ "$i" -lt "$rules" ]; do
    case $((i % 5)) in
        0) echo "^AT-S\\.ERROR:$((i + 20)):" ;;
        1) echo "^\\+WIND:$((i / 2)):" ;;
        2) echo "^AT-S\\.Certificate Error:$i\$" ;;
        3) echo "^AT\\+S\\.MQTTCONN=[^,]*,$((i + 8800)),[^,]*,2," ;;
        4) echo "^AT-S\\.Var:free_heap=$i[0-9]{3}\$" ;;
    esac
    i=$((i + 1))
done > "$dir/patterns"
seconds() { # of one run, wall
    start=$(date +%s%N); "$@" > /dev/null 2>&1 || true; end=$(date +%s%N)
    awk -v n=$((end - start)) 'BEGIN { printf "%.4f", n / 1e9 }'
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
seconds "$program" -q "$dir/t100.log" > /dev/null # warm
n=0
while [ "$n" -lt "$pairs" ]; do
    a=$(seconds "$program" -q "$dir/t100.log")
    b=$(seconds sh -c "rg -a -c -f '$dir/patterns' '$dir/t100.log'")
    echo "$a" >> "$dir/ours"; echo "$b" >> "$dir/rg"
    awk -v a="$a" -v b="$b" 'BEGIN { print a / b }' >> "$dir/ratio"
    n=$((n + 1))
done
memory() { /usr/bin/env time -f %M "$program" -q "$1" 2>&1 >/dev/null | tail -n 1; }
echo "rules and patterns      $rules"
echo "spwfdiag, 100 MB        $(median < "$dir/ours") s"
echo "rg -a -c -f, 100 MB     $(median < "$dir/rg") s"
echo "ratio (median of $pairs)     $(median < "$dir/ratio")"
if command -v time > /dev/null 2>&1; then
    echo "peak memory 10 MB       $(memory "$dir/t10.log") KiB"
    echo "peak memory 100 MB      $(memory "$dir/t100.log") KiB"
fi
