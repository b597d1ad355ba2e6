#!/bin/sh
# functions.sh: lengths of the functions in src/ (style rule 15). None is longer than 80 lines, half
# of them at most 15, nine in ten at most 45. The longest are listed, for whoever looks for work.
set -eu
LC_ALL=C
export LC_ALL
lengths=$(find src -name '*.[ch]' | ctags -L - -o - --languages=C --langmap=C:.c.h --kinds-C=f \
    --fields=+ne --sort=no |
    awk -F '\t' '{
        for (i = 4; i <= NF; i++) {
            if ($i ~ /^line:/) first = substr($i, 6)
            if ($i ~ /^end:/) last = substr($i, 5)
        }
        print last - first + 1 "\t" $2 ":" first "\t" $1
    }' | sort -rn)
echo "$lengths" | head -5
echo "$lengths" | awk '
    { length_of[NR] = $1 }
    END {
        median = length_of[int((NR + 1) / 2)]
        ninth = length_of[int(NR / 10) + 1]
        printf "%d functions: longest %d (80), nine in ten %d (45), median %d (15)\n",
            NR, length_of[1], ninth, median
        exit !(NR > 0 && length_of[1] <= 80 && ninth <= 45 && median <= 15)
    }'
