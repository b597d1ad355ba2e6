# Options: help, version, spellings, suggestions, and where they do not belong.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

run --version
check 'version status' "$status" 0
check 'version' "$(sed 's/[0-9][0-9.]*/N/' out)" 'spwfdiag N'
run --help
check 'help status' "$status" 0
for word in diagnose live record ticket diff unredact explain cert probe rules fields \
    --format --output --color --rules --filter --dialect --now --chain --redact --no-redact --jobs \
    --version --help 'Exit status'; do
    check_has 'help' out "$word"
done
check 'help keeps to 80 columns' "$(awk 'length > 80' out)" ''
run rules --help
check_has 'help of a command' out 'usage: spwfdiag rules'

run --formt json bad.log
check_has 'a misspelt option' err 'did you mean --format?'
run explian x
check_has 'a misspelt command' err "did you mean the command 'explain'?"
run rules --chain x list
check 'an option of another command' "$status" 2
check_has 'an option of another command' err '--chain has no meaning for'

cp bad.log ./--quiet
cp bad.log live
run -q -- --quiet
check 'a trace that looks like an option' "$status" 1
run -q ./live
check 'a trace that is called like a command' "$status" 1
run bad.log -qfjson
check_has 'letters together, behind the trace' out '"schema": "spwfdiag-report/1"'
run -fjson --output=report.json bad.log
check 'the report goes to the file' "$(cat out)" ''
check_has 'the report goes to the file' report.json '"schema"'
check 'nothing is left beside it' "$(ls report.json*)" report.json
run -o missing/report bad.log
check 'a file that cannot be made' "$status" 2
run --redact bad.log
check 'a redacted report' "$status" 1
run -f svg bad.log bad.log
check 'a picture of two traces' "$status" 2
run -f zip bad.log
check 'a report is no bundle' "$status" 2
finish
