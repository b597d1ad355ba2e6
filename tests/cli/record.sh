# record: what standard input says goes into files; ends, limits, full disks, kills. Takes some four seconds.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

trap 'kill -CONT $children 2>/dev/null; kill -9 $children 2>/dev/null; rm -rf "$work"' EXIT
children=

# wait_for FILE TEXT: until TEXT stands in FILE
wait_for() {
    tries=0
    until grep -qF -e "$2" "$1" 2>/dev/null; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ]; then
            check "waiting for $2 in $1" never soon
            return
        fi
        sleep 0.05
    done
}

# body FILE: what was said, without times
body() { sed -n 's/^[0-9.]* \([<>?] .*\)/\1/p' "$1"; }

run record
check 'record without a source' "$status" 2
run record -
check 'record without a file' "$status" 2
check_has 'record without a file' err "'record' needs -o FILE"
run record ./nothing -o x.rec
check 'a port that is not there' "$status" 2
check_has 'a port that is not there' err './nothing: no such port'
check 'no file for a port that is not there' "$(ls x.rec 2>/dev/null)" ''
run record - -o x.rec --rotate weekly </dev/null
check 'a wrong --rotate' "$status" 2
run record - -o x.rec --seconds soon </dev/null
check 'wrong --seconds' "$status" 2
run record - -o x.rec --baud fast </dev/null
check 'a wrong --baud' "$status" 2
run record - -o /nowhere/x.rec </dev/null
check 'a file that cannot be made' "$status" 2
run ports
check 'ports' "$status" 0

# what is recorded is diagnosed as what was recorded
run record - -o bad.rec <bad.log
check 'standard input' "$status" 0
check_has 'standard input' bad.rec '# source file -'
run -q bad.rec
sed 's/^[^ ]* //' out >from_record
run -q bad.log
sed 's/^[^ ]* //' out >from_log
cmp -s from_record from_log || check 'the findings of a recording' other same
# times: an old log keeps those it has, and gets none by being read
check_has 'a file has no times of its own' bad.rec '# times none'
cat "$source_dir/tests/transcript/samples/tio-iso8601.log" >stamped.log
run record stamped.log -o stamped.rec --until-silent 0.2
run -q stamped.rec
sed 's/^[^ ]* //' out >from_record
run -q stamped.log
sed 's/^[^ ]* //' out >from_log
[ -s from_log ] || check 'the stamped log has findings' none some
cmp -s from_record from_log || check 'the findings of a followed log' other same
run record - -o bad.rec -q <bad.log
check 'an existing file stays' "$(cat err) $(ls bad-2.rec)" ' bad-2.rec'
run record - -o - <healthy.log
check_has 'to standard output' out '? AT\r\n'
run record - -o empty.rec </dev/null
check_has 'nothing heard' err 'nothing was heard'

# replay: the same to the byte
run record replay:bad.rec -o again.rec --speed max
cmp -s bad.rec again.rec || check 'a replay recorded again' other same
run record replay:healthy.log -o x.rec
check 'what cannot be replayed' "$status" 2

# a part of a replay; its files may be put together in any order
cat >timed.rec <<'END'
# spwfdiag-record 1
# started 2018-03-26T13:59:00.000000Z
0.000000 < \r\n+WIND:1:Poweron (171117-0328fe3-SPWF04S)\r\n
0.100000 > AT+S.TLSCERT=content,2\r
0.200000 < \r\nAT-S.Clean\r\n
0.200000 < \r\nAT-S.OK\r\n
0.300000 < \r\n+WIND:1:Poweron (171117-0328fe3-SPWF04S)\r\n
0.400000 > AT+S.MQTTCONN=h,8883,,2,u,p,c,,,,,\r
0.500000 < \r\nAT-S.Skip CA\r\n
0.600000 < \r\nAT-S.Certificate Error:23\r\n
0.600000 < \r\nAT-S.ERROR:111:Request failed\r\n
9.000000 < \r\n+WIND:58:Socket Closed:0\r\n
END
run record replay:timed.rec -o head.rec --until-silent 2
check_has 'a replay ends after --until-silent' head.rec 'AT-S.ERROR:111'
check 'a replay ends after --until-silent' "$(grep -c 'Socket Closed' head.rec)" 0
run record replay:timed.rec --speed max -o part.rec --rotate boot
run -q timed.rec
sed 's/^[^ ]* //' out >from_whole
[ -s from_whole ] || check 'the session has findings' none some
run -q --merge part-2.rec part.rec
sed 's/^[^:]*:[^ ]* //' out >from_parts
cmp -s from_whole from_parts || check 'the findings of parts' "$(cat from_parts)" "$(cat from_whole)"

# ends
mkfifo pipe
"$program" record - -o time.rec --seconds 0.3 <pipe 2>err & children="$children $!"
recorder=$!
exec 3>pipe
status=0; wait "$recorder" || status=$?
check 'ends after --seconds' "$status" 0
check_has 'ends after --seconds' time.rec '! end'
"$program" record - -o silent.rec --until-silent 0.3 <pipe 2>err &
recorder=$!
exec 3>pipe
printf 'AT-S.OK\r\n' >&3
status=0; wait "$recorder" || status=$?
check 'ends after --until-silent' "$status $(body silent.rec)" '0 ? AT-S.OK\r\n'
for signal in INT TERM; do
    "$program" record - -o "$signal.rec" <pipe 2>err & children="$children $!"
    recorder=$!
    exec 3>pipe
    printf 'AT-S.OK\r\n' >&3
    wait_for "$signal.rec" 'AT-S.OK'
    kill -CONT "$recorder"
    kill -"$signal" "$recorder"
    status=0; wait "$recorder" || status=$?
    check "ends on SIG$signal" "$status $(tail -n 1 "$signal.rec" | sed 's/^[^ ]* //')" '0 ! end'
done

# killed: what was said is in the file; stopped and continued: nothing is lost
"$program" record - -o killed.rec <pipe 2>err & children="$children $!"
recorder=$!
exec 3>pipe
i=0
while [ "$i" -lt 50 ]; do printf '+WIND:58:Socket Closed:%d\r\n' "$i" >&3; i=$((i + 1)); done
wait_for killed.rec 'Closed:49\r\n'
kill -STOP "$recorder"
printf 'while it slept\r\n' >&3
kill -CONT "$recorder"
wait_for killed.rec 'while it slept'
kill -9 "$recorder"
wait "$recorder" 2>/dev/null
check 'killed: all lines' "$(body killed.rec | grep -c 'Socket Closed')" 50
check 'killed: no end' "$(grep -c '! end' killed.rec)" 0
run -q killed.rec
check 'a killed recording is read' "$(cat err)" ''
exec 3>&-

# new files
{ for boot in 1 2 3; do
    printf '\r\n+WIND:1:Poweron (171117-0328fe3-SPWF04S)\r\n\r\n+WIND:0:Console active\r\n'
    printf 'AT+S.STS=boot%d\r\n\r\nAT-S.OK\r\n' "$boot"
done; } >boots.log
run record - -o boots.rec --rotate boot <boots.log
check 'a file for each boot' "$(ls boots*.rec | tr '\n' ' ')" 'boots-2.rec boots-3.rec boots.rec '
check 'a boot begins its file' "$(body boots-2.rec | head -n 1)" '? \r\n+WIND:1:Poweron (171117-0328fe3-SPWF04S)\r\n'
check 'the rest of the boot is with it' "$(body boots-3.rec | grep -c 'boot3')" 1
cat boots.rec boots-2.rec boots-3.rec >all.rec
run -f json all.rec
check_has 'files put together' out '"framing": "record"'
yes '+WIND:58:Socket Closed:0' | head -n 2000 >many.log
run record - -o many.rec --rotate size=20k <many.log
[ "$(ls many*.rec | wc -l)" -ge 4 ] || check 'a file for each 20 KiB' "$(ls many*.rec | wc -l)" more
said=$(body many.rec; for n in 2 3 4 5 6 7 8; do [ -f many-$n.rec ] && body many-$n.rec; done)
check 'no line is lost between files' "$(printf '%s' "$said" | sed 's/^? //' | tr -d '\n' | grep -o 'Socket Closed:0' | wc -l | tr -d ' ')" 2000

# what recordings say of themselves
printf '# spwfdiag-record 7\n# mood good\n0.000001 > AT\\r\n0.000002 < AT-S.OK\\r\\n\n' >newer.rec
run newer.rec
check_has 'a newer version' out 'made by a newer version'
printf '# spwfdiag-record 1\n0.000001 > AT\\r\n1.000000 ! gap\n2.000000 ! reopened\n3.000000 < AT-S.OK\\r\\n\n' >gap.rec
run gap.rec
check_has 'a gap' out '1 part of the session is missing; line 3 of the recording tells why'
printf '# spwfdiag-record 1\n# started 2018-03-26T13:59:00Z\n0.000001 > AT\\r\n1.0 ! x\n' >host.rec
printf '# spwfdiag-record 1\n# started 2018-03-26T13:59:00Z\n0.500000 ! lost 5 bytes: x\n1.000000 < AT-S.OK\\r\\n\n' >module.rec
run --merge host.rec module.rec
check_has 'a gap in a merged recording' out '1 part of the session is missing'

# what a gap hides is not told as a failure: the same session with and without
unanswered() {
    printf '# spwfdiag-record 1\n0.100000 < +WIND:1:Poweron:171117-0328fe3-SPWF04S\\r\\n\n'
    printf '0.200000 > AT\\r\n0.300000 < AT-S.OK\\r\\n\n0.400000 > AT+S.TLSCERT2=clean,all\\r\n'
    printf "$1"'6.000000 > AT\\r\n6.100000 < AT-S.OK\\r\\n\n'
}
unanswered '' >open.rec
run -q open.rec
check_has 'a command without a reply' out 'console.wrong-dialect'
unanswered '1.000000 ! gap\n5.000000 ! reopened\n' >open.rec
run -q open.rec
check 'its reply may be in the gap' "$(cat out)" ''

# a disk that is full
if [ -w /dev/full ]; then
    run record - -o /dev/full <healthy.log
    check 'a full disk' "$status" 2
    check_has 'a full disk' err 'No space left on device'
fi
(ulimit -f 8; "$program" record - -o small.rec <many.log 2>err; echo $? >status)
check 'a file that may not grow' "$(cat status)" 2
check_has 'a file that may not grow' err 'could not be recorded'
finish
