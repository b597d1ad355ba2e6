# --baseline: new, same and gone against an earlier report, in every form; the exit status; broken files.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
python=$2

"$program" -f json bad.log >earlier.json || true
run --baseline earlier.json bad.log
check 'nothing new' "$status" 0
check_has 'nothing new' out '[tls.intermediate-as-root, certain] (same)'
check 'nothing new' "$(grep -c '(new)\|gone' out)" 0

# Lines that shift change nothing; another path is the same trace when both are about one.
{ printf 'AT\r\n\r\nAT-S.OK\r\n'; cat bad.log; } >shifted.log
run --baseline earlier.json shifted.log
check 'shifted lines' "$status" 0
check 'shifted lines' "$(grep -c '(new)\|gone' out)" 0

run --baseline earlier.json healthy.log
check 'all gone' "$status" 0
check_has 'all gone' out 'gone since the earlier report'
check_has 'all gone' out 'gone: error: the certificate in the CA slot is an intermediate'
"$program" -f json healthy.log >healthy.json || true
run -q --baseline healthy.json bad.log
check 'a new error' "$status" 1
check_has 'a new error' out '(new)'

run -f markdown --baseline healthy.json bad.log
check_has 'markdown' out 'new since the earlier report'
run -f markdown --baseline earlier.json healthy.log
check_has 'markdown' out 'Gone since the earlier report'
run -f html --baseline healthy.json bad.log
check_has 'html' out '<span>new since the earlier report</span>'
run -f html --baseline earlier.json bad.log
check_has 'html' out '<span>same since the earlier report</span>'
run -f html --baseline earlier.json healthy.log
check_has 'html' out '>Gone since the earlier report</h4>'
check_has 'html' out '<li>error: the certificate in the CA slot is an intermediate'
run -f sarif --baseline earlier.json bad.log
check_has 'sarif' out '"baselineState": "unchanged"'
run -f sarif --baseline healthy.json bad.log
check_has 'sarif' out '"baselineState": "new"'
run -f sarif --baseline earlier.json healthy.log
check_has 'sarif' out '"baselineState": "absent"'
run -f json --baseline earlier.json bad.log
check_has 'json' out '"baseline": "same"'
if [ -n "$python" ]; then
    check 'the JSON' "$("$python" -c 'import json, sys
t = json.load(sys.stdin)["traces"][0]
print(len(t["findings"]) > 0, t["gone"])' <out)" 'True []'
    cp out again.json
    run --baseline again.json bad.log
    check 'a report made with a baseline is one' "$status" 0
    run -f sarif --baseline earlier.json healthy.log
    "$python" -m json.tool out >/dev/null || check 'sarif' broken whole
fi

# Several traces: the path tells which.
"$program" -f json bad.log healthy.log >both.json || true
run --baseline both.json bad.log healthy.log
check 'several traces' "$status" 0
run --baseline both.json shifted.log
check 'a trace that the earlier report does not have' "$status" 1

printf '{ "schema": "spwfdiag-report/1",\n  "traces": [ }\n' >broken.json
run --baseline broken.json bad.log
check 'broken JSON' "$status" 2
check_has 'broken JSON' err 'line 2, column'
check 'broken JSON' "$(cat out)" ''
echo '[]' >other.json
run --baseline other.json bad.log
check_has 'other JSON' err 'is no report of spwfdiag'
echo '{ "schema": "spwfdiag-report/1", "traces": [ { "path": "x", "findings": [ {} ] } ] }' >poor.json
run --baseline poor.json bad.log
check_has 'a poor report' err 'traces[0].findings'
run --baseline missing.json bad.log
check 'a missing report' "$status" 2
finish
