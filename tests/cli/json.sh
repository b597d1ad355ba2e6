# Every trace of the project gives one valid document: `json.sh PROGRAM PYTHON`.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

python=$2
tests=$source_dir/tests/report
reports=
number=0
for trace in "$source_dir"/traces/*/*.txt; do
    number=$((number + 1))
    run -f json "$trace"
    [ "$status" -le 2 ] || check "$trace" "$status" '0, 1 or 2'
    mv out "$number.json"
    reports="$reports $number.json"
done
run -f json bad.log healthy.log empty.log photo.jpg
mv out many.json
# shellcheck disable=SC2086 # the names are numbers
"$python" "$tests/check_schema.py" "$tests/report.schema.json" "$source_dir/rules/causes.tsv" \
    many.json $reports
status=$?
[ "$status" -ne 77 ] || exit 77
check 'the documents' "$status" 0
finish
