# --merge: two captures of one direction each become one session.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

# One program on each wire; the host's wire with another program than the module's.
cat >host.log <<'END'
[2018-03-26T13:59:00.000] AT
[2018-03-26T13:59:01.000] AT+S.TLSCERT=content,2
[2018-03-26T13:59:03.000] AT+S.MQTTCONN=h,8883,,2,u,p,c,,,,,
END
cat >module.log <<'END'
[2018-03-26 13:59:00.012] AT-S.OK
[2018-03-26 13:59:01.200] AT-S.Clean
[2018-03-26 13:59:01.201] AT-S.OK
[2018-03-26 13:59:03.500] AT-S.Skip CA
[2018-03-26 13:59:04.100] AT-S.Certificate Error:23
[2018-03-26 13:59:04.101] AT-S.ERROR:111:Request failed
END
cat >whole.log <<'END'
AT
AT-S.OK
AT+S.TLSCERT=content,2
AT-S.Clean
AT-S.OK
AT+S.MQTTCONN=h,8883,,2,u,p,c,,,,,
AT-S.Skip CA
AT-S.Certificate Error:23
AT-S.ERROR:111:Request failed
END
causes() { sed -n 's/.*\[\([a-z.-]*, [a-z]*\)\]$/\1/p' out; }

run -q whole.log
want=$(causes)
[ -n "$want" ] || check 'the session has findings' none some
for order in 'host.log module.log' 'module.log host.log'; do
    # shellcheck disable=SC2086 # two words
    run -q --merge $order
    check "findings of $order" "$(causes)" "$want"
done
run --merge host.log module.log
check 'exit status' "$status" 1
check_has 'the original of a reply' out 'module.log:5'
check_has 'the original of a command' out 'host.log:3'
run -f json --merge host.log module.log
check_has 'its name' out '"path": "host.log + module.log"'
check_has 'durations are known' out 'module.log:5'

# stamps that count whole seconds: a reply comes before the next command
sed 's/T13/ 13/; s/\.[0-9]*\]/]/; s/:0[0-9]\]/:00]/' host.log >host1.log
sed 's/\.[0-9]*\]/]/; s/:0[0-9]\]/:00]/' module.log >module1.log
run -q --merge host1.log module1.log
check 'findings with coarse stamps' "$(causes)" "$want"

# the same by time of day
sed 's/^.2018-03-26 /[/' module.log >clock.log
run -q --merge host.log clock.log
check 'findings by time of day' "$(causes)" "$want"

# what cannot be merged
sed 's/^[^]]*\] //' module.log >bare.log
run --merge host.log bare.log
check 'no stamps' "$status" 2
check_has 'no stamps' err 'bare.log has no time stamps'
sed 's/^\[2018-03-26 13:59:/[00:00:/' module.log >start.log
run --merge host.log start.log
check 'other times' "$status" 2
check_has 'other times' err 'counts its time differently'
run --merge module.log module.log
check 'the same side twice' "$status" 2
check_has 'the same side twice' err 'no command is in this capture'
run --merge host.log
check 'one capture' "$status" 2
check_has 'one capture' err '--merge takes 2'
run --merge host.log none.log
check 'a file that is not there' "$status" 2
check_has 'a file that is not there' err 'none.log: no such file'
finish
