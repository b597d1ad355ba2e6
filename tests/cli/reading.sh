# How a capture is read can be told: --framing, --direction, --time; --explain-input shows what was found.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

sample=$source_dir/tests/transcript/samples/socat-x.log

run --explain-input "$sample"
check_has 'the share of the lines is told' out '100 %  socat: 16 lines from line 1 on'
check_has 'those that lost are named' out 'line 1 is no sign of them'
check_has 'the channels are named' out "with the names '>', '<'"

run --explain-input --direction swap "$sample"
check_has 'swapped sides' out "'>' is the module (as told), '<' is the host"
run --explain-input --direction '>=module,<=host' "$sample"
check_has 'sides by name' out "'>' is the module (as told), '<' is the host"
run --direction sideways "$sample"
check 'a wrong direction is refused' "$status" 2
check_has 'and why' err '--direction takes swap'

cat >stamps.log <<'END'
[00:00:01.000] AT-S.OK
[00:00:02.000] AT+S.SOCKON=h,80,,t
[00:00:05.000] AT-S.ERROR:111:Request failed
END
run -f json stamps.log
check_has 'stamps that rise count from the start' out '"duration_us": 3000000'
run -f json --time delta stamps.log
check_has 'as distances they are summed up' out '"duration_us": 5000000'
run -f json --time none stamps.log
check_has 'left out they tell nothing' out '"duration_us": null'
finish
