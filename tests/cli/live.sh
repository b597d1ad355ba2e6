# live without a screen: what is said and found, as lines and as objects; what it waits for; sources.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
python=$2

# A file, read to its end: findings, and the status of a diagnosis.
run live --once bad.log
check 'a trace with an error' "$status" 1
check_has 'what is said' out '> AT+S.TLSCERT=ca,2037'
check_has 'what it means' out 'Loads the root certificate into flash'
check_has 'the finding' out '== appeared: error, certain: the certificate in the CA slot is an intermediate'
check_has 'its fix' out 'AT+S.TLSCERT=ca,891'
run live --once healthy.log
check 'a healthy trace' "$status" 0
run live --once -q bad.log
check 'quiet: findings only' "$(grep -vc '^== ' out)" 0
run live --once no-such-file
check 'no such source' "$status" 2

# The same findings as the batch command has, in the same places.
run live --once --format ndjson bad.log
cp out live.json
run -f json bad.log
cat >compare.py <<'P'
import json, sys
batch = json.load(open("out"))["traces"][0]["findings"]
live = {}
for line in open("live.json"):
    o = json.loads(line)
    if o["type"] == "finding":
        live[o["rule"], o.get("attempt")] = o
live = {k: o for k, o in live.items() if o["change"] != "withdrawn"}
want = {(f["rule"], f["attempt"]): f for f in batch}
assert set(live) == set(want), (sorted(map(str, live)), sorted(map(str, want)))
for k, f in want.items():
    got = live[k]
    assert [e["line"] for e in got["evidence"]] == [e["line"] for e in f["evidence"]], k
    assert (got["confidence"], got["severity"]) == (f["confidence"], f["severity"]), k
P
[ -n "$python" ] && check 'live and batch agree' "$("$python" compare.py 2>&1)" ''
check_has 'objects: the session' live.json '{"type":"session","schema":"spwfdiag-live/1"'
check_has 'objects: state' live.json '{"type":"state","key":"store.ca","known":"yes"'
check_has 'objects: the end' live.json '{"type":"end","how":"ended"'

# Waiting.
run live --until first-finding bad.log
check 'until the first finding, an error' "$status" 1
check_has 'it says so' out '== reached'
run live --until connected healthy.log --timeout 0.3
check 'what does not come' "$status" 4
run live --until connected bad.log --timeout 0.3 --silence 0.1
check 'an error instead of it' "$status" 1
run live --until 'exists error' bad.log
check 'a condition' "$status" 0
run live --until 'no-such-field > 1' bad.log
check 'a wrong condition' "$status" 2
check_has 'a wrong condition' err 'no-such-field'

# Standard input, cut anywhere, and a growing file.
run live - <bad.log
check 'standard input' "$status" 1
head -c 500 bad.log >growing.log
"$program" live --until first-finding growing.log --timeout 60 >grown 2>&1 &
pid=$!
tail -c +501 bad.log >>growing.log
status=0
wait "$pid" || status=$?
check 'a growing file' "$status" 1

# A recording that is played again is recorded anew; the new one gives the same report.
printf '# spwfdiag-record 1\n# started 2026-11-23T18:30:00.000000Z\n' >bad.rec
printf '0.000000 > AT+S.MQTTCONN=broker,,8883,,1\\r\n0.001000 < AT-S.ERROR:111:Request failed\\r\\n\n' >>bad.rec
run live replay:bad.rec --speed max -o again.rec
first=$status
grep '^==' out >said
[ -s again.rec ] || check 'the recording' none some
run -q again.rec
check 'the recording says the same' "$status" "$first"
run live replay:bad.rec --speed max -o again.rec
[ -s again-2.rec ] || check 'no recording is overwritten' none again-2.rec
run live replay:bad.rec --speed max --no-record
check 'nothing is kept when so wished' "$(ls session-* 2>/dev/null)" ''

# A reader that goes away, a signal.
"$program" live --once bad.log 2>err | true
check 'a reader that goes away hears nothing' "$(cat err)" ''
"$program" live healthy.log >watched 2>err &
pid=$!
n=0
while [ ! -s watched ] && [ "$n" -lt 600 ]; do n=$((n + 1)); sleep 0.05; done
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
check 'SIGTERM ends it properly' "$status" 0
check_has 'SIGTERM ends it properly' watched '== ended'

# No escape sequence of a trace reaches the terminal.
printf 'AT+S.X=\033[2J\033]0;owned\007\r\nAT-S.ERROR:1:\033[31m\r\n' >evil.log
run live --once evil.log
check 'no escape sequence of a trace' "$(grep -c "$(printf '\033')" out)" 0
finish
